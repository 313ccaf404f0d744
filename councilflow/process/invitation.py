"""The chair's invitation.

The chair invites to the council's meetings (A69); the vice chair or the secretary may send the invitation
when the chair has ordered it, and the order is kept in words. It goes out only when every item says what it
is for, how it links to the strategy and what one needs to read (A87–A90). A presenter is invited to the own
item and to nothing else (A68).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from councilflow.process.agenda import Gap
from councilflow.process.councils import Category, Office
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import MeetingState
from councilflow.process.rights import Holding


def is_the_chair(holdings: Iterable[Holding]) -> bool:
    return any(held.office is Office.CHAIR for held in holdings)


def check_issuer(holdings: Iterable[Holding], on_order: str) -> None:
    """Refuse whoever may not send the chair's invitation; `holdings` are the seats held today.

    RuleBroken: order-of-chair-missing, only-the-chair-invites.
    """
    held = list(holdings)
    if is_the_chair(held):
        return
    if not any(one.office is Office.VICE_CHAIR or one.category is Category.SECRETARY for one in held):
        raise RuleBroken("only-the-chair-invites")
    if not on_order.strip():
        raise RuleBroken("order-of-chair-missing")


def check_complete(gaps: Mapping[str, Sequence[Gap]]) -> None:
    """Refuse while any item lacks something (A87). `gaps` maps an item's name to what it lacks.

    RuleBroken: items-incomplete, with the names under `items` and all they lack under `gaps`.
    """
    lacking = {name: list(missing) for name, missing in gaps.items() if missing}
    if lacking:
        raise RuleBroken(
            "items-incomplete",
            items=list(lacking),
            gaps=[gap for missing in lacking.values() for gap in missing],
        )


def is_late(today: date, latest_on: date) -> bool:
    """Whether the invitation goes out later than the council has promised (H.7). It may, with a warning."""
    return today > latest_on


ANSWERS_OPEN = frozenset({MeetingState.INVITED})
"""An answer may be given and changed until the meeting opens; then the roll is what counts."""


def check_answers_open(state: MeetingState) -> None:
    """RuleBroken: meeting-is-cancelled, answers-are-closed."""
    if state is MeetingState.CANCELLED:
        raise RuleBroken("meeting-is-cancelled")
    if state not in ANSWERS_OPEN:
        raise RuleBroken("answers-are-closed", state=state)


@dataclass(frozen=True, slots=True)
class Slot:
    """When an item is planned to be dealt with. `ends_at` is None when nobody has said how long it takes."""

    starts_at: datetime
    ends_at: datetime | None


def slots(starts_at: datetime, minutes: Sequence[int | None]) -> list[Slot | None]:
    """The planned time of each item, in the order of the agenda; None after one of unknown length."""
    planned: list[Slot | None] = []
    at: datetime | None = starts_at
    for length in minutes:
        ends_at = at + timedelta(minutes=length) if at is not None and length is not None else None
        planned.append(Slot(at, ends_at) if at is not None else None)
        at = ends_at
    return planned
