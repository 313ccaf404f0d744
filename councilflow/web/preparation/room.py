"""The organisation's own room: what it prepares for a meeting, and for all that are coming (A73, H.5)."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from councilflow.process.meeting import DOCUMENTS_OUT, MeetingState, local_date
from councilflow.process.rights import Act
from councilflow.services.preparation import overview
from councilflow.services.preparation import room as inside
from councilflow.services.preparation.extensions import usual_due
from councilflow.services.visibility import today
from councilflow.web.access import now, requires, signed_in, viewer
from councilflow.web.countdown import left
from councilflow.web.pages import render
from councilflow.web.preparation.blueprint import bp
from councilflow.web.preparation.entrance import (
    OVER,
    choose,
    homes,
    may_write,
    meeting_at,
    own_organisation,
    ready_words,
)


@bp.get("/preparation")
@signed_in
def coming() -> ResponseReturnValue:
    """Everything that the viewer's organisations prepare for the meetings they are called to."""
    meetings = overview.coming(viewer())
    return render(
        "preparation/coming.html",
        meetings=meetings,
        waiting=sum(item.waits for meeting in meetings for item in meeting.items),
        left=lambda item: left(item.due, today(now())),
    )


@bp.get("/meetings/<int:meeting_id>/preparation")
@requires(Act.PREPARE_AT_HOME)
def room(meeting_id: int) -> ResponseReturnValue:
    """The own organisation's overview of everything it prepares for a meeting."""
    meeting = meeting_at(meeting_id)
    home = own_organisation()
    if home is None:
        return choose("preparation.room", meeting_id=meeting_id)
    items = overview.overview(viewer(), meeting.council_id, meeting_id, home.id)
    waiting = [item for item in items if item.waits]
    is_over = meeting.state in OVER
    ready = [item for item in items if item.can_be_handed_in and not item.is_closed]
    due = min((item.due for item in waiting), default=usual_due(meeting))
    return render(
        "preparation/room.html",
        meeting=meeting,
        council=meeting.council,
        day=local_date(meeting.starts_at, meeting.council.zone),
        zone=meeting.council.zone,
        home=home,
        several=len(homes()) > 1,
        items=items,
        next=waiting[0] if waiting and not is_over else None,
        ready=ready,
        ready_words=ready_words(len(ready), sum(item.unanswered > 0 for item in ready)),
        waiting=waiting,
        due=due,
        left=lambda item: left(item.due, today(now())),
        is_late=today(now()) > due,
        is_out=meeting.state in DOCUMENTS_OUT,
        is_held=is_over,
        is_cancelled=meeting.state is MeetingState.CANCELLED,
        may_write=may_write(meeting.council_id, home),
        people=inside.people(meeting.council_id, home.id, today(now())),
    )
