"""The certificates one believes, and nothing else on the machine."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from asn1crypto import crl, ocsp, pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.signers import Signer as Key
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
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


@dataclass(frozen=True)
class Brought:
    """What a file brings along, to be checked when nobody can be asked (ETSI EN 319 142-1, 5.4)."""

    certificates: tuple[x509.Certificate, ...] = ()
    crls: tuple[crl.CertificateList, ...] = ()
    ocsps: tuple[ocsp.OCSPResponse, ...] = ()

    @classmethod
    def by(cls, reader: PdfFileReader) -> Brought:
        """Empty when the file has no such store."""
        try:
            store = DocumentSecurityStore.read_dss(reader)
        except NoDSSFoundError:
            return cls()
        told = store.as_validation_context({"trust_roots": []})
        return cls(tuple(store.load_certs()), tuple(told.crls), tuple(told.ocsps))

    def since(self, moment: datetime, about: x509.Certificate) -> Brought:
        """Without what was said of the certificate `about` before `moment` (aware): whether it was good then
        could not be known yet."""
        return Brought(
            self.certificates,
            tuple(one for one in self.crls if one.issuer != about.issuer or _said(one) >= moment),
            tuple(one for one in self.ocsps if not _is_about(one, about) or _said(one) >= moment),
        )


def _is_about(answer: ocsp.OCSPResponse, certificate: x509.Certificate) -> bool:
    told = [one["cert_id"]["serial_number"].native for one in answer.response_data["responses"]]
    return certificate.serial_number in told


def _said(what: crl.CertificateList | ocsp.OCSPResponse) -> datetime:
    """When what it says was so (aware)."""
    told = (
        [what["tbs_cert_list"]] if isinstance(what, crl.CertificateList) else what.response_data["responses"]
    )
    said: datetime = min(one["this_update"].native for one in told)
    return said


class Revocation(StrEnum):
    """When what is known of a certificate does; the values are those of pyHanko."""

    IF_KNOWN = "soft-fail"  # passes unless it is known as revoked
    IF_DECLARED = "hard-fail"  # must be known as good where the certificate says that one can ask
    ALWAYS = "require"  # must be known as good


def believing(
    roots: Sequence[x509.Certificate],
    moment: datetime,
    brought: Brought | None = None,
    *,
    revocation: Revocation = Revocation.IF_KNOWN,
) -> ValidationContext:
    """What pyHanko judges a certificate by at `moment` (aware). Nothing is fetched.

    What was said of a certificate after `moment` counts for `moment` too.
    """
    brought = brought or Brought()
    return ValidationContext(
        trust_roots=list(roots),
        other_certs=list(brought.certificates),
        moment=moment,
        allow_fetching=False,
        crls=list(brought.crls),
        ocsps=list(brought.ocsps),
        revocation_mode=revocation.value,
        retroactive_revinfo=True,
    )
