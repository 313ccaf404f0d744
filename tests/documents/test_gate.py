"""The gate refuses what would make a file unreadable later, or for somebody."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Name

from councilflow.documents.finish import finish
from councilflow.documents.gate import approve, findings
from councilflow.documents.layout import BODY, Writer
from councilflow.documents.sheet import Front
from councilflow.process.errors import RuleBroken
from tests.documents.samples import NOW


def written() -> Writer:
    writer = Writer(
        Front(title="Protokoll", author="Region", subject="Protokoll", language="sv", running_head="Rådet")
    )
    writer.heading(1, "Protokoll")
    writer.heading(2, "Ärende")
    writer.table(["Namn", "Roll"], [["Ordföranden", "leder"]], [1, 1])
    writer.link("Handlingar", "https://example.org/")
    writer.signature("chair", "Underskrift: ordförande", [])
    return writer


def finished(change: Callable[[pikepdf.Pdf], None] = lambda pdf: None) -> bytes:
    """A small document, with something spoiled in it."""
    with pikepdf.open(io.BytesIO(finish(written().drawn(), now=NOW))) as pdf:
        change(pdf)
        buffer = io.BytesIO()
        pdf.save(buffer)
        return buffer.getvalue()


def spoil_language(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Lang


def spoil_marks(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.MarkInfo


def spoil_tree(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.StructTreeRoot


def spoil_metadata(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Metadata


def spoil_profile(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.OutputIntents


def spoil_font(pdf: pikepdf.Pdf) -> None:
    font = next(iter(pdf.pages[0].resources.Font.values()))
    del font.FontDescriptor["/FontFile2"]


def spoil_content(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].contents_add(b"0 0 m 9 9 l S", prepend=False)


def spoil_colour(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].contents_add(b"/Artifact BMC 0 0 0 1 k 0 0 9 9 re f EMC", prepend=False)


def spoil_field(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.AcroForm.Fields[0].TU


def spoil_link(pdf: pikepdf.Pdf) -> None:
    link = next(note for note in pdf.pages[0].obj.Annots if note.Subtype == Name.Link)
    del link.Contents


def spoil_order(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[0].obj.Tabs


def spoil_heading(pdf: pikepdf.Pdf) -> None:
    element(pdf, "/H2").S = Name.H4


def spoil_table(pdf: pikepdf.Pdf) -> None:
    del element(pdf, "/TH").A


def element(pdf: pikepdf.Pdf, role: str) -> pikepdf.Object:
    todo = [pdf.Root.StructTreeRoot.K[0]]
    while todo:
        found = todo.pop()
        if found.get("/S") == role:
            return found
        kids = found.get("/K", pikepdf.Array())
        todo += (
            [kid for kid in kids if not isinstance(kid, int) and "/S" in kid]
            if isinstance(kids, pikepdf.Array)
            else []
        )
    raise LookupError(role)


SPOILED = [
    spoil_language,
    spoil_marks,
    spoil_tree,
    spoil_metadata,
    spoil_profile,
    spoil_font,
    spoil_content,
    spoil_colour,
    spoil_field,
    spoil_link,
    spoil_order,
    spoil_heading,
    spoil_table,
]


def test_a_good_file_passes() -> None:
    good = finished()
    assert findings(good) == []
    assert approve(good) == good


@pytest.mark.parametrize("spoil", SPOILED)
def test_a_spoiled_file_is_refused(spoil: Callable[[pikepdf.Pdf], None]) -> None:
    with pytest.raises(RuleBroken) as refused:
        approve(finished(spoil))
    assert refused.value.code == "document-not-approved"
    assert refused.value.facts["findings"]


def test_a_letter_that_no_face_has_is_refused() -> None:
    """Text that came past the one function is seen in the finished file."""
    writer = written()
    paragraph = writer.piece("x", BODY)
    paragraph.frags[0].text = "日"
    writer.add(paragraph)
    assert "page 1: a character without a glyph" in findings(finish(writer.drawn(), now=NOW))
