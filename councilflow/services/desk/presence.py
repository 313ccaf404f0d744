"""Who comes and who goes while the meeting goes on, with the time and the § it falls between (KL 5:66)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select

from councilflow.extensions import db
from councilflow.models import Attendance, Meeting, Person, PresenceChange, Service
from councilflow.process import presence as rules
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import PRESENT, MeetingState, Presence
from councilflow.services import attendance, journal
from councilflow.services.attendance import Found, Roll
from councilflow.services.desk import signing, speakers
from councilflow.services.desk.hold import hold_record


def move(
    meeting: Meeting,
    attendance_id: int,
    presence: Presence,
    *,
    at: datetime | None = None,
    item_id: int | None = None,
    correction: str = "",
    by: Person,
    now: datetime,
) -> None:
    """Note that somebody comes, goes, or changes between the room and the line.

    `at` None: now. `item_id` is the first item it holds for; None: the one that was on the table then. A
    substitute in the place of a member who comes is done. `correction`: why, after the meeting has closed;
    then a moment is asked for. RuleBroken: those of `hold_record`, not-on-the-roll, moment-to-come,
    moment-missing, moment-after-closing, not-on-the-agenda.
    """
    hold_record(meeting, correction, by=by, now=now)
    roll = attendance.read(meeting.id)
    line = line_of(roll, attendance_id)
    if at is None and meeting.state is MeetingState.HELD:
        raise RuleBroken("moment-missing")
    at, item_id = _placed(meeting, roll, at or now, item_id, now)
    if line.presence is presence and at == now:
        return
    db.session.add(
        PresenceChange(
            meeting_id=meeting.id,
            attendance_id=line.id,
            day=roll.today(at),
            at=at,
            presence=presence,
            item_id=item_id,
            by_id=by.id,
        )
    )
    if presence in PRESENT:
        end_services(roll, line.id, item_id)
    _note("presence-changed", meeting, line, roll, after=_told(presence, at, item_id, roll), by=by, now=now)
    settle(meeting, by=by, now=now)


def correct(
    change: PresenceChange,
    presence: Presence,
    *,
    at: datetime,
    item_id: int | None = None,
    correction: str = "",
    by: Person,
    now: datetime,
) -> None:
    """Correct what was noted of somebody; a roll call is corrected by calling anew.

    RuleBroken: as `move`, and roll-call-stays.
    """
    meeting, roll = _hold(change, correction, by=by, now=now)
    line = line_of(roll, change.attendance_id)
    at, item_id = _placed(meeting, roll, at, item_id, now)
    before = _told(change.presence, change.at, change.item_id, roll)
    _move_services(line.id, change.item_id, item_id)
    change.presence, change.at, change.item_id, change.day = presence, at, item_id, roll.today(at)
    change.by_id = by.id
    after = _told(presence, at, item_id, roll)
    if before != after:
        _note("presence-corrected", meeting, line, roll, before=before, after=after, by=by, now=now)
    settle(meeting, by=by, now=now)


def remove(change: PresenceChange, *, correction: str = "", by: Person, now: datetime) -> None:
    """Take away what was noted by mistake. RuleBroken: those of `hold_record`, roll-call-stays."""
    meeting, roll = _hold(change, correction, by=by, now=now)
    line = line_of(roll, change.attendance_id)
    before = _told(change.presence, change.at, change.item_id, roll)
    db.session.delete(change)
    _note("presence-removed", meeting, line, roll, before=before, by=by, now=now)
    settle(meeting, by=by, now=now)


def settle(meeting: Meeting, *, by: Person, now: datetime) -> Roll:
    """Let the lines of the roll, the list of speakers and who signs follow what is noted. After the meeting
    those who sign stay: somebody is replaced on the chair's order (H.6). Who calls holds the meeting."""
    db.session.flush()
    roll = attendance.read(meeting.id)
    stands = rules.standing(roll.changes, roll.course)
    lines = db.session.scalars(select(Attendance).where(Attendance.meeting_id == meeting.id))
    for line in lines:
        if line.id in stands and line.presence is not stands[line.id]:
            line.presence = stands[line.id]
    db.session.flush()
    roll = attendance.read(meeting.id)
    if meeting.state is MeetingState.HELD:  # nobody speaks any more, and the chair says who signs instead
        keep_told(meeting)
        return roll
    signing.follow(meeting, roll, acting=by.id)
    away = [line.id for line in roll.lines if line.presence is not None and line.presence not in PRESENT]
    speakers.leave(meeting, away, by=by, now=now)
    return roll


