"""Text whose cells are divided by semicolons or commas, as spreadsheets write it, with tabs instead."""

from __future__ import annotations

import csv
import re
from io import StringIO

from councilflow.process.escaping import unescaped
from councilflow.services.plans.importing.lines import lines_of, understood

SEPARATORS = (";", ",", "|")
_QUOTED = re.compile(r'(?:^|\t)"[^"\n]*"(?=\t|$)', re.MULTILINE)
_LOOKED_AT = 60
"""A row of headings stands among the first so many lines."""


def with_tabs(text: str, *, is_file: bool) -> str:
    """The same text when it has tabs or no headings between separators, else its rows with tabs.

    A file with tabs has quotation marks around some cells; in a pasted text they are read with the lines.
    """
    if "\t" in text:
        rows = _rows(text, "\t") if is_file and _QUOTED.search(text) else None
    else:
        said, rest = _said(text)
        separator = said or max(SEPARATORS, key=lambda one: _most_understood(text, one))
        is_table = bool(said) or _most_understood(text, separator) > 1
        rows = _rows(rest, separator) if is_table else None
    if rows is None:
        return text
    return "\n".join(lines_of([[unescaped(cell) for cell in row] for row in rows]))


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
