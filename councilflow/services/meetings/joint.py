"""Joint meetings: a wider council's with the one it includes, and whose each item is (A62)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from councilflow.extensions import db
from councilflow.models import AgendaItem, Body, Meeting, Organisation, Person, Seat
from councilflow.process.councils import Category
from councilflow.process.errors import RuleBroken
from councilflow.process.joint import counting, marks
from councilflow.services import journal
from councilflow.services.meetings import check_open


def set_joint(meeting: Meeting, *, is_joint: bool, by: Person, now: datetime) -> None:
    """Hold the meeting together with the council that the wider one includes, or by itself again. By itself
    no item is marked any more. RuleBroken: agenda-is-closed, council-includes-no-other."""
    check_open(meeting)
    if is_joint and meeting.council.includes_id is None:
        raise RuleBroken("council-includes-no-other", council=meeting.council.name)
    if meeting.is_joint == is_joint:
        return
    meeting.is_joint = is_joint
    if is_joint:
        journal.note("meeting-made-joint", by=by, now=now, meeting=meeting)
        return
    for item in meeting.items:
        item.of_council_id = None
    journal.note("meeting-made-single", by=by, now=now, meeting=meeting)


def names_of(meeting: Meeting) -> dict[int | None, str]:
    """The short names of the councils that items of this meeting can belong to, the narrower first; empty
    when the meeting is not a joint one. One query."""
    wanted = marks(meeting.council_id, meeting.council.includes_id, is_joint=meeting.is_joint)
    if not wanted:
        return {}
    found = dict(db.session.execute(select(Body.id, Body.short_name).where(Body.id.in_(wanted))).all())
    return {council_id: found[council_id] for council_id in wanted}


def titled(item: AgendaItem, names: dict[int | None, str]) -> str:
    """The title as documents print it, with the council that the item belongs to."""
    name = names.get(item.of_council_id) if item.of_council_id else None
    return f"{item.title} ({name})" if name else item.title


def asked_councils(meeting: Meeting, includes_id: int | None, of_council_id: int | None) -> tuple[int, ...]:
    """The councils whose member organisations are asked on an item with this mark (H.8)."""
    return counting(meeting.council_id, includes_id, is_joint=meeting.is_joint, of_council_id=of_council_id)


def is_asked(organisation_id: int | InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """In a query of items with their meetings: whether the organisation counts in a standpoint on the item.

    Outside joint meetings every organisation of the council is asked.
    """
    council = aliased(Body)
    narrower = (
        select(Seat.id)
        .join(council, council.includes_id == Seat.body_id)
        .where(
            council.id == Meeting.council_id,
            Seat.organisation_id == organisation_id,
            Seat.category == Category.MEMBER,
        )
        .correlate(Meeting, Organisation)
        .exists()
    )
    return or_(Meeting.is_joint.is_(False), AgendaItem.of_council_id == Meeting.council_id, narrower)
