"""A plan's money as one reads it: every level with what stands on it and what it adds up to.

The same few statements however large the plan is: nodes, cells, what was moved.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from sqlalchemy import Row, select

from councilflow.extensions import db
from councilflow.models import Measure as MeasureRow
from councilflow.models import Plan, PlanNode, Reallocation
from councilflow.process.plans.document import Measure, Money, Node, PlanDocument
from councilflow.process.plans.financing import is_in_millions, states_financing, without_financing
from councilflow.process.plans.reallocation import moved
from councilflow.process.plans.sums import Balance, Total, balance, differences, totals
from councilflow.process.plans.values import MoneyState
from councilflow.services.plans.document import money_of, money_rows


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of money as the plan has it, and what was moved to it since; whole kroner."""

    id: int
    node_id: int | None
    source_id: int | None
    money: Money
    moved: int = 0

    @property
    def in_force(self) -> int | None:
        """What the cell is worth now; None where it says no amount and nothing was moved to it."""
        if self.moved:
            return (self.money.amount or 0) + self.moved
        return self.money.amount

    @property
    def as_in_force(self) -> Money:
        if not self.moved:
            return self.money
        return replace(self.money, amount=self.in_force, state=MoneyState.AMOUNT)


@dataclass(frozen=True, slots=True)
class Level:
    """A node with its cells and its sums: `total` as the plan says it, `in_force` with what was moved."""

    id: int
    node: Node
    depth: int  # 0 at the top
    cells: tuple[Cell, ...]
    total: Total
    in_force: Total


@dataclass(frozen=True, slots=True)
class StatedSum:
    """A sum that the plan states, and what it adds up to as the plan was written."""

    cell: Cell
    node: Node | None
    computed: int

    @property
    def missing(self) -> int:
        return (self.cell.money.amount or 0) - self.computed


@dataclass(frozen=True)
class Book:
    """The whole of it. `document` holds nodes and money and nothing else."""

    document: PlanDocument
    ids: Mapping[str, int]  # of nodes, by key
    cells: tuple[Cell, ...]

    @cached_property
    def levels(self) -> tuple[Level, ...]:
        as_written, now = self.sums_as_written, self.sums_now
        here: dict[int | None, list[Cell]] = defaultdict(list)
        for cell in self.cells:
            here[cell.node_id].append(cell)
        depths: dict[str, int] = {}
        found = []
        for node in self.document.nodes:
            depths[node.key] = depths.get(node.parent, -1) + 1
            cells = tuple(here[self.ids[node.key]])
            sums = (as_written[node.key], now[node.key])
            found.append(Level(self.ids[node.key], node, depths[node.key], cells, *sums))
        return tuple(found)

    @cached_property
    def lines(self) -> tuple[Cell, ...]:
        """The money beside the tree, without the plan's own sums (B3.15)."""
        return tuple(one for one in self.cells if one.node_id is None and not one.money.is_sum)

    @cached_property
    def in_force(self) -> PlanDocument:
        """The same plan with everything where it was moved to (B3.17)."""
        if not any(cell.moved for cell in self.cells):
            return self.document
        nodes = {node.key: node for node in self.document.nodes}
        keys = {number: key for key, number in self.ids.items()}
        here: dict[str, list[Money]] = defaultdict(list)
        for cell in self.cells:
            here[keys.get(cell.node_id or 0, "")].append(cell.as_in_force)
        moved_to = tuple(replace(node, money=tuple(here[key])) for key, node in nodes.items())
        return replace(self.document, nodes=moved_to, lines=tuple(here[""]))

    @cached_property
    def sums_as_written(self) -> Mapping[str, Total]:
        return totals(self.document)

    @cached_property
    def sums_now(self) -> Mapping[str, Total]:
        return self.sums_as_written if self.in_force is self.document else totals(self.in_force)

    @property
    def total(self) -> Total:
        """The whole plan as it was written."""
        return self.sums_as_written[""]

    @property
    def now(self) -> Total:
        """The whole plan with what was moved; moving changes no sum of the whole unless it says so."""
        return self.sums_now[""]

    @cached_property
    def balances(self) -> tuple[Balance, ...]:
        return balance(self.in_force)

    @cached_property
    def stated(self) -> tuple[StatedSum, ...]:
        """Every sum that the plan states itself, those that hold too (C)."""
        differing = {
            (one.node, one.kind, one.year, one.raw, one.stated): int(one.computed)
            for one in differences(self.document)
            if one.of == "money"
        }
        keys = {number: key for key, number in self.ids.items()}
        found = []
        for cell in self.cells:
            money, key = cell.money, keys.get(cell.node_id or 0, "")
            if money.is_sum and money.amount is not None:
                place = (key, money.kind, money.year, money.raw, money.amount)
                node = self.document.by_key.get(key)
                found.append(StatedSum(cell, node, differing.get(place, money.amount)))
        return tuple(found)

    @cached_property
    def is_in_millions(self) -> bool:
        """Whether the plan writes its amounts in millions, at least one of them."""
        return any(is_in_millions(one.money.raw, one.money.amount) for one in self.cells)

    @cached_property
    def by_source(self) -> tuple[tuple[int, str, tuple[Level, ...], int], ...]:
        """Each financing source by its id and name, what it stands on, and what it gives now (B2.13)."""
        levels = {level.id: level for level in self.levels}
        found: dict[int, tuple[str, dict[int, Level], int]] = {}
        for cell in self.cells:
            if cell.source_id is None or cell.money.is_sum:
                continue
            name, nodes, amount = found.get(cell.source_id, (cell.money.source, {}, 0))
            if cell.node_id is not None:
                nodes[cell.node_id] = levels[cell.node_id]
            found[cell.source_id] = (name, nodes, amount + (cell.in_force or 0))
        return tuple(
            (number, name, tuple(nodes.values()), amount) for number, (name, nodes, amount) in found.items()
        )

    @cached_property
    def without_financing(self) -> tuple[Level, ...]:
        keys = {node.key for node in without_financing(self.document)}
        return tuple(level for level in self.levels if level.node.key in keys)

    @property
    def states_financing(self) -> bool:
        return states_financing(self.document)


