"""Meetings that recur by a rule (A55, A59, A61).

"The first Friday of every month but July", "the second Thursday of September, lunch to lunch": a month, a
week of it and a weekday give a day. What the rule gives is a proposal; the secretary takes it, changes it or
leaves it, and each meeting is then one of its own that no rule touches again.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta

from councilflow.process.errors import RuleBroken

LAST = -1
"""The week of a rule that takes the last such weekday of the month."""

WEEKS = (1, 2, 3, 4, LAST)
"""There is always a first to a fourth of each weekday in a month, and a last; not always a fifth."""

MONTHS = range(1, 13)
WEEKDAYS = range(7)
"""0 is Monday."""

LONGEST = 2
"""Days that a meeting of a series can take: lunch to lunch (A61)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    months: tuple[int, ...]
    weekday: int
    week: int
    begins: time
    ends: time
    days: int = 1
    evening: time | None = None
    """When the first of two days ends; None while nobody has said."""
    morning: time | None = None
    """When the second begins."""


def check_rule(rule: Rule) -> None:
    """RuleBroken: series-without-months, meeting-ends-before-it-begins, first-day-ends-before-it-begins,
    second-day-ends-before-it-begins, series-flawed when a number in it
    names no month, week, weekday or length."""
    if not rule.months:
        raise RuleBroken("series-without-months")
    known = set(rule.months) <= set(MONTHS) and rule.week in WEEKS and rule.weekday in WEEKDAYS
    if not known or rule.days not in range(1, LONGEST + 1):
        raise RuleBroken("series-flawed")
    if rule.days == 1 and rule.ends <= rule.begins:
        raise RuleBroken("meeting-ends-before-it-begins")
    if rule.days > 1 and rule.evening and rule.morning:
        if rule.evening <= rule.begins:
            raise RuleBroken("first-day-ends-before-it-begins")
        if rule.ends <= rule.morning:
            raise RuleBroken("second-day-ends-before-it-begins")


def day_in(year: int, month: int, *, weekday: int, week: int) -> date:
    """The day that "the first Friday" means in a month; `week` is 1 to 4, or LAST."""
    if week == LAST:
        last = date(year, month, monthrange(year, month)[1])
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7, weeks=week - 1)


def days_in(year: int, rule: Rule) -> list[date]:
    """The first day of each meeting that the rule gives in a calendar year, in order."""
    return [day_in(year, month, weekday=rule.weekday, week=rule.week) for month in sorted(set(rule.months))]


def last_day(day: date, rule: Rule) -> date:
    """The day on which a meeting that begins on `day` ends."""
    return day + timedelta(days=rule.days - 1)


def is_weekend(day: date) -> bool:
    return day.weekday() > 4


def month_is_planned(day: date, planned: Iterable[date]) -> bool:
    """Whether the meeting of this month exists already: by the days that the series gave at the time, so that
    one that was moved since, or a rule that was changed since, does not make a second meeting of it."""
    return any((one.year, one.month) == (day.year, day.month) for one in planned)
