"""Everybody's own calendar, at an address that only its owner knows.

The address is derived from the installation's secret, the person and a number that rises each time it is
renewed; nothing of it is stored. Whoever has it sees the dates, so it tells dates and little else. A number
below zero is that of an address that was closed, so that the next one is another.
"""

from __future__ import annotations

import base64
import hmac
from collections import defaultdict
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import and_, exists, func, or_, select

from councilflow.documents.feed import Entry, Standing, published
from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import speaking
from councilflow.models import (
    AgendaItem,
    Body,
    Hearing,
    Invitation,
    Invitee,
    Meeting,
    Organisation,
    Person,
    Presenter,
    Seat,
)
from councilflow.process.councils import in_term
from councilflow.process.meeting import DOCUMENTS_OUT, InvitationAnswer, MeetingState, local_date
from councilflow.process.outwards import UNANSWERED
from councilflow.process.rights import Act
from councilflow.process.timetable import days, slots
from councilflow.services import journal, mail
from councilflow.services.calendar import entries
from councilflow.services.visibility import Viewer, meetings_for, meetings_that_invite, viewer

BACK = timedelta(days=366)
"""How long a meeting that has been stays in the calendar."""

CANCELLED_STAYS = timedelta(days=60)
"""How long a cancelled meeting is told of as cancelled."""


def is_open(person: Person) -> bool:
    """Whether the person has a calendar to subscribe to."""
    return person.feed_version > 0


def path_of(person: Person) -> str:
    """The address of the person's calendar, without the installation's own part."""
    return f"/calendar/feed/{_secret(person.id, person.feed_version)}.ics"


def renew(person: Person, *, now: datetime) -> None:
    """Give the person an address, or another one; the one before leads nowhere from now on."""
    person.feed_version = abs(person.feed_version) + 1
    journal.note("feed-renewed", by=person, now=now)


def close(person: Person, *, now: datetime) -> None:
    """Let the address lead nowhere. Where there is none, nothing happens."""
    if is_open(person):
        person.feed_version = -person.feed_version
        journal.note("feed-closed", by=person, now=now)


def _secret(person_id: int, version: int) -> str:
    proof = entries.derived("calendar-feed", f"{person_id}:{version}")
    return f"{person_id}-{base64.urlsafe_b64encode(proof).decode().rstrip('=')}"


def behind(secret: str) -> Person | None:
    """Whose calendar a secret leads to; None when it leads nowhere, or the account is closed."""
    number = secret.partition("-")[0]
    if not (number.isascii() and number.isdecimal() and len(number) < _DIGITS):
        return None
    person = db.session.get(Person, int(number))
    version = person.feed_version if person else 0
    right = _secret(int(number), version).encode()
    if not hmac.compare_digest(right, secret.encode()) or person is None:
        return None
    return person if is_open(person) and person.is_active else None


_DIGITS = len(str(2**31 - 1))


def calendar_of(person: Person, *, now: datetime, with_called: bool = True) -> bytes:
    """The person's calendar as a file, in the person's language. Seven queries, however much there is.

    In it are the meetings of the councils where the person holds a seat on the meeting's day, meetings that
    the person is invited to alone, and the items that the person presents. Without `with_called`, what the
    person has had a call to in the mail is left out, since that lies in the calendar already.
    """
    who = viewer(person.id, person.session_key, now=now)
    if who is None:
        return published("", [])
    with speaking(person.language):
        found = _meetings(who, now, with_called=with_called) + _items(who, now, with_called=with_called)
        found += _hearings(who, now)
        return published(_("Möten – %(name)s", name=person.name), found)


def _lately(now: datetime) -> Any:
    is_cancelled = Meeting.state == MeetingState.CANCELLED
    return and_(
        Meeting.ends_at >= now - BACK,
        or_(~is_cancelled, Meeting.cancelled_at >= now - CANCELLED_STAYS),
    )


def _meetings(who: Viewer, now: datetime, *, with_called: bool) -> list[Entry]:
    alone = meetings_that_invite(who)
    query = (
        entries.rows()
        .add_columns(Invitee.id.label("invitee_id"), Invitee.answer, alone.label("is_alone"))
        .outerjoin(
            Invitee,
            and_(
                Invitee.invitation_id == Invitation.id,
                Invitee.person_id == who.person_id,
                Invitee.item_id.is_(None),
                Invitee.withdrawn_at.is_(None),
            ),
        )
        .where(or_(meetings_for(who), alone), _lately(now))
    )
    rows = {row.id: row for row in db.session.execute(query)}
    terms = _terms(who)
    return [
        entries.of_meeting(row, is_busy=row.answer is not InvitationAnswer.ABSENT)
        for row in rows.values()
        if (row.is_alone or _seated(terms[row.council_id], row)) and (with_called or row.invitee_id is None)
    ]


