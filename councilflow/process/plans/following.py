"""What a secretary looks for in a plan: what is late, and what the plan leaves unsaid (B2.14).

A measure is late when its period is over and it is not done. A period says years and seasons, never a date
(B1.5), so nothing is called late before the last day that the words can mean: spring lasts until the end of
June, summer until the end of August, autumn and winter the year out. An open end is never over.

A measure without responsible says nobody; one that says that it is to be settled stands on a list of its own
(B1.7). A dash in the column for money is an answer, an empty cell is none (B1.8). Placeholders are counted
apart and stand on no list (B3.14).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final, Protocol

from councilflow.process.plans.values import MeasureState, MoneyState, PartyRole, Season, Settlement


class Concern(StrEnum):
    """Why a measure stands on one of the secretary's lists."""

    LATE = "late"
    WITHOUT_RESPONSIBLE = "without_responsible"
    NOT_SETTLED = "not_settled"
    WITHOUT_FINANCING = "without_financing"
    WITHOUT_PERIOD = "without_period"


ENDED: Final = frozenset({MeasureState.DONE, MeasureState.CANCELLED})
"""Nothing more is to be done."""

ANSWERING: Final = frozenset(
    {
        PartyRole.RESPONSIBLE,
        PartyRole.EXECUTOR,
        PartyRole.OWNER,
        PartyRole.PROJECT_RESPONSIBLE,
        PartyRole.PROJECT_LEADER,
    }
)
"""Whoever has one of these answers for the measure."""

_LAST: Final[Mapping[Season | None, tuple[int, int]]] = {
    Season.SPRING: (6, 30),
    Season.SUMMER: (8, 31),
    Season.AUTUMN: (12, 31),
    Season.WINTER: (12, 31),
    None: (12, 31),
}


class Ending(Protocol):
    """What tells whether a measure is late."""

    @property
    def state(self) -> MeasureState | None: ...
    @property
    def is_placeholder(self) -> bool: ...
    @property
    def last_year(self) -> int | None: ...
    @property
    def last_season(self) -> Season | None: ...


class Followed(Ending, Protocol):
    """What else is asked of a measure."""

    @property
    def period(self) -> str: ...
    @property
    def settlement(self) -> Settlement | None: ...
    @property
    def has_responsible(self) -> bool: ...
    @property
    def has_financing(self) -> bool: ...


def last_day(year: int | None, season: Season | None) -> date | None:
    """The last day that the end of a period can mean; None when it is open."""
    return date(year, *_LAST[season]) if year is not None else None


def is_late(measure: Ending, today: date) -> bool:
    """Whether the period is over and the measure is not done."""
    if measure.last_year is None or measure.state in ENDED or measure.is_placeholder:
        return False
    if measure.last_year != today.year:  # most are settled by the year alone
        return measure.last_year < today.year
    return (last_day(measure.last_year, measure.last_season) or today) < today


def concerns(measure: Followed, today: date) -> tuple[Concern, ...]:
    """The lists that a measure stands on, in the order in which one deals with them."""
    if measure.is_placeholder:
        return ()
    found = [Concern.LATE] if is_late(measure, today) else []
    if measure.settlement is Settlement.NOT_SETTLED:
        found.append(Concern.NOT_SETTLED)
    elif not measure.has_responsible:
        found.append(Concern.WITHOUT_RESPONSIBLE)
    if not measure.has_financing:
        found.append(Concern.WITHOUT_FINANCING)
    if not measure.period.strip():
        found.append(Concern.WITHOUT_PERIOD)
    return tuple(found)


def says_how_it_is_paid(state: MoneyState, source: str | None, raw: str = "") -> bool:
    """Whether a cell for money answers the question: an amount, a source, a dash, or words of its own."""
    return state is not MoneyState.NOT_STATED or bool(source or raw.strip())
