"""One invitation at a time: sent again to somebody, withdrawn, and sent to those who came to sit since."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import delete, func, select

from councilflow.extensions import db
from councilflow.models import ExtraInvitee, Invitee, Meeting, Person, Presenter
from councilflow.process.errors import RuleBroken
from councilflow.process.invitation import check_answers_open
from councilflow.services import journal
from councilflow.services.invitations import late, letters
from councilflow.services.invitations.moving import Reach, stands
from councilflow.services.invitations.papers import agenda_file
from councilflow.services.meetings import locked


def resend(invitee: Invitee, *, by: Person, now: datetime) -> None:
    """Send somebody the invitation once more, as it stands today and to where the person has mail today.

    RuleBroken: answers-are-closed, meeting-is-cancelled, invitation-withdrawn.
    """
    meeting = _held(invitee)
    person = db.session.get(Person, invitee.person_id) if invitee.person_id else None
    if person is not None and person.email:
        invitee.name, invitee.email, invitee.language = person.name, person.email, person.language
    call = late.call_of(invitee.invitation, now)
    if invitee.item is not None:
        letters.write_to_presenter(invitee, invitee.item, call, late.sender_of(call))
    else:
        paper = agenda_file(meeting, chair=invitee.invitation.in_name_of, now=now)
        facts, seated = letters.agenda_facts(meeting), _line_of(invitee) is None
        letters.write_to_guest(invitee, meeting, facts, paper, call, late.sender_of(call), seated=seated)
    journal.note("invitation-resent", by=by, now=now, meeting=meeting, about=invitee.name)


def check_withdrawable(invitee: Invitee) -> None:
    """Who holds a seat on the day of the meeting is called to it, and nobody takes that away here.

    RuleBroken: answers-are-closed, meeting-is-cancelled, invitation-withdrawn, invited-by-seat.
    """
    meeting = _held(invitee)
    if invitee.item_id is None and _line_of(invitee) is None:
        leaving = {one.id for one in stands(meeting).leaving}
        if invitee.id not in leaving:
            raise RuleBroken("invited-by-seat", name=invitee.name)


def withdraw(invitee: Invitee, *, reason: str, by: Person, now: datetime) -> None:
    """Call an invitation off and say why; the presenter leaves the item, the guest the meeting's list.

    RuleBroken: why-missing, and those of `check_withdrawable`.
    """
    check_withdrawable(invitee)
    if not reason.strip():
        raise RuleBroken("why-missing")
    meeting = invitee.invitation.meeting
    late.call_off(invitee, meeting, now=now, reason=reason.strip())
    if invitee.item_id is not None:
        own = (Presenter.item_id == invitee.item_id, func.lower(Presenter.email) == invitee.email.lower())
        db.session.execute(delete(Presenter).where(*own))
        db.session.expire_all()
    elif (line := _line_of(invitee)) is not None:
        db.session.delete(line)
    journal.note(
        "invitation-withdrawn",
        by=by,
        now=now,
        meeting=meeting,
        about=invitee.name,
        after={"reason": reason.strip()},
    )


def catch_up(meeting: Meeting, *, by: Person, now: datetime) -> Reach:
    """Call those who have come to sit since the invitation went out, and let those go who no longer do.

    RuleBroken: answers-are-closed, meeting-is-cancelled, nobody-to-invite.
    """
    meeting = locked(meeting.id)
    check_answers_open(meeting.state)
    invitation, found = meeting.invitation, since(meeting)
    if invitation is None or not (found.coming.guests or found.leaving):
        raise RuleBroken("nobody-to-invite")
    if found.coming.guests:
        late.call_as_well(invitation, found.coming, now=now, seated=True)
    for invitee in found.leaving:
        late.call_off(invitee, meeting, now=now)
    counted = {"newly_invited": len(found.coming.guests), "no_longer_invited": len(found.leaving)}
    journal.note(
        "invitation-caught-up",
        by=by,
        now=now,
        meeting=meeting,
        after={name: n for name, n in counted.items() if n},
    )
    return found


def since(meeting: Meeting) -> Reach:
    """Who has come and gone among those invited to the whole meeting. The presenters follow the agenda, and
    go out with its changes (A68)."""
    found = stands(meeting)
    return replace(
        found,
        coming=replace(found.coming, presenters=[]),
        leaving=[one for one in found.leaving if one.item_id is None],
    )


def _held(invitee: Invitee) -> Meeting:
    meeting = locked(invitee.invitation.meeting_id)
    db.session.refresh(invitee)
    check_answers_open(meeting.state)
    if invitee.withdrawn_at is not None:
        raise RuleBroken("invitation-withdrawn", name=invitee.name)
    return meeting


def _line_of(invitee: Invitee) -> ExtraInvitee | None:
    """The line of the meeting's own list, for somebody without a seat (A55)."""
    return db.session.scalar(select(ExtraInvitee).where(ExtraInvitee.invitee_id == invitee.id))
