"""Who was there, read once: the roll of a meeting with everything that was noted of it, in seven queries.

Desk, minutes and figures all read this, so that what is typed once says the same everywhere (A61).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from sqlalchemy import Row, select

from councilflow.extensions import db
from councilflow.models import (
    DEALT_WITH,
    AgendaItem,
    Attendance,
    Body,
    ItemTime,
    Meeting,
    PresenceChange,
    Recusal,
    Service,
)
from councilflow.process import presence
from councilflow.process.councils import Category, Office
from councilflow.process.days import instant
from councilflow.process.meeting import PRESENT, Presence, local_date
from councilflow.process.presence import Change, Moved, Serving, Stretch
from councilflow.process.roll import leading
from councilflow.process.timetable import dates

Found = Row[*tuple[Any, ...]]
Rows = Sequence[Found]


@dataclass(frozen=True, slots=True)
class Present:
    """A line of the roll with another presence than the one that stands on it: during an item, say."""

    id: int
    person_id: int | None
    name: str
    organisation: str
    category: Category
    office: Office | None
    presence: Presence | None


NOON = time(12)


@dataclass(frozen=True)
class Roll:
    """The roll of one meeting. Lines and items are found by their ids; instants are as they were stored."""

    zone: ZoneInfo
    days: tuple[date, ...]
    """Of the meeting, by the council's own calendar."""
    ends_on: date
    """The last of them; the date after it when the meeting goes on past midnight."""
    lines: Rows
    items: Sequence[Any]
    """id, number (None until the meeting closes), title, outcome_at; in the order of the agenda."""
    times: Rows
    changes: tuple[Change, ...]
    services: Rows
    recusals: Rows

    @cached_property
    def numbers(self) -> dict[int, int]:
        """The § of each item; its place on the agenda while it has none."""
        return {item.id: item.number or place for place, item in enumerate(self.items, start=1)}

    @cached_property
    def course(self) -> list[Stretch]:
        """How the items followed on each other."""
        times: dict[int, list[Found]] = defaultdict(list)
        for row in self.times:
            times[row.item_id].append(row)
        found: list[Stretch] = []
        for item in self.items:
            ended = item.outcome_at
            found += [
                Stretch(item.id, self.day_of(row.begun_at), row.begun_at, row.ended_at)
                for row in times[item.id]
            ] or [Stretch(item.id, self.day_of(ended) if ended else None, None, ended)]
        return presence.in_course(found)

    @cached_property
    def during(self) -> list[dict[int, Presence]]:
        return presence.through({line.id: line.presence for line in self.lines}, self.changes, self.course)

    @cached_property
    def on_table(self) -> int | None:
        """The item that lies on the table now."""
        return next((row.item_id for row in reversed(self.times) if row.ended_at is None), None)

    @cached_property
    def recused(self) -> dict[int, set[int]]:
        """By item: the lines that take no part in it."""
        found: dict[int, set[int]] = defaultdict(set)
        for one in self.recusals:
            found[one.item_id].add(one.attendance_id)
        return found

    @cached_property
    def there(self) -> dict[int, dict[int, Presence]]:
        """By item: who was there when it was settled, and how."""
        return presence.at_items(self.course, self.during, self.recused)

    @cached_property
    def serving(self) -> dict[int, dict[int, int]]:
        """By item: the substitutes who serve, each with the member whose place it is."""
        order = list(dict.fromkeys(stretch.item for stretch in self.course))
        served = [
            Serving(one.substitute_id, one.member_id, one.from_item_id, one.until_item_id)
            for one in self.services
        ]
        return presence.serving_at(served, self.there, order)

    @cached_property
    def movements(self) -> list[Moved]:
        return presence.movements(self.changes, self.course)

    @cached_property
    def by_id(self) -> dict[int, Found]:
        return {line.id: line for line in self.lines}

    @cached_property
    def called_on(self) -> list[date]:
        """The days whose roll has been called."""
        return sorted({change.day for change in self.changes if change.is_call})

    def day_of(self, moment: datetime) -> date | None:
        """The day of the meeting that a moment falls on; None for one that was noted on another."""
        day = local_date(moment, self.zone)
        if day == self.ends_on:  # the hours after midnight belong to the day that goes on
            return self.days[-1]
        return day if day in self.days else None

    def moment(self, day: date | None, clock: time) -> datetime:
        """When it is that time on a day of the meeting; None: the first. What goes on past midnight begins
        after noon and ends before the next. RuleBroken: clock-skipped, clock-twice."""
        day = day or self.days[0]
        return instant(self.ends_on if day == self.days[-1] and clock < NOON else day, clock, self.zone)

    def today(self, now: datetime) -> date:
        """The day of the meeting that something noted now is of: the first, when it is none of them."""
        return self.day_of(now) or self.days[0]

    def called(self, day: date) -> dict[int, Presence]:
        """What was answered when the roll was called on a day."""
        return {one.line: one.presence for one in self.changes if one.is_call and one.day == day}

    def current(self) -> dict[int, Presence]:
        """How everybody stands after all that was noted."""
        return {line.id: line.presence for line in self.lines if line.presence is not None}

    def told(self, line_id: int, day: date | None = None) -> Presence:
        """What an attendance list says of somebody, of the meeting or of one of its days."""
        noted = [one[line_id] for one in (self._throughout if day is None else self._of_day(day))]
        own = [one.presence for one in self._changes_of[line_id] if day in (None, one.day)]
        stands = self.by_id[line_id].presence or Presence.ABSENT
        return presence.told_of(noted if _any_present(noted) else own or noted or [stands])

    @cached_property
    def _throughout(self) -> list[dict[int, Presence]]:
        """The presences of the whole meeting, those that stand through several stretches once."""
        return [
            one for place, one in enumerate(self.during) if place == 0 or one is not self.during[place - 1]
        ]

    @cached_property
    def _changes_of(self) -> dict[int, list[Change]]:
        found: dict[int, list[Change]] = defaultdict(list)
        for one in self.changes:
            found[one.line].append(one)
        return found

    def _of_day(self, day: date) -> list[dict[int, Presence]]:
        first, last = self._stretch_of(day)
        return self.during[first:last]

    def _stretch_of(self, day: date) -> tuple[int, int]:
        """Where a day begins and ends in the course; its roll call says so, else the time of its items."""
        later = [one for one in self.called_on if one > day]
        begins = 0 if day == self.days[0] else self._begins(day)
        return begins, self._begins(later[0]) if later else len(self.course)

    def _begins(self, day: date) -> int:
        calls = [
            presence.falls_at(one, self.course) for one in self.changes if one.is_call and one.day == day
        ]
        return min(calls, default=presence.begins_at(day, self.course))

    def first_of(self, day: date) -> int | None:
        """The item that a day begins with; None when nothing is left for it."""
        place = 0 if day == self.days[0] else presence.begins_at(day, self.course)
        return self.course[place].item if place < len(self.course) else None

    def next_after(self, item_id: int) -> int | None:
        """The item that follows on the agenda; None after the last."""
        order = [item.id for item in self.items]
        place = order.index(item_id) + 1 if item_id in order else len(order)
        return order[place] if place < len(order) else None

    def items_on(self, day: date | None) -> list[int]:
        """The items of a day, or of the whole meeting, each once."""
        first, last = self._stretch_of(day) if day else (0, len(self.course))
        return list(dict.fromkeys(one.item for one in self.course[first:last]))

    def items_of(self, line_id: int) -> set[int]:
        return {item for item, lines in self.there.items() if line_id in lines}

    def ranges(self, items: Collection[int], day: date | None = None) -> tuple[tuple[int, int], ...]:
        """Items as stretches of §§; nothing when they are all there are."""
        of_day = self.items_on(day)
        numbers = sorted(self.numbers[item] for item in of_day)
        held = {self.numbers[item] for item in items if item in of_day}
        return () if len(held) == len(numbers) else presence.ranges(numbers, held)

    def leader(self, item_id: int) -> Present | None:
        """Who leads the meeting during an item: not whoever has left or has a conflict of interest."""
        return leading(self._lines(self.there[item_id], of=self._with_office))

    def usual_leader(self) -> Present | None:
        """Who leads the meeting as its attendance list has them."""
        noted = {line.id: self.told(line.id) for line in self._with_office if line.presence is not None}
        return leading(self._lines(noted, of=self._with_office))

    def attended(self) -> list[Present]:
        """The roll with what the attendance list says of each."""
        noted = {line.id: self.told(line.id) for line in self.lines if line.presence is not None}
        return self._lines(noted, of=self.lines)

    @cached_property
    def _with_office(self) -> list[Found]:
        return [line for line in self.lines if line.office is not None]

    def _lines(self, presences: Mapping[int, Presence], *, of: Sequence[Found]) -> list[Present]:
        return [
            Present(
                line.id,
                line.person_id,
                line.name,
                line.organisation,
                line.category,
                line.office,
                presences.get(line.id),
            )
            for line in of
        ]


