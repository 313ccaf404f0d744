"""Meetings: planning them, and the steps from a draft agenda to one that is set (A59–A69)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from councilflow.extensions import db
from councilflow.models import Body, Meeting, MeetingSeries, Person
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import (
    AGENDA_OPEN,
    CHANGEABLE,
    EDITABLE,
    MeetingForm,
    MeetingKind,
    MeetingState,
    MeetingStep,
    check_ahead,
    check_council_stands,
    check_times,
    local_date,
    meeting_after,
)
from councilflow.process.timetable import Night, check_nights
from councilflow.services import journal
from councilflow.services.meetings import standing
from councilflow.services.meetings.versions import touch

__all__ = [
    "change",
    "check_changeable",
    "check_editable",
    "check_not_cancelled",
    "check_open",
    "check_when",
    "facts_of",
    "finish_preparing",
    "locked",
    "plan",
    "reopen",
    "set_agenda",
    "touch",
    "what_differs",
]


def plan(
    council: Body,
    *,
    starts_at: datetime,
    ends_at: datetime,
    nights: Sequence[Night] = (),
    kind: MeetingKind,
    form: MeetingForm,
    place: str,
    link: str,
    title: str = "",
    series: MeetingSeries | None = None,
    series_day: date | None = None,
    by: Person,
    now: datetime,
) -> Meeting:
    """Put a meeting in the calendar, with the council's standing items already on the agenda.

    One of a series says which, and the day that the series gave. RuleBroken: as `check_when`.
    """
    check_when(council, starts_at, ends_at, nights, now=now)
    meeting = Meeting(
        council_id=council.id,
        title=title.strip(),
        series_id=series.id if series else None,
        series_day=series_day,
        is_joint=series.is_joint if series else False,
        starts_at=starts_at,
        ends_at=ends_at,
        nights=tuple(nights),
        kind=kind,
        form=form,
        place=place.strip(),
        link=link.strip(),
    )
    meeting.items = standing.items_for(council)
    db.session.add(meeting)
    journal.note("meeting-planned", by=by, now=now, meeting=meeting, after=facts_of(meeting, council))
    return meeting


def check_when(
    council: Body, starts_at: datetime, ends_at: datetime, nights: Sequence[Night] = (), *, now: datetime
) -> None:
    """Refuse times that a meeting of the council cannot have. Nobody closes the council meanwhile.

    RuleBroken: meeting-ends-before-it-begins, meeting-too-long, meeting-in-the-past, meeting-too-far-ahead,
    council-closed, and as `check_nights`.
    """
    check_times(starts_at, ends_at)
    check_nights(starts_at, ends_at, nights, council.zone)
    check_ahead(starts_at, now=now)
    standing = select(Body).where(Body.id == council.id).with_for_update(read=True)
    db.session.scalars(standing.execution_options(populate_existing=True)).one()
    check_council_stands(council.name, council.closed_on, local_date(ends_at, council.zone))


def change(meeting: Meeting, *, by: Person, now: datetime, **facts: Any) -> None:
    """Move a meeting or change its form while nobody is invited: a plain change, which reaches no calendar.

    `facts` are starts_at, ends_at, nights (none in a meeting of one day), kind, form, place, link and title.
    RuleBroken: agenda-is-closed, meeting-is-cancelled, and as `check_when` when the times are new.
    """
    check_changeable(meeting)
    facts = {"nights": ()} | facts
    times = facts["starts_at"], facts["ends_at"], facts["nights"]
    if (meeting.starts_at, meeting.ends_at, meeting.nights) != times:
        check_when(meeting.council, *times, now=now)
    before = facts_of(meeting, meeting.council)
    for name, value in facts.items():
        setattr(meeting, name, value.strip() if isinstance(value, str) else value)
    after = facts_of(meeting, meeting.council)
    if before != after:
        was, became = what_differs(before, after)
        journal.note("meeting-changed", by=by, now=now, meeting=meeting, before=was, after=became)


def what_differs(before: dict[str, Any], after: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Of what the journal keeps of a meeting, what has changed: as it was, and as it is."""
    changed = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return {name: before.get(name) for name in changed}, {name: after.get(name) for name in changed}


