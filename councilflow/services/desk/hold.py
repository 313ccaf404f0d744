"""One at a time: whoever changes the record of a meeting holds the meeting."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from councilflow.extensions import db
from councilflow.models import Body, Meeting, Person
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import MeetingState
from councilflow.services.correcting import hold_to_correct


def hold(meeting: Meeting) -> None:
    """Read the meeting afresh and keep it until the transaction ends (PostgreSQL; SQLite has one writer)."""
    db.session.flush()
    # Held against other writers, not against rows that only point at it.
    db.session.refresh(meeting, with_for_update={"key_share": True})


def hold_open(meeting: Meeting) -> None:
    """Hold a meeting that is going on. RuleBroken: meeting-not-ongoing.

    Before it opens there is no record, and what only happens at the meeting is over when it has closed.
    """
    hold(meeting)
    if meeting.state is not MeetingState.ONGOING:
        raise RuleBroken("meeting-not-ongoing", state=meeting.state)


def hold_record(meeting: Meeting, reason: str = "", *, by: Person, now: datetime) -> None:
    """Hold a meeting whose record is written: one that goes on, or one that has closed, whose record is
    corrected for this reason while its minutes are a draft (A86, docs/decisions/0020).

    RuleBroken: meeting-not-ongoing, record-lies-before-reviewers, correction-unexplained.
    """
    if meeting.state is MeetingState.HELD:  # from which no meeting comes back
        hold_to_correct(meeting, reason, by=by, now=now)
    else:
        hold_open(meeting)


def hold_council(council_id: int) -> None:
    """Keep a council for a step that reaches all its meetings, such as giving numbers.

    Always before a meeting of it is held: two who close at once would otherwise each wait for the other.
    """
    db.session.execute(select(Body.id).where(Body.id == council_id).with_for_update(key_share=True)).one()
