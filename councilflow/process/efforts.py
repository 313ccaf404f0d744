"""Who does what after a standpoint: an organisation's own work (A30, A34) and joint efforts (A96)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from councilflow.process.afterwards import EffortState
from councilflow.process.errors import RuleBroken
from councilflow.process.plans.values import ContributionKind

OPEN = frozenset({EffortState.PLANNED, EffortState.ONGOING})
"""Somebody still has something to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What one organisation does for a standpoint or a joint effort."""

    text: str
    responsible: str = ""
    state: EffortState = EffortState.PLANNED
    follow_up_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """A joint effort as it is entered. The ids are of rows of the same council, which the caller has seen."""

    title: str
    text: str = ""
    state: EffortState = EffortState.PLANNED
    starts_on: date | None = None
    ends_on: date | None = None
    follow_up_on: date | None = None
    result: str = ""
    standpoint_id: int | None = None
    advocacy_id: int | None = None
    node_id: int | None = None


def check_effort(effort: Effort) -> None:
    """RuleBroken: effort-ends-before-it-begins, effort-without-result."""
    if effort.starts_on and effort.ends_on and effort.ends_on < effort.starts_on:
        raise RuleBroken("effort-ends-before-it-begins")
    if effort.state not in OPEN and not effort.result.strip():
        raise RuleBroken("effort-without-result")


def check_contribution(kind: ContributionKind, amount: float | None, text: str) -> None:
    """Hours and persons are told by halves, money in whole kroner (A23).

    RuleBroken: contribution-says-nothing, contribution-not-whole, contribution-in-halves.
    """
    if amount is None and not text.strip():
        raise RuleBroken("contribution-says-nothing")
    if amount is not None and kind is ContributionKind.MONEY and amount % 1:
        raise RuleBroken("contribution-not-whole")
    if amount is not None and (amount * 2) % 1:
        raise RuleBroken("contribution-in-halves")


def done_on(state: EffortState, before: date | None, today: date) -> date | None:
    """The day something was done: today when it is said for the first time, none while it is not done."""
    return (before or today) if state is EffortState.DONE else None


def is_due(state: EffortState, follow_up_on: date | None, today: date) -> bool:
    """Whether it is time to look at it: the day has come, and it is not over."""
    return state in OPEN and follow_up_on is not None and follow_up_on <= today
