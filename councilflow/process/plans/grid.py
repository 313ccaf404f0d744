"""A plan as the table that people know: merged cells for what stands above the measures (B1.4, B2.10).

Each area is a table of its own. Its columns are the plan's own levels from the top, then what the measures
say of when, who and how much. What stands above several rows is one cell over all of them; sisters of one
block share a row, without a one-to-one. The goals of the area itself stand above its table (B1.3).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from councilflow.process.plans.document import Money, Node, PlanDocument
from councilflow.process.plans.values import MoneyKind, NodeKind, Settlement


class Says(StrEnum):
    """What a column is of."""

    LEVEL = "level"
    PERIOD = "period"
    PARTIES = "parties"
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class Column:
    """`word` is the plan's own for a level; money has its kind and its year, if the plan says one."""

    says: Says
    word: str = ""
    money: MoneyKind | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell of the table, from its upper left corner; `nodes` or `money` is what it says."""

    row: int
    column: int
    rows: int = 1
    nodes: tuple[Node, ...] = ()
    money: tuple[Money, ...] = ()


@dataclass(frozen=True, slots=True)
class Area:
    """One table: `top` is the area, None for what stands under none; `goals` are its own."""

    top: Node | None
    goals: tuple[Node, ...]
    columns: tuple[Column, ...]
    slots: tuple[Slot, ...]
    rows: int


def areas_of(document: PlanDocument) -> list[Area]:
    """The tables of a plan, in order. Measures and the like at the top of a plan share one of their own."""
    found: list[Area] = []
    loose: list[Node] = []
    for top in document.children.get("", ()):
        if document.children.get(top.key):
            found += _area(document, [], loose)
            loose = []
            found += _area(document, [top], document.children[top.key])
        elif top.kind is not NodeKind.GOAL and top.kind is not NodeKind.THEME:
            loose.append(top)
    return found + _area(document, [], loose)


def standing_alone(document: PlanDocument) -> list[Node]:
    """What stands at the top of a plan without anything below: its goals and themes."""
    return [
        node
        for node in document.children.get("", ())
        if node.kind in (NodeKind.GOAL, NodeKind.THEME) and not document.children.get(node.key)
    ]


def _area(document: PlanDocument, top: Sequence[Node], below: Sequence[Node]) -> list[Area]:
    if not below:
        return []
    in_block = {node.key for block in _blocks(below).values() for node in block}
    goals = tuple(
        node
        for node in below
        if node.kind is NodeKind.GOAL and not document.children.get(node.key) and node.key not in in_block
    )
    left = {node.key for node in goals}
    drawing = _Drawing(document)
    drawing.rows_of([node for node in below if node.key not in left])
    return [Area(top[0] if top else None, goals, *drawing.done(), drawing.row)]


def _blocks(nodes: Iterable[Node]) -> dict[str, list[Node]]:
    """Sisters of several levels that share a block (B2.10)."""
    found: dict[str, list[Node]] = {}
    for node in nodes:
        if node.block:
            found.setdefault(node.block, []).append(node)
    return {name: block for name, block in found.items() if len({node.level for node in block}) > 1}


@dataclass
class _Drawing:
    """The rows of one area while they are laid out; a level is named by its depth and its word."""

    document: PlanDocument
    row: int = 0
    levels: list[str] = field(default_factory=list)
    placed: list[tuple[str, int, int, tuple[Node, ...]]] = field(default_factory=list)

    def rows_of(self, nodes: Sequence[Node]) -> None:
        """The nodes of one parent, and everything below them."""
        blocks = _blocks(nodes)
        done: set[str] = set()
        for node in nodes:
            if node.key in done:
                continue
            members = blocks.get(node.block, [])
            if members and not any(self.document.children.get(one.key) for one in members):
                self._block(members)
                done |= {one.key for one in members}
            else:
                self._node(node)

    def _node(self, node: Node) -> None:
        first = self.row
        self._level(node.level)
        below = self.document.children.get(node.key, ())
        beside = [one for one in below if one.kind is NodeKind.GOAL and one.key not in self.document.children]
        keys = {one.key for one in beside}
        self.rows_of([one for one in below if one.key not in keys])
        self.row = max(self.row, first + 1)
        self.placed.append((node.level, first, self.row - first, (node,)))
        self._beside(beside, first)

    def _beside(self, goals: Sequence[Node], first: int) -> None:
        """Goals of one strategy stand beside its measures, over all of them (B3.11)."""
        for level in dict.fromkeys(goal.level for goal in goals):
            self._level(level)
            of_level = tuple(goal for goal in goals if goal.level == level)
            self.placed.append((level, first, self.row - first, of_level))

    def _block(self, members: Sequence[Node]) -> None:
        for level in dict.fromkeys(node.level for node in members):
            self._level(level)
            self.placed.append((level, self.row, 1, tuple(node for node in members if node.level == level)))
        self.row += 1

    def _level(self, level: str) -> None:
        if level not in self.levels:
            self.levels.append(level)

    def done(self) -> tuple[tuple[Column, ...], tuple[Slot, ...]]:
        """The columns that say something, and every cell."""
        levels = self._ordered()
        columns = [Column(Says.LEVEL, level) for level in levels]
        slots = [Slot(row, levels.index(level), rows, nodes=nodes) for level, row, rows, nodes in self.placed]
        for more in self._more():
            columns.append(more)
            slots += list(self._said(more, len(columns) - 1))
        return tuple(columns), _filled(slots, self.row, len(columns))

    def _ordered(self) -> list[str]:
        """The levels as the plan names them from the top; words it does not name stay where they came."""
        named = [word for _kind, word in self.document.levels]
        known = iter(sorted((level for level in self.levels if level in named), key=named.index))
        return [next(known) if level in named else level for level in self.levels]

    def _more(self) -> Iterator[Column]:
        nodes = [node for _level, _row, _rows, nodes in self.placed for node in nodes]
        measures = [node.measure for node in nodes if node.measure]
        if any(measure.period.raw for measure in measures):
            yield Column(Says.PERIOD)
        if any(_says_who(node) for node in nodes):
            yield Column(Says.PARTIES)
        cells = [money for node in nodes for money in node.money if not money.is_sum]
        for kind in MoneyKind:
            years = {money.year for money in cells if money.kind is kind}
            if len(years) == 2 and None in years:
                years = {year for year in years if year is not None}  # the cells without a year are of it too
            for year in sorted(years, key=lambda one: (one is None, one)):
                yield Column(Says.MONEY, money=kind, year=year)

    def _said(self, column: Column, place: int) -> Iterator[Slot]:
        years = self.years_of(column.money) if column.money else set()
        for _level, row, rows, nodes in self.placed:
            if column.money:
                money = tuple(one for node in nodes for one in node.money if _is_of(one, column, years))
                if money:
                    yield Slot(row, place, rows, money=money)
            elif any(_says(column, node) for node in nodes):
                yield Slot(row, place, rows, nodes=nodes)

    def years_of(self, kind: MoneyKind) -> set[int]:
        return {
            money.year
            for _level, _row, _rows, nodes in self.placed
            for node in nodes
            for money in node.money
            if money.kind is kind and money.year is not None and not money.is_sum
        }


def _is_of(money: Money, column: Column, years: Collection[int]) -> bool:
    """Whether a cell belongs in the column; one without a year is of the only year that there is."""
    if money.is_sum or money.kind is not column.money:
        return False
    return money.year == column.year or (money.year is None and len(years) == 1)


def _says(column: Column, node: Node) -> bool:
    if column.says is Says.PARTIES:
        return _says_who(node)
    return node.measure is not None and bool(node.measure.period.raw)


def _says_who(node: Node) -> bool:
    measure = node.measure
    return measure is not None and (
        bool(measure.parties or measure.parties_raw) or measure.settlement is Settlement.NOT_SETTLED
    )


def _filled(slots: Iterable[Slot], rows: int, columns: int) -> tuple[Slot, ...]:
    """The cells with empty ones between them, so that every place of the table is covered just once.

    Of two cells that would lie over each other the lower one keeps its place and the upper one gets shorter.
    """
    owner: dict[tuple[int, int], Slot] = {}
    for slot in sorted(slots, key=lambda one: -one.rows):
        for row in range(slot.row, slot.row + slot.rows):
            owner[row, slot.column] = slot
    found = [slot for column in range(columns) for slot in _covering(owner, column, rows)]
    return tuple(sorted(found, key=lambda one: (one.row, one.column)))


def _covering(owner: Mapping[tuple[int, int], Slot], column: int, rows: int) -> Iterator[Slot]:
    """The cells of one column from the top."""
    row = 0
    while row < rows:
        slot, end = owner.get((row, column)), row + 1
        while slot is not None and end < rows and owner.get((end, column)) is slot:
            end += 1
        if slot is not None and slot.row == row:
            yield Slot(row, column, end - row, nodes=slot.nodes, money=slot.money)
        else:
            yield Slot(row, column, end - row)
        row = end
