"""Calling substitutes in: the next in the order of the organisation, when a member cannot come (A42, D.1).

The first in the order who is free serves. Somebody is not free who has said no to the meeting, who serves for
another member already, or who was asked about this one before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from councilflow.process.meeting import InvitationAnswer


class CallState(StrEnum):
    """Where the question to a substitute stands."""

    ASKED = "asked"
    SERVES = "serves"
    CANNOT = "cannot"
    ENDED = "ended"  # the member comes after all


@dataclass(frozen=True, slots=True)
class Substitute:
    """Somebody in the order of an organisation."""

    seat_id: int
    person_id: int
    name: str
    answer: InvitationAnswer | None
    """To the invitation that substitutes get like everybody else."""


def next_in_order(
    order: Iterable[Substitute], *, asked: Collection[int], serving: Collection[int]
) -> Substitute | None:
    """Who is to be called in now; None when nobody is left. `asked` are the seats that were asked for this
    member, `serving` the people who serve for another or are asked to."""
    return next(
        (
            one
            for one in order
            if one.seat_id not in asked
            and one.person_id not in serving
            and one.answer is not InvitationAnswer.ABSENT
        ),
        None,
    )


def call_state(*, answer: bool | None, ended: bool) -> CallState:
    if ended:
        return CallState.ENDED
    if answer is None:
        return CallState.ASKED
    return CallState.SERVES if answer else CallState.CANNOT
