"""The points of a plan's tree as its pages read them, with what adds up below each (B3.14, H.14)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from councilflow.process.plans.following import ANSWERING, Concern, says_how_it_is_paid
from councilflow.process.plans.values import (
    GoalKind,
    GoalResult,
    MeasureState,
    MoneyKind,
    MoneyState,
    NodeKind,
    PartyRole,
    Season,
    Settlement,
)


class Cell(NamedTuple):
    """A cell of money, on a node or beside the tree."""

    node_id: int | None
    kind: MoneyKind
    state: MoneyState
    raw: str
    amount: int | None
    currency: str
    year: int | None
    is_sum: bool
    title: str
    source: str | None


@dataclass(slots=True)
class Point:
    """A node of the tree with what stands on it, and what adds up below it."""

    id: int
    parent_id: int | None
    kind: NodeKind
    level: str
    code: str
    title: str
    short_label: str
    text: str
    grouping: str
    block: str
    goal_kind: GoalKind | None
    reference_body_id: int | None
    result: GoalResult | None  # of the newest assessment
    state: MeasureState | None
    period: str
    first_year: int | None
    last_year: int | None
    last_season: Season | None
    is_placeholder: bool
    settlement: Settlement | None
    follow_up_on: date | None
    parties: list[tuple[PartyRole, str]] = field(default_factory=list)
    people: set[str] = field(default_factory=set)  # names of people among them
    money: list[Cell] = field(default_factory=list)
    children: list[Point] = field(default_factory=list)
    parent: Point | None = None
    paid_above: bool = False  # a node above it says how it is paid
    concerns: tuple[Concern, ...] = ()
    measures: int = 0  # with what stands below, as the rest
    done: int = 0
    late: int = 0
    placeholders: int = 0
    budget: int = 0
    financing: int = 0

    @property
    def is_measure(self) -> bool:
        return self.state is not None

    @property
    def has_responsible(self) -> bool:
        return any(role in ANSWERING for role, _name in self.parties)

    @property
    def says_how(self) -> bool:
        return any(
            says_how_it_is_paid(cell.state, cell.source, cell.raw) for cell in self.money if not cell.is_sum
        )

    @property
    def has_financing(self) -> bool:
        return self.paid_above or self.says_how

    @property
    def responsible(self) -> list[str]:
        return [name for role, name in self.parties if role in ANSWERING]

    @property
    def is_late(self) -> bool:
        return Concern.LATE in self.concerns

    @property
    def name(self) -> str:
        """The code and the title, as people say it: "A. Rekruttering"."""
        if not self.code or self.title.startswith(self.code):
            return self.title
        return f"{self.code}. {self.title}"

    @property
    def path(self) -> list[Point]:
        """From the top to the parent."""
        found, above = [], self.parent
        while above is not None:
            found.append(above)
            above = above.parent
        return found[::-1]


@dataclass(slots=True)
class Tree:
    """All points of a plan as one reads them, parents before children."""

    order: list[Point]
    top: list[Point]
    lines: list[Cell]  # money beside the tree

    def at(self, node_id: int) -> Point | None:
        return next((point for point in self.order if point.id == node_id), None)

    def measures(self) -> Iterator[Point]:
        """Without the placeholders."""
        return (point for point in self.order if point.is_measure and not point.is_placeholder)

    def total(self, name: str) -> int:
        """A count or a sum of the whole plan: `measures`, `late`, `budget` …"""
        beside = sum(line.amount for line in self.lines if line.kind.value == name and line.amount)
        return int(sum(getattr(point, name) for point in self.top) + beside)
