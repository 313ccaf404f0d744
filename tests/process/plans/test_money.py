"""A cell for money: an amount, a dash, nothing, or something that is no number (B1.8)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from councilflow.process.plans import money
from councilflow.process.plans.values import MoneyState

MILLION = 1_000_000


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("0,1 mill", 100_000),
        ("4,8 mill.", 4_800_000),
        ("0,25 mill", 250_000),
        ("2,4 millionar", 2_400_000),
        ("400.000,-", 400_000),
        ("1.200.000,-", 1_200_000),
        ("4 600 000", 4_600_000),
        ("4\N{NO-BREAK SPACE}600\N{NARROW NO-BREAK SPACE}000", 4_600_000),
        ("kr 500.000", 500_000),
        ("500 000:-", 500_000),
        ("1,5 MNOK", 1_500_000),
        ("MNOK 1,5", 1_500_000),
        ("0,5 mill.kr", 500_000),
        ("350 tkr", 350_000),
        ("800' ", 800_000),
        ("1,2 mrd", 1_200_000_000),
        ("1,200,000", 1_200_000),
        ("0", 0),
        ("500 000 1)", 500_000),
        ("500 000¹", 500_000),
        ("1½ mill", 1_500_000),
        ("0,7 mill", 700_000),  # 0.7 * 1_000_000 is no whole number for a float
        ("999 999 999 999 999", 999_999_999_999_999),
    ],
)
def test_an_amount_is_read_in_whole_kroner(cell, amount):
    assert money.read(cell) == money.Amount(cell, MoneyState.AMOUNT, amount)


@pytest.mark.parametrize("cell", ["-", "–", "—", " - ", "\N{NO-BREAK SPACE}–"])
def test_a_dash_is_not_an_empty_cell(cell):
    assert money.read(cell) == money.Amount(cell, MoneyState.DASH)


@pytest.mark.parametrize("cell", ["", "  ", "\N{NO-BREAK SPACE}", "\N{ZERO WIDTH SPACE}"])
def test_an_empty_cell_states_nothing(cell):
    assert money.read(cell) == money.Amount(cell, MoneyState.NOT_STATED)


@pytest.mark.parametrize(
    ("cell", "unit", "amount", "doubt"),
    [
        ("4,0", MILLION, 4_000_000, ""),
        ("0,6", MILLION, 600_000, ""),
        ("4", MILLION, 4_000_000, ""),
        ("1 200", 1_000, 1_200_000, ""),
        ("400.000,-", MILLION, 400_000, ""),
        ("350 tkr", MILLION, 350_000, ""),
        ("4 600 000", MILLION, 4_600_000, "unit-guessed"),
        ("4,600", MILLION, 4_600_000, "decimal-or-thousands"),
    ],
)
def test_a_bare_number_counts_what_the_heading_says(cell, unit, amount, doubt):
    assert money.read(cell, unit=unit) == money.Amount(cell, MoneyState.AMOUNT, amount, doubt)


@pytest.mark.parametrize(
    ("cell", "amount", "doubt"),
    [
        ("ca 100 000", 100_000, "approximate"),
        ("inntil kr 50 000", 50_000, "approximate"),
        ("1.250 mill", 1_250_000, "decimal-or-thousands"),
        ("400,000", 400_000, "decimal-or-thousands"),
        ("1 250,50", 1_251, "rounded"),
        ("-500 000", -500_000, "negative"),
        ("−0,1 mill", -100_000, "negative"),
        ("0,1 mill (frå fylket)", 100_000, "extra-text"),
        ("100 000 kr per år", 100_000, "extra-text"),
    ],
)
def test_an_amount_that_somebody_should_look_at_has_a_doubt(cell, amount, doubt):
    assert money.read(cell) == money.Amount(cell, MoneyState.AMOUNT, amount, doubt)


@pytest.mark.parametrize(
    ("cell", "doubt"),
    [
        ("4,0", "unit-missing"),
        ("12.5", "unit-missing"),
        ("100 000–200 000", "two-numbers"),
        ("0,1-0,2 mill", "two-numbers"),
        ("1 mill 200 tusen", "two-numbers"),
        ("hundre tusen", "words"),
        ("innanfor ramma", "not-a-number"),
        ("10 %", "not-a-number"),
        ("4,6E+06", "not-a-number"),
        ("=SUM(A1)", "formula"),
        ("#REF!", "formula"),
        ("3 stk", "extra-text"),
        ("€ 500", "currency"),
        ("9" * 40, "too-large"),
    ],
)
def test_what_is_no_amount_is_kept_as_written_and_never_guessed(cell, doubt):
    assert money.read(cell) == money.Amount(cell, MoneyState.UNREAD, doubt=doubt)


@given(st.integers(0, money.MOST), st.sampled_from([" ", ".", "\N{NO-BREAK SPACE}", "'"]))
def test_every_whole_amount_is_read_as_it_is_written(amount, between):
    written = f"{amount:,}".replace(",", between) + ",-"

    assert money.read(written).amount == amount


@given(st.text(max_size=40))
def test_no_cell_breaks_the_reading_and_every_cell_is_kept(cell):
    found = money.read(cell)

    assert found.raw == cell
    assert (found.amount is not None) == (found.state is MoneyState.AMOUNT)
    assert bool(found.doubt) or found.state is not MoneyState.UNREAD