def _terms(who: Viewer) -> dict[int, list[tuple[date, date | None]]]:
    """When the person sits in what: by council, the first and last days of the seats. A seat counts in its
    own body, in the council that this belongs to, and in the wider one that includes it (A54)."""
    wide = Body.__table__.alias("wide")
    query = (
        select(Seat.starts_on, Seat.ends_on, Body.id, Body.council_id, wide.c.id.label("wide_id"))
        .join(Body, Body.id == Seat.body_id)
        .outerjoin(wide, wide.c.includes_id == Body.id)
        .where(Seat.person_id == who.person_id)
    )
    found: dict[int, list[tuple[date, date | None]]] = defaultdict(list)
    for row in db.session.execute(query):
        for council_id in {row.id, row.council_id, row.wide_id} - {None}:
            found[council_id].append((row.starts_on, row.ends_on))
    return found


def _seated(terms: list[tuple[date, date | None]], row: Any) -> bool:
    day = local_date(row.starts_at, ZoneInfo(row.time_zone))
    return any(in_term(starts_on, ends_on, day) for starts_on, ends_on in terms)


def _items(who: Viewer, now: datetime, *, with_called: bool) -> list[Entry]:
    """What the person presents, whether or not there is a seat as well (A68)."""
    called = exists().where(
        Invitee.item_id == AgendaItem.id,
        Invitee.person_id == who.person_id,
        Invitee.withdrawn_at.is_(None),
    )
    presented = exists().where(Presenter.item_id == AgendaItem.id, func.lower(Presenter.email) == who.email)
    query = (
        entries.rows()
        .add_columns(AgendaItem.id.label("item_id"), called.label("is_called"))
        .join(AgendaItem, AgendaItem.meeting_id == Meeting.id)
        .where(
            presented,
            Meeting.state.in_([*DOCUMENTS_OUT, MeetingState.CANCELLED]),
            Invitation.id.is_not(None),
            _lately(now),
        )
    )
    rows = [row for row in db.session.execute(query) if with_called or not row.is_called]
    planned = _planned({row.id: row for row in rows})
    return [entries.of_item(row, *planned[row.item_id]) for row in rows]


def _hearings(who: Viewer, now: datetime) -> list[Entry]:
    """The last days of the hearings that the person is to answer (B1.18); what they are about is not told."""
    rows = db.session.execute(
        select(Hearing.id, Hearing.body_id, Hearing.due_on, Body.name, Body.time_zone, Organisation.mailbox)
        .join(Body, Body.id == Hearing.body_id)
        .join(Organisation, Organisation.id == Body.host_id)
        .where(
            Hearing.responsible_id == who.person_id,
            Hearing.body_id.in_(who.councils_with(Act.READ_COUNCIL)),
            Hearing.state.in_(list(UNANSWERED)),
            Hearing.due_on >= (now - BACK).date(),
        )
    )
    return [_last_day(row) for row in rows]


def _last_day(row: Any) -> Entry:
    zone = ZoneInfo(row.time_zone)
    begins = datetime.combine(row.due_on, time(8), zone)
    return Entry(
        uid=f"{entries.derived('hearing-entry', str(row.id)).hex()[:32]}@councilflow",
        sequence=0,
        title=_("%(council)s: sista dag att svara på en remiss", council=row.name),
        standing=Standing.CONFIRMED,
        starts_at=begins,
        ends_at=begins + timedelta(minutes=15),
        zone=zone,
        changed_at=begins - BACK,
        organizer=row.name,
        organizer_email=row.mailbox or mail.letter_from(),
        url=mail.address_of(f"/councils/{row.body_id}/hearings/{row.id}"),
        is_busy=False,
    )


def _planned(meetings: dict[int, Any]) -> dict[int, tuple[datetime, datetime]]:
    """From when to when each item of these meetings is planned; to the meeting's end while nobody knows."""
    lengths: dict[int, list[Any]] = defaultdict(list)
    query = select(AgendaItem.meeting_id, AgendaItem.id, AgendaItem.kind, AgendaItem.minutes)
    for item in db.session.execute(
        query.where(AgendaItem.meeting_id.in_(meetings)).order_by(AgendaItem.position, AgendaItem.id)
    ):
        lengths[item.meeting_id].append(item)
    found = {}
    for meeting_id, items in lengths.items():
        meeting = meetings[meeting_id]
        on = days(meeting.starts_at, meeting.ends_at, meeting.nights)
        for item, slot in zip(items, slots(on, [(one.kind, one.minutes) for one in items]), strict=True):
            starts_at = slot.starts_at if slot else meeting.starts_at
            found[item.id] = (starts_at, (slot and slot.ends_at) or max(meeting.ends_at, starts_at))
    return found