def keep_told(meeting: Meeting) -> None:
    """When the meeting has closed, let each line say what the attendance list does: of somebody who left
    early, how they took part. Who calls holds the meeting."""
    db.session.flush()
    roll = attendance.read(meeting.id)
    for line in db.session.scalars(select(Attendance).where(Attendance.meeting_id == meeting.id)):
        if line.presence is not None:
            line.presence = roll.told(line.id)


def line_of(roll: Roll, attendance_id: int) -> Found:
    """A line of this roll. RuleBroken: not-on-the-roll."""
    line = roll.by_id.get(attendance_id)
    if line is None:
        raise RuleBroken("not-on-the-roll")
    return line


def check_item(roll: Roll, item_id: int | None) -> None:
    """RuleBroken("not-on-the-agenda") for an item of another meeting, or a heading."""
    if item_id is not None and item_id not in roll.numbers:
        raise RuleBroken("not-on-the-agenda")


def _placed(
    meeting: Meeting, roll: Roll, at: datetime, item_id: int | None, now: datetime
) -> tuple[datetime, int | None]:
    """The moment, and the first item it holds for."""
    if at > now:
        raise RuleBroken("moment-to-come")
    if meeting.closed_at is not None and at > meeting.closed_at:
        raise RuleBroken("moment-after-closing")
    check_item(roll, item_id)
    return at, item_id if item_id is not None else rules.on_the_table(at, roll.course)


def _hold(change: PresenceChange, correction: str, *, by: Person, now: datetime) -> tuple[Meeting, Roll]:
    meeting = db.session.get_one(Meeting, change.meeting_id)
    hold_record(meeting, correction, by=by, now=now)
    db.session.refresh(change)
    if change.is_call:
        raise RuleBroken("roll-call-stays")
    return meeting, attendance.read(meeting.id)


def end_services(roll: Roll, member_id: int, item_id: int | None, *, begun_before: bool = False) -> None:
    """A member who comes takes the own place again, from this item on; None: at the very end.

    `begun_before`: but not from whoever began to serve after that item.
    """
    order = {stretch.item: place for place, stretch in reversed(list(enumerate(roll.course)))}
    for one in _services(member_id):
        if one.until_item_id is not None or item_id is None:
            continue
        began = order.get(one.from_item_id or 0, 0)
        if began == order.get(item_id, 0):
            db.session.delete(one)
        elif began < order.get(item_id, 0) or not begun_before:
            one.until_item_id = item_id


def is_first(roll: Roll, item_id: int | None) -> bool:
    """Whether nothing was on the table before this item."""
    return not roll.course or item_id == roll.course[0].item


def _move_services(member_id: int, before: int | None, item_id: int | None) -> None:
    """A service that ended when the member came ends where the member now is said to have come."""
    for one in _services(member_id):
        if one.until_item_id is not None and one.until_item_id == before:
            one.until_item_id = item_id


def _services(member_id: int) -> list[Service]:
    return list(db.session.scalars(select(Service).where(Service.member_id == member_id)))


def _told(presence: Presence, at: datetime, item_id: int | None, roll: Roll) -> dict[str, Any]:
    """The facts of a change, as the journal keeps them."""
    facts: dict[str, Any] = {"presence": presence, "clock": f"{at.astimezone(roll.zone):%Y-%m-%d %H.%M}"}
    return facts | ({"from-item": roll.numbers[item_id]} if item_id in roll.numbers else {})


def _note(
    happened: str,
    meeting: Meeting,
    line: Found,
    roll: Roll,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    by: Person,
    now: datetime,
) -> None:
    journal.note(
        happened, by=by, now=now, meeting=meeting, about=line.name, before=before or {}, after=after or {}
    )
