"""That the council approves a paragraph at once, noted while the meeting goes on (omedelbar justering, D.1).

What the item came to lies fast from then on. A view that somebody asks into the minutes is still taken in:
the law and A86 give until the meeting closes, and the paper with the § is made after that.
"""

from __future__ import annotations

from datetime import datetime

from councilflow.extensions import db
from councilflow.models import AgendaItem, Person
from councilflow.process.immediate import check_may_be_approved
from councilflow.services import journal, secrecy
from councilflow.services.desk.hold import hold_open


def approve(item: AgendaItem, *, by: Person, now: datetime) -> None:
    """Note that the paragraph is approved at once; noted twice, it was noted first.

    RuleBroken: meeting-not-ongoing, no-immediate-approval, outcome-not-stated.
    """
    _hold(item)
    check_may_be_approved(item.meeting.profile, item.outcome)
    if item.immediate_approval_at is None:
        item.immediate_approval_at = now
        _note("immediate-approval-noted", item, by=by, now=now)


def take_back(item: AgendaItem, *, by: Person, now: datetime) -> None:
    """Take that back, until the meeting closes. RuleBroken: meeting-not-ongoing."""
    _hold(item)
    if item.immediate_approval_at is not None:
        item.immediate_approval_at = None
        _note("immediate-approval-withdrawn", item, by=by, now=now)


def _hold(item: AgendaItem) -> None:
    hold_open(item.meeting)
    db.session.refresh(item)


def _note(happened: str, item: AgendaItem, *, by: Person, now: datetime) -> None:
    journal.note(happened, by=by, now=now, meeting=item.meeting, about=secrecy.title_outside(item))
