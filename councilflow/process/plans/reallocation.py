"""Money that is moved within a plan after it was made (B3.17).

What the plan says stays as written; what is in force is what it says with everything that was moved to it or
from it. Amounts are whole kroner.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from councilflow.process.errors import RuleBroken
from councilflow.process.plans.values import MoneyKind


@dataclass(frozen=True, slots=True)
class Line:
    """A cell of money that something is moved to or from; `in_force` with what was moved before."""

    key: int
    plan: int
    kind: MoneyKind
    in_force: int
    currency: str = ""  # empty: the plan's own
    is_sum: bool = False


def moved(entries: Iterable[tuple[int, int, int]]) -> Mapping[int, int]:
    """What reallocations (from, to, amount) have given each cell, less what they have taken from it."""
    found: dict[int, int] = {}
    for giver, taker, amount in entries:
        found[giver] = found.get(giver, 0) - amount
        found[taker] = found.get(taker, 0) + amount
    return found


def may_move(giver: Line, taker: Line, amount: int, *, beyond: bool = False) -> None:
    """RuleBroken: reallocation-nothing, -same, -sum, -unlike, and -too-much unless `beyond` is said."""
    if amount <= 0:
        raise RuleBroken("reallocation-nothing")
    if giver.key == taker.key:
        raise RuleBroken("reallocation-same")
    if giver.is_sum or taker.is_sum:
        raise RuleBroken("reallocation-sum")
    if (giver.plan, giver.kind, giver.currency) != (taker.plan, taker.kind, taker.currency):
        raise RuleBroken("reallocation-unlike")
    if amount > giver.in_force and not beyond:
        raise RuleBroken("reallocation-too-much", amount=amount, there=giver.in_force)
