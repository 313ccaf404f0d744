"""What a council and the bodies under it did in a calendar year: the basis of the annual report (B2.22).

A value, made from the record. Nothing under secrecy has its title in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from councilflow.process.afterwards import EffortState, FormalState, ReportBackState, StandpointState
from councilflow.process.agenda import ItemKind
from councilflow.process.consensus import Outcome
from councilflow.process.meeting import MeetingForm, MeetingKind
from councilflow.process.plans.values import ContributionKind
from councilflow.process.profiles import OutcomeWord
from councilflow.process.standpoints import Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A case that a body dealt with, by its § of the year."""

    number: int
    title: str
    """Empty for one under secrecy."""
    on: date
    kind: ItemKind | None
    outcome: Outcome | None
    called: OutcomeWord
    registry_no: str = ""
    is_secret: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A meeting that was held."""

    on: date
    number: int | None
    kind: MeetingKind
    form: MeetingForm
    title: str = ""
    cases: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Attended:
    """How an organisation took part in the meetings of a body: in how many somebody of it was there, of how
    many it was called to, and how many of its seats were filled of those called up."""

    organisation: str
    meetings: int
    called_to: int
    present: int
    seats: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyYear:
    """The year of one body."""

    name: str
    meetings: tuple[Held, ...] = ()
    cases: tuple[Case, ...] = ()
    attended: tuple[Attended, ...] = ()

    def in_form(self, form: MeetingForm) -> int:
        return sum(1 for one in self.meetings if one.form is form)


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """A standpoint of the year, and what became of it."""

    number: int
    title: str
    on: date
    state: StandpointState
    progress: Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A statement that left the council."""

    title: str
    addressee: str
    on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """A joint effort that went on during the year."""

    title: str
    state: EffortState
    result: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What an organisation put into the joint efforts of the year; `amount` in hours, whole kroner or
    persons."""

    organisation: str
    kind: ContributionKind
    amount: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnualReport:
    council: str
    host: str
    language: str
    """sv, nb, nn or en."""
    year: int
    made_on: date
    bodies: tuple[BodyYear, ...] = ()
    """The council first, then the bodies under it by name."""
    standpoints: tuple[Followed, ...] = ()
    decisions: tuple[tuple[FormalState, int], ...] = ()
    """How many decisions of organisations on the standpoints of the year stand where."""
    late_decisions: int = 0
    """How many of them should have been made, or answered, by now."""
    report_backs: tuple[tuple[ReportBackState, int], ...] = ()
    late_report_backs: int = 0
    statements: tuple[Said, ...] = ()
    efforts: tuple[Together, ...] = ()
    given: tuple[Given, ...] = ()

    @property
    def is_empty(self) -> bool:
        told = (self.standpoints, self.statements, self.efforts, self.given)
        return not any(told) and not any(one.meetings for one in self.bodies)
