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
    project: str = ""  # empty: said of the whole by who keeps the plan
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
    return Figure(stated, sum(numbers) if numbers else None), texts


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


@dataclass(frozen=True, slots=True)
class Row:
    """A value of the dimension with its targets, one place for each column; None where none is set."""

    dimension: str
    cells: tuple[Target | None, ...]
    sum: Figure


@dataclass(frozen=True, slots=True)
class Matrix:
    """Targets as a table: the dimension down, and across either years or, for one year, nodes (B3.6)."""

    years: tuple[int, ...]  # the columns; empty where they are nodes
    nodes: tuple[str, ...]  # keys, in the order of the plan; empty where the columns are years
    year: int | None  # of a table whose columns are nodes
    rows: tuple[Row, ...]
    sums: tuple[Figure, ...]  # of each column
    total: Figure


def matrices(indicator: Indicator, order: Sequence[str] = ()) -> tuple[Matrix, ...]:
    """The targets of the whole plan by year, then for each year those of single nodes. `order` is the keys of
    the nodes as the plan has them."""
    plain = [one for one in indicator.targets if not one.is_sum]
    found = []
    whole = [one for one in plain if not one.node and one.year is not None]
    if whole:
        years = tuple(sorted({one.year for one in whole if one.year is not None}))
        found.append(_matrix(indicator, whole, years=years))
    places = {key: place for place, key in enumerate(order)}
    of_nodes = [one for one in plain if one.node]
    for year in sorted({one.year for one in of_nodes}, key=lambda year: (year is None, year or 0)):
        mine = [one for one in of_nodes if one.year == year]
        keys = sorted({one.node for one in mine}, key=lambda key: places.get(key, len(places)))
        found.append(_matrix(indicator, mine, nodes=tuple(keys), year=year))
    return tuple(found)


def _matrix(
    indicator: Indicator,
    targets: Sequence[Target],
    *,
    years: tuple[int, ...] = (),
    nodes: tuple[str, ...] = (),
    year: int | None = None,
) -> Matrix:
    columns: tuple[int | str, ...] = years or nodes
    at = {(one.dimension, one.year if years else one.node): one for one in targets}
    span = None if years else year
    rows = []
    for dimension in dict.fromkeys(one.dimension for one in targets):
        cells = tuple(at.get((dimension, column)) for column in columns)
        stated = _said(indicator, dimension, span) if dimension else None
        rows.append(Row(dimension, cells, Figure(stated, _sum(one for one in cells if one))))
    sums = []
    for place, column in enumerate(columns):
        adds_up = _sum(one for row in rows if (one := row.cells[place]) is not None)
        year_of, node_of = (column, "") if isinstance(column, int) else (year, column)
        sums.append(Figure(_said(indicator, "", year_of, node_of), adds_up))
    total = Figure(_said(indicator, "", span), _sum(targets))
    return Matrix(years, nodes, year, tuple(rows), tuple(sums), total)


def _said(indicator: Indicator, dimension: str, year: int | None, node: str = "") -> float | None:
    """The sum that the plan states for exactly this."""
    for one in indicator.targets:
        if one.is_sum and (one.dimension, one.year, one.node) == (dimension, year, node):
            return one.value
    return None
