"""Whatever is done to a file after it was sealed, signed and closed shows.

The file is the fullest there is: the council's seal, three persons with timestamps, long-term data and a
closing timestamp, and an embedded copy of the minutes as data.
"""

from __future__ import annotations

import hashlib
import io
import random
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest
from pyhanko.pdf_utils.generic import NameObject, NumberObject, StreamObject, TextStringObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from councilflow.documents.gate import findings
from councilflow.documents.minutes import as_pdf
from councilflow.signing.authority import Authority
from councilflow.signing.check import Level, Problem, Verdict, check
from councilflow.signing.preserve import preserve
from councilflow.signing.seal import seal
from councilflow.signing.sign import sign
from tests.documents.samples import NOW, minutes, standpoint
from tests.signing.clock import clock, pki, root_of

pytestmark = pytest.mark.no_cover  # slow to measure, and other tests have

CLOSED = NOW + timedelta(days=1)


@dataclass(frozen=True)
class Closed:
    root: bytes
    time_root: bytes
    revisions: list[bytes]
    """Sealed, signed three times, closed."""
    other: bytes
    """Other minutes, made and signed in the same way."""

    @property
    def content(self) -> bytes:
        return self.revisions[-1]

    def check(self, content: bytes) -> Verdict:
        recorded = hashlib.sha256(self.content).hexdigest()
        return check(content, trust=[self.root], time_trust=[self.time_root], recorded_sha256=recorded)

    def check_by_signatures(self, content: bytes) -> Verdict:
        """Without knowing which file was stored."""
        return check(content, trust=[self.root], time_trust=[self.time_root])


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Closed:
    own = Authority(tmp_path_factory.mktemp("authority"), "a secret")
    authority = pki(tmp_path_factory.mktemp("time"))
    root = own.root_certificate(now=NOW)

    def revisions(number: int) -> list[bytes]:
        value, stamps = minutes(attendance=(), paragraphs=(standpoint(number),)), clock(authority, NOW)
        council = own.issue(name="Rådet", organisation="Regionen", role="Stämpel", at=NOW)
        base = as_pdf(value, now=NOW)
        made = [seal(base, signer=council, reason="Stämpel", at=NOW, timestamps=stamps)]
        for one in value.signatories:
            person = own.issue(name=one.name, organisation=one.organisation, role="Justerare", at=NOW)
            facts = {"signer": person, "reason": "Justerar", "at": NOW, "timestamps": stamps}
            made.append(sign(made[-1], field=one.key, **facts))
        closing = clock(authority, CLOSED)
        return [*made, preserve(made[-1], trust=[root], timestamps=closing, at=CLOSED)]

    return Closed(root, root_of(authority), revisions(47), revisions(48)[-1])


# --- What is good is called good ------------------------------------------------------------------------


def test_the_file_holds_and_is_archival_at_every_revision(closed: Closed) -> None:
    verdict = closed.check(closed.content)
    assert (verdict.holds, verdict.level, len(verdict.persons)) == (True, Level.B_LTA, 3)
    for content in closed.revisions:
        assert findings(content) == []


