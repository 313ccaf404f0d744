"""A report as XLSX: a sheet of words, and a sheet for each table with figures as figures and days as days.

What people wrote is text for ever: a cell that looks like a formula is never one.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from councilflow.documents import text
from councilflow.documents.packed import packed
from councilflow.documents.report.telling import facts, heading, is_figure, nothing_written, who
from councilflow.documents.sheet import CREATOR, LANGUAGE_TAGS
from councilflow.i18n import gettext as _
from councilflow.i18n import speaking
from councilflow.process.plans.reports import Cell, CellKind, Report, Table

_LONGEST_CELL = 32_000
_LONGEST_NAME = 31
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")
_FORMATS = {CellKind.MONEY: "#,##0", CellKind.NUMBER: "#,##0.##", CellKind.DAY: "yyyy-mm-dd"}
_WIDE = 90


def as_xlsx(report: Report, *, now: datetime) -> bytes:
    """The report as a workbook in its own language. `now` (aware) is its day of creation; the same report and
    the same `now` give the same bytes."""
    with speaking(report.language):
        book = Workbook()
        _write_words(book, report)
        names = {book.active.title.lower()} if book.active else set()
        for section in report.sections:
            for table in section.tables:
                _write_table(book, table, section.title, names)
        properties = book.properties
        properties.title, properties.creator = text.plain(heading(report)), CREATOR
        properties.language, properties.subject = LANGUAGE_TAGS[report.language], text.plain(report.kind)
        file = io.BytesIO()
        book.save(file)
        return packed(file.getvalue(), now=now)


class _Sheet:
    """A sheet that is written from the top, row by row."""

    def __init__(self, sheet: Any) -> None:
        self.sheet, self.number = sheet, 0

    def row(
        self, cells: Sequence[Cell], kinds: Sequence[CellKind] | None = None, *, strong: bool = False
    ) -> None:
        self.number += 1
        for place, cell in enumerate(cells, 1):
            at = self.sheet.cell(self.number, place)
            _put(at, cell, kinds[place - 1] if kinds else CellKind.TEXT)
            if strong:
                at.font = Font(bold=True)

    def named(self, name: str, words: str) -> None:
        """What something is called, and what is said of it."""
        self.row([name, words])
        self.sheet.cell(self.number, 1).font = Font(bold=True)


def _write_words(book: Workbook, report: Report) -> None:
    """The first sheet: what the report is, and every heading with what was written under it."""
    sheet: Any = book.active
    sheet.title = _name(_("Rapport"), set())
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 32, _WIDE
    words = _Sheet(sheet)
    words.row([report.council])
    words.row([heading(report)], strong=True)
    for pair in facts(report):
        words.row(pair)
    for section in report.sections:
        words.row([])
        nothing = not (section.text.strip() or section.tables)
        words.named(section.title, nothing_written() if nothing else section.text)
        for table in section.tables:
            for passage in table.passages:
                words.row([who(passage), passage.text])
            if not table.passages:
                words.row([table.title, _("Se bladet med tabellen.") if table.rows else table.note])
    if report.acknowledgement:
        words.row([])
        words.row([report.acknowledgement])


def _write_table(book: Workbook, table: Table, section: str, names: set[str]) -> None:
    if not table.rows:
        return
    made: Any = book.create_sheet(_name(table.title, names))
    made.freeze_panes, made.print_title_rows = "A4", "3:3"
    for place, column in enumerate(table.columns, 1):
        made.column_dimensions[get_column_letter(place)].width = max(12, min(60, 2 * column.share))
    sheet = _Sheet(made)
    sheet.named(table.title, section)
    sheet.row([table.note])
    sheet.row([column.title for column in table.columns], strong=True)
    kinds = [column.kind for column in table.columns]
    for number, row in enumerate(table.rows):
        sheet.row(row, kinds, strong=number >= len(table.rows) - table.sums)


def _name(title: str, names: set[str]) -> str:
    """A name that a workbook takes and that no other sheet has."""
    plain = _NOT_IN_A_NAME.sub(" ", text.plain(title)).strip() or _("Blad")
    name, number = plain[:_LONGEST_NAME].strip(), 2
    while name.lower() in names:
        end = f" {number}"
        name, number = plain[: _LONGEST_NAME - len(end)].strip() + end, number + 1
    names.add(name.lower())
    return name


def _put(place: Any, cell: Cell, kind: CellKind) -> None:
    place.alignment = Alignment(vertical="top", wrap_text=True)
    if cell is None or cell == "":
        return
    if isinstance(cell, date):
        place.value = cell
        place.number_format = _FORMATS[CellKind.DAY]
        return
    if not isinstance(cell, str):
        place.value = cell
        place.number_format = _FORMATS.get(kind, "General")
        return
    words = "\n".join(text.lines(cell))[:_LONGEST_CELL]
    place.value = words
    place.data_type, place.quotePrefix, place.number_format = "s", True, "@"
    if is_figure(kind):
        place.alignment = Alignment(vertical="top", horizontal="right")
