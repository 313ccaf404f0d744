"""Excel workbooks as text: every sheet that can be seen, row by row, without running anything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string

from councilflow.process.errors import RuleBroken
from councilflow.services import office
from councilflow.services.plans.importing.lines import MOST_LINES, WIDE, lines_of, reach, understood

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
UNFOLDED_BYTES = 40 * 1024 * 1024
MOST_COLUMNS = 200
EMPTY_ROWS = 200
"""After so many empty rows nothing more is looked for."""

_NAMELESS = re.compile(r"(?:blad|ark|sheet|tabelle|feuil)\s?\d*", re.IGNORECASE)
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^<>]*?\bref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')


def text_of(content: bytes, name: str) -> tuple[str, list[str]]:
    """The text of a judged workbook, and the names of the sheets that are hidden.

    Where there are several sheets, the name of each stands above it. RuleBroken: file-broken,
    plan-import-too-many-lines.
    """
    try:
        book = load_workbook(BytesIO(content), read_only=True, keep_links=False)
        shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        hidden = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
        parts = [(sheet.title, _lines(sheet, content)) for sheet in shown]
        book.close()
    except office.FAULTS:
        raise RuleBroken("file-broken", name=name) from None
    parts = [(title, lines) for title, lines in parts if any(lines)]
    if len(parts) == 1:
        return "\n".join(parts[0][1]), hidden
    return "\n".join(line for part in parts for line in _headed(*part)), hidden


def _headed(title: str, lines: list[str]) -> Iterator[str]:
    if not _NAMELESS.fullmatch(title):
        yield f"# {title}"
    yield from lines
    yield ""


def _lines(sheet: Any, content: bytes) -> list[str]:
    rows = _squared(_rows(sheet))
    wide = _wide(sheet, content)
    alone = {place for place, row in enumerate(rows) if place + 1 in wide and not any(row[1:])}
    return list(lines_of(rows, frozenset(alone)))


def _rows(sheet: Any) -> list[list[str]]:
    sheet.reset_dimensions()  # what the file says of its own size need not be so
    rows: list[list[str]] = []
    empty = 0
    for cells in sheet.iter_rows(max_col=MOST_COLUMNS):
        row = [_cell(cell) for cell in cells]
        empty = 0 if any(row) else empty + 1
        if empty > EMPTY_ROWS:
            break
        rows.append(row)
        if len(rows) > MOST_LINES:
            raise RuleBroken("plan-import-too-many-lines", most=MOST_LINES)
    while rows and not any(rows[-1]):
        rows.pop()
    return rows


def _squared(rows: list[list[str]]) -> list[list[str]]:
    """The rows without what is empty at their ends, but the first of a table as wide as the table is."""
    trimmed = [row[: reach(row)] for row in rows]
    start = 0
    for place, row in enumerate([*trimmed, []]):
        if not row:
            _widen(trimmed[start:place])
            start = place + 1
    return trimmed


def _widen(table: list[list[str]]) -> None:
    """The headings may be fewer than the columns; but one row that is wider than all others is a mistake.

    Not so where the labels stand in the first column: there a row may end with its sum (B3.11).
    """
    head = next((row for row in table if sum(map(bool, row)) > 1), None)
    widths = sorted((len(row) for row in table), reverse=True)
    if head is not None and len(widths) > 1:
        width = widths[0] if understood(row[0] for row in table) > understood(head) else widths[1]
        head += [""] * (width - len(head))


def _wide(sheet: Any, content: bytes) -> dict[int, int]:
    """The rows, from 1, whose first cell reaches over three columns or more, and over how many."""
    with ZipFile(BytesIO(content)) as archive:
        part = archive.read(sheet._worksheet_path.lstrip("/"))
    found = {}
    for first, top, last, _bottom in _MERGED.findall(part):
        if first == b"A":
            found[int(top)] = column_index_from_string(last.decode("ascii"))
    return {row: width for row, width in found.items() if width > WIDE}


def _cell(cell: Any) -> str:
    """What the cell says; a formula stays one, so that it is found where it stands."""
    value = cell.value
    if value is None or isinstance(value, bool):
        return ""
    if cell.data_type == "f":
        return f"={str(value).lstrip('=')}" if isinstance(value, str) else "=?"
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value).replace(".", ",")
    return str(value)
