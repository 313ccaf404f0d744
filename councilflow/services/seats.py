"""Seats: who sits in a body, for whom, as what and for how long (A42–A48).

A seat is never overwritten: it ends on a day, and what comes after it is a new row, so that the people of any
past meeting stay who they were.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, or_, select

from councilflow.extensions import db
from councilflow.models import Attendance, Body, Organisation, Person, Seat
from councilflow.process.councils import BodyKind, Category, Office, Side
from councilflow.process.errors import RuleBroken
from councilflow.process.seats import refuse_double, seat_flaws
from councilflow.services import journal


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatEntry:
    """What is written about a seat. `person_id` None: vacant."""

    category: Category
    starts_on: date
    person_id: int | None = None
    organisation_id: int | None = None
    side: Side | None = None
    party: str = ""
    office: Office | None = None
    function: str = ""
    ground: str = ""  # why somebody is adjoined (A45)
    ends_on: date | None = None


def add(body: Body, entry: SeatEntry, *, by: Person, now: datetime) -> Seat:
    """Enter a seat in a council or its preparatory group.

    RuleBroken: seat-flawed, seat-already-held, office-taken.
    """
    seat = _enter(body, entry, position=None)
    journal.note("seat-added", by=by, now=now, council=_council(body), about=_name(seat), after=_words(seat))
    return seat


def end(seat: Seat, *, on: date, by: Person, now: datetime) -> None:
    """Let a seat end; `on` is its last day. RuleBroken: seat-ends-before-it-begins."""
    if on < seat.starts_on:
        raise RuleBroken("seat-ends-before-it-begins", starts_on=seat.starts_on)
    before = {"ends_on": _iso(seat.ends_on)}
    seat.ends_on = on
    journal.note(
        "seat-ended",
        by=by,
        now=now,
        council=_council(seat.body),
        about=_name(seat),
        before=before,
        after={"ends_on": on.isoformat()},
    )


def change(seat: Seat, entry: SeatEntry, *, by: Person, now: datetime) -> Seat:
    """Let something else hold from `entry.starts_on`: the old seat ends the day before, a new one follows.

    RuleBroken: change-must-come-later, and those of `add`.
    """
    if entry.starts_on <= seat.starts_on:
        raise RuleBroken("change-must-come-later", starts_on=seat.starts_on)
    before = _words(seat)
    seat.ends_on = entry.starts_on - timedelta(days=1)
    db.session.flush()
    new = _enter(seat.body, entry, position=seat.position)
    journal.note(
        "seat-changed",
        by=by,
        now=now,
        council=_council(seat.body),
        about=_name(seat),
        before=before,
        after=_words(new),
    )
    return new


def withdraw(seat: Seat, *, by: Person, now: datetime) -> None:
    """Take away a seat that was entered by mistake. RuleBroken: seat-is-in-a-roll."""
    if is_used(seat):
        raise RuleBroken("seat-is-in-a-roll")
    journal.note(
        "seat-withdrawn", by=by, now=now, council=_council(seat.body), about=_name(seat), before=_words(seat)
    )
    db.session.execute(delete(Seat).where(Seat.id == seat.id))


def is_used(seat: Seat) -> bool:
    """Whether the seat stands in the roll of a meeting."""
    return db.session.scalar(select(Attendance.id).where(Attendance.seat_id == seat.id).limit(1)) is not None


def seat_in(council_id: int, seat_id: int) -> Seat | None:
    """The seat, when it belongs to this council or to the group that prepares it."""
    return db.session.scalar(
        select(Seat)
        .join(Body, Body.id == Seat.body_id)
        .where(
            Seat.id == seat_id,
            or_(
                Body.id == council_id,
                (Body.council_id == council_id) & (Body.kind == BodyKind.PREPARATORY_GROUP),
            ),
        )
    )


def _enter(body: Body, entry: SeatEntry, *, position: int | None) -> Seat:
    flaws = seat_flaws(
        body.kind,
        entry.category,
        has_organisation=entry.organisation_id is not None,
        office=entry.office,
        function=entry.function,
        starts_on=entry.starts_on,
        ends_on=entry.ends_on,
    )
    if flaws:
        raise RuleBroken("seat-flawed", flaws=flaws)
    # Two people must not seat two chairs side by side.
    db.session.execute(select(Body.id).where(Body.id == body.id).with_for_update())
    _refuse_double(body, entry)
    if position is None:
        highest = db.session.scalar(select(func.max(Seat.position)).where(Seat.body_id == body.id))
        position = (highest or 0) + 1
    seat = Seat(body_id=body.id, position=position, **_facts(entry))
    db.session.add(seat)
    db.session.flush()
    return seat


def _refuse_double(body: Body, entry: SeatEntry) -> None:
    rivals: list[Any] = [(Seat.person_id == entry.person_id) & (Seat.category == entry.category)]
    if entry.office is Office.CHAIR:
        rivals.append(Seat.office == Office.CHAIR)
    columns = (Seat.person_id, Seat.category, Seat.office, Seat.starts_on, Seat.ends_on)
    refuse_double(entry, db.session.execute(select(*columns).where(Seat.body_id == body.id, or_(*rivals))))


@dataclass(frozen=True, slots=True)
class Many:
    """Seats that begin, that others follow, and that end on a day, all at once."""

    added: list[tuple[Body, SeatEntry]]
    changed: list[tuple[Seat, SeatEntry]]
    ended: list[tuple[Seat, date]]


def enter_many(many: Many, *, by: Person | None, now: datetime) -> None:
    """Enter many seats with a number of queries that does not grow with them.

    The caller holds the bodies and has asked `seat_flaws` and `refuse_double` about each.
    """
    highest = _highest_positions({body.id for body, _entry in many.added})
    entered: list[tuple[str, Seat, dict[str, Any]]] = []
    for seat, on in many.ended:
        before, seat.ends_on = {"ends_on": _iso(seat.ends_on)}, on
        entered.append(("seat-ended", seat, before))
    for old, entry in many.changed:
        before = _words(old)
        old.ends_on = entry.starts_on - timedelta(days=1)
        facts = _facts(entry) | {"rule_id": old.rule_id}
        new = Seat(body_id=old.body_id, position=old.position, **facts)
        entered.append(("seat-changed", new, before))
    for body, entry in many.added:
        highest[body.id] = highest.get(body.id, 0) + 1
        new = Seat(body_id=body.id, position=highest[body.id], **_facts(entry))
        entered.append(("seat-added", new, {}))
    db.session.add_all([seat for _event, seat, _before in entered])
    db.session.flush()
    _note_many(entered, by=by, now=now)


def _note_many(
    entered: Iterable[tuple[str, Seat, dict[str, Any]]], *, by: Person | None, now: datetime
) -> None:
    for happened, seat, before in entered:
        facts: dict[str, Any] = {"by": by, "now": now, "about": _name(seat), "before": before}
        facts["council"] = _council(db.session.get_one(Body, seat.body_id))
        if happened == "seat-added":
            journal.note("seat-added", **facts, after=_words(seat))
        elif happened == "seat-changed":
            journal.note("seat-changed", **facts, after=_words(seat))
        else:
            journal.note("seat-ended", **facts, after={"ends_on": _iso(seat.ends_on)})


def _highest_positions(body_ids: set[int]) -> dict[int, int]:
    rows = db.session.execute(
        select(Seat.body_id, func.max(Seat.position)).where(Seat.body_id.in_(body_ids)).group_by(Seat.body_id)
    )
    return {row.body_id: row[1] for row in rows}


def _facts(entry: SeatEntry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in SeatEntry.__dataclass_fields__}


def _council(body: Body) -> int:
    """The council whose journal a change in this body belongs to."""
    return body.council_id if body.kind is BodyKind.PREPARATORY_GROUP and body.council_id else body.id


def _name(seat: Seat) -> str:
    person = db.session.get(Person, seat.person_id) if seat.person_id else None
    organisation = db.session.get(Organisation, seat.organisation_id) if seat.organisation_id else None
    parts = [person.name if person else "–", seat.function or (organisation.name if organisation else "")]
    return ", ".join(part for part in parts if part)


def _words(seat: Seat) -> dict[str, Any]:
    """The seat as plain values, for the journal."""
    organisation = db.session.get(Organisation, seat.organisation_id) if seat.organisation_id else None
    person = db.session.get(Person, seat.person_id) if seat.person_id else None
    found = {
        "person": person.name if person else None,
        "organisation": organisation.name if organisation else None,
        "category": seat.category,
        "side": seat.side,
        "party": seat.party,
        "office": seat.office,
        "function": seat.function,
        "starts_on": _iso(seat.starts_on),
        "ends_on": _iso(seat.ends_on),
    }
    return {name: value for name, value in found.items() if value}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
