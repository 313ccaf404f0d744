"""The year on a calendar: weeks, days, and how often a council meets."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from councilflow.process.calendar import Frequency, Month, days_of, frequency, is_weekend, weeks_of

STOCKHOLM, HELSINKI = ZoneInfo("Europe/Stockholm"), ZoneInfo("Europe/Helsinki")


@pytest.mark.parametrize(
    ("month", "numbers", "first", "last"),
    [
        (Month(2026, 11), [44, 45, 46, 47, 48, 49], date(2026, 10, 26), date(2026, 12, 6)),
        (Month(2026, 12), [49, 50, 51, 52, 53], date(2026, 11, 30), date(2027, 1, 3)),
        (Month(2027, 1), [53, 1, 2, 3, 4], date(2026, 12, 28), date(2027, 1, 31)),
        (Month(2024, 12), [48, 49, 50, 51, 52, 1], date(2024, 11, 25), date(2025, 1, 5)),
        (Month(2028, 2), [5, 6, 7, 8, 9], date(2028, 1, 31), date(2028, 3, 5)),  # a leap year
        (Month(2027, 2), [5, 6, 7, 8], date(2027, 2, 1), date(2027, 2, 28)),  # four weeks to the day
    ],
    ids=["six-weeks", "week-53", "week-53-in-january", "week-1-in-december", "leap-year", "four-weeks"],
)
def test_a_month_is_shown_in_whole_weeks_from_monday(
    month: Month, numbers: list[int], first: date, last: date
) -> None:
    weeks = weeks_of(month)
    assert [week.number for week in weeks] == numbers
    assert (weeks[0].days[0], weeks[-1].days[-1]) == (first, last)
    assert all(len(week.days) == 7 and week.days[0].weekday() == 0 for week in weeks)


@pytest.mark.parametrize(
    ("start", "by", "there"),
    [
        (Month(2026, 12), 1, Month(2027, 1)),
        (Month(2026, 1), -1, Month(2025, 12)),
        (Month(2026, 5), 0, Month(2026, 5)),
        (Month(2026, 11), 14, Month(2028, 1)),
    ],
)
def test_months_follow_each_other_over_the_turn_of_the_year(start: Month, by: int, there: Month) -> None:
    assert start.moved(by) == there


def utc(*when: int) -> datetime:
    return datetime(*when, tzinfo=UTC)  # type: ignore[misc, arg-type]  # year, month, day, hour, minute


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "zone", "days"),
    [
        (utc(2026, 12, 4, 8), utc(2026, 12, 4, 11), STOCKHOLM, [date(2026, 12, 4)]),
        (utc(2026, 8, 19, 10), utc(2026, 8, 20, 11), STOCKHOLM, [date(2026, 8, 19), date(2026, 8, 20)]),
        (
            utc(2026, 12, 4, 22, 30),
            utc(2026, 12, 4, 23, 30),
            STOCKHOLM,
            [date(2026, 12, 4), date(2026, 12, 5)],
        ),
        (utc(2026, 12, 4, 20), utc(2026, 12, 4, 23), STOCKHOLM, [date(2026, 12, 4)]),  # ends at midnight
        (utc(2026, 6, 30, 22), utc(2026, 6, 30, 23), STOCKHOLM, [date(2026, 7, 1)]),  # begins at midnight
        (utc(2026, 12, 31, 22), utc(2027, 1, 1, 1), STOCKHOLM, [date(2026, 12, 31), date(2027, 1, 1)]),
        (utc(2026, 12, 31, 22), utc(2027, 1, 1, 1), HELSINKI, [date(2027, 1, 1)]),
        (utc(2028, 2, 28, 11), utc(2028, 2, 29, 11), STOCKHOLM, [date(2028, 2, 28), date(2028, 2, 29)]),
        (utc(2026, 3, 28, 11), utc(2026, 3, 29, 10), STOCKHOLM, [date(2026, 3, 28), date(2026, 3, 29)]),
        (utc(2026, 10, 24, 22), utc(2026, 10, 25, 23), STOCKHOLM, [date(2026, 10, 25)]),  # 25 hours, one day
    ],
    ids=[
        "a-morning",
        "lunch-to-lunch",
        "over-midnight",
        "until-midnight",
        "from-midnight-in-summer",
        "new-years-eve",
        "another-zone",
        "the-leap-day",
        "the-clock-goes-forward",
        "the-clock-goes-back",
    ],
)
def test_a_meeting_takes_the_days_of_the_councils_own_clock(
    starts_at: datetime, ends_at: datetime, zone: ZoneInfo, days: list[date]
) -> None:
    assert days_of(starts_at, ends_at, zone) == days


@pytest.mark.parametrize(
    ("count", "least", "most", "what"),
    [
        (1, 2, 3, Frequency.TOO_FEW),
        (2, 2, 3, None),
        (3, 2, 3, None),
        (4, 2, 3, Frequency.TOO_MANY),
        (0, None, None, None),
        (40, 10, None, None),
        (0, None, 3, None),
    ],
)
def test_the_wider_council_meets_two_or_three_times_a_year(
    count: int, least: int | None, most: int | None, what: Frequency | None
) -> None:
    assert frequency(count, least=least, most=most) is what


def test_saturday_and_sunday_are_a_weekend() -> None:
    assert [is_weekend(date(2026, 12, day)) for day in range(4, 9)] == [False, True, True, False, False]
