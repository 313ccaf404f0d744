"""The turned table of a plan as cells: strategies beside each other, a few to a sheet of paper (B3.11)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from councilflow.documents import plan_words
from councilflow.documents.plan_writer import Words
from councilflow.i18n import gettext as _
from councilflow.i18n import number
from councilflow.process.plans.document import PlanDocument
from councilflow.process.plans.table import Cell
from councilflow.process.plans.turned import Sum, Targets, Turned
from councilflow.process.plans.values import MoneyKind, NodeKind
from councilflow.words import word

MOST = 7
"""Strategies beside each other on a sheet that lies."""
_LABELS = 0.8
"""How wide the column of headings is beside one strategy."""

Rows = list[list[Words]]


def turned_tables(one: Turned, document: PlanDocument) -> Iterator[tuple[Rows, Rows, list[float]]]:
    """Heads, rows and shares of each table; areas stay whole where they fit."""
    for first, last in _parts([columns for _area, columns in one.areas]):
        part = _Part(one, document, first, last)
        rows = list(part.rows())
        if rows:
            yield part.heads(), rows, [_LABELS, *[1.0] * (last - first)]


def _parts(columns: Sequence[int]) -> Iterator[tuple[int, int]]:
    """From which strategy to which: as many areas as fit beside each other."""
    first = last = 0
    for count in columns:
        if last - first + count > MOST and last > first:
            yield first, last
            first = last
        last += count
        while last - first > MOST:
            yield first, first + MOST
            first += MOST
    if last > first:
        yield first, last


class _Part:
    """The strategies from `first` up to `last`, as rows of cells."""

    def __init__(self, one: Turned, document: PlanDocument, first: int, last: int) -> None:
        self.one, self.document, self.first, self.last = one, document, first, last

    def heads(self) -> Rows:
        areas = [([plan_words.named(area)], columns) for area, columns in self.one.areas]
        top = [Words([self.one.grouping], 0, 2), *self._reaching(areas)]
        names = [
            Words([plan_words.named(node) for node in (*strategy.above[1:], *strategy.nodes)], place)
            for place, strategy in enumerate(self.one.strategies[self.first : self.last], 1)
        ]
        return [top, names]

    def rows(self) -> Iterator[list[Words]]:
        yield from self._measures()
        for cells in self.one.goals:
            levels = {node.level for cell in cells for node in cell.nodes}
            label = ", ".join(sorted(levels)) or word(NodeKind.GOAL)
            said = [([plan_words.named(node) for node in cell.nodes], cell.columns) for cell in cells]
            yield from self._row(label, said)
        for kind, cells in ((MoneyKind.BUDGET, self.one.budget), (MoneyKind.FINANCING, self.one.financing)):
            if cells:
                yield from self._row(word(kind), [(self._money(cell), 1) for cell in cells])
        if self.one.budget:
            sums = [([self._amount(one.computed)], one.columns) for one in self.one.sums]
            yield from self._row(_("Summa"), sums)
        for targets in self.one.targets:
            yield from self._targets(targets)

    def _measures(self) -> Iterator[list[Words]]:
        rows = [row[self.first : self.last] for row in self.one.measures]
        rows = [row for row in rows if any(row)]
        level = next((node.level for row in rows for node in row if node), "")
        for at, row in enumerate(rows):
            label = [Words([level or word(NodeKind.MEASURE)], 0, len(rows), is_head=True)] if at == 0 else []
            cells = [
                Words([plan_words.named(node)] if node else [], place) for place, node in enumerate(row, 1)
            ]
            yield [*label, *cells]

    def _targets(self, targets: Targets) -> Iterator[list[Words]]:
        for dimension, values, _sum in targets.rows:
            told = [([number(value)] if value is not None else [], 1) for value in values]
            name = targets.indicator.name
            yield from self._row(f"{name}: {dimension}" if dimension else name, told)
        yield from self._row(_("Summa"), [([_sum_of(one)], one.columns) for one in targets.by_area])

    def _row(self, label: str, cells: Sequence[tuple[Sequence[str], int]]) -> Iterator[list[Words]]:
        """A row, unless it says nothing here."""
        told = list(self._reaching(cells))
        if any(cell.lines for cell in told):
            yield [Words([label], 0, is_head=True), *told]

    def _reaching(self, cells: Sequence[tuple[Sequence[str], int]]) -> Iterator[Words]:
        """Cells by how many strategies they reach over, as far as those stand here."""
        start = 0
        for lines, columns in cells:
            left, right = max(start, self.first), min(start + columns, self.last)
            if left < right:
                yield Words(lines, left - self.first + 1, columns=right - left)
            start += columns

    def _money(self, cell: Cell) -> list[str]:
        return list(cell.words) or ([self._amount(cell.amount)] if cell.amount is not None else [])

    def _amount(self, crowns: float) -> str:
        return plan_words.amount(round(crowns), self.document.currency)


def _sum_of(one: Sum) -> str:
    """What adds up; what the plan states itself where that is something else (H.14)."""
    if one.stated is None or one.stated == one.computed:
        return number(one.computed)
    return _(
        "%(stated)s enligt planen, %(sum)s enligt raderna",
        stated=number(one.stated),
        sum=number(one.computed),
    )
