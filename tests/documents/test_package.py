"""The package as a file: everything in it, in order, numbered through, and nothing that does something."""

from __future__ import annotations

import io
import shutil
import subprocess
from dataclasses import replace
from datetime import date, time
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from councilflow.documents.gate import findings
from councilflow.documents.package import Chapter, Job, Made, Package, fingerprint, make
from councilflow.process.agenda import ItemKind
from councilflow.process.meeting import MeetingForm
from councilflow.process.minutes import Sitting
from councilflow.process.packages import Enclosed, LeftOut, Omitted
from councilflow.process.papers import AgendaEntry, AgendaPaper
from councilflow.process.record import ArchiveFormat
from tests.conftest import NOW

PDF, PNG, JPEG, WORD = "application/pdf", "image/png", "image/jpeg", "application/msword"


def pages(words: str, count: int = 1, size: tuple[float, float] = A4) -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=size, invariant=1)
    for number in range(1, count + 1):
        canvas.drawString(50, 40, f"{words} {number}")
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def changed(content: bytes, change) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        change(pdf)
        pdf.save(out, static_id=True)
    return out.getvalue()


def locked(content: bytes) -> bytes:
    """It opens for everybody, and forbids most things."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="hemligt", user="", R=6))
    return out.getvalue()


def text_of(file: Path, page: int = 0) -> str:
    """What one reads on a page (from 1), or on all of them."""
    if not shutil.which("pdftotext"):
        pytest.skip("poppler-utils is not installed")
    which = ["-f", str(page), "-l", str(page)] if page else []
    command = ["pdftotext", "-layout", *which, str(file), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


class Folder:
    """Builds a package of one item with these files."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.places, self.files = folder, {}, []

    def add(self, title: str, content: bytes, media_type: str = PDF, **facts) -> None:
        digest = sha256(content).hexdigest()
        self.places[digest] = self.folder / digest
        self.places[digest].write_bytes(content)
        number = len(self.files) + 1
        usual = {"is_knowledge": False, "is_late": False, "zip_name": f"02 Bilaga {number} {title}.pdf"}
        link = f"https://rad.example/attachments/{number}"
        facts = usual | facts
        self.files.append(
            Enclosed(number, number, title, media_type, len(content), digest, link=link, **facts)
        )

    def package(self, **facts) -> Package:
        opening = AgendaEntry(position=1, title="Öppnande", kind=ItemKind.STANDING)
        item = AgendaEntry(
            position=2, title="Bättre tåg", kind=ItemKind.STANDPOINT, background="Tågen går sällan."
        )
        paper = AgendaPaper(
            council="Samverkansrådet",
            language="sv",
            form=MeetingForm.DIGITAL,
            sittings=(Sitting(day=date(2026, 12, 4), begins=time(9), ends=time(12)),),
            chair="Anna Ek",
            items=(opening, item),
            issued_on=date(2026, 11, 20),
        )
        usual = {"omitted": (), "archive": ArchiveFormat.PDFA_3A, "link": "https://rad.example/meetings/1"}
        return Package(paper, (Chapter(opening), Chapter(item, tuple(self.files))), **usual | facts)

    def made(self, name: str = "work", **facts) -> Made:
        work = self.folder / name
        work.mkdir()
        self.heard: list[tuple[int, str]] = []
        job = Job(self.package(**facts), self.places, work, NOW)
        made = make(job, lambda done, at: self.heard.append((done, at)))
        assert self.heard[-1] == (job.parts, "")
        return made


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def reasons(made: Made) -> dict[str, LeftOut]:
    return {one.title: one.reason for one in made.omitted}


