"""How much an import holds, and the flaws that only the whole shows."""

from __future__ import annotations

from collections import Counter

from councilflow.process.plans.document import Node, PlanDocument
from councilflow.process.plans.reading.draft import AreaSum, Counts
from councilflow.process.plans.sums import totals
from councilflow.process.plans.values import MoneyKind, NodeKind, Settlement


def counts_of(document: PlanDocument) -> Counts:
    sums = totals(document)
    levels = Counter((node.kind, node.level) for node in document.nodes if not _is_placeholder(node))
    measures = [node for node in document.measures if node.measure]
    whole = sums[""]
    return Counts(
        levels=tuple((kind, word, count) for (kind, word), count in levels.items()),
        measures=len(measures),
        placeholders=len(document.placeholders),
        goals=Counter(node.goal_kind.value for node in document.nodes if node.goal_kind),
        amounts=whole.amounts,
        dashes=whole.dashes,
        empty=whole.not_stated,
        unread_money=whole.unread,
        without_period=sum(1 for node in measures if node.measure and not node.measure.period.raw.strip()),
        without_responsible=sum(
            1 for node in measures if node.measure and node.measure.settlement is Settlement.NOT_STATED
        ),
        without_financing=sum(1 for node in measures if not _is_financed(node)),
        blocks=len({node.block for node in document.nodes if node.block}),
        indicators=len(document.indicators),
        budget=whole.budget,
        financing=whole.financing,
        areas=_areas(document, {key: sum_.budget for key, sum_ in sums.items()}),
    )


def _is_placeholder(node: Node) -> bool:
    return node.measure is not None and node.measure.is_placeholder


def _is_financed(node: Node) -> bool:
    return any(money.kind is MoneyKind.FINANCING and (money.source or money.amount) for money in node.money)


def _areas(document: PlanDocument, budgets: dict[str, int]) -> tuple[AreaSum, ...]:
    measures = {
        node.key: int(node.measure is not None and not _is_placeholder(node)) for node in document.nodes
    }
    for node in reversed(document.nodes):
        if node.parent in measures:
            measures[node.parent] += measures[node.key]
    return tuple(
        AreaSum(node.key, node.title, budgets[node.key], measures[node.key])
        for node in document.children.get("", ())
        if node.kind is NodeKind.AREA
    )


def levels_of(
    nodes: tuple[Node, ...], standing: tuple[tuple[NodeKind, str], ...]
) -> tuple[tuple[NodeKind, str], ...]:
    """The plan's own words from the top, each once: by how deep they first stand, then by their order."""
    depths: dict[str, int] = {}
    found: dict[tuple[NodeKind, str], int] = {}
    for node in nodes:
        depths[node.key] = depths.get(node.parent, -1) + 1
        if node.level:
            found.setdefault((node.kind, node.level), depths[node.key])
    new = [level for level in sorted(found, key=lambda level: found[level]) if level not in standing]
    return (*standing, *new)
