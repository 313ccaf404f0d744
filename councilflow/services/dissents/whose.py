"""Whose view it is, and who may ask for it (H.2, A83, D.2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Row, or_, select

from councilflow.extensions import db
from councilflow.models import AgendaItem, Attendance, Body, Meeting, Person, Seat
from councilflow.process.councils import Category, Side
from councilflow.process.dissents import SPEAK_FOR_THEMSELVES
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import local_date
from councilflow.process.profiles import DissentKind
from councilflow.process.rights import Act, Right, with_right
from councilflow.services import visibility
from councilflow.services.visibility import held_on


def check_keeps_record(meeting: Meeting, *, by: Person, now: datetime) -> None:
    """RuleBroken: not-your-view, for anybody but those who keep the record."""
    who = visibility.viewer(by.id, by.session_key, now=now)
    if who is None or Act.RECORD_MEETING not in who.acts_in(meeting.council_id):
        raise RuleBroken("not-your-view")


def check_speaks_for(
    item: AgendaItem, organisation_id: int, person: Person | None, *, by: Person, now: datetime
) -> bool:
    """The record is kept by those who record; others ask for themselves or for whom they may speak (H.2).

    Whether it is those who record that ask. RuleBroken: not-your-view.
    """
    council_id = item.meeting.council_id
    who = visibility.viewer(by.id, by.session_key, now=now)
    if who is None:
        raise RuleBroken("not-your-view")
    if Act.RECORD_MEETING in who.acts_in(council_id):
        return True
    own = person.id == by.id if person else organisation_id in who.stance_homes(council_id)
    if not own:
        raise RuleBroken("not-your-view")
    return False


def side_of(meeting: Meeting, organisation_id: int, person: Person | None, kind: DissentKind) -> Side | None:
    """Whether the seats give the right to have it noted; for a single member, on which side it is.

    RuleBroken: may-not-have-noted.
    """
    may_have_noted = set(with_right(Right.HAVE_NOTED, meeting.council.rights))
    if person is not None and kind is DissentKind.MINUTE_NOTE:
        may_have_noted |= SPEAK_FOR_THEMSELVES
    if kind is DissentKind.RESERVATION:
        may_have_noted = set(SPEAK_FOR_THEMSELVES)
    for category, side, person_id in _seats(meeting, organisation_id):
        if category in may_have_noted and (person is None or person_id == person.id):
            return side
    raise RuleBroken("may-not-have-noted")


def _seats(meeting: Meeting, organisation_id: int) -> Sequence[Row[Category, Side | None, int | None]]:
    """The organisation's seats at the meeting: as the roll has them, before it the seats of its date."""
    roll = db.session.execute(
        select(Attendance.category, Attendance.side, Attendance.person_id)
        .where(Attendance.meeting_id == meeting.id, Attendance.organisation_id == organisation_id)
        .order_by(Attendance.position)
    ).all()
    if roll:
        return roll
    included = select(Body.includes_id).where(Body.id == meeting.council_id).scalar_subquery()
    return db.session.execute(
        select(Seat.category, Seat.side, Seat.person_id)
        .where(
            or_(Seat.body_id == meeting.council_id, Seat.body_id == included),
            Seat.organisation_id == organisation_id,
            held_on(local_date(meeting.starts_at, meeting.council.zone)),
        )
        .order_by(Seat.position, Seat.id)
    ).all()
