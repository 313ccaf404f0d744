"""Rows of cells as lines of a pasted text: a tab between two cells, one line for every row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from councilflow.process.plans.columns import guess

MOST_LINES = 40_000
"""Lines that are looked at; a table may have 20,000 rows."""

WIDE = 2
"""A cell that reaches over more columns than this may be a heading."""

Cells = Sequence[str]

_SPACES = re.compile(r"[\t\x0b\x0c]+")
_BREAKS = re.compile(r"\s*(?:\r\n|\r|\n)\s*")


def in_cell(text: str) -> str:
    """A cell on one line: its own line breaks become marks, as in a web page."""
    return _BREAKS.sub("<br>", _SPACES.sub(" ", text).strip())


def line_of(cells: Iterable[str]) -> str:
    return "\t".join(in_cell(cell) for cell in cells)


def lines_of(rows: Sequence[Cells], alone: frozenset[int] = frozenset()) -> Iterator[str]:
    """One line for every row, so that the lines are numbered as the rows are.

    Rows without an empty one between them are of one table, and as wide as its first whole row. A row in
    which only the first cell says something is a heading where it stands above a table. Inside one it is a
    row like any other, but for those among `alone`, the places of rows whose one cell reaches over the whole
    table: such a one is a heading too, and the headings of the columns follow it once more.
    """
    at = 0
    while at < len(rows):
        end = at
        while end < len(rows) and _filled(rows[end]):
            end += 1
        yield from _together(rows[at:end], frozenset(place - at for place in alone if at <= place < end))
        if end < len(rows):
            yield ""
        at = end + 1


def _together(rows: Sequence[Cells], alone: frozenset[int]) -> Iterator[str]:
    first = next((place for place, row in enumerate(rows) if _filled(row) > 1), len(rows))
    width = len(rows[first]) if first < len(rows) else 1
    for place, row in enumerate(rows):
        if place < first and row[0].strip():
            yield in_cell(row[0])
        elif place == first and place + 1 in alone:
            yield ""  # the headings of the columns come below the heading
        elif place in alone and row[0].strip():
            yield from ("", f"# {in_cell(row[0])}")
            if place + 1 < len(rows) and place + 1 not in alone:
                yield line_of(rows[first][:width])
        else:
            yield line_of([*row[: max(reach(row), width)], *[""] * (width - len(row))])


def _filled(row: Cells) -> int:
    return sum(1 for cell in row if cell.strip())


def reach(row: Cells) -> int:
    """How many cells the row has up to the last that says something."""
    return max((place + 1 for place, cell in enumerate(row) if cell.strip()), default=0)


def understood(cells: Iterable[str]) -> int:
    """How many things the cells mean, if they are headings."""
    return len({guess(cell) for cell in cells if cell.strip()} - {None})
