"""What an installation and its councils still lack before their first meeting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from councilflow.extensions import db
from councilflow.models import Body, Meeting, Organisation, Person, Plan, PlanNode, Seat
from councilflow.process.councils import COUNCILS, BodyKind, Category, Office
from councilflow.process.meeting import MeetingState
from councilflow.services.visibility import held_on, today


class FirstStep(StrEnum):
    """What must be there before a council can meet, in the order one does it."""

    ORGANISATIONS = "organisations"
    PEOPLE = "people"
    COUNCIL = "council"
    SECRETARY = "secretary"
    CHAIR = "chair"
    MEMBERS = "members"
    GROUP = "group"
    PLAN = "plan"
    MEETING = "meeting"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the installation, or one of its councils, has come."""

    council_id: int | None
    council: str
    done: frozenset[FirstStep]
    group_id: int | None = None
    """The body that prepares the council, if there is one."""
    group_kind: BodyKind | None = None

    @property
    def is_complete(self) -> bool:
        return len(self.done) == len(FirstStep)


def progress(now: datetime) -> list[Progress]:
    """For each council what is there and what is missing; one line without a council when there is none."""
    organisations_, people_ = db.session.execute(
        select(
            select(func.count(Organisation.id)).scalar_subquery(),
            # Whoever only keeps the register has no seat in mind.
            select(func.count(Person.id)).where(Person.is_administrator.is_(False)).scalar_subquery(),
        )
    ).one()
    common = {
        step
        for step, there in ((FirstStep.ORGANISATIONS, organisations_ > 1), (FirstStep.PEOPLE, people_ > 0))
        if there
    }
    found = [
        Progress(
            row.id,
            row.name,
            frozenset(common | {FirstStep.COUNCIL} | _reached(row)),
            row.group_id,
            row.group_kind,
        )
        for row in _councils_with_marks(now)
    ]
    return found or [Progress(None, "", frozenset(common))]


def _reached(row: Any) -> set[FirstStep]:
    return {step for step in _MARKS if getattr(row, step)}


_MARKS = (
    FirstStep.SECRETARY,
    FirstStep.CHAIR,
    FirstStep.MEMBERS,
    FirstStep.GROUP,
    FirstStep.PLAN,
    FirstStep.MEETING,
)


def _councils_with_marks(now: datetime) -> Sequence[Row[*tuple[Any, ...]]]:
    """Each council with a truth for every mark; a wider council has what the one it includes has (A54)."""
    group = aliased(Body)
    prepares = or_(group.prepares, group.kind == BodyKind.PREPARATORY_GROUP)
    filled = (Seat.body_id.in_((Body.id, Body.includes_id)), Seat.person_id.isnot(None), held_on(today(now)))
    marks = {
        FirstStep.SECRETARY: exists().where(*filled, Seat.category == Category.SECRETARY),
        FirstStep.CHAIR: exists().where(*filled, Seat.office == Office.CHAIR),
        FirstStep.MEMBERS: exists().where(*filled, Seat.category == Category.MEMBER, Seat.office.is_(None)),
        FirstStep.GROUP: or_(
            Body.kind != BodyKind.COUNCIL,  # its secretary may prepare it
            exists().where(group.council_id == Body.id, prepares, Seat.body_id == group.id),
        ),
        FirstStep.PLAN: exists().where(
            Plan.body_id.in_((Body.id, Body.includes_id)), PlanNode.plan_id == Plan.id
        ),
        FirstStep.MEETING: exists().where(
            Meeting.council_id == Body.id, Meeting.state != MeetingState.CANCELLED
        ),
    }
    first_group = (
        select(func.min(group.id))
        .where(group.council_id == Body.id, prepares)
        .correlate(Body)
        .scalar_subquery()
    )
    grouped = aliased(Body)
    return db.session.execute(
        select(
            Body.id,
            Body.name,
            grouped.id.label("group_id"),
            grouped.kind.label("group_kind"),
            *(case((mark, 1), else_=0).label(step) for step, mark in marks.items()),
        )
        .outerjoin(grouped, grouped.id == first_group)
        .where(Body.kind.in_(COUNCILS), or_(Body.closed_on.is_(None), Body.closed_on >= today(now)))
        .order_by(Body.id)
    ).all()
