"""Calling the roll, once on each day, and electing those who approve the minutes (F.1, A61, H.6)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import select

from councilflow.extensions import db
from councilflow.models import Attendance, Meeting, Person, PresenceChange
from councilflow.process.councils import Category
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import PRESENT, Presence, SignatoryRole
from councilflow.process.roll import check_elected
from councilflow.services import attendance, journal
from councilflow.services.desk import signing
from councilflow.services.desk.hold import hold_open, hold_record
from councilflow.services.desk.presence import end_services, settle


def call_roll(
    meeting: Meeting,
    presences: Mapping[int, Presence | None],
    *,
    others: Presence | None = None,
    day: date | None = None,
    correction: str = "",
    by: Person,
    now: datetime,
) -> list[str]:
    """Record who is there, by attendance id; `others` stands for everybody not called otherwise – but
    for substitutes when no seat waits for one: who was never asked to come sits at home.

    `day` is a day of the meeting; None: today, or the first when today is none of them. Called again, the
    roll of the day is corrected. Who signs follows the roll: when the chair goes, the vice chair signs. Gives
    the names still not called. `correction`: why, after the meeting has closed. RuleBroken: those of
    `hold_record`, day-not-of-meeting.
    """
    hold_record(meeting, correction, by=by, now=now)
    roll = attendance.read(meeting.id)
    day = roll.today(now) if day is None else day
    if day not in roll.days:
        raise RuleBroken("day-not-of-meeting", day=day)
    lines = _lines(meeting)
    # A roll that was called before days were told apart stands on the lines themselves.
    answered = roll.called(day) if roll.changes else {line.id: line.presence for line in lines}
    said = {line.id: presences.get(line.id) or answered.get(line.id) for line in lines}
    called = {**said, **(_others(lines, said, others) if others else {})}
    changed = [line for line in lines if called[line.id] is not answered.get(line.id)]
    before = {line.name: answered.get(line.id) for line in changed}
    after = {line.name: called[line.id] for line in changed}
    _keep(meeting, called, day, by=by, now=now)
    for line in changed:
        if called[line.id] in PRESENT:
            end_services(roll, line.id, roll.first_of(day), begun_before=True)
    if after:
        about = "" if len(roll.days) == 1 else day.isoformat()
        journal.note("roll-called", by=by, now=now, meeting=meeting, about=about, before=before, after=after)
    settle(meeting, by=by, now=now)
    return [line.name for line in lines if called[line.id] is None]


def _others(
    lines: Sequence[Attendance], said: Mapping[int, Presence | None], others: Presence
) -> dict[int, Presence]:
    """What those who were not called one by one are, by attendance id."""
    waiting = 0  # seats without their member, less the substitutes who are there for them
    for line in lines:
        if line.category is Category.MEMBER:
            waiting += said[line.id] not in (None, *PRESENT)
        elif line.category is Category.SUBSTITUTE:
            waiting -= said[line.id] in PRESENT
    at_home = Presence.ABSENT if waiting <= 0 else others
    left = [line for line in lines if said[line.id] is None]
    return {line.id: at_home if line.category is Category.SUBSTITUTE else others for line in left}


def elect(meeting: Meeting, person_ids: Collection[int], *, by: Person, now: datetime) -> None:
    """Elect those who approve the minutes; may be done anew until the meeting closes.

    The chair and the acting secretary sign as well. RuleBroken: meeting-not-ongoing, nobody-leads,
    nobody-records, nobody-elected, cannot-be-elected.
    """
    hold_open(meeting)
    lines = _lines(meeting)
    check_elected(lines, person_ids)
    before = [one.name for one in meeting.signatories if one.role is SignatoryRole.ELECTED]
    signing.write(meeting, attendance.read(meeting.id), person_ids, acting=by.id)
    after = [line.name for line in lines if line.person_id in person_ids]
    journal.note(
        "approvers-elected",
        by=by,
        now=now,
        meeting=meeting,
        about=", ".join(after),
        before={"elected": before},
        after={"elected": after},
    )


def _keep(
    meeting: Meeting, called: Mapping[int, Presence | None], day: date, *, by: Person, now: datetime
) -> None:
    """One row for each who was called on the day, changed when the answer is another."""
    rows = db.session.scalars(
        select(PresenceChange).where(
            PresenceChange.meeting_id == meeting.id, PresenceChange.day == day, PresenceChange.is_call
        )
    )
    noted = {row.attendance_id: row for row in rows}
    for line_id, presence in called.items():
        if presence is None:
            continue
        if line_id in noted:
            if noted[line_id].presence is not presence:
                noted[line_id].presence, noted[line_id].by_id = presence, by.id
        else:
            db.session.add(
                PresenceChange(
                    meeting_id=meeting.id,
                    attendance_id=line_id,
                    day=day,
                    at=meeting.closed_at or now,
                    presence=presence,
                    is_call=True,
                    by_id=by.id,
                )
            )
    db.session.flush()


def _lines(meeting: Meeting) -> Sequence[Attendance]:
    """The roll as it stands in the database, whatever this session read before."""
    return db.session.scalars(
        select(Attendance)
        .where(Attendance.meeting_id == meeting.id)
        .order_by(Attendance.position, Attendance.id)
        .execution_options(populate_existing=True)
    ).all()
