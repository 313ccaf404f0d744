"""Sending reminders: by the secretary after a look, and by itself some days before (H.7).

Each writes a row whose key is the meeting, the kind, the address and the day. Several workers may look at
once: the meeting is held while they do, and the key refuses a second mail whatever else happens.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from councilflow.extensions import db, reading
from councilflow.models import Body, Meeting, Person, Reminder
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import MeetingState, local_date
from councilflow.process.reminders import ReminderKind
from councilflow.services import journal
from councilflow.services.meetings import check_not_cancelled, locked
from councilflow.services.reminders import letters
from councilflow.services.reminders.waiting import Waiting, awaited_by, due_by_itself


def send(meeting: Meeting, kind: ReminderKind, *, by: Person, now: datetime) -> int:
    """Remind everybody of `awaited_by` who was not reminded of the same today; how many that was.

    RuleBroken: meeting-is-cancelled, answers-are-closed (nobody is called, or the meeting has opened),
    all-have-answered.
    """
    meeting = locked(meeting.id)
    check_not_cancelled(meeting)
    if meeting.state is not MeetingState.INVITED or meeting.invitation is None:
        raise RuleBroken("answers-are-closed", state=meeting.state)
    day = local_date(now, meeting.council.zone)
    found = [one for one in awaited_by(meeting, kind, now=now) if one.may_go(day)]
    if not found:
        raise RuleBroken("all-have-answered")
    _send(meeting, kind, found, by=by, now=now)
    return len(found)


def send_due(now: datetime) -> int:
    """Send all reminders whose time has come; how many. Ends the transaction of the session it is called in.

    Looks first without keeping anybody waiting, and holds a meeting only when it has something to send.
    """
    count = 0
    with reading():
        db.session.rollback()
        due = [(one.id, kind) for one in _candidates() for kind in ReminderKind if _due(one, kind, now)]
        db.session.rollback()
    for meeting_id, kind in due:
        try:
            count += _send_for(meeting_id, kind, now)
            db.session.commit()
        except IntegrityError:  # another worker was here in the same moment, and has sent them
            db.session.rollback()
    return count


def _candidates() -> Sequence[Meeting]:
    return db.session.scalars(
        select(Meeting)
        .join(Body, Body.id == Meeting.council_id)
        .where(Meeting.state == MeetingState.INVITED, Meeting.cancelled_at.is_(None), Body.reminder_days > 0)
        .order_by(Meeting.id)
    ).all()


def _due(meeting: Meeting, kind: ReminderKind, now: datetime) -> list[Waiting]:
    return due_by_itself(meeting, kind, now=now) if now < meeting.starts_at else []


def _send_for(meeting_id: int, kind: ReminderKind, now: datetime) -> int:
    """Looks again while it holds the meeting: what another worker has sent since is not sent again."""
    meeting = locked(meeting_id)
    found = _due(meeting, kind, now)
    if found:
        _send(meeting, kind, found, by=None, now=now)
    return len(found)


def _send(
    meeting: Meeting, kind: ReminderKind, found: Sequence[Waiting], *, by: Person | None, now: datetime
) -> None:
    zone = meeting.council.zone
    starts_on, sender = local_date(meeting.starts_at, zone), letters.sender_of(meeting, by)
    for one in found:
        due = max((each.due for each in one.awaited), default=starts_on)
        db.session.add(
            Reminder(
                meeting_id=meeting.id,
                kind=kind,
                address=one.address.lower(),
                sent_on=local_date(now, zone),
                due_on=due,
                sent_at=now,
                by_id=by.id if by else None,
            )
        )
        letters.write(meeting, kind, one, sender=sender, now=now)
    db.session.flush()
    journal.note(
        "reminders-sent",
        by=by,
        now=now,
        meeting=meeting,
        after={"reminder": kind, "told": len(found)},
    )
