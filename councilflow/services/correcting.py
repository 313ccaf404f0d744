"""The record is corrected after the meeting has closed, for a reason, while its minutes are a draft (A86)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from councilflow.extensions import db
from councilflow.models import Meeting, MinutesDocument, Person
from councilflow.process.keeping import check_correction, check_record
from councilflow.process.meeting import MeetingState
from councilflow.process.minutes import MinutesState
from councilflow.services import journal


def hold_with_minutes(meeting: Meeting) -> MinutesState | None:
    """Let nobody close the meeting, nor take its minutes further, while this step decides by their state.

    Where the minutes stand; None: not begun."""
    # The minutes first: whoever signs holds them before the meeting.
    state = db.session.scalar(
        select(MinutesDocument.state).where(MinutesDocument.meeting_id == meeting.id).with_for_update()
    )
    db.session.scalars(
        select(Meeting)
        .where(Meeting.id == meeting.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one()
    return state


def hold_to_correct(meeting: Meeting, reason: str, *, by: Person, now: datetime) -> None:
    """Hold a meeting that has closed, and say in the journal that its record is corrected and why; what is
    changed stands in the entry after it.

    RuleBroken: meeting-not-ongoing, record-lies-before-reviewers, correction-unexplained.
    """
    db.session.flush()
    state = hold_with_minutes(meeting)
    check_correction(meeting.state, state, reason)
    if meeting.state is MeetingState.HELD:
        journal.note("record-corrected", by=by, now=now, meeting=meeting, after={"reason": reason.strip()})


def check_open(meeting_id: int) -> None:
    """Whether a page may offer to write the record. RuleBroken: as `keeping.check_record`."""
    row = db.session.execute(
        select(Meeting.state, MinutesDocument.state.label("minutes"))
        .outerjoin(MinutesDocument, MinutesDocument.meeting_id == Meeting.id)
        .where(Meeting.id == meeting_id)
    ).one()
    check_record(row.state, row.minutes)
