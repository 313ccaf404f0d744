"""An organisation's own decision on a standpoint (A82), in one step or in several (B3.2).

A chain – kommunstyrelsen, then fullmäktige – is several rows of one organisation in order, and its last step
says where the organisation is. A chain of more than one step has been settled: none of its steps is open to
the question whether a decision is needed at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from councilflow.process.afterwards import FormalState
from councilflow.process.errors import RuleBroken

MADE = frozenset({FormalState.DECIDED, FormalState.CHANGED, FormalState.REJECTED})
"""A decision has been made, in whatever direction."""
NEEDED = MADE | {FormalState.PLANNED}
WITH_WORDS = frozenset({FormalState.CHANGED, FormalState.REJECTED})
"""What was changed, or why it was rejected, is said."""
WAITED_FOR = frozenset({FormalState.UNSETTLED, FormalState.PLANNED})

SETTLE_WITHIN = 30
"""Days from the signing in which an organisation is expected to say whether it needs a decision."""
REMIND_EVERY = 14
"""Days between two reminders that go by themselves."""
MOST_STEPS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What is said of one step of a chain. `reference` is its § or registry number."""

    state: FormalState
    deciding_body: str = ""
    planned_on: date | None = None
    decided_on: date | None = None
    reference: str = ""
    note: str = ""
    link: str = ""


def standing(steps: Sequence[FormalState]) -> FormalState:
    """Where an organisation is, by the states of its steps in order."""
    return steps[-1] if steps else FormalState.UNSETTLED


def check_step(
    step: Step,
    *,
    before: Sequence[FormalState],
    after: Sequence[FormalState],
    taken_on: date,
    today: date,
) -> None:
    """Whether a step may say this. RuleBroken: the first of `flaws`."""
    for flaw in flaws(step, before=before, after=after, taken_on=taken_on, today=today):
        raise flaw


def flaws(
    step: Step,
    *,
    before: Sequence[FormalState],
    after: Sequence[FormalState],
    taken_on: date,
    today: date,
) -> list[RuleBroken]:
    """Everything that keeps a step from saying this. `before` and `after` are the states of the other steps
    of its chain.

    RuleBroken: formal-chain-is-settled, formal-without-body, formal-without-plan, formal-without-day,
    formal-day-to-come, formal-before-standpoint (taken_on), formal-without-words, formal-out-of-order,
    formal-link-unsafe.
    """
    found: list[RuleBroken] = []
    if step.link and not step.link.lower().startswith(("https://", "http://")):
        found.append(RuleBroken("formal-link-unsafe"))
    if (before or after) and step.state not in NEEDED:
        return [*found, RuleBroken("formal-chain-is-settled")]
    if step.state in NEEDED and not step.deciding_body.strip():
        found.append(RuleBroken("formal-without-body"))
    if step.state is FormalState.PLANNED and step.planned_on is None:
        found.append(RuleBroken("formal-without-plan"))
    if step.state in MADE:
        found += _flaws_of_made(step, taken_on, today)
    if _is_out_of_order(step.state, before, after):
        found.append(RuleBroken("formal-out-of-order"))
    return found


def _is_out_of_order(state: FormalState, before: Sequence[FormalState], after: Sequence[FormalState]) -> bool:
    if state in MADE:
        return any(one not in MADE for one in before)
    return any(one in MADE for one in after)


def _flaws_of_made(step: Step, taken_on: date, today: date) -> list[RuleBroken]:
    found = []
    if step.decided_on is None:
        found.append(RuleBroken("formal-without-day"))
    elif step.decided_on > today:
        found.append(RuleBroken("formal-day-to-come"))
    elif step.decided_on < taken_on:
        found.append(RuleBroken("formal-before-standpoint", taken_on=taken_on))
    if step.state in WITH_WORDS and not step.note.strip():
        found.append(RuleBroken("formal-without-words"))
    return found


def kept(step: Step) -> Step:
    """The step with what its state leaves to say: a decision that is not made has no day and no §."""
    if step.state is FormalState.UNSETTLED:
        return Step(state=step.state)
    if step.state is FormalState.NOT_NEEDED:
        return Step(state=step.state, note=step.note)
    if step.state is FormalState.PLANNED:
        return replace(step, decided_on=None, reference="")
    return step


def check_more(states: Sequence[FormalState]) -> None:
    """Whether a step may be put after these. RuleBroken: formal-chain-not-begun, formal-too-many-steps."""
    if not states or any(state not in NEEDED for state in states):
        raise RuleBroken("formal-chain-not-begun")
    if len(states) >= MOST_STEPS:
        raise RuleBroken("formal-too-many-steps", most=MOST_STEPS)


def is_late(state: FormalState, planned_on: date | None, today: date) -> bool:
    """Whether the day that a decision was planned for has passed without it."""
    return state is FormalState.PLANNED and planned_on is not None and planned_on < today


def is_silent(state: FormalState, in_force_on: date | None, today: date) -> bool:
    """Whether an organisation should have said by now whether it needs a decision."""
    if state is not FormalState.UNSETTLED or in_force_on is None:
        return False
    return in_force_on + timedelta(days=SETTLE_WITHIN) < today


def due_on(state: FormalState, planned_on: date | None, in_force_on: date) -> date:
    """The day by which something is expected of a step that is waited for."""
    if state is FormalState.PLANNED and planned_on is not None:
        return planned_on
    return in_force_on + timedelta(days=SETTLE_WITHIN)
