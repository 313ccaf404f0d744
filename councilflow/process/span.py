"""From the first to the last day of a meeting: the days by which it is known (A61)."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from councilflow.process.timetable import dates


class Span(NamedTuple):
    """The same day twice for a meeting of one day."""

    first: date
    last: date

    @property
    def name(self) -> str:
        """For files and registers: 2027-03-12, 2027-03-12--13, 2027-03-31--04-01, 2026-12-31--2027-01-01
        (an interval by ISO 8601, with the sign that every file system takes)."""
        if self.first == self.last:
            return self.first.isoformat()
        if self.first.year != self.last.year:
            return f"{self.first.isoformat()}--{self.last.isoformat()}"
        same_month = self.first.month == self.last.month
        return f"{self.first.isoformat()}--{self.last:{'%d' if same_month else '%m-%d'}}"


def span(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> Span:
    """The days of a meeting on its council's clock; one that merely goes on past midnight has one."""
    found = dates(starts_at, ends_at, zone)
    return Span(found[0], found[-1])
