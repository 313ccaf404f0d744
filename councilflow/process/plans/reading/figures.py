"""Tables of nothing but figures: a budget, how it is financed, and what an indicator should reach.

A line of a budget that names a node stands on it: as what it states to be the sum where money stands below
already, and as its money where none does. Any other line stands beside the tree. Sums are kept as stated.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from councilflow.process.plans.columns import Meaning, guess, year_in
from councilflow.process.plans.document import Indicator, Money, Target
from councilflow.process.plans.reading.cells import money_of
from councilflow.process.plans.reading.desk import Desk
from councilflow.process.plans.reading.headings import Column
from councilflow.process.plans.reading.rules import Rules
from councilflow.process.plans.reading.sheet import Line, Sheet, Sort
from councilflow.process.plans.reading.side import number
from councilflow.process.plans.reading.tree import Tree, are_related, same
from councilflow.process.plans.reading.wording import coded, is_sum
from councilflow.process.plans.values import NodeKind

_SUM_OF = re.compile(r"(?:sum\w*|total\w*|i alt)\s+(?P<unit>[^\W\d_]{3,})", re.IGNORECASE)
_NO_UNIT = frozenset(
    ("per", "pr", "år", "totalt", "alle", "for", "per år", "av", "og", "och", "alla", "området")
)


@dataclass(slots=True)
class Group:
    """The lines that a sum may be of, for one column."""

    keys: list[str] = field(default_factory=list)
    has_outside: bool = False
    amount: int = 0


class MoneyTable:
    def __init__(self, sheet: Sheet, sort: Sort, unit: int, tree: Tree, desk: Desk) -> None:
        self.sheet, self.tree, self.desk = sheet, tree, desk
        self.is_financing = sort is Sort.FINANCING
        header = sheet.rows[0].cells
        self.has_header = not any(number(cell) is not None and year_in(cell) is None for cell in header[1:])
        meaning = Meaning.FINANCING if self.is_financing else Meaning.BUDGET
        self.columns = [
            Column(place, meaning.value, heading, year=self._year(heading), unit=unit)
            for place, heading in enumerate(header)
            if place and not (self.has_header and is_sum(heading) and sheet.width > 2)
        ]
        self.all: dict[int, Group] = {column.place: Group() for column in self.columns}
        self.since: dict[int, Group] = {column.place: Group() for column in self.columns}

    def _year(self, heading: str) -> int | None:
        around = self.sheet.headings[-1] if self.sheet.headings else ""
        return (year_in(heading) if self.has_header else None) or year_in(around)

    def read(self) -> None:
        for row in self.sheet.rows[1:] if self.has_header else self.sheet.rows:
            if row.is_empty:
                continue
            if not row.cells[0]:
                self.desk.leave(row.line, row.text(), "text")
            elif is_sum(row.cells[0]):
                self._sums(row)
            else:
                self._line(row)

    def _line(self, row: Line) -> None:
        label = row.cells[0].replace("\n", " ")
        key = "" if self.is_financing else self._named(row, label)
        for column in self.columns:
            cell = row.cells[column.place] if column.place < len(row.cells) else ""
            for money in money_of(column, cell, row.line, self.desk) if cell else ():
                self._keep(column, money, label, key)
        if not any(row.cells[1:]):
            self.desk.leave(row.line, row.text(), "text")

    def _keep(self, column: Column, money: Money, label: str, key: str) -> None:
        if key:
            self.tree.budgets.append((key, money))
        elif self.is_financing:
            self.tree.lines.append(replace(money, source=label))
        else:
            self.tree.lines.append(replace(money, title=label))
        for group in (self.all[column.place], self.since[column.place]):
            group.amount += money.amount or 0
            if key:
                group.keys.append(key)
            else:
                group.has_outside = True

    def _named(self, row: Line, label: str) -> str:
        """The node that a line is about: by its title, or by its code if the words are related."""
        code, title = coded(label)
        for kind in (NodeKind.AREA, NodeKind.STRATEGY, NodeKind.MEASURE, NodeKind.GOAL):
            key = self.tree.find(kind, title=title) or self.tree.find(kind, title=label)
            if key:
                return key
        for kind in (NodeKind.AREA, NodeKind.STRATEGY, NodeKind.MEASURE) if code else ():
            key = self.tree.find(kind, code=code)
            if key and are_related(title, self.tree.at(key).title):
                self.desk.doubt("other-name", row.line, label, self.tree.at(key).title, 1)
                return key
        return ""

    def _sums(self, row: Line) -> None:
        label = row.cells[0].replace("\n", " ")
        for column in self.columns:
            cell = row.cells[column.place] if column.place < len(row.cells) else ""
            for money in money_of(column, cell, row.line, self.desk) if cell else ():
                group = self._summed(column.place, money.amount)
                covers = tuple(dict.fromkeys(group.keys))
                stated = replace(money, title=label, is_sum=True, source="", covers=covers)
                self.tree.lines.append(replace(stated, covers_outside=group.has_outside))
                self.since[column.place] = Group()

    def _summed(self, place: int, stated: int | None) -> Group:
        """What a sum is of: all lines above it, or those since the last sum where only they add up to it."""
        since, everything = self.since[place], self.all[place]
        only_since = stated is not None and since.amount == stated != everything.amount
        return since if only_since else everything


def settle(budgets: Sequence[tuple[str, Money]], tree: Tree) -> None:
    """Where a budget names a node under which money stands for the same year, it states the sum of that."""
    nodes = {node.key: node for node in (*tree.standing.nodes, *tree.nodes.values())}
    parents = {key: node.parent for key, node in nodes.items()}
    below: set[tuple[str, object]] = set()
    for node in nodes.values():
        for money in node.money:
            key = node.key
            while money.amount is not None and not money.is_sum and key and (key, money.year) not in below:
                below.add((key, money.year))
                key = parents.get(key, "")
    for key, money in budgets:
        has_below = (key, money.year) in below or (key, None) in below
        tree.add_money(key, replace(money, is_sum=has_below))


class TargetTable:
    def __init__(self, sheet: Sheet, tree: Tree, desk: Desk, rules: Rules) -> None:
        self.sheet, self.tree, self.desk, self.rules = sheet, tree, desk, rules
        self.header = sheet.rows[0].cells

    def read(self, node: str) -> None:
        if guess(self.header[0]) is Meaning.INDICATOR:
            for row in self.sheet.rows[1:]:
                if row.cells and row.cells[0]:
                    self.tree.add_indicator(Indicator("", row.cells[0], node, targets=self._targets(row, "")))
            return
        targets = tuple(
            target
            for row in self.sheet.rows[1:]
            if row.cells
            for target in self._targets(row, coded(row.cells[0])[1])
        )
        unit = self._unit()
        name = unit.capitalize() or (self.sheet.headings[-1] if self.sheet.headings else self.header[0])
        question = f"{self.sheet.name}.indicator"
        name = str(self.desk.ask(question, "indicator-name", name, line=self.sheet.line))
        unit = str(self.desk.given(f"{question}-unit") or unit)
        dimension = re.sub(r"\s*/\s*år\b|[:*]", "", self.header[0]).strip()
        indicator = Indicator("", name, node, unit, dimension, targets=targets)
        self.rules.remember(self.tree.add_indicator(indicator), unit or name)

    def _targets(self, row: Line, dimension: str) -> tuple[Target, ...]:
        """The row's figures; those in a row or column of sums are stated sums."""
        found = []
        sums = is_sum(row.cells[0])
        for place in range(1, len(row.cells)):
            cell = row.cells[place]
            value = number(cell)
            if value is None:
                if cell and same(cell):
                    self.desk.doubt("target-unread", row.line, cell, column=place + 1)
                continue
            heading = self.header[place] if place < len(self.header) else ""
            over_years = is_sum(heading)
            year = None if over_years else year_in(heading)
            found.append(Target(value, cell, "" if sums else dimension, year, is_sum=sums or over_years))
        return tuple(found)

    def _unit(self) -> str:
        """What is counted, by the words of the row of sums: "Sum arbeidsplasser pr år"."""
        for row in self.sheet.rows[1:]:
            found = _SUM_OF.match(row.cells[0]) if row.cells else None
            if found and found["unit"].casefold() not in _NO_UNIT:
                return found["unit"].casefold()
        return ""
