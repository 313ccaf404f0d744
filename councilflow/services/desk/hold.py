"""One at a time: whoever changes the record of a meeting holds the meeting."""

from __future__ import annotations

from councilflow.extensions import db
from councilflow.models import Meeting
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import MeetingState

# The row is held against other writers, not against rows that only point at it.
WAIT_YOUR_TURN = {"key_share": True}


def hold(meeting: Meeting) -> None:
    """Read the meeting afresh and keep it until the transaction ends (PostgreSQL; SQLite has one writer)."""
    db.session.flush()
    db.session.refresh(meeting, with_for_update=WAIT_YOUR_TURN)


def hold_open(meeting: Meeting) -> None:
    """Hold a meeting that is going on. RuleBroken: meeting-not-ongoing.

    Before it opens there is no record, and after it has closed the record stands (A86).
    """
    hold(meeting)
    if meeting.state is not MeetingState.ONGOING:
        raise RuleBroken("meeting-not-ongoing", state=meeting.state)
    meeting.version += 1
