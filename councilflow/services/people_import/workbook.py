"""Excel workbooks: read without running anything, and never more of them than a table of people needs."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from councilflow.process.errors import RuleBroken
from councilflow.process.escaping import unescaped
from councilflow.services import office
from councilflow.services.people_import.table import (
    MOST_COLUMNS,
    MOST_LINES,
    MOST_ROWS,
    NOTHING,
    Cell,
    Odd,
    Row,
    Table,
    tidy,
)

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
UNFOLDED_BYTES = 30 * 1024 * 1024


def read(content: bytes, name: str) -> Table:
    """The first sheet of a workbook that can be seen.

    RuleBroken: import-not-a-table, import-has-macros, file-locked, file-unfolds, file-broken,
    import-too-many-rows.
    """
    _judge(content, name)
    try:
        book = load_workbook(BytesIO(content), read_only=True, keep_links=False)
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        if not sheets:
            raise RuleBroken("import-not-a-table", name=name)
        headings, rows = _rows(sheets[0])
        others = [sheet.title for sheet in sheets[1:] if _holds_something(sheet)]
        book.close()
    except office.FAULTS:
        raise RuleBroken("file-broken", name=name) from None
    return Table(headings, rows, other_sheets=others)


def _judge(content: bytes, name: str) -> None:
    if office.judged(content, name, most=UNFOLDED_BYTES).media_type != MEDIA_TYPE:
        raise RuleBroken("import-not-a-table", name=name)


def _rows(sheet: Any) -> tuple[list[str], list[Row]]:
    sheet.reset_dimensions()  # what the file says of its own size need not be so
    headings: list[str] = []
    rows: list[Row] = []
    for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), 1):
        if number > MOST_LINES or len(rows) > MOST_ROWS:
            raise RuleBroken("import-too-many-rows", most=MOST_ROWS)
        found = _until_the_last([_cell(cell) for cell in cells])
        if headings and found:
            rows.append(Row(number, found))
        else:
            headings = headings or [cell.text for cell in found]
    if len(rows) > MOST_ROWS:
        raise RuleBroken("import-too-many-rows", most=MOST_ROWS)
    return headings, rows


def _until_the_last(cells: list[Cell]) -> list[Cell]:
    """Without the empty cells at the end of a row."""
    while cells and cells[-1] == NOTHING:
        cells.pop()
    return cells


def _holds_something(sheet: Any) -> bool:
    sheet.reset_dimensions()
    rows = sheet.iter_rows(max_row=20, max_col=MOST_COLUMNS, values_only=True)
    return any(value is not None for row in rows for value in row)


def _cell(cell: Any) -> Cell:
    value = cell.value
    if value is None:
        return Cell("")
    if cell.data_type == "f":
        return Cell(tidy(str(value)), odd=Odd.FORMULA)
    if cell.data_type == "e":
        return Cell(tidy(str(value)), odd=Odd.FAULT)
    if isinstance(value, datetime):
        return Cell(value.date().isoformat(), day=value.date())
    if isinstance(value, date):
        return Cell(value.isoformat(), day=value)
    if isinstance(value, str):
        return Cell(tidy(unescaped(value)))
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return Cell(str(value), odd=Odd.NUMBER)
