"""One order of priority out of several (A35, A39)."""

from __future__ import annotations

from fractions import Fraction

import pytest

from councilflow.process.errors import RuleBroken
from councilflow.process.priorities import by_places, check_order, moved, proposed


@pytest.mark.parametrize(
    ("rankings", "expected"),
    [
        ([], []),
        ([[3, 1, 2]], [(3, 1, False), (1, 2, False), (2, 3, False)]),
        ([[1, 2, 3], [2, 1, 3]], [(1, 1, True), (2, 1, True), (3, 3, False)]),
        ([[1, 2, 3], [2, 3, 1], [3, 1, 2]], [(1, 1, True), (2, 1, True), (3, 1, True)]),
        ([[1, 2, 3], [1, 3, 2], [3, 1, 2]], [(1, 1, False), (3, 2, False), (2, 3, False)]),
    ],
)
def test_the_mean_proposes_and_ties_share_a_place(rankings, expected):
    assert [(one.entry, one.place, one.is_tied) for one in proposed([1, 2, 3], rankings)] == expected


def test_the_mean_is_exact():
    assert [one.mean for one in proposed([1, 2], [[1, 2], [1, 2], [2, 1]])] == [
        Fraction(4, 3),
        Fraction(5, 3),
    ]


@pytest.mark.parametrize(
    ("entry", "steps", "expected"),
    [(2, -1, [2, 1, 3]), (2, 1, [1, 3, 2]), (1, -1, [1, 2, 3]), (3, 1, [1, 2, 3]), (9, 1, [1, 2, 3])],
)
def test_one_step_up_or_down(entry, steps, expected):
    assert moved([1, 2, 3], entry, steps) == expected


def test_places_written_beside_the_entries_give_the_order():
    assert by_places({1: 30, 2: 10, 3: 20}, [1, 2, 3]) == [2, 3, 1]


@pytest.mark.parametrize(
    ("places", "code"), [({1: 1, 2: 1, 3: 2}, "place-shared"), ({1: 1, 2: 2, 3: None}, "order-incomplete")]
)
def test_no_two_share_a_place_and_none_is_left_out(places, code):
    with pytest.raises(RuleBroken) as refused:
        by_places(places, [1, 2, 3])
    assert refused.value.code == code


@pytest.mark.parametrize("order", [[1, 2], [1, 2, 2], [1, 2, 3, 4]])
def test_an_order_names_every_entry_once(order):
    with pytest.raises(RuleBroken):
        check_order(order, [1, 2, 3])
