"""Everything that ever touched a part of a plan, and rolling measures over into the next plan (B2.15).

A line is something that happened or was written: an item, a standpoint, a statement, a question of the
påverkansagenda, a part of another plan, a report, an import. Lines are told by year, the newest first; what
has no day of its own stands last.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from councilflow.process.consensus import STANDPOINT_TAKEN, Outcome
from councilflow.process.plans.values import MeasureState


class TouchKind(StrEnum):
    STANDPOINT = "standpoint"
    ITEM = "item"
    STATEMENT = "statement"
    ADVOCACY = "advocacy"
    NODE = "node"  # of another plan
    PLAN = "plan"  # a registered sub-strategy or programme that works for it (A14)
    REPORT = "report"
    STATUS = "status"
    IMPORT = "import"


@dataclass(frozen=True, slots=True)
class Touch:
    """One line. `thing_id` is the row of its kind, `plan_id` the plan that a node, a plan or a report is of.

    `link` is the word of the link to another plan's node, `is_ahead` whether it goes from here to there.
    """

    kind: TouchKind
    thing_id: int
    title: str
    on: date | None = None
    year: int | None = None
    number: int | None = None
    outcome: Outcome | None = None
    outcome_word: str = ""  # which word the council uses for it
    place: str = ""  # whose it is: the council, the plan
    state: StrEnum | None = None
    plan_id: int | None = None
    council_id: int | None = None
    link: StrEnum | None = None
    is_ahead: bool = False
    reason: str = ""
    node: str = ""  # what below it was touched, where what lies below is told too


def item_kind(outcome: Outcome | None) -> TouchKind:
    """An item in which the council agreed is a standpoint; every other is an item."""
    return TouchKind.STANDPOINT if outcome in STANDPOINT_TAKEN else TouchKind.ITEM


_FIRST = tuple(TouchKind)


def by_year(lines: Iterable[Touch]) -> list[tuple[int | None, list[Touch]]]:
    """The lines under their years, the newest first; what has no year stands last."""
    years: dict[int | None, list[Touch]] = {}
    for line in lines:
        years.setdefault(line.year or (line.on.year if line.on else None), []).append(line)
    for found in years.values():
        found.sort(key=lambda one: (-(one.on or date.min).toordinal(), _FIRST.index(one.kind), one.thing_id))
    return sorted(years.items(), key=lambda pair: -(pair[0] or 0))


ROLLS = frozenset(
    {MeasureState.POSSIBLE, MeasureState.ADOPTED, MeasureState.ONGOING, MeasureState.PAUSED},
)
"""What is taken along when a plan is rolled over, unless somebody chooses otherwise: all that is not done."""


def state_after_rolling(state: MeasureState) -> MeasureState:
    """How a measure begins in the next plan: what goes on goes on, everything else is only possible until
    that plan is adopted (B3.3)."""
    return MeasureState.ONGOING if state is MeasureState.ONGOING else MeasureState.POSSIBLE
