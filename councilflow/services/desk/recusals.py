"""Conflicts of interest (jäv), per person and item: who says so takes no part and leaves (KL 6:28–30)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from councilflow.extensions import db
from councilflow.models import AgendaItem, Person, Recusal
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import MeetingState
from councilflow.services import attendance, journal, secrecy
from councilflow.services.desk import speakers
from councilflow.services.desk.hold import hold_record
from councilflow.services.desk.presence import check_item, line_of, settle
from councilflow.services.lying_fast import check_paragraph_open


def recuse(
    item: AgendaItem,
    attendance_id: int,
    *,
    reason: str = "",
    left_at: datetime | None = None,
    correction: str = "",
    by: Person,
    now: datetime,
) -> None:
    """Note that somebody takes no part in an item; noted again, the reason and the time are changed.

    `by` is the secretary, or whoever declares it on the own device. `correction`: why, after the meeting has
    closed. RuleBroken: those of `hold_record`, paragraph-lies-fast, not-on-the-roll, not-on-the-agenda,
    moment-to-come, moment-after-closing.
    """
    _hold_item(item, correction, by=by, now=now)
    roll = attendance.read(item.meeting_id)
    line = line_of(roll, attendance_id)
    check_item(roll, item.id)
    _check_past(item, left_at, now)
    person_id, one = by.id, _of(item, line.id)
    before = {"reason": one.reason} if one else {}
    if one is None:
        one = Recusal(
            item_id=item.id,
            attendance_id=line.id,
            left_at=None,
            returned_at=None,
            by_id=person_id,
            noted_at=now,
        )
        db.session.add(one)
    one.reason, one.by_id, one.noted_at = reason.strip(), person_id, now
    one.left_at = left_at or one.left_at
    _note("recusal-noted", item, line.name, before=before, after={"reason": one.reason}, by=by, now=now)
    if item.meeting.state is MeetingState.ONGOING:
        speakers.leave(item.meeting, [line.id], item_id=item.id, by=by, now=now)
    settle(item.meeting, by=by, now=now)


def leave_room(
    recusal: Recusal, *, at: datetime | None = None, correction: str = "", by: Person, now: datetime
) -> None:
    """Note when the person left the room for the item. RuleBroken: as `recuse`, and moment-missing."""
    item = _hold(recusal, at, correction, by=by, now=now)
    recusal.left_at = _moment(item, at, now)
    _note("recusal-left", item, _name(recusal), by=by, now=now)


def come_back(
    recusal: Recusal, *, at: datetime | None = None, correction: str = "", by: Person, now: datetime
) -> None:
    """Note when the person came back. RuleBroken: as `leave_room`, and back-before-leaving."""
    item = _hold(recusal, at, correction, by=by, now=now)
    back = _moment(item, at, now)
    if recusal.left_at is not None and back < recusal.left_at:
        raise RuleBroken("back-before-leaving")
    recusal.returned_at = back
    _note("recusal-returned", item, _name(recusal), by=by, now=now)


def withdraw(recusal: Recusal, *, correction: str = "", by: Person, now: datetime) -> None:
    """Take away what was noted by mistake. RuleBroken: those of `hold_record`, paragraph-lies-fast."""
    item = _hold(recusal, recusal.left_at, correction, by=by, now=now)
    name = _name(recusal)
    db.session.delete(recusal)
    _note("recusal-withdrawn", item, name, before={"reason": recusal.reason}, by=by, now=now)
    settle(item.meeting, by=by, now=now)


def _hold(recusal: Recusal, at: datetime | None, correction: str, *, by: Person, now: datetime) -> AgendaItem:
    item = db.session.get_one(AgendaItem, recusal.item_id)
    _hold_item(item, correction, by=by, now=now)
    db.session.refresh(recusal)
    _check_past(item, at, now)
    return item


def _hold_item(item: AgendaItem, correction: str, *, by: Person, now: datetime) -> None:
    """After the meeting, what a § approved at once says of jäv lies fast with the rest of it."""
    hold_record(item.meeting, correction, by=by, now=now)
    if item.meeting.state is MeetingState.HELD:
        check_paragraph_open(item)


def _moment(item: AgendaItem, at: datetime | None, now: datetime) -> datetime:
    """Now, when nothing else is said; after the meeting nothing happens now. RuleBroken: moment-missing."""
    if at is None and item.meeting.state is MeetingState.HELD:
        raise RuleBroken("moment-missing")
    return at or now


def _check_past(item: AgendaItem, at: datetime | None, now: datetime) -> None:
    closed_at = item.meeting.closed_at
    if at is not None and at > now:
        raise RuleBroken("moment-to-come")
    if at is not None and closed_at is not None and at > closed_at:
        raise RuleBroken("moment-after-closing")


def _of(item: AgendaItem, attendance_id: int) -> Recusal | None:
    return db.session.scalars(
        select(Recusal).where(Recusal.item_id == item.id, Recusal.attendance_id == attendance_id)
    ).one_or_none()


def _name(recusal: Recusal) -> str:
    roll = attendance.read(db.session.get_one(AgendaItem, recusal.item_id).meeting_id)
    return str(roll.by_id[recusal.attendance_id].name)


def _note(
    happened: str,
    item: AgendaItem,
    name: str,
    *,
    before: dict[str, str] | None = None,
    after: dict[str, str] | None = None,
    by: Person,
    now: datetime,
) -> None:
    facts = {"before": before or {}, "after": after or {}}
    title = secrecy.title_outside(item)
    journal.note(
        happened,
        by=by,
        now=now,
        meeting=item.meeting,
        about=name,
        before=secrecy.words_outside(item, facts["before"]),
        after={"on-item": title} | secrecy.words_outside(item, facts["after"]),
    )