def _any_present(noted: Iterable[Presence]) -> bool:
    return any(one in PRESENT for one in noted)


class Head(Protocol):
    """Of a meeting that has been read already: when it is, and the council's zone."""

    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...
    @property
    def zone(self) -> ZoneInfo: ...


def read(meeting_id: int, *, head: Head | None = None, items: Sequence[Any] | None = None) -> Roll:
    """The roll of a meeting. `head` and `items` (id, number, title, outcome_at in the order of the agenda)
    are for whoever has read them already. NoResultFound when there is no such meeting."""
    begins, ends, zone = (head.starts_at, head.ends_at, head.zone) if head else _head(meeting_id)
    return Roll(
        zone=zone,
        days=tuple(dates(begins, ends, zone)),
        ends_on=local_date(ends, zone),
        lines=_lines(meeting_id),
        items=_items(meeting_id) if items is None else items,
        times=_times(meeting_id),
        changes=_changes(meeting_id),
        services=_services(meeting_id),
        recusals=_recusals(meeting_id),
    )


def _head(meeting_id: int) -> tuple[datetime, datetime, ZoneInfo]:
    meeting = db.session.execute(
        select(Meeting.starts_at, Meeting.ends_at, Body.time_zone)
        .join(Body, Body.id == Meeting.council_id)
        .where(Meeting.id == meeting_id)
    ).one()
    return meeting.starts_at, meeting.ends_at, ZoneInfo(meeting.time_zone)


