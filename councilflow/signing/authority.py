"""The installation's own signing authority.

Somebody who has just authenticated again and read the exact file gets a personal certificate for that one act
(H.6): its key is made, used once and forgotten. The authority vouches for the name, with a root key that lies
in the installation's data folder, encrypted by a secret that does not. It is an advanced signature at best,
never a qualified one.
"""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from pyhanko.sign.signers import Signer as Key

from councilflow.process.errors import RuleBroken
from councilflow.signing.names import certifiable
from councilflow.signing.signers import key_of

MAKER = "Councilflow"
"""The organisation in the name of every root certificate of such an authority."""

ROOT_VALID_FOR = timedelta(days=365 * 20)
VALID_FOR = timedelta(hours=1)
"""How long a personal certificate is valid: one act, and room for a slow reader."""

_EARLIER = timedelta(minutes=5)  # so that a clock that is a little behind does not refuse it
_DOCUMENT_SIGNING = x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")  # RFC 9336


@dataclass(frozen=True, slots=True)
class PersonalCertificate:
    """A certificate and its key for one act of signing. Not to be stored."""

    name: str
    organisation: str
    role: str
    certificate: bytes
    """DER."""
    issuer: bytes
    """DER of the root certificate."""
    key: bytes = field(repr=False)
    """PKCS#8, DER, unencrypted: lives in memory only."""
    serial_number: int

    @contextmanager
    def ready(self) -> Iterator[Key]:
        """This certificate as a Signer (signers.py)."""
        yield key_of(self.certificate, self.key, [self.issuer])


class Authority:
    """The signing authority in `folder`, made the first time it is needed.

    `secret` encrypts the root key. RuleBroken("signing-secret-wrong") when it is not the one that the key was
    made with.
    """

    def __init__(self, folder: Path, secret: str) -> None:
        self._file = folder / "authority.pem"
        self._lock = folder / "authority.lock"
        self._secret = secret.encode()

    def root_certificate(self, *, now: datetime) -> bytes:
        """The certificate to trust, as PEM. Makes the authority when there is none (`now`: aware)."""
        return self._root(now)[0].public_bytes(serialization.Encoding.PEM)

    def issue(self, *, name: str, organisation: str, role: str, at: datetime) -> PersonalCertificate:
        """A certificate for one act at the moment `at` (aware), in the words that the minutes use."""
        root, root_key = self._root(at)
        key = _new_key()
        certificate = (
            _certificate(_subject(name, organisation, role), key.public_key(), root.subject)
            .not_valid_before(at - _EARLIER)
            .not_valid_after(at + VALID_FOR)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(signs_documents=True), critical=True)
            .add_extension(x509.ExtendedKeyUsage([_DOCUMENT_SIGNING]), critical=False)
            .add_extension(_issued_by(root), critical=False)
            .sign(root_key, hashes.SHA256())
        )
        return PersonalCertificate(
            name=name,
            organisation=organisation,
            role=role,
            certificate=certificate.public_bytes(serialization.Encoding.DER),
            issuer=root.public_bytes(serialization.Encoding.DER),
            key=key.private_bytes(
                serialization.Encoding.DER,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            ),
            serial_number=certificate.serial_number,
        )

    def _root(self, now: datetime) -> tuple[x509.Certificate, rsa.RSAPrivateKey]:
        if not self._file.exists():
            self._make_root(now)
        content = self._file.read_bytes()
        try:
            key = serialization.load_pem_private_key(content, self._secret)
        except ValueError as wrong:
            raise RuleBroken("signing-secret-wrong") from wrong
        if not isinstance(key, rsa.RSAPrivateKey):
            raise RuleBroken("signing-secret-wrong")
        return x509.load_pem_x509_certificate(content), key

    def _make_root(self, now: datetime) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with self._alone():
            if self._file.exists():  # another process was first
                return
            key = _new_key()
            name = x509.Name(
                [
                    x509.NameAttribute(NameOID.COMMON_NAME, f"{MAKER} signing {secrets.token_hex(4)}"),
                    x509.NameAttribute(NameOID.ORGANIZATION_NAME, MAKER),
                ]
            )
            certificate = (
                _certificate(name, key.public_key(), name)
                .not_valid_before(now - timedelta(days=1))
                .not_valid_after(now + ROOT_VALID_FOR)
                .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
                .add_extension(_usage(signs_documents=False), critical=True)
                .sign(key, hashes.SHA256())
            )
            locked = key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.BestAvailableEncryption(self._secret),
            )
            self._publish(locked + certificate.public_bytes(serialization.Encoding.PEM))

    def _publish(self, content: bytes) -> None:
        """Key and certificate become visible together or not at all."""
        draft = self._file.with_suffix(".new")
        draft.unlink(missing_ok=True)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._file)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with self._lock.open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


def _new_key() -> rsa.RSAPrivateKey:
    """RSA, because elliptic curves make a PDF declare an extension that PDF/A-3 does not know."""
    return rsa.generate_private_key(public_exponent=65537, key_size=_key_bits[0])


_key_bits = [3072]  # one place, filled in by `use_key_bits`


def use_key_bits(bits: int) -> None:
    """How long new RSA keys are, in bits; set once at start. Less than 3072 is for tests only."""
    _key_bits[0] = bits


def _certificate(subject: x509.Name, key: rsa.RSAPublicKey, issuer: x509.Name) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _subject(name: str, organisation: str, role: str) -> x509.Name:
    parts = (
        (NameOID.COMMON_NAME, name),
        (NameOID.ORGANIZATION_NAME, organisation),
        (NameOID.TITLE, role),
    )
    fitting = [(kind, certifiable(words)) for kind, words in parts]
    return x509.Name([x509.NameAttribute(kind, words) for kind, words in fitting if words])


def _usage(*, signs_documents: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signs_documents,
        content_commitment=signs_documents,
        key_cert_sign=not signs_documents,
        crl_sign=not signs_documents,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _issued_by(root: x509.Certificate) -> x509.AuthorityKeyIdentifier:
    known = root.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    return x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(known)
