"""Whom the invitation goes to: those who hold a seat on the day of the meeting, and who presents what.

The seats are those of the meeting's date and not of today's, and in a wider council those of the narrower
one it includes as well (A54). Beside them stand those whom this meeting alone invites (A55). Each person is
invited once; a vacant seat invites nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Row, func, select

from councilflow.extensions import db
from councilflow.models import AgendaItem, Body, ExtraInvitee, Meeting, Organisation, Person, Presenter, Seat
from councilflow.process.councils import INVITED, Category
from councilflow.process.meeting import local_date
from councilflow.process.roll import ROLL_ORDER, Place, in_roll_order
from councilflow.services.visibility import held_on


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who is invited to the whole meeting. Without a seat it is by a line of the invitation list,
    `extra_id`, and there need be no account."""

    person_id: int | None
    name: str
    email: str
    language: str
    category: Category
    organisation_id: int | None
    organisation: str
    function: str
    extra_id: int | None = None


@dataclass(frozen=True, slots=True)
class PresentingGuest:
    """Somebody who is invited to one item (A68). Has an account only when `person_id` is set."""

    item_id: int
    position: int
    item: str
    name: str
    email: str
    language: str
    organisation: str
    person_id: int | None


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An organisation's official address, which gets a copy (D.1)."""

    organisation: str
    address: str


@dataclass(frozen=True, slots=True)
class Guests:
    """Everybody that an invitation goes to, in the order of the attendance list."""

    guests: list[Guest]
    presenters: list[PresentingGuest]
    mailboxes: list[Mailbox]
    without_mail: list[str]
    """Names of those who should be invited and have no address of mail."""
    vacant: int

    @property
    def people(self) -> int:
        """How many different people get a mail."""
        invited = [one.email for one in self.guests] + [one.email for one in self.presenters]
        return len({email.lower() for email in invited})

    def by_category(self) -> list[tuple[Category, list[Guest]]]:
        found = {
            category: [one for one in self.guests if one.category is category] for category in ROLL_ORDER
        }
        return [(category, some) for category, some in found.items() if some]


def expected(meeting: Meeting) -> Guests:
    """Whom the invitation goes to, as seats, invitation list and agenda stand now. Four queries."""
    rows = _seats(meeting)
    seated = [Called(_place(row), _guest(row)) for row in rows if row.person_id is not None]
    taken = {one.guest.email.lower() for one in seated if one.guest.email}
    called = seated + [one for one in extras(meeting) if one.guest.email.lower() not in taken]
    by_place = {one.place: one.guest for one in called}
    guests = [by_place[place] for place in in_roll_order(by_place)]
    presenters = _presenters(meeting)
    return Guests(
        guests=[one for one in guests if one.email],
        presenters=[one for one in presenters if one.email],
        mailboxes=_mailboxes(rows, {one.email.lower() for one in guests}),
        without_mail=[one.name for one in guests if not one.email]
        + [one.name for one in presenters if not one.email],
        vacant=sum(row.person_id is None for row in rows),
    )


class Called(NamedTuple):
    """A place on the roll, and who has it."""

    place: Place
    guest: Guest


def extras(meeting: Meeting) -> list[Called]:
    """Those whom this meeting invites without a seat (A55, B4.17), in the order of its list. One query."""
    rows = db.session.execute(
        select(
            ExtraInvitee.id,
            func.coalesce(ExtraInvitee.person_id, Person.id).label("person_id"),
            ExtraInvitee.name,
            ExtraInvitee.email,
            ExtraInvitee.category,
            ExtraInvitee.function,
            ExtraInvitee.position,
            ExtraInvitee.organisation_id,
            func.coalesce(Organisation.name, ExtraInvitee.organisation).label("organisation"),
            func.coalesce(Person.language, meeting.council.document_language).label("language"),
        )
        .outerjoin(Person, Person.email == func.lower(ExtraInvitee.email))
        .outerjoin(Organisation, Organisation.id == ExtraInvitee.organisation_id)
        .where(ExtraInvitee.meeting_id == meeting.id)
        .order_by(ExtraInvitee.position, ExtraInvitee.id)
    )
    return [_called(row) for row in rows]


