"""Days and clocks as people write them, and the ones that nobody can mean.

A day is written in the order of the language, day first, or as the standard has it, year first. What cannot
be read is answered with what is wrong with it: that month has no such day, that year is no leap year, that
year has too many figures. A clock that is set forward in spring skips an hour and one that is set back in
autumn has an hour twice; neither is a time that people can be called to.
"""

from __future__ import annotations

import re
from calendar import isleap, monthrange
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from councilflow.process.errors import RuleBroken


class DayFlaw(StrEnum):
    """Why something written is not a day."""

    UNREADABLE = "unreadable"
    YEAR_MISSING = "year-missing"
    YEAR_SHORT = "year-short"
    NO_SUCH_YEAR = "no-such-year"
    NO_SUCH_MONTH = "no-such-month"
    NO_SUCH_DAY = "no-such-day"
    NO_LEAP_YEAR = "no-leap-year"


class NotADay(ValueError):
    """What was written is no day; `flaw` says why, `facts` what the sentence needs."""

    def __init__(self, flaw: DayFlaw, **facts: int) -> None:
        super().__init__(flaw)
        self.flaw = flaw
        self.facts = facts


class NotAClock(ValueError):
    """What was written is no time of day."""


YEARS = range(1900, 2200)
"""Years that somebody in a council can mean."""

_SEPARATORS = r"[\s./-]+"
_YEAR_FIRST = re.compile(rf"(\d{{3,}}){_SEPARATORS}(\d{{1,2}}){_SEPARATORS}(\d{{1,2}})", re.ASCII)
_DAY_FIRST = re.compile(rf"(\d{{1,2}}){_SEPARATORS}(\d{{1,2}})(?:{_SEPARATORS}(\d+))?", re.ASCII)
_WRITTEN = re.compile(rf"(\d{{1,2}}){_SEPARATORS}([^\W\d_]+)(?:{_SEPARATORS}(\d+))?")
_TOGETHER = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)


def read_day(text: str, months: Mapping[str, int]) -> date:
    """The day that was written: 2026-12-04, 4/12 2026, 4.12.2026, 4 december 2026, 20261204.

    `months` are names in small letters, whole and short, without the dot. Raises NotADay.
    """
    year, month, day = _parts(" ".join(text.split()).rstrip(".").lower(), months)
    if year < 100:
        raise NotADay(DayFlaw.YEAR_SHORT)
    if year not in YEARS:
        raise NotADay(DayFlaw.NO_SUCH_YEAR, year=year)
    if month not in range(1, 13):
        raise NotADay(DayFlaw.NO_SUCH_MONTH, month=month)
    if (month, day) == (2, 29) and not isleap(year):
        raise NotADay(DayFlaw.NO_LEAP_YEAR, year=year)
    if day not in range(1, monthrange(year, month)[1] + 1):
        raise NotADay(DayFlaw.NO_SUCH_DAY, day=day, month=month)
    return date(year, month, day)


def _parts(text: str, months: Mapping[str, int]) -> tuple[int, int, int]:
    found = _TOGETHER.fullmatch(text) or _YEAR_FIRST.fullmatch(text)
    if found:
        return _number(found[1]), int(found[2]), int(found[3])
    found = _DAY_FIRST.fullmatch(text) or _WRITTEN.fullmatch(text)
    if not found or not (found[2].isdecimal() or found[2] in months):
        raise NotADay(DayFlaw.UNREADABLE)
    if not found[3]:
        raise NotADay(DayFlaw.YEAR_MISSING)
    month = int(found[2]) if found[2].isdecimal() else months[found[2]]
    return _number(found[3]), month, int(found[1])


def _number(digits: str) -> int:
    """The year; one of very many figures is only ever too large."""
    return int(digits[:9])


_CLOCK = re.compile(r"(?:kl\.?\s*)?(\d{1,2})(?:[.:](\d{2})(?:[.:]\d{2})?)?", re.ASCII)
_CLOCK_TOGETHER = re.compile(r"(\d{2})(\d{2})", re.ASCII)


def read_clock(text: str) -> time:
    """The time of day that was written: 09:00, 9.00, kl. 9, 0900. Raises NotAClock."""
    written = text.strip().lower()
    found = _CLOCK_TOGETHER.fullmatch(written) or _CLOCK.fullmatch(written)
    if not found:
        raise NotAClock
    try:
        return time(int(found[1]), int(found[2] or 0))
    except ValueError:
        raise NotAClock from None


def instant(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """When it is that time in the council's zone. RuleBroken: clock-skipped, clock-twice."""
    local = datetime.combine(day, clock, zone)
    if local.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise RuleBroken("clock-skipped")
    if local.utcoffset() != local.replace(fold=1).utcoffset():
        raise RuleBroken("clock-twice")
    return local
