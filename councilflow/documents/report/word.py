"""A report as DOCX, for a funder that wants to write on in it: real headings, tables whose heads repeat."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from councilflow.documents import text
from councilflow.documents.packed import packed
from councilflow.documents.report.telling import facts, heading, is_figure, nothing_written, shown, who
from councilflow.documents.sheet import CREATOR, LANGUAGE_TAGS
from councilflow.i18n import gettext as _
from councilflow.i18n import speaking
from councilflow.process.plans.reports import Cell, Column, Report, Section, Table

_FACE = "Calibri"
_INK, _QUIET, _SPRUCE = RGBColor(0x1B, 0x24, 0x22), RGBColor(0x45, 0x50, 0x4D), RGBColor(0x17, 0x52, 0x4A)
_HEADINGS = {"Heading 1": (22, 0), "Heading 2": (15, 18), "Heading 3": (11, 10)}
"""Their sizes and the space before them, in points."""
_LINE = Cm(16.4)
_LISTED = re.compile(r"[-–•*]\s+(?=\S)")
_PROGRAM = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<Application>Councilflow</Application></Properties>"
)
_THEMES = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")


def as_docx(report: Report, *, now: datetime) -> bytes:
    """The report as a file in its own language. `now` (aware) is its day of creation; the same report and the
    same `now` give the same bytes."""
    with speaking(report.language):
        document = Document()
        _set_up(document, report, now)
        _line(document, report.council, colour=_QUIET, size=12)
        document.add_heading(text.composed(heading(report)), 1)
        _facts(document, facts(report))
        for section in report.sections:
            _section(document, section)
        if report.acknowledgement:
            _line(document, report.acknowledgement, colour=_QUIET, size=9)
        _forget_template(document.part.package)
        file = io.BytesIO()
        document.save(file)
        return packed(file.getvalue(), now=now)


def _set_up(document: Any, report: Report, now: datetime) -> None:
    """The sheet, the faces, the language, and what the file says of itself."""
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin, page.right_margin = Cm(2.5), Cm(2.1)
    page.top_margin, page.bottom_margin = Cm(2.2), Cm(2)
    for name in ("Normal", *_HEADINGS):
        _dress(document.styles[name])
    for name, (size, before) in _HEADINGS.items():
        style = document.styles[name]
        style.font.size, style.font.bold, style.font.color.rgb = Pt(size), True, _SPRUCE
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(4)
        style.paragraph_format.keep_with_next = True
    normal = document.styles["Normal"]
    normal.font.size, normal.font.color.rgb = Pt(11), _INK
    normal.paragraph_format.space_after = Pt(6)
    language = LANGUAGE_TAGS[report.language]
    for told in document.styles.element.iter(qn("w:lang")):
        told.set(qn("w:val"), language)
    _properties(document.core_properties, report, language, now)
    _page_number(page.footer.paragraphs[0])


def _forget_template(package: Any) -> None:
    """Take out what the empty document that we begin from says of itself: its picture, its program."""
    for number, relation in list(package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):
            del package.rels[number]
        elif relation.reltype.endswith("/extended-properties"):
            relation.target_part._blob = _PROGRAM


def _dress(style: Any) -> None:
    """Our face instead of the one of the theme, which would go before it."""
    style.font.name = _FACE
    faces = style.element.rPr.rFonts
    for theme in _THEMES:
        faces.attrib.pop(qn(f"w:{theme}"), None)


def _properties(properties: Any, report: Report, language: str, now: datetime) -> None:
    moment = now.astimezone(UTC).replace(tzinfo=None, microsecond=0)  # the file holds UTC without a zone
    properties.title, properties.subject = text.plain(heading(report))[:255], text.plain(report.kind)[:255]
    properties.author = text.plain(report.host or report.council)[:255]
    properties.language, properties.comments, properties.keywords = language, "", ""
    properties.last_modified_by, properties.revision = CREATOR, 1
    properties.created = properties.modified = moment


def _page_number(paragraph: Any) -> None:
    """Sida 3 (12), as fields that the reader's program fills in."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    before, between, after = _("Sida %(number)s (%(pages)s)", number="\0", pages="\0").split("\0")
    for words, field in ((before, "PAGE"), (between, "NUMPAGES"), (after, "")):
        paragraph.add_run(words)
        if field:
            run = paragraph.add_run()
            for kind in ("begin", "", "end"):
                run._r.append(_field_mark(kind) if kind else _instruction(field))


