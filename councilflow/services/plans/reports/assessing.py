"""What is judged in a report: how far each goal was met, and what the work was like from each viewpoint
(B4.2, B4.13). An assessment is a new row with its day; the earlier ones are the goal's history (B4.9)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select

from councilflow.extensions import db
from councilflow.models import Evaluation, GoalAssessment, Person, Plan, PlanNode, PlanReport
from councilflow.process.plans.values import GoalKind, GoalResult, NodeKind
from councilflow.services import journal
from councilflow.services.plans.choosing import below
from councilflow.services.plans.projects.reporting import above
from councilflow.services.plans.reports.writing import held
from councilflow.services.visibility import today

KINDS = (*GoalKind, None)
"""The order in which goals are told: from the main goal to the effects, then those without a kind."""


@dataclass(frozen=True, slots=True)
class Assessed:
    """A goal with its newest assessment, if any."""

    id: int
    code: str
    title: str
    kind: GoalKind | None
    result: GoalResult | None
    text: str
    on: date | None
    by: str


def _goals(plan_id: int) -> Select[*tuple[Any, ...]]:
    """The goals of a plan, each with its newest assessment."""
    newest = (
        func.row_number()
        .over(
            partition_by=GoalAssessment.node_id,
            order_by=(GoalAssessment.assessed_on.desc(), GoalAssessment.id.desc()),
        )
        .label("place")
    )
    last = select(GoalAssessment.__table__, newest).subquery()
    return (
        select(PlanNode.id, PlanNode.code, PlanNode.title, PlanNode.goal_kind)
        .add_columns(last.c.result, last.c.text, last.c.assessed_on, last.c.author)
        .outerjoin(last, (last.c.node_id == PlanNode.id) & (last.c.place == 1))
        .where(PlanNode.plan_id == plan_id, PlanNode.kind == NodeKind.GOAL)
        .order_by(PlanNode.position, PlanNode.id)
    )


def goals_of(report: PlanReport) -> list[Assessed]:
    """The goals of the plan, or of the report's project, by kind and then in the plan's order.

    Two statements at most.
    """
    query = _goals(report.plan_id)
    if report.node_id is None:
        rows = db.session.execute(query).all()
    else:
        # A project without goals of its own works for those that hang on what it stands under (B1.3).
        rows = db.session.execute(query.where(PlanNode.id.in_(below(report.node_id)))).all()
        rows = rows or db.session.execute(query.where(PlanNode.parent_id.in_(above(report.node_id)))).all()
    found = [
        Assessed(
            row.id,
            row.code,
            row.title,
            row.goal_kind,
            row.result,
            row.text or "",
            row.assessed_on,
            row.author or "",
        )
        for row in rows
    ]
    return sorted(found, key=lambda goal: KINDS.index(goal.kind))


def assess(
    report: PlanReport, said: Mapping[int, tuple[GoalResult, str]], *, by: Person, now: datetime
) -> int:
    """Note how far goals were met: by node, the result and the reasons. What stands so already is left
    alone. Gives how many were noted. RuleBroken: report-submitted."""
    held(report)
    noted = []
    for goal in goals_of(report):
        result, text = said.get(goal.id, (None, ""))
        if result is None or (result, text) == (goal.result, goal.text):
            continue
        facts = {"result": result, "text": text, "author": by.name, "author_id": by.id}
        db.session.add(GoalAssessment(node_id=goal.id, assessed_on=today(now), noted_at=now, **facts))
        noted.append([goal.title, result])
    if noted:
        report.version += 1
        _note("goals-assessed", report, by=by, now=now, after={"goals": noted})
    return len(noted)


def evaluations_of(report_id: int) -> Sequence[Evaluation]:
    return db.session.scalars(
        select(Evaluation)
        .where(Evaluation.report_id == report_id)
        .order_by(Evaluation.position, Evaluation.id)
    ).all()


def set_evaluations(
    report: PlanReport, said: Sequence[tuple[str, str, str]], *, by: Person, now: datetime
) -> None:
    """What is said from each viewpoint, as (viewpoint, name, text), instead of what stood there.

    RuleBroken: report-submitted.
    """
    held(report)
    rows = evaluations_of(report.id)
    before = [[row.viewpoint, row.name, row.text] for row in rows]
    after = [list(one) for one in said]
    if before == after:
        return
    for row in rows:
        db.session.delete(row)
    for place, (viewpoint, name, text) in enumerate(said):
        facts = {"viewpoint": viewpoint, "name": name, "text": text}
        db.session.add(Evaluation(report_id=report.id, position=place, **facts))
    report.version += 1
    db.session.flush()
    facts_before, facts_after = {"evaluations": before}, {"evaluations": after}
    _note("evaluations-written", report, by=by, now=now, before=facts_before, after=facts_after)


def _note(happened: str, report: PlanReport, *, by: Person, now: datetime, **facts: Any) -> None:
    council = db.session.get_one(Plan, report.plan_id).body_id
    journal.note(happened, by=by, now=now, council=council, about=report.title, **facts)
