"""Items laid over the days of a meeting, across nights and changes of the clock (A61, A68)."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from councilflow.process.agenda import ItemKind
from councilflow.process.errors import RuleBroken
from councilflow.process.timetable import (
    Night,
    check_nights,
    coincide,
    dates,
    day_of,
    days,
    goes_on,
    late_mornings,
    slots,
    used,
)

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def at(day: int, clock: str, *, month: int = 3) -> datetime:
    hour, minute = clock.split(".")
    return datetime(2027, month, day, int(hour), int(minute), tzinfo=STOCKHOLM)


LUNCH_TO_LUNCH = days(at(11, "12.00"), at(12, "12.00"), [Night(at(11, "17.00"), at(12, "8.30"))])

ITEM, STANDING, PAUSE = ItemKind.STANDPOINT, ItemKind.STANDING, ItemKind.HEADING


def clocks(meeting_days, items):
    """When each begins and ends, as "11 12.00–13.00"."""
    found = []
    for slot in slots(meeting_days, items):
        if slot is None:
            found.append(None)
            continue
        begins = f"{slot.starts_at.day} {slot.starts_at.hour}.{slot.starts_at:%M}"
        found.append(begins + (f"–{slot.ends_at.hour}.{slot.ends_at:%M}" if slot.ends_at else "–"))
    return found


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([(ITEM, 240), (ITEM, 60), (ITEM, 30)], ["11 12.00–16.00", "11 16.00–17.00", "12 8.30–9.00"]),
        ([(ITEM, 240), (ITEM, 90), (ITEM, 10)], ["11 12.00–16.00", "12 8.30–10.00", "12 10.00–10.10"]),
        # A break is cut short by the evening, and one that begins then has no time at all.
        ([(ITEM, 270), (PAUSE, 60), (ITEM, 30)], ["11 12.00–16.30", "11 16.30–17.00", "12 8.30–9.00"]),
        ([(ITEM, 300), (PAUSE, 60), (ITEM, 30)], ["11 12.00–17.00", "11 17.00–17.00", "12 8.30–9.00"]),
        # A heading stands with what it is about.
        ([(ITEM, 300), (PAUSE, None), (ITEM, 30)], ["11 12.00–17.00", "12 8.30–8.30", "12 8.30–9.00"]),
        # What is longer than any day begins one, and what follows it the next.
        ([(ITEM, 400), (ITEM, 30)], ["11 12.00–18.40", "12 8.30–9.00"]),
        # The last day has no morning after it.
        ([(ITEM, 300), (ITEM, 200), (ITEM, 30)], ["11 12.00–17.00", "12 8.30–11.50", "12 11.50–12.20"]),
        # After an item of unknown length nobody knows.
        ([(ITEM, 300), (ITEM, None), (ITEM, 30)], ["11 12.00–17.00", "12 8.30–", None]),
        ([(ITEM, 30), (ITEM, None), (PAUSE, None)], ["11 12.00–12.30", "11 12.30–", None]),
    ],
)
def test_items_are_laid_over_the_days_in_order(items, expected):
    assert clocks(LUNCH_TO_LUNCH, items) == expected


def test_a_meeting_of_one_day_runs_on_beyond_its_end():
    one = days(at(11, "9.00"), at(11, "10.00"))
    assert clocks(one, [(ITEM, 50), (ITEM, 20), (ITEM, 5)]) == [
        "11 9.00–9.50",
        "11 9.50–10.10",
        "11 10.10–10.15",
    ]
    assert [(use.planned, use.beyond) for use in used(one, [(ITEM, 50), (ITEM, 20), (ITEM, None)])] == [
        (70, 10)
    ]


def test_the_change_of_the_clock_at_night_moves_no_morning():
    """Summer time begins on 28 March 2027."""
    spring = days(at(27, "12.00"), at(28, "12.00"), [Night(at(27, "17.00"), at(28, "9.00"))])
    assert clocks(spring, [(ITEM, 300), (ITEM, 60)]) == ["27 12.00–17.00", "28 9.00–10.00"]
    assert [day.length for day in spring] == [timedelta(hours=5), timedelta(hours=3)]


def test_a_sitting_over_the_change_of_the_clock_has_its_true_length():
    late = days(at(27, "23.00"), at(28, "4.00"))
    assert clocks(late, [(ITEM, 120), (ITEM, 60)]) == ["27 23.00–1.00", "28 1.00–3.00"]


def test_each_day_says_what_is_planned_on_it_and_what_lies_beyond_its_end():
    items = [(ITEM, 240), (ITEM, 90), (STANDING, 150)]
    uses = used(LUNCH_TO_LUNCH, items)
    assert [(use.planned, use.beyond) for use in uses] == [(240, 0), (240, 30)]
    assert [day_of(slot, LUNCH_TO_LUNCH) for slot in slots(LUNCH_TO_LUNCH, items)] == [0, 1, 1]


@pytest.mark.parametrize(
    ("starts", "ends", "nights", "code"),
    [
        (at(11, "12.00"), at(12, "12.00"), [Night(at(11, "17.00"), at(12, "8.30"))], None),
        (at(11, "12.00"), at(12, "12.00"), [], None),
        (at(11, "19.00"), at(12, "1.00"), [], None),
        (at(11, "12.00"), at(12, "12.00"), [Night(at(11, "11.00"), at(12, "8.30"))], "before"),
        (at(11, "12.00"), at(12, "12.00"), [Night(at(11, "17.00"), at(12, "12.00"))], "before"),
        (at(11, "12.00"), at(12, "12.00"), [Night(at(11, "12.30"), at(11, "17.00"))], "fit"),
        (at(11, "12.00"), at(13, "12.00"), [Night(at(11, "17.00"), at(12, "8.30"))], "fit"),
        (at(11, "9.00"), at(11, "12.00"), [Night(at(11, "10.00"), at(11, "11.00"))], "fit"),
        (at(11, "19.00"), at(12, "1.00"), [Night(at(11, "23.00"), at(12, "0.10"))], "fit"),
    ],
)
def test_every_day_ends_after_it_begins_on_its_own_date(starts, ends, nights, code):
    codes = {"before": "meeting-day-ends-before-it-begins", "fit": "nights-do-not-fit"}
    if code is None:
        check_nights(starts, ends, nights, STOCKHOLM)
        return
    with pytest.raises(RuleBroken) as broken:
        check_nights(starts, ends, nights, STOCKHOLM)
    assert broken.value.code == codes[code]


def test_what_goes_on_past_midnight_is_one_day():
    assert dates(at(11, "19.00"), at(12, "1.00"), STOCKHOLM) == [at(11, "0.00").date()]
    assert len(dates(at(11, "12.00"), at(13, "12.00"), STOCKHOLM)) == 3


@pytest.mark.parametrize(
    ("rests", "lost"),
    [
        ([], 0),
        ([(at(11, "17.10"), at(12, "8.30"))], 0),
        ([(at(11, "16.00"), at(12, "8.20"))], 0),
        ([(at(11, "14.00"), at(11, "14.15")), (at(11, "17.00"), at(12, "8.45"))], 15),
        ([(at(11, "17.00"), None)], 30),
    ],
)
def test_a_late_morning_is_time_lost(rests, lost):
    nights = [Night(at(11, "17.00"), at(12, "8.30"))]
    assert late_mornings(nights, rests, at(12, "9.00")) == timedelta(minutes=lost)


EVENING_MEETING = days(at(11, "18.00"), at(11, "22.00"))


@pytest.mark.parametrize(
    ("meeting", "now", "until"),
    [
        # Lunch on the first day: whoever lets it rest says until when.
        (LUNCH_TO_LUNCH, at(11, "16.29"), None),
        (LUNCH_TO_LUNCH, at(11, "16.30"), at(12, "8.30")),
        (LUNCH_TO_LUNCH, at(11, "19.45"), at(12, "8.30")),
        (LUNCH_TO_LUNCH, at(12, "0.15"), at(12, "8.30")),
        # Opened before its hour, and the last day, which nothing is planned to follow.
        (LUNCH_TO_LUNCH, at(11, "11.55"), None),
        (LUNCH_TO_LUNCH, at(12, "11.55"), None),
        (EVENING_MEETING, at(11, "20.59"), None),
        (EVENING_MEETING, at(11, "21.40"), at(12, "18.00")),
        (EVENING_MEETING, at(12, "0.40"), at(12, "18.00")),
        # The clock is set forward that night: the hour is the one on the clock.
        (days(at(27, "9.00"), at(27, "15.00")), at(27, "22.00"), at(28, "9.00")),
    ],
)
def test_a_meeting_let_rest_in_the_evening_goes_on_by_its_plan(meeting, now, until):
    assert goes_on(meeting, now, STOCKHOLM) == until


@pytest.mark.parametrize(
    ("other", "collides"),
    [
        (days(at(11, "17.00"), at(12, "8.30")), False),
        (days(at(11, "16.45"), at(11, "18.00")), True),
        (days(at(12, "8.00"), at(12, "9.00")), True),
        (days(at(11, "9.00"), at(13, "12.00"), [Night(at(11, "12.00"), at(12, "12.00"))]), False),
        # Nobody has told when its days end.
        (days(at(10, "9.00"), at(12, "8.00")), True),
    ],
)
def test_two_meetings_collide_on_their_days_and_not_in_their_nights(other, collides):
    assert coincide(LUNCH_TO_LUNCH, other) is collides
    assert coincide(other, LUNCH_TO_LUNCH) is collides
