"""The certificates one believes, and nothing else on the machine."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from asn1crypto import crl, ocsp, pem, x509
from pyhanko.sign.signers import Signer as Key
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import InvalidCertificateError, PathError, ValidationError

from councilflow.process.errors import RuleBroken


def certificates_in(content: bytes) -> tuple[bytes, ...]:
    """Every certificate in a PEM bundle or a DER file, as DER. RuleBroken("trust-file-unreadable")."""
    try:
        if not pem.detect(content):
            return (x509.Certificate.load(content, strict=True).dump(),)
        blocks = [der for kind, _headers, der in pem.unarmor(content, multiple=True) if kind == "CERTIFICATE"]
        found = tuple(x509.Certificate.load(der, strict=True).dump() for der in blocks)
    except (ValueError, TypeError) as wrong:
        raise RuleBroken("trust-file-unreadable", file="") from wrong
    if not found:
        raise RuleBroken("trust-file-unreadable", file="")
    return found


def certificates_from(file: Path) -> tuple[bytes, ...]:
    """Every certificate in a file, as DER. RuleBroken("trust-file-unreadable")."""
    try:
        return certificates_in(file.read_bytes())
    except (OSError, RuleBroken) as wrong:
        raise RuleBroken("trust-file-unreadable", file=file.name) from wrong


def parsed(trust: Sequence[bytes]) -> list[x509.Certificate]:
    """`trust`: certificates, PEM or DER."""
    return [x509.Certificate.load(pem.unarmor(one)[2] if pem.detect(one) else one) for one in trust]


def hold_believed(key: Key, roots: Sequence[bytes], at: datetime) -> None:
    """RuleBroken("certificate-not-trusted") unless the certificate of `key` leads to one of `roots` (PEM or
    DER) at `at` (aware) and may be used for signatures that bind (RFC 5280, nonRepudiation)."""
    issuers = list(key.cert_registry)
    validator = CertificateValidator(
        key.signing_cert, intermediate_certs=issuers, validation_context=believing(parsed(roots), at)
    )
    try:
        asyncio.run(validator.async_validate_usage({"non_repudiation"}))  # type: ignore[no-untyped-call]
    except (PathError, ValidationError, InvalidCertificateError) as wrong:
        raise RuleBroken("certificate-not-trusted", holder=key.subject_name or "") from wrong


def believing(
    roots: Sequence[x509.Certificate],
    moment: datetime,
    *,
    others: Iterable[x509.Certificate] = (),
    crls: Iterable[crl.CertificateList] = (),
    ocsps: Iterable[ocsp.OCSPResponse] = (),
) -> ValidationContext:
    """What pyHanko judges a certificate by at `moment` (aware). Nothing is fetched.

    A certificate that says nowhere whether it was revoked passes; one that is known as revoked does not.
    """
    return ValidationContext(
        trust_roots=list(roots),
        other_certs=list(others),
        moment=moment,
        allow_fetching=False,
        crls=list(crls),
        ocsps=list(ocsps),
        revocation_mode="soft-fail",
        retroactive_revinfo=True,
    )