def test_everything_stands_in_order_with_its_number(folder):
    folder.add("Karta", pages("karta", 2))
    folder.add("Underlag", pages("forskning", 1), is_knowledge=True)
    made = folder.made()
    with pikepdf.open(made.pdf) as pdf:
        assert len(pdf.pages) == made.pages == 5  # the agenda, the item, and three of attachments
        with pdf.open_outline() as outline:
            titles = [one.title for one in outline.root]
            below = {one.title: [kid.title for kid in one.children] for one in outline.root}
        assert titles == ["Dagordning", "Innehåll", "2. Bättre tåg"]
        assert below["2. Bättre tåg"] == [
            "Punkt 2, bilaga 1 Karta",
            "Punkt 2, underlag 2 Underlag",
        ]
        assert str(pdf.docinfo.Title) == "Möteshandlingar – Samverkansrådet 4 december 2026"
    told = [text_of(made.pdf, page) for page in range(1, 6)]
    assert "Kallelse" in told[0]
    assert "Tågen går sällan." in told[1]
    assert [("karta 1" in told[2]), ("karta 2" in told[3]), ("forskning 1" in told[4])] == [True] * 3
    assert all(f"Sida {number} (5)" in words for number, words in enumerate(told, 1))


def test_bookmarks_and_contents_lead_to_the_first_page_of_an_attachment(folder):
    folder.add("Karta", pages("karta", 3))
    folder.add("Tidtabell", pages("tidtabell"))
    with pikepdf.open(folder.made().pdf) as pdf:
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        aims = [
            numbers[one.Dest[0].objgen]
            for page in pdf.pages
            for one in page.obj.get(Name.Annots, Array())
            if Name.Dest in one and one.Dest[1] == Name.Fit
        ]
    assert sorted(set(aims)) == [3, 6]


def test_the_number_hides_nothing(folder):
    """A page grows by what its number needs; what was at its foot is where it was, above."""
    folder.add("Karta", pages("längst ner", size=(400, 300)))
    with pikepdf.open(folder.made().pdf) as pdf:
        _, _, wide, tall = (float(side) for side in pdf.pages[2].mediabox)
    assert wide == pytest.approx(400, abs=0.1)
    assert 300 < tall < 330


def test_a_turned_page_and_one_with_a_crop_box_come_as_they_are_seen(folder):
    def turn(pdf):
        pdf.pages[0].obj.Rotate = 90
        pdf.pages[1].obj.CropBox = Array([100, 100, 400, 300])

    folder.add("Karta", changed(pages("karta", 2), turn))
    with pikepdf.open(folder.made().pdf) as pdf:
        turned, cropped = ([float(side) for side in pdf.pages[at].mediabox][2:] for at in (2, 3))
        assert Name.Rotate not in pdf.pages[2].obj
    assert turned[0] == pytest.approx(A4[1], abs=0.1)
    assert cropped[0] == pytest.approx(300, abs=0.1)


def test_what_cannot_be_merged_is_listed_and_lies_in_the_zip(folder):
    folder.add("Tidtabell", b"PK\x03\x04 office", WORD, zip_name="02 Bilaga 1 Tidtabell.docx")
    folder.add("Avtal", locked(pages("avtal")))
    folder.add("Trasig", b"%PDF-1.7\nnothing more")
    folder.add("Blankett", changed(pages("blankett"), with_xfa))
    folder.add("Svart hål", b"\x89PNG\r\n\x1a\n nothing", PNG)
    folder.add("Karta", pages("karta"))
    made = folder.made()
    assert reasons(made) == {
        "Tidtabell": LeftOut.KIND,
        "Avtal": LeftOut.LOCKED,
        "Trasig": LeftOut.BROKEN,
        "Blankett": LeftOut.FORM,
        "Svart hål": LeftOut.BROKEN,
    }
    assert made.pages == 3
    words = text_of(made.pdf)
    assert "02 Bilaga 1 Tidtabell.docx" in words
    with pikepdf.open(made.pdf) as pdf:
        links = {
            str(one.A.URI) for page in pdf.pages for one in page.obj.get(Name.Annots, []) if Name.A in one
        }
    assert {f"https://rad.example/attachments/{number}" for number in range(1, 6)} <= links
    with ZipFile(made.zip) as archive:
        assert archive.namelist() == ["00 Dagordning.pdf", *(file.zip_name for file in folder.files)]
        assert archive.read("02 Bilaga 1 Tidtabell.docx") == b"PK\x03\x04 office"
        assert archive.testzip() is None


