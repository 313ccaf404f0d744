"""An authority outside the installation and somebody who signs with its certificate: a service that is given
digests, or a program that is given files."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path

from asn1crypto import pem
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12

from councilflow.services.minutes import SigningPlace
from councilflow.signing.authority import Authority, PersonalCertificate
from councilflow.signing.sign import sign
from councilflow.signing.trust import certificates_in

HOLDER = "Eva Extern"
PASSPHRASE = "björk och ene"


class Elsewhere:
    def __init__(self, folder: Path, at: datetime) -> None:
        self._authority, self.at = Authority(folder, "a secret"), at

    @cache  # noqa: B019 – lives as long as the test
    def person(self) -> PersonalCertificate:
        return self._authority.issue(name=HOLDER, organisation="Kommunen", role="", at=self.at)

    def trusted_by(self, place: SigningPlace) -> SigningPlace:
        root = self._authority.root_certificate(now=self.at)
        return replace(place, further=certificates_in(root))

    def root(self) -> bytes:
        """PEM."""
        return self._authority.root_certificate(now=self.at)

    def signature(self, digest: bytes) -> bytes:
        """Detached CMS, DER."""
        with self.person().ready() as key:
            return bytes(asyncio.run(key.async_sign(digest, "sha256", use_pades=True)).dump())

    def text(self, digest: bytes) -> str:
        """The same as PEM, which can be pasted."""
        return pem.armor("CMS", self.signature(digest)).decode()

    def file(self) -> bytes:
        """PKCS#12, opened by PASSPHRASE."""
        person = self.person()
        key = serialization.load_der_private_key(person.key, None)
        certificate = x509.load_der_x509_certificate(person.certificate)
        locked = serialization.BestAvailableEncryption(PASSPHRASE.encode())
        return pkcs12.serialize_key_and_certificates(b"eva", key, certificate, None, locked)

    def signed(self, pdf: bytes, field: str) -> bytes:
        return sign(pdf, field=field, signer=self.person(), reason="", at=self.at)
