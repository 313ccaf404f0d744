"""Whoever signs: with a certificate of the installation, a PKCS#12 file or a key on a token (SoftHSM2)."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pkcs11
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
    pkcs12,
)
from cryptography.x509.oid import NameOID
from pkcs11 import Attribute, ObjectClass
from pkcs11.util.rsa import decode_rsa_private_key
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm

from councilflow.documents.gate import findings
from councilflow.documents.minutes import as_pdf
from councilflow.process.errors import RuleBroken
from councilflow.signing.authority import VALID_FOR, Authority, PersonalCertificate
from councilflow.signing.check import check
from councilflow.signing.seal import seal
from councilflow.signing.sign import sign
from councilflow.signing.signers import CertificateFile, Signer
from councilflow.signing.tokens import Token
from councilflow.signing.trust import certificates_from, certificates_in
from tests.documents.samples import NOW, minutes, standpoint

AT = NOW.astimezone(ZoneInfo("Europe/Stockholm"))
PHRASE = "öppna sesam"
CHEAP = (
    PrivateFormat.PKCS12.encryption_builder()
    .kdf_rounds(1000)
    .hmac_hash(hashes.SHA256())
    .build(PHRASE.encode())
)


@dataclass(frozen=True)
class Desk:
    """Sealed minutes, the authority that sealed them, and one outside the installation."""

    base: bytes
    sealed: bytes
    ours: Authority
    theirs: Authority
    person: PersonalCertificate
    """Issued by the authority outside."""

    @property
    def their_root(self) -> bytes:
        return self.theirs.root_certificate(now=NOW)

    @property
    def trust(self) -> list[bytes]:
        return [self.ours.root_certificate(now=NOW), self.their_root]

    @property
    def file(self) -> bytes:
        """The person's certificate as a PKCS#12 file."""
        return packed(self.person)

    def sign(self, signer: Signer, *, at: datetime = AT) -> bytes:
        return sign(
            self.sealed, field="chair", signer=signer, reason="Justerar", at=at, trust=[self.their_root]
        )

    def refused(self, signer: Signer, *, at: datetime = AT) -> RuleBroken:
        with pytest.raises(RuleBroken) as refused:
            self.sign(signer, at=at)
        return refused.value


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    ours, theirs = (Authority(tmp_path_factory.mktemp("authority"), "a secret") for _ in range(2))
    base = as_pdf(minutes(attendance=(), paragraphs=(standpoint(47),)), now=NOW)
    council = ours.issue(name="Rådet", organisation="Region Västernorrland", role="Rådets stämpel", at=NOW)
    sealed = seal(base, signer=council, reason="Fastställd för underskrift", at=AT)
    person = theirs.issue(name="Anna Berg", organisation="Sundsvalls kommun", role="Ordförande", at=NOW)
    return Desk(base, sealed, ours, theirs, person)


def packed(person: PersonalCertificate, phrase: bool = True) -> bytes:
    return pkcs12.serialize_key_and_certificates(
        b"chair",
        load_der_private_key(person.key, None),
        x509.load_der_x509_certificate(person.certificate),
        [x509.load_der_x509_certificate(person.issuer)],
        CHEAP if phrase else NoEncryption(),
    )


# --- The seal -------------------------------------------------------------------------------------------


def test_the_seal_certifies_the_file_and_shows_nowhere(desk: Desk) -> None:
    (signature,) = PdfFileReader(io.BytesIO(desk.sealed)).embedded_signatures
    assert signature.docmdp_level is MDPPerm.FILL_FORMS
    assert [float(number) for number in signature.sig_field["/Rect"]] == [0, 0, 0, 0]
    assert desk.sealed.startswith(desk.base)
    assert findings(desk.sealed) == []


def test_who_signs_after_the_seal_does_not_certify_again(desk: Desk) -> None:
    content = desk.sealed
    for field in ("secretary", "chair", "elected_1"):
        person = desk.ours.issue(name=field, organisation="Kommunen", role="Justerare", at=NOW)
        content = sign(content, field=field, signer=person, reason="Justerar", at=AT)
        assert findings(content) == []
    reader = PdfFileReader(io.BytesIO(content))
    assert [one.docmdp_level for one in reader.embedded_signatures] == [MDPPerm.FILL_FORMS, None, None, None]
    assert check(content, trust=desk.trust).holds


def test_a_signed_file_is_not_sealed_afterwards(desk: Desk) -> None:
    signed = sign(desk.base, field="chair", signer=desk.person, reason="Justerar", at=AT)
    for content in (signed, desk.sealed):
        with pytest.raises(RuleBroken) as refused:
            seal(content, signer=desk.person, reason="", at=AT)
        assert refused.value.code == "sealed-too-late"


# --- A certificate in a file ----------------------------------------------------------------------------


@pytest.mark.parametrize("phrase", [True, False])
def test_a_certificate_file_signs(desk: Desk, phrase: bool) -> None:
    signer = CertificateFile(packed(desk.person, phrase), PHRASE if phrase else "")
    content = desk.sign(signer)
    verdict = check(content, trust=desk.trust)
    assert verdict.holds_so_far
    last = verdict.signers[-1]
    assert (last.name, last.organisation, last.role) == ("Anna Berg", "Sundsvalls kommun", "Ordförande")
    assert findings(content) == []


