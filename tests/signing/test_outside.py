"""Signatures made elsewhere: what is taken in, and what is refused with which reason."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import io
import shutil
import subprocess
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from asn1crypto import cms, pem
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

from councilflow.documents.gate import findings
from councilflow.documents.minutes import as_pdf
from councilflow.process.errors import RuleBroken
from councilflow.signing.authority import Authority, PersonalCertificate
from councilflow.signing.check import check
from councilflow.signing.outside import Prepared, accept, complete, prepare
from councilflow.signing.seal import seal
from councilflow.signing.sign import sign
from councilflow.signing.signers import Words
from tests.documents.samples import NOW, minutes, standpoint

AT = NOW.astimezone(ZoneInfo("Europe/Stockholm"))
CHAIR = Words("Ordförande, kommunen", "Sundsvalls kommun", "Ordförande")


@dataclass(frozen=True)
class Desk:
    """The sealed minutes, our authority, one outside that we trust, and one that we do not."""

    ours: Authority
    theirs: Authority
    strangers: Authority
    sealed: bytes
    prepared: Prepared

    @property
    def trust(self) -> list[bytes]:
        return [self.ours.root_certificate(now=NOW), self.theirs.root_certificate(now=NOW)]

    def seal(self, pdf: bytes) -> bytes:
        council = self.ours.issue(name="Rådet", organisation="Regionen", role="Stämpel", at=AT)
        return seal(pdf, signer=council, reason="Fastställd", at=AT)

    def signed(self, digest: bytes, by: Authority | None = None, **facts: bool) -> bytes:
        """A detached CMS signature over the digest, as a service would make it."""
        with _person(by or self.theirs).ready() as key:
            told = asyncio.run(key.async_sign(digest, "sha256", **{"use_pades": True} | facts))
        return bytes(told.dump())

    def program(self, pdf: bytes, field: str = "chair", by: Authority | None = None) -> bytes:
        """The file, signed in a program that knows nothing of us."""
        return sign(pdf, field=field, signer=_person(by or self.theirs), reason="", at=AT)


@cache
def _person(authority: Authority) -> PersonalCertificate:
    return authority.issue(name="Eva Extern", organisation="Kommunen", role="", at=AT)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    ours, theirs, strangers = (Authority(tmp_path_factory.mktemp("ca"), "a secret") for _ in range(3))
    desk = Desk(ours, theirs, strangers, b"", Prepared(b"", b""))
    sealed = desk.seal(as_pdf(minutes(attendance=(), paragraphs=(standpoint(47),)), now=NOW))
    prepared = prepare(sealed, field="chair", who=CHAIR, reason="Justerar", at=AT)
    return replace(desk, sealed=sealed, prepared=prepared)


def refusal(act, *given, **facts) -> str:
    with pytest.raises(RuleBroken) as refused:
        act(*given, **facts)
    return refused.value.code


def finish(desk: Desk, signature: bytes, **facts):
    return complete(
        desk.prepared, signature, **{"newest": desk.sealed, "trust": desk.trust, "at": AT} | facts
    )


# --- A digest goes out, a signature comes in ------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        bytes,
        base64.b64encode,
        base64.encodebytes,
        lambda der: pem.armor("PKCS7", der),
        lambda der: pem.armor("CMS", der).replace(b"\n", b"\r\n"),
    ],
    ids=["der", "base64", "base64-lines", "pem", "pem-windows"],
)
def test_a_signature_over_the_digest_ends_up_in_the_file(desk, written):
    found = finish(desk, written(desk.signed(desk.prepared.digest)))
    assert (found.field, found.holder) == ("chair", "Eva Extern")
    assert found.content.startswith(desk.sealed)
    verdict = check(found.content, trust=desk.trust)
    assert verdict.holds_so_far
    assert [one.field for one in verdict.signers] == ["seal", "chair"]
    assert findings(found.content) == []


def test_the_others_sign_after_it_in_the_product(desk):
    content = finish(desk, desk.signed(desk.prepared.digest)).content
    for field in ("secretary", "elected_1"):
        content = sign(content, field=field, signer=_person(desk.ours), reason="", at=AT)
    assert check(content, trust=desk.trust).holds
    assert findings(content) == []


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler-utils is not installed")
def test_the_stamp_says_who_signs_and_that_a_service_outside_does_it(desk, tmp_path):
    file = tmp_path / "protokoll.pdf"
    file.write_bytes(finish(desk, desk.signed(desk.prepared.digest)).content)
    told = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True)
    for line in ("Ordförande, kommunen", "Ordförande, Sundsvalls kommun", "i en extern tjänst"):
        assert line in told.stdout


def _signed_part(prepared: Prepared) -> bytes:
    """All of the file but the place of the signature: what a program is given that makes its own digest."""
    content = prepared.content
    start = content.rindex(b"<" + b"0" * 1000)
    return content[:start] + content[content.index(b">", start) + 1 :]


def test_the_digest_is_that_of_the_file_without_the_place_of_the_signature(desk):
    assert desk.prepared.digest == hashlib.sha256(_signed_part(desk.prepared)).digest()


@pytest.mark.skipif(not shutil.which("openssl"), reason="OpenSSL is not installed")
def test_another_program_makes_a_signature_that_is_taken_in(desk, tmp_path):
    now = datetime.now(UTC)  # its own clock stands in the signature
    theirs = Authority(tmp_path, "a secret")
    person = theirs.issue(name="Eva Extern", organisation="Kommunen", role="", at=now)
    (tmp_path / "part").write_bytes(_signed_part(desk.prepared))
    (tmp_path / "cert.pem").write_bytes(pem.armor("CERTIFICATE", person.certificate))
    (tmp_path / "key.pem").write_bytes(pem.armor("PRIVATE KEY", person.key))
    asked = "openssl cms -sign -binary -cades -outform PEM -in part -signer cert.pem -inkey key.pem"
    made = subprocess.run(asked.split(), cwd=tmp_path, capture_output=True, check=True).stdout
    trust = [*desk.trust, theirs.root_certificate(now=now)]
    content = finish(desk, made, trust=trust, at=now).content
    assert check(content, trust=trust).holds_so_far


def test_another_digest_is_refused(desk):
    other = desk.signed(hashlib.sha256(b"another file").digest())
    assert refusal(finish, desk, other) == "outside-other-digest"


def test_a_signature_by_nobody_we_trust_is_refused(desk):
    signature = desk.signed(desk.prepared.digest, by=desk.strangers)
    assert refusal(finish, desk, signature) == "outside-not-trusted"


def test_a_broken_signature_is_refused(desk):
    info = cms.ContentInfo.load(desk.signed(desk.prepared.digest))
    signer = info["content"]["signer_infos"][0]
    signer["signature"] = bytes(256)
    assert refusal(finish, desk, info.dump(force=True)) == "outside-broken"


@pytest.mark.parametrize(
    "rubbish", [b"", b"hej", b"\x30\x03\x02\x01\x01", b"-----BEGIN X-----", b"%PDF-1.7", b"MAMCAQE="]
)
def test_what_is_no_signature_is_refused(desk, rubbish):
    assert refusal(finish, desk, rubbish) == "outside-not-a-signature"


def test_a_signature_that_does_not_name_its_certificate_is_refused(desk):
    info = cms.ContentInfo.load(desk.signed(desk.prepared.digest))
    signer = info["content"]["signer_infos"][0]
    kept = [one for one in signer["signed_attrs"] if one["type"].native != "signing_certificate_v2"]
    signer["signed_attrs"] = cms.CMSAttributes(kept)
    assert refusal(finish, desk, info.dump(force=True)) == "outside-without-reference"


def test_a_signature_without_its_certificate_is_refused(desk):
    info = cms.ContentInfo.load(desk.signed(desk.prepared.digest))
    info["content"]["certificates"] = []
    assert refusal(finish, desk, info.dump(force=True)) == "outside-without-certificate"


def test_a_certificate_that_has_expired_when_it_is_handed_in_is_refused(desk):
    signature = desk.signed(desk.prepared.digest)
    assert refusal(finish, desk, signature, at=AT + timedelta(days=1)) == "certificate-expired"


def test_a_signature_that_does_not_fit_is_refused(desk):
    info = cms.ContentInfo.load(desk.signed(desk.prepared.digest))
    info["content"]["certificates"] = list(info["content"]["certificates"]) * 60
    assert refusal(finish, desk, info.dump(force=True)) == "outside-too-long"


def test_a_certificate_that_is_not_valid_yet_is_refused(desk):
    signature = desk.signed(desk.prepared.digest)
    assert refusal(finish, desk, signature, at=AT - timedelta(minutes=6)) == "certificate-not-valid-yet"
    assert finish(desk, signature, at=AT - timedelta(minutes=4))


def test_a_certificate_that_was_issued_after_the_file_was_made_ready_is_named(desk):
    later = AT + timedelta(minutes=30)
    with desk.theirs.issue(name="Eva Extern", organisation="", role="", at=later).ready() as key:
        made = asyncio.run(key.async_sign(desk.prepared.digest, "sha256", use_pades=True)).dump()
    assert refusal(finish, desk, made, at=later) == "certificate-not-valid-yet"


def test_a_signature_that_says_a_time_to_come_is_refused(desk):
    person = desk.theirs.issue(name="Eva Extern", organisation="", role="", at=AT - timedelta(minutes=20))
    uploaded = sign(desk.sealed, field="chair", signer=person, reason="", at=AT)
    assert refusal(take, desk, uploaded, at=AT - timedelta(minutes=15)) == "outside-other-time"


# --- The file goes out, a signed file comes in ----------------------------------------------------------


def take(desk: Desk, uploaded: bytes, **facts):
    return accept(uploaded, **{"newest": desk.sealed, "trust": desk.trust, "at": AT} | facts)


def test_the_newest_file_signed_in_a_program_is_taken_in(desk):
    uploaded = desk.program(desk.sealed)
    found = take(desk, uploaded)
    assert (found.field, found.holder, found.content) == ("chair", "Eva Extern", uploaded)


def test_a_file_that_nobody_signed_is_refused(desk):
    assert refusal(take, desk, desk.sealed) == "outside-not-signed"


def test_another_file_is_refused(desk):
    other = desk.program(desk.seal(as_pdf(minutes(attendance=(), paragraphs=(standpoint(48),)), now=NOW)))
    assert refusal(take, desk, other) == "outside-other-file"
    assert refusal(take, desk, b"hej") == "outside-other-file"


def test_a_file_that_has_been_overtaken_is_refused(desk):
    newest = sign(desk.sealed, field="secretary", signer=_person(desk.ours), reason="", at=AT)
    assert refusal(take, desk, desk.program(desk.sealed), newest=newest) == "outside-other-file"


def test_a_certificate_of_a_stranger_is_refused(desk):
    assert refusal(take, desk, desk.program(desk.sealed, by=desk.strangers)) == "outside-not-trusted"


def test_a_field_of_ones_own_making_is_refused(desk):
    with _person(desk.theirs).ready() as key:
        made = PdfSigner(PdfSignatureMetadata(field_name="mine"), signer=key).sign_pdf(
            IncrementalPdfFileWriter(io.BytesIO(desk.sealed))
        )
    assert refusal(take, desk, made.getvalue()) == "outside-wrong-field"


def test_two_signatures_at_once_are_refused(desk):
    twice = desk.program(desk.program(desk.sealed), field="secretary")
    assert refusal(take, desk, twice) == "outside-several-signatures"


def _with_one_more_page(pdf: bytes) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    pages = writer.root["/Pages"]
    kids = pages["/Kids"]
    kids.append(kids.raw_get(0))
    writer.update_container(kids)
    writer.update_container(pages)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def test_a_file_with_another_page_is_refused_before_and_after_the_signature(desk):
    assert refusal(take, desk, desk.program(_with_one_more_page(desk.sealed))) == "outside-changed"
    assert refusal(take, desk, _with_one_more_page(desk.program(desk.sealed))) == "outside-changed"
    assert refusal(take, desk, _with_one_more_page(desk.sealed)) == "outside-changed"


def test_a_signature_that_was_touched_is_refused(desk):
    touched = bytearray(desk.program(desk.sealed))
    end = bytes(touched).rindex(b"0000000000>")
    last = bytes(touched[:end]).rstrip(b"0")
    touched[len(last) - 100] ^= 1  # in the signature itself, which ends what lies there
    assert refusal(take, desk, bytes(touched)) == "outside-broken"