def tool(program: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(not shutil.which(program), reason=f"{program} is not installed")


@pytest.fixture
def file(closed: Closed, tmp_path: Path) -> Path:
    written = tmp_path / "protokoll.pdf"
    written.write_bytes(closed.content)
    return written


def said(*command: str | Path) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


@tool("pdfsig")
def test_poppler_finds_the_seal_and_three_signatures_valid(file: Path) -> None:
    told = said("pdfsig", "-nocert", file)
    assert told.count("Signature is Valid.") == 4  # it cannot judge the closing timestamp
    assert "Signature is Invalid" not in told


@tool("mutool")
def test_mupdf_finds_the_digests_of_all_right(file: Path) -> None:
    told = said("mutool", "sign", "-v", file)
    assert told.count("Verifying signature") == 5
    assert "Digest check failed" not in told


@tool("qpdf")
def test_qpdf_finds_no_fault(file: Path) -> None:
    assert subprocess.run(["qpdf", "--check", file], capture_output=True, check=False).returncode == 0


# --- What somebody changes is found ---------------------------------------------------------------------


def flipped(content: bytes, place: int, bit: int = 0) -> bytes:
    changed = bytearray(content)
    changed[place] ^= 1 << bit
    return bytes(changed)


def in_page_data(content: bytes) -> int:
    return content.index(b"stream", content.index(b"/Contents")) + 40


def in_title(content: bytes) -> int:
    """The title stands in the XMP packet, which is not compressed."""
    return content.index(b"<dc:title") + 60


def in_signature(content: bytes) -> int:
    return content.index(b"/Contents <") + 400


def in_padding(content: bytes) -> int:
    return content.rindex(b"0" * 40)


@pytest.mark.parametrize("where", [in_page_data, in_title, in_signature, in_padding])
def test_one_bit_is_found_by_the_signatures_alone(closed: Closed, where: Callable[[bytes], int]) -> None:
    assert not closed.check_by_signatures(flipped(closed.content, where(closed.content))).holds_so_far


def test_every_sampled_bit_is_refused_with_the_recorded_fingerprint(closed: Closed) -> None:
    """Which does not ask what the bit meant: all that can be sampled is that nothing is let through, nor
    breaks the check."""
    chance = random.Random(47)
    size = len(closed.content)
    places = [chance.randrange(size) for _ in range(20)] + [0, size - 1, size - 2]
    for place in places:
        verdict = closed.check(flipped(closed.content, place, chance.randrange(8)))
        assert not verdict.holds, place
        assert Problem.NOT_AS_RECORDED in verdict.problems


def written(content: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    """A lawfully written incremental update."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    change(writer)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def append_page(writer: IncrementalPdfFileWriter) -> None:
    tree = writer.root["/Pages"]
    tree["/Kids"].append(tree["/Kids"].raw_get(0))
    tree[NameObject("/Count")] = NumberObject(int(tree["/Count"]) + 1)
    writer.update_container(tree["/Kids"])
    writer.update_container(tree)


def swap_attachment(writer: IncrementalPdfFileWriter) -> None:
    specification = writer.root["/AF"][0]
    other = StreamObject(stream_data=b'{"decided": "something else"}')
    other[NameObject("/Type")] = NameObject("/EmbeddedFile")
    other[NameObject("/Subtype")] = NameObject("/application/json")
    specification["/EF"][NameObject("/F")] = writer.add_object(other)
    writer.update_container(specification["/EF"])


def change_page(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"][0]
    page[NameObject("/Contents")] = writer.add_object(StreamObject(stream_data=b"/Artifact BMC EMC"))
    writer.update_container(page)


def change_title(writer: IncrementalPdfFileWriter) -> None:
    packet = writer.root["/Metadata"]
    assert b"Protokoll" in packet.data
    changed = StreamObject(stream_data=packet.data.replace(b"Protokoll", b"Utkast   "))
    changed[NameObject("/Type")] = NameObject("/Metadata")
    changed[NameObject("/Subtype")] = NameObject("/XML")
    writer.root[NameObject("/Metadata")] = writer.add_object(changed)
    writer.update_root()


def change_language(writer: IncrementalPdfFileWriter) -> None:
    writer.root[NameObject("/Lang")] = TextStringObject("en")
    writer.update_root()


def change_field(writer: IncrementalPdfFileWriter) -> None:
    """The appearance of a signature shows another name."""
    fields = (one.get_object() for one in writer.root["/AcroForm"]["/Fields"])
    field = next(one for one in fields if one["/T"] == "chair")
    shown = StreamObject(stream_data=b"")
    shown[NameObject("/Type")] = NameObject("/XObject")
    shown[NameObject("/Subtype")] = NameObject("/Form")
    shown[NameObject("/BBox")] = writer.root["/Pages"]["/Kids"][0]["/MediaBox"]
    field["/AP"][NameObject("/N")] = writer.add_object(shown)
    writer.update_container(field["/AP"])


def change_annotation(writer: IncrementalPdfFileWriter) -> None:
    """A field is moved over something else on the page."""
    pages = (one.get_object() for one in writer.root["/Pages"]["/Kids"])
    page = next(one for one in pages if "/Annots" in one)
    annotation = page["/Annots"][0]
    annotation["/Rect"][0] = NumberObject(1)
    writer.update_container(annotation["/Rect"])


@pytest.mark.parametrize(
    "change",
    [append_page, swap_attachment, change_page, change_language, change_field, change_annotation],
)
@pytest.mark.parametrize("revision", [1, -1])
def test_a_lawfully_written_but_unlawful_update_is_refused(
    closed: Closed, change: Callable[[IncrementalPdfFileWriter], None], revision: int
) -> None:
    """Other programs call these valid; the difference analysis does not."""
    before = closed.revisions[revision]
    after = written(before, change)
    assert closed.check_by_signatures(before).holds_so_far
    assert len(PdfFileReader(io.BytesIO(after)).embedded_signatures) > 0
    verdict = closed.check_by_signatures(after)
    assert not verdict.holds_so_far
    assert Problem.ADDED_AFTERWARDS in verdict.problems
    assert any(Problem.FORBIDDEN_CHANGE in one.problems for one in verdict.signers)


def test_another_title_is_refused_too(closed: Closed) -> None:
    """The analysis lets metadata pass, because signing programs rewrite them: that something stands after the
    last signature is enough."""
    for before in (closed.revisions[1], closed.content):
        verdict = closed.check_by_signatures(written(before, change_title))
        assert Problem.ADDED_AFTERWARDS in verdict.problems
        assert not verdict.holds_so_far


def places_of_signatures(content: bytes) -> list[tuple[int, int]]:
    """Where the digits of each signature stand."""
    found = []
    for one in PdfFileReader(io.BytesIO(content)).embedded_signatures:
        start, length, after, _rest = (int(number) for number in one.byte_range)
        found.append((start + length, after))
    return found


def test_the_signatures_of_another_document_do_not_fit(closed: Closed) -> None:
    ours, theirs = (places_of_signatures(one) for one in (closed.content, closed.other))
    exchanged = closed.content
    for (start, end), (from_, to) in zip(ours, theirs, strict=True):
        digits = closed.other[from_:to].strip(b"<>").rstrip(b"0")
        exchanged = exchanged[:start] + b"<" + digits.ljust(end - start - 2, b"0") + b">" + exchanged[end:]
    assert len(exchanged) == len(closed.content)
    verdict = closed.check_by_signatures(exchanged)
    assert not any(one.holds for one in (*verdict.signers, *verdict.timestamps))


def test_an_older_revision_is_not_the_recorded_one(closed: Closed) -> None:
    for older in closed.revisions[:-1]:
        assert Problem.NOT_AS_RECORDED in closed.check(older).problems
        assert not closed.check(older).holds


@pytest.mark.parametrize("more", [b"\n", b"%", b"0" * 100])
def test_bytes_after_the_end_are_found(closed: Closed, more: bytes) -> None:
    assert not closed.check_by_signatures(closed.content + more).holds


def test_a_rewritten_file_is_refused(closed: Closed) -> None:
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(closed.content)) as pdf:
        pdf.save(buffer)
    assert not closed.check_by_signatures(buffer.getvalue()).holds


def test_a_closing_timestamp_taken_off_shows_in_the_level_only(closed: Closed) -> None:
    """The revision before it is a whole file: only the recorded fingerprint tells that there was more."""
    verdict = closed.check_by_signatures(closed.revisions[-2])
    assert (verdict.holds, verdict.level) == (True, Level.B_T)


def test_a_file_of_endless_revisions_is_not_judged(closed: Closed) -> None:
    content = closed.content
    for _ in range(201):
        start = content.rindex(b"startxref")
        content += b"\n" + content[start:]
    assert not closed.check_by_signatures(content).holds