def book_of(plan: Plan) -> Book:
    """Three statements."""
    rows = _node_rows(plan.id)
    cells = cells_of(plan.id)
    here: dict[int | None, list[Money]] = defaultdict(list)
    for cell in cells:
        here[cell.node_id].append(cell.money)
    keys = {row.id: row.key for row in rows}
    nodes = tuple(_node(row, keys, here[row.id]) for row in rows)
    lines = tuple(here[None])
    made = PlanDocument(language=plan.language, currency=plan.currency, nodes=nodes, lines=lines)
    in_order = replace(made, nodes=tuple(made.under("")))
    return Book(in_order, {row.key: row.id for row in rows}, cells)


def cells_of(plan_id: int) -> tuple[Cell, ...]:
    """Every cell of a plan in its order, with what was moved. Two statements."""
    entries = db.session.execute(
        select(Reallocation.from_money_id, Reallocation.to_money_id, Reallocation.amount).where(
            Reallocation.plan_id == plan_id
        )
    )
    given = moved((row.from_money_id, row.to_money_id, row.amount) for row in entries)
    return tuple(
        Cell(row.id, row.node_id, row.source_id, money_of(row), given.get(row.id, 0))
        for row in money_rows(plan_id)
    )


def _node_rows(plan_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    return db.session.execute(
        select(
            PlanNode.id,
            PlanNode.parent_id,
            PlanNode.key,
            PlanNode.kind,
            PlanNode.level,
            PlanNode.code,
            PlanNode.title,
            PlanNode.short_label,
            MeasureRow.is_placeholder,
        )
        .outerjoin(MeasureRow, MeasureRow.node_id == PlanNode.id)
        .where(PlanNode.plan_id == plan_id)
        .order_by(PlanNode.position, PlanNode.id)
    ).all()


def _node(row: Any, keys: Mapping[int, str], money: Iterable[Money]) -> Node:
    measure = None if row.is_placeholder is None else Measure(is_placeholder=row.is_placeholder)
    return Node(
        key=row.key,
        kind=row.kind,
        title=row.title,
        parent=keys.get(row.parent_id, ""),
        level=row.level,
        code=row.code,
        short_label=row.short_label,
        money=tuple(money),
        measure=measure,
    )


@dataclass(frozen=True, slots=True)
class Overview:
    """A plan's money in short, for pages that are about something else. Whole kroner, as it is now."""

    currency: str
    is_in_millions: bool
    whole: Total
    by_node: Mapping[int, Total]  # with everything below the node
    differences: int  # stated sums that are not what adds up

    @property
    def difference(self) -> int:
        """Financing less budget."""
        return self.whole.financing - self.whole.budget


def overview(plan_id: int) -> Overview:
    """Three statements, four where the plan is not in the session yet."""
    book = book_of(db.session.get_one(Plan, plan_id))
    return Overview(
        currency=book.document.currency,
        is_in_millions=book.is_in_millions,
        whole=book.now,
        by_node={level.id: level.in_force for level in book.levels},
        differences=sum(1 for one in book.stated if one.missing),
    )
