"""What whoever sends the invitation sees first: what to be aware of, and who has a seat and gets nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from councilflow.extensions import db
from councilflow.models import Body, Meeting, Organisation, Person, Seat
from councilflow.process.agenda import ANSWERED_BY_EACH, ItemKind
from councilflow.process.councils import INVITED
from councilflow.process.invitation import Before, Warned
from councilflow.process.invitation import cautions as found_in
from councilflow.process.meeting import Deadline, MeetingForm, local_date
from councilflow.process.timetable import used
from councilflow.services.invitations.guests import Guests
from councilflow.services.invitations.papers import latest_days
from councilflow.services.visibility import held_on


def cautions(meeting: Meeting, *, now: datetime) -> list[Warned]:
    """What to tell about a meeting before its invitation goes."""
    days, today = latest_days(meeting), local_date(now, meeting.council.zone)
    items = [item for item in meeting.items if item.kind is not ItemKind.HEADING]
    asked = [item for item in items if item.kind in ANSWERED_BY_EACH]
    needs_place = meeting.form is not MeetingForm.DIGITAL
    needs_link = meeting.form is not MeetingForm.PHYSICAL
    return found_in(
        Before(
            today=today,
            invite_by=days[Deadline.INVITATION],
            prepare_by=days[Deadline.PREPARATION],
            waits_for_organisations=bool(asked),
            without_papers=tuple(item.title for item in asked if not item.files),
            without_time=tuple(item.title for item in items if item.takes is None),
            over_already=tuple(
                item.title for item in asked if item.answers_by is not None and item.answers_by < today
            ),
            beyond=sum(
                use.beyond for use in used(meeting.days, [(one.kind, one.minutes) for one in meeting.items])
            ),
            lacks_place=needs_place and not meeting.place.strip(),
            lacks_link=needs_link and not meeting.link.strip(),
        )
    )


def not_called(meeting: Meeting, guests: Guests) -> Sequence[Row[*tuple[Any, ...]]]:
    """Who has a seat on the day of the meeting that the invitation does not go to, and gets none otherwise:
    name, category, organisation. One query."""
    bodies = select(Body.includes_id).where(Body.id == meeting.council_id, Body.includes_id.is_not(None))
    called = [one.person_id for one in guests.guests if one.person_id is not None]
    return db.session.execute(
        select(Person.name, Seat.category, Organisation.name.label("organisation"))
        .join(Seat, Seat.person_id == Person.id)
        .outerjoin(Organisation, Organisation.id == Seat.organisation_id)
        .where(
            (Seat.body_id == meeting.council_id) | Seat.body_id.in_(bodies),
            Seat.category.not_in(INVITED),
            Person.id.not_in(called),
            held_on(local_date(meeting.starts_at, meeting.council.zone)),
        )
        .order_by(Seat.category, Seat.position, Seat.id)
    ).all()
