"""Rows that a word processor broke: pasted as text, every paragraph of a cell begins a new line.

Below a row of headings a row is whole when it has as many cells. Lines that together have exactly so many,
with words on both sides of every break, are put together, and the row says so (`is_joined`): it is a guess.
Lines without any tab between two whole rows are paragraphs of the cell that they touch: of the first cell of
the row below them where that column holds texts, or else of the last cell of the row above.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from councilflow.process.plans import columns
from councilflow.process.plans.columns import Meaning
from councilflow.process.plans.source.lines import Line, heading

_MOST_LINES = 30
"""A row that is broken into more lines than this is none."""

_TEXTS = frozenset((Meaning.GOAL, Meaning.STRATEGY, Meaning.MEASURE, Meaning.TEXT, Meaning.NOTE))
_NAMES = frozenset(
    (
        *(Meaning.PARTIES, Meaning.RESPONSIBLE, Meaning.PARTICIPANTS, Meaning.EXECUTOR),
        *(Meaning.FINANCING, Meaning.SOURCE),
    )
)
_LONGEST_NAME = 40


@dataclass(frozen=True)
class _Table:
    """The row of headings that lines below it are measured by."""

    header: Line

    @property
    def width(self) -> int:
        return self.header.width

    @cached_property
    def _edges(self) -> tuple[Meaning | None, Meaning | None]:
        return columns.guess(self.header.cleaned[0]), columns.guess(self.header.cleaned[-1])

    def puts_above(self, between: list[Line]) -> bool:
        """Whether lines between two rows rather belong to the row above: names to names, texts to texts."""
        first, last = self._edges
        if last in _NAMES:
            return first not in _TEXTS or all(len(line.words) <= _LONGEST_NAME for line in between)
        return last in _TEXTS and first not in _TEXTS


def put_together(lines: list[Line]) -> list[Line]:
    """The lines, with the rows that were broken in one piece."""
    found: list[Line] = []
    table: _Table | None = None
    at = 0
    while at < len(lines):
        line = lines[at]
        if line.width > 2 and _is_header(lines, at, table):
            table = _Table(line)
        elif table is not None and _ends_table(lines, at, table):
            table = None
        end = _end(lines, at, table) if table is not None and line is not table.header else at + 1
        if end > at + 1 and table is not None:
            found = _joined(found, lines[at:end], table)
        else:
            found.append(line)
            table = None if line.width == 1 and not line.is_blank else table
        at = end
    return found


def _is_header(lines: list[Line], at: int, table: _Table | None) -> bool:
    """Whether the line heads a table; below other rows only if nothing else stands in it."""
    line, above = lines[at], lines[at - 1] if at else None
    if table is not None:
        return line.begins_again(table.header)
    return line.is_heading_row if above is None or above.width == 1 else line.begins_again(above)


def _ends_table(lines: list[Line], at: int, table: _Table) -> bool:
    """Whether the line is a heading. A number alone makes none where a broken row begins."""
    found = heading(lines, at)
    if found is None:
        return False
    end = _end(lines, at, table)
    is_broken = end > at + 1 and 1 < lines[end - 1].width < table.width
    return not (is_broken and found[1] and not lines[at].said.startswith("#"))


def _end(lines: list[Line], at: int, table: _Table) -> int:
    """Where the row that begins at the line ends; the next line if it is whole, or cannot be made so."""
    if lines[at].is_blank or lines[at].width >= table.width:
        return at + 1
    width, end = lines[at].width, at + 1
    while width < table.width and end < min(len(lines), at + _MOST_LINES):
        if not _may_follow(lines, end, table):
            return at + 1
        width += lines[end].width - 1
        end += 1
    if width != table.width or (_is_prose(lines[at : end - 1]) and not _is_inside(lines, at, table)):
        return at + 1
    return end


def _may_follow(lines: list[Line], at: int, table: _Table) -> bool:
    """Whether the line can begin inside a cell that the line before it left open."""
    before, line = lines[at - 1], lines[at]
    if line.is_blank or line.begins_again(table.header) or heading(lines, at) is not None:
        return False
    return bool(before.cleaned[-1] and line.cleaned[0])


def _is_prose(lines: list[Line]) -> bool:
    return all(line.width == 1 for line in lines)


def _is_inside(lines: list[Line], at: int, table: _Table) -> bool:
    """Whether the line before is a row of the table."""
    return at > 0 and lines[at - 1].width > 1 and not lines[at - 1].is_blank


def _joined(found: list[Line], lines: list[Line], table: _Table) -> list[Line]:
    """What was found, and the lines as one row; those without tabs may belong to the row above them."""
    above = found.pop()
    between = _is_prose(lines[:-1]) and above.width == table.width and above is not table.header
    if between and table.puts_above(lines[:-1]):
        return [*found, _one([above, *lines[:-1]]), lines[-1]]
    return [*found, above, _one(lines)]


def _one(lines: list[Line]) -> Line:
    cells: list[str] = list(lines[0].cells)
    for line in lines[1:]:
        cells[-1] = f"{cells[-1]}\n{line.cells[0]}"
        cells += line.cells[1:]
    text = "\n".join(line.text for line in lines)
    return Line(lines[0].number, text, tuple(cells), is_quoted=True, is_joined=True)
