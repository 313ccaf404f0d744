"""The measures of a row of a plan, and what stands beside them: their money, indicators and words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from councilflow.process.plans import placeholders
from councilflow.process.plans.columns import Meaning
from councilflow.process.plans.document import Indicator, Money, Node, Target
from councilflow.process.plans.reading.cells import measure_of, money_of
from councilflow.process.plans.reading.desk import Desk
from councilflow.process.plans.reading.headings import Column
from councilflow.process.plans.reading.side import number
from councilflow.process.plans.reading.splitting import Splitter
from councilflow.process.plans.reading.tree import Tree
from councilflow.process.plans.reading.wording import code_of
from councilflow.process.plans.values import MoneyState, NodeKind

MONEY = frozenset((Meaning.BUDGET.value, Meaning.FINANCING.value, Meaning.SOURCE.value))
WORDS = frozenset((Meaning.TEXT.value, Meaning.NOTE.value))
OF_NODES = (
    MONEY | WORDS | {Meaning.CODE.value, Meaning.INDICATOR.value, Meaning.TARGET.value, Meaning.UNIT.value}
)
"""What may be said of a point of the plan that is no measure."""

Beside = list[tuple[Column, str]]


class Measures:
    def __init__(self, beside: list[Column], splitter: Splitter, tree: Tree, desk: Desk) -> None:
        self.beside, self.splitter = beside, splitter
        self.tree, self.desk = tree, desk
        self.last = ""

    def read(self, line: int, column: Column, cells: Mapping[int, str], parent: str) -> list[str]:
        """The keys of the measures that the row's cell names."""
        if not cells[column.place]:
            return []
        parts = self.splitter.parts(line, column, cells[column.place])
        beside = self.splitter.aligned(line, self.beside, cells, len(parts))
        keys = [
            self._measure(line, column, part, own, parent) for part, own in zip(parts, beside, strict=True)
        ]
        if len(parts) > 1:
            self._money_once(line, cells, parent)
        return keys

    def _measure(self, line: int, column: Column, text: str, beside: Beside, parent: str) -> str:
        code, title = code_of(text, NodeKind.MEASURE)
        measure = measure_of(title, beside, line, self.desk)
        before = self.tree.at(self.last).title if self.last else ""
        if before and placeholders.continues(before, title):
            measure = replace(measure, continues=self.last)
            self.desk.doubt("continues", line, title, before, column.place + 1)
        code = next((cell for one, cell in beside if one.meaning == Meaning.CODE and cell), code)
        node = Node(
            "", NodeKind.MEASURE, title, parent, column.level, code, source_line=line, measure=measure
        )
        node = replace(node, text=_words(beside), money=self.money(line, beside))
        self.last = self.tree.place(node, new=True)
        self._indicators(self.last, beside)
        return self.last

    def money(self, line: int, beside: Beside) -> tuple[Money, ...]:
        found = [
            money_of(column, cell, line, self.desk) for column, cell in beside if column.meaning in MONEY
        ]
        return tuple(money for cells in found for money in cells)

    def _money_once(self, line: int, cells: Mapping[int, str], parent: str) -> None:
        """A sum that stands once for several measures stands once in the plan: on what is above them."""
        for column in self.beside:
            if column.meaning not in MONEY or (line, column.place) in self.splitter.shared:
                continue
            cell = cells[column.place]
            money = [one for one in money_of(column, cell, line, self.desk) if not one.source]
            if money and money[0].state is not MoneyState.NOT_STATED:
                self.on_parent(parent, money)
                self.desk.doubt("money-of-several", line, cell, column=column.place + 1)

    def on_parent(self, parent: str, money: list[Money]) -> None:
        if parent:
            self.tree.add_money(parent, *money)
        else:
            self.tree.lines.extend(money)

    def _indicators(self, key: str, beside: Beside) -> None:
        names = [cell for column, cell in beside if column.meaning == Meaning.INDICATOR and cell]
        targets = tuple(
            Target(number(cell), cell, year=column.year)
            for column, cell in beside
            if column.meaning == Meaning.TARGET and cell
        )
        unit = next((cell for column, cell in beside if column.meaning == Meaning.UNIT), "")
        if names or targets:
            name = names[0].replace("\n", " ") if names else self.tree.at(key).title
            self.tree.add_indicator(Indicator("", name, key, unit, targets=targets))

    def on_node(self, line: int, text: str, cells: Mapping[int, str], key: str) -> None:
        """What a row without a measure says is of the deepest point that it names."""
        beside = [(column, cells[column.place]) for column in self.beside]
        money = [
            one for one in self.money(line, beside) if one.state is not MoneyState.NOT_STATED or one.source
        ]
        words = _words(beside)
        if key:
            node = self.tree.at(key)
            code = next((cell for one, cell in beside if one.meaning == Meaning.CODE), "")
            self.tree.change(replace(node, text=node.text or words, code=node.code or code))
            self.tree.add_money(key, *money)
            self._indicators(key, beside)
        else:
            self.tree.lines.extend(money)
            self.desk.leave(line, text, "text")
        for column, cell in beside:
            if cell and column.meaning not in OF_NODES:
                self.desk.doubt("without-measure", line, cell, column=column.place + 1)


def _words(beside: Beside) -> str:
    """Descriptions as they stand; remarks and columns that nobody knows with their heading."""
    found = [
        cell if column.meaning == Meaning.TEXT or not column.heading else f"{column.heading}: {cell}"
        for column, cell in beside
        if column.meaning in WORDS and cell
    ]
    return "\n".join(found)
