"""A plan as a file that a spreadsheet opens, and that loads again to the same plan.

A workbook begins with the table as people know it, a sheet for each area, with merged cells, real numbers and
frozen headings. The sheets after that hold the exact records (`process/plans/exchange`); only they are read
when the workbook comes back. A separated file holds the records alone.
"""

from __future__ import annotations

import csv
import re
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as BookCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from councilflow.documents import plan_words
from councilflow.documents.text import plain
from councilflow.i18n import gettext as _
from councilflow.i18n import speaking
from councilflow.process.escaping import escaped, escaped_in_workbook
from councilflow.process.plans import exchange
from councilflow.process.plans.document import Money, PlanDocument
from councilflow.process.plans.table import Cell, Column, Head, heading, sections
from councilflow.process.plans.values import MoneyKind, MoneyState
from councilflow.words import word

_FIRST_REAL_DAY = date(1900, 3, 1)
"""Spreadsheets miscount the days before."""
_WIDTHS = {Column.PERIOD: 16, Column.PARTIES: 34, Column.BUDGET: 16, Column.FINANCING: 24}
_HEAD, _TITLE = Font(bold=True), Font(bold=True, size=14)
_GROUND = PatternFill("solid", fgColor="DFEAE4")
_TOP = Alignment(vertical="top", wrap_text=True)
_RULE = Border(bottom=Side("thin", color="B9C4C0"), top=Side("thin", color="B9C4C0"))
_NOT_IN_NAME = re.compile(r"[\[\]:*?/\\']")


def as_separated(document: PlanDocument) -> bytes:
    """CSV, one row for each record: UTF-8 with its mark, and semicolons, as Excel opens it in the Nordics."""
    file = StringIO(newline="")
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow([exchange.HEADING, *exchange.COLUMNS])
    for record in exchange.records_of(document):
        cells = (_separated(record.values.get(name)) for name in exchange.COLUMNS)
        writer.writerow([escaped(record.table), *cells])
    return b"\xef\xbb\xbf" + file.getvalue().encode()


def _separated(cell: exchange.Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, date):
        return cell.isoformat()
    return escaped(cell) if isinstance(cell, str) else repr(cell)


def as_workbook(document: PlanDocument) -> bytes:
    """XLSX, with headings in the plan's own language."""
    book = Workbook()
    book.remove(book.worksheets[0])
    with speaking(document.language):
        _add_tables(book, document)
        _add_lines(book, document)
    if not book.worksheets:
        _titled(book, plain(document.title) or _("Plan"))
    _add_records(book, document)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


# The table as people know it


def _add_tables(book: Workbook, document: PlanDocument) -> None:
    for section in sections(document):
        sheet = _titled(book, plan_words.named(section.node) if section.node else document.title)
        row = 3
        for goal in section.goals:
            _put(sheet, row, 1, plan_words.named(goal), label=goal.level)
            row += 1
        row += 1 if section.goals else 0
        _heads(sheet, row, section.heads, document)
        sheet.freeze_panes = sheet.cell(row + 1, 1)
        sheet.print_title_rows = f"{row}:{row}"
        for at, cells in enumerate(section.laid_out(), row + 1):
            for head, cell in cells:
                _cell(sheet, at, section.heads.index(head) + 1, cell, head, document.currency)


def _titled(book: Workbook, title: str) -> Any:
    """A sheet with its title on the first row; its name is as much of that as a sheet's name can hold."""
    taken = {sheet.title.casefold() for sheet in book.worksheets} | set(exchange.TABLES)
    stem = " ".join(_NOT_IN_NAME.sub(" ", title).split())[:28] or _("Plan")
    name, number = stem, 2
    while name.casefold() in taken:
        name, number = f"{stem} {number}"[:31] if number < 100 else f"{stem[:24]} {number}", number + 1
    sheet = book.create_sheet(name)
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    _put(sheet, 1, 1, title).font = _TITLE
    return sheet


