"""CSV as it comes out of spreadsheets: in some encoding, with some separator."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO

from councilflow.process.errors import RuleBroken
from councilflow.services.people_import.columns import known
from councilflow.services.people_import.table import (
    MOST_LINES,
    MOST_ROWS,
    Cell,
    Odd,
    Row,
    Table,
    tidy,
    unescaped,
)

SEPARATORS = (";", ",", "\t")
_NOT_TEXT = (b"%PDF-", b"{\\rtf", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!")


def read(content: bytes, name: str) -> Table:
    """The table in a text file.

    RuleBroken: import-not-a-table, import-broken-bytes, import-mixed-separators, import-open-quote,
    import-too-many-rows.
    """
    text, guessed = _decoded(content, name)
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


# --- Encoding ---------------------------------------------------------------------------------------------


def _decoded(content: bytes, name: str) -> tuple[str, str]:
    """The text, and the name of its encoding when that had to be guessed."""
    if content.startswith(_NOT_TEXT):
        raise RuleBroken("import-not-a-table", name=name)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strictly(content, "utf-16"), ""
    if b"\0" in content[:400]:
        return _strictly(content, _order_of(content[:400], name)), "UTF-16"
    try:
        return content.decode("utf-8-sig"), ""
    except UnicodeDecodeError as error:
        if content.startswith(b"\xef\xbb\xbf") or _mostly_utf8(content):
            raise RuleBroken("import-broken-bytes", row=_row_of(content, error.start)) from None
    return _strictly(content, "cp1252"), "Windows-1252"


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise RuleBroken("import-broken-bytes", row=_row_of(content, error.start)) from None


def _row_of(content: bytes, place: int) -> int:
    before = content[:place]
    return max(before.count(b"\n"), before.count(b"\r")) + 1


def _order_of(start: bytes, name: str) -> str:
    """Which way round the bytes of UTF-16 stand, told by where the empty ones are."""
    even, odd = start[::2], start[1::2]
    if odd.count(0) > len(odd) * 0.7 and not even.count(0):
        return "utf-16-le"
    if even.count(0) > len(even) * 0.7 and not odd.count(0):
        return "utf-16-be"
    raise RuleBroken("import-not-a-table", name=name)


def _mostly_utf8(content: bytes) -> bool:
    """Whether what is not ASCII is UTF-8 for the most part, with some bytes that are broken."""
    read_as = content.decode("utf-8", "replace")
    broken = read_as.count("\ufffd")
    return sum(sign > "\x7f" for sign in read_as) - broken > broken


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
