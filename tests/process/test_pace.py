"""How the time of a meeting goes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from councilflow.process.pace import Stretch, Timed, behind, minutes, used

NINE = datetime(2026, 12, 4, 8, 0, tzinfo=UTC)


def after(number: int) -> datetime:
    return NINE + timedelta(minutes=number)


def test_an_item_that_comes_back_has_used_both_its_stretches():
    stretches = [Stretch(after(0), after(10)), Stretch(after(30))]
    assert used(stretches, after(35)) == timedelta(minutes=15)


def test_a_clock_that_is_set_back_never_gives_time_below_nothing():
    assert used([Stretch(after(10))], after(3)) == timedelta()


def test_the_night_the_clocks_change_has_the_minutes_it_has():
    zone = ZoneInfo("Europe/Stockholm")
    before = datetime(2026, 10, 25, 2, 30, fold=0, tzinfo=zone).astimezone(UTC)
    again = datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=zone).astimezone(UTC)
    assert used([Stretch(before, again)], again) == timedelta(hours=1)


@pytest.mark.parametrize(
    ("items", "late", "says"),
    [
        ([], 0, 0),
        ([], 4, 4),
        ([], -4, 0),  # opening before the hour saves nothing
        ([Timed(10, timedelta(minutes=13))], 0, 3),
        ([Timed(10, timedelta(minutes=6))], 0, -4),
        ([Timed(10, timedelta(minutes=6), is_now=True)], 0, 0),  # it may still take its ten
        ([Timed(10, timedelta(minutes=12), is_now=True)], 2, 4),
        ([Timed(None, timedelta(minutes=30))], 0, 0),  # nobody has said how long it should take
        ([Timed(20)], 0, 0),  # it has not been on the table
    ],
)
def test_how_far_behind_a_meeting_is(items, late, says):
    assert minutes(behind(items, opened_late=timedelta(minutes=late))) == says


@pytest.mark.parametrize(("seconds", "says"), [(0, 0), (59, 0), (60, 1), (-59, 0), (-61, -1)])
def test_a_begun_minute_is_not_counted(seconds, says):
    assert minutes(timedelta(seconds=seconds)) == says
