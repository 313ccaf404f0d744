"""CSV as it comes out of spreadsheets: in some encoding, with some separator."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO

from councilflow.process.errors import RuleBroken
from councilflow.process.escaping import unescaped
from councilflow.services.decoding import decoded
from councilflow.services.people_import.columns import known
from councilflow.services.people_import.table import (
    MOST_LINES,
    MOST_ROWS,
    Cell,
    Odd,
    Row,
    Table,
    tidy,
)

SEPARATORS = (";", ",", "\t")


def read(content: bytes, name: str) -> Table:
    """The table in a text file.

    RuleBroken: import-not-a-table, import-broken-bytes, import-mixed-separators, import-open-quote,
    import-too-many-rows.
    """
    text, guessed = decoded(content, name)
    if "\0" in text or text.lstrip()[:1] == "<":
        raise RuleBroken("import-not-a-table", name=name)
    separator, text = _separator(text)
    headings: list[str] = []
    rows: list[Row] = []
    for number, cells in _records(text, separator):
        if not headings:
            headings = [tidy(cell) for cell in cells]
            _refuse_mixed_headings(headings, separator, number)
            continue
        _refuse_mixed(cells, len(headings), separator, number)
        rows.append(Row(number, [_cell(raw) for raw in cells]))
        if len(rows) > MOST_ROWS:
            raise RuleBroken("import-too-many-rows", most=MOST_ROWS)
    return Table(headings, rows, guessed)


def _cell(raw: str) -> Cell:
    if raw.lstrip().startswith(("=", "\uff1d")):
        return Cell(tidy(raw), odd=Odd.FORMULA)
    return Cell(tidy(unescaped(raw)))


def _records(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Every row in which something stands, with its number. RuleBroken: import-open-quote."""
    number = 0
    try:
        for number, cells in enumerate(_reader(text, separator), 1):
            if number > MOST_LINES:
                raise RuleBroken("import-too-many-rows", most=MOST_ROWS)
            if any(cell.strip() for cell in cells):
                yield number, cells
    except csv.Error:
        raise RuleBroken("import-open-quote", row=number + 1) from None


def _reader(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)


# --- Separator --------------------------------------------------------------------------------------------


def _separator(text: str) -> tuple[str, str]:
    """What stands between the cells, and the text without a line that only says so (`sep=;`)."""
    first, _, rest = text.partition("\n")
    said = first.strip().lower().removeprefix("sep=") if first.lower().startswith("sep=") else None
    if first.lower().startswith("sep=") and said in (";", ",", ""):
        return said or "\t", rest
    return max(SEPARATORS, key=lambda one: _understood(text, one)), text


def _understood(text: str, separator: str) -> tuple[int, int]:
    """How many headings mean something when the first row is cut here, and how many there are."""
    try:
        cells = next((row for row in _reader(text, separator) if any(row)), [])
    except csv.Error:
        return 0, 0
    return sum(known(tidy(cell)) is not None for cell in cells), len(cells)


def _refuse_mixed_headings(headings: list[str], separator: str, number: int) -> None:
    for other in SEPARATORS:
        for words in headings:
            if other != separator and other in words and any(known(part) for part in words.split(other)):
                raise RuleBroken("import-mixed-separators", row=number)


def _refuse_mixed(cells: list[str], width: int, separator: str, number: int) -> None:
    """A row with too few cells that has enough when it is cut at another separator."""
    if len(cells) >= width:
        return
    for other in SEPARATORS:
        more = sum(cell.count(other) for cell in cells) if other != separator else 0
        if more and (len(cells) + more == width or len(cells) == 1):
            raise RuleBroken("import-mixed-separators", row=number)
