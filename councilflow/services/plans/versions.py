"""The plan as it was: versions that are taken, read and held against each other, and the year's look (A8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, func, select

from councilflow.extensions import db
from councilflow.models import AgendaItem, Body, Meeting, Person, Plan, PlanReview, PlanVersion
from councilflow.process.errors import RuleBroken
from councilflow.process.plans import exchange
from councilflow.process.plans.document import PlanDocument
from councilflow.process.plans.values import ApprovalResult, ApprovalStep, PlanStatus, ReviewResult
from councilflow.services import journal, secrecy
from councilflow.services.plans.document import document_of
from councilflow.services.plans.writing import hold
from councilflow.services.visibility import today

_CHAIN = "approvals"
"""Where a version's content keeps what is no part of the plan: who decided on it, when and where."""


@dataclass(frozen=True, slots=True)
class Noted:
    """Where something was decided or taken note of: an item with its §, or a case in words."""

    item_id: int | None = None
    case_no: str = ""

    @property
    def is_said(self) -> bool:
        return self.item_id is not None or bool(self.case_no)


def take_version(
    plan: Plan,
    reason: str,
    *,
    by: Person | None,
    now: datetime,
    noted: Noted | None = None,
    adopted_on: date | None = None,
) -> PlanVersion:
    """Keep the plan as it stands. `now` is an aware instant; `adopted_on` is the local day of adoption."""
    hold(plan)
    noted = noted or Noted()
    last = db.session.scalar(select(func.max(PlanVersion.number)).where(PlanVersion.plan_id == plan.id))
    version = PlanVersion(
        plan_id=plan.id,
        number=(last or 0) + 1,
        made_at=now,
        made_by_id=by.id if by else None,
        reason=reason,
        content=exchange.told(document_of(plan)),
        item_id=noted.item_id,
        case_no=noted.case_no,
        adopted_on=adopted_on,
    )
    db.session.add(version)
    db.session.flush()
    after = {"version": version.number, "reason": reason}
    journal.note("plan-version-taken", by=by, now=now, council=plan.body_id, about=plan.title, after=after)
    return version


