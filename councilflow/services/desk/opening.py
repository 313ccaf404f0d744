"""Opening a meeting: the roll is copied from the seats of the meeting's own date (H.17)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, select

from councilflow.extensions import db
from councilflow.models import Attendance, Meeting, Organisation, Person, Seat, Service
from councilflow.process.councils import Category
from councilflow.process.meeting import MeetingStep, local_date, meeting_after
from councilflow.process.rights import Right, with_right
from councilflow.process.roll import ROLL_ORDER, Place, in_roll_order, leads_from_own
from councilflow.services import journal, once, substitutes
from councilflow.services.desk.hold import hold
from councilflow.services.invitations.guests import Guest, extras
from councilflow.services.visibility import held_on


def open_meeting(meeting: Meeting, by: Person, now: datetime) -> None:
    """Open an invited meeting and lay out its roll; nobody counts as present before being called.

    Takes the seats held on the meeting's date in the council's own zone; a wide council calls those of the
    council it includes as well (A54). Those whom this meeting alone invites stand under their category (A55).
    RuleBroken: meeting-step-not-allowed.
    """
    hold(meeting)
    once.prune(now)
    meeting.state = meeting_after(meeting.state, MeetingStep.OPEN)
    meeting.opened_at = now
    meeting.minutes_profile = meeting.council.minutes_profile  # a later change is for later meetings
    seats = _seats(meeting, local_date(meeting.starts_at, meeting.council.zone))
    places = [_place(row, meeting) for row in seats.values()]
    own_leads = leads_from_own(places)
    guests = {one.place: one.guest for one in extras(meeting)}
    for position, place in enumerate(in_roll_order([*places, *guests]), start=1):
        if place.seat_id is None:
            db.session.add(_without_seat(meeting, guests[place], position))
        else:
            leads = place.is_own or not own_leads
            db.session.add(_attendance(meeting, seats[place.seat_id], position, leads=leads))
    db.session.flush()
    _let_serve(meeting, by=by, now=now)
    journal.note("meeting-opened", by=by, now=now, meeting=meeting)


def _let_serve(meeting: Meeting, *, by: Person, now: datetime) -> None:
    """Substitutes who were called in and said yes serve from the beginning (A42, D.1)."""
    serving = substitutes.serving_at(meeting.id)
    if not serving:
        return
    rows = db.session.execute(
        select(Attendance.person_id, Attendance.id).where(
            Attendance.meeting_id == meeting.id,
            Attendance.category.in_([Category.MEMBER, Category.SUBSTITUTE]),
        )
    )
    lines = {row.person_id: row.id for row in rows}
    for member, substitute in serving.items():
        if member in lines and substitute in lines:
            db.session.add(
                Service(
                    meeting_id=meeting.id,
                    substitute_id=lines[substitute],
                    member_id=lines[member],
                    by_id=by.id,
                    at=now,
                )
            )


def _seats(meeting: Meeting, day: date) -> dict[int, Row[*tuple[Any, ...]]]:
    """The filled seats of that day that are called, by seat id."""
    bodies = [body for body in (meeting.council_id, meeting.council.includes_id) if body is not None]
    called = set(ROLL_ORDER) & set(with_right(Right.ATTEND, meeting.council.rights))
    rows = db.session.execute(
        select(
            Seat.id,
            Seat.body_id,
            Seat.person_id,
            Seat.organisation_id,
            Seat.category,
            Seat.side,
            Seat.party,
            Seat.office,
            Seat.function,
            Seat.position,
            Person.name,
            Organisation.name.label("organisation"),
        )
        .join(Person, Person.id == Seat.person_id)
        .outerjoin(Organisation, Organisation.id == Seat.organisation_id)
        .where(Seat.body_id.in_(bodies), Seat.category.in_(called), held_on(day))
    ).all()
    return {row.id: row for row in rows}


def _place(row: Row[*tuple[Any, ...]], meeting: Meeting) -> Place:
    return Place(
        seat_id=row.id,
        person_id=row.person_id,
        organisation=row.organisation or "",
        category=row.category,
        side=row.side,
        office=row.office,
        position=row.position,
        is_own=row.body_id == meeting.council_id,
    )


def _attendance(meeting: Meeting, row: Row[*tuple[Any, ...]], position: int, *, leads: bool) -> Attendance:
    return Attendance(
        meeting_id=meeting.id,
        seat_id=row.id,
        person_id=row.person_id,
        organisation_id=row.organisation_id,
        name=row.name,
        organisation=row.organisation or "",
        category=row.category,
        side=row.side,
        party=row.party,
        office=row.office if leads else None,
        function=row.function,
        position=position,
    )


def _without_seat(meeting: Meeting, guest: Guest, position: int) -> Attendance:
    return Attendance(
        meeting_id=meeting.id,
        extra_id=guest.extra_id,
        person_id=guest.person_id,
        organisation_id=guest.organisation_id,
        name=guest.name,
        organisation=guest.organisation,
        category=guest.category,
        function=guest.function,
        position=position,
    )
