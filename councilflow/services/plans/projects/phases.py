"""The phases of a project, and the decision at the end of each (PLP, B1.10, B3.21).

Phases follow a plan up, so they go on when it is adopted.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from councilflow.extensions import db
from councilflow.models import AgendaItem, Measure, Person, PhaseStep, Plan, PlanNode
from councilflow.process.errors import RuleBroken
from councilflow.process.plans.projects import Step, check_opens, check_period
from councilflow.process.plans.values import PhaseDecision, ProjectPhase
from councilflow.services import journal


def open_phase(
    node: PlanNode,
    phase: ProjectPhase,
    *,
    starts_on: date | None,
    ends_on: date | None,
    by: Person,
    now: datetime,
) -> PhaseStep:
    """Begin a phase. RuleBroken: phase-waits-for-decision, phase-not-open, period-backwards."""
    measure, rows = _held(node)
    check_opens([Step(row.phase, row.decision) for row in rows], phase)
    check_period(starts_on, ends_on)
    step = PhaseStep(node_id=node.id, phase=phase, starts_on=starts_on, ends_on=ends_on)
    db.session.add(step)
    measure.phase = phase
    after = {"phase": phase, "starts_on": _day(starts_on), "ends_on": _day(ends_on)}
    journal.note(
        "phase-opened", by=by, now=now, council=council_of(node), about=node.title, before={}, after=after
    )
    return step


def decide_phase(
    node: PlanNode,
    decision: PhaseDecision,
    *,
    decided_on: date,
    item_id: int | None,
    note: str,
    by: Person,
    now: datetime,
) -> PhaseStep:
    """What was decided at the end of the phase that is going on: in an item of the council, or in a case
    elsewhere that `note` names.

    RuleBroken: no-phase-to-decide, phase-decided-nowhere, period-backwards.
    """
    _measure, rows = _held(node)
    if not rows or rows[-1].decision is not None:
        raise RuleBroken("no-phase-to-decide")
    if item_id is None and not note.strip():
        raise RuleBroken("phase-decided-nowhere")
    step = rows[-1]
    check_period(step.starts_on, decided_on)
    step.decision, step.decided_on = decision, decided_on
    step.item_id, step.note = item_id, note.strip()
    item = db.session.get(AgendaItem, item_id) if item_id else None
    after = {
        "phase": step.phase,
        "phase-decision": decision,
        "decided_on": _day(decided_on),
        "item": item.title if item else "",
        "note": step.note,
    }
    journal.note("phase-decided", by=by, now=now, council=council_of(node), about=node.title, after=after)
    return step


def _held(node: PlanNode) -> tuple[Measure, list[PhaseStep]]:
    """The measure, held for the time of the change, and its phases in the order in which they were opened."""
    measure = db.session.scalars(select(Measure).where(Measure.node_id == node.id).with_for_update()).one()
    rows = db.session.scalars(select(PhaseStep).where(PhaseStep.node_id == node.id).order_by(PhaseStep.id))
    return measure, list(rows)


def council_of(node: PlanNode) -> int:
    return db.session.get_one(Plan, node.plan_id).body_id


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
