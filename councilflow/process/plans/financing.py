"""Where a plan's money comes from: sources, what lacks one, what own money sets free (A19, B2.13, B3.18)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from councilflow.process.plans.document import Node, PlanDocument
from councilflow.process.plans.following import says_how_it_is_paid
from councilflow.process.plans.values import MoneyKind

MILLION = 1_000_000
_IN_MILLIONS = re.compile(r"\bmi(?:ll|lj|o)|\bm(?:kr|nkr|nok|sek)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Leverage:
    """Own money against all of it. `times` is what every own krona has become, with itself."""

    own: int
    total: int

    @property
    def times(self) -> Fraction | None:
        """None where nothing is one's own: then nothing can be said."""
        return Fraction(self.total, self.own) if self.own > 0 else None


def leverage(applications: Iterable[tuple[int | None, int | None, int | None]]) -> Leverage:
    """Of applications as (granted, own, other); what is not stated counts as nothing."""
    own = total = 0
    for granted, of_own, other in applications:
        own += of_own or 0
        total += (granted or 0) + (of_own or 0) + (other or 0)
    return Leverage(own, total)


def without_financing(document: PlanDocument) -> tuple[Node, ...]:
    """The measures that do not say how they are paid, neither they nor what they stand under (B2.14).

    Placeholders are none of them (B3.14).
    """
    answered: dict[str, bool] = {"": False}
    for node in document.nodes:  # parents before children
        says = any(says_how_it_is_paid(one.state, one.source) for one in node.money)
        answered[node.key] = says or answered.get(node.parent, False)
    return tuple(node for node in document.measures if not answered[node.key])


def states_financing(document: PlanDocument) -> bool:
    """Whether the plan says on any point of its tree where the money comes from."""
    return any(one.kind is MoneyKind.FINANCING for node in document.nodes for one in node.money)


def is_in_millions(raw: str, amount: int | None) -> bool:
    """Whether the plan wrote this amount in millions: "0,1 mill", or "4,0" for four of them."""
    if _IN_MILLIONS.search(raw):
        return True
    bare = raw.strip().replace(",", ".")
    is_small = re.fullmatch(r"[0-9]{1,4}(?:\.[0-9]{1,3})?", bare) is not None
    return is_small and amount is not None and amount == round(float(bare) * MILLION) and amount > 0
