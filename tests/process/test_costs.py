"""What counts as an amount in whole kronor (A64)."""

from __future__ import annotations

import pytest

from councilflow.process.costs import LARGEST, AmountFlaw, amount_in
from councilflow.process.errors import RuleBroken


@pytest.mark.parametrize(
    "typed",
    [
        *("1250", "1 250", " 1250 ", "1\u00a0250", "1\u202f250", "1.250", "1.250,-", "1250:-", "1 250 kr"),
        *("kr 1250", "1250,00", "1'250", "1250 kronor", "SEK 1 250", "1250,–", "01250"),
    ],
)
def test_an_amount_is_read_as_people_write_it(typed):
    assert amount_in(typed) == 1250


@pytest.mark.parametrize(
    ("typed", "flaw"),
    [
        ("", AmountFlaw.EMPTY),
        ("kr", AmountFlaw.EMPTY),
        ("-5", AmountFlaw.NEGATIVE),
        ("−1 250", AmountFlaw.NEGATIVE),
        ("12,50", AmountFlaw.DECIMALS),
        ("12.5", AmountFlaw.DECIMALS),
        ("1250:50", AmountFlaw.DECIMALS),
        ("1.250,50", AmountFlaw.DECIMALS),
        ("1,250", AmountFlaw.DECIMALS),
        ("tusen", AmountFlaw.WORDS),
        ("1e5", AmountFlaw.WORDS),
        ("1250 x 2", AmountFlaw.WORDS),
        ("٣", AmountFlaw.WORDS),
        ("²", AmountFlaw.WORDS),
        ("-", AmountFlaw.WORDS),
        ("0", AmountFlaw.NOTHING),
        (str(LARGEST + 1), AmountFlaw.LARGE),
        ("9" * 5000, AmountFlaw.LARGE),
    ],
)
def test_what_is_no_amount_is_refused_for_what_is_wrong_with_it(typed, flaw):
    with pytest.raises(RuleBroken) as broken:
        amount_in(typed)
    assert (broken.value.code, broken.value.facts["flaw"]) == ("not-an-amount", flaw)


def test_the_largest_amount_is_an_amount():
    assert amount_in("100.000.000,-") == LARGEST
