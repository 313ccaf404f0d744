"""Seats: who sits in a body, for whom, as what and for how long (A42–A48).

A seat is never overwritten: it ends on a day, and what comes after it is a new row, so that the people of any
past meeting stay who they were.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, delete, func, or_, select

from councilflow.extensions import db
from councilflow.models import Attendance, Body, Meeting, Organisation, Person, Seat, SeatRule
from councilflow.process.councils import BodyKind, Category, Office, Side
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import local_date
from councilflow.process.seats import refuse_double, seat_flaws
from councilflow.services import journal
from councilflow.services.bodies import council_of
from councilflow.services.visibility import today


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
    rule_id: int | None = None  # the rule of composition that it fills
    ends_on: date | None = None


def add(body: Body, entry: SeatEntry, *, by: Person, now: datetime) -> Seat:
    """Enter a seat in a body. One that fills a rule takes the function that the rule names, if it says none.

    RuleBroken: seat-flawed, seat-already-held, office-taken.
    """
    seat = _enter(body, entry)
    journal.note(
        "seat-added", by=by, now=now, council=council_of(body), about=_name(seat), after=_words(seat)
    )
    return seat


def end(seat: Seat, *, on: date, by: Person, now: datetime) -> None:
    """Let a seat end; `on` is its last day.

    RuleBroken: seat-ends-before-it-begins, seat-has-ended, seat-was-called.
    """
    if on < seat.starts_on:
        raise RuleBroken("seat-ends-before-it-begins", starts_on=seat.starts_on)
    before = {"ends_on": _iso(seat.ends_on)}
    _let_end(seat, on, now=now)
    journal.note(
        "seat-ended",
        by=by,
        now=now,
        council=council_of(seat.body),
        about=_name(seat),
        before=before,
        after={"ends_on": on.isoformat()},
    )


def change(seat: Seat, entry: SeatEntry, *, by: Person, now: datetime) -> Seat:
    """Let something else hold from `entry.starts_on`: the old seat ends the day before, a new one follows.

    A vacant seat may be filled from its own first day: then nobody sat there before, and the new one is all
    that is left of it.

    RuleBroken: change-must-come-later, seat-has-ended, seat-was-called, and those of `add`.
    """
    was_never_held = seat.person_id is None and entry.starts_on == seat.starts_on
    if entry.starts_on <= seat.starts_on and not was_never_held:
        raise RuleBroken("change-must-come-later", starts_on=seat.starts_on)
    before, name = _words(seat), _name(seat)
    day_before = entry.starts_on - timedelta(days=1)
    _let_end(seat, min(day_before, seat.ends_on or day_before), now=now)
    db.session.flush()
    new = _enter(seat.body, entry, after=seat)
    if was_never_held:
        db.session.execute(delete(Seat).where(Seat.id == seat.id))
    journal.note(
        "seat-changed",
        by=by,
        now=now,
        council=council_of(new.body),
        about=name,
        before=before,
        after=_words(new),
    )
    return new


def _let_end(seat: Seat, on: date, *, now: datetime) -> None:
    """Set the last day of a seat that is still held or comes, without touching a meeting it was called to."""
    if seat.ends_on is not None and seat.ends_on < today(now):
        raise RuleBroken("seat-has-ended", ends_on=seat.ends_on)
    called = last_called(seat)
    if called is not None and on < called:
        raise RuleBroken("seat-was-called", day=called)
    seat.ends_on = on


def last_called(seat: Seat) -> date | None:
    """The last meeting in whose roll the seat stands, by the date on the wall there."""
    starts_at = db.session.scalar(
        select(func.max(Meeting.starts_at))
        .join(Attendance, Attendance.meeting_id == Meeting.id)
        .where(Attendance.seat_id == seat.id)
    )
    return local_date(starts_at, seat.body.zone) if starts_at else None


def withdraw(seat: Seat, *, by: Person, now: datetime) -> None:
    """Take away a seat that was entered by mistake. RuleBroken: seat-is-in-a-roll."""
    if is_used(seat):
        raise RuleBroken("seat-is-in-a-roll")
    journal.note(
        "seat-withdrawn",
        by=by,
        now=now,
        council=council_of(seat.body),
        about=_name(seat),
        before=_words(seat),
    )
    db.session.execute(delete(Seat).where(Seat.id == seat.id))


def is_used(seat: Seat) -> bool:
    """Whether the seat stands in the roll of a meeting."""
    return db.session.scalar(select(Attendance.id).where(Attendance.seat_id == seat.id).limit(1)) is not None


def before_and_after(seat: Seat) -> Sequence[Row[*tuple[Any, ...]]]:
    """Everybody who has held what this seat is, the latest first: the same office, or the same side of the
    same organisation in the same category. A row has id, person, party, ground, starts_on and ends_on."""
    return db.session.execute(
        select(Seat.id, Person.name.label("person"), Seat.party, Seat.ground, Seat.starts_on, Seat.ends_on)
        .outerjoin(Person, Person.id == Seat.person_id)
        .where(
            Seat.body_id == seat.body_id,
            Seat.category == seat.category,
            Seat.function == seat.function,
            Seat.organisation_id.is_not_distinct_from(seat.organisation_id),
            Seat.side.is_not_distinct_from(seat.side),
        )
        .order_by(Seat.starts_on.desc(), Seat.id.desc())
    ).all()


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


def move(seat: Seat, *, up: bool, by: Person, now: datetime) -> None:
    """Let a substitute serve before the one above, or after the one below, of the same organisation (A42).

    RuleBroken: only-substitutes-are-ordered. The first stays first, and the last stays last.
    """
    if seat.category is not Category.SUBSTITUTE:
        raise RuleBroken("only-substitutes-are-ordered")
    db.session.execute(select(Body.id).where(Body.id == seat.body_id).with_for_update())
    order = list(
        db.session.scalars(
            select(Seat)
            .where(
                Seat.body_id == seat.body_id,
                Seat.category == Category.SUBSTITUTE,
                Seat.organisation_id == seat.organisation_id,
                or_(Seat.ends_on.is_(None), Seat.ends_on >= today(now)),
            )
            .order_by(Seat.position, Seat.id)
            .execution_options(populate_existing=True)
        )
    )
    place = order.index(seat) if seat in order else 0
    other = place - 1 if up else place + 1
    if seat not in order or not 0 <= other < len(order):
        return
    before, positions = [_name(one) for one in order], sorted({one.position for one in order})
    order[place], order[other] = order[other], order[place]
    if len(positions) < len(order):  # two came to stand at one place
        positions = list(range(positions[0], positions[0] + len(order)))
    for one, position in zip(order, positions, strict=True):
        one.position = position
    journal.note(
        "substitutes-ordered",
        by=by,
        now=now,
        council=council_of(seat.body),
        about=seat.organisation.name if seat.organisation else seat.body.name,
        before={"order": before},
        after={"order": [_name(one) for one in order]},
    )


def _enter(body: Body, entry: SeatEntry, *, after: Seat | None = None) -> Seat:
    """The seat in the table, in the place of the one it comes after."""
    rule = db.session.get(SeatRule, entry.rule_id) if entry.rule_id else None
    function = entry.function or (rule.function if rule else "")
    flaws = seat_flaws(
        body.kind,
        entry.category,
        has_organisation=entry.organisation_id is not None,
        office=entry.office,
        function=function,
        starts_on=entry.starts_on,
        ends_on=entry.ends_on,
        has_substitutes=body.has_substitutes or (after is not None and after.category is Category.SUBSTITUTE),
        fits_rule=entry.rule_id is None or _fits(rule, body, entry.category),
    )
    if flaws:
        raise RuleBroken("seat-flawed", flaws=flaws)
    # Two people must not seat two chairs side by side.
    db.session.execute(select(Body.id).where(Body.id == body.id).with_for_update())
    _refuse_double(body, entry)
    facts = _facts(entry) | {"function": function}
    seat = Seat(body_id=body.id, position=after.position if after else _next_position(body), **facts)
    db.session.add(seat)
    db.session.flush()
    return seat


def _fits(rule: SeatRule | None, body: Body, category: Category) -> bool:
    return rule is not None and rule.body_id == body.id and rule.category is category


def _next_position(body: Body) -> int:
    return (db.session.scalar(select(func.max(Seat.position)).where(Seat.body_id == body.id)) or 0) + 1


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

    The caller holds the bodies and has asked about each what `add`, `change` and `end` ask.
    """
    highest = _highest_positions({body.id for body, _entry in many.added})
    entered: list[tuple[str, Seat, dict[str, Any]]] = []
    for seat, on in many.ended:
        before, seat.ends_on = {"ends_on": _iso(seat.ends_on)}, on
        entered.append(("seat-ended", seat, before))
    for old, entry in many.changed:
        before = _words(old)
        day_before = entry.starts_on - timedelta(days=1)
        old.ends_on = min(day_before, old.ends_on or day_before)
        facts = _facts(entry) | {"rule_id": entry.rule_id or old.rule_id}
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
        facts["council"] = council_of(db.session.get_one(Body, seat.body_id))
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


def _name(seat: Seat) -> str:
    person = db.session.get(Person, seat.person_id) if seat.person_id else None
    organisation = db.session.get(Organisation, seat.organisation_id) if seat.organisation_id else None
    parts = [person.name if person else "–", seat.function or (organisation.name if organisation else "")]
    return ", ".join(part for part in parts if part)


def _words(seat: Seat) -> dict[str, Any]:
    """The seat as plain values, for the journal."""
    organisation = db.session.get(Organisation, seat.organisation_id) if seat.organisation_id else None
    person = db.session.get(Person, seat.person_id) if seat.person_id else None
    rule = db.session.get(SeatRule, seat.rule_id) if seat.rule_id else None
    found = {
        "person": person.name if person else None,
        "organisation": organisation.name if organisation else None,
        "category": seat.category,
        "side": seat.side,
        "party": seat.party,
        "office": seat.office,
        "function": seat.function,
        "ground": seat.ground,
        "rule": rule.title if rule else None,
        "starts_on": _iso(seat.starts_on),
        "ends_on": _iso(seat.ends_on),
    }
    return {name: value for name, value in found.items() if value}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
