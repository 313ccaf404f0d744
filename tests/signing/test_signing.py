"""Three people sign the minutes, one after the other; whatever is done to the file afterwards shows."""

from __future__ import annotations

import hashlib
import random
import shutil
import subprocess
from dataclasses import dataclass
from datetime import UTC, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from councilflow.documents.gate import findings
from councilflow.documents.minutes import as_pdf
from councilflow.process.errors import RuleBroken
from councilflow.signing.authority import Authority, PersonalCertificate
from councilflow.signing.check import Problem, check
from councilflow.signing.sign import sign
from tests.documents import reading
from tests.documents.samples import NOW, minutes, standpoint

ROLES = {"secretary": "Sekreterare", "chair": "Ordförande", "elected_1": "Justerare"}
ZONE = ZoneInfo("Europe/Stockholm")


@dataclass(frozen=True)
class Signed:
    authority: Authority
    root: bytes
    base: bytes
    revisions: list[bytes]
    certificate: PersonalCertificate
    """The one that the last signature was made with."""

    @property
    def content(self) -> bytes:
        return self.revisions[-1]


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Signed:
    """Minutes of one paragraph, signed by the secretary, the chair and the elected justerare."""
    authority = Authority(tmp_path_factory.mktemp("authority"), "a secret")
    value = minutes(attendance=(), paragraphs=(standpoint(47),))
    base = content = as_pdf(value, now=NOW)
    revisions = []
    for number, signatory in enumerate(value.signatories):
        at = (NOW + timedelta(hours=number)).astimezone(ZONE)
        certificate = authority.issue(
            name=signatory.name, organisation=signatory.organisation, role=ROLES[signatory.key], at=at
        )
        content = sign(
            content, field=signatory.key, signer=certificate, reason="Justerar protokollet § 47", at=at
        )
        revisions.append(content)
    return Signed(authority, authority.root_certificate(now=NOW), base, revisions, certificate)


def test_three_signatures_hold(signed: Signed) -> None:
    verdict = check(signed.content, trust=[signed.root])
    assert verdict.holds
    assert verdict.problems == ()
    assert [(signer.field, signer.role, signer.organisation) for signer in verdict.signers] == [
        ("secretary", "Sekreterare", "Region Västernorrland"),
        ("chair", "Ordförande", "Sundsvalls kommun"),
        ("elected_1", "Justerare", "Timrå kommun"),
    ]
    assert verdict.signers[2].name == "Åsa-Märta Öhrström-Ångström Dunfjell Jåma von Nordingrå-Ulvöhamn"
    assert [signer.at for signer in verdict.signers] == [NOW + timedelta(hours=n) for n in range(3)]
    assert {signer.reason for signer in verdict.signers} == {"Justerar protokollet § 47"}


def test_each_signature_only_adds_to_the_file(signed: Signed) -> None:
    for before, after in zip([signed.base, *signed.revisions], signed.revisions, strict=False):
        assert after.startswith(before)


def test_a_file_that_waits_for_somebody_holds_so_far_only(signed: Signed) -> None:
    verdict = check(signed.revisions[0], trust=[signed.root])
    assert (verdict.holds, verdict.holds_so_far) == (False, True)
    assert verdict.unsigned == ("chair", "elected_1")
    assert verdict.problems == (Problem.FIELD_UNSIGNED,)


def test_the_signed_file_is_still_archival_and_readable(signed: Signed) -> None:
    for revision in signed.revisions:
        assert findings(revision) == []
    assert reading.text(signed.content) == reading.text(signed.base)


