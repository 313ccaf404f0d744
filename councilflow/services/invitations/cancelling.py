"""Cancelling a meeting: everybody invited is told, and it leaves their calendars (A69).

The meeting stays readable, with its agenda and what was prepared for it. Its issues go back to the
preparatory group as ready as they were, so that they can be put on the agenda of another meeting.
"""

from __future__ import annotations

from datetime import datetime

from councilflow.extensions import db
from councilflow.models import Meeting, Person
from councilflow.process.agenda import IssueState, IssueStep
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import CHANGEABLE, MeetingState, MeetingStep, meeting_after
from councilflow.services import issues, journal
from councilflow.services.invitations import news
from councilflow.services.invitations.guests import expected
from councilflow.services.invitations.issue import caller
from councilflow.services.invitations.own_item import place_and_time
from councilflow.services.meetings import check_not_cancelled, locked


def check_cancellable(meeting: Meeting) -> None:
    """RuleBroken: meeting-is-cancelled, meeting-step-not-allowed."""
    check_not_cancelled(meeting)
    meeting_after(meeting.state, MeetingStep.CANCEL)


def told(meeting: Meeting) -> int:
    """How many different people get a mail when the meeting is cancelled; none before the invitation."""
    if meeting.invitation is None or meeting.state is not MeetingState.INVITED:
        return 0
    return len({one.email.lower() for one in meeting.invitation.invitees if one.withdrawn_at is None})


def cancel(meeting: Meeting, *, reason: str, by: Person, now: datetime, on_order: str = "") -> int:
    """Cancel a meeting; gives how many people get a mail.

    Before the invitation whoever plans meetings cancels it and nobody is written to. After it the chair does,
    or whoever has the chair's order, and everybody invited gets a METHOD:CANCEL.

    RuleBroken: meeting-is-cancelled, meeting-step-not-allowed, why-missing, and after the invitation
    only-the-chair-invites, order-of-chair-missing, council-without-chair.
    """
    meeting = locked(meeting.id)
    check_cancellable(meeting)
    if not reason.strip():
        raise RuleBroken("why-missing")
    if meeting.state is not MeetingState.INVITED:
        cancel_unannounced(meeting, reason=reason, by=by, now=now)
        return 0
    chair = caller(meeting, by=by, on_order=on_order, now=now)
    reached = told(meeting)
    _write(meeting, chair, reason=reason.strip(), by=by, now=now)
    order = "" if chair is by else on_order.strip()
    _call_off(meeting, reason=reason, told=reached, on_order=order, by=by, now=now)
    return reached


def cancel_unannounced(meeting: Meeting, *, reason: str, by: Person, now: datetime) -> None:
    """Cancel a meeting that nobody is invited to. RuleBroken: meeting-step-not-allowed."""
    meeting = locked(meeting.id)
    if meeting.state not in CHANGEABLE:
        raise RuleBroken("meeting-step-not-allowed", state=meeting.state, step=MeetingStep.CANCEL)
    _call_off(meeting, reason=reason, told=0, on_order="", by=by, now=now)


def _write(meeting: Meeting, chair: Person, *, reason: str, by: Person, now: datetime) -> None:
    invitation = meeting.invitation
    if invitation is None:
        return
    db.session.refresh(invitation)
    invitation.sequence += 1
    letter = news.News(
        invitation=invitation,
        chair=chair,
        reply_to=by.email,
        reason=reason,
        was=place_and_time(meeting),
        now=now,
    )
    invited = [one for one in invitation.invitees if one.withdrawn_at is None]
    letter.cancelled(invited)
    addresses = {one.email.lower() for one in invited}
    boxes = [one for one in expected(meeting).mailboxes if one.address.lower() not in addresses]
    letter.copies(boxes, "cancelled-copy")


def _call_off(meeting: Meeting, *, reason: str, told: int, on_order: str, by: Person, now: datetime) -> None:
    before = meeting.state
    meeting.state = meeting_after(before, MeetingStep.CANCEL)
    meeting.cancelled_at, meeting.cancel_reason = now, reason.strip()
    returned = [item.issue for item in meeting.items if item.issue is not None]
    returned = [issue for issue in returned if issue.state is IssueState.ON_AGENDA]
    for issue in returned:
        issues.take(issue, IssueStep.LOSE_MEETING, by=by, now=now)
    journal.note(
        "meeting-cancelled",
        by=by,
        now=now,
        meeting=meeting,
        before={"state": before},
        after={"state": meeting.state, "reason": reason.strip()}
        | ({"told": told} if told else {})
        | ({"issues_returned": len(returned)} if returned else {})
        | ({"on_order": on_order} if on_order else {}),
    )