def _heads(sheet: Any, row: int, heads: tuple[Head, ...], document: PlanDocument) -> None:
    for place, head in enumerate(heads, 1):
        cell = _put(sheet, row, place, heading(head, document))
        cell.font, cell.fill, cell.alignment, cell.border = _HEAD, _GROUND, _TOP, _RULE
        width = _WIDTHS.get(head.column, 40) if head.column else 40
        sheet.column_dimensions[get_column_letter(place)].width = width


def _cell(sheet: Any, row: int, place: int, said: Cell, head: Head, currency: str) -> None:
    if said.rows > 1:
        sheet.merge_cells(start_row=row, end_row=row + said.rows - 1, start_column=place, end_column=place)
    only = said.money[0] if len(said.money) == 1 else None
    if only and _is_number(only):
        cell = sheet.cell(row, place, only.amount)
        cell.number_format = "#,##0"
    else:
        cell = _put(sheet, row, place, "\n".join(plan_words.lines_in(said, head, currency)))
    cell.alignment, cell.border = _TOP, _RULE


def _is_number(money: Money) -> bool:
    return (
        money.state is MoneyState.AMOUNT
        and money.amount is not None
        and not money.source
        and not money.currency
    )


def _add_lines(book: Workbook, document: PlanDocument) -> None:
    """Money beside the tree: administration, financing, the sums that the plan states."""
    if not document.lines:
        return
    sheet = _titled(book, _("Budget och finansiering"))
    for place, (words, width) in enumerate(
        ((_("Vad"), 44), (_("Slag"), 18), (_("År"), 10), (_("Belopp"), 18), (_("Som det står i planen"), 26)),
        1,
    ):
        cell = _put(sheet, 3, place, words)
        cell.font, cell.fill = _HEAD, _GROUND
        sheet.column_dimensions[get_column_letter(place)].width = width
    lines = [line for kind in MoneyKind for line in plan_words.beside(document, kind)]
    for row, line in enumerate(lines, 4):
        _put(sheet, row, 1, plan_words.line_title(line)).alignment = _TOP
        _put(sheet, row, 2, word(line.kind))
        sheet.cell(row, 3, line.year)
        sheet.cell(row, 4, line.amount).number_format = "#,##0"
        _put(sheet, row, 5, line.raw)


# The records


def _add_records(book: Workbook, document: PlanDocument) -> None:
    """A sheet for each table that has a record."""
    sheet, last, row = None, "", 1
    for record in exchange.records_of(document):
        if record.table in exchange.TABLES and record.table != last:
            sheet, last, row = book.create_sheet(record.table), record.table, 1
            sheet.append([exchange.HEADING, *exchange.TABLES[last].columns])
            for cell in sheet[1]:
                cell.font = _HEAD
            sheet.freeze_panes = "B2"
        if sheet is not None:
            row += 1
            _put(sheet, row, 1, record.table)
            for place, name in enumerate(exchange.TABLES[last].columns, 2):
                if name in record.values:
                    _exact(sheet, row, place, record.values[name])


def _exact(sheet: Any, row: int, place: int, value: exchange.Cell) -> None:
    if isinstance(value, date) and value >= _FIRST_REAL_DAY:
        moment = datetime(value.year, value.month, value.day)  # noqa: DTZ001 – a day has no zone
        sheet.cell(row, place, moment).number_format = "yyyy-mm-dd"
    elif isinstance(value, date):
        _put(sheet, row, place, value.isoformat())
    elif isinstance(value, str):
        _put(sheet, row, place, value)
    elif isinstance(value, float) and float(f"{value:.15g}") != value:
        _put(sheet, row, place, repr(value))  # a spreadsheet keeps fifteen figures
    else:
        sheet.cell(row, place, value)


def _put(sheet: Any, row: int, place: int, text: str, *, label: str = "") -> BookCell:
    """A text as text, which nothing takes for a formula."""
    said = f"{label}: {text}" if label else text
    cell: BookCell = sheet.cell(row, place)
    if not said:
        return cell
    cell.value = escaped_in_workbook(exchange.cleaned(said))[:32_767]
    cell.data_type = "s"
    cell.number_format = "@"
    cell.quotePrefix = True
    return cell
