"""By which days a meeting is known (A61)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from councilflow.i18n import date_span, speaking, weekday_span
from councilflow.process.span import Span, span

HOME = ZoneInfo("Europe/Stockholm")

TABLE = [
    ((2027, 3, 12), (2027, 3, 12), "2027-03-12", "12 mars 2027", "12. mars 2027"),
    ((2027, 3, 12), (2027, 3, 13), "2027-03-12--13", "12–13 mars 2027", "12.–13. mars 2027"),
    ((2027, 3, 31), (2027, 4, 1), "2027-03-31--04-01", "31 mars–1 april 2027", "31. mars–1. april 2027"),
    (
        (2026, 12, 31),
        (2027, 1, 1),
        "2026-12-31--2027-01-01",
        "31 december 2026–1 januari 2027",
        "31. desember 2026–1. januar 2027",
    ),
]


@pytest.mark.parametrize(("first", "last", "name", "swedish", "norwegian"), TABLE)
def test_the_days_of_a_meeting_in_names_and_words(first, last, name, swedish, norwegian):
    days = Span(date(*first), date(*last))
    assert days.name == name
    with speaking("sv"):
        assert date_span(days) == swedish
    with speaking("nb"):
        assert date_span(days) == norwegian


def test_only_a_single_day_is_told_with_its_weekday():
    day = date(2027, 3, 12)
    with speaking("sv"):
        assert weekday_span(Span(day, day)) == "fredag 12 mars 2027"
        assert weekday_span(Span(day, date(2027, 3, 13))) == "12–13 mars 2027"


@pytest.mark.parametrize(
    ("starts", "ends", "days"),
    [
        (datetime(2027, 3, 12, 11, tzinfo=UTC), datetime(2027, 3, 13, 11, tzinfo=UTC), (12, 13)),
        (datetime(2027, 3, 12, 17, tzinfo=UTC), datetime(2027, 3, 13, 0, 30, tzinfo=UTC), (12, 12)),
        (datetime(2027, 3, 11, 23, 30, tzinfo=UTC), datetime(2027, 3, 12, 2, tzinfo=UTC), (12, 12)),
    ],
)
def test_the_days_are_those_of_the_councils_clock(starts, ends, days):
    found = span(starts, ends, HOME)
    assert (found.first.day, found.last.day) == days
