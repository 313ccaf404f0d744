"""A plan's tree and figures as plain values of JSON, for whoever reads them with a program."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from councilflow.process.plans import sums
from councilflow.process.plans.document import Indicator, Money, Node, PlanDocument, Target
from councilflow.process.plans.reading.counting import counts_of


def told(document: PlanDocument) -> dict[str, Any]:
    """What the plan holds per level and kind, its money per area and in all, its sums, and the tree."""
    counts, totals = counts_of(document), sums.totals(document)
    whole = totals[""]
    return {
        "title": document.title,
        "kind": document.kind.value,
        "period": document.period.raw,
        "language": document.language,
        "currency": document.currency,
        "levels": [
            {"kind": kind.value, "level": level, "count": count} for kind, level, count in counts.levels
        ],
        "kinds": _by_kind(document.nodes),
        "measures": counts.measures,
        "placeholders": counts.placeholders,
        "goals": dict(counts.goals),
        "blocks": counts.blocks,
        "without_period": counts.without_period,
        "without_responsible": counts.without_responsible,
        "without_financing": counts.without_financing,
        "money": {
            "budget": whole.budget,
            "financing": whole.financing,
            "amounts": whole.amounts,
            "dashes": whole.dashes,
            "not_stated": whole.not_stated,
            "unread": whole.unread,
            "foreign": dict(whole.foreign),
        },
        "areas": [
            {"title": area.title, "budget": area.amount, "measures": area.measures} for area in counts.areas
        ],
        "lines": [_money(line) for line in document.lines],
        "balance": [asdict(year) | {"difference": year.difference} for year in sums.balance(document)],
        "differences": [_difference(one, document) for one in sums.differences(document)],
        "indicators": [_indicator(one) for one in document.indicators],
        "tree": _tree(document),
    }


def _by_kind(nodes: Iterable[Node]) -> dict[str, int]:
    found: dict[str, int] = {}
    for node in nodes:
        if node.measure is None or not node.measure.is_placeholder:
            found[node.kind.value] = found.get(node.kind.value, 0) + 1
    return found


def _money(money: Money) -> dict[str, Any]:
    said = {name: value for name, value in asdict(money).items() if value not in ("", None, (), False)}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in said.items()}


def _difference(one: sums.Difference, document: PlanDocument) -> dict[str, Any]:
    node = document.by_key.get(one.node)
    facts = asdict(one) | {"missing": one.missing, "node": node.title if node else ""}
    return {name: value for name, value in facts.items() if value not in ("", None)}


def _indicator(indicator: Indicator) -> dict[str, Any]:
    counted = [target for target in indicator.targets if not target.is_sum and target.value is not None]
    return {
        "name": indicator.name,
        "unit": indicator.unit,
        "dimension": indicator.dimension,
        "sum": _sum(counted),
        "years": {str(year): _sum(_of(counted, year=year)) for year in _seen(one.year for one in counted)},
        "dimensions": {
            word: _sum(_of(counted, dimension=word))
            for word in _seen(one.dimension for one in counted)
            if word
        },
        "stated": [
            {"dimension": one.dimension, "year": one.year, "value": one.value}
            for one in indicator.targets
            if one.is_sum
        ],
    }


def _seen(values: Iterable[Any]) -> list[Any]:
    return list(dict.fromkeys(values))


def _of(targets: Iterable[Target], **facts: Any) -> list[Target]:
    return [one for one in targets if all(getattr(one, name) == value for name, value in facts.items())]


def _sum(targets: Iterable[Target]) -> float:
    total = sum(target.value or 0 for target in targets)
    return int(total) if float(total).is_integer() else total


def _tree(document: PlanDocument) -> list[dict[str, Any]]:
    """The nodes inside one another, as one reads them."""
    made: dict[str, dict[str, Any]] = {}
    top: list[dict[str, Any]] = []
    for node in document.nodes:
        made[node.key] = _node(node)
        (made[node.parent]["under"] if node.parent in made else top).append(made[node.key])
    return top


def _node(node: Node) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "kind": node.kind.value,
        "level": node.level,
        "code": node.code,
        "title": node.title,
        "block": node.block,
        "grouping": node.grouping,
        "goal_kind": node.goal_kind.value if node.goal_kind else "",
    }
    if node.measure is not None:
        facts["period"] = node.measure.period.raw
        facts["state"] = node.measure.state.value
        facts["settlement"] = node.measure.settlement.value
        facts["placeholder"] = node.measure.is_placeholder
        facts["parties"] = [{"role": party.role.value, "name": party.name} for party in node.measure.parties]
    facts["money"] = [_money(money) for money in node.money]
    return {name: value for name, value in facts.items() if value not in ("", [], False)} | {"under": []}
