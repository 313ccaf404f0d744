"""One order of priority out of several: each organisation's own, and all together (A35, A39).

The joint order is proposed by mean place, and nothing is hidden in it: what shares a mean shares a place.
The council settles the order itself and says how it came to it; the mean decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from councilflow.process.errors import RuleBroken


@dataclass(frozen=True, slots=True)
class Placed:
    """One entry in the proposed joint order."""

    entry: int
    place: int
    """From 1; shared by those that are tied, and the next counts them all."""
    mean: Fraction
    """The mean of the places that the organisations gave it."""
    is_tied: bool


def check_order(order: Sequence[int], entries: Iterable[int]) -> None:
    """An order names every entry exactly once. RuleBroken: order-incomplete."""
    if sorted(order) != sorted(entries):
        raise RuleBroken("order-incomplete")


def by_places(places: Mapping[int, int | None], entries: Sequence[int]) -> list[int]:
    """The entries in the order of the places that somebody wrote beside them, 1 first.

    RuleBroken: order-incomplete (a place is missing), place-shared (with place: two on the same).
    """
    given = {entry: place for entry in entries if (place := places.get(entry)) is not None}
    if len(given) < len(entries):
        raise RuleBroken("order-incomplete")
    taken: set[int] = set()
    for place in sorted(given.values()):
        if place in taken:
            raise RuleBroken("place-shared", place=place)
        taken.add(place)
    return sorted(entries, key=lambda entry: given[entry])


def moved(order: Sequence[int], entry: int, steps: int) -> list[int]:
    """The order with one entry moved: -1 one step up, 1 one step down; at the ends it stays."""
    rest = [one for one in order if one != entry]
    if len(rest) == len(order):
        return list(order)
    at = min(max(order.index(entry) + steps, 0), len(rest))
    return [*rest[:at], entry, *rest[at:]]


def proposed(entries: Sequence[int], rankings: Iterable[Sequence[int]]) -> list[Placed]:
    """The joint order by mean place; empty while nobody has handed in an order. Ties keep the order of
    `entries` and are told."""
    orders = list(rankings)
    if not orders:
        return []
    means = {one: Fraction(sum(order.index(one) + 1 for order in orders), len(orders)) for one in entries}
    values = list(means.values())
    return [
        Placed(
            entry=one,
            place=1 + sum(value < means[one] for value in values),
            mean=means[one],
            is_tied=values.count(means[one]) > 1,
        )
        for one in sorted(entries, key=lambda entry: means[entry])
    ]
