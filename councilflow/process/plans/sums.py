"""What a plan's money and targets add up to, and where that is not what the plan says itself (C, H.14).

Sums that a plan states are never added to anything; they are held against what adds up. Amounts are whole
kroner. Money in another currency than the plan's is left out of every sum and named apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from councilflow.process.plans.document import Indicator, Money, PlanDocument, Target
from councilflow.process.plans.values import MoneyKind, MoneyState


@dataclass(frozen=True, slots=True)
class Total:
    """What stands on a node and everything below it; under the empty key the whole plan with its lines."""

    budget: int = 0
    financing: int = 0
    amounts: int = 0  # cells with an amount
    dashes: int = 0
    not_stated: int = 0
    unread: int = 0
    foreign: Mapping[str, int] = field(default_factory=dict)  # in other currencies

    def of(self, kind: MoneyKind) -> int:
        return self.budget if kind is MoneyKind.BUDGET else self.financing

    def __add__(self, other: Total) -> Total:
        foreign = dict(self.foreign)
        for currency, amount in other.foreign.items():
            foreign[currency] = foreign.get(currency, 0) + amount
        return Total(
            self.budget + other.budget,
            self.financing + other.financing,
            self.amounts + other.amounts,
            self.dashes + other.dashes,
            self.not_stated + other.not_stated,
            self.unread + other.unread,
            foreign,
        )


@dataclass(frozen=True, slots=True)
class Difference:
    """A sum that the plan states, and what it adds up to. `of` is "money" or "indicator"."""

    of: str
    stated: float
    computed: float
    node: str = ""  # the key of the node that it stands on
    title: str = ""  # of the line or the indicator
    kind: MoneyKind | None = None
    indicator: str = ""  # key
    dimension: str = ""
    year: int | None = None
    raw: str = ""

    @property
    def missing(self) -> float:
        return self.stated - self.computed


@dataclass(frozen=True, slots=True)
class Balance:
    """Budget against financing in one year (B3.16); without a year for what states none."""

    year: int | None
    budget: int
    financing: int

    @property
    def difference(self) -> int:
        return self.financing - self.budget


def totals(document: PlanDocument) -> Mapping[str, Total]:
    """By the key of the node, and under the empty key the whole plan; every cell once."""
    found = {node.key: _together(node.money, document.currency) for node in document.nodes}
    whole = _together(document.lines, document.currency)
    for node in reversed(document.nodes):  # children before parents
        if node.parent in found:
            found[node.parent] = found[node.parent] + found[node.key]
        else:
            whole = whole + found[node.key]
    found[""] = whole
    return found


def _together(cells: Iterable[Money], currency: str) -> Total:
    total = Total()
    for money in cells:
        if not money.is_sum:
            total = total + _one(money, currency)
    return total


def _one(money: Money, currency: str) -> Total:
    if money.state is MoneyState.DASH:
        return Total(dashes=1)
    if money.state is MoneyState.UNREAD:
        return Total(unread=1)
    if money.state is MoneyState.NOT_STATED or money.amount is None:
        return Total(not_stated=0 if money.source else 1)  # a source without an amount is no empty cell
    if money.currency not in ("", currency):
        return Total(amounts=1, foreign={money.currency: money.amount})
    if money.kind is MoneyKind.BUDGET:
        return Total(budget=money.amount, amounts=1)
    return Total(financing=money.amount, amounts=1)


def balance(document: PlanDocument) -> tuple[Balance, ...]:
    """Budget and financing of every year that the plan has money for, the years in order."""
    sides: dict[int | None, dict[MoneyKind, int]] = {}
    for money in _cells(document):
        if counts(money, document.currency):
            side = sides.setdefault(money.year, {})
            side[money.kind] = side.get(money.kind, 0) + (money.amount or 0)
    return tuple(
        Balance(year, sides[year].get(MoneyKind.BUDGET, 0), sides[year].get(MoneyKind.FINANCING, 0))
        for year in sorted(sides, key=lambda year: (year is None, year or 0))
    )


def _cells(document: PlanDocument) -> Iterable[Money]:
    for node in document.nodes:
        yield from node.money
    yield from document.lines


class Counted(Protocol):
    """A cell of money, as a value or as a row."""

    @property
    def state(self) -> MoneyState: ...
    @property
    def is_sum(self) -> bool: ...
    @property
    def currency(self) -> str: ...


def counts(money: Counted, currency: str) -> bool:
    """Whether a cell is added up in a plan of that currency."""
    return money.state is MoneyState.AMOUNT and not money.is_sum and money.currency in ("", currency)


def differences(document: PlanDocument) -> tuple[Difference, ...]:
    """Every stated sum, of money or of targets, that is not what adds up; in the order of the plan."""
    return (*_money_differences(document), *_target_differences(document))


Sums = Mapping[tuple[MoneyKind, int | None], int]


def _money_differences(document: PlanDocument) -> Iterable[Difference]:
    sums = _by_kind_and_year(document)
    stated = ((node, money) for node in document.nodes for money in node.money if money.is_sum)
    for node, money in stated:
        computed = _matching(sums[node.key], money)
        if money.amount is not None and computed != money.amount:
            yield _difference(money, computed, node.key, node.title)
    yield from _line_differences(document, sums)


def _line_differences(document: PlanDocument, sums: Mapping[str, Sums]) -> Iterable[Difference]:
    outside = _add_up(document.lines, document.currency)
    for line in document.lines:
        if line.is_sum and line.amount is not None:
            computed = sum(_matching(sums.get(key, {}), line) for key in _apart(document, line.covers))
            if line.covers_outside:
                computed += _matching(outside, line)
            if computed != line.amount:
                yield _difference(line, computed, "", line.title)


def _difference(money: Money, computed: int, node: str, title: str) -> Difference:
    return Difference(
        of="money",
        stated=money.amount or 0,
        computed=computed,
        node=node,
        title=title,
        kind=money.kind,
        year=money.year,
        raw=money.raw,
    )


def _by_kind_and_year(document: PlanDocument) -> Mapping[str, Sums]:
    found: dict[str, dict[tuple[MoneyKind, int | None], int]] = {
        node.key: dict(_add_up(node.money, document.currency)) for node in document.nodes
    }
    for node in reversed(document.nodes):
        above = found.get(node.parent)
        if above is not None:
            for place, amount in found[node.key].items():
                above[place] = above.get(place, 0) + amount
    return found


def _add_up(cells: Iterable[Money], currency: str) -> Sums:
    found: dict[tuple[MoneyKind, int | None], int] = {}
    for money in cells:
        if counts(money, currency):
            place = (money.kind, money.year)
            found[place] = found.get(place, 0) + (money.amount or 0)
    return found


def _matching(sums: Sums, stated: Money) -> int:
    """What the sum is about: its kind, and its year when it names one."""
    return sum(
        amount
        for (kind, year), amount in sums.items()
        if kind is stated.kind and (stated.year is None or year in (stated.year, None))
    )


def _apart(document: PlanDocument, keys: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the nodes that stand under none of the others, so that nothing counts twice."""
    wanted = {key for key in keys if key in document.by_key}
    return tuple(key for key in dict.fromkeys(keys) if key in wanted and not _above(document, key) & wanted)


