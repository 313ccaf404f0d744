"""What the register knows of all that a file names: a handful of queries, however many rows there are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import func, select

from councilflow.extensions import db
from councilflow.models import Attendance, Body, Meeting, Organisation, Person, Seat, SeatRule
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import local_date
from councilflow.services.people_import.table import tidy


@dataclass(frozen=True, slots=True)
class Register:
    council: Body
    bodies: Sequence[Body]
    organisations: Sequence[Organisation]
    people: dict[str, Person]
    """By address, those that the file names."""
    seats: Sequence[Seat]
    """All that the council and its bodies have ever had, in their order."""
    called: dict[int, date]
    """By seat: the last meeting in whose roll it stands, by the date on the wall there."""
    rules: Sequence[SeatRule]

    def body(self, words: str) -> Body:
        """The body of that name; the council itself where none is said. RuleBroken: import-unknown-body."""
        if not words:
            return self.council
        found = _named(words, self.bodies)
        if len(found) != 1:
            raise RuleBroken("import-unknown-body", text=words[:60], council=self.council.name)
        return found[0]

    def organisation(self, words: str) -> Organisation:
        """The organisation of that name. RuleBroken: import-unknown-organisation,
        import-organisation-unclear."""
        found = _named(words, self.organisations)
        if not found:
            raise RuleBroken("import-unknown-organisation", text=words[:60])
        if len(found) > 1:
            names = ", ".join(one.name for one in found)
            raise RuleBroken("import-organisation-unclear", text=words[:60], names=names)
        return found[0]


Thing = TypeVar("Thing", Body, Organisation)


def _named(words: str, things: Iterable[Thing]) -> list[Thing]:
    """Those with that name, as it stands before as it sounds, and the full name before the short one."""
    things = list(things)
    sounds = words.casefold()
    for found in (
        [one for one in things if tidy(one.name) == words],
        [one for one in things if tidy(one.name).casefold() == sounds],
        [one for one in things if tidy(one.short_name).casefold() == sounds],
    ):
        if found:
            return found
    return []


def bodies_of(council: Body) -> Sequence[Body]:
    """The council and the bodies that belong to it, the council first."""
    belonging = db.session.scalars(select(Body).where(Body.council_id == council.id).order_by(Body.id)).all()
    return [council, *belonging]


def known(council: Body, emails: Collection[str]) -> Register:
    """What the register holds now."""
    bodies = bodies_of(council)
    people = db.session.scalars(select(Person).where(Person.email.in_(emails))).all()
    return Register(
        council=council,
        bodies=bodies,
        organisations=db.session.scalars(select(Organisation).order_by(Organisation.name)).all(),
        people={person.email: person for person in people},
        seats=seats_of(bodies),
        called=_called(bodies),
        rules=db.session.scalars(select(SeatRule).where(SeatRule.body_id.in_(_ids(bodies)))).all(),
    )


def _ids(bodies: Sequence[Body]) -> list[int]:
    return [body.id for body in bodies]


def _called(bodies: Sequence[Body]) -> dict[int, date]:
    zones = {body.id: body.zone for body in bodies}
    rows = db.session.execute(
        select(Seat.id, Seat.body_id, func.max(Meeting.starts_at))
        .join(Attendance, Attendance.seat_id == Seat.id)
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .where(Seat.body_id.in_(zones))
        .group_by(Seat.id, Seat.body_id)
    )
    return {row.id: local_date(row[2], zones[row.body_id]) for row in rows}


def seats_of(bodies: Sequence[Body]) -> Sequence[Seat]:
    return db.session.scalars(
        select(Seat).where(Seat.body_id.in_(_ids(bodies))).order_by(Seat.body_id, Seat.position, Seat.id)
    ).all()