def facts_of(meeting: Meeting, council: Body) -> dict[str, Any]:
    """What the journal keeps of a meeting: when in the council's own time, what, how and where."""
    nights = [
        at.astimezone(council.zone).isoformat()
        for night in meeting.nights
        for at in (night.evening, night.morning)
    ]
    return {
        "title": meeting.title,
        "starts_at": meeting.starts_at.astimezone(council.zone).isoformat(),
        "ends_at": meeting.ends_at.astimezone(council.zone).isoformat(),
        **({"nights": nights} if nights else {}),
        "kind": str(meeting.kind),
        "form": str(meeting.form),
        "place": meeting.place,
        "link": meeting.link,
    }


def locked(meeting_id: int) -> Meeting:
    """The meeting, held for this transaction, so that nobody closes the agenda while it is changed."""
    return db.session.scalars(
        select(Meeting)
        .where(Meeting.id == meeting_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def check_open(meeting: Meeting) -> None:
    """RuleBroken: agenda-is-closed once the chair has set the agenda, meeting-is-cancelled."""
    check_not_cancelled(meeting)
    if meeting.state not in AGENDA_OPEN:
        raise RuleBroken("agenda-is-closed")


def check_editable(meeting: Meeting) -> None:
    """Items change until the agenda is set, and again after the invitation, with a word to those it concerns,
    but not once the meeting has opened (A.8).

    RuleBroken: agenda-is-closed, agenda-is-locked, meeting-is-cancelled.
    """
    check_not_cancelled(meeting)
    if meeting.state in (MeetingState.ONGOING, MeetingState.HELD):
        raise RuleBroken("agenda-is-locked")
    if meeting.state not in EDITABLE:
        raise RuleBroken("agenda-is-closed")


def check_changeable(meeting: Meeting) -> None:
    """Until the invitation is sent a meeting moves without a word (A69). RuleBroken: as `check_open`."""
    check_not_cancelled(meeting)
    if meeting.state not in CHANGEABLE:
        raise RuleBroken("agenda-is-closed")


def check_not_cancelled(meeting: Meeting) -> None:
    """RuleBroken: meeting-is-cancelled."""
    if meeting.state is MeetingState.CANCELLED:
        raise RuleBroken("meeting-is-cancelled")


def finish_preparing(meeting: Meeting, *, by: Person, now: datetime) -> None:
    """The preparatory group has done its part (A65). RuleBroken: meeting-step-not-allowed."""
    before = _step(meeting, MeetingStep.FINISH_PREPARING)
    meeting.prepared_at = now
    journal.note("agenda-prepared", by=by, now=now, meeting=meeting, before=before, after=_state(meeting))


def set_agenda(meeting: Meeting, *, by: Person, now: datetime) -> None:
    """Set the agenda; from here on nobody changes it. RuleBroken: meeting-step-not-allowed."""
    before = _step(meeting, MeetingStep.SET_AGENDA)
    meeting.prepared_at, meeting.set_at = meeting.prepared_at or now, now
    journal.note("agenda-set", by=by, now=now, meeting=meeting, before=before, after=_state(meeting))


def reopen(meeting: Meeting, *, by: Person, now: datetime) -> None:
    """Open an agenda that was finished or set, while nobody is invited. RuleBroken: as above."""
    before = _step(meeting, MeetingStep.REOPEN)
    meeting.prepared_at = meeting.set_at = None
    journal.note("agenda-reopened", by=by, now=now, meeting=meeting, before=before, after=_state(meeting))


def _step(meeting: Meeting, step: MeetingStep) -> dict[str, Any]:
    before = _state(meeting)
    meeting.state = meeting_after(meeting.state, step)
    return before


def _state(meeting: Meeting) -> dict[str, Any]:
    return {"state": str(meeting.state)}
