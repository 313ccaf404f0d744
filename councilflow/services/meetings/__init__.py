"""Meetings: planning them, and the steps from a draft agenda to one that is set (A59–A69)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select

from councilflow import i18n
from councilflow.extensions import db
from councilflow.models import AgendaItem, Body, Meeting, Person
from councilflow.process.agenda import ItemKind, StandingItem
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import (
    AGENDA_OPEN,
    MeetingForm,
    MeetingKind,
    MeetingStep,
    check_times,
    meeting_after,
)
from councilflow.services import journal
from councilflow.services.meetings.versions import touch
from councilflow.words import word

__all__ = ["change", "check_open", "finish_preparing", "locked", "plan", "reopen", "set_agenda", "touch"]

_STANDING = ((StandingItem.OPENING, 10), (StandingItem.CLOSING, 5))
"""What every meeting begins and ends with, and the minutes it is given."""


def plan(
    council: Body,
    *,
    starts_at: datetime,
    ends_at: datetime,
    kind: MeetingKind,
    form: MeetingForm,
    place: str,
    link: str,
    by: Person,
    now: datetime,
) -> Meeting:
    """Put a meeting in the calendar, with its opening and its closing already on the agenda.

    RuleBroken: meeting-ends-before-it-begins, meeting-too-long.
    """
    check_times(starts_at, ends_at)
    meeting = Meeting(
        council_id=council.id,
        starts_at=starts_at,
        ends_at=ends_at,
        kind=kind,
        form=form,
        place=place.strip(),
        link=link.strip(),
    )
    with i18n.speaking(council.document_language):
        meeting.items = [
            _standing_item(about, minutes, at) for at, (about, minutes) in enumerate(_STANDING, 1)
        ]
    db.session.add(meeting)
    journal.note("meeting-planned", by=by, now=now, meeting=meeting, after=_facts(meeting))
    return meeting


def _standing_item(about: StandingItem, minutes: int, position: int) -> AgendaItem:
    return AgendaItem(
        kind=ItemKind.STANDING, standing=about, title=word(about), minutes=minutes, position=position
    )


def change(meeting: Meeting, *, by: Person, now: datetime, **facts: Any) -> None:
    """Move a meeting or change its form while its agenda is open.

    `facts` are starts_at, ends_at, kind, form, place and link. RuleBroken: agenda-is-closed, and as `plan`.
    """
    check_open(meeting)
    check_times(facts["starts_at"], facts["ends_at"])
    before = _facts(meeting)
    for name, value in facts.items():
        setattr(meeting, name, value.strip() if isinstance(value, str) else value)
    after = _facts(meeting)
    changed = [name for name in after if before[name] != after[name]]
    if changed:
        journal.note(
            "meeting-changed",
            by=by,
            now=now,
            meeting=meeting,
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
        )


def _facts(meeting: Meeting) -> dict[str, Any]:
    return {
        "starts_at": meeting.starts_at.isoformat(),
        "ends_at": meeting.ends_at.isoformat(),
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
    """RuleBroken("agenda-is-closed") once the chair has set the agenda."""
    if meeting.state not in AGENDA_OPEN:
        raise RuleBroken("agenda-is-closed")


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
