"""Rows of money in a table that lies on its side, and the sums that it states under them."""

from __future__ import annotations

from dataclasses import replace

from councilflow.process.plans.columns import Meaning, money_unit
from councilflow.process.plans.document import Money
from councilflow.process.plans.reading.cells import money_of
from councilflow.process.plans.reading.desk import Desk
from councilflow.process.plans.reading.headings import Column
from councilflow.process.plans.reading.sheet import Line
from councilflow.process.plans.reading.side import Side
from councilflow.process.plans.reading.tree import Tree


class SideMoney:
    def __init__(self, side: Side, tree: Tree, desk: Desk) -> None:
        self.side, self.tree, self.desk = side, tree, desk
        self.last = Column(0, Meaning.BUDGET.value, "")

    def unit(self, label: str) -> int:
        answer = self.desk.given(f"{self.side.sheet.name}.unit")
        return (
            int(answer) if answer in ("1", "1000", "1000000", 1, 1000, 1_000_000) else money_unit(label) or 1
        )

    def row(self, row: Line, column: Column) -> None:
        """Each cell on the strategy of its column; on the area where there is none."""
        self.last = column
        for place in range(1, len(row.cells)):
            cell = row.cells[place]
            if not cell:
                continue
            found = money_of(replace(column, place=place), cell, row.line, self.desk)
            if place in self.side.own:
                self.tree.add_money(self.side.own[place], *found)
            else:
                self._stated(tuple(replace(one, is_sum=True) for one in found), column.heading)

    def sums(self, row: Line, label: str) -> None:
        """The first sum over the columns of an area is its own; one further right is of the whole table."""
        seen: set[str] = set()
        for place in range(1, len(row.cells)):
            cell = row.cells[place]
            if not cell:
                continue
            found = money_of(replace(self.last, place=place), cell, row.line, self.desk)
            stated = tuple(replace(money, is_sum=True, source="") for money in found)
            top = self.side.top(place)
            if top and top not in seen:
                seen.add(top)
                self.tree.add_money(top, *stated)
            else:
                self._stated(stated, label)

    def _stated(self, stated: tuple[Money, ...], label: str) -> None:
        if self.side.root:
            self.tree.add_money(self.side.root, *stated)
        else:
            covers = self.side.tops
            self.tree.lines.extend(replace(money, title=label, covers=covers) for money in stated)
