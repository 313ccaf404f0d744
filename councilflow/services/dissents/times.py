"""When views are taken in: how far the meeting, and the item, have come (A86, D.2)."""

from __future__ import annotations

from sqlalchemy import select

from councilflow.extensions import db
from councilflow.models import AgendaItem, Meeting, MinutesDocument
from councilflow.process.dissents import Moment
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import DOCUMENTS_OUT, MeetingState
from councilflow.process.minutes import MinutesState
from councilflow.services.lying_fast import on_paper


def check_under_way(meeting: Meeting) -> None:
    """Views and stances are taken in from the invitation until the meeting closes (A73, A86)."""
    if meeting.state is MeetingState.CANCELLED:
        raise RuleBroken("meeting-is-cancelled")
    if meeting.state not in DOCUMENTS_OUT:
        raise RuleBroken("preparation-not-begun")
    if meeting.state is MeetingState.HELD:
        raise RuleBroken("meeting-is-closed")


def moment_of(item: AgendaItem) -> Moment:
    """How far the item has come. RuleBroken: meeting-is-cancelled, preparation-not-begun."""
    meeting = item.meeting
    if meeting.state is not MeetingState.HELD:
        check_under_way(meeting)
    if meeting.state is MeetingState.INVITED:
        return Moment.BEFORE
    if meeting.state is MeetingState.ONGOING:
        return Moment.LEFT if _is_left(item) else Moment.ON_THE_TABLE
    return Moment.CLOSED if _is_open_for_words(item) else Moment.APPROVED


def _is_left(item: AgendaItem) -> bool:
    """Whether something has been settled after this item was."""
    if item.outcome_at is None:
        return False
    later = select(AgendaItem.id).where(
        AgendaItem.meeting_id == item.meeting_id,
        AgendaItem.id != item.id,
        AgendaItem.outcome_at > item.outcome_at,
    )
    return db.session.scalar(later.limit(1)) is not None


def _is_open_for_words(item: AgendaItem) -> bool:
    """Whether the minutes still wait for those who approve them, and this § is not approved at once."""
    waiting = select(MinutesDocument.id).where(
        MinutesDocument.meeting_id == item.meeting_id,
        MinutesDocument.state.in_((MinutesState.DRAFT, MinutesState.IN_REVIEW)),
        MinutesDocument.approved_at.is_(None),  # approved is an event before anybody signs (D.1)
    )
    if db.session.scalar(waiting) is None:
        return False
    return item.number not in on_paper(item.meeting_id)
