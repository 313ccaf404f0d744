"""The pages that only a meeting that is going on has, and those that correct it afterwards."""

from __future__ import annotations

from flask import abort, make_response, redirect, request, session, url_for

from councilflow.i18n import gettext as _
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import MeetingState
from councilflow.services.correcting import check_open
from councilflow.services.desk import course
from councilflow.web.errors import refuse
from councilflow.web.pages import Link

_KEPT = "correcting"
"""Where the sign-in keeps why a record is corrected, by meeting."""


def going_on(meeting_id: int) -> course.Sitting:
    """The meeting, when it goes on; otherwise the page says that it does not, with the way to the meeting."""
    sitting = course.sitting(meeting_id)
    if sitting.state is not MeetingState.ONGOING:
        _say(RuleBroken("meeting-not-ongoing", state=sitting.state), meeting_id)
    return sitting


def record_open(meeting_id: int, *, asks: bool = True) -> course.Sitting:
    """The meeting, when its record may be written: while it goes on, and for a reason while its minutes are a
    draft. Who comes without having said why is asked first, unless `asks` is False."""
    try:
        check_open(meeting_id)
    except RuleBroken as error:
        _say(error, meeting_id)
    sitting = course.sitting(meeting_id)
    is_over = sitting.state is MeetingState.HELD
    if is_over and asks and request.method == "GET" and not correction_of(meeting_id):
        abort(redirect(url_for("desk.correcting", meeting_id=meeting_id)))
    return sitting


def correction_of(meeting_id: int) -> str:
    """Why the viewer corrects the record of a closed meeting; "" when nothing has been said."""
    return str(session.get(_KEPT, {}).get(str(meeting_id), ""))


def keep_correction(meeting_id: int, reason: str) -> None:
    """Keep why; "" forgets it."""
    kept = {key: said for key, said in session.get(_KEPT, {}).items() if key != str(meeting_id)}
    session[_KEPT] = kept | ({str(meeting_id): reason.strip()} if reason.strip() else {})


def _say(error: RuleBroken, meeting_id: int) -> None:
    to_meeting = Link(url_for("meetings.show", meeting_id=meeting_id), _("Till mötet"))
    abort(make_response(refuse(error, to_meeting)))
