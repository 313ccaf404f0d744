"""The chair's invitation.

The chair invites to the council's meetings (A69); the vice chair or the secretary may send the invitation
when the chair has ordered it, and the order is kept in words. It goes out only when every item says what it
is for, how it links to the strategy and what one needs to read (A87–A90). A presenter is invited to the own
item and to nothing else (A68).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

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


ANSWERS_OPEN = frozenset({MeetingState.INVITED})
"""An answer may be given and changed until the meeting opens; then the roll is what counts."""


def check_answers_open(state: MeetingState) -> None:
    """RuleBroken: meeting-is-cancelled, answers-are-closed."""
    if state is MeetingState.CANCELLED:
        raise RuleBroken("meeting-is-cancelled")
    if state not in ANSWERS_OPEN:
        raise RuleBroken("answers-are-closed", state=state)


class Caution(StrEnum):
    """What whoever sends the invitation should know, and may send it all the same."""

    LATE = "late"
    PREPARATION_OVER = "preparation_over"
    PREPARATION_SHORT = "preparation_short"
    PAPERS_MISSING = "papers_missing"
    ANSWERS_OVER = "answers_over"
    TIMES_MISSING = "times_missing"
    TOO_LONG = "too_long"
    PLACE_MISSING = "place_missing"
    LINK_MISSING = "link_missing"


SHORT_NOTICE = 3
"""Days that organisations need at least to prepare at home; with fewer the sender is told."""


@dataclass(frozen=True, slots=True)
class Warned:
    """A caution with how many it counts – days, minutes or items – and the titles of the items."""

    caution: Caution
    n: int = 0
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """An invitation as it stands before it goes. Days are local dates; lengths are in minutes."""

    today: date
    invite_by: date
    prepare_by: date
    waits_for_organisations: bool
    without_papers: tuple[str, ...]
    without_time: tuple[str, ...]
    over_already: tuple[str, ...]
    """Consultations whose last day has been."""
    beyond: int
    """What the items take after the meeting's days have ended."""
    lacks_place: bool
    lacks_link: bool


def cautions(before: Before) -> list[Warned]:
    """What to tell before sending, the deadlines first (H.7). None of it forbids."""
    late = (before.today - before.invite_by).days
    left = (before.prepare_by - before.today).days
    waits = before.waits_for_organisations
    found = [
        (late > 0, Warned(Caution.LATE, late)),
        (waits and left < 0, Warned(Caution.PREPARATION_OVER)),
        (waits and 0 <= left < SHORT_NOTICE, Warned(Caution.PREPARATION_SHORT, left)),
        (bool(before.over_already), _of_items(Caution.ANSWERS_OVER, before.over_already)),
        (bool(before.without_papers), _of_items(Caution.PAPERS_MISSING, before.without_papers)),
        (bool(before.without_time), _of_items(Caution.TIMES_MISSING, before.without_time)),
        (before.beyond > 0, Warned(Caution.TOO_LONG, before.beyond)),
        (before.lacks_place, Warned(Caution.PLACE_MISSING)),
        (before.lacks_link, Warned(Caution.LINK_MISSING)),
    ]
    return [warned for holds, warned in found if holds]


def _of_items(caution: Caution, titles: tuple[str, ...]) -> Warned:
    return Warned(caution, len(titles), titles)
