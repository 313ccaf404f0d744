"""What a seat in a body must say (A42–A48, A67).

A member, a substitute and an official sit for an organisation; a function seat carries the words of its
office; only a member chairs. The preparatory group has preparers and nobody else. A seat is held from a day
to a day, and a change is a new seat. Every other body seats people as a council does.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from datetime import date
from enum import StrEnum
from typing import Protocol

from councilflow.process.councils import BodyKind, Category, Office
from councilflow.process.errors import RuleBroken


class SeatFlaw(StrEnum):
    CATEGORY = "category"
    ORGANISATION = "organisation"
    FUNCTION = "function"
    OFFICE = "office"
    RULE = "rule"
    TERM = "term"


_FOR_AN_ORGANISATION = (Category.MEMBER, Category.SUBSTITUTE, Category.OFFICIAL)


def categories_of(kind: BodyKind, *, has_substitutes: bool = True) -> list[Category]:
    """What somebody may sit as in a body of this kind; as a substitute where the body has such (H.11)."""
    if kind is BodyKind.PREPARATORY_GROUP:
        return [Category.PREPARER]
    absent = {Category.PREPARER} if has_substitutes else {Category.PREPARER, Category.SUBSTITUTE}
    return [category for category in Category if category not in absent]


def seat_flaws(
    kind: BodyKind,
    category: Category,
    *,
    has_organisation: bool,
    office: Office | None,
    function: str,
    starts_on: date,
    ends_on: date | None,
    has_substitutes: bool = True,
    fits_rule: bool = True,
) -> list[SeatFlaw]:
    """What is wrong with a seat before it can be entered; empty when nothing is.

    `fits_rule`: the rule it says it fills is one of the body's and asks for this category.
    """
    wrong = {
        SeatFlaw.CATEGORY: category not in categories_of(kind, has_substitutes=has_substitutes),
        SeatFlaw.ORGANISATION: category in _FOR_AN_ORGANISATION and not has_organisation,
        SeatFlaw.FUNCTION: category is Category.SPEAKING_FUNCTION and not function.strip(),
        SeatFlaw.OFFICE: office is not None and category is not Category.MEMBER,
        SeatFlaw.RULE: not fits_rule,
        SeatFlaw.TERM: ends_on is not None and ends_on < starts_on,
    }
    return [flaw for flaw, is_wrong in wrong.items() if is_wrong]


class Held(Protocol):
    """A seat as far as another may stand in its way; a row of the table is one."""

    @property
    def person_id(self) -> Hashable: ...
    @property
    def category(self) -> Category: ...
    @property
    def office(self) -> Office | None: ...
    @property
    def starts_on(self) -> date: ...
    @property
    def ends_on(self) -> date | None: ...


def at_the_same_time(one: Held, other: Held) -> bool:
    """Whether two seats share a day."""
    return (other.ends_on is None or one.starts_on <= other.ends_on) and (
        one.ends_on is None or other.starts_on <= one.ends_on
    )


def refuse_double(seat: Held, others: Iterable[Held]) -> None:
    """Nobody has two seats of a kind in a body at once, and a body has one chair.

    `others` are seats of the same body. RuleBroken: seat-already-held, office-taken.
    """
    beside = [other for other in others if at_the_same_time(seat, other)]
    if seat.person_id is not None and any(
        (other.person_id, other.category) == (seat.person_id, seat.category) for other in beside
    ):
        raise RuleBroken("seat-already-held", category=seat.category)
    if seat.office is Office.CHAIR and any(other.office is Office.CHAIR for other in beside):
        raise RuleBroken("office-taken", office=seat.office)
