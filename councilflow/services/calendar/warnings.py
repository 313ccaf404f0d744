"""What those who plan a council's year should look at: too few or too many meetings (A55), and meetings on
days when nobody works."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from councilflow.extensions import db
from councilflow.models import Body, Meeting
from councilflow.process.calendar import Frequency, days_of, frequency, is_weekend
from councilflow.process.councils import Country
from councilflow.process.meeting import MeetingState, local_date
from councilflow.services.calendar import reading
from councilflow.services.calendar.holidays import holidays_on


@dataclass(frozen=True, slots=True, kw_only=True)
class CountWarning:
    """A council meets too seldom or too often in a calendar year."""

    council_id: int
    council: str
    year: int
    what: Frequency
    count: int
    bound: int
    """The least or the most that the council has set itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeDayWarning:
    """A planned meeting falls on a holiday or a weekend."""

    council_id: int
    council: str
    meeting_id: int
    day: date
    holiday: str
    """Empty: an ordinary Saturday or Sunday."""


YearWarning = CountWarning | FreeDayWarning


def year_warnings(council_id: int, year: int) -> list[YearWarning]:
    """What there is to say of a council's meetings in a calendar year. Two queries; `warnings_of` says it of
    many councils with as many."""
    return warnings_of([council_id], year)


def warnings_of(council_ids: Collection[int], year: int) -> list[YearWarning]:
    """The warnings of several councils, council by council. The names of holidays are in the language being
    spoken. Cancelled meetings are not counted; those already held count, and are not warned of."""
    if not council_ids:
        return []
    bodies = db.session.execute(
        select(Body.id, Body.short_name, Body.meetings_least, Body.meetings_most)
        .where(Body.id.in_(council_ids))
        .order_by(Body.name, Body.id)
    ).all()
    rows = _meetings_of(council_ids, year)
    found: list[YearWarning] = []
    for body in bodies:
        own = [row for row in rows if row.council_id == body.id]
        found += _of_count(body, year, len(own))
        found += _free_days(row for row in own if row.state is not MeetingState.HELD)
    return found


def _meetings_of(council_ids: Collection[int], year: int) -> list[Any]:
    """Those that begin in the year on the council's own clock and are not cancelled."""
    which = Meeting.council_id.in_(council_ids)
    rows = reading.between(date(year, 1, 1), date(year, 12, 31), which)
    return [
        row
        for row in rows
        if row.state is not MeetingState.CANCELLED
        and local_date(row.starts_at, ZoneInfo(row.time_zone)).year == year
    ]


def _of_count(body: Any, year: int, count: int) -> list[YearWarning]:
    what = frequency(count, least=body.meetings_least, most=body.meetings_most)
    if what is None:
        return []
    bound = body.meetings_least if what is Frequency.TOO_FEW else body.meetings_most
    return [
        CountWarning(
            council_id=body.id, council=body.short_name, year=year, what=what, count=count, bound=bound
        )
    ]


def _free_days(rows: Iterable[Any]) -> list[YearWarning]:
    """The days of these meetings on which nobody works."""
    return [
        FreeDayWarning(
            council_id=row.council_id, council=row.short_name, meeting_id=row.id, day=day, holiday=holiday
        )
        for row in rows
        for day, holiday in free_days_between(
            row.starts_at, row.ends_at, row.country, ZoneInfo(row.time_zone)
        )
    ]


def free_days_between(
    starts_at: datetime, ends_at: datetime, country: Country, zone: ZoneInfo
) -> list[tuple[date, str]]:
    """The days from one aware instant to another on which nobody in the country works, with the name of the
    holiday; without one on an ordinary Saturday or Sunday."""
    days = days_of(starts_at, ends_at, zone)
    named = [(day, holidays_on(country, day.year).get(day, "")) for day in days]
    return [(day, holiday) for day, holiday in named if holiday or is_weekend(day)]
