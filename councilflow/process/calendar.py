"""The year of a council on a calendar: weeks, the days a meeting takes, and how often it meets.

The regional council meets once a month and the wider one two or three times a year (A55, A59). A day is a day
on the council's own clock, weeks are those of ISO 8601 and begin on a Monday.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from councilflow.process.meeting import local_date

FIRST_YEAR, LAST_YEAR = 2000, 2099
"""The years that a calendar can be turned to."""

_WEEKS = calendar.Calendar(firstweekday=calendar.MONDAY)
_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Month:
    year: int
    month: int

    def moved(self, by: int) -> Month:
        """The month so many months later, or earlier."""
        year, month = divmod(self.year * 12 + self.month - 1 + by, 12)
        return Month(year, month + 1)

    @property
    def first(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def is_shown(self) -> bool:
        return FIRST_YEAR <= self.year <= LAST_YEAR


@dataclass(frozen=True, slots=True)
class Week:
    number: int
    """Of the ISO year: the last days of December can belong to week 1, the first of January to week 53."""
    days: tuple[date, ...]
    """Monday to Sunday."""


def weeks_of(month: Month) -> list[Week]:
    """The whole weeks that a month touches, with the days of its neighbours in them."""
    found = _WEEKS.monthdatescalendar(month.year, month.month)
    return [Week(days[0].isocalendar().week, tuple(days)) for days in found]


def days_of(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> list[date]:
    """The days that a meeting takes on the clock of `zone`. One that ends at midnight ends the day before."""
    first = local_date(starts_at, zone)
    last = max(first, local_date(ends_at - _MOMENT, zone))
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def is_weekend(day: date) -> bool:
    return day.weekday() >= calendar.SATURDAY


class Frequency(StrEnum):
    """What is wrong with how often a council meets in a calendar year (A55)."""

    TOO_FEW = "too_few"
    TOO_MANY = "too_many"


def frequency(count: int, *, least: int | None, most: int | None) -> Frequency | None:
    """Whether so many meetings are too few or too many; None when they are as they should be, or when the
    council has not said."""
    if least is not None and count < least:
        return Frequency.TOO_FEW
    if most is not None and count > most:
        return Frequency.TOO_MANY
    return None
