"""Where the pages of the invitation hang together."""

from __future__ import annotations

from flask import Blueprint, abort, g

from councilflow.extensions import db
from councilflow.models import Invitee, Meeting
from councilflow.process.meeting import are_out

bp = Blueprint("invitations", __name__)


@bp.before_request
def _section() -> None:
    g.section = "meetings"


def is_out(meeting: Meeting) -> bool:
    return are_out(meeting.state, invited=meeting.invited_at is not None)


def invitee_at(meeting_id: int, invitee_id: int) -> Invitee:
    """Somebody invited to the meeting in the address; of another meeting there is no such page."""
    found = db.session.get(Invitee, invitee_id)
    if found is None or found.invitation.meeting_id != meeting_id:
        abort(404)
    return found