def _called(row: Row[*tuple[Any, ...]]) -> Called:
    place = Place(
        seat_id=None,
        extra_id=row.id,
        person_id=row.person_id,
        organisation=row.organisation,
        category=row.category,
        side=None,
        office=None,
        position=row.position,
        is_own=False,
    )
    guest = Guest(
        person_id=row.person_id,
        name=row.name,
        email=row.email.strip(),
        language=row.language,
        category=row.category,
        organisation_id=row.organisation_id,
        organisation=row.organisation,
        function=row.function,
        extra_id=row.id,
    )
    return Called(place, guest)


def _seats(meeting: Meeting) -> Sequence[Any]:
    bodies = select(Body.includes_id).where(Body.id == meeting.council_id, Body.includes_id.is_not(None))
    return db.session.execute(
        select(
            Seat.id.label("seat_id"),
            Seat.person_id,
            Seat.category,
            Seat.side,
            Seat.office,
            Seat.function,
            Seat.position,
            (Seat.body_id == meeting.council_id).label("is_own"),
            Person.name,
            Person.email,
            Person.language,
            Organisation.id.label("organisation_id"),
            Organisation.name.label("organisation"),
            Organisation.mailbox,
        )
        .outerjoin(Person, Person.id == Seat.person_id)
        .outerjoin(Organisation, Organisation.id == Seat.organisation_id)
        .where(
            (Seat.body_id == meeting.council_id) | Seat.body_id.in_(bodies),
            Seat.category.in_(INVITED),
            held_on(local_date(meeting.starts_at, meeting.council.zone)),
        )
        .order_by(Seat.position, Seat.id)
    ).all()


def _place(row: Row[Any]) -> Place:
    return Place(
        seat_id=row.seat_id,
        person_id=row.person_id,
        organisation=row.organisation or "",
        category=row.category,
        side=row.side,
        office=row.office,
        position=row.position,
        is_own=row.is_own,
    )


def _guest(row: Row[Any]) -> Guest:
    return Guest(
        person_id=row.person_id,
        name=row.name,
        email=row.email.strip(),
        language=row.language,
        category=row.category,
        organisation_id=row.organisation_id,
        organisation=row.organisation or "",
        function=row.function,
    )


def _presenters(meeting: Meeting) -> list[PresentingGuest]:
    """Those who present, by item; somebody named twice on an item is invited to it once."""
    rows = db.session.execute(
        select(
            AgendaItem.id.label("item_id"),
            AgendaItem.title.label("item"),
            Presenter.name,
            Presenter.email,
            Presenter.organisation,
            Person.id.label("person_id"),
            Person.language,
        )
        .join(AgendaItem, AgendaItem.id == Presenter.item_id)
        .outerjoin(Person, Person.email == func.lower(Presenter.email))
        .where(AgendaItem.meeting_id == meeting.id)
        .order_by(AgendaItem.position, AgendaItem.id, Presenter.id)
    ).mappings()
    found: dict[tuple[object, str], PresentingGuest] = {}
    numbers = meeting.numbers
    for row in rows:
        email = row["email"].strip()
        language = row["language"] or meeting.council.document_language
        own = {"email": email, "language": language, "position": numbers[row["item_id"]] or 0}
        guest = PresentingGuest(**{**row, **own})
        found.setdefault((guest.item_id, email.lower() or guest.name), guest)
    return list(found.values())


def _mailboxes(rows: Iterable[Row[Any]], taken: set[str]) -> list[Mailbox]:
    """The official addresses of the organisations that have a seat, each once, and never a person's own."""
    found: dict[str, Mailbox] = {}
    for row in rows:
        address = (row.mailbox or "").strip()
        if address and address.lower() not in taken:
            found.setdefault(address.lower(), Mailbox(row.organisation, address))
    return sorted(found.values(), key=lambda one: one.organisation)