def test_a_certificate_file_seals(desk: Desk) -> None:
    content = seal(
        desk.base, signer=CertificateFile(desk.file, PHRASE), reason="", at=AT, trust=[desk.their_root]
    )
    assert check(content, trust=desk.trust).holds_so_far
    assert findings(content) == []


def test_a_key_on_an_elliptic_curve_signs_an_archival_file(desk: Desk) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Anna Berg")])
    itself = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(NOW)
        .not_valid_after(NOW + VALID_FOR)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(True, True, *[False] * 7), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = pkcs12.serialize_key_and_certificates(None, key, itself, None, CHEAP)
    content = sign(desk.sealed, field="chair", signer=CertificateFile(file, PHRASE), reason="", at=AT)
    assert findings(content) == []
    assert check(content, trust=[*desk.trust, itself.public_bytes(Encoding.DER)]).holds_so_far


def _without_key(desk: Desk) -> bytes:
    certificate = x509.load_der_x509_certificate(desk.person.certificate)
    return pkcs12.serialize_key_and_certificates(None, None, None, [certificate], CHEAP)


@pytest.mark.parametrize(
    ("content", "phrase", "code"),
    [
        (lambda desk: desk.file, "fel", "certificate-passphrase-wrong"),
        (lambda desk: desk.file, "", "certificate-passphrase-wrong"),
        (lambda _desk: b"", PHRASE, "certificate-file-unreadable"),
        (lambda _desk: b"no certificate at all", PHRASE, "certificate-file-unreadable"),
        (lambda desk: desk.person.certificate, PHRASE, "certificate-file-unreadable"),
        (lambda desk: desk.file[:200], PHRASE, "certificate-file-unreadable"),
        (_without_key, PHRASE, "certificate-without-key"),
    ],
)
def test_what_is_wrong_with_a_file_is_told(
    desk: Desk, content: Callable[[Desk], bytes], phrase: str, code: str
) -> None:
    assert desk.refused(CertificateFile(content(desk), phrase)).code == code


def test_a_certificate_signs_only_while_it_is_valid(desk: Desk) -> None:
    signer = CertificateFile(desk.file, PHRASE)
    early, late = (
        desk.refused(signer, at=NOW - timedelta(days=1)),
        desk.refused(signer, at=NOW + timedelta(days=1)),
    )
    assert (early.code, early.facts) == ("certificate-not-valid-yet", {"since": "2026-12-05"})
    assert (late.code, late.facts) == ("certificate-expired", {"until": "2026-12-05"})


def test_only_who_is_issued_by_somebody_we_believe_signs(desk: Desk) -> None:
    stranger = desk.ours.issue(name="Anna Berg", organisation="", role="", at=NOW)
    refused = desk.refused(CertificateFile(packed(stranger), PHRASE))
    assert refused.code == "certificate-not-trusted"
    assert "Anna Berg" in str(refused.facts["holder"])


def test_a_certificate_of_another_kind_is_not_believed(desk: Desk) -> None:
    """One that is not for signatures that bind, such as a web server's, though its issuer is believed."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "www.sundsvall.example")])
    server = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(NOW)
        .not_valid_after(NOW + VALID_FOR)
        .add_extension(x509.KeyUsage(True, False, *[False] * 7), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = pkcs12.serialize_key_and_certificates(None, key, server, None, CHEAP)
    with pytest.raises(RuleBroken) as refused:
        sign(
            desk.sealed,
            field="chair",
            signer=CertificateFile(file, PHRASE),
            reason="",
            at=AT,
            trust=[server.public_bytes(Encoding.DER)],
        )
    assert refused.value.code == "certificate-not-trusted"


def test_no_secret_gets_into_a_log(desk: Desk) -> None:
    told = repr(CertificateFile(b"the file", PHRASE)) + repr(Token(Path("m.so"), "t", "k", "1234-pin"))
    assert "the file" not in told
    assert PHRASE not in told
    assert "1234-pin" not in told


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler-utils is not installed")
def test_the_stamp_tells_whose_certificate_it_is_when_the_names_differ(desk: Desk, tmp_path: Path) -> None:
    def stamp(name: str) -> str:
        signer = CertificateFile(desk.file, PHRASE, name=name, organisation="Timrå kommun", role="Justerare")
        file = tmp_path / "protokoll.pdf"
        file.write_bytes(desk.sign(signer))
        return subprocess.run(
            ["pdftotext", str(file), "-"], capture_output=True, text=True, check=True
        ).stdout

    assert "med ett certifikat för Anna Berg" in stamp("A. Berg-Lund")
    assert "med ett certifikat för" not in stamp("Anna Berg")


# --- A key on a token -----------------------------------------------------------------------------------

PIN = "4711"


@pytest.fixture(scope="module")
def token(tmp_path_factory: pytest.TempPathFactory, desk: Desk) -> Token:
    """A token with the person's key, as a security module would hold it."""
    tool = shutil.which("softhsm2-util")
    module = next((path for path in _MODULES if path.exists()), None)
    if tool is None or module is None:
        pytest.skip("softhsm2 is not installed")
    folder = tmp_path_factory.mktemp("token")
    (folder / "tokens").mkdir()
    settings = folder / "softhsm2.conf"
    settings.write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n")
    os.environ["SOFTHSM2_CONF"] = str(settings)  # read once, when the module is loaded
    made = [tool, "--init-token", "--free", "--label", "rådet", "--pin", PIN, "--so-pin", "0000"]
    subprocess.run(made, check=True, capture_output=True)
    _fill(pkcs11.lib(str(module)).get_token(token_label="rådet"), desk.person)
    return Token(module, "rådet", "stämpel", PIN)


