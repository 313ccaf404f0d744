"""A plan as the table of its source: its own columns, the first ones merged, area by area (B1.4, B2.10).

Each area is a table. Its columns are the plan's own levels below the area, then what the measures say:
period, parties, money. A node stands in one cell over all the rows of what is below it. Goals right below the
area stand over the table, as in the sources; goals under a strategy get a column of their own. The nodes of a
block stand in merged cells over all of its rows, never beside each other one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from councilflow.process.plans.document import Money, Node, PlanDocument
from councilflow.process.plans.values import MoneyKind, MoneyState, NodeKind, PartyRole


class Column(StrEnum):
    """What a column of the table holds besides the levels of the plan."""

    PERIOD = "period"
    PARTIES = "parties"
    BUDGET = "budget"
    FINANCING = "financing"
    GOALS = "goals"  # under a strategy


HEADINGS: Final = {
    "sv": ("Tid", "Ansvar", "Ansvar och deltagande", "Budget", "Finansiering"),
    "nb": ("Tid", "Ansvar", "Ansvar og deltakelse", "Budsjett", "Finansiering"),
    "nn": ("Dato/tid", "Ansvar", "Ansvar og deltaking", "Budsjett", "Finansiering"),
    "en": ("Time", "Responsible", "Responsible and taking part", "Budget", "Financing"),
}
"""What those columns are called in the sources, in the language of the plan; they are no texts of ours."""


def heading(head: Head, document: PlanDocument) -> str:
    """What stands over a column: the plan's own word, in the plan's own language."""
    if head.level:
        return head.level
    period, responsible, parties, budget, financing = HEADINGS.get(document.language, HEADINGS["en"])
    year = f" {head.year}" if head.year else ""
    if head.column is Column.PARTIES:
        measures = (node.measure for node in document.nodes if node.measure is not None)
        roles = {party.role for measure in measures for party in measure.parties}
        return responsible if roles == {PartyRole.RESPONSIBLE} else parties
    return {Column.BUDGET: budget + year, Column.FINANCING: financing + year}.get(
        head.column or Column.PERIOD, period
    )


@dataclass(frozen=True, slots=True)
class Head:
    """A column: a level by the plan's own word, or what `column` says. `year` of money, when it is one."""

    level: str = ""
    column: Column | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell: nodes, or words as written. `rows` and `columns` say how far it reaches."""

    nodes: tuple[Node, ...] = ()
    words: tuple[str, ...] = ()
    amount: int | None = None  # whole kroner, when the cell is of money and nothing is written
    money: tuple[Money, ...] = ()  # of a cell of money, for those that need more than its words
    rows: int = 1
    columns: int = 1
    is_block: bool = False


@dataclass(slots=True)
class Section:
    """The table of one area; its rows hold the cells that begin there, by the place of the column."""

    node: Node | None
    goals: tuple[Node, ...]
    heads: tuple[Head, ...]
    rows: list[dict[int, Cell]]

    def laid_out(self) -> Iterator[list[tuple[Head, Cell]]]:
        """The cells of each row in order, the empty ones too; what a cell above reaches over is left out."""
        taken = [0] * len(self.heads)
        for row in self.rows:
            cells = []
            for place, head in enumerate(self.heads):
                if taken[place]:
                    taken[place] -= 1
                    continue
                cell = row.get(place, Cell())
                taken[place] = cell.rows - 1
                cells.append((head, cell))
            yield cells


def sections(document: PlanDocument) -> tuple[Section, ...]:
    """The whole plan, area by area; what has nothing below it stands together in a first one."""
    top = document.children.get("", ())
    loose = [node for node in top if not document.children.get(node.key)]
    areas = [node for node in top if document.children.get(node.key)]
    made = [_section(document, None, loose)] if loose else []
    made += [_section(document, area, document.children[area.key]) for area in areas]
    return tuple(made)


def _section(document: PlanDocument, area: Node | None, below: Sequence[Node]) -> Section:
    over = tuple(node for node in below if area is not None and _stands_over(document, node, below))
    inside = [node for node in below if node not in over]
    everything = [node for one in inside for node in document.under(one.key)]
    heads = (*_levels(document, everything), *_leaf_heads(document))
    return Section(area, over, heads, _Builder(document, heads).rows_of(inside))


def _stands_over(document: PlanDocument, node: Node, sisters: Sequence[Node]) -> bool:
    """A goal of the area itself: nothing below it, and in no block."""
    if node.kind is not NodeKind.GOAL or document.children.get(node.key):
        return False
    return not node.block or len({one.level for one in sisters if one.block == node.block}) < 2


def _levels(document: PlanDocument, nodes: Sequence[Node]) -> list[Head]:
    """The levels in the plan's own order, the measures last, then the goals beside them."""
    levels = list(dict.fromkeys(node.level for node in nodes if not _is_beside(document, node)))
    words = [word for _kind, word in document.levels]
    levels.sort(key=lambda level: words.index(level) if level in words else len(words))
    last = list(dict.fromkeys(node.level for node in nodes if node.measure is not None))
    heads = [Head(level) for level in levels if level not in last] + [Head(level) for level in last[:1]]
    beside = [node.level for node in nodes if _is_beside(document, node)]
    return heads + ([Head(beside[0], Column.GOALS)] if beside else [])


