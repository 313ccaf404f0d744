"""A plan by hand: its name, its place among the council's plans, its own words for levels (A1, A2, H.15)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Table, exists, select

from councilflow.extensions import db
from councilflow.models import Base, Body, Person, Plan
from councilflow.process.errors import RuleBroken
from councilflow.process.plans import periods
from councilflow.process.plans.values import NodeKind, PlanKind, PlanStatus
from councilflow.services import journal
from councilflow.services.plans.writing import open_for_changes

Level = tuple[NodeKind, str]


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What one writes of a plan. `period` is text as written; what can be read of it is read on save."""

    title: str
    short_title: str
    kind: PlanKind
    period: str
    language: str
    currency: str
    parent_id: int | None
    levels: Sequence[Level]
    vision: str = ""
    overall_goal: str = ""
    core_values: str = ""
    text: str = ""
    acknowledgement: str = ""


def make_plan(council: Body, facts: PlanFacts, *, by: Person, now: datetime) -> Plan:
    """An empty plan of the council, to be filled by hand or an import. RuleBroken: plan-parent-elsewhere."""
    plan = Plan(body_id=council.id)
    _write(plan, facts)
    db.session.add(plan)
    db.session.flush()
    journal.note(
        "plan-made", by=by, now=now, council=council, about=facts.title, after={"period": facts.period}
    )
    return plan


def change_plan(plan: Plan, facts: PlanFacts, *, by: Person, now: datetime) -> None:
    """Write the plan's own facts anew. RuleBroken: plan-adopted, plan-under-itself, plan-parent-elsewhere."""
    open_for_changes(plan)
    before = _said(plan)
    _write(plan, facts)
    db.session.flush()
    journal.note(
        "plan-changed",
        by=by,
        now=now,
        council=plan.body_id,
        about=plan.title,
        before=before,
        after=_said(plan),
    )


def _said(plan: Plan) -> dict[str, str]:
    names = ("title", "short_title", "period", "vision", "overall_goal", "core_values", "text", "language")
    return {name: getattr(plan, name) for name in names}


def _write(plan: Plan, facts: PlanFacts) -> None:
    _check_parent(plan, facts.parent_id)
    for name in ("title", "short_title", "kind", "language", "currency", "parent_id", "vision"):
        setattr(plan, name, getattr(facts, name))
    for name in ("overall_goal", "core_values", "text", "acknowledgement"):
        setattr(plan, name, getattr(facts, name))
    plan.levels = [[kind.value, word] for kind, word in facts.levels]
    period, _doubt = periods.read(facts.period)
    plan.period, plan.first_year, plan.last_year = facts.period, period.first_year, period.last_year
    plan.first_season, plan.last_season = period.first_season, period.last_season


def _check_parent(plan: Plan, parent_id: int | None) -> None:
    """A plan stands under one of the council's own, and never under itself."""
    if parent_id:  # of two who put plans under each other the later one sees what the first one did
        db.session.execute(select(Body.id).where(Body.id == plan.body_id).with_for_update(key_share=True))
    above = _as_it_stands(parent_id)
    if parent_id and (above is None or above.body_id != plan.body_id):
        raise RuleBroken("plan-parent-elsewhere")
    while above is not None:
        if above.id == plan.id:
            raise RuleBroken("plan-under-itself", title=plan.title)
        above = _as_it_stands(above.parent_id)


def _as_it_stands(plan_id: int | None) -> Plan | None:
    return db.session.get(Plan, plan_id, populate_existing=True) if plan_id else None


def remove_plan(plan: Plan, *, by: Person, now: datetime) -> None:
    """Take away a draft in which nothing stands. RuleBroken: plan-adopted, plan-not-empty."""
    open_for_changes(plan)
    if pointing_at(Plan.__table__, plan.id):  # type: ignore[arg-type]  # a table, as declared
        raise RuleBroken("plan-not-empty", title=plan.title)
    journal.note("plan-removed", by=by, now=now, council=plan.body_id, about=plan.title)
    db.session.delete(plan)


def pointing_at(target: Table, row_id: int, *, but: frozenset[str] = frozenset()) -> list[str]:
    """The tables that hold something of this row, but for those named: "status_report" …"""
    found = []
    for table in Base.metadata.sorted_tables:
        columns = [key.parent for key in table.foreign_keys if key.column.table is target]
        if table.name in but or not columns:
            continue
        if any(db.session.scalar(select(exists().where(column == row_id))) for column in columns):
            found.append(table.name)
    return found


def publish(plan: Plan, *, by: Person, now: datetime) -> None:
    """Let everybody read the plan, also without an account (B3.4, H.13). RuleBroken: plan-is-linked."""
    if plan.kind is PlanKind.LINKED:
        raise RuleBroken("plan-is-linked", title=plan.title)
    if plan.published_at is None:
        plan.published_at = now
        journal.note("plan-published", by=by, now=now, council=plan.body_id, about=plan.title)


def withdraw(plan: Plan, *, by: Person, now: datetime) -> None:
    """Close the open page again."""
    if plan.published_at is not None:
        plan.published_at = None
        journal.note("plan-withdrawn", by=by, now=now, council=plan.body_id, about=plan.title)


def is_open(plan: Plan) -> bool:
    """Whether everybody may read the plan."""
    return plan.published_at is not None and plan.kind is not PlanKind.LINKED


def is_simple(plan: Plan) -> bool:
    """Whether the short form of a council's first start still says all that the plan holds: a draft by hand,
    with goals and focus areas at the top and nothing below."""
    known = {"Mål", "Fokusområde"}
    return plan.status is PlanStatus.DRAFT and all(
        node.level in known and node.parent_id is None and node.import_id is None for node in plan.nodes
    )
