"""The steps with an agenda as a whole: prepared, set by the chair, and opened again (A65, A.8)."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from councilflow import i18n
from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.models import Meeting
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import MeetingState, local_date
from councilflow.process.rights import Act
from councilflow.services import meetings
from councilflow.services.agenda import reading
from councilflow.web.access import can, me, now, requires
from councilflow.web.agenda.blueprint import bp
from councilflow.web.agenda.standing import refresh
from councilflow.web.meetings import page
from councilflow.web.pages import render, tell


@bp.post("/meetings/<int:meeting_id>/agenda/prepared")
@requires(Act.PREPARE_AGENDA)
def finish(meeting_id: int) -> ResponseReturnValue:
    meeting = meetings.locked(meeting_id)
    meetings.finish_preparing(meeting, by=me(), now=now())
    refresh(meeting)
    return _done(meeting_id, _("Dagordningen är beredd"))


@bp.route("/meetings/<int:meeting_id>/agenda/set", methods=["GET", "POST"])
@requires(Act.SET_AGENDA)
def settle(meeting_id: int) -> ResponseReturnValue:
    if request.method == "POST":
        meeting = meetings.locked(meeting_id)
        meetings.set_agenda(meeting, by=me(), now=now())
        refresh(meeting)
        return _done(meeting_id, _("Dagordningen är fastställd"))
    meeting = db.session.get_one(Meeting, meeting_id)
    meetings.check_not_cancelled(meeting)
    count, missing = page.missing(reading.council_of(meeting_id))
    return render(
        "agenda/settle.html",
        meeting=meeting,
        day=i18n.weekday_date(local_date(meeting.starts_at, meeting.council.zone)),
        count=count,
        missing=missing,
    )


@bp.post("/meetings/<int:meeting_id>/agenda/reopen")
@requires(Act.PREPARE_AGENDA, Act.SET_AGENDA)
def reopen(meeting_id: int) -> ResponseReturnValue:
    meeting = meetings.locked(meeting_id)
    if meeting.state is MeetingState.SET and not can(Act.SET_AGENDA):
        raise RuleBroken("only-the-chair-reopens")
    meetings.reopen(meeting, by=me(), now=now())
    return _done(meeting_id, _("Dagordningen är öppen igen"))


def _done(meeting_id: int, receipt: str) -> ResponseReturnValue:
    tell(receipt)
    return redirect(url_for("meetings.show", meeting_id=meeting_id))