def _leaf_heads(document: PlanDocument) -> list[Head]:
    """What the measures of the plan say, the same columns in all of its tables."""
    heads = []
    measures = [node.measure for node in document.nodes if node.measure is not None]
    if any(measure.period.raw for measure in measures):
        heads.append(Head(column=Column.PERIOD))
    if any(measure.parties_raw or measure.parties for measure in measures):
        heads.append(Head(column=Column.PARTIES))
    for kind, column in ((MoneyKind.BUDGET, Column.BUDGET), (MoneyKind.FINANCING, Column.FINANCING)):
        cells = [money for node in document.nodes for money in node.money if money.kind is kind]
        years = {money.year for money in cells if not money.is_sum}
        if any(not money.is_sum for money in cells):
            heads.append(Head(column=column, year=years.pop() if len(years) == 1 else None))
    return heads


def _is_beside(document: PlanDocument, node: Node) -> bool:
    """A goal under a strategy or another goal's sister: it stands beside the measures, not above them."""
    above = document.by_key.get(node.parent)
    return (
        node.kind is NodeKind.GOAL
        and not node.block
        and not document.children.get(node.key)
        and above is not None
        and above.kind is NodeKind.STRATEGY
    )


@dataclass(slots=True)
class _Builder:
    document: PlanDocument
    heads: tuple[Head, ...]
    places: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        self.places = {head.level: place for place, head in enumerate(self.heads) if head.column is None}

    def rows_of(self, nodes: Sequence[Node]) -> list[dict[int, Cell]]:
        rows: list[dict[int, Cell]] = []
        for group in _groups(self.document, nodes):
            rows += self._block(group) if len(group) > 1 else self._node(group[0])
        return rows

    def _node(self, node: Node) -> list[dict[int, Cell]]:
        below = self.document.children.get(node.key, ())
        beside = tuple(one for one in below if _is_beside(self.document, one))
        rows = self.rows_of([one for one in below if one not in beside]) or [{}]
        place = self._place(node)
        if any(place in row for row in rows):  # of the same level as what is below it
            rows.insert(0, {})
            rows[0][place] = Cell(nodes=(node,))
        else:
            rows[0][place] = Cell(nodes=(node,), rows=len(rows))
        goals = next((at for at, head in enumerate(self.heads) if head.column is Column.GOALS), None)
        if beside and goals is not None:
            rows[0][goals] = Cell(nodes=beside, rows=len(rows))
        for place, cell in self._leaves(node):
            if all(place not in row for row in rows):
                rows[0][place] = replace(cell, rows=len(rows))
        return rows

    def _block(self, group: Sequence[Node]) -> list[dict[int, Cell]]:
        """Many and many: merged cells over all rows, the measures a row each (B2.10)."""
        measures = [node for node in group if node.measure is not None]
        rows: list[dict[int, Cell]] = [row for node in measures for row in self._node(node)] or [{}]
        levels: dict[int, list[Node]] = {}
        for node in group:
            if node.measure is None:
                levels.setdefault(self._place(node), []).append(node)
        for place, nodes in levels.items():
            rows[0][place] = Cell(nodes=tuple(nodes), rows=len(rows), is_block=True)
        return rows

    def _place(self, node: Node) -> int:
        if node.level in self.places:
            return self.places[node.level]
        return len(self.places) - 1  # measures of another word stand with the measures

    def _leaves(self, node: Node) -> Iterator[tuple[int, Cell]]:
        measure = node.measure
        for place, head in enumerate(self.heads):
            if head.column is Column.PERIOD and measure is not None and measure.period.raw:
                yield place, Cell(words=(measure.period.raw,))
            elif head.column is Column.PARTIES and measure is not None and _parties(node):
                yield place, Cell(words=_parties(node))
            elif head.column in (Column.BUDGET, Column.FINANCING):
                cell = money_cell(node.money, MoneyKind(head.column.value))
                if cell is not None:
                    yield place, cell


def _groups(document: PlanDocument, nodes: Sequence[Node]) -> list[list[Node]]:
    """Sisters one by one, but those of a block together, where the first of them stands."""
    blocks: dict[str, list[Node]] = {}
    for node in nodes:
        if node.block and not document.children.get(node.key):
            blocks.setdefault(node.block, []).append(node)
    real = {name: block for name, block in blocks.items() if len({node.level for node in block}) > 1}
    groups: list[list[Node]] = []
    for node in nodes:
        block = real.get(node.block) if not document.children.get(node.key) else None
        if block is None:
            groups.append([node])
        elif node is block[0]:
            groups.append(block)
    return groups


def _parties(node: Node) -> tuple[str, ...]:
    """The cell as written; else the names, the responsible first."""
    if node.measure is None:
        return ()
    if node.measure.parties_raw:
        return tuple(line for line in node.measure.parties_raw.split("\n") if line.strip())
    ordered = sorted(node.measure.parties, key=lambda party: list(PartyRole).index(party.role))
    return (", ".join(party.name for party in ordered),) if ordered else ()


def money_cell(money: Iterable[Money], kind: MoneyKind) -> Cell | None:
    """What a column for money says of a node: as written, else the source or the amount."""
    cells = tuple(one for one in money if one.kind is kind and not one.is_sum)
    words = tuple(dict.fromkeys(filter(None, (one.raw or one.source for one in cells))))
    if words:
        return Cell(words=words, money=cells)
    amounts = [one.amount for one in cells if one.state is MoneyState.AMOUNT and one.amount is not None]
    return Cell(amount=sum(amounts), money=cells) if amounts else None
