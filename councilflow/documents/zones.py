"""Time zones as calendars want them (VTIMEZONE, RFC 5545 3.6.5).

Outlook reads the rule of a yearly change and hardly a list of its days, so the zones of the European Union's
rule – those of Sweden and Norway – are written as that rule. Any other zone is listed year by year.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Timezone, TimezoneDaylight, TimezoneStandard

_SUNDAY = 6
_RULE_SINCE = 1996
_CHANGES_AT = 1  # o'clock UTC, in the whole union
_MOMENT = timedelta(microseconds=1)


def add_zones(calendar: Calendar, zones: Iterable[ZoneInfo], years: Collection[int]) -> None:
    """Put the rules of these zones first in a calendar whose times lie within `years`."""
    for zone in sorted(set(zones), key=str, reverse=True):
        calendar.subcomponents.insert(0, _zone(zone, range(min(years) - 1, max(years) + 2)))


def _zone(zone: ZoneInfo, years: range) -> Timezone:
    if all(_follows_the_rule(zone, year) for year in years):
        return _by_rule(zone)
    return Timezone.from_tzinfo(zone, str(zone), date(years[0], 1, 1), date(years[-1] + 1, 1, 1))


def _follows_the_rule(zone: ZoneInfo, year: int) -> bool:
    """Whether the clock goes forward an hour on the last Sunday of March, and back on that of October."""
    if year < _RULE_SINCE:
        return False
    spring, autumn = (_change(year, month) for month in (3, 10))
    winter = _offset(zone, spring - _MOMENT)
    summer = winter + timedelta(hours=1)
    return [_offset(zone, at) for at in (spring, autumn - _MOMENT, autumn)] == [summer, summer, winter]


def _change(year: int, month: int) -> datetime:
    last = date(year, month, 31)
    sunday = last - timedelta(days=(last.weekday() - _SUNDAY) % 7)
    return datetime(sunday.year, sunday.month, sunday.day, _CHANGES_AT, tzinfo=UTC)


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def _by_rule(zone: ZoneInfo) -> Timezone:
    spring, autumn = (_change(_RULE_SINCE, month) for month in (3, 10))
    winter, summer = _offset(zone, spring - _MOMENT), _offset(zone, spring)
    made = Timezone()
    made.add("tzid", str(zone))
    for part, at, before, after in (
        (TimezoneStandard(), autumn, summer, winter),
        (TimezoneDaylight(), spring, winter, summer),
    ):
        part.add("tzname", at.astimezone(zone).tzname() or str(zone))
        part.add("dtstart", (at + before).replace(tzinfo=None))  # on the clock that is about to change
        part.add("rrule", {"freq": "yearly", "bymonth": at.month, "byday": "-1su"})
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        made.add_component(part)
    return made
