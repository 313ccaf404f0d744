"""What a plan has led to, counted by area, by goal and by year.

A row is a part of a plan. An item counts where it is linked, at what stands above that in the tree, and at
the goals that those serve. What is linked to two areas therefore counts in both: the rows add up to the total
of the table, and beside it stands how many different things that is. By year each thing counts once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from councilflow.process.consensus import Outcome
from councilflow.process.plans.values import MeasureState


class Tally(StrEnum):
    """The columns. Those after ITEMS say what came of the items, and those after MEASURES how they stand."""

    ITEMS = "items"
    CONSENSUS = "consensus"
    CONSENSUS_NOTED = "consensus_noted"
    NO_STANDPOINT = "no_standpoint"
    STATEMENTS = "statements"
    ADVOCACY = "advocacy"
    MEASURES = "measures"
    POSSIBLE = "possible"
    ADOPTED = "adopted"
    ONGOING = "ongoing"
    DONE = "done"
    PAUSED = "paused"
    CANCELLED = "cancelled"


OF_ITEMS: dict[Outcome, Tally] = {
    Outcome.CONSENSUS: Tally.CONSENSUS,
    Outcome.CONSENSUS_NOTED: Tally.CONSENSUS_NOTED,
    Outcome.NONE: Tally.NO_STANDPOINT,
}
"""What came of an item; one that was postponed, noted or not dealt with yet is only an item."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A thing at a part of a plan (`at`), in a year if it has one. `things` of a kind are told apart by id;
    facts that stand for many at once have none and say how many."""

    at: int
    thing: tuple[str, int] | None
    tallies: tuple[Tally, ...]
    year: int | None
    count: int = 1


@dataclass(frozen=True)
class Row:
    title: str
    place: str
    counts: Mapping[Tally, int]


@dataclass(frozen=True)
class Table:
    """Rows, what they add up to, and how many different things that is."""

    rows: Sequence[Row]
    total: Mapping[Tally, int]
    different: Mapping[Tally, int] = field(default_factory=dict)

    @property
    def repeats(self) -> list[tuple[Tally, int]]:
        """The columns in which something counts in several rows, with the number of different things."""
        return [(one, self.different[one]) for one in self.different if self.different[one] < self.total[one]]


def item_tallies(outcome: Outcome | None) -> tuple[Tally, ...]:
    return (Tally.ITEMS, OF_ITEMS[outcome]) if outcome in OF_ITEMS else (Tally.ITEMS,)


def measure_tallies(state: MeasureState) -> tuple[Tally, ...]:
    return (Tally.MEASURES, Tally(state.value))


def table(facts: Iterable[Fact], parts: Mapping[int, tuple[str, str]], *, year: int | None = None) -> Table:
    """Facts by the parts of the plans: `parts` holds title and place by id, in order. A part that nothing
    touched has a row of zeros."""
    counts: dict[int, Counter[Tally]] = {at: Counter() for at in parts}
    different: Counter[Tally] = Counter()
    seen: set[tuple[str, int]] = set()
    for fact in facts:
        if fact.at not in counts or (year is not None and fact.year != year):
            continue
        for tally in fact.tallies:
            counts[fact.at][tally] += fact.count
        if fact.thing is not None and fact.thing not in seen:
            seen.add(fact.thing)
            different.update(dict.fromkeys(fact.tallies, 1))
    rows = [Row(title, place, _full(counts[at])) for at, (title, place) in parts.items()]
    told_apart = {one: different[one] for one in Tally if one not in _UNTOLD}
    return Table(rows, _sum(rows), told_apart)


_UNTOLD = {Tally.MEASURES, *(Tally(state.value) for state in MeasureState)}
"""Measures are counted by the database and not told apart."""


def by_year(facts: Iterable[Fact], no_year: str) -> Table:
    """The same things by year, each once; the newest year first, what has none last."""
    years: dict[int | None, Counter[Tally]] = {}
    seen: set[tuple[str, int]] = set()
    for fact in facts:
        if fact.thing is not None:
            if fact.thing in seen:
                continue
            seen.add(fact.thing)
        for tally in fact.tallies:
            years.setdefault(fact.year, Counter())[tally] += fact.count
    ordered = sorted(years.items(), key=lambda pair: -(pair[0] or 0))
    rows = [Row(str(year) if year else no_year, "", _full(counts)) for year, counts in ordered]
    return Table(rows, _sum(rows))


def years_of(facts: Iterable[Fact]) -> list[int]:
    return sorted({fact.year for fact in facts if fact.year}, reverse=True)


def _full(counts: Counter[Tally]) -> dict[Tally, int]:
    return {tally: counts[tally] for tally in Tally}


def _sum(rows: Sequence[Row]) -> dict[Tally, int]:
    return {tally: sum(row.counts[tally] for row in rows) for tally in Tally}
