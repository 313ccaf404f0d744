"""A plan as a turned table: the strategies are columns, what is done about them stands below (B3.11).

One table for each grouping of areas. The rows are the measures, the goals, the money, its sum for each area,
and what the indicators should reach. A goal that covers the strategy beside it reaches over both (B3.12). The
strategies of a block share one column, since nobody can tell which measure is whose (B2.10).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from councilflow.process.plans.document import Indicator, Node, PlanDocument
from councilflow.process.plans.sums import totals
from councilflow.process.plans.table import Cell, money_cell
from councilflow.process.plans.values import LinkKind, MoneyKind, NodeKind


@dataclass(slots=True)
class Strategy:
    """A column: the strategy, or several of one block, with what stands under it."""

    nodes: tuple[Node, ...]
    above: tuple[Node, ...]  # between the area and the strategy
    measures: list[Node] = field(default_factory=list)
    goals: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Sum:
    """What adds up, and what the plan states itself where that is something else (H.14)."""

    computed: float
    stated: float | None = None
    columns: int = 1


@dataclass(slots=True)
class Targets:
    """What an indicator should reach: a row for each value of its dimension."""

    indicator: Indicator
    rows: list[tuple[str, list[float | None], Sum]]
    by_area: list[Sum]


@dataclass(slots=True)
class Turned:
    grouping: str
    areas: list[tuple[Node, int]]  # with how many columns
    strategies: list[Strategy]
    measures: list[list[Node | None]]  # rows
    goals: list[list[Cell]]
    budget: list[Cell]
    financing: list[Cell]
    sums: list[Sum]  # budget by area
    targets: list[Targets]


def turned(document: PlanDocument) -> tuple[Turned, ...]:
    """The whole plan turned, a table for each grouping of its areas."""
    areas = [node for node in document.children.get("", ()) if document.children.get(node.key)]
    groups = groupby(areas, key=lambda area: area.grouping)
    return tuple(_turned(document, grouping, list(group)) for grouping, group in groups)


def _turned(document: PlanDocument, grouping: str, areas: Sequence[Node]) -> Turned:
    by_area = [(area, _strategies(document, area)) for area in areas]
    strategies = [one for _area, columns in by_area for one in columns]
    spans = [(area, len(columns)) for area, columns in by_area if columns]
    deepest = max((len(one.measures) for one in strategies), default=0)
    amounts = totals(document)
    return Turned(
        grouping,
        spans,
        strategies,
        [
            [one.measures[at] if at < len(one.measures) else None for one in strategies]
            for at in range(deepest)
        ],
        _goal_rows(document, strategies),
        _money(strategies, MoneyKind.BUDGET),
        _money(strategies, MoneyKind.FINANCING),
        [Sum(amounts[area.key].budget, columns=columns) for area, columns in spans],
        [one for indicator in document.indicators if (one := _targets(indicator, strategies, spans))],
    )


def _strategies(document: PlanDocument, area: Node) -> list[Strategy]:
    """The columns of an area: what has measures or goals right below it, or could have."""
    found: list[Strategy] = []
    _descend(document, area, None, found)
    return found


def _descend(
    document: PlanDocument, node: Node, above: tuple[Node, ...] | None, found: list[Strategy]
) -> None:
    """`above` is what stands between the area and the node; None for the area itself."""
    below = document.children.get(node.key, ())
    branches = [one for one in below if one.measure is None and one.kind is not NodeKind.GOAL]
    merged = {one.block for one in branches if one.block and not document.children.get(one.key)}
    found += [
        _merged(below, name, above or ())
        for name in dict.fromkeys(one.block for one in below)
        if name in merged
    ]
    alone = [one for one in below if one.block not in merged]
    measures = [one for one in alone if one.measure is not None]
    goals = [one for one in alone if one.kind is NodeKind.GOAL]
    if measures or (goals and above is not None) or not branches:
        found.append(Strategy((node,), above or (), measures, goals))
    for one in branches:
        if one in alone:
            _descend(document, one, () if above is None else (*above, node), found)


def _merged(below: Sequence[Node], block: str, above: tuple[Node, ...]) -> Strategy:
    members = [one for one in below if one.block == block]
    measures = [one for one in members if one.measure is not None]
    goals = [one for one in members if one.kind is NodeKind.GOAL]
    rest = tuple(one for one in members if one not in measures and one not in goals)
    return Strategy(rest, above, measures, goals)


def _goal_rows(document: PlanDocument, strategies: Sequence[Strategy]) -> list[list[Cell]]:
    """A row of goals; one that covers the strategies beside it reaches over them."""
    covered = {(link.first, link.second) for link in document.links if link.kind is LinkKind.COVERS}
    cells: list[Cell] = []
    for strategy in strategies:
        keys = {node.key for node in strategy.nodes}
        last = cells[-1] if cells else None
        if last and not strategy.goals and any((g.key, key) in covered for g in last.nodes for key in keys):
            cells[-1] = Cell(nodes=last.nodes, columns=last.columns + 1)
        else:
            cells.append(Cell(nodes=tuple(strategy.goals)))
    return [cells] if any(cell.nodes for cell in cells) else []


def _money(strategies: Sequence[Strategy], kind: MoneyKind) -> list[Cell]:
    """What is written of the strategy itself, else what its measures say together."""
    cells = []
    for strategy in strategies:
        own = [money for node in strategy.nodes for money in node.money]
        below = [money for node in strategy.measures for money in node.money if money.amount is not None]
        cell = money_cell(own, kind)
        if cell is None:
            amounts = [money.amount for money in below if money.kind is kind and not money.is_sum]
            cell = Cell(amount=sum(filter(None, amounts))) if amounts else Cell()
        cells.append(cell)
    return cells if any(cell.words or cell.amount is not None for cell in cells) else []


def _targets(
    indicator: Indicator, strategies: Sequence[Strategy], spans: Sequence[tuple[Node, int]]
) -> Targets | None:
    places = {node.key: place for place, one in enumerate(strategies) for node in one.nodes}
    single = [one for one in indicator.targets if not one.is_sum and one.node in places]
    if not single:
        return None
    stated = {one.dimension: one.value for one in indicator.targets if one.is_sum and not one.node}
    rows: list[tuple[str, list[float | None], Sum]] = []
    for dimension in dict.fromkeys(one.dimension for one in single):
        values: list[float | None] = [None] * len(strategies)
        for one in single:
            if one.dimension == dimension and one.value is not None:
                values[places[one.node]] = (values[places[one.node]] or 0) + one.value
        rows.append((dimension, values, Sum(sum(filter(None, values)), stated.get(dimension))))
    return Targets(indicator, rows, _by_area(indicator, rows, spans))


def _by_area(
    indicator: Indicator,
    rows: Sequence[tuple[str, list[float | None], Sum]],
    spans: Sequence[tuple[Node, int]],
) -> list[Sum]:
    stated = {one.node: one.value for one in indicator.targets if one.is_sum and one.node}
    sums, start = [], 0
    for area, columns in spans:
        cells = [value for _name, values, _sum in rows for value in values[start : start + columns]]
        sums.append(Sum(sum(filter(None, cells)), stated.get(area.key), columns))
        start += columns
    return sums
