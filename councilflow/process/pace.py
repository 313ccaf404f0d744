"""How the time of a meeting goes: what each item has used, and how far behind its plan the meeting is.

Everything is worked out from aware instants, so a change of the clock in spring or autumn changes nothing;
a server clock that is set back never gives time below nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

NOTHING = timedelta()


@dataclass(frozen=True, slots=True)
class Stretch:
    """An item was on the table from an instant to another; no end: it lies there now."""

    begun_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Timed:
    """One item as the clock sees it: planned minutes (None: nobody has said), time used, whether it lies on
    the table now."""

    planned: int | None
    used: timedelta = NOTHING
    is_now: bool = False


def length(begun_at: datetime, ended_at: datetime) -> timedelta:
    """From one instant to another; nothing when the clock was set back in between."""
    return max(NOTHING, ended_at - begun_at)


def used(stretches: Iterable[Stretch], now: datetime) -> timedelta:
    """How long an item has been on the table, all its stretches together."""
    return sum((length(one.begun_at, one.ended_at or now) for one in stretches), NOTHING)


def behind(items: Iterable[Timed], *, opened_late: timedelta = NOTHING) -> timedelta:
    """How far the meeting is behind its plan; below nothing: ahead of it.

    What counts is what has been on the table: each item that has left it, by what it took beyond its plan or
    saved; the one that lies there, only by what it has taken beyond. Breaks and nights between two days count
    for nothing, and opening before the hour saves nothing. `opened_late` is all that its days have lost by
    beginning late.
    """
    total = max(NOTHING, opened_late)
    for one in items:
        if one.planned is None or (not one.used and not one.is_now):
            continue
        beyond = one.used - timedelta(minutes=one.planned)
        total += max(NOTHING, beyond) if one.is_now else beyond
    return total


def minutes(time: timedelta) -> int:
    """Whole minutes, begun ones not counted: 12.9 minutes are 12, as a clock shows them."""
    whole = int(abs(time.total_seconds()) // 60)
    return whole if time >= NOTHING else -whole
