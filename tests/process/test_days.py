"""Days and clocks as people write them, and those that nobody can mean."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from councilflow.process.days import DayFlaw, NotAClock, NotADay, instant, read_clock, read_day
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import check_ahead, check_council_stands, check_times, local_date

MONTHS = {"februari": 2, "december": 12, "dec": 12, "desember": 12, "mars": 3}
STOCKHOLM, OSLO = ZoneInfo("Europe/Stockholm"), ZoneInfo("Europe/Oslo")


@pytest.mark.parametrize(
    "written",
    [
        "2026-12-04",
        "20261204",
        "2026/12/4",
        "2026.12.04",
        "4/12 2026",
        "04/12/2026",
        "4/12-2026",
        "4.12.2026",
        "4. 12. 2026",
        "4-12-2026",
        "4 december 2026",
        "4. desember 2026",
        "4 Dec. 2026",
        "  4  dec 2026 ",
        "4\N{NO-BREAK SPACE}december\N{NO-BREAK SPACE}2026",
    ],
)
def test_a_day_is_read_in_the_order_of_the_language_or_of_the_standard(written):
    assert read_day(written, MONTHS) == date(2026, 12, 4)


@pytest.mark.parametrize(
    ("written", "flaw", "facts"),
    [
        ("31 februari 2026", DayFlaw.NO_SUCH_DAY, {"day": 31, "month": 2}),
        ("2026-02-31", DayFlaw.NO_SUCH_DAY, {"day": 31, "month": 2}),
        ("31.11.2026", DayFlaw.NO_SUCH_DAY, {"day": 31, "month": 11}),
        ("0/12 2026", DayFlaw.NO_SUCH_DAY, {"day": 0, "month": 12}),
        ("30/2 2028", DayFlaw.NO_SUCH_DAY, {"day": 30, "month": 2}),
        ("29.2.2027", DayFlaw.NO_LEAP_YEAR, {"year": 2027}),
        ("2100-02-29", DayFlaw.NO_LEAP_YEAR, {"year": 2100}),
        ("4/12 20226", DayFlaw.NO_SUCH_YEAR, {"year": 20226}),
        ("20226-12-04", DayFlaw.NO_SUCH_YEAR, {"year": 20226}),
        ("4/12 206", DayFlaw.NO_SUCH_YEAR, {"year": 206}),
        ("0206-12-04", DayFlaw.NO_SUCH_YEAR, {"year": 206}),
        ("4/12 26", DayFlaw.YEAR_SHORT, {}),
        ("4/12", DayFlaw.YEAR_MISSING, {}),
        ("4 december", DayFlaw.YEAR_MISSING, {}),
        ("12/31/2026", DayFlaw.NO_SUCH_MONTH, {"month": 31}),
        ("2026-13-01", DayFlaw.NO_SUCH_MONTH, {"month": 13}),
        ("4/0 2026", DayFlaw.NO_SUCH_MONTH, {"month": 0}),
        ("fredag", DayFlaw.UNREADABLE, {}),
        ("4 brumaire 2026", DayFlaw.UNREADABLE, {}),
        ("i morgon", DayFlaw.UNREADABLE, {}),
        ("", DayFlaw.UNREADABLE, {}),
        ("٤/١٢ 2026", DayFlaw.UNREADABLE, {}),
    ],
)
def test_what_is_no_day_says_why(written, flaw, facts):
    with pytest.raises(NotADay) as refusal:
        read_day(written, MONTHS)
    assert (refusal.value.flaw, refusal.value.facts) == (flaw, facts)


def test_a_year_of_very_many_figures_is_refused_at_once():
    with pytest.raises(NotADay):
        read_day("4/12 " + "9" * 5000, MONTHS)


def test_every_day_of_a_leap_year_can_be_written():
    day = date(2028, 1, 1)
    while day.year == 2028:
        assert read_day(f"{day.day}/{day.month} 2028", MONTHS) == day
        assert read_day(day.isoformat(), MONTHS) == day
        day += timedelta(days=1)


@pytest.mark.parametrize(
    ("written", "clock"),
    [
        ("09:00", time(9)),
        ("9.00", time(9)),
        ("9", time(9)),
        ("kl. 9", time(9)),
        ("kl 13:15", time(13, 15)),
        ("0900", time(9)),
        ("09:00:00", time(9)),
        ("00:00", time(0)),
        ("23.59", time(23, 59)),
    ],
)
def test_a_clock_is_read_as_people_write_it(written, clock):
    assert read_clock(written) == clock


@pytest.mark.parametrize("written", ["24:00", "9:60", "9:5", "nio", "", "900", "-1", "٩"])
def test_what_is_no_clock_is_refused(written):
    with pytest.raises(NotAClock):
        read_clock(written)


@pytest.mark.parametrize("zone", [STOCKHOLM, OSLO])
@pytest.mark.parametrize(
    ("day", "clock", "code"),
    [
        (date(2027, 3, 28), time(2, 0), "clock-skipped"),
        (date(2027, 3, 28), time(2, 30), "clock-skipped"),
        (date(2027, 3, 28), time(2, 59), "clock-skipped"),
        (date(2027, 10, 31), time(2, 0), "clock-twice"),
        (date(2027, 10, 31), time(2, 30), "clock-twice"),
    ],
)
def test_a_clock_that_is_skipped_or_comes_twice_is_nobodys_time(zone, day, clock, code):
    with pytest.raises(RuleBroken) as refusal:
        instant(day, clock, zone)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("day", "clock", "moment"),
    [
        (date(2027, 3, 28), time(1, 59), datetime(2027, 3, 28, 0, 59, tzinfo=UTC)),
        (date(2027, 3, 28), time(3, 0), datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
        (date(2027, 10, 31), time(1, 59), datetime(2027, 10, 30, 23, 59, tzinfo=UTC)),
        (date(2027, 10, 31), time(3, 0), datetime(2027, 10, 31, 2, 0, tzinfo=UTC)),
        (date(2027, 7, 1), time(0, 0), datetime(2027, 6, 30, 22, 0, tzinfo=UTC)),
        (date(2028, 2, 29), time(9, 0), datetime(2028, 2, 29, 8, 0, tzinfo=UTC)),
        (date(2026, 12, 31), time(23, 30), datetime(2026, 12, 31, 22, 30, tzinfo=UTC)),
    ],
)
def test_the_clock_is_that_of_the_council(day, clock, moment):
    assert instant(day, clock, STOCKHOLM) == moment
    assert local_date(instant(day, clock, STOCKHOLM), STOCKHOLM) == day


def test_lunch_to_lunch_lasts_as_long_as_the_night_does():
    for day, hours in ((date(2027, 3, 27), 23), (date(2027, 10, 30), 25), (date(2027, 6, 5), 24)):
        begins = instant(day, time(12), STOCKHOLM)
        ends = instant(day + timedelta(days=1), time(12), STOCKHOLM)
        # Two instants of one zone would be subtracted by their clocks.
        assert ends.astimezone(UTC) - begins.astimezone(UTC) == timedelta(hours=hours)
        check_times(begins, ends)


NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize("starts_at", [NOW + timedelta(minutes=1), datetime(2031, 11, 20, tzinfo=UTC)])
def test_a_meeting_is_planned_for_a_day_to_come(starts_at):
    check_ahead(starts_at, now=NOW)


@pytest.mark.parametrize(
    ("starts_at", "code"),
    [
        (NOW - timedelta(minutes=1), "meeting-in-the-past"),
        (NOW, "meeting-in-the-past"),
        (datetime(2032, 1, 1, tzinfo=UTC), "meeting-too-far-ahead"),
    ],
)
def test_and_for_no_day_that_has_been_or_that_is_too_far_ahead(starts_at, code):
    with pytest.raises(RuleBroken) as refusal:
        check_ahead(starts_at, now=NOW)
    assert refusal.value.code == code


def test_a_closed_council_meets_on_its_last_day_and_not_after_it():
    check_council_stands("Rådet", None, date(2030, 1, 1))
    check_council_stands("Rådet", date(2026, 12, 31), date(2026, 12, 31))
    with pytest.raises(RuleBroken) as refusal:
        check_council_stands("Rådet", date(2026, 12, 31), date(2027, 1, 1))
    assert refusal.value.code == "council-closed"