def versions_of(plan_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """The newest first: id, number, made_at (aware), reason, adopted_on, case_no, who, and the § that it was
    decided at: item_number, item_title, meeting_at (aware), meeting_id. Without what they hold."""
    return db.session.execute(
        select(
            PlanVersion.id,
            PlanVersion.number,
            PlanVersion.made_at,
            PlanVersion.reason,
            PlanVersion.adopted_on,
            PlanVersion.case_no,
            Person.name.label("who"),
            AgendaItem.number.label("item_number"),
            secrecy.open_title().label("item_title"),
            Meeting.id.label("meeting_id"),
            Meeting.starts_at.label("meeting_at"),
        )
        .outerjoin(Person, Person.id == PlanVersion.made_by_id)
        .outerjoin(AgendaItem, AgendaItem.id == PlanVersion.item_id)
        .outerjoin(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(PlanVersion.plan_id == plan_id)
        .order_by(PlanVersion.number.desc())
    ).all()


def version_at(plan_id: int, number: int) -> PlanVersion | None:
    return db.session.scalar(
        select(PlanVersion).where(PlanVersion.plan_id == plan_id, PlanVersion.number == number)
    )


def adopted_before(plan_id: int) -> date | None:
    """The local day when the newest version that was adopted was so: it holds while the plan is changed."""
    newest = (
        select(PlanVersion.adopted_on)
        .where(PlanVersion.plan_id == plan_id, PlanVersion.adopted_on.is_not(None))
        .order_by(PlanVersion.number.desc())
    )
    return db.session.scalar(newest.limit(1))


def document_in(version: PlanVersion) -> PlanDocument:
    """The plan as the version keeps it."""
    return exchange.kept(_plan_in(version))


def _plan_in(version: PlanVersion) -> dict[str, Any]:
    return {name: said for name, said in version.content.items() if name != _CHAIN}


def keep_chain(version: PlanVersion, chain: Sequence[Row[*tuple[Any, ...]]]) -> None:
    """Write down who decided on this version, for the rows themselves are asked anew when it is opened."""
    told = [
        {
            "assembly": row.assembly,
            "step": row.step.value,
            "result": row.result.value,
            "decided_on": row.decided_on.isoformat() if row.decided_on else "",
            "case_no": row.case_no or (f"§ {row.item_number}" if row.item_number else ""),
        }
        for row in chain
    ]
    version.content = {**version.content, _CHAIN: told} if told else version.content


def chain_in(version: PlanVersion) -> list[dict[str, Any]]:
    """Who decided on the version: assembly, step and result (their words), decided_on (a day), case_no."""
    return [
        {
            **row,
            "step": ApprovalStep(row["step"]),
            "result": ApprovalResult(row["result"]),
            "decided_on": date.fromisoformat(row["decided_on"]) if row["decided_on"] else None,
        }
        for row in version.content.get(_CHAIN, [])
    ]


# The year's look


def review(
    plan: Plan,
    result: ReviewResult,
    *,
    note: str,
    noted: Noted,
    next_on: date | None,
    by: Person,
    now: datetime,
) -> PlanReview:
    """Note that the plan was looked through, what came of it, and when it is next (A8).

    A version keeps what was looked at, unless the newest one says the same already. `now` is an aware
    instant, `next_on` a local day. RuleBroken: plan-review-past, when the next day has been.
    """
    day = today(now)
    if next_on is not None and next_on <= day:
        raise RuleBroken("plan-review-past")
    newest = db.session.scalar(
        select(PlanVersion).where(PlanVersion.plan_id == plan.id).order_by(PlanVersion.number.desc()).limit(1)
    )
    if newest is None or _plan_in(newest) != exchange.told(document_of(plan)):
        newest = take_version(plan, note, by=by, now=now, noted=noted)
    done = PlanReview(
        plan_id=plan.id,
        due_on=plan.review_on or day,
        done_on=day,
        result=result,
        note=": ".join(part for part in (noted.case_no, note) if part),
        item_id=noted.item_id,
        version_id=newest.id,
    )
    db.session.add(done)
    before = {"review_on": plan.review_on.isoformat() if plan.review_on else ""}
    plan.review_on = next_on
    after = {"review_on": next_on.isoformat() if next_on else "", "review-result": result.value}
    journal.note(
        "plan-reviewed", by=by, now=now, council=plan.body_id, about=plan.title, before=before, after=after
    )
    return done


def reviews_of(plan_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """The newest first: due_on, done_on, result, note, version (number), and the § as above."""
    return db.session.execute(
        select(
            PlanReview.due_on,
            PlanReview.done_on,
            PlanReview.result,
            PlanReview.note,
            PlanVersion.number.label("version"),
            AgendaItem.number.label("item_number"),
            Meeting.id.label("meeting_id"),
            Meeting.starts_at.label("meeting_at"),
        )
        .outerjoin(PlanVersion, PlanVersion.id == PlanReview.version_id)
        .outerjoin(AgendaItem, AgendaItem.id == PlanReview.item_id)
        .outerjoin(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(PlanReview.plan_id == plan_id)
        .order_by(PlanReview.done_on.desc(), PlanReview.id.desc())
    ).all()


def due_reviews(council_ids: Sequence[int], until: date) -> Sequence[Row[*tuple[Any, ...]]]:
    """Adopted plans to look through by a day: id, title, review_on, council."""
    return db.session.execute(
        select(Plan.id, Plan.title, Plan.review_on, Body.name.label("council"))
        .join(Body, Body.id == Plan.body_id)
        .where(
            Plan.body_id.in_(council_ids),
            Plan.review_on <= until,
            Plan.status == PlanStatus.ADOPTED,
        )
        .order_by(Plan.review_on, Plan.id)
    ).all()
