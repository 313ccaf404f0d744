"""What the organisations have handed in, side by side, for those who lead the meeting (A76, H.4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import abort
from flask.typing import ResponseReturnValue

from councilflow.documents import stances
from councilflow.extensions import db
from councilflow.models import Body, Meeting
from councilflow.process.meeting import DOCUMENTS_OUT, MeetingState, local_date
from councilflow.process.rights import Act
from councilflow.services.action_links import purpose_of
from councilflow.services.preparation import extensions
from councilflow.services.preparation import summary as outside
from councilflow.services.preparation.late import Awaited, awaited
from councilflow.services.visibility import today
from councilflow.web.access import can, now, requires, viewer
from councilflow.web.downloads import as_file
from councilflow.web.pages import render
from councilflow.web.preparation import paper
from councilflow.web.preparation.blueprint import bp
from councilflow.web.preparation.matrix import columns_of, lines_of
from councilflow.web.preparation.pictures import picture_of
from councilflow.web.preparation.voices import answered, spoken, voices_of


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the organisations stand, as the page and the file both tell it."""

    meeting: Meeting
    council: Body
    day: date
    """The local day of the meeting."""
    due: date
    found: outside.Summary
    awaited: list[Awaited]

    @property
    def complete(self) -> int:
        return sum(self.found.has_handed_in(one.id) for one in self.found.organisations)


def _standing(meeting_id: int) -> Standing:
    meeting = db.session.get_one(Meeting, meeting_id)
    council = db.session.get_one(Body, meeting.council_id)
    if not outside.is_open_to(viewer(), meeting, members_see=council.members_see_stances):
        abort(403)
    found = outside.of_meeting(viewer(), meeting, council)
    due = extensions.usual_due(meeting)
    owing = awaited(found, extensions.granted_until(meeting_id), due=due, today=today(now()))
    return Standing(meeting, council, local_date(meeting.starts_at, council.zone), due, found, owing)


@bp.get("/meetings/<int:meeting_id>/stances")
@requires(Act.SEE_STANCES, Act.PREPARE_AT_HOME)
def summary(meeting_id: int) -> ResponseReturnValue:
    """The consensus matrix, made of submissions alone."""
    standing = _standing(meeting_id)
    meeting, found = standing.meeting, standing.found
    voices, columns = voices_of(found), columns_of(found)
    leads = can(Act.SEE_STANCES)
    requests = extensions.requests(viewer(), meeting) if leads else []
    owing = standing.awaited if leads and _is_under_way(meeting) else []
    return render(
        "preparation/summary.html",
        meeting=meeting,
        council=standing.council,
        day=standing.day,
        due=standing.due,
        is_late=today(now()) > standing.due,
        is_out=meeting.state in DOCUMENTS_OUT,
        is_cancelled=meeting.state is MeetingState.CANCELLED,
        complete=standing.complete,
        columns=columns,
        lines=lines_of(found, standing.council, standing.awaited, {voice.anchor for voice in voices}),
        asked=len(found.organisations),
        picture=picture_of(found),
        heads=[stances.stance_words(stance) for stance in stances.GROUNDS],
        counts=[
            (column, [count for _stance, count in stances.counts(found.counted(item.id))])
            for column, item in zip(columns, found.standpoints, strict=True)
        ],
        voices=voices,
        spoken=spoken(found),
        answered=answered(found),
        awaited=owing,
        awaited_items=[
            item for item in _items_of(owing) if purpose_of(item.kind, is_secret=item.is_secret) is not None
        ],
        requests=requests,
        unanswered=sum(one.granted is None for one in requests),
        may_close=_may_close(meeting, found),
    )


def _items_of(owing: list[Awaited]) -> list[outside.Found]:
    """What is waited for, each item once however many have not handed it in."""
    items = {missing.item.id: missing.item for one in owing for missing in one.missing}
    return sorted(items.values(), key=lambda item: item.position)


@bp.get("/meetings/<int:meeting_id>/stances.pdf")
@requires(Act.SEE_STANCES, Act.PREPARE_AT_HOME)
def summary_file(meeting_id: int) -> ResponseReturnValue:
    """The same as a file, as it stands now."""
    standing = _standing(meeting_id)
    owing = standing.awaited if can(Act.SEE_STANCES) and _is_under_way(standing.meeting) else []
    value = paper.of(
        standing.meeting,
        standing.council,
        standing.found,
        owing,
        due=standing.due,
        as_of=today(now()),
        complete=standing.complete,
    )
    answer = as_file(
        stances.as_pdf(value, now=now()),
        mimetype="application/pdf",
        name=f"hallningar-{standing.day.isoformat()}.pdf",
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _is_under_way(meeting: Meeting) -> bool:
    return meeting.state in DOCUMENTS_OUT - {MeetingState.HELD}


def _may_close(meeting: Meeting, found: outside.Summary) -> bool:
    still_open = any(item.preparation_closed_at is None for item in found.items)
    return still_open and _is_under_way(meeting) and can(Act.RECORD_MEETING)
