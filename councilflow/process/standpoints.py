"""The life of a standpoint after its meeting: how far it has come is counted, never entered (A.8, A82).

It is in force from the signing of the minutes, and in formal decision while organisations that need one of
their own have not made it. It is carried out when the secretariat says so; by itself only when every decision
that was needed is for it, with or without a change, each organisation that decided for it says what it does,
and everything that is said to be done is done. A rejection, or work that was stopped, leaves it in force: the
secretariat says what became of it. It is replaced when a later one takes its place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from councilflow.process.afterwards import StandpointState
from councilflow.process.errors import RuleBroken


class Answer(StrEnum):
    """What a standpoint can be looked for by: that an organisation has answered it so (A82)."""

    CHANGED = "changed"
    REJECTED = "rejected"
    LATE = "late"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How many organisations are where with a decision of their own, and what there is to be done."""

    organisations: int = 0
    unsettled: int = 0
    """Those that have not said whether one is needed."""
    needed: int = 0
    decided: int = 0
    """Of those needed: made, in whatever direction."""
    changed: int = 0
    """Of those made: for it, with a change."""
    rejected: int = 0
    """Of those made: against it."""
    late: int = 0
    """Those whose planned day has passed without a decision, or that should have answered by now."""
    efforts: int = 0
    """What organisations have said that they do for it (A30)."""
    efforts_left: int = 0
    """Of that: not done, whether planned, going on or stopped."""
    idle: int = 0
    """Organisations that have decided for it, and said nothing of what they do."""

    @property
    def agreed(self) -> int:
        """Decisions for it just as it stands."""
        return self.decided - self.changed - self.rejected

    @property
    def is_settled(self) -> bool:
        """Whether everybody has answered, and every decision that is needed has been made."""
        return not self.unsettled and self.decided == self.needed


def state_of(
    progress: Progress, *, is_in_force: bool, is_replaced: bool, is_carried_out: bool
) -> StandpointState:
    """How far a standpoint has come."""
    if is_replaced:
        return StandpointState.REPLACED
    if not is_in_force:
        return StandpointState.AWAITS_SIGNING
    if is_carried_out or _is_done(progress):
        return StandpointState.CARRIED_OUT
    if progress.decided < progress.needed:
        return StandpointState.IN_FORMAL_DECISION
    return StandpointState.IN_FORCE


def _is_done(progress: Progress) -> bool:
    """Whether everybody who needed a decision is for it, and all of them have done what they said."""
    all_for_it = progress.is_settled and progress.needed > 0 and not progress.rejected
    return all_for_it and progress.efforts > 0 and not progress.efforts_left and not progress.idle


def check_replacement(
    old: int, new: int, *, replaced_by: Mapping[int, int | None], taken_on: Mapping[int, date]
) -> None:
    """Whether a standpoint may be said to be replaced by another. `replaced_by` holds what is said of all of
    them so far.

    RuleBroken: standpoint-replaces-itself, standpoint-replaced-by-older, standpoint-replaced-in-a-circle.
    """
    if old == new:
        raise RuleBroken("standpoint-replaces-itself")
    if taken_on[new] < taken_on[old]:
        raise RuleBroken("standpoint-replaced-by-older")
    seen, at = set(), replaced_by.get(new)
    while at is not None and at not in seen:
        if at == old:
            raise RuleBroken("standpoint-replaced-in-a-circle")
        seen.add(at)
        at = replaced_by.get(at)


def check_carried_out(carried_out_on: date | None, *, in_force_on: date | None, today: date) -> None:
    """RuleBroken: standpoint-not-signed, standpoint-day-to-come, standpoint-done-too-early."""
    if in_force_on is None:
        raise RuleBroken("standpoint-not-signed")
    if carried_out_on is not None and carried_out_on > today:
        raise RuleBroken("standpoint-day-to-come")
    if carried_out_on is not None and carried_out_on < in_force_on:
        raise RuleBroken("standpoint-done-too-early", in_force_on=in_force_on)
