"""The order of an agenda and the minutes of its items.

Each move says what moves and where to, never how the whole agenda looks: two people who move different items
at the same time both get what they asked for. The caller holds the meeting.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from councilflow.extensions import db
from councilflow.models import AgendaItem, JournalEntry, Meeting, Person
from councilflow.process.agenda import ItemKind, StandingItem, numbered
from councilflow.services import journal, secrecy
from councilflow.services.agenda import late
from councilflow.services.meetings import check_editable

LAST = frozenset({StandingItem.OTHER, StandingItem.CLOSING})
"""What stays at the end: a new item is put before these."""


def ordered(meeting: Meeting) -> list[AgendaItem]:
    """The agenda in its order, also while the session holds changes of it."""
    return sorted(meeting.items, key=lambda one: (one.position, one.id or 0))


def settle(order: Sequence[AgendaItem]) -> None:
    """Number the positions from 1 in this order."""
    for position, one in enumerate(order, 1):
        one.position = position


def usual_place(meeting: Meeting, *, is_standing: bool = False) -> int:
    """Where a new item goes, as an index: before other business and the closing; a standing item before the
    closing only."""
    order = ordered(meeting)
    ends = {StandingItem.CLOSING} if is_standing else LAST
    place = len(order)
    while place and order[place - 1].standing in ends:
        place -= 1
    return place


def move(item: AgendaItem, *, up: bool, by: Person, now: datetime) -> None:
    """Let an item change places with the one before or after it; the first and the last stay where they are.
    RuleBroken: those of `check_editable`."""
    order = ordered(item.meeting)
    _to(item, order.index(item) + (-1 if up else 1), by=by, now=now)


def place_after(item: AgendaItem, other: AgendaItem | None, *, by: Person, now: datetime) -> None:
    """Put an item right after another, None: first. RuleBroken: those of `check_editable`."""
    rest = [one for one in ordered(item.meeting) if one is not item]
    _to(item, rest.index(other) + 1 if other in rest else 0, by=by, now=now)


def place_at(item: AgendaItem, number: int, *, by: Person, now: datetime) -> None:
    """Make an item number `number` of the agenda, from 1; a heading goes right before that item. A number
    beyond the last means last. RuleBroken: those of `check_editable`."""
    rest = [one for one in ordered(item.meeting) if one is not item]
    numbers = numbered(one.kind for one in rest)
    place = next((at for at, found in enumerate(numbers) if found == number), len(rest))
    _to(item, place, by=by, now=now)


def under(item: AgendaItem, heading: AgendaItem, *, by: Person, now: datetime) -> None:
    """Put an item last under a heading. RuleBroken: those of `check_editable`."""
    rest = [one for one in ordered(item.meeting) if one is not item]
    place = rest.index(heading) + 1
    while place < len(rest) and rest[place].kind is not ItemKind.HEADING and rest[place].standing not in LAST:
        place += 1
    _to(item, place, by=by, now=now)


def _to(item: AgendaItem, place: int, *, by: Person, now: datetime) -> None:
    meeting = item.meeting
    check_editable(meeting)
    order = ordered(meeting)
    before = order.index(item)
    if not 0 <= place < len(order) or place == before:
        return
    with late.watching(meeting, by=by, now=now):
        order.remove(item)
        order.insert(place, item)
        settle(order)
    journal.note(
        "item-moved",
        by=by,
        now=now,
        meeting=meeting,
        about=secrecy.title_outside(item),
        before={"number": before + 1},
        after={"number": place + 1},
    )


def _named(item: AgendaItem) -> str:
    """Two items under secrecy are told apart by where they stand."""
    return f"{item.position}. {secrecy.title_outside(item)}" if item.is_secret else item.title


def give_time(meeting: Meeting, minutes: Mapping[int, int | None], *, by: Person, now: datetime) -> None:
    """Set how long each item may take, by item id. RuleBroken: those of `check_editable`."""
    check_editable(meeting)
    changed = [item for item in meeting.items if item.id in minutes and item.minutes != minutes[item.id]]
    if not changed:
        return
    before = {_named(item): item.minutes for item in changed}
    with late.watching(meeting, by=by, now=now):
        for item in changed:
            item.minutes = minutes[item.id]
    after = {_named(item): item.minutes for item in changed}
    journal.note("times-set", by=by, now=now, meeting=meeting, before=before, after=after)


def changed_meanwhile(
    meeting: Meeting, minutes: Mapping[int, int | None], seen: Mapping[int, int | None]
) -> list[AgendaItem]:
    """The items whose minutes somebody else has set to something else since they were `seen`, and which
    `minutes` would overwrite."""
    return [
        item
        for item in meeting.items
        if item.id in minutes and item.minutes not in (seen.get(item.id, item.minutes), minutes[item.id])
    ]


def who_set_times(meeting: Meeting) -> str:
    """The name of whoever last set the time of an item; empty when nobody has."""
    return (
        db.session.scalar(
            select(JournalEntry.who)
            .where(
                JournalEntry.meeting_id == meeting.id, JournalEntry.event.in_(("times-set", "item-changed"))
            )
            .order_by(JournalEntry.id.desc())
            .limit(1)
        )
        or ""
    )
