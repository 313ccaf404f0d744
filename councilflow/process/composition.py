"""How a body is composed (A42–A48, B3.23, B4.3).

A body has rules: somebody from the majority and somebody from the opposition of each municipality, the mayor
of each, five from each, the governor and/or the county director, the chair of an outside partnership. A rule
asks once, or for each organisation that belongs to the body on the day. What it asks for and nobody fills is
vacant; what sits beyond it is a breach as well.

A rule that changes is a new row in the old one's place, and a seat follows its rule from row to row. A seat
that does not say which rule it fills counts in the first one that it fits. A body without rules is asked for
both sides of each municipality and region that has a member in it (A42, A43).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Generic, Protocol, TypeVar

from councilflow.process.councils import BodyKind, Category, OrganisationKind, Scope, Side
from councilflow.process.seats import categories_of

ELECTED = (Category.MEMBER, Category.SUBSTITUTE)
"""Those who come from the majority or the opposition."""

BELONGING = (Category.MEMBER, Category.SUBSTITUTE, Category.OFFICIAL, Category.ACTOR)
"""Those whose organisation belongs to the body. Others may come from outside it (A44, A48)."""


class RuleFlaw(StrEnum):
    CATEGORY = "rule-category"
    FUNCTION = "rule-function"
    LEAST = "rule-least"
    MOST = "rule-most"
    SIDES = "rule-sides"
    SIDES_MOST = "rule-sides-most"
    TERM = "rule-term"


def rule_flaws(
    kind: BodyKind,
    category: Category,
    *,
    function: str,
    least: int,
    most: int | None,
    both_sides: bool,
    starts_on: date,
    ends_on: date | None = None,
) -> list[RuleFlaw]:
    """What is wrong with a rule before it can be entered; empty when nothing is."""
    wrong = {
        RuleFlaw.CATEGORY: category not in categories_of(kind),
        RuleFlaw.FUNCTION: category is Category.SPEAKING_FUNCTION and not function.strip(),
        RuleFlaw.LEAST: least < 0,
        RuleFlaw.MOST: most is not None and (most < 1 or most < least),
        RuleFlaw.SIDES: both_sides and category not in ELECTED,
        RuleFlaw.SIDES_MOST: both_sides and most == 1,
        RuleFlaw.TERM: ends_on is not None and ends_on < starts_on,
    }
    return [flaw for flaw, is_wrong in wrong.items() if is_wrong]


class Rule(Protocol):
    """What a body asks for; a row of the table is one. `position` stays when the rule changes."""

    @property
    def position(self) -> int: ...
    @property
    def category(self) -> Category: ...
    @property
    def function(self) -> str: ...
    @property
    def scope(self) -> Scope: ...
    @property
    def organisation_kind(self) -> OrganisationKind | None: ...
    @property
    def organisation_id(self) -> int | None: ...
    @property
    def least(self) -> int: ...
    @property
    def most(self) -> int | None: ...
    @property
    def both_sides(self) -> bool: ...


class Held(Protocol):
    """A seat that is held on the day. `rule_position` is that of the rule it says it fills."""

    @property
    def id(self) -> int: ...
    @property
    def person_id(self) -> Hashable: ...
    @property
    def organisation_id(self) -> int | None: ...
    @property
    def category(self) -> Category: ...
    @property
    def side(self) -> Side | None: ...
    @property
    def function(self) -> str: ...
    @property
    def rule_position(self) -> int | None: ...


class Belonging(Protocol):
    """An organisation that belongs to the body on the day."""

    @property
    def id(self) -> int: ...
    @property
    def kind(self) -> OrganisationKind: ...


R = TypeVar("R", bound=Rule)
S = TypeVar("S", bound=Held)


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A place that nobody fills; `seat_id` is the empty seat that waits for somebody, if there is one."""

    side: Side | None = None
    seat_id: int | None = None


@dataclass(slots=True)
class Slot(Generic[R, S]):
    """What one rule asks for, of one organisation or once, and who fills it."""

    rule: R
    organisation_id: int | None
    seats: list[S] = field(default_factory=list)

    @property
    def filled(self) -> list[S]:
        return [seat for seat in self.seats if seat.person_id is not None]

    @property
    def too_many(self) -> int:
        """How many sit beyond what the rule allows."""
        return max(0, len(self.filled) - self.rule.most) if self.rule.most is not None else 0

    @property
    def vacancies(self) -> list[Vacancy]:
        """What is left to fill, the sides that are missing first."""
        sides = {seat.side for seat in self.filled}
        wanted: list[Side | None] = [side for side in Side if self.rule.both_sides and side not in sides]
        wanted += [None] * max(0, self.rule.least - len(self.filled) - len(wanted))
        empty = [seat for seat in self.seats if seat.person_id is None]
        return [Vacancy(side, _take(empty, side)) for side in wanted]


