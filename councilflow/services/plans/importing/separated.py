"""Text whose cells are divided by semicolons or commas, as spreadsheets write it, with tabs instead."""

from __future__ import annotations

import csv
from io import StringIO

from councilflow.services.plans.importing.lines import lines_of, understood

SEPARATORS = (";", ",", "|")
_LOOKED_AT = 60
"""A row of headings stands among the first so many lines."""
_ESCAPED = ("'=", "'+", "'-", "'@")


def with_tabs(text: str) -> str:
    """The same text when it has tabs or no headings between separators, else its rows with tabs."""
    if "\t" in text:
        return text
    said, rest = _said(text)
    separator = said or max(SEPARATORS, key=lambda one: _most_understood(text, one))
    if not said and _most_understood(text, separator) < 2:
        return text
    rows = _rows(rest, separator)
    if rows is None:
        return text
    return "\n".join(lines_of([[_unescaped(cell) for cell in row] for row in rows]))


def _said(text: str) -> tuple[str, str]:
    """What the file itself says is between its cells (`sep=;`), and the rest of it."""
    first, _, rest = text.partition("\n")
    said = first.strip().casefold().removeprefix("sep=")
    if first.casefold().startswith("sep=") and len(said) == 1:
        return said, rest
    return "", text


def _most_understood(text: str, separator: str) -> int:
    lines = text[:100_000].splitlines()[:_LOOKED_AT]
    return max((understood(_cells(line, separator)) for line in lines if separator in line), default=0)


def _cells(line: str, separator: str) -> list[str]:
    return next(csv.reader([line], delimiter=separator), [])


def _rows(text: str, separator: str) -> list[list[str]] | None:
    """Every row; None when a quotation mark is never closed, so that it was no table of this kind."""
    try:
        return list(csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error:
        return None


def _unescaped(cell: str) -> str:
    """Without the apostrophe that keeps a spreadsheet from running a text."""
    return cell[1:] if cell.startswith(_ESCAPED) else cell
