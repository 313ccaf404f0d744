"""The days of a meeting, and when each item is planned by the clock (A61, A68).

A meeting has a beginning and an end. One of several days has nights in between: each day ends in the evening,
and the next one begins in the morning. The items are laid over the days in order; what does not fit before a
day ends begins the next. Everything is reckoned in instants, so a clock that is set forward or back during a
meeting changes no length.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from councilflow.process.agenda import ItemKind, takes
from councilflow.process.errors import RuleBroken

ONE_SITTING = timedelta(hours=12)
"""What goes on past midnight is still one day while it lasts no longer than this."""

EVENING_IS_NEAR = timedelta(minutes=30)
"""Who lets a meeting rest this close to the end of its day means until the next morning."""

LATE, EARLY = time(21), time(5)
"""Between these two on the council's clock, nobody means until later tonight."""


@dataclass(frozen=True, slots=True)
class Night:
    """Between two days of a meeting: when the one ends, and the next begins. Aware."""

    evening: datetime
    morning: datetime


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a meeting, from when to when. Aware."""

    starts_at: datetime
    ends_at: datetime

    @property
    def length(self) -> timedelta:
        return self.ends_at.astimezone(UTC) - self.starts_at.astimezone(UTC)

    def within(self, zone: ZoneInfo) -> Day:
        """The same day by the clocks of a zone."""
        return Day(self.starts_at.astimezone(zone), self.ends_at.astimezone(zone))


@dataclass(frozen=True, slots=True)
class Slot:
    """When an item is planned to be dealt with. `ends_at` is None when nobody has said how long it takes."""

    starts_at: datetime
    ends_at: datetime | None


def days(starts_at: datetime, ends_at: datetime, nights: Sequence[Night] = ()) -> list[Day]:
    """The days of a meeting, in order; one when it has no nights, or nobody has said when they fall."""
    begins = [starts_at, *(night.morning for night in nights)]
    ends = [*(night.evening for night in nights), ends_at]
    return [Day(*both) for both in zip(begins, ends, strict=True)]


def coincide(these: Iterable[Day], those: Sequence[Day]) -> bool:
    """Whether two meetings sit at the same time on some of their days; the nights of both are free."""
    return any(
        one.starts_at < other.ends_at and other.starts_at < one.ends_at for one in these for other in those
    )


def dates(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> list[date]:
    """The dates that a meeting takes: the first alone when it merely goes on past midnight."""
    first, last = starts_at.astimezone(zone).date(), ends_at.astimezone(zone).date()
    if ends_at - starts_at <= ONE_SITTING:
        return [first]
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def check_nights(starts_at: datetime, ends_at: datetime, nights: Sequence[Night], zone: ZoneInfo) -> None:
    """Each day of a meeting ends after it begins, on its own date. Nobody has to say when the days end.

    RuleBroken: meeting-day-ends-before-it-begins (day), nights-do-not-fit.
    """
    if not nights:
        return
    expected = dates(starts_at, ends_at, zone)
    local = [day.within(zone) for day in days(starts_at, ends_at, nights)]
    if [day.starts_at.date() for day in local] != expected:
        raise RuleBroken("nights-do-not-fit")
    for on, day in zip(expected, local, strict=True):
        if day.length <= timedelta():
            raise RuleBroken("meeting-day-ends-before-it-begins", day=on)
        if day.ends_at.date() != on:
            raise RuleBroken("nights-do-not-fit")


def slots(
    meeting_days: Sequence[Day], items: Iterable[tuple[ItemKind | None, int | None]]
) -> list[Slot | None]:
    """The planned time of each item – its kind and minutes – in the order of the agenda; None after one of
    unknown length.

    An item longer than any day begins one and goes on beyond it. A break that the evening cuts short ends
    there: nobody goes on resting in the morning. A heading without minutes stands with what follows it.
    """
    planned: list[Slot | None] = []
    kinds = []
    laid = _Laid(meeting_days)
    for kind, minutes in items:
        kinds.append((kind, minutes))
        planned.append(laid.next(kind, takes(kind, minutes)))
    for place in reversed(range(len(planned) - 1)):
        kind, minutes = kinds[place]
        after = planned[place + 1]
        if kind is ItemKind.HEADING and not minutes and after is not None:
            planned[place] = Slot(after.starts_at, after.starts_at)
    return planned


class _Laid:
    """How far the items have come over the days."""

    def __init__(self, meeting_days: Sequence[Day]) -> None:
        self.zone = meeting_days[0].starts_at.tzinfo
        self.left = [Day(day.starts_at.astimezone(UTC), day.ends_at.astimezone(UTC)) for day in meeting_days]
        self.at: datetime | None = self.left[0].starts_at

    def next(self, kind: ItemKind | None, minutes: int | None) -> Slot | None:
        if self.at is None:
            return None
        if minutes is None:
            self._turn(unless_before_evening=True)
            begins, self.at = self.at, None
            return self._slot(begins, None)
        length = timedelta(minutes=minutes)
        day = self.left[0]
        if len(self.left) > 1 and length and self.at + length > day.ends_at:
            if kind is ItemKind.HEADING:
                begins = min(self.at, day.ends_at)
                self._turn()
                return self._slot(begins, day.ends_at)
            if self.at > day.starts_at:
                self._turn()
        begins, self.at = self.at, self.at + length
        return self._slot(begins, self.at)

    def _turn(self, *, unless_before_evening: bool = False) -> None:
        """Go on the next morning."""
        over = self.at is not None and self.at >= self.left[0].ends_at
        if len(self.left) > 1 and (over or not unless_before_evening):
            del self.left[0]
            self.at = self.left[0].starts_at

    def _slot(self, begins: datetime, ends: datetime | None) -> Slot:
        return Slot(begins.astimezone(self.zone), ends.astimezone(self.zone) if ends else None)


def day_of(slot: Slot | None, meeting_days: Sequence[Day]) -> int | None:
    """On which of the days an item is planned, from 0; None while nobody knows its time."""
    if slot is None:
        return None
    return max((n for n, day in enumerate(meeting_days) if day.starts_at <= slot.starts_at), default=0)


def beginnings(planned: Sequence[Slot | None], meeting_days: Sequence[Day]) -> list[Day | None]:
    """For each item the day that begins with it, in a meeting of several days; None for all others."""
    found: list[Day | None] = []
    last = None
    for slot in planned:
        at = day_of(slot, meeting_days)
        begins = len(meeting_days) > 1 and at is not None and at != last
        found.append(meeting_days[at] if begins and at is not None else None)
        last = last if at is None else at
    return found


def next_morning(meeting_days: Sequence[Day], now: datetime) -> datetime | None:
    """When the next of the days begins; None on the last one."""
    return next((day.starts_at for day in meeting_days[1:] if day.starts_at > now), None)


def goes_on(meeting_days: Sequence[Day], now: datetime, zone: ZoneInfo) -> datetime | None:
    """When a meeting that is let rest now would go on by its plan (ajournering till en annan dag): the next
    morning once its evening is near; where no day is planned to follow, late in the evening, the next time
    the clock shows the hour at which it began. None at any other time of the day: it will say itself."""
    today = next((day for day in reversed(meeting_days) if day.starts_at <= now), meeting_days[0])
    morning = next_morning(meeting_days, now)
    if morning is not None:
        return morning if now >= today.ends_at - EVENING_IS_NEAR else None
    here = now.astimezone(zone)
    if EARLY <= here.time() < LATE:
        return None
    hour = today.starts_at.astimezone(zone).time()
    again = datetime.combine(here.date(), hour, zone)
    return again if again > here else datetime.combine(here.date() + timedelta(days=1), hour, zone)


@dataclass(frozen=True, slots=True)
class Use:
    """How one day is used: what is planned on it, and what of that lies beyond its end. Whole minutes."""

    day: Day
    planned: int
    beyond: int


def used(meeting_days: Sequence[Day], items: Iterable[tuple[ItemKind | None, int | None]]) -> list[Use]:
    """How each day is used; an item of unknown length takes nothing."""
    known = [(kind, takes(kind, minutes) or 0) for kind, minutes in items]
    planned = [slot for slot in slots(meeting_days, known) if slot is not None and slot.ends_at is not None]
    found = []
    for n, day in enumerate(meeting_days):
        own = [slot for slot in planned if day_of(slot, meeting_days) == n]
        ends = max((slot.ends_at.astimezone(UTC) for slot in own if slot.ends_at), default=None)
        found.append(
            Use(
                day,
                sum(_minutes(Day(slot.starts_at, slot.ends_at).length) for slot in own if slot.ends_at),
                max(0, _minutes(ends - day.ends_at.astimezone(UTC))) if ends else 0,
            )
        )
    return found


def _minutes(time: timedelta) -> int:
    return round(time.total_seconds() / 60)


def late_mornings(
    nights: Iterable[Night], rests: Iterable[tuple[datetime, datetime | None]], now: datetime
) -> timedelta:
    """How much of its days the meeting has lost by going on later in the morning than planned. `rests` are
    the breaks of the meeting, from when to when; no end: it rests now."""
    lost = timedelta()
    kept = list(rests)
    for night in nights:
        over = [
            (ended or now)
            for begun, ended in kept
            if begun <= night.morning and (ended or now) > night.morning
        ]
        lost += max(over) - night.morning if over else timedelta()
    return lost
