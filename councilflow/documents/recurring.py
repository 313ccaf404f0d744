"""A meeting of several days in a calendar file: one event with one UID, once a day (iCalendar, RFC 5545).

The first day gives the rule; a later day with hours of its own replaces what the rule gives for it
(RECURRENCE-ID). A calendar shows each day by itself and leaves the nights free, and an answer, a move or a
cancellation is still about the whole meeting.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from datetime import datetime
from zoneinfo import ZoneInfo

from icalendar import Event

from councilflow.process.timetable import Day


def laid_out(event: Event, days: Sequence[Day], zone: ZoneInfo) -> list[Event]:
    """The events of the days that a meeting takes, when `event` says all but the time."""
    local = [day.within(zone) for day in days]
    first = local[0]
    others = []
    for day in local[1:]:
        expected = datetime.combine(day.starts_at.date(), first.starts_at.time(), zone)
        ends = datetime.combine(day.ends_at.date(), first.ends_at.time(), zone)
        if (day.starts_at, day.ends_at) != (expected, ends):
            own = deepcopy(event)
            own.add("recurrence-id", expected)
            others.append(_timed(own, day))
    if len(local) > 1:
        event.add("rrule", {"freq": "daily", "count": len(local)})
    return [_timed(event, first), *others]


def _timed(event: Event, day: Day) -> Event:
    event.add("dtstart", day.starts_at)
    event.add("dtend", day.ends_at)
    return event