@pytest.mark.skipif(not shutil.which("pdfsig"), reason="poppler-utils is not installed")
def test_an_independent_program_finds_three_valid_signatures(signed: Signed, tmp_path: Path) -> None:
    file = tmp_path / "protokoll.pdf"
    file.write_bytes(signed.content)
    told = subprocess.run(["pdfsig", str(file)], capture_output=True, text=True, check=False).stdout
    assert told.count("Signature is Valid.") == 3
    assert told.count("ETSI.CAdES.detached") == 3
    assert "Total document signed" in told


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler-utils is not installed")
def test_the_stamp_tells_who_and_when_on_the_councils_clock(signed: Signed, tmp_path: Path) -> None:
    file = tmp_path / "protokoll.pdf"
    file.write_bytes(signed.content)
    told = subprocess.run(
        ["pdftotext", "-layout", str(file), "-"], capture_output=True, text=True, check=True
    )
    assert told.stdout.count("Elektroniskt underskrivet av") == 3
    assert "5 december 2026 kl. 9.30" in told.stdout


def test_only_our_own_roots_are_trusted(signed: Signed, tmp_path: Path) -> None:
    other = Authority(tmp_path, "another secret").root_certificate(now=NOW)
    for trust in ([other], []):
        verdict = check(signed.content, trust=trust)
        assert not verdict.holds
        assert all(Problem.SIGNER_NOT_TRUSTED in signer.problems for signer in verdict.signers)
        assert all(signer.intact for signer in verdict.signers)


def test_one_changed_bit_anywhere_is_found(signed: Signed) -> None:
    """A sample over the whole file, and every place where a signature itself lies, its padding among them."""
    chance = random.Random(47)
    content = signed.content
    places = [chance.randrange(len(content)) for _ in range(14)]
    padding = content.rindex(b"00000000000000000>")
    places += [padding, padding + 16, content.rindex(b"/Contents"), len(content) - 1, len(content) - 3]
    for place in places:
        changed = bytearray(content)
        changed[place] ^= 1 << chance.randrange(8)
        assert not check(bytes(changed), trust=[signed.root]).holds, place


def test_another_file_than_the_recorded_one_is_told_apart(signed: Signed) -> None:
    recorded = hashlib.sha256(signed.content).hexdigest()
    assert check(signed.content, trust=[signed.root], recorded_sha256=recorded).holds
    verdict = check(signed.revisions[1], trust=[signed.root], recorded_sha256=recorded)
    assert Problem.NOT_AS_RECORDED in verdict.problems
    assert not verdict.holds_so_far


@pytest.mark.parametrize("content", [b"", b"not a pdf", b"%PDF-1.7\n%%EOF"])
def test_what_cannot_be_read_does_not_hold(content: bytes, signed: Signed) -> None:
    assert check(content, trust=[signed.root]).problems == (Problem.NOT_READABLE,)


def test_an_unsigned_file_does_not_hold(signed: Signed) -> None:
    verdict = check(signed.base, trust=[signed.root])
    assert (verdict.holds, verdict.holds_so_far) == (False, False)
    assert Problem.NOT_SIGNED in verdict.problems


@pytest.mark.parametrize(
    ("field", "code"), [("nobody", "no-such-signature-field"), ("secretary", "already-signed-here")]
)
def test_one_signs_only_in_ones_own_empty_field(signed: Signed, field: str, code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        sign(signed.revisions[0], field=field, signer=signed.certificate, reason="", at=NOW)
    assert refused.value.code == code


def test_a_name_that_the_stamp_cannot_show_signs_too(signed: Signed) -> None:
    name = "日本 100 % 🧡 ŋ"
    certificate = signed.authority.issue(name=name, organisation="Ö" * 90, role="x" * 200, at=NOW)
    content = sign(signed.base, field="chair", signer=certificate, reason="Ja ☃", at=NOW.astimezone(UTC))
    verdict = check(content, trust=[signed.root])
    assert verdict.holds_so_far
    assert (verdict.signers[0].name, verdict.signers[0].organisation) == (name, "Ö" * 32)
    assert findings(content) == []


@pytest.mark.parametrize("name", ["", " ", "\u200b"])
def test_a_name_without_a_letter_can_be_signed_with(signed: Signed, name: str) -> None:
    nobody = signed.authority.issue(name=name, organisation="", role="", at=NOW)
    content = sign(signed.base, field="chair", signer=nobody, reason="", at=NOW)
    assert check(content, trust=[signed.root]).signers[0].intact
