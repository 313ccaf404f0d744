"""What a project leader reports, and how the figures of projects add up to the programme's (B3.8).

A figure that was reported is never changed. What was wrong is put right by a report of its own that holds
the difference, so that a plain sum is right and everybody sees who said what, when.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from councilflow.extensions import db
from councilflow.models import (
    IndicatorValue,
    Measure,
    Organisation,
    Person,
    Plan,
    PlanNode,
    StatusReport,
)
from councilflow.process.errors import RuleBroken
from councilflow.process.plans.comparing import NEAR
from councilflow.process.plans.projects import check_period
from councilflow.process.plans.values import ContributionKind, MeasureState, NodeKind
from councilflow.services import journal
from councilflow.services.plans.indicators import Measured, indicators_of
from councilflow.services.plans.money import add_contribution
from councilflow.services.plans.projects.phases import council_of
from councilflow.services.visibility import today

Figures = Mapping[tuple[int, str], float]
"""By indicator and value of its dimension."""

_PLANS_ABOVE = 5


@dataclass(frozen=True)
class Told:
    """A report as it is written. `figures` are of `year`; `hours` are by organisation."""

    text: str = ""
    state: MeasureState | None = None
    from_on: date | None = None
    to_on: date | None = None
    year: int = 0
    figures: Figures = field(default_factory=dict)
    hours: Mapping[int, int] = field(default_factory=dict)


def measured_for(plan: Plan, node: PlanNode) -> list[Measured]:
    """The indicators that a project reports to: those of the whole plan, of what the project stands under and
    of the goals that this has, and those of the whole plans above."""
    around: set[int | None] = {None, *db.session.scalars(above(node.id))}
    found: list[Measured] = []
    step: Plan | None = plan
    for _height in range(_PLANS_ABOVE):
        if step is None:
            break
        aimed_at = around | _goals_of(step, around)
        found += [one for one in indicators_of(step.id) if one.node_id in aimed_at]
        step = db.session.get(Plan, step.parent_id) if step.parent_id else None
    return found


def _goals_of(plan: Plan, places: set[int | None]) -> set[int | None]:
    """The goals that stand at one of the places; None is the top of the plan ("200 nye arbeidsplasser")."""
    goals = select(PlanNode.id, PlanNode.parent_id).where(
        PlanNode.plan_id == plan.id, PlanNode.kind == NodeKind.GOAL
    )
    return {row.id for row in db.session.execute(goals) if row.parent_id in places}


def above(node_id: int) -> Select[tuple[int]]:
    """The node and everything above it, as a select of ids."""
    path = select(PlanNode.id, PlanNode.parent_id).where(PlanNode.id == node_id).cte("path", recursive=True)
    higher = aliased(PlanNode)
    path = path.union(select(higher.id, higher.parent_id).join(path, higher.id == path.c.parent_id))
    return select(path.c.id)


def report(node: PlanNode, told: Told, *, by: Person, now: datetime) -> StatusReport:
    """RuleBroken: report-says-nothing, period-backwards."""
    if not (told.text.strip() or told.state or told.figures or told.hours):
        raise RuleBroken("report-says-nothing")
    check_period(told.from_on, told.to_on)
    measure = db.session.scalars(select(Measure).where(Measure.node_id == node.id).with_for_update()).one()
    made = _made(node, told.text, by=by, now=now)
    made.from_on, made.to_on, made.state = told.from_on, told.to_on, told.state
    before = {"measure-state": measure.state} if told.state else {}
    if told.state:
        measure.state = told.state
    _put(made, told.figures, told.year, by=by, now=now)
    for organisation_id, hours in told.hours.items():
        add_contribution(
            node,
            organisation=db.session.get_one(Organisation, organisation_id),
            kind=ContributionKind.HOURS,
            amount=hours,
            year=told.year,
            text="",
            by=by,
            now=now,
        )
    after = {"measure-state": told.state or "", "text": made.text, "figures": len(told.figures)}
    journal.note(
        "project-reported",
        by=by,
        now=now,
        council=council_of(node),
        about=node.title,
        before=before,
        after=after,
    )
    return made


def correct(
    node: PlanNode, year: int, totals: Figures, *, reason: str, by: Person, now: datetime
) -> StatusReport:
    """Make what the project has reported for a year come to `totals`, by a new report with the differences.

    RuleBroken: figures-without-reason, nothing-to-correct.
    """
    if not reason.strip():
        raise RuleBroken("figures-without-reason")
    db.session.execute(select(Measure.id).where(Measure.node_id == node.id).with_for_update())
    standing = figures_of(node.id, year)
    wrong = {
        key: total - standing.get(key, 0)
        for key, total in totals.items()
        if abs(total - standing.get(key, 0)) > NEAR
    }
    if not wrong:
        raise RuleBroken("nothing-to-correct")
    made = _made(node, reason, by=by, now=now)
    _put(made, wrong, year, by=by, now=now)
    after = {"year": year, "figures": len(wrong), "text": made.text}
    journal.note("figures-corrected", by=by, now=now, council=council_of(node), about=node.title, after=after)
    return made


def figures_of(node_id: int, year: int) -> dict[tuple[int, str], float]:
    """What the project has reported for a year, corrections counted in."""
    rows = db.session.execute(
        select(IndicatorValue.indicator_id, IndicatorValue.dimension, func.sum(IndicatorValue.value))
        .where(
            IndicatorValue.node_id == node_id,
            IndicatorValue.report_id.is_not(None),
            IndicatorValue.year == year,
        )
        .group_by(IndicatorValue.indicator_id, IndicatorValue.dimension)
    )
    return {(indicator_id, dimension): float(total or 0) for indicator_id, dimension, total in rows}


def _made(node: PlanNode, text: str, *, by: Person, now: datetime) -> StatusReport:
    made = StatusReport(
        node_id=node.id,
        reported_on=today(now),
        text=text.strip(),
        author=by.name,
        author_id=by.id,
        noted_at=now,
    )
    db.session.add(made)
    db.session.flush()
    return made


def _put(made: StatusReport, figures: Figures, year: int, *, by: Person, now: datetime) -> None:
    for (indicator_id, dimension), value in figures.items():
        db.session.add(
            IndicatorValue(
                indicator_id=indicator_id,
                node_id=made.node_id,
                report_id=made.id,
                dimension=dimension,
                year=year,
                value=value,
                noted_by_id=by.id,
                noted_at=now,
            )
        )
