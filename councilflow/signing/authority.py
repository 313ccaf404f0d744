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
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from asn1crypto import keys, pem
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

SHORTEST_SECRET = 20
"""Characters of a new secret."""

_MADE = b"made"  # in the file of the lock, once there is an authority
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

    One file holds the key, encrypted by `secret`, its root certificate, and the certificates of all earlier
    roots: what they vouched for stays vouched for. It is only ever replaced whole. Certificates are read
    without the secret. RuleBroken: signing-secret-wrong, signing-authority-damaged, signing-authority-missing
    (there was one, and its file is gone).
    """

    def __init__(self, folder: Path, secret: str) -> None:
        self._file = folder / "authority.pem"
        self._lock = folder / "authority.lock"
        self._secret = secret.encode()

    def certificates(self) -> tuple[bytes, ...]:
        """Every root certificate to trust, as PEM, the one in use first; none before the first signature."""
        if not self._exists():
            return ()
        return tuple(
            one.public_bytes(serialization.Encoding.PEM) for one in _roots_in(self._file.read_bytes())
        )

    def root_certificate(self, *, now: datetime) -> bytes:
        """The certificate in use, as PEM. Makes the authority when there is none (`now`: aware)."""
        if not self._exists():
            self._make(now)
        return self.certificates()[0]

    def issue(self, *, name: str, organisation: str, role: str, at: datetime) -> PersonalCertificate:
        """A certificate for one act at the moment `at` (aware), in the words that the minutes use."""
        if not self._exists():
            self._make(at)
        root_key, (root, *_earlier) = self._open()
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

    def opens(self) -> bool:
        """Whether the secret opens the key."""
        try:
            self._open()
        except RuleBroken as refused:
            if refused.code == "signing-secret-wrong":
                return False
            raise
        return True

    def rotate(self, now: datetime) -> bytes:
        """A new key and root certificate from `now` (aware) on; gives the certificate, as PEM. The key before
        it is gone, its certificate stays among those to trust."""
        if not self._exists():
            return self.root_certificate(now=now)
        with self._alone():
            _key, earlier = self._open()
            key, root = _new_root(now)
            self._publish(key, [root, *earlier], self._secret)
        return root.public_bytes(serialization.Encoding.PEM)

    def change_secret(self, new: str) -> None:
        """Encrypt the key by `new` from now on. RuleBroken: signing-secret-too-short."""
        if len(new) < SHORTEST_SECRET:
            raise RuleBroken("signing-secret-too-short", shortest=SHORTEST_SECRET)
        with self._alone():
            key, roots = self._open()
            self._publish(key, roots, new.encode())
        self._secret = new.encode()

    def _exists(self) -> bool:
        if self._file.exists():
            return True
        if self._lock.exists() and self._lock.read_bytes() == _MADE:
            raise RuleBroken("signing-authority-missing", file=self._file.name)
        return False

    def _open(self) -> tuple[rsa.RSAPrivateKey, list[x509.Certificate]]:
        """The key, and the root that belongs to it before all earlier roots."""
        self._exists()
        content = self._file.read_bytes()
        roots = _roots_in(content)
        _hold_encrypted(content)
        try:
            key = serialization.load_pem_private_key(content, self._secret)
        except ValueError as wrong:
            raise RuleBroken("signing-secret-wrong") from wrong
        if not isinstance(key, rsa.RSAPrivateKey) or key.public_key() != roots[0].public_key():
            raise RuleBroken("signing-authority-damaged", file=self._file.name)
        return key, roots

    def _make(self, now: datetime) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with self._alone():
            if not self._file.exists():  # another process may have been first
                key, root = _new_root(now)
                self._publish(key, [root], self._secret)

    def _publish(self, key: rsa.RSAPrivateKey, roots: Sequence[x509.Certificate], secret: bytes) -> None:
        """Key and certificates become visible together or not at all."""
        locked = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(secret),
        )
        draft = self._file.with_suffix(".new")
        draft.unlink(missing_ok=True)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(locked + b"".join(one.public_bytes(serialization.Encoding.PEM) for one in roots))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._file)
        _write_down(self._file.parent)
        self._lock.write_bytes(_MADE)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with self._lock.open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


def _roots_in(content: bytes) -> list[x509.Certificate]:
    try:
        return x509.load_pem_x509_certificates(content)
    except ValueError as wrong:
        raise RuleBroken("signing-authority-damaged", file="authority.pem") from wrong


def _hold_encrypted(content: bytes) -> None:
    """cryptography says the same of a wrong secret and of rubbish; the outer shell tells them apart."""
    try:
        kind, _headers, der = next(iter(pem.unarmor(content, multiple=True)))
        if kind != "ENCRYPTED PRIVATE KEY":
            raise ValueError
        keys.EncryptedPrivateKeyInfo.load(der, strict=True)["encryption_algorithm"].native  # noqa: B018
    except (ValueError, TypeError, StopIteration) as wrong:
        raise RuleBroken("signing-authority-damaged", file="authority.pem") from wrong


def _write_down(folder: Path) -> None:
    """A file that was renamed stays so when the power fails."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _new_root(now: datetime) -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
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
    return key, certificate


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
    fitting = (
        (NameOID.COMMON_NAME, certifiable(name) or "?"),  # whoever it is, the signature must name somebody
        (NameOID.ORGANIZATION_NAME, certifiable(organisation)),
        (NameOID.TITLE, certifiable(role)),
    )
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
