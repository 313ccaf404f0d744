"""Who is invited, what they have answered, and what there is to do about it."""

from __future__ import annotations

from collections import Counter

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.models import Meeting
from councilflow.process.meeting import InvitationAnswer, MeetingState
from councilflow.process.rights import Act
from councilflow.services import invitations, substitutes
from councilflow.web.access import requires
from councilflow.web.invitations.blueprint import bp, is_out
from councilflow.web.mail import trouble_words
from councilflow.web.meetings import beside
from councilflow.web.pages import render
from councilflow.words import word


@bp.get("/meetings/<int:meeting_id>/recipients")
@requires(Act.INVITE, Act.PREPARE_AGENDA, Act.SEE_MAIL)
def recipients(meeting_id: int) -> ResponseReturnValue:
    meeting = db.session.get_one(Meeting, meeting_id)
    if not is_out(meeting):
        return redirect(url_for("invitations.confirm", meeting_id=meeting_id))
    people = invitations.overview(meeting_id)
    answers = Counter(one.answer for one in people if one.withdrawn_at is None)
    counts = [(word(choice), str(answers[choice])) for choice in InvitationAnswer]
    counts.append((_("Har inte svarat"), str(answers[None])))
    places = substitutes.places(meeting)
    is_open = meeting.state is MeetingState.INVITED
    return render(
        "invitations/recipients.html",
        meeting=meeting,
        invitation=meeting.invitation,
        council=meeting.council.name,
        zone=meeting.council.zone,
        starts_at=meeting.starts_at.astimezone(meeting.council.zone),
        people=people,
        cancelled_on=beside.cancelled_on(meeting, meeting.council.zone),
        counts=counts,
        trouble_words=trouble_words,
        is_open=is_open,
        unanswered=answers[None],
        places={one.invitee_id: one for one in places},
        serves=_serves(places),
        since=invitations.since(meeting) if is_open and meeting.invitation else None,
        late=invitations.latecomers.papers(meeting),
    )


def _serves(places: list[substitutes.Place]) -> dict[int, str]:
    """The substitute's invitee id → the member in whose place they serve or are asked to."""
    found = {}
    for place in places:
        for one in place.calls:
            if place.is_settled and one.invitee_id is not None and one.state in ("asked", "serves"):
                found[one.invitee_id] = place.name
    return found
