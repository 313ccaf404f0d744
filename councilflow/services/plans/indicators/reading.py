"""Indicators as one reads them: targets against values, in the same few statements however many there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import Row, select

from councilflow.extensions import db
from councilflow.models import (
    Indicator,
    IndicatorTarget,
    IndicatorValue,
    Person,
    PlanNode,
    StatusReport,
)
from councilflow.process.plans import document as value
from councilflow.process.plans.comparing import (
    Comparison,
    Noted,
    OnNode,
    StatedSum,
    compare,
    compare_nodes,
    dimensions_of,
    stated_sums,
    years_of,
)

Rows = Sequence[Row[*tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Given:
    """A value as it was noted, with who did and, of a project, which it is."""

    id: int
    noted: Noted
    by: str
    node_id: int | None
    node_title: str
    report_id: int | None


@dataclass(frozen=True)
class Measured:
    """An indicator with its targets and values. `tree` is the plan's nodes without anything on them."""

    id: int
    node_id: int | None
    node_title: str
    indicator: value.Indicator
    given: tuple[Given, ...]
    tree: value.PlanDocument

    @cached_property
    def noted(self) -> tuple[Noted, ...]:
        return tuple(one.noted for one in self.given)

    @cached_property
    def comparisons(self) -> tuple[Comparison, ...]:
        return compare(self.indicator, self.noted)

    @cached_property
    def on_nodes(self) -> tuple[OnNode, ...]:
        """What the nodes with targets of their own were to reach, and what was reported on them."""
        return compare_nodes(self.tree, self.indicator, self.noted)

    @cached_property
    def totals(self) -> tuple[Comparison, ...]:
        """Of all values of the dimension together, year by year."""
        return tuple(one for one in self.comparisons if not one.dimension)

    @cached_property
    def stated(self) -> tuple[StatedSum, ...]:
        return stated_sums(self.tree, self.indicator)

    @cached_property
    def differing(self) -> int:
        """How many of the plan's own sums do not add up."""
        return sum(1 for one in self.stated if one.figure.differs)

    @cached_property
    def years(self) -> tuple[int, ...]:
        return years_of(self.indicator, self.noted)

    @cached_property
    def dimensions(self) -> tuple[str, ...]:
        return dimensions_of(self.indicator, self.noted)

    @cached_property
    def latest(self) -> Comparison | None:
        """The newest year that there is a value for."""
        known = (one for one in self.totals if one.value.value is not None or one.texts)
        return max(known, key=lambda one: one.year or 0, default=None)


def indicators_of(plan_id: int) -> tuple[Measured, ...]:
    """All of a plan's, in its order. Four statements."""
    return _measured(plan_id, Indicator.plan_id == plan_id)


def measured(row: Indicator) -> Measured:
    """One of them. Four statements."""
    [found] = _measured(row.plan_id, Indicator.id == row.id)
    return found


def _measured(plan_id: int, which: Any) -> tuple[Measured, ...]:
    rows = db.session.execute(
        select(Indicator.__table__).where(which).order_by(Indicator.position, Indicator.id)
    ).all()
    nodes = db.session.execute(
        select(PlanNode.id, PlanNode.parent_id, PlanNode.key, PlanNode.kind, PlanNode.code, PlanNode.title)
        .where(PlanNode.plan_id == plan_id)
        .order_by(PlanNode.position, PlanNode.id)
    ).all()
    keys = {row.id: row.key for row in nodes}
    titles = {row.id: f"{row.code} {row.title}".strip() for row in nodes}
    tree = _tree(nodes, keys)
    targets, given = _targets(which, keys), _given(which, keys, titles)
    return tuple(
        Measured(
            row.id,
            row.node_id,
            titles.get(row.node_id, ""),
            _indicator(row, keys, targets[row.id]),
            tuple(given[row.id]),
            tree,
        )
        for row in rows
    )


def _tree(nodes: Rows, keys: dict[int, str]) -> value.PlanDocument:
    made = value.PlanDocument(
        nodes=tuple(
            value.Node(row.key, row.kind, row.title, parent=keys.get(row.parent_id, ""), code=row.code)
            for row in nodes
        )
    )
    return value.PlanDocument(nodes=tuple(made.under("")))


def _indicator(row: Any, keys: dict[int, str], targets: Iterable[value.Target]) -> value.Indicator:
    return value.Indicator(
        key=row.key,
        name=row.name,
        node=keys.get(row.node_id, ""),
        unit=row.unit,
        dimension=row.dimension,
        definition=row.definition,
        counting_rule=row.counting_rule,
        source=row.source,
        cadence=row.cadence,
        targets=tuple(targets),
    )


def _targets(which: Any, keys: dict[int, str]) -> dict[int, list[value.Target]]:
    found: dict[int, list[value.Target]] = defaultdict(list)
    rows = db.session.execute(
        select(IndicatorTarget.__table__)
        .join(Indicator, Indicator.id == IndicatorTarget.indicator_id)
        .where(which)
        .order_by(IndicatorTarget.position, IndicatorTarget.id)
    )
    for row in rows:
        node = keys.get(row.node_id, "")
        found[row.indicator_id].append(
            value.Target(row.value, row.raw, row.dimension, row.year, node, row.is_sum)
        )
    return found


def _given(which: Any, keys: dict[int, str], titles: dict[int, str]) -> dict[int, list[Given]]:
    found: dict[int, list[Given]] = defaultdict(list)
    rows = db.session.execute(
        select(IndicatorValue.__table__, Person.name.label("by"), StatusReport.node_id.label("reporter"))
        .join(Indicator, Indicator.id == IndicatorValue.indicator_id)
        .outerjoin(Person, Person.id == IndicatorValue.noted_by_id)
        .outerjoin(StatusReport, StatusReport.id == IndicatorValue.report_id)
        .where(which)
        .order_by(IndicatorValue.year, IndicatorValue.id)
    )
    for row in rows:
        project = row.node_id or row.reporter
        noted = Noted(row.year, row.value, row.text, row.dimension, keys.get(project, ""), row.comment)
        found[row.indicator_id].append(
            Given(row.id, noted, row.by or "", project, titles.get(project, ""), row.report_id)
        )
    return found
