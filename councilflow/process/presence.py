"""Who was there, when, and in whose place: from what was noted at the desk to who took part in which §.

A meeting is a row of stretches, each with one item on the table; an item may come back and then has two. A
change of presence holds from the item that was on the table when it happened: who leaves during an item is
not there when it is settled, who arrives during it is (KL 5:66). Somebody with a conflict of interest is not
there for the item (KL 6:28). A substitute serves in a member's place while the member is away, in the order
that the council has set (KL 5:17).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol, TypeVar

from councilflow.process.councils import Category
from councilflow.process.meeting import PRESENT, Presence
from councilflow.process.profiles import Quorum


class Move(StrEnum):
    """What somebody does between two items, as the minutes tell it."""

    ARRIVES = "arrives"
    LEAVES = "leaves"
    TO_ROOM = "to_room"  # from the line
    TO_LINE = "to_line"  # from the room


@dataclass(frozen=True, slots=True)
class Stretch:
    """A while with one item on the table. `day` is where the council meets; None when nobody noted it."""

    item: int
    day: date | None = None
    begun_at: datetime | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What was noted of one line of the roll. `item` is the first that it holds for; None: by the time."""

    line: int
    day: date
    at: datetime
    presence: Presence
    item: int | None = None
    is_call: bool = False
    id: int = 0


@dataclass(frozen=True, slots=True)
class Serving:
    """A substitute in a member's place, from an item up to, and not including, another; None: to the end."""

    substitute: int
    member: int
    from_item: int | None = None
    until_item: int | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """Somebody came, left or changed place, before the item `before` and after `after`; None: none there."""

    line: int
    day: date
    at: datetime
    move: Move
    after: int | None
    before: int | None


def in_course(stretches: Iterable[Stretch]) -> list[Stretch]:
    """The stretches as they followed on each other. They come in the order of the agenda: one whose time
    nobody noted stays behind the item that stands before it."""
    keyed: list[tuple[bool, float, int, Stretch]] = []
    carried = 0.0
    known = False
    for place, stretch in enumerate(stretches):
        if stretch.begun_at is not None:
            known, carried = True, stretch.begun_at.timestamp()
        keyed.append((known, carried, place, stretch))
    return [stretch for *_, stretch in sorted(keyed, key=lambda one: one[:3])]


def falls_at(change: Change, course: Sequence[Stretch]) -> int:
    """The place in the course of the meeting that a change holds from; its length: after everything."""
    own = [place for place, stretch in enumerate(course) if stretch.item == change.item]
    if own:
        begun = [place for place in own if _begun(course[place], change.at)]
        return begun[-1] if begun else own[0]
    if change.is_call:
        return begins_at(change.day, course)
    return _place_at(change.at, course)


def begins_at(day: date, course: Sequence[Stretch]) -> int:
    """Where a day begins: behind everything that was on the table on an earlier one."""
    earlier = [place for place, one in enumerate(course) if one.day is not None and one.day < day]
    return earlier[-1] + 1 if earlier else 0


def on_the_table(at: datetime, course: Sequence[Stretch]) -> int | None:
    """The item that something noted at this moment holds from; None when all are over."""
    place = _place_at(at, course)
    return course[place].item if place < len(course) else None


def _place_at(at: datetime, course: Sequence[Stretch]) -> int:
    """The last that had begun and was not over; between two, the next one that was not over."""
    begun = [place for place, one in enumerate(course) if _begun(one, at)]
    first = begun[-1] if begun else 0
    return next((p for p in range(first, len(course)) if not _over(course[p], at)), len(course))


def _begun(stretch: Stretch, at: datetime) -> bool:
    return stretch.begun_at is not None and stretch.begun_at <= at


def _over(stretch: Stretch, at: datetime) -> bool:
    return stretch.ended_at is not None and stretch.ended_at <= at


def through(
    lines: Mapping[int, Presence | None], changes: Iterable[Change], course: Sequence[Stretch]
) -> list[dict[int, Presence]]:
    """The presence of every line during each stretch. `lines` says what stands on the roll: it holds for the
    whole meeting for whom no change is noted."""
    noted = list(changes)
    moved = {change.line for change in noted}
    now = {line: (Presence.ABSENT if line in moved else on) or Presence.ABSENT for line, on in lines.items()}
    falling: dict[int, list[Change]] = defaultdict(list)
    for place, change in _in_order(noted, course):
        falling[place].append(change)
    found = []
    for place in range(len(course)):
        if place in falling:
            now = now | {change.line: change.presence for change in falling[place]}
        found.append(now)
    return found


def standing(changes: Iterable[Change], course: Sequence[Stretch]) -> dict[int, Presence]:
    """How everybody stands after all that was noted, by line."""
    return {change.line: change.presence for _place, change in _in_order(changes, course)}


