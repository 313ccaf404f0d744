"""Återföring: an organisation takes a meeting's results home (A74, B1.17), and the summary it takes along.

The summary is a value, made from the record: per standpoint its wording and every noted view, what it means
for the organisation, what decision it owes, and who does what. Nothing under secrecy is in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from councilflow.process.afterwards import EffortState, FormalState, ReportBackState
from councilflow.process.consensus import Outcome
from councilflow.process.errors import RuleBroken
from councilflow.process.profiles import DissentKind, OutcomeWord

REMIND_EVERY = 14
"""Days between two reminders that go by themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What an organisation says of its report back."""

    state: ReportBackState
    forum: str = ""
    planned_on: date | None = None
    done_on: date | None = None
    reason: str = ""
    note: str = ""


def check_report(report: Report, *, held_on: date, today: date) -> None:
    """Whether a report back may say this. `held_on` is the day of the meeting.

    RuleBroken: report-without-forum, report-without-day, report-day-to-come, report-before-meeting
    (held_on), report-without-reason.
    """
    if report.state is ReportBackState.NOT_APPLICABLE and not report.reason.strip():
        raise RuleBroken("report-without-reason")
    if report.state is not ReportBackState.DONE:
        return
    if not report.forum.strip():
        raise RuleBroken("report-without-forum")
    if report.done_on is None:
        raise RuleBroken("report-without-day")
    if report.done_on > today:
        raise RuleBroken("report-day-to-come")
    if report.done_on < held_on:
        raise RuleBroken("report-before-meeting", held_on=held_on)


def kept(report: Report) -> Report:
    """What is kept: a day of what is done only where it is done, and a reason only where one is asked for."""
    is_done = report.state is ReportBackState.DONE
    is_out = report.state is ReportBackState.NOT_APPLICABLE
    return Report(
        state=report.state,
        forum=" ".join(report.forum.split()),
        planned_on=None if is_out else report.planned_on,
        done_on=report.done_on if is_done else None,
        reason=report.reason.strip() if is_out else "",
        note=report.note.strip(),
    )


def is_late(state: ReportBackState, due_on: date, today: date) -> bool:
    return state is ReportBackState.OPEN and due_on < today


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A view that was asked into the minutes, word for word."""

    who: str
    kind: DissentKind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """A decision that the organisation is asked for itself (A82), or has made."""

    state: FormalState
    body: str = ""
    on: date | None = None
    """Planned or decided; until when it is asked whether one is needed."""
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """What another organisation decided that is not what was agreed: with a change, or against (A82)."""

    organisation: str
    state: FormalState
    body: str = ""
    on: date | None = None
    reference: str = ""
    note: str = ""
    """What was changed, or why it was rejected, in the organisation's words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing:
    """Who does what (A30)."""

    organisation: str
    text: str
    responsible: str = ""
    state: EffortState = EffortState.PLANNED
    follow_up_on: date | None = None
    is_own: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A standpoint as it is told at home."""

    number: int
    title: str
    outcome: Outcome
    called: OutcomeWord
    wording: str
    corrections: tuple[str, ...] = ()
    """What the wording says since it was corrected, in the words of the signed correction."""
    message: str = ""
    shared_value: str = ""
    contribution: str = ""
    """What the organisation itself brings, as the item says (A34)."""
    views: tuple[View, ...] = ()
    owed: tuple[Owed, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()
    doing: tuple[Doing, ...] = ()

    @property
    def says_what_it_means(self) -> bool:
        return bool(self.message or self.shared_value or self.contribution)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An item that was for information, or that ended without a standpoint, in a line."""

    number: int
    title: str
    outcome: Outcome | None
    called: OutcomeWord


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeSummary:
    """Everything that an organisation takes home from one meeting."""

    council: str
    host: str
    organisation: str
    language: str
    """sv, nb, nn or en."""
    met_on: date
    signed_on: date | None
    standpoints: tuple[Taken, ...] = ()
    others: tuple[Told, ...] = ()
    next_on: date | None = None
    next_place: str = ""
