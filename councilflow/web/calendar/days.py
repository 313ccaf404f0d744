"""What stands on each day of a calendar: holidays, meetings and the days that meetings steer by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from flask import url_for

from councilflow import i18n
from councilflow.i18n import gettext as _
from councilflow.process.calendar import days_of, is_weekend
from councilflow.process.councils import Country
from councilflow.process.meeting import MeetingKind, MeetingState, deadlines, local_date
from councilflow.process.timetable import Day as Sitting
from councilflow.process.timetable import days as sittings
from councilflow.services.calendar.holidays import holidays_on
from councilflow.services.outwards.due import Due
from councilflow.web.meetings.beside import DEADLINES
from councilflow.web.outwards.days import address_of, in_words
from councilflow.words import word


@dataclass(frozen=True, slots=True)
class MeetingShown:
    """A meeting on one of its days."""

    council: str
    when: str
    more: str
    form: str
    url: str
    """Empty: the viewer may know of the meeting but not open it."""
    is_cancelled: bool
    is_tentative: bool


@dataclass(frozen=True, slots=True)
class DeadlineShown:
    council: str
    what: str
    url: str


@dataclass(slots=True)
class Day:
    date: date
    is_today: bool = False
    is_free: bool = False
    """A weekend or a holiday."""
    holidays: list[str] = field(default_factory=list)
    meetings: list[MeetingShown] = field(default_factory=list)
    deadlines: list[DeadlineShown] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.holidays or self.meetings or self.deadlines)


class Days:
    """The days of a calendar, each made when it is asked for."""

    def __init__(self, today: date, countries: Iterable[Country]) -> None:
        self._today = today
        self._countries = sorted(set(countries))
        self._holidays: dict[int, dict[date, list[str]]] = {}
        self._days: dict[date, Day] = {}

    def on(self, day: date) -> Day:
        if day not in self._days:
            holidays = self._of_year(day.year).get(day, [])
            self._days[day] = Day(day, day == self._today, is_weekend(day) or bool(holidays), holidays)
        return self._days[day]

    def _of_year(self, year: int) -> Mapping[date, list[str]]:
        if year not in self._holidays:
            found: dict[date, list[str]] = defaultdict(list)
            for country in self._countries:
                for day, name in holidays_on(country, year).items():
                    found[day].append(self._named(name, country))
            self._holidays[year] = found
        return self._holidays[year]

    def _named(self, name: str, country: Country) -> str:
        """Where there are councils of two countries, each holiday says whose it is."""
        return f"{name} ({word(country)})" if len(self._countries) > 1 else name

    def fill(self, rows: Iterable[Any], *, opens: Callable[[Any], bool], with_deadlines: bool) -> None:
        """Put meetings on their days, and what is due on its own. `opens` says of a row whether the viewer
        may open its page."""
        for row in rows:
            zone = ZoneInfo(row.time_zone)
            url = url_for("meetings.show", meeting_id=row.id) if opens(row) else ""
            for day in days_of(row.starts_at, row.ends_at, zone):
                self.on(day).meetings.append(_shown(row, zone, day, url))
            if with_deadlines and row.state is not MeetingState.CANCELLED:
                for what, day in _due(row, zone):
                    self.on(day).deadlines.append(DeadlineShown(row.short_name, what, url))

    def fill_outwards(self, found: Iterable[Due]) -> None:
        """Put the days that what is said outwards has to keep: hearings to answer, things to tell (B1.18)."""
        for one in found:
            self.on(one.on).deadlines.append(DeadlineShown(one.short_name, in_words(one), address_of(one)))

    def with_something(self, first: date, last: date) -> list[Day]:
        """The days between two days on which something stands, in order; holidays alone do not count unless
        they fall on an ordinary working day."""
        for year in range(first.year, last.year + 1):
            for day in self._of_year(year):
                self.on(day)
        return [
            day
            for _date, day in sorted(self._days.items())
            if first <= day.date <= last
            and (day.meetings or day.deadlines or (day.holidays and not is_weekend(day.date)))
        ]


def _shown(row: Any, zone: ZoneInfo, day: date, url: str) -> MeetingShown:
    all_days = days_of(row.starts_at, row.ends_at, zone)
    return MeetingShown(
        council=row.short_name,
        when=hours(sittings(row.starts_at, row.ends_at, row.nights), day, all_days, zone),
        more=_more(row, day, all_days),
        form=word(row.form),
        url=url,
        is_cancelled=row.state is MeetingState.CANCELLED,
        is_tentative=row.state in (MeetingState.PREPARING, MeetingState.PREPARED, MeetingState.SET),
    )


def hours(meeting_days: Sequence[Sitting], day: date, all_days: list[date], zone: ZoneInfo) -> str:
    """The hours of a meeting on one of its days: 9.00–12.00, or what of it falls on that day."""
    own = [one.within(zone) for one in meeting_days]
    found = next((one for one in own if one.starts_at.date() == day), own[-1])
    begins, ends = i18n.clock(found.starts_at), i18n.clock(found.ends_at)
    if len(own) == len(all_days):
        return _("%(begins)s–%(ends)s", begins=begins, ends=ends)
    if day == all_days[0]:
        return _("från %(clock)s", clock=begins)
    return _("till %(clock)s", clock=ends) if day == all_days[-1] else _("hela dagen")


def _more(row: Any, day: date, all_days: list[date]) -> str:
    """What the meeting is, when it is out of the ordinary, and which of its days this is."""
    what = [row.title or (word(row.kind) if row.kind is not MeetingKind.REGULAR else "")]
    if row.is_joint:
        what.append(_("gemensamt möte"))
    if len(all_days) > 1:
        what.append(_("dag %(n)s av %(all)s", n=all_days.index(day) + 1, all=len(all_days)))
    return ", ".join(filter(None, what))


def _due(row: Any, zone: ZoneInfo) -> list[tuple[str, date]]:
    days = deadlines(
        local_date(row.starts_at, zone),
        local_date(row.ends_at, zone),
        invitation=row.invitation_days,
        preparation=row.preparation_days,
        draft=row.draft_days,
        signing=row.signing_days,
    )
    return [(DEADLINES[deadline](), day) for deadline, day in days.items()]