def _field_mark(kind: str) -> Any:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    return mark


def _instruction(field: str) -> Any:
    instruction = OxmlElement("w:instrText")
    instruction.set(qn("xml:space"), "preserve")
    instruction.text = field
    return instruction


def _line(document: Any, words: str, *, colour: RGBColor | None = None, size: int = 0) -> None:
    run = document.add_paragraph().add_run(" ".join(text.lines(words)))
    if colour:
        run.font.color.rgb = colour
    if size:
        run.font.size = Pt(size)


def _prose(document: Any, words: str) -> None:
    """A paragraph for each line; lines with a dash first are a list."""
    for line in text.lines(words):
        if begins := _LISTED.match(line):
            document.add_paragraph(line[begins.end() :], style="List Bullet")
        else:
            document.add_paragraph(line)


def _section(document: Any, section: Section) -> None:
    document.add_heading(text.composed(section.title), 2)
    _prose(document, section.text)
    if not (section.text.strip() or section.tables):
        _line(document, nothing_written(), colour=_QUIET)
    for table in section.tables:
        _block(document, table)


def _block(document: Any, table: Table) -> None:
    for passage in table.passages:
        document.add_heading(text.composed(who(passage)), 3)
        _prose(document, passage.text)
    if table.passages:
        return
    document.add_heading(text.composed(table.title), 3)
    if table.rows:
        _table(document, table)
    if table.note:
        _line(document, table.note, colour=_QUIET)


def _facts(document: Any, pairs: Sequence[tuple[str, str]]) -> None:
    """What it is about, as lines: two columns without a head would be a table that nobody can hear."""
    for what, answer in pairs:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(1)
        paragraph.add_run(f"{what}: ").bold = True
        paragraph.add_run(" ".join(text.lines(answer)))


def _table(document: Any, table: Table) -> None:
    columns = table.columns
    made = document.add_table(rows=1, cols=len(columns))
    made.style, made.autofit = document.styles["Table Grid"], False
    _name(made, table.title)
    _mark_row(made.rows[0], head=True)
    for place, column in enumerate(columns):
        _fill(made.rows[0].cells[place], column.title, column, strong=True)
    whole = sum(column.share for column in columns)
    widths = [int(_LINE * column.share / whole) for column in columns]
    for number, row in enumerate(table.rows):
        added = made.add_row()
        _mark_row(added, head=False)
        strong = number >= len(table.rows) - table.sums
        # The cells of a row are asked for once: each time costs a walk through the whole table.
        for cell, value, column in zip(added.cells, row, columns, strict=True):
            _fill(cell, value, column, strong=strong)
    for grid, width in zip(made._tbl.tblGrid.findall(qn("w:gridCol")), widths, strict=True):
        grid.set(qn("w:w"), str(width // 635))  # twentieths of a point
    for cell in made._tbl.iter(qn("w:tcW")):
        place = cell.getparent().getparent()
        cell.set(qn("w:w"), str(widths[place.getparent().findall(qn("w:tc")).index(place)] // 635))
    document.add_paragraph().paragraph_format.space_after = Pt(2)


def _name(table: Any, title: str) -> None:
    """What the table is, for those who hear it."""
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), text.plain(title)[:250])
    table._tbl.tblPr.append(caption)


def _mark_row(row: Any, *, head: bool) -> None:
    """A row stays on one page; the head stands on every page."""
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if head:
        properties.append(OxmlElement("w:tblHeader"))


def _fill(cell: Any, value: Cell, column: Column, *, strong: bool) -> None:
    words = text.lines(shown(value, column.kind)) or [""]
    for number, line in enumerate(words):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(0)
        if is_figure(column.kind):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        run = paragraph.add_run(line)
        run.font.size, run.bold = Pt(9.5), strong
