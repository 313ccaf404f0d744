"""Numbers by strategy in a table that lies on its side: what an indicator should reach (B3.6, B3.11).

A row is one value of the indicator's dimension ("Opplevelse"), named in the row itself; a number in a column
without a strategy is the sum that the row states, and the row "Sum" states those of the areas.
"""

from __future__ import annotations

from councilflow.process.plans.document import Indicator, Target
from councilflow.process.plans.reading.desk import Desk
from councilflow.process.plans.reading.sheet import Line, Sheet
from councilflow.process.plans.reading.side import Side, number
from councilflow.process.plans.reading.tree import Tree
from councilflow.process.plans.reading.wording import coded


class Matrix:
    def __init__(self, sheet: Sheet, side: Side, tree: Tree, desk: Desk, year: int | None) -> None:
        self.sheet, self.side, self.tree, self.desk, self.year = sheet, side, tree, desk, year
        self.name = ""
        self.targets: list[Target] = []
        self.has_dimension = False

    def row(self, row: Line, label: str) -> None:
        if self.name and label != self.name:
            self.close()
        self.name = label
        dimension = self._dimension(row)
        for place in range(1, len(row.cells)):
            value = number(row.cells[place])
            if value is None:
                if row.cells[place] and coded(row.cells[place])[1] != dimension:
                    self.desk.doubt("target-unread", row.line, row.cells[place], column=place + 1)
                continue
            if place in self.side.own:
                self._add(value, row.cells[place], dimension, self.side.own[place])
            else:
                self._add(value, row.cells[place], dimension, "", is_sum=True)

    def sums(self, row: Line) -> None:
        seen: set[str] = set()
        for place in range(1, len(row.cells)):
            value = number(row.cells[place])
            if value is None:
                continue
            top = self.side.top(place)
            if top and top not in seen:
                seen.add(top)
                self._add(value, row.cells[place], "", top, is_sum=True)
            else:
                self._add(value, row.cells[place], "", self.side.root, is_sum=True)

    def _dimension(self, row: Line) -> str:
        """The words in the row, outside the columns of the strategies first."""
        words = [(place in self.side.own, cell) for place, cell in enumerate(row.cells) if place and cell]
        found = [cell for owned, cell in words if not owned and number(cell) is None]
        self.has_dimension = self.has_dimension or bool(found)
        return coded(found[-1])[1] if found else ""

    def _add(self, value: float, raw: str, dimension: str, node: str, *, is_sum: bool = False) -> None:
        self.targets.append(Target(value, raw, dimension, self.year, node, is_sum))

    def close(self) -> None:
        if self.targets:
            question = f"{self.sheet.name}.indicator"
            name = str(self.desk.ask(question, "indicator-name", self.name, line=self.sheet.line))
            unit = str(self.desk.given(f"{question}-unit") or "")
            indicator = Indicator("", name, self.side.root, unit, targets=tuple(self.targets))
            self.tree.add_indicator(indicator)
        self.name, self.targets = "", []