def _in_order(changes: Iterable[Change], course: Sequence[Stretch]) -> list[tuple[int, Change]]:
    """The changes with where they fall; a call comes before what happened to the same day's people after."""
    places: dict[tuple[int | None, datetime, bool, date], int] = {}  # a roll call falls in one place for all
    placed = []
    for change in changes:
        key = (change.item, change.at, change.is_call, change.day)
        if key not in places:
            places[key] = falls_at(change, course)
        placed.append((places[key], change))
    return sorted(placed, key=lambda one: (one[0], one[1].day, not one[1].is_call, one[1].at, one[1].id))


def at_items(
    course: Sequence[Stretch],
    during: Sequence[Mapping[int, Presence]],
    recused: Mapping[int, Collection[int]],
) -> dict[int, dict[int, Presence]]:
    """By item: those who were there when it was settled, with how; whoever had a conflict of interest in it
    was not (KL 6:28). `recused` is by item, of lines."""
    found: dict[int, dict[int, Presence]] = {}
    here: dict[int, dict[int, Presence]] = {}  # stretches that nobody moved in share what stands for them
    for stretch, presences in zip(course, during, strict=True):
        if id(presences) not in here:
            here[id(presences)] = {line: one for line, one in presences.items() if one in PRESENT}
        present, away = here[id(presences)], recused.get(stretch.item, ())
        found[stretch.item] = (
            {line: one for line, one in present.items() if line not in away} if away else present
        )
    return found


def serving_at(
    services: Iterable[Serving], there: Mapping[int, Collection[int]], items: Sequence[int]
) -> dict[int, dict[int, int]]:
    """By item: which substitute serves, and for which member. Nobody serves for a member who is there, and
    nobody for two at once (KL 5:17). `items` in the order they were dealt with."""
    place = {item: at for at, item in enumerate(items)}
    found: dict[int, dict[int, int]] = {item: {} for item in items}
    for one in services:
        first = place.get(one.from_item, 0) if one.from_item is not None else 0
        last = place.get(one.until_item, len(items)) if one.until_item is not None else len(items)
        for item in items[first:last]:
            free = one.substitute not in found[item] and one.member not in found[item].values()
            if free and one.substitute in there[item] and one.member not in there[item]:
                found[item][one.substitute] = one.member
    return found


def movements(changes: Iterable[Change], course: Sequence[Stretch]) -> list[Moved]:
    """What happened beside the roll calls, in its order; a change that changes nothing is none."""
    now: dict[int, Presence] = {}
    found = []
    for place, change in _in_order(changes, course):
        move = _move(now.get(change.line, Presence.ABSENT), change.presence)
        now[change.line] = change.presence
        if move is not None and not change.is_call:
            after = course[place - 1].item if place > 0 else None
            before = course[place].item if place < len(course) else None
            found.append(Moved(change.line, change.day, change.at, move, after, before))
    return found


def _move(was: Presence, now: Presence) -> Move | None:
    if was is now or (was not in PRESENT and now not in PRESENT):
        return None
    if was not in PRESENT:
        return Move.ARRIVES
    if now not in PRESENT:
        return Move.LEAVES
    return Move.TO_ROOM if now is Presence.ON_SITE else Move.TO_LINE


def told_of(noted: Sequence[Presence]) -> Presence:
    """What an attendance list says of somebody: how they took part when they first were there, else why they
    were not. `noted` in the order it was noted, at least one."""
    return next((presence for presence in noted if presence in PRESENT), noted[-1])


class Stand(Protocol):
    """One line of the roll, as the order of substitutes sees it."""

    @property
    def id(self) -> int: ...
    @property
    def category(self) -> Category: ...
    @property
    def organisation_id(self) -> int | None: ...


AnyStand = TypeVar("AnyStand", bound=Stand)


def stand_ins(
    member: Stand, lines: Sequence[AnyStand], there: Collection[int], busy: Collection[int]
) -> list[AnyStand]:
    """Who may serve for a member, the first first: those of the same organisation, then the others, each in
    the order of the roll, which is the order the council has set (KL 5:17)."""
    free = [
        line
        for line in lines
        if line.category is Category.SUBSTITUTE and line.id in there and line.id not in busy
    ]
    return sorted(free, key=lambda line: line.organisation_id != member.organisation_id)


def quorate(rule: Quorum, here: int, of: int) -> bool:
    """Whether enough of the members are there to decide (KL 5:45, 6:23; kommuneloven § 11-9)."""
    return here * 2 > of if rule is Quorum.MORE_THAN_HALF else here * 2 >= of


def ranges(numbers: Sequence[int], held: Collection[int]) -> tuple[tuple[int, int], ...]:
    """The stretches of `numbers` that are in `held`, as first and last: 1–4, 6, 8–9."""
    found: list[tuple[int, int]] = []
    before: int | None = None
    for number in numbers:
        if number not in held:
            before = None
        elif before is None:
            found.append((number, number))
            before = number
        else:
            found[-1] = (found[-1][0], number)
            before = number
    return tuple(found)
