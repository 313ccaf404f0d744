"""When a measure is late, and what a plan leaves unsaid (B2.14)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from councilflow.process.plans.following import Concern, concerns, is_late, says_how_it_is_paid
from councilflow.process.plans.values import MeasureState, MoneyState, Season, Settlement


@dataclass(frozen=True)
class Told:
    """A measure that says everything, ends with 2022 and goes on."""

    state: MeasureState = MeasureState.ONGOING
    is_placeholder: bool = False
    period: str = "2022"
    last_year: int | None = 2022
    last_season: Season | None = None
    settlement: Settlement = Settlement.STATED
    has_responsible: bool = True
    has_financing: bool = True


NEXT_YEAR = date(2023, 1, 1)


@pytest.mark.parametrize(
    ("year", "season", "day", "late"),
    [
        (2022, None, date(2022, 12, 31), False),
        (2022, None, NEXT_YEAR, True),
        (2022, Season.SPRING, date(2022, 6, 30), False),
        (2022, Season.SPRING, date(2022, 7, 1), True),
        (2022, Season.SUMMER, date(2022, 8, 31), False),
        (2022, Season.SUMMER, date(2022, 9, 1), True),
        (2022, Season.AUTUMN, date(2022, 12, 31), False),
        (2022, Season.WINTER, date(2022, 12, 31), False),
        (2022, Season.WINTER, NEXT_YEAR, True),
        (2024, Season.SPRING, NEXT_YEAR, False),
        (None, None, date(2099, 1, 1), False),
    ],
)
def test_nothing_is_late_before_the_last_day_its_period_can_mean(year, season, day, late):
    assert is_late(Told(last_year=year, last_season=season), day) is late


@pytest.mark.parametrize(
    ("state", "late"),
    [
        (MeasureState.POSSIBLE, True),
        (MeasureState.ADOPTED, True),
        (MeasureState.ONGOING, True),
        (MeasureState.PAUSED, True),
        (MeasureState.DONE, False),
        (MeasureState.CANCELLED, False),
    ],
)
def test_what_is_ended_is_never_late(state, late):
    assert is_late(Told(state=state), NEXT_YEAR) is late


@pytest.mark.parametrize(
    ("measure", "found"),
    [
        (Told(state=MeasureState.DONE), ()),
        (Told(), (Concern.LATE,)),
        (Told(last_year=None, period=""), (Concern.WITHOUT_PERIOD,)),
        (Told(last_year=None, period="Løpende"), ()),
        (Told(last_year=None, has_responsible=False), (Concern.WITHOUT_RESPONSIBLE,)),
        (
            Told(last_year=None, has_responsible=False, settlement=Settlement.NOT_SETTLED),
            (Concern.NOT_SETTLED,),
        ),
        (Told(last_year=None, has_financing=False), (Concern.WITHOUT_FINANCING,)),
        (Told(is_placeholder=True, period="", has_responsible=False, has_financing=False), ()),
    ],
)
def test_each_list_has_what_the_plan_leaves_unsaid(measure, found):
    assert concerns(measure, NEXT_YEAR) == found


@pytest.mark.parametrize(
    ("state", "source", "raw", "says"),
    [
        (MoneyState.AMOUNT, None, "0,1 mill", True),
        (MoneyState.DASH, None, "-", True),
        (MoneyState.UNREAD, None, "etter avtale", True),
        (MoneyState.NOT_STATED, "Drift", "", True),
        (MoneyState.NOT_STATED, None, "Drift", True),
        (MoneyState.NOT_STATED, None, " ", False),
    ],
)
def test_a_dash_is_an_answer_and_an_empty_cell_is_none(state, source, raw, says):
    assert says_how_it_is_paid(state, source, raw) is says
