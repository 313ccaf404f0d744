"""When a notice goes up and comes down (KL 8:12 and 13:5, as read in D.1)."""

from __future__ import annotations

from datetime import date

import pytest

from councilflow.process.errors import RuleBroken
from councilflow.process.notices import check_posting, check_removal, down_from, post_by

DAYS = [
    # approved, last day to post, posted, first day to take down
    ("2026-12-15", "2026-12-17", "2026-12-15", "2027-01-05"),  # the same day
    ("2026-12-15", "2026-12-17", "2026-12-17", "2027-01-07"),  # on the last day, over the turn of the year
    ("2026-12-30", "2027-01-01", "2026-12-31", "2027-01-21"),
    ("2026-12-31", "2027-01-02", "2027-01-02", "2027-01-23"),
    ("2027-02-05", "2027-02-07", "2027-02-07", "2027-02-28"),
    ("2027-02-06", "2027-02-08", "2027-02-08", "2027-03-01"),
    ("2028-02-07", "2028-02-09", "2028-02-08", "2028-02-29"),  # a leap year
    ("2028-02-27", "2028-02-29", "2028-02-29", "2028-03-21"),
    ("2026-03-27", "2026-03-29", "2026-03-28", "2026-04-18"),  # the clocks change; days are days
    ("2026-06-19", "2026-06-21", "2026-06-24", "2026-07-15"),  # posted late: three weeks all the same
]


@pytest.mark.parametrize(("approved", "by", "posted", "down"), DAYS)
def test_the_days_of_a_notice(approved: str, by: str, posted: str, down: str) -> None:
    assert post_by(date.fromisoformat(approved)) == date.fromisoformat(by)
    assert down_from(date.fromisoformat(posted)) == date.fromisoformat(down)


POSTING = [
    # posted, approved, today, refusal
    ("2026-12-15", "2026-12-15", "2026-12-15", None),
    ("2026-12-17", "2026-12-15", "2026-12-20", None),
    ("2026-12-19", "2026-12-15", "2026-12-20", None),  # too late by law, and noted as it was
    ("2026-12-14", "2026-12-15", "2026-12-20", "notice-before-approval"),
    ("2026-12-21", "2026-12-15", "2026-12-20", "notice-day-to-come"),
]


@pytest.mark.parametrize(("posted", "approved", "today", "refusal"), POSTING)
def test_a_notice_goes_up_between_the_approval_and_today(
    posted: str, approved: str, today: str, refusal: str | None
) -> None:
    facts = {"approved_on": date.fromisoformat(approved), "today": date.fromisoformat(today)}
    assert _refused(check_posting, date.fromisoformat(posted), **facts) == refusal


REMOVAL = [
    # taken down, posted, today, refusal
    ("2027-01-05", "2026-12-15", "2027-01-05", None),
    ("2027-01-05", "2026-12-15", "2027-02-01", None),
    ("2027-01-04", "2026-12-15", "2027-02-01", "notice-down-too-early"),
    ("2026-12-15", "2026-12-15", "2027-02-01", "notice-down-too-early"),
    ("2027-01-06", "2026-12-15", "2027-01-05", "notice-day-to-come"),
    ("2027-01-04", "2026-12-15", "2027-01-03", "notice-down-too-early"),
]


@pytest.mark.parametrize(("down", "posted", "today", "refusal"), REMOVAL)
def test_a_notice_comes_down_after_three_weeks_and_not_before_its_day(
    down: str, posted: str, today: str, refusal: str | None
) -> None:
    facts = {"posted_on": date.fromisoformat(posted), "today": date.fromisoformat(today)}
    assert _refused(check_removal, date.fromisoformat(down), **facts) == refusal


def _refused(check: object, day: date, **facts: date) -> str | None:
    try:
        check(day, **facts)  # type: ignore[operator]  # one of the two checks
    except RuleBroken as broken:
        return broken.code
    return None