_MODULES = [
    Path("/usr/lib/softhsm/libsofthsm2.so"),
    *Path("/usr/lib").glob("*/softhsm/libsofthsm2.so"),
    *Path("/usr/lib").glob("*/pkcs11/libsofthsm2.so"),
    Path("/usr/lib64/pkcs11/libsofthsm2.so"),
]


def _fill(token: pkcs11.Token, person: PersonalCertificate) -> None:
    key = load_der_private_key(person.key, None)
    assert isinstance(key, rsa.RSAPrivateKey)
    parts = key.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    labelled = {Attribute.TOKEN: True, Attribute.LABEL: "stämpel"}
    with token.open(user_pin=PIN, rw=True) as session:
        session.create_object(
            decode_rsa_private_key(parts) | labelled | {Attribute.SIGN: True, Attribute.PRIVATE: True}
        )
        for label, certificate in (("stämpel", person.certificate), ("utfärdaren", person.issuer)):
            issued = x509.load_der_x509_certificate(certificate)
            session.create_object(
                {
                    Attribute.CLASS: ObjectClass.CERTIFICATE,
                    Attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509,
                    Attribute.TOKEN: True,
                    Attribute.LABEL: label,
                    Attribute.SUBJECT: issued.subject.public_bytes(),
                    Attribute.VALUE: certificate,
                }
            )


def test_a_key_on_a_token_signs(desk: Desk, token: Token) -> None:
    content = desk.sign(token)
    verdict = check(content, trust=desk.trust)
    assert verdict.holds_so_far
    assert verdict.signers[-1].name == "Anna Berg"
    assert findings(content) == []


def test_a_key_on_a_token_seals(desk: Desk, token: Token) -> None:
    content = seal(desk.base, signer=token, reason="", at=AT, trust=[desk.their_root])
    assert check(content, trust=desk.trust).holds_so_far
    assert findings(content) == []


def test_a_wrong_pin_locks_nobody_else_out(desk: Desk, token: Token) -> None:
    assert desk.refused(replace(token, pin="1234")).code == "token-pin-wrong"
    assert check(desk.sign(token), trust=desk.trust).holds_so_far


def test_two_use_the_token_at_the_same_moment(desk: Desk, token: Token) -> None:
    """Whoever logs out logs out the whole process; nobody may notice."""
    with ThreadPoolExecutor(4) as pool:
        signed = list(pool.map(lambda _turn: desk.sign(token), range(5)))
    assert all(check(content, trust=desk.trust).holds_so_far for content in signed)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"pin": "1234"}, "token-pin-wrong"),
        ({"pin": ""}, "token-pin-wrong"),
        ({"token": "ett annat"}, "token-not-found"),
        ({"label": "ingen"}, "token-without-key"),
        ({"certificate": "inget"}, "token-without-key"),
        ({"module": Path("/nowhere/module.so")}, "token-module-missing"),
        ({"module": Path(__file__)}, "token-module-missing"),
    ],
)
def test_what_is_wrong_with_a_token_is_told(
    desk: Desk, token: Token, wrong: dict[str, object], code: str
) -> None:
    assert desk.refused(replace(token, **wrong)).code == code


# --- Whom to believe ------------------------------------------------------------------------------------


def test_a_bundle_of_certificates_is_read_whole(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "trust.pem"
    file.write_bytes(b"# Ours\n" + desk.trust[0] + b"\n# Theirs\n" + desk.trust[1])
    found = certificates_from(file)
    assert [x509.load_der_x509_certificate(one).subject for one in found] == [
        x509.load_pem_x509_certificate(one).subject for one in desk.trust
    ]
    assert certificates_in(found[0]) == found[:1]
    assert check(desk.sign(desk.person), trust=found).holds_so_far


@pytest.mark.parametrize("content", [b"", b"not a certificate", b"-----BEGIN CERTIFICATE-----\nAAAA\n"])
def test_a_bundle_that_holds_none_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "trust.pem"
    file.write_bytes(content)
    for path in (file, tmp_path / "missing.pem"):
        with pytest.raises(RuleBroken) as refused:
            certificates_from(path)
        assert (refused.value.code, refused.value.facts) == ("trust-file-unreadable", {"file": path.name})
