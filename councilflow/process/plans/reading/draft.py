"""What reading a pasted or uploaded plan gives: the plan, what was asked, and what is doubtful (H.14).

Everything is said in codes and facts; the sentences are the web side's. Lines count from 1 in what was
pasted, columns from 1 in the table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from councilflow.process.plans.document import PlanDocument
from councilflow.process.plans.sums import Difference
from councilflow.process.plans.values import NodeKind

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Question:
    """Something that a person may settle; `needed` when the guess is too uncertain to go on."""

    id: str  # the word that the answers use: "table-2.columns.3"
    code: str  # what is asked
    guess: Any = ""
    options: tuple[str, ...] = ()  # empty: any text
    line: int | None = None
    facts: Facts = field(default_factory=dict)
    answered: bool = False
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Doubt:
    """A cell or line whose reading somebody should look at: what stands there, and what was made of it."""

    code: str
    line: int | None
    raw: str = ""
    made: str = ""
    column: int | None = None
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fill:
    """A cell that a rule filled or moved: "filled-down", "shifted", "split", "turned", "joined"."""

    rule: str
    line: int
    column: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Unread:
    """Something that nothing was made of, so that nothing is lost silently."""

    line: int
    text: str
    why: str  # "text", "heading", "contents", "other-table", "ignored", "sum-without-money"


@dataclass(frozen=True, slots=True)
class Flaw:
    """Why nothing may be stored."""

    code: str
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AreaSum:
    """What is budgeted under a node that stands at the top."""

    key: str
    title: str
    amount: int
    measures: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is of what, in this import."""

    levels: tuple[tuple[NodeKind, str, int], ...] = ()  # per kind and the plan's own word
    measures: int = 0
    placeholders: int = 0
    goals: Mapping[str, int] = field(default_factory=dict)  # by kind of goal
    amounts: int = 0  # cells of money with an amount, without stated sums
    dashes: int = 0
    empty: int = 0
    unread_money: int = 0
    without_period: int = 0
    without_responsible: int = 0
    without_financing: int = 0
    blocks: int = 0
    indicators: int = 0
    budget: int = 0  # whole kroner, the lines beside the tree with it
    financing: int = 0
    areas: tuple[AreaSum, ...] = ()


@dataclass(frozen=True)
class Draft:
    """A plan as it was read, nothing stored. With a flaw nothing may be."""

    document: PlanDocument
    questions: tuple[Question, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    fills: tuple[Fill, ...] = ()
    differences: tuple[Difference, ...] = ()
    counts: Counts = field(default_factory=Counts)
    unread: tuple[Unread, ...] = ()
    flaws: tuple[Flaw, ...] = ()

    @property
    def waiting(self) -> tuple[Question, ...]:
        """What has to be answered before the import can go on."""
        return tuple(question for question in self.questions if question.needed and not question.answered)
