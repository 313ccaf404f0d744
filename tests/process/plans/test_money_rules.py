"""Moving money, what own money sets free, and where a plan's money comes from."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from councilflow.process.errors import RuleBroken
from councilflow.process.plans.figures import figure_in
from councilflow.process.plans.financing import is_in_millions, leverage, without_financing
from councilflow.process.plans.reallocation import Line, may_move, moved
from councilflow.process.plans.values import MoneyKind
from tests.excerpts import HALLINGDAL, SOGN

GIVER = Line(1, 7, MoneyKind.BUDGET, 400_000)
TAKER = Line(2, 7, MoneyKind.BUDGET, 0)


def test_money_moves_between_two_lines_of_one_plan():
    may_move(GIVER, TAKER, 400_000)
    assert moved([(1, 2, 300_000), (2, 3, 100_000), (1, 3, 50_000)]) == {1: -350_000, 2: 200_000, 3: 150_000}


@pytest.mark.parametrize(
    ("giver", "taker", "amount", "code"),
    [
        (GIVER, TAKER, 0, "reallocation-nothing"),
        (GIVER, TAKER, -5, "reallocation-nothing"),
        (GIVER, GIVER, 5, "reallocation-same"),
        (GIVER, replace(TAKER, plan=8), 5, "reallocation-unlike"),
        (GIVER, replace(TAKER, kind=MoneyKind.FINANCING), 5, "reallocation-unlike"),
        (GIVER, replace(TAKER, currency="EUR"), 5, "reallocation-unlike"),
        (replace(GIVER, is_sum=True), TAKER, 5, "reallocation-sum"),
        (GIVER, replace(TAKER, is_sum=True), 5, "reallocation-sum"),
        (GIVER, TAKER, 400_001, "reallocation-too-much"),
    ],
)
def test_what_may_not_be_moved(giver, taker, amount, code):
    with pytest.raises(RuleBroken) as refused:
        may_move(giver, taker, amount)
    assert refused.value.code == code


def test_more_than_there_is_when_the_decision_says_so():
    may_move(GIVER, TAKER, 400_001, beyond=True)


@pytest.mark.parametrize(
    ("applications", "own", "total", "times"),
    [
        ([(300_000, 100_000, 100_000)], 100_000, 500_000, 5),
        ([(300_000, 100_000, None), (None, 100_000, None)], 200_000, 500_000, Fraction(5, 2)),
        ([(300_000, 0, 100_000)], 0, 400_000, None),
        ([], 0, 0, None),
    ],
)
def test_what_own_money_sets_free(applications, own, total, times):
    found = leverage(applications)
    assert (found.own, found.total, found.times) == (own, total, times)


@pytest.mark.parametrize(
    ("raw", "amount", "expected"),
    [
        ("0,1 mill", 100_000, True),
        ("4,0", 4_000_000, True),
        ("4 mkr", 4_000_000, True),
        ("400.000,-", 400_000, False),
        ("4 600 000", 4_600_000, False),
        ("12", 12, False),
        ("-", None, False),
        ("", None, False),
    ],
)
def test_whether_a_plan_writes_in_millions(raw, amount, expected):
    assert is_in_millions(raw, amount) is expected


def test_a_dash_says_how_a_measure_is_paid_and_an_empty_cell_does_not():
    assert [node.key for node in without_financing(SOGN)] == ["hr"]
    assert without_financing(HALLINGDAL) == (), "the strategy above says it for its measure"


@pytest.mark.parametrize(
    ("typed", "figure"),
    [("12", 12), ("12,5", 12.5), ("1 200", 1200), ("−3", -3), ("  ", None), ("0", 0)],
)
def test_figures_as_people_type_them(typed, figure):
    assert figure_in(typed) == figure


@pytest.mark.parametrize("typed", ["ca 12", "1.2.3", "12 %", "plass 34", "1e9", "٣", "9" * 40])
def test_what_is_no_figure_is_not_guessed_at(typed):
    with pytest.raises(RuleBroken, match="not-a-figure"):
        figure_in(typed)
