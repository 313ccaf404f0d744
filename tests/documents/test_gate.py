"""The gate refuses what would make a file unreadable later, or for somebody."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from reportlab.platypus import Paragraph

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


def drawn_more(pdf: pikepdf.Pdf, operators: bytes) -> None:
    pdf.pages[0].contents_add(b"/Artifact BMC " + operators + b" EMC", prepend=False)


def element(pdf: pikepdf.Pdf, role: str) -> pikepdf.Object:
    return next(one for one in elements(pdf) if "/" + role == one.S)


def elements(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    todo = [pdf.Root.StructTreeRoot.K[0]]
    while todo:
        found = todo.pop()
        yield found
        kids = found.get("/K", Array())
        todo += [kid for kid in kids if not isinstance(kid, int) and "/S" in kid]


def annotation(pdf: pikepdf.Pdf, kind: Name) -> pikepdf.Object:
    return next(note for note in pdf.pages[0].obj.Annots if note.Subtype == kind)


def no_language(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Lang


def no_title(pdf: pikepdf.Pdf) -> None:
    del pdf.docinfo.Title


def title_not_shown(pdf: pikepdf.Pdf) -> None:
    pdf.Root.ViewerPreferences.DisplayDocTitle = False


def not_marked_as_tagged(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.MarkInfo


def no_tree(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.StructTreeRoot


def no_metadata(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Metadata


def metadata_that_says_another_title(pdf: pikepdf.Pdf) -> None:
    packet = pdf.Root.Metadata.read_bytes().replace(b">Protokoll<", b">Kallelse<", 1)
    pdf.Root.Metadata.write(packet)


def no_claim_of_pdf_ua(pdf: pikepdf.Pdf) -> None:
    packet = pdf.Root.Metadata.read_bytes()
    pdf.Root.Metadata.write(packet.replace(b"http://www.aiim.org/pdfua/ns/id/", b"http://example.org/"))


def no_colour_profile(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.OutputIntents


def helvetica(pdf: pikepdf.Pdf) -> None:
    """Pitfall 1."""
    face = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    pdf.pages[0].resources.Font["/F9"] = pdf.make_indirect(face)
    drawn_more(pdf, b"BT /F9 9 Tf 71 20 Td (Region) Tj ET")


def face_left_out(pdf: pikepdf.Pdf) -> None:
    font = next(iter(pdf.pages[0].resources.Font.values()))
    del font.FontDescriptor["/FontFile2"]


def letter_without_glyph(pdf: pikepdf.Pdf) -> None:
    """Pitfall 2: code 0 is what ReportLab writes for it."""
    drawn_more(pdf, b"BT /F1+0 9 Tf 71 20 Td (\\000) Tj ET")


def letter_without_glyph_in_the_running_head(pdf: pikepdf.Pdf) -> None:
    [head] = pdf.pages[0].resources.XObject.values()
    head.write(head.read_bytes() + b" BT /F1+0 9 Tf 71 20 Td (\\000) Tj ET")


def byte_order_mark_as_letter(pdf: pikepdf.Pdf) -> None:
    table = pdf.pages[0].resources.Font["/F1+0"].ToUnicode
    table.write(re.sub(rb"<72> <0072>", b"<72> <FEFF>", table.read_bytes()))


def field_outside_the_tree(pdf: pikepdf.Pdf) -> None:
    """Pitfall 7: as signing software adds a visible field afterwards."""
    field = annotation(pdf, Name.Widget)
    copy = pdf.make_indirect(Dictionary(dict(field.items()) | {"/T": String("later")}))
    pdf.pages[0].obj.Annots.append(copy)
    pdf.Root.AcroForm.Fields.append(copy)


def field_without_words(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.AcroForm.Fields[0].TU


def text_in_the_element_of_a_field(pdf: pikepdf.Pdf) -> None:
    """Pitfall 9."""
    form, heading = element(pdf, "Form"), element(pdf, "H2")
    form.K = Array([heading.K[0], form.K])


def courier_in_the_stamp(pdf: pikepdf.Pdf) -> None:
    """Pitfall 8: the stamp that pyHanko would make by itself."""
    face = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Courier)
    stamp = pdf.make_stream(b"BT /C 9 Tf 4 4 Td (Underskrivet) Tj ET")
    stamp.Type, stamp.Subtype, stamp.BBox = Name.XObject, Name.Form, Array([0, 0, 200, 60])
    stamp.Resources = Dictionary(Font=Dictionary(C=pdf.make_indirect(face)))
    annotation(pdf, Name.Widget).AP = Dictionary(N=stamp)


def drawn_without_a_mark(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].contents_add(b"0 0 m 9 9 l S", prepend=False)


def text_without_a_mark(pdf: pikepdf.Pdf) -> None:
    """Pitfall 11: what a plain paragraph would leave."""
    pdf.pages[0].contents_add(b"BT /F1+0 9 Tf 71 20 Td (e) Tj ET", prepend=False)


def mark_inside_another(pdf: pikepdf.Pdf) -> None:
    """Pitfall 10."""
    drawn_more(pdf, b"/Artifact BMC 0 0 m 9 9 l S EMC")


def mark_used_twice(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].contents_add(b"/P <</MCID 0>> BDC EMC", prepend=False)


def mark_nobody_owns(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].contents_add(b"/P <</MCID 99>> BDC 0 0 m 9 9 l S EMC", prepend=False)


def mark_with_two_owners(pdf: pikepdf.Pdf) -> None:
    element(pdf, "H2").K = element(pdf, "H1").K


def cmyk(pdf: pikepdf.Pdf) -> None:
    """Pitfall 12."""
    drawn_more(pdf, b"0 0 0 1 k 0 0 9 9 re f")


def link_without_words(pdf: pikepdf.Pdf) -> None:
    del annotation(pdf, Name.Link).Contents


def link_outside_the_tree(pdf: pikepdf.Pdf) -> None:
    element(pdf, "Link").S = Name.P


def order_of_fields_left_open(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[0].obj.Tabs


def heading_skipped(pdf: pikepdf.Pdf) -> None:
    element(pdf, "H2").S = Name.H4


def first_heading_is_not_the_first(pdf: pikepdf.Pdf) -> None:
    element(pdf, "H1").S = Name.H2


def table_head_without_scope(pdf: pikepdf.Pdf) -> None:
    del element(pdf, "TH").A


def row_outside_a_table(pdf: pikepdf.Pdf) -> None:
    element(pdf, "Table").S = Name.Div


def figure_without_words(pdf: pikepdf.Pdf) -> None:
    element(pdf, "H2").S = Name.Figure


def file_inside_part_2(pdf: pikepdf.Pdf) -> None:
    packet = pdf.Root.Metadata.read_bytes().replace(b"<pdfaid:part>3<", b"<pdfaid:part>2<")
    pdf.Root.Metadata.write(packet)
    pdf.attachments["protokoll.json"] = pikepdf.AttachedFileSpec(pdf, b"{}", filename="protokoll.json")


def transition(pdf: pikepdf.Pdf) -> None:
    """Pitfall 3: ReportLab writes one on every page."""
    pdf.pages[0].obj.Trans = Dictionary()


def script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


MUTANTS = [
    no_language,
    no_title,
    title_not_shown,
    not_marked_as_tagged,
    no_tree,
    no_metadata,
    metadata_that_says_another_title,
    no_claim_of_pdf_ua,
    no_colour_profile,
    helvetica,
    face_left_out,
    letter_without_glyph,
    letter_without_glyph_in_the_running_head,
    byte_order_mark_as_letter,
    field_outside_the_tree,
    field_without_words,
    text_in_the_element_of_a_field,
    courier_in_the_stamp,
    drawn_without_a_mark,
    text_without_a_mark,
    mark_inside_another,
    mark_used_twice,
    mark_nobody_owns,
    mark_with_two_owners,
    cmyk,
    link_without_words,
    link_outside_the_tree,
    order_of_fields_left_open,
    heading_skipped,
    first_heading_is_not_the_first,
    table_head_without_scope,
    row_outside_a_table,
    figure_without_words,
    file_inside_part_2,
    transition,
    script,
]


@pytest.fixture(scope="module")
def good() -> bytes:
    return finish(written().drawn(), now=NOW)


def test_a_good_file_passes(good: bytes) -> None:
    assert findings(good) == []
    assert approve(good) == good


@pytest.mark.parametrize("spoil", MUTANTS)
def test_a_spoiled_file_is_refused(good: bytes, spoil: Callable[[pikepdf.Pdf], None]) -> None:
    with pikepdf.open(io.BytesIO(good)) as pdf:
        spoil(pdf)
        spoiled = io.BytesIO()
        pdf.save(spoiled)
    with pytest.raises(RuleBroken) as refused:
        approve(spoiled.getvalue())
    assert refused.value.code == "document-not-approved"
    assert refused.value.facts["findings"]


def test_what_is_saved_again_unspoiled_still_passes(good: bytes) -> None:
    """So that the mutants are refused for what is wrong with them."""
    with pikepdf.open(io.BytesIO(good)) as pdf:
        again = io.BytesIO()
        pdf.save(again)
    assert findings(again.getvalue()) == []


def test_a_plain_paragraph_in_the_story_is_refused() -> None:
    """Pitfall 11."""
    writer = written()
    writer.add(Paragraph("Utan märke", BODY))
    assert "page 1: something drawn without a tag (Tj)" in findings(finish(writer.drawn(), now=NOW))


def test_a_letter_that_no_face_has_is_refused() -> None:
    """Text that came past the one function is seen in the finished file."""
    writer = written()
    paragraph = writer.piece("x", BODY)
    paragraph.frags[0].text = "日"
    writer.add(paragraph)
    assert "page 1: a character without a glyph" in findings(finish(writer.drawn(), now=NOW))
