"""When each item is planned by the clock, and who presents it: to read, and to print for a meeting (A68)."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from councilflow.extensions import db
from councilflow.models import Meeting
from councilflow.process.rights import Act
from councilflow.services import meetings, secrecy
from councilflow.services.agenda import timetable as planned
from councilflow.web.access import requires
from councilflow.web.agenda.blueprint import bp
from councilflow.web.meetings import beside
from councilflow.web.pages import render


@bp.get("/meetings/<int:meeting_id>/timetable")
@requires(Act.READ_MEETING)
def timetable(meeting_id: int) -> ResponseReturnValue:
    meeting = db.session.get_one(Meeting, meeting_id)
    meetings.check_not_cancelled(meeting)
    zone = meeting.council.zone
    lines = planned.of(meeting_id)
    return render(
        "agenda/timetable.html",
        meeting=meeting,
        day=beside.days_of(meeting, zone),
        when=beside.when(meeting, zone),
        lines=lines,
        ends=meeting.ends_at.astimezone(zone),
        told=secrecy.told,
        is_known=all(line.minutes or line.is_heading for line in lines),
    )
