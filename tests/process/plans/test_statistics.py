"""What plans have led to: rows that add up, and things that are told apart."""

from __future__ import annotations

from councilflow.process.consensus import Outcome
from councilflow.process.plans.statistics import (
    Fact,
    Tally,
    by_year,
    item_tallies,
    measure_tallies,
    table,
)
from councilflow.process.plans.values import MeasureState

PARTS = {1: ("Näringsliv", "Område, RUS"), 2: ("Kompetens", "Område, RUS"), 3: ("Resor", "Område, RUS")}
AGREED = item_tallies(Outcome.CONSENSUS)
FACTS = [
    Fact(1, ("item", 7), AGREED, 2026),
    Fact(2, ("item", 7), AGREED, 2026),
    Fact(1, ("item", 8), item_tallies(Outcome.POSTPONED), 2025),
    Fact(1, ("statement", 7), (Tally.STATEMENTS,), None),
    Fact(2, None, measure_tallies(MeasureState.DONE), 2026, count=4),
    Fact(9, ("item", 9), AGREED, 2026),  # of no part that has a row
]


def test_rows_add_up_and_what_stands_in_two_is_told_once_beside_them():
    found = table(FACTS, PARTS)
    assert [row.counts[Tally.ITEMS] for row in found.rows] == [2, 1, 0]
    for tally in Tally:
        assert found.total[tally] == sum(row.counts[tally] for row in found.rows)
    assert found.repeats == [(Tally.ITEMS, 2), (Tally.CONSENSUS, 1)]
    assert (found.total[Tally.MEASURES], found.total[Tally.DONE]) == (4, 4)


def test_a_year_counts_only_what_is_of_it():
    found = table(FACTS, PARTS, year=2026)
    assert [row.counts[Tally.ITEMS] for row in found.rows] == [1, 1, 0]
    assert found.total[Tally.STATEMENTS] == 0


def test_by_year_each_thing_counts_once_and_what_has_no_year_stands_last():
    found = by_year(FACTS, "Utan år")
    assert [(row.title, row.counts[Tally.ITEMS]) for row in found.rows] == [
        ("2026", 2),
        ("2025", 1),
        ("Utan år", 0),
    ]
    assert found.total[Tally.STATEMENTS] == 1


def test_an_item_that_was_postponed_is_an_item_and_no_standpoint():
    assert item_tallies(Outcome.POSTPONED) == item_tallies(None) == (Tally.ITEMS,)
