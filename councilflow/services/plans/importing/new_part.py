"""What an import adds to a plan that stands: everything but what stands there already."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from councilflow.process.plans.document import Indicator, Node, PlanDocument

Part = TypeVar("Part")


def new_part(document: PlanDocument, standing: PlanDocument | None) -> PlanDocument:
    """The same document; of a node that stands, only the money that it does not have."""
    if standing is None:
        return document
    indicators = {indicator.key: indicator for indicator in standing.indicators}
    return replace(
        document,
        nodes=tuple(_node(node, standing.by_key.get(node.key)) for node in document.nodes),
        links=_besides(document.links, standing.links),
        lines=_besides(document.lines, standing.lines),
        indicators=tuple(_indicator(one, indicators.get(one.key)) for one in document.indicators),
    )


def _node(node: Node, stands: Node | None) -> Node:
    return node if stands is None else replace(node, money=_besides(node.money, stands.money))


def _indicator(indicator: Indicator, stands: Indicator | None) -> Indicator:
    if stands is None:
        return indicator
    return replace(
        indicator,
        targets=_besides(indicator.targets, stands.targets),
        values=_besides(indicator.values, stands.values),
    )


def _besides(parts: Iterable[Part], standing: Iterable[Part]) -> tuple[Part, ...]:
    """Those that do not stand there; what is said twice and stands once is left once."""
    left = Counter(standing)
    found = []
    for part in parts:
        if left[part] > 0:
            left[part] -= 1
        else:
            found.append(part)
    return tuple(found)
