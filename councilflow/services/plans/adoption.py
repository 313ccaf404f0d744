"""A plan is adopted at a § or a case, opened again and ended; and the assemblies before (B2.21, B3.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, func, select

from councilflow.extensions import db
from councilflow.models import (
    AgendaItem,
    Body,
    Meeting,
    Organisation,
    Person,
    Plan,
    PlanApproval,
    PlanNode,
    PlanShare,
)
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import local_date
from councilflow.process.plans.adoption import Answer, PlanStep, after, refuse_unready
from councilflow.process.plans.values import ApprovalResult, ApprovalStep, PlanKind
from councilflow.services import journal
from councilflow.services.plans.versions import Noted, keep_chain, take_version
from councilflow.services.plans.writing import hold, open_for_changes
from councilflow.services.visibility import today


@dataclass(frozen=True, slots=True)
class Decided:
    """What an assembly decided, on which local day, and where."""

    result: ApprovalResult
    on: date | None
    noted: Noted
    note: str = ""


def adopt(plan: Plan, on: date, noted: Noted, *, note: str, by: Person, now: datetime) -> None:
    """Lock the plan as adopted on a local day, keep that version, and ask for a look in a year (A8).

    RuleBroken: plan-step-not-now, plan-empty, those of `refuse_undecided` (plan-decided-nowhere,
    plan-decision-to-come, plan-decision-other-day) and of `refuse_unready`.
    """
    hold(plan)
    status = after(plan.status, PlanStep.ADOPT)
    if db.session.scalar(select(PlanNode.id).where(PlanNode.plan_id == plan.id).limit(1)) is None:
        raise RuleBroken("plan-empty")
    refuse_undecided(on, noted, now)
    rows = db.session.scalars(select(PlanApproval).where(PlanApproval.plan_id == plan.id)).all()
    refuse_unready(Answer(row.assembly, row.step, row.result, row.body_id == plan.body_id) for row in rows)
    for row in rows:
        if row.body_id == plan.body_id:
            write_answer(row, Decided(ApprovalResult.APPROVED, on, noted))
    version = take_version(plan, note, by=by, now=now, noted=noted, adopted_on=on)
    keep_chain(version, approvals_of(plan.id))
    plan.status = status
    if plan.review_on is None and plan.kind is not PlanKind.PROJECT:
        plan.review_on = a_year_after(on)
    facts = {"adopted-on": on.isoformat(), "case_no": noted.case_no, "version": version.number}
    journal.note("plan-adopted", by=by, now=now, council=plan.body_id, about=plan.title, after=facts)


def a_year_after(day: date) -> date:
    return day.replace(year=day.year + 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def refuse_undecided(on: date | None, noted: Noted, now: datetime) -> None:
    if on is None or not noted.is_said:
        raise RuleBroken("plan-decided-nowhere")
    if on > today(now):
        raise RuleBroken("plan-decision-to-come")
    if noted.item_id is not None and on != _day_of(noted.item_id):
        raise RuleBroken("plan-decision-other-day")


def _day_of(item_id: int) -> date:
    """The local day of the meeting that the item was decided at."""
    meeting = db.session.get_one(AgendaItem, item_id).meeting
    return local_date(meeting.starts_at, meeting.council.zone)


def open_again(plan: Plan, reason: str, *, by: Person, now: datetime) -> None:
    """Let an adopted plan be changed: a draft again, and whoever adopts it is asked anew.

    The adopted version stays readable. RuleBroken: plan-step-not-now.
    """
    hold(plan)
    plan.status = after(plan.status, PlanStep.OPEN)
    rows = db.session.scalars(select(PlanApproval).where(PlanApproval.plan_id == plan.id)).all()
    before = {row.assembly: row.result.value for row in rows}
    for row in rows:
        write_answer(row, Decided(ApprovalResult.WAITING, None, Noted()))
    journal.note(
        "plan-opened",
        by=by,
        now=now,
        council=plan.body_id,
        about=plan.title,
        before={"approvals": before} if before else {},
        after={"reason": reason},
    )


def end(plan: Plan, reason: str, *, by: Person, now: datetime) -> None:
    """The plan holds no more; a version keeps it as it was. RuleBroken: plan-step-not-now."""
    hold(plan)
    plan.status = after(plan.status, PlanStep.END)
    plan.review_on = None
    take_version(plan, reason, by=by, now=now)
    journal.note(
        "plan-ended", by=by, now=now, council=plan.body_id, about=plan.title, after={"reason": reason}
    )


# The chain


def approvals_of(plan_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """The chain in order: the columns of PlanApproval, item_number, meeting_id and meeting_at (aware)."""
    return db.session.execute(
        select(
            PlanApproval.__table__,
            AgendaItem.number.label("item_number"),
            Meeting.id.label("meeting_id"),
            Meeting.starts_at.label("meeting_at"),
        )
        .outerjoin(AgendaItem, AgendaItem.id == PlanApproval.item_id)
        .outerjoin(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(PlanApproval.plan_id == plan_id)
        .order_by(PlanApproval.position, PlanApproval.id)
    ).all()


def add_approvals(
    plan: Plan,
    step: ApprovalStep,
    *,
    assembly: str = "",
    body: Body | None = None,
    organisations: Sequence[Organisation] = (),
    by: Person,
    now: datetime,
) -> None:
    """Put assemblies last in the chain: one in words or a council, or one of each organisation (B3.2).

    RuleBroken: plan-adopted, plan-approval-of-nobody, plan-approval-twice (assembly).
    """
    open_for_changes(plan)
    new: list[tuple[str, int | None, int | None]] = [(one.name, None, one.id) for one in organisations]
    if assembly or body:
        new.append((assembly or (body.name if body else ""), body.id if body else None, None))
    if not new:
        raise RuleBroken("plan-approval-of-nobody")
    standing = select(PlanApproval.assembly, PlanApproval.step).where(PlanApproval.plan_id == plan.id)
    known = {(row.assembly.casefold(), row.step) for row in db.session.execute(standing)}
    last = db.session.scalar(select(func.max(PlanApproval.position)).where(PlanApproval.plan_id == plan.id))
    for place, (name, body_id, organisation_id) in enumerate(new, (last or 0) + 1):
        if (name.casefold(), step) in known:
            raise RuleBroken("plan-approval-twice", assembly=name)
        who = {"body_id": body_id, "organisation_id": organisation_id, "assembly": name}
        db.session.add(PlanApproval(plan_id=plan.id, position=place, step=step, **who))
    names = ", ".join(name for name, _, _ in new)
    journal.note(
        "plan-approval-added",
        by=by,
        now=now,
        council=plan.body_id,
        about=plan.title,
        after={"assembly": names},
    )


def answer_approval(row: PlanApproval, decided: Decided, *, by: Person, now: datetime) -> None:
    """Note what an assembly decided, or that it has not yet.

    RuleBroken: plan-adopted, plan-decided-nowhere, plan-decision-to-come.
    """
    plan = db.session.get_one(Plan, row.plan_id)
    open_for_changes(plan)
    if decided.result is not ApprovalResult.WAITING:
        refuse_undecided(decided.on, decided.noted, now)
    before = {"assembly": row.assembly, "approval-result": row.result.value}
    write_answer(row, decided)
    after_ = {"assembly": row.assembly, "approval-result": row.result.value}
    journal.note(
        "plan-approval-noted",
        by=by,
        now=now,
        council=plan.body_id,
        about=plan.title,
        before=before,
        after=after_,
    )


def write_answer(row: PlanApproval, decided: Decided) -> None:
    row.result, row.decided_on, row.note = decided.result, decided.on, decided.note
    row.item_id, row.case_no = decided.noted.item_id, decided.noted.case_no


def remove_approval(row: PlanApproval, *, by: Person, now: datetime) -> None:
    """Take an assembly out of the chain; a council that shares the plan does so no more (B4.8).

    RuleBroken: plan-adopted, plan-approval-answered.
    """
    plan = db.session.get_one(Plan, row.plan_id)
    open_for_changes(plan)
    if row.result is not ApprovalResult.WAITING:
        raise RuleBroken("plan-approval-answered", assembly=row.assembly)
    shares = select(PlanShare).where(PlanShare.plan_id == plan.id, PlanShare.body_id == row.body_id)
    for share in db.session.scalars(shares):
        db.session.delete(share)
    db.session.delete(row)
    before = {"assembly": row.assembly}
    journal.note(
        "plan-approval-removed", by=by, now=now, council=plan.body_id, about=plan.title, before=before
    )