def _take(empty: list[S], side: Side | None) -> int | None:
    """The id of an empty seat on that side, or of one that says no side; each is given once."""
    for index, seat in enumerate(empty):
        if side is None or seat.side in (side, None):
            return empty.pop(index).id
    return None


@dataclass(frozen=True, slots=True)
class Composition(Generic[R, S]):
    """A body on a day: what its rules ask for, the seats beside them, and those of outsiders."""

    slots: list[Slot[R, S]]
    beside: list[S]
    """Seats that no rule asks for."""
    outside: list[S]
    """Seats for an organisation that does not belong to the body."""

    @property
    def vacant(self) -> int:
        return sum(len(slot.vacancies) for slot in self.slots)


def composed(
    rules: Sequence[R],
    seats: Iterable[S],
    belonging: Sequence[Belonging],
    *,
    may_sit: Iterable[int] | None = None,
) -> Composition[R, S]:
    """Lay the seats of a day against its rules; all of them hold on that day.

    `belonging` are the organisations that the rules are asked for; `may_sit` those that seats may be for,
    None where the body keeps no list of its organisations.
    """
    slots: list[Slot[R, S]] = [slot for rule in rules for slot in _slots(rule, belonging)]
    by_place: dict[int, list[Slot[R, S]]] = {}
    by_fit: dict[tuple[Category, int | None], list[Slot[R, S]]] = {}
    for slot in slots:
        by_place.setdefault(slot.rule.position, []).append(slot)
        by_fit.setdefault((slot.rule.category, slot.organisation_id), []).append(slot)
    allowed = set(may_sit) if may_sit is not None else None
    beside: list[S] = []
    outside: list[S] = []
    for seat in seats:
        if allowed is not None and seat.category in BELONGING and _is_outside(seat, allowed):
            outside.append(seat)
        filled = _named(seat, by_place) if seat.rule_position in by_place else _first_fit(seat, by_fit)
        if filled is not None:
            filled.seats.append(seat)
        elif rules:
            beside.append(seat)
    return Composition(slots, beside, outside)


def _is_outside(seat: Held, allowed: set[int]) -> bool:
    return seat.organisation_id is not None and seat.organisation_id not in allowed


def _slots(rule: R, belonging: Sequence[Belonging]) -> list[Slot[R, Any]]:
    if rule.scope is Scope.ONCE:
        return [Slot(rule, rule.organisation_id)]
    return [Slot(rule, one.id) for one in belonging if rule.organisation_kind in (None, one.kind)]


def _named(seat: S, by_place: Mapping[int, list[Slot[R, S]]]) -> Slot[R, S] | None:
    """Where a seat counts that says which rule it fills, as long as the rule still asks for such a one."""
    found = by_place[seat.rule_position or 0]
    return next((slot for slot in found if _suits(seat, slot)), None)


def _suits(seat: Held, slot: Slot[Any, Any]) -> bool:
    its_own = slot.organisation_id in (None, seat.organisation_id)
    unsaid = slot.rule.scope is Scope.ONCE and seat.organisation_id is None
    return seat.category is slot.rule.category and (its_own or unsaid)


def _first_fit(seat: S, by_fit: Mapping[tuple[Category, int | None], list[Slot[R, S]]]) -> Slot[R, S] | None:
    """Where any other seat counts: a rule of its organisation before one of the whole body, one with room
    before one that is full."""
    places = dict.fromkeys([(seat.category, seat.organisation_id), (seat.category, None)])
    fitting = [slot for place in places for slot in by_fit.get(place, []) if _same_function(seat, slot.rule)]
    with_room = (slot for slot in fitting if slot.rule.most is None or len(slot.seats) < slot.rule.most)
    return next(with_room, fitting[0] if fitting else None)


def _same_function(seat: Held, rule: Rule) -> bool:
    return not rule.function or seat.function.casefold() == rule.function.casefold()


def could_fill(seat: Held, kind: OrganisationKind | None, rule: Rule) -> bool:
    """Whether a seat is one that a rule asks for, on whatever day; `kind` is that of its organisation."""
    if seat.rule_position is not None:
        return seat.rule_position == rule.position
    its_own = rule.organisation_id in (None, seat.organisation_id)
    of_kind = rule.scope is Scope.ONCE or rule.organisation_kind in (None, kind)
    return seat.category is rule.category and its_own and of_kind and _same_function(seat, rule)
