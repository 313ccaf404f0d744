"""How measures and goals get on: reported by those who answer for them, never written over.

The newest report is how a measure stands; a correction is a report of its own. An adopted plan is locked, but
following it is not to change it: reports, assessments and reference groups are noted all the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, func, select

from councilflow.extensions import db
from councilflow.models import Body, GoalAssessment, Measure, Person, Plan, PlanNode, StatusReport
from councilflow.process.errors import RuleBroken
from councilflow.process.plans.following import ENDED, is_late, last_day
from councilflow.process.plans.values import GoalResult, MeasureState, NodeKind, Season
from councilflow.services import journal
from councilflow.services.plans.access import nodes_worked_on, plans_for
from councilflow.services.plans.reading import Point, Tree
from councilflow.services.visibility import Viewer, today

ON_A_PAGE = 100

Rows = Sequence[Row[*tuple[Any, ...]]]


def report_status(
    node: PlanNode, *, on: date, state: MeasureState | None, text: str, by: Person, now: datetime
) -> StatusReport:
    """Say how a measure stands on a day; without a state only the text is new.

    RuleBroken: no-measure, status-in-future, status-says-nothing.
    """
    if node.measure is None:
        raise RuleBroken("no-measure", title=node.title)
    if on > today(now):
        raise RuleBroken("status-in-future")
    if state is None and not text:
        raise RuleBroken("status-says-nothing")
    report = StatusReport(
        node_id=node.id,
        reported_on=on,
        state=state,
        text=text,
        author=by.name,
        author_id=by.id,
        noted_at=now,
    )
    db.session.add(report)
    db.session.flush()
    before, after = node.measure.state, _newest_state(node.id) or node.measure.state
    node.measure.state = after
    journal.note(
        "measure-reported",
        by=by,
        now=now,
        council=node.plan.body_id,
        about=node.title,
        before={"measure-state": before},
        after={"measure-state": after, "text": text},
    )
    return report


def _newest_state(node_id: int) -> MeasureState | None:
    return db.session.scalar(
        select(StatusReport.state)
        .where(StatusReport.node_id == node_id, StatusReport.state.is_not(None))
        .order_by(StatusReport.reported_on.desc(), StatusReport.id.desc())
        .limit(1)
    )


def history(node_id: int) -> Rows:
    """The reports of a measure, the newest first: reported_on, from_on, to_on, state, text, author and
    noted_at."""
    return db.session.execute(
        select(
            StatusReport.reported_on,
            StatusReport.from_on,
            StatusReport.to_on,
            StatusReport.state,
            StatusReport.text,
            StatusReport.author,
            StatusReport.noted_at,
        )
        .where(StatusReport.node_id == node_id)
        .order_by(StatusReport.reported_on.desc(), StatusReport.id.desc())
    ).all()


def assess_goal(
    node: PlanNode, *, on: date, result: GoalResult, text: str, by: Person, now: datetime
) -> GoalAssessment:
    """Say how far a goal is met, with the reasons (B4.2, B4.9). RuleBroken: no-goal, status-in-future."""
    if node.kind is not NodeKind.GOAL:
        raise RuleBroken("no-goal", title=node.title)
    if on > today(now):
        raise RuleBroken("status-in-future")
    assessment = GoalAssessment(
        node_id=node.id,
        assessed_on=on,
        result=result,
        text=text,
        author=by.name,
        author_id=by.id,
        noted_at=now,
    )
    db.session.add(assessment)
    journal.note(
        "goal-assessed",
        by=by,
        now=now,
        council=node.plan.body_id,
        about=node.title,
        after={"goal-result": result, "text": text},
    )
    return assessment


def assessments(node_id: int) -> Rows:
    """How a goal was assessed, the newest first: assessed_on, result, text, author."""
    return db.session.execute(
        select(GoalAssessment.assessed_on, GoalAssessment.result, GoalAssessment.text, GoalAssessment.author)
        .where(GoalAssessment.node_id == node_id)
        .order_by(GoalAssessment.assessed_on.desc(), GoalAssessment.id.desc())
    ).all()


@dataclass(frozen=True, slots=True)
class Mine:
    """A measure that somebody answers for."""

    id: int
    plan_id: int
    title: str
    plan: str
    council: str
    period: str
    state: MeasureState
    ends_on: date | None
    is_late: bool
    reported_on: date | None


def mine(who: Viewer, now: datetime) -> list[Mine]:
    """The measures that the viewer answers for, as a person, through an organisation or in a group: the late
    ones first, then by when they end. One statement."""
    day = today(now)
    reported = (
        select(func.max(StatusReport.reported_on))
        .where(StatusReport.node_id == PlanNode.id)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(
            PlanNode.id,
            PlanNode.plan_id,
            PlanNode.title,
            Plan.title.label("plan"),
            Body.name.label("council"),
            Measure.period,
            Measure.state,
            Measure.last_year,
            Measure.last_season,
            reported.label("reported_on"),
        )
        .join(Measure, Measure.node_id == PlanNode.id)
        .join(Plan, Plan.id == PlanNode.plan_id)
        .join(Body, Body.id == Plan.body_id)
        .where(nodes_worked_on(who), plans_for(who), Measure.is_placeholder.is_(False))
        .order_by(Plan.position, Plan.id, PlanNode.position, PlanNode.id)
    )
    found = [_mine(row, day) for row in rows]
    return sorted(found, key=lambda one: (not one.is_late, one.state in ENDED, one.ends_on or date.max))


@dataclass(frozen=True, slots=True)
class MinePage:
    """A page of them: a region that answers for thousands reads the late ones first."""

    measures: list[Mine]
    total: int
    page: int
    pages: int


def mine_on(page: int, who: Viewer, now: datetime) -> MinePage:
    """That page of what the viewer answers for, or the nearest that is there. One statement."""
    found = mine(who, now)
    pages = max(1, -(-len(found) // ON_A_PAGE))
    page = min(max(1, page), pages)
    return MinePage(found[(page - 1) * ON_A_PAGE : page * ON_A_PAGE], len(found), page, pages)


@dataclass(frozen=True, slots=True)
class _Ending:
    state: MeasureState
    last_year: int | None
    last_season: Season | None
    is_placeholder: bool = False


def _mine(row: Any, day: date) -> Mine:
    ending = _Ending(row.state, row.last_year, row.last_season)
    return Mine(
        row.id,
        row.plan_id,
        row.title,
        row.plan,
        row.council,
        row.period,
        row.state,
        last_day(row.last_year, row.last_season),
        is_late(ending, day),
        row.reported_on,
    )


def reference_areas(who: Viewer) -> Rows:
    """The areas whose reference group the viewer sits in (B2.5): id, plan_id, title, code, level, plan,
    group."""
    return db.session.execute(
        select(
            PlanNode.id,
            PlanNode.plan_id,
            PlanNode.title,
            PlanNode.code,
            PlanNode.level,
            Plan.title.label("plan"),
            Body.name.label("group"),
        )
        .join(Plan, Plan.id == PlanNode.plan_id)
        .join(Body, Body.id == PlanNode.reference_body_id)
        .where(PlanNode.reference_body_id.in_(sorted(who.bodies)))
        .order_by(Plan.position, Plan.id, PlanNode.position, PlanNode.id)
    ).all()


def groups_of(council_id: int) -> Rows:
    """The council's groups that can be an area's reference group: id, name."""
    return db.session.execute(
        select(Body.id, Body.name)
        .where(Body.council_id == council_id, Body.closed_on.is_(None))
        .order_by(Body.name)
    ).all()


def set_reference_group(node: PlanNode, group_id: int | None, *, by: Person, now: datetime) -> None:
    """Let a group of the council be the area's reference group, or none (B2.5). RuleBroken: no-such-group."""
    group = db.session.get(Body, group_id) if group_id else None
    if group_id and (group is None or group.council_id != node.plan.body_id):
        raise RuleBroken("no-such-group")
    was = db.session.get(Body, node.reference_body_id) if node.reference_body_id else None
    node.reference_body_id = group.id if group else None
    journal.note(
        "reference-group-set",
        by=by,
        now=now,
        council=node.plan.body_id,
        about=node.title,
        before={"reference-group": was.name if was else ""},
        after={"reference-group": group.name if group else ""},
    )


def areas_without_group(tree: Tree) -> list[Point]:
    """The areas at the top of the plan without a reference group (B2.5)."""
    return [point for point in tree.top if point.kind is NodeKind.AREA and point.reference_body_id is None]


def goals_without_assessment(tree: Tree) -> list[Point]:
    """The goals that nobody has assessed."""
    return [point for point in tree.order if point.kind is NodeKind.GOAL and point.result is None]


def follow_ups(plan_id: int) -> Rows:
    """The measures to be asked about after their end (B4.12) and not reported since, by day: id, title,
    period, state, follow_up_on."""
    since = (
        select(StatusReport.id)
        .where(
            StatusReport.node_id == PlanNode.id,
            StatusReport.reported_on >= Measure.follow_up_on,
        )
        .exists()
    )
    return db.session.execute(
        select(PlanNode.id, PlanNode.title, Measure.period, Measure.state, Measure.follow_up_on)
        .join(Measure, Measure.node_id == PlanNode.id)
        .where(PlanNode.plan_id == plan_id, Measure.follow_up_on.is_not(None), ~since)
        .order_by(Measure.follow_up_on, PlanNode.position, PlanNode.id)
    ).all()
