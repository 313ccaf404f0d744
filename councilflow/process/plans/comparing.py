"""What an indicator should reach against what it was, and what projects report for it (B3.6, B3.8, H.14).

A figure that the plan states for a whole is never mended by its parts, nor the other way about: both are
given, and whether they differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from councilflow.process.plans.document import Indicator, PlanDocument, Target
from councilflow.process.plans.sums import computed_target

NEAR = 1e-9
"""Closer than this two figures are the same."""


@dataclass(frozen=True, slots=True)
class Noted:
    """A value as somebody gave it: who keeps the plan for the whole, or a project for itself."""

    year: int
    value: float | None = None
    text: str = ""
    dimension: str = ""
    project: str = ""  # the key of its node; empty: said of the whole by who keeps the plan
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A whole as it is stated, and as its parts make it; either may be missing."""

    stated: float | None = None
    computed: float | None = None

    @property
    def value(self) -> float | None:
        """What counts: what is stated, else what adds up."""
        return self.computed if self.stated is None else self.stated

    @property
    def differs(self) -> bool:
        return self.missing != 0

    @property
    def missing(self) -> float:
        """How much more is stated than adds up; less than nothing when more adds up."""
        if self.stated is None or self.computed is None or abs(self.stated - self.computed) < NEAR:
            return 0
        return self.stated - self.computed


@dataclass(frozen=True, slots=True)
class Comparison:
    """Target against value for one year and one value of the dimension; the empty one is all of them."""

    dimension: str
    year: int | None
    target: Figure
    value: Figure
    texts: tuple[str, ...] = ()  # values in words, such as a place in a ranking

    @property
    def gap(self) -> float | None:
        """How far the value is from the target; below nothing when it falls short."""
        if self.target.value is None or self.value.value is None:
            return None
        return self.value.value - self.target.value


def years_of(indicator: Indicator, noted: Iterable[Noted] = ()) -> tuple[int, ...]:
    targeted = {target.year for target in indicator.targets if target.year is not None}
    return tuple(sorted(targeted | {one.year for one in noted}))


def dimensions_of(indicator: Indicator, noted: Iterable[Noted] = ()) -> tuple[str, ...]:
    """The values of the dimension in the order in which they are first named."""
    named = (*(one.dimension for one in indicator.targets), *(one.dimension for one in noted))
    return tuple(dict.fromkeys(name for name in named if name))


def compare(indicator: Indicator, noted: Sequence[Noted] = ()) -> tuple[Comparison, ...]:
    """Every year's target against its value: for each value of the dimension, then for all of them."""
    dimensions = (*dimensions_of(indicator, noted), "")
    years = years_of(indicator, noted)
    found = (
        Comparison(dimension, year, target_of(indicator, dimension, year), *_was(noted, dimension, year))
        for dimension in dimensions
        for year in years
    )
    return tuple(
        one for one in found if one.target.value is not None or one.value.value is not None or one.texts
    )


def target_of(indicator: Indicator, dimension: str, year: int | None) -> Figure:
    """What should be reached in a year: as stated for the whole, and as the parts make it.

    Targets for the whole plan go before those for single nodes, so that nothing counts twice.
    """
    mine = [one for one in indicator.targets if one.year == year and one.value is not None]
    plain = [one for one in mine if not one.is_sum and dimension in ("", one.dimension)]
    whole = [one for one in plain if not one.node] or plain
    if not dimension and any(one.dimension for one in whole):
        own = [one for one in whole if not one.dimension]
        whole = [one for one in whole if one.dimension]
        return Figure(_sum(own) if own else _stated(mine, dimension), _sum(whole))
    stated = _stated(mine, dimension)
    return Figure(stated, _sum(whole) if whole else None)


def _stated(targets: Iterable[Target], dimension: str) -> float | None:
    for one in targets:
        if one.is_sum and one.dimension == dimension and not one.node:
            return one.value
    return None


def _sum(targets: Iterable[Target]) -> float:
    return sum(one.value for one in targets if one.value is not None)


def _was(noted: Sequence[Noted], dimension: str, year: int) -> tuple[Figure, tuple[str, ...]]:
    """What it was: as said of the whole, and as what projects report adds up to (B3.8)."""
    mine = [one for one in noted if one.year == year]
    said = [one for one in mine if not one.project and one.dimension == dimension]
    parts = [one for one in mine if one.project and dimension in ("", one.dimension)]
    if not dimension and not parts:
        parts = [one for one in mine if not one.project and one.dimension]
    stated = next((one.value for one in reversed(said) if one.value is not None), None)
    numbers = [one.value for one in parts if one.value is not None]
    texts = tuple(one.text for one in said if one.text)
    if stated is None and not dimension and any(one.project for one in parts):
        stated = _of_parts(mine, year)
    return Figure(stated, sum(numbers) if numbers else None), texts


def _of_parts(mine: Sequence[Noted], year: int) -> float | None:
    """What the parts make when something else is said of one than projects report; else None."""
    if not any(one.dimension and not one.project and one.value is not None for one in mine):
        return None
    names = {one.dimension for one in mine if one.dimension}
    loose = sum(one.value for one in mine if one.project and not one.dimension and one.value is not None)
    return loose + sum(_was(mine, name, year)[0].value or 0 for name in names)


@dataclass(frozen=True, slots=True)
class OnNode:
    """Target against value on one node, for all values of the dimension; the value is what was reported on it
    and below it."""

    node: str
    year: int
    target: float
    value: float | None

    @property
    def gap(self) -> float | None:
        return None if self.value is None else self.value - self.target


def compare_nodes(
    document: PlanDocument, indicator: Indicator, noted: Sequence[Noted] = ()
) -> tuple[OnNode, ...]:
    """Every node that has targets of its own, year by year, in the order of the plan."""
    lines = lines_of(document)
    aims: dict[tuple[str, int], float] = {}
    for one in indicator.targets:
        if one.node and one.year is not None and one.value is not None and not one.is_sum:
            aims[one.node, one.year] = aims.get((one.node, one.year), 0) + one.value
    were: dict[tuple[str, int], float] = {}
    for given in noted:
        for key in lines.get(given.project, ()):
            if given.value is not None and (key, given.year) in aims:
                were[key, given.year] = were.get((key, given.year), 0) + given.value
    places = {node.key: place for place, node in enumerate(document.nodes)}
    found = sorted(aims, key=lambda at: (at[1], places.get(at[0], len(places))))
    return tuple(OnNode(node, year, aims[node, year], were.get((node, year))) for node, year in found)


@dataclass(frozen=True, slots=True)
class StatedSum:
    """A sum of targets that the plan states, and what it adds up to."""

    dimension: str
    year: int | None
    node: str
    raw: str
    figure: Figure


def stated_sums(document: PlanDocument, indicator: Indicator) -> tuple[StatedSum, ...]:
    """Every sum of targets that the plan states, also those that hold (C)."""
    lines = lines_of(document)
    return tuple(
        StatedSum(
            one.dimension,
            one.year,
            one.node,
            one.raw,
            Figure(one.value, computed_target(indicator, one, lines)),
        )
        for one in indicator.targets
        if one.is_sum and one.value is not None
    )


def lines_of(document: PlanDocument) -> Mapping[str, set[str]]:
    """For each node the keys of itself and of what stands above it."""
    found: dict[str, set[str]] = {}
    for node in document.nodes:  # parents before children
        found[node.key] = {node.key} | found.get(node.parent, set())
    return found
