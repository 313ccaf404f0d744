"""The days that a series gives (A55, A59, A61)."""

from __future__ import annotations

from datetime import date, time

import pytest

from councilflow.process.errors import RuleBroken
from councilflow.process.series import (
    LAST,
    Rule,
    check_rule,
    day_in,
    days_in,
    is_weekend,
    last_day,
    month_is_planned,
)

MONDAY, THURSDAY, FRIDAY, SUNDAY = 0, 3, 4, 6


def rule(**facts):
    usual = {"months": (1,), "weekday": FRIDAY, "week": 1, "begins": time(9), "ends": time(12)}
    return Rule(**usual | facts)


@pytest.mark.parametrize(
    ("year", "month", "week", "weekday", "day"),
    [
        (2026, 12, 1, FRIDAY, date(2026, 12, 4)),
        (2027, 1, 1, FRIDAY, date(2027, 1, 1)),  # the first day of the month is one
        (2026, 2, 1, SUNDAY, date(2026, 2, 1)),
        (2026, 2, 4, SUNDAY, date(2026, 2, 22)),
        (2026, 2, LAST, SUNDAY, date(2026, 2, 22)),  # four of them
        (2028, 2, LAST, 1, date(2028, 2, 29)),  # the leap day is the last Tuesday
        (2026, 10, LAST, FRIDAY, date(2026, 10, 30)),  # five of them
        (2026, 10, 4, FRIDAY, date(2026, 10, 23)),
        (2026, 12, LAST, THURSDAY, date(2026, 12, 31)),
        (2026, 9, 2, THURSDAY, date(2026, 9, 10)),
    ],
)
def test_a_week_and_a_weekday_give_a_day(year, month, week, weekday, day):
    assert day_in(year, month, weekday=weekday, week=week) == day


def test_a_monthly_series_gives_a_day_in_each_of_its_months_in_order():
    found = days_in(2027, rule(months=(10, 2, 2, 5)))
    assert found == [date(2027, 2, 5), date(2027, 5, 7), date(2027, 10, 1)]


def test_each_day_of_every_year_is_the_weekday_that_was_asked_for():
    for year in range(2024, 2034):
        for weekday in range(7):
            for week in (1, 2, 3, 4, LAST):
                days = days_in(year, rule(months=tuple(range(1, 13)), weekday=weekday, week=week))
                assert [day.month for day in days] == list(range(1, 13))
                assert {day.weekday() for day in days} == {weekday}


def test_lunch_to_lunch_ends_the_day_after_also_over_a_month_and_a_year():
    two = rule(days=2, begins=time(12), ends=time(12))
    assert last_day(date(2026, 9, 10), two) == date(2026, 9, 11)
    assert last_day(date(2026, 12, 31), two) == date(2027, 1, 1)
    assert last_day(date(2028, 2, 28), two) == date(2028, 2, 29)
    check_rule(two)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"months": ()}, "series-without-months"),
        ({"months": (0,)}, "series-flawed"),
        ({"months": (13,)}, "series-flawed"),
        ({"week": 5}, "series-flawed"),
        ({"week": 0}, "series-flawed"),
        ({"weekday": 7}, "series-flawed"),
        ({"days": 3}, "series-flawed"),
        ({"days": 0}, "series-flawed"),
        ({"ends": time(9)}, "meeting-ends-before-it-begins"),
        ({"ends": time(8)}, "meeting-ends-before-it-begins"),
    ],
)
def test_a_rule_that_gives_no_meeting_is_refused(facts, code):
    with pytest.raises(RuleBroken) as refusal:
        check_rule(rule(**facts))
    assert refusal.value.code == code


def test_a_month_is_planned_by_the_day_the_series_gave():
    assert month_is_planned(date(2027, 3, 5), [date(2027, 3, 12)])  # the rule has changed since
    assert not month_is_planned(date(2027, 3, 5), [date(2027, 2, 5), date(2026, 3, 6)])


def test_weekends():
    assert [is_weekend(date(2026, 12, day)) for day in range(4, 8)] == [False, True, True, False]
