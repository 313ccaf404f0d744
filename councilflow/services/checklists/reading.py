"""A meeting's checklists as pages show them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from councilflow.extensions import db
from councilflow.models import ChecklistMark, JournalEntry, Meeting, Person
from councilflow.process.checklists import (
    PHASES,
    ChecklistPoint,
    Phase,
    counted,
    due,
    is_late,
    known,
    phase_of,
    points,
)
from councilflow.process.meeting import MeetingState
from councilflow.services.checklists import knowing
from councilflow.services.checklists.knowing import Known
from councilflow.services.visibility import today


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A point of the list. `at` and `who` say when it was done and by whom, where that is known."""

    point: ChecklistPoint
    done: bool
    by_hand: bool
    """Only people can tell whether it is done."""
    due: date | None
    is_late: bool
    counted: tuple[int, int] | None = None
    at: datetime | None = None
    who: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the list that counts now has come."""

    phase: Phase
    done: int
    points: int
    late: int
    """Of all the meeting's points."""


@dataclass(frozen=True, slots=True)
class Checklist:
    state: MeetingState
    phase: Phase
    """The one that counts now."""
    phases: dict[Phase, list[Line]]

    @property
    def late(self) -> list[Line]:
        return [line for lines in self.phases.values() for line in lines if line.is_late]

    @property
    def progress(self) -> Progress:
        now = self.phases[self.phase]
        return Progress(self.phase, sum(line.done for line in now), len(now), len(self.late))


def of_meeting(meeting_id: int, *, day: date, now: datetime) -> Checklist:
    """The three lists of a meeting that begins on `day` of its council's calendar. Four queries."""
    found = _one(meeting_id, day)
    marks = {row.point: row for row in _marks(meeting_id)}
    noted = _noted(meeting_id)
    return _checklist(found, today(now), marks, noted)


LOOKED_AT = timedelta(days=60)
"""How long after a meeting its list is still asked for; and how long before it."""


def late_by_hand(council_ids: Collection[int], *, now: datetime) -> list[tuple[Known, list[Line]]]:
    """The meetings of these councils with points past their day that only people can tick, in two queries."""
    if not council_ids:
        return []
    meetings = knowing.of(
        Meeting.council_id.in_(council_ids),
        Meeting.state != MeetingState.CANCELLED,
        Meeting.starts_at.between(now - LOOKED_AT, now + LOOKED_AT),
    )
    found = [
        (one, [line for line in _checklist(one, today(now), {}, {}).late if line.by_hand]) for one in meetings
    ]
    return [(one, lines) for one, lines in found if lines]


def _one(meeting_id: int, day: date) -> Known:
    return knowing.of(Meeting.id == meeting_id, day=day)[0]


def _checklist(found: Known, on: date, marks: dict[ChecklistPoint, Any], noted: dict[str, Any]) -> Checklist:
    applying = set(points(found.facts))
    phases = {
        phase: [
            _line(point, found, on, marks.get(point), noted) for point in PHASES[phase] if point in applying
        ]
        for phase in Phase
    }
    return Checklist(found.facts.state, phase_of(found.facts.state), phases)


def _line(point: ChecklistPoint, found: Known, on: date, mark: Any, noted: dict[str, Any]) -> Line:
    knows = known(point, found.facts, on)
    done = point in found.marked if knows is None else knows
    day = due(point, found.facts)
    entry = noted.get(_EVENTS.get(point, "")) if knows else None
    return Line(
        point=point,
        done=done,
        by_hand=knows is None,
        due=day,
        is_late=is_late(point, found.facts, done=done, today=on),
        counted=counted(point, found.facts),
        at=mark.done_at if mark and knows is not False else entry.at if entry else None,
        who=mark.name if mark and knows is not False else entry.who if entry else "",
        note=mark.note if mark and knows is not False else "",
    )


_P = ChecklistPoint
_EVENTS: dict[ChecklistPoint, str] = {
    _P.AGENDA_DIALOGUE: "agenda-prepared",
    _P.CHAIR_SETS_AGENDA: "agenda-set",
    _P.INVITE_PRESENTERS: "invitation-sent",
    _P.ISSUE_INVITATION: "invitation-sent",
    _P.DOCUMENTS_OUT: "invitation-sent",
    _P.ROLL_CALL: "roll-called",
    _P.ELECT_SIGNATORIES: "approvers-elected",
    _P.PRESENTATIONS_HELD: "presentation-held",
    _P.OUTCOMES_RECORDED: "outcome-recorded",
    _P.DISSENT_ASKED_FOR: "dissent-noted",
    _P.DRAFT_MINUTES: "minutes-send-for-review",
    _P.REVIEW_MINUTES: "minutes-approved",
    _P.SIGN_MINUTES: "minutes-signed",
    _P.PUBLISH: "notice-posted",
    _P.SEND_EXTRACTS: "extract-sent",
}
"""The step in the journal by which a point was done, the last of its kind."""

_OPINIONS = ("dissent-noted", "opinion-noted")
"""The journal has a word of its own for what a body that decides notes (D.2)."""


def _noted(meeting_id: int) -> dict[str, Any]:
    """The last step of each kind: event, at, who."""
    last = (
        select(func.max(JournalEntry.id))
        .where(JournalEntry.meeting_id == meeting_id, JournalEntry.event.in_({*_EVENTS.values(), *_OPINIONS}))
        .group_by(JournalEntry.event)
    )
    rows = db.session.execute(
        select(JournalEntry.event, JournalEntry.at, JournalEntry.who).where(JournalEntry.id.in_(last))
    )
    found = {row.event: row for row in rows}
    opinions = [found[one] for one in _OPINIONS if one in found]
    return found | ({"dissent-noted": opinions[-1]} if opinions else {})


def _marks(meeting_id: int) -> Any:
    return db.session.execute(
        select(ChecklistMark.point, ChecklistMark.done_at, ChecklistMark.note, Person.name)
        .join(Person, Person.id == ChecklistMark.done_by_id)
        .where(ChecklistMark.meeting_id == meeting_id)
    )
