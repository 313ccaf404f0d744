"""Ticking a point of a checklist, and taking the tick away again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from councilflow.extensions import db
from councilflow.models import ChecklistMark, Meeting, Person
from councilflow.process.checklists import ChecklistPoint, known, points
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import local_date
from councilflow.services import journal
from councilflow.services.checklists import knowing
from councilflow.services.meetings import locked
from councilflow.services.visibility import today


def tick(
    meeting: Meeting, point: ChecklistPoint, *, note: str = "", by: Person, now: datetime
) -> ChecklistMark:
    """Say that a point is done, with a note if there is something to remember. `now` is aware.

    Whoever ticks what is ticked already changes nothing. RuleBroken: checklist-point-absent (the point does
    not apply to this meeting), checklist-point-known (the system ticks it itself).
    """
    _check(meeting, point, now)
    found = _mark(meeting, point)
    if found is not None:
        return found
    mark = ChecklistMark(meeting_id=meeting.id, point=point, done_by_id=by.id, done_at=now, note=note.strip())
    db.session.add(mark)
    db.session.flush()
    after = {"point": point.value, "note": mark.note}
    journal.note("checklist-ticked", by=by, now=now, meeting=meeting, after=after)
    return mark


def untick(meeting: Meeting, point: ChecklistPoint, *, by: Person, now: datetime) -> None:
    """Take a tick away; what it said stays in the journal. RuleBroken as for `tick`."""
    _check(meeting, point, now)
    mark = _mark(meeting, point)
    if mark is None:
        return
    before = {"point": point.value, "note": mark.note}
    db.session.delete(mark)
    db.session.flush()
    journal.note("checklist-unticked", by=by, now=now, meeting=meeting, before=before)


def _check(meeting: Meeting, point: ChecklistPoint, now: datetime) -> None:
    locked(meeting.id)  # of two who tick at once the second sees what the first did
    day = local_date(meeting.starts_at, meeting.council.zone)
    facts = knowing.of(Meeting.id == meeting.id, day=day)[0].facts
    if point not in points(facts):
        raise RuleBroken("checklist-point-absent")
    if known(point, facts, today(now)) is not None:
        raise RuleBroken("checklist-point-known")


def _mark(meeting: Meeting, point: ChecklistPoint) -> ChecklistMark | None:
    return db.session.scalar(
        select(ChecklistMark).where(ChecklistMark.meeting_id == meeting.id, ChecklistMark.point == point)
    )