def with_xfa(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm = Dictionary(XFA=pdf.make_stream(b"<xdp/>"), Fields=Array())


def with_tricks(pdf: pikepdf.Pdf) -> None:
    """Everything by which a page may do something when it is opened, looked at or clicked on."""
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert('x')"))
    launch = Dictionary(S=Name.Launch, F=String("calc.exe"))
    page = pdf.pages[0].obj
    pdf.Root.OpenAction = script
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("x"), script])))
    page.AA = Dictionary(O=script)
    box = Array([10, 10, 90, 90])
    page.Annots = Array(
        pdf.make_indirect(one)
        for one in (
            Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=box, A=script),
            Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=box, A=launch),
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Link,
                Rect=box,
                A=Dictionary(S=Name.URI, URI=String("file:///etc")),
            ),
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Link,
                Rect=box,
                A=Dictionary(S=Name.URI, URI=String("https://trafik.example/")),
            ),
            Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=box, FS=String("virus.exe")),
        )
    )


def test_nothing_in_an_attachment_does_anything_but_lead_to_the_web(folder):
    folder.add("Knep", changed(pages("knep"), with_tricks))
    made = folder.made()
    out = io.BytesIO()
    with pikepdf.open(made.pdf) as pdf:
        links = [str(one.A.URI) for one in pdf.pages[2].obj.Annots]
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable, compress_streams=False)
    assert links == ["https://trafik.example/"]
    for trick in (b"JavaScript", b"Launch", b"calc.exe", b"virus.exe", b"OpenAction", b"/AA "):
        assert trick not in out.getvalue()


def test_a_hidden_layer_stays_hidden(folder):
    def hide(pdf):
        layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Utkast")))
        pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
        pdf.pages[0].obj.Resources.Properties = Dictionary(Secret=layer)

    folder.add("Karta", changed(pages("karta"), hide))
    with pikepdf.open(folder.made().pdf) as pdf:
        off = [one.objgen for one in pdf.Root.OCProperties.D.OFF]
        layer = pdf.pages[2].obj.Resources.XObject.Laid.Resources.Properties.Secret
        assert off == [layer.objgen]


def test_the_own_pages_are_tagged_and_sound(folder):
    """Without attachments the file has nothing but our own pages, and the gate's rules of reading hold."""
    found = findings(folder.made().pdf.read_bytes())
    promised = ("does not say that it is PDF/UA",)
    assert [
        one for one in found if one in promised or "mark" in one or "heading" in one or "link" in one
    ] == list(promised)


def test_every_page_of_an_attachment_belongs_to_the_structure(folder):
    """Else a reader of tags would pass it by in silence."""
    folder.add("Karta", pages("karta", 2))
    found = findings(folder.made().pdf.read_bytes())
    assert [one for one in found if "mark" in one or "owner" in one] == []


def test_the_same_papers_give_the_same_bytes(folder):
    folder.add("Karta", pages("karta"))
    first, second = folder.made("one"), folder.made("two")
    assert (first.pdf_sha256, first.zip_sha256) == (second.pdf_sha256, second.zip_sha256)


def test_another_file_or_word_is_another_package(folder):
    folder.add("Karta", pages("karta"))
    before = folder.package()
    marks = {fingerprint(before), fingerprint(replace(before, link="https://rad.example/meetings/2"))}
    folder.files[0] = replace(folder.files[0], sha256="0" * 64)
    marks.add(fingerprint(folder.package()))
    assert len(marks) == 3
    assert fingerprint(folder.package()) == fingerprint(folder.package())


def test_secrecy_is_told_without_a_word_of_what(folder):
    made = folder.made(omitted=(Omitted(3, None, "", LeftOut.SECRET, is_file=False),))
    assert "Punkt 3: omfattas av sekretess" in text_of(made.pdf)
