"""Who can sign: a one-act certificate of our own, a certificate in a file, or one on a token (tokens.py).

A signer tells the words for the stamp and, for the length of a `with`, gives what pyHanko signs with.
Whatever is wrong with a file, a passphrase or a token is told as a RuleBroken before anything is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import NamedTuple, Protocol

from asn1crypto import keys, pkcs12, x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization.pkcs12 import PKCS12KeyAndCertificates, load_pkcs12
from pyhanko.sign.signers import Signer as Key
from pyhanko.sign.signers import SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from councilflow.process.errors import RuleBroken


class Signer(Protocol):
    """Somebody, or the council itself, with a key to sign with. Empty words: as the certificate says."""

    @property
    def name(self) -> str: ...

    @property
    def organisation(self) -> str: ...

    @property
    def role(self) -> str: ...

    def ready(self) -> AbstractContextManager[Key]:
        """The key, for the length of the `with`. RuleBroken when it cannot be had."""


class Words(NamedTuple):
    """What is said of who signs."""

    name: str
    organisation: str
    role: str


def words_of(signer: Signer, key: Key) -> Words:
    """What the signer says of itself, and its certificate where it says nothing."""
    certificate = key.signing_cert
    return Words(
        signer.name or subject(certificate, "common_name"),
        signer.organisation or subject(certificate, "organization_name"),
        signer.role or subject(certificate, "title"),
    )


def key_of(certificate: bytes, key: bytes, issuers: Sequence[bytes]) -> SimpleSigner:
    """What pyHanko signs with: certificates in DER, the key as PKCS#8 in DER."""
    chain = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # pyHanko leaves it untyped
    for one in issuers:
        chain.register(x509.Certificate.load(one))
    return SimpleSigner(
        signing_cert=x509.Certificate.load(certificate),
        signing_key=keys.PrivateKeyInfo.load(key),
        cert_registry=chain,
        embed_roots=False,  # no digest would cover it there, and nobody believes a root for lying in the file
    )


@dataclass(frozen=True)
class CertificateFile:
    """A PKCS#12 file (.p12, .pfx) and the passphrase that opens it. Both live in memory only.

    RuleBroken, from the moment anything is read: certificate-file-unreadable, certificate-passphrase-wrong,
    certificate-without-key.
    """

    content: bytes = field(repr=False)
    passphrase: str = field(repr=False)
    name: str = ""
    organisation: str = ""
    role: str = ""

    @property
    def certificate(self) -> x509.Certificate:
        return self._key.signing_cert

    @property
    def issuers(self) -> list[x509.Certificate]:
        """The other certificates that lie in the file."""
        return [one for one in self._key.cert_registry if one.dump() != self.certificate.dump()]

    @contextmanager
    def ready(self) -> Iterator[Key]:
        yield self._key

    @cached_property
    def _key(self) -> SimpleSigner:
        _hold_pkcs12(self.content)
        passphrase = self.passphrase.encode() or None
        try:
            opened = load_pkcs12(self.content, passphrase)
        except ValueError as wrong:
            raise RuleBroken("certificate-passphrase-wrong") from wrong
        return _key_in(opened)


def _hold_pkcs12(content: bytes) -> None:
    """cryptography says the same of a wrong passphrase and of rubbish; the outer shell tells them apart."""
    try:
        shell = pkcs12.Pfx.load(content, strict=True)
        if shell["version"].native != "v3" or not shell["auth_safe"]["content"].native:
            raise ValueError
    except (ValueError, TypeError, KeyError) as wrong:
        raise RuleBroken("certificate-file-unreadable") from wrong


def _key_in(opened: PKCS12KeyAndCertificates) -> SimpleSigner:
    if opened.key is None or opened.cert is None:
        raise RuleBroken("certificate-without-key")
    der = serialization.Encoding.DER
    key = opened.key.private_bytes(der, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    issuers = [one.certificate.public_bytes(der) for one in opened.additional_certs]
    return key_of(opened.cert.certificate.public_bytes(der), key, issuers)


def subject(certificate: x509.Certificate | None, part: str) -> str:
    """One part of the name that a certificate was issued for; empty when it has none."""
    found = certificate.subject.native.get(part, "") if certificate is not None else ""
    return str(found if isinstance(found, str) else found[0])


def hold_valid(certificate: x509.Certificate | None, at: datetime) -> x509.Certificate:
    """The certificate, whose time `at` (aware) must lie within.

    RuleBroken: certificate-expired, certificate-not-valid-yet, certificate-without-key.
    """
    if certificate is None:
        raise RuleBroken("certificate-without-key")
    valid = certificate["tbs_certificate"]["validity"]
    since, until = valid["not_before"].native, valid["not_after"].native
    if at < since:
        raise RuleBroken("certificate-not-valid-yet", since=since.date().isoformat())
    if at > until:
        raise RuleBroken("certificate-expired", until=until.date().isoformat())
    return certificate
