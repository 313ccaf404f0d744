"""Sets a plan's tables: cells before they are set, and the writer that tags and places them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from councilflow.documents.layout import CELL, HEAD_CELL, Writer
from councilflow.documents.merged import Box, MergedTable, Row
from councilflow.documents.sheet import LyingSheet
from councilflow.documents.tagged import Element


@dataclass(frozen=True, slots=True)
class Words:
    """A cell before it is set: its lines, and how far it reaches."""

    lines: Sequence[str]
    column: int
    rows: int = 1
    columns: int = 1
    is_head: bool = False


class PlanWriter(Writer):
    """A writer on paper that lies, with tables whose cells reach over others."""

    sheet_class = LyingSheet
    cell_style = CELL

    def grid(
        self, heads: Sequence[Sequence[Words]], rows: Iterable[Sequence[Words]], shares: Sequence[float]
    ) -> None:
        """A table; every place of it is covered by just one cell. `shares` are of the line."""
        table = self._within.child("Table")
        line = self.paper.line
        self.add(
            MergedTable(
                list(self._rows(heads, table.child("THead"), is_head=True)),
                list(self._rows(rows, table.child("TBody"))),
                [line * share / sum(shares) for share in shares],
                self.paper.room,
            )
        )

    def _rows(
        self, rows: Iterable[Sequence[Words]], within: Element, *, is_head: bool = False
    ) -> Iterator[Row]:
        for row in rows:
            element = within.child("TR", keep=True)
            yield tuple(self._box(one, element, is_head=is_head) for one in row)

    def _box(self, words: Words, row: Element, *, is_head: bool) -> Box:
        heads = is_head or words.is_head
        element = row.child(
            "TH" if heads else "TD",
            keep=True,
            scope="Column" if is_head else "Row",
            rows=words.rows,
            columns=words.columns,
        )
        style = HEAD_CELL if is_head else self.cell_style
        pieces = [piece for line in words.lines for piece in self._cell(line, style, element)]
        return Box(tuple(pieces), words.column, words.rows, words.columns, is_head)
