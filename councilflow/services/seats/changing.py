"""One seat at a time: it begins, ends, is followed by another, or was a mistake."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, or_, select

from councilflow.extensions import db
from councilflow.models import Attendance, Body, Meeting, Person, Seat, SeatRule
from councilflow.process.councils import Category, Office
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import local_date
from councilflow.process.seats import refuse_double, seat_flaws
from councilflow.services import journal
from councilflow.services.bodies import council_of
from councilflow.services.register import plain
from councilflow.services.rows import is_still_there
from councilflow.services.seats.entry import SeatEntry, columns_of, in_words, name_of
from councilflow.services.visibility import today


def add(body: Body, entry: SeatEntry, *, by: Person, now: datetime) -> Seat:
    """Enter a seat in a body. One that fills a rule takes the function that the rule names, if it says none.

    RuleBroken: seat-flawed, seat-already-held, office-taken.
    """
    seat = _enter(body, entry)
    journal.note(
        "seat-added", by=by, now=now, council=council_of(body), about=name_of(seat), after=in_words(seat)
    )
    return seat


def end(seat: Seat, *, on: date, by: Person, now: datetime) -> None:
    """Let a seat end; `on` is its last day.

    RuleBroken: seat-ends-before-it-begins, seat-has-ended, seat-was-called.
    """
    if on < seat.starts_on:
        raise RuleBroken("seat-ends-before-it-begins", starts_on=seat.starts_on)
    before = {"ends_on": plain(seat.ends_on)}
    _let_end(seat, on, now=now)
    journal.note(
        "seat-ended",
        by=by,
        now=now,
        council=council_of(seat.body),
        about=name_of(seat),
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
    before, name = in_words(seat), name_of(seat)
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
        after=in_words(new),
    )
    return new


def _let_end(seat: Seat, on: date, *, now: datetime) -> None:
    """Set the last day of a seat that is still held or comes, without touching a meeting it was called to."""
    if seat.ends_on is not None and seat.ends_on < today(now):
        raise RuleBroken("seat-has-ended", ends_on=seat.ends_on)
    called = _last_called(seat)
    if called is not None and on < called:
        raise RuleBroken("seat-was-called", day=called)
    seat.ends_on = on


def _last_called(seat: Seat) -> date | None:
    """The last meeting in whose roll the seat stands, by the date on the wall there."""
    starts_at = db.session.scalar(
        select(func.max(Meeting.starts_at))
        .join(Attendance, Attendance.meeting_id == Meeting.id)
        .where(Attendance.seat_id == seat.id)
    )
    return local_date(starts_at, seat.body.zone) if starts_at else None


def withdraw(seat: Seat, *, by: Person, now: datetime) -> None:
    """Take away a seat that was entered by mistake. RuleBroken: seat-is-in-a-roll."""
    if not is_still_there(seat):
        return
    if is_used(seat):
        raise RuleBroken("seat-is-in-a-roll")
    journal.note(
        "seat-withdrawn",
        by=by,
        now=now,
        council=council_of(seat.body),
        about=name_of(seat),
        before=in_words(seat),
    )
    db.session.execute(delete(Seat).where(Seat.id == seat.id))


def is_used(seat: Seat) -> bool:
    """Whether the seat stands in the roll of a meeting."""
    return db.session.scalar(select(Attendance.id).where(Attendance.seat_id == seat.id).limit(1)) is not None


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
    facts = columns_of(entry) | {"function": function}
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
