"""Calling the roll, and electing those who approve the minutes (F.1, H.6)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, select

from councilflow.extensions import db
from councilflow.models import Attendance, Meeting, Person, Signatory
from councilflow.process.meeting import Presence, SignatoryRole
from councilflow.process.roll import check_elected, electable, leading, recording
from councilflow.services import journal
from councilflow.services.desk.hold import hold_open


def call_roll(
    meeting: Meeting,
    presences: Mapping[int, Presence | None],
    *,
    others: Presence | None = None,
    by: Person,
    now: datetime,
) -> list[str]:
    """Record who is there, by attendance id; `others` stands for everybody not called otherwise.

    Who signs follows the roll: when the chair goes, the vice chair signs. Gives the names still not called.
    RuleBroken: meeting-not-ongoing.
    """
    hold_open(meeting)
    lines = _lines(meeting)
    before: dict[str, str | None] = {}
    after: dict[str, str | None] = {}
    for line in lines:
        presence = presences.get(line.id) or line.presence or others
        if presence is not line.presence:
            before[line.name], after[line.name] = line.presence, presence
            line.presence = presence
    if after:
        journal.note("roll-called", by=by, now=now, meeting=meeting, before=before, after=after)
    elected = _elected(meeting)
    if elected and leading(lines) and recording(lines):
        _write_signatories(meeting, lines, elected, by)
    return [line.name for line in lines if line.presence is None]


def elect(meeting: Meeting, person_ids: Collection[int], *, by: Person, now: datetime) -> None:
    """Elect those who approve the minutes; may be done anew until the meeting closes.

    The chair and the acting secretary sign as well. RuleBroken: meeting-not-ongoing, nobody-leads,
    nobody-records, nobody-elected, cannot-be-elected.
    """
    hold_open(meeting)
    lines = _lines(meeting)
    check_elected(lines, person_ids)
    before = [one.name for one in meeting.signatories if one.role is SignatoryRole.ELECTED]
    _write_signatories(meeting, lines, person_ids, by)
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


def _lines(meeting: Meeting) -> Sequence[Attendance]:
    """The roll as it stands in the database, whatever this session read before."""
    return db.session.scalars(
        select(Attendance)
        .where(Attendance.meeting_id == meeting.id)
        .order_by(Attendance.position, Attendance.id)
        .execution_options(populate_existing=True)
    ).all()


def _elected(meeting: Meeting) -> set[int]:
    return set(
        db.session.scalars(
            select(Signatory.person_id).where(
                Signatory.meeting_id == meeting.id, Signatory.role == SignatoryRole.ELECTED
            )
        )
    )


def _write_signatories(
    meeting: Meeting, lines: Sequence[Attendance], elected: Collection[int], by: Person
) -> None:
    """Secretary, chair, then the elected in the order of the roll, less whoever may no longer be elected."""
    db.session.execute(delete(Signatory).where(Signatory.meeting_id == meeting.id))
    db.session.expire(meeting, ["signatories"])
    signing = [
        (recording(lines, acting=by.id), SignatoryRole.SECRETARY),
        (leading(lines), SignatoryRole.CHAIR),
        *((line, SignatoryRole.ELECTED) for line in electable(lines) if line.person_id in elected),
    ]
    for position, (line, role) in enumerate(signing):
        if line is not None and line.person_id is not None:
            db.session.add(
                Signatory(
                    meeting_id=meeting.id,
                    person_id=line.person_id,
                    role=role,
                    name=line.name,
                    organisation=line.organisation,
                    position=position,
                )
            )