def _above(document: PlanDocument, key: str) -> set[str]:
    found: set[str] = set()
    parent = document.by_key[key].parent
    while parent and parent not in found and parent in document.by_key:
        found.add(parent)
        parent = document.by_key[parent].parent
    return found


def _target_differences(document: PlanDocument) -> Iterable[Difference]:
    lines = {node.key: _above(document, node.key) | {node.key} for node in document.nodes}
    for indicator in document.indicators:
        for stated in indicator.targets:
            if stated.is_sum and stated.value is not None:
                computed = computed_target(indicator, stated, lines)
                if abs(computed - stated.value) > 1e-9:
                    yield Difference(
                        of="indicator",
                        stated=stated.value,
                        computed=computed,
                        node=stated.node,
                        title=indicator.name,
                        indicator=indicator.key,
                        dimension=stated.dimension,
                        year=stated.year,
                        raw=stated.raw,
                    )


def computed_target(indicator: Indicator, stated: Target, lines: Mapping[str, set[str]]) -> float:
    """What the targets that a stated sum is about add up to; what it leaves empty it adds up over.

    `lines` gives for each node the keys of itself and what stands above it.
    """
    return sum(
        target.value
        for target in indicator.targets
        if not target.is_sum
        and target.value is not None
        and stated.dimension in ("", target.dimension)
        and stated.year in (None, target.year)
        and (not stated.node or stated.node in lines.get(target.node, set()))
    )
