"""How a project goes on in phases (PLP, B3.21): one phase at a time, and a decision at the end of each.

A project begins with the phase that fits it. When a phase ends, somebody decides: go on, go on with a change,
or stop. What that opens stands in OPENS; a phase that is going on, or that ended with a stop, opens nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from councilflow.process.errors import RuleBroken
from councilflow.process.plans.values import MeasureState, PartyRole, PhaseDecision, ProjectPhase

ROLES = (
    PartyRole.CLIENT,
    PartyRole.OWNER,
    PartyRole.PROJECT_RESPONSIBLE,
    PartyRole.PROJECT_LEADER,
    PartyRole.STEERING_GROUP,
    PartyRole.PROJECT_GROUP,
    PartyRole.REFERENCE_GROUP,
)
"""The fixed roles of a project, from whoever orders it to whoever is asked (B3.21, B4.3)."""

_GO_ON = (PhaseDecision.CONTINUE, PhaseDecision.CHANGE)
_AFTER: dict[ProjectPhase, tuple[ProjectPhase, ...]] = {
    ProjectPhase.PRE_STUDY: (ProjectPhase.PRE_PROJECT, ProjectPhase.MAIN_PROJECT),
    ProjectPhase.PRE_PROJECT: (ProjectPhase.MAIN_PROJECT,),
    ProjectPhase.MAIN_PROJECT: (),
}
OPENS: dict[tuple[ProjectPhase, PhaseDecision], tuple[ProjectPhase, ...]] = {
    (phase, decision): following if decision in _GO_ON else ()
    for phase, following in _AFTER.items()
    for decision in PhaseDecision
}
"""What a decision at the end of a phase opens. A small project goes from its pre-study to its main part."""


class PhaseStanding(StrEnum):
    """Where a phase stands, for whoever looks at the project."""

    COMING = "coming"
    ONGOING = "ongoing"
    ENDED = "ended"
    PASSED_OVER = "passed_over"


@dataclass(frozen=True, slots=True)
class Step:
    """A phase that was opened, and what was decided at its end."""

    phase: ProjectPhase
    decision: PhaseDecision | None = None


def openable(steps: Sequence[Step]) -> tuple[ProjectPhase, ...]:
    """The phases that may begin now. `steps` in the order in which they were opened."""
    if not steps:
        return tuple(ProjectPhase)
    last = steps[-1]
    return OPENS[last.phase, last.decision] if last.decision else ()


def ongoing(steps: Sequence[Step]) -> Step | None:
    """The phase that waits for its decision."""
    return steps[-1] if steps and steps[-1].decision is None else None


def check_opens(steps: Sequence[Step], phase: ProjectPhase) -> None:
    """RuleBroken: phase-waits-for-decision (phase), phase-not-open (phase)."""
    if going := ongoing(steps):
        raise RuleBroken("phase-waits-for-decision", phase=going.phase)
    if phase not in openable(steps):
        raise RuleBroken("phase-not-open", phase=phase)


def standings(steps: Sequence[Step]) -> dict[ProjectPhase, PhaseStanding]:
    """Every phase, in order."""
    opened = {step.phase: step for step in steps}
    furthest = max((list(ProjectPhase).index(phase) for phase in opened), default=-1)
    found = {}
    for place, phase in enumerate(ProjectPhase):
        if phase in opened:
            found[phase] = PhaseStanding.ENDED if opened[phase].decision else PhaseStanding.ONGOING
        else:
            found[phase] = PhaseStanding.PASSED_OVER if place < furthest else PhaseStanding.COMING
    return found


REPORTS = frozenset(MeasureState) - {MeasureState.DONE, MeasureState.CANCELLED, MeasureState.PAUSED}
"""The states of a measure in which somebody is expected to report how it gets on (B3.8)."""


def check_period(first: date | None, last: date | None) -> None:
    """RuleBroken: period-backwards, when a period ends before it begins."""
    if first and last and last < first:
        raise RuleBroken("period-backwards")