def _lines(meeting_id: int) -> Rows:
    return db.session.execute(
        select(
            Attendance.id,
            Attendance.seat_id,
            Attendance.extra_id,
            Attendance.person_id,
            Attendance.organisation_id,
            Attendance.name,
            Attendance.organisation,
            Attendance.category,
            Attendance.side,
            Attendance.party,
            Attendance.office,
            Attendance.function,
            Attendance.presence,
        )
        .where(Attendance.meeting_id == meeting_id)
        .order_by(Attendance.position, Attendance.id)
    ).all()


def _items(meeting_id: int) -> Rows:
    return db.session.execute(
        select(AgendaItem.id, AgendaItem.number, AgendaItem.title, AgendaItem.outcome_at)
        .where(AgendaItem.meeting_id == meeting_id, DEALT_WITH)
        .order_by(AgendaItem.position, AgendaItem.id)
    ).all()


def _times(meeting_id: int) -> Rows:
    return db.session.execute(
        select(ItemTime.item_id, ItemTime.begun_at, ItemTime.ended_at)
        .join(AgendaItem, AgendaItem.id == ItemTime.item_id)
        .where(AgendaItem.meeting_id == meeting_id)
        .order_by(ItemTime.begun_at, ItemTime.id)
    ).all()


def _changes(meeting_id: int) -> tuple[Change, ...]:
    rows = db.session.execute(
        select(
            PresenceChange.attendance_id,
            PresenceChange.day,
            PresenceChange.at,
            PresenceChange.presence,
            PresenceChange.item_id,
            PresenceChange.is_call,
            PresenceChange.id,
        )
        .where(PresenceChange.meeting_id == meeting_id)
        .order_by(PresenceChange.at, PresenceChange.id)
    )
    return tuple(Change(*row) for row in rows)  # the columns stand as its fields do


def _services(meeting_id: int) -> Rows:
    return db.session.execute(
        select(
            Service.id,
            Service.substitute_id,
            Service.member_id,
            Service.from_item_id,
            Service.until_item_id,
        )
        .where(Service.meeting_id == meeting_id)
        .order_by(Service.at, Service.id)
    ).all()


def _recusals(meeting_id: int) -> Rows:
    return db.session.execute(
        select(
            Recusal.id,
            Recusal.item_id,
            Recusal.attendance_id,
            Recusal.reason,
            Recusal.left_at,
            Recusal.returned_at,
        )
        .join(AgendaItem, AgendaItem.id == Recusal.item_id)
        .where(AgendaItem.meeting_id == meeting_id)
        .order_by(Recusal.id)
    ).all()
