"""A plain table as a file that a spreadsheet opens: heads, rows, and no cell that it would run."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from io import BytesIO, StringIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, TYPE_STRING
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from councilflow.process.escaping import escaped, escaped_in_workbook

Cell = str | int | float | date | None

_HEAD = Font(bold=True)
_GROUND = PatternFill("solid", fgColor="DFEAE4")
_TOP = Alignment(vertical="top", wrap_text=True)
_LONGEST = 32_767
"""As many signs as a cell of a workbook can hold."""


def as_separated(heads: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """CSV: UTF-8 with its mark, and semicolons, as Excel opens it in the Nordics."""
    file = StringIO(newline="")
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow([escaped(head) for head in heads])
    for row in rows:
        writer.writerow([_plain(cell) for cell in row])
    return b"\xef\xbb\xbf" + file.getvalue().encode()


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.isoformat()
    return escaped(cell) if isinstance(cell, str) else str(cell)


def as_workbook(
    name: str, heads: Sequence[str], rows: Sequence[Sequence[Cell]], *, widths: Sequence[int], frozen: int = 1
) -> bytes:
    """XLSX with one sheet: frozen heads and first columns, a filter, real days and numbers."""
    book = Workbook()
    fill(book.active, name, heads, rows, widths=widths, frozen=frozen)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def fill(
    sheet: Any,
    name: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    *,
    widths: Sequence[int],
    frozen: int = 1,
) -> None:
    """One sheet of a workbook, as `as_workbook` makes it."""
    sheet.title = name[:31]
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    for at, row in enumerate([heads, *rows], 1):
        for place, value in enumerate(row, 1):
            cell = sheet.cell(at, place)
            _put(cell, value)
            cell.alignment = _TOP
            if at == 1:
                cell.font, cell.fill = _HEAD, _GROUND
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = sheet.cell(2, frozen + 1)
    sheet.print_title_rows = "1:1"
    sheet.auto_filter.ref = sheet.dimensions


def _put(cell: Any, value: Cell) -> None:
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", escaped_in_workbook(value))[:_LONGEST]
        cell.data_type = TYPE_STRING  # never a formula, whatever it begins with
    elif isinstance(value, date):
        cell.value, cell.number_format = value, "yyyy-mm-dd"
    else:
        cell.value = value
