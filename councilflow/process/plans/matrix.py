"""Targets as tables: the values of the dimension down, years or nodes across, with their sums (B3.6)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from councilflow.process.plans.comparing import Figure
from councilflow.process.plans.document import Indicator, Target


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


def _sum(targets: Iterable[Target]) -> float:
    return sum(one.value for one in targets if one.value is not None)
