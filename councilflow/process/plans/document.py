"""A plan as a value: its tree, its money, its indicators, and what is written about them (B.6).

Everything that leaves or enters a plan as a whole has this form: an import builds one, a version keeps one,
two are compared, an export writes one. Keys are words that are unique within the plan; amounts are whole
kroner; days have no time zone; what a cell said stands beside what was read of it, never instead of it
(H.14).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from councilflow.process.plans.values import (
    GoalKind,
    GoalResult,
    LinkKind,
    MeasureState,
    MoneyKind,
    MoneyState,
    NodeKind,
    PartyKind,
    PartyRole,
    PhaseDecision,
    PlanKind,
    ProjectPhase,
    Season,
    Settlement,
)


@dataclass(frozen=True, slots=True)
class Period:
    """When something is to be done: as written, and what could be read of it (B1.5). Never a date."""

    raw: str = ""
    first_year: int | None = None
    last_year: int | None = None
    first_season: Season | None = None
    last_season: Season | None = None


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody with a role in a measure, by the name that the plan uses (B1.6)."""

    role: PartyRole
    name: str
    kind: PartyKind = PartyKind.TEXT


@dataclass(frozen=True, slots=True)
class Money:
    """A cell of money on a node, or a line beside the tree (B1.8, B3.15).

    `source` is the funding source of a financing line; `title` the name of a line that stands on no node.
    A sum that the plan states itself has `is_sum` and is only ever compared with what adds up (C, H.14): on a
    node with what stands under it, beside the tree with the nodes named in `covers` and, with
    `covers_outside`, the lines beside the tree as well.
    """

    kind: MoneyKind = MoneyKind.BUDGET
    state: MoneyState = MoneyState.NOT_STATED
    raw: str = ""
    amount: int | None = None  # whole kroner
    year: int | None = None
    currency: str = ""  # empty: the plan's own
    source: str = ""
    title: str = ""
    is_sum: bool = False
    covers: tuple[str, ...] = ()
    covers_outside: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class StatusNote:
    """One line of a measure's history."""

    on: date
    state: MeasureState | None
    text: str
    author: str = ""


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase of a project, and what was decided at its end (PLP, B3.21)."""

    phase: ProjectPhase
    starts_on: date | None = None
    ends_on: date | None = None
    decision: PhaseDecision | None = None
    decided_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Milestone:
    title: str
    planned_on: date | None = None
    reached_on: date | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """What a node of the kind measure says besides its title."""

    period: Period = Period()
    state: MeasureState = MeasureState.POSSIBLE
    phase: ProjectPhase | None = None
    is_placeholder: bool = False  # "Ikke konkretisert": counted apart (B3.14)
    continues: str = ""  # the key of the measure that this one goes on from: a) … b) (B1.9)
    nested_plan: str = ""  # the other plan that it carries out, in words (B1.11)
    deliverables: str = ""  # sluttrapport, tilråding, prosjektplan (B1.10)
    settlement: Settlement = Settlement.NOT_STATED
    parties_raw: str = ""
    parties: tuple[Party, ...] = ()
    follow_up_on: date | None = None  # effects are asked for after the end (B4.12)
    history: tuple[StatusNote, ...] = ()
    phases: tuple[Phase, ...] = ()
    milestones: tuple[Milestone, ...] = ()


@dataclass(frozen=True, slots=True)
class Assessment:
    """How far a goal was met on a day (B4.2, B4.9)."""

    on: date
    result: GoalResult
    text: str = ""
    author: str = ""


@dataclass(frozen=True, slots=True)
class GoalPart:
    """A countable part of a goal: "to prosjekter igangsatt" (B3.13)."""

    text: str
    planned: int | None = None
    reached: int | None = None


@dataclass(frozen=True, slots=True)
class Node:
    """A point of the tree. Nodes of one `block` belong together without a one-to-one (B2.10)."""

    key: str
    kind: NodeKind
    title: str
    parent: str = ""
    level: str = ""  # the plan's own word
    code: str = ""  # "1", "A", "3B"
    short_label: str = ""
    text: str = ""
    grouping: str = ""  # "Støtteområder" (B3.9)
    block: str = ""
    source_line: int | None = None  # in what was imported, from 1
    money: tuple[Money, ...] = ()
    measure: Measure | None = None
    goal_kind: GoalKind | None = None
    goal_parts: tuple[GoalPart, ...] = ()
    assessments: tuple[Assessment, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """Two nodes that belong together besides the tree."""

    first: str
    second: str
    kind: LinkKind
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """What an indicator should reach: for one value of its dimension, one year, one node, or all of them.

    A stated sum has `is_sum`; what it leaves empty is what it adds up over. `value` may be a fraction in
    its written form's precision; `raw` is what the cell said.
    """

    value: float | None
    raw: str = ""
    dimension: str = ""
    year: int | None = None
    node: str = ""
    is_sum: bool = False


@dataclass(frozen=True, slots=True)
class Value:
    """What an indicator was; some are words, such as a place in a ranking (B3.19)."""

    year: int
    value: float | None = None
    text: str = ""
    dimension: str = ""
    comment: str = ""
    node: str = ""  # the project that reports it; what projects report adds up (B3.8)


@dataclass(frozen=True, slots=True)
class Indicator:
    key: str
    name: str
    node: str = ""
    unit: str = ""
    dimension: str = ""  # what its rows are: "Næring"
    definition: str = ""
    counting_rule: str = ""  # B3.7
    source: str = ""
    cadence: str = ""
    targets: tuple[Target, ...] = ()
    values: tuple[Value, ...] = ()


@dataclass(frozen=True)
class PlanDocument:
    """A whole plan, or what an import adds to one."""

    title: str = ""
    short_title: str = ""
    kind: PlanKind = PlanKind.ACTION_PLAN
    period: Period = Period()
    language: str = "sv"
    currency: str = "SEK"
    vision: str = ""
    overall_goal: str = ""
    core_values: str = ""
    text: str = ""
    levels: tuple[tuple[NodeKind, str], ...] = ()  # from the top, in the plan's own words (H.15)
    nodes: tuple[Node, ...] = ()  # parents before children, in the order of the plan
    links: tuple[Link, ...] = ()
    lines: tuple[Money, ...] = ()  # money beside the tree: administration, financing, stated totals
    indicators: tuple[Indicator, ...] = ()

    @cached_property
    def by_key(self) -> Mapping[str, Node]:
        return {node.key: node for node in self.nodes}

    @cached_property
    def children(self) -> Mapping[str, tuple[Node, ...]]:
        """By the key of the parent, in order; the top stands under the empty key."""
        found: dict[str, list[Node]] = {}
        for node in self.nodes:
            found.setdefault(node.parent, []).append(node)
        return {key: tuple(nodes) for key, nodes in found.items()}

    def under(self, key: str) -> Iterator[Node]:
        """The node and everything below it, as one reads it; the whole tree for the empty key."""
        waiting = [self.by_key[key]] if key else list(reversed(self.children.get("", ())))
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(self.children.get(node.key, ())))

    @property
    def measures(self) -> tuple[Node, ...]:
        """What is to be done, without the placeholders (B3.14)."""
        return tuple(
            node for node in self.nodes if node.measure is not None and not node.measure.is_placeholder
        )

    @property
    def placeholders(self) -> tuple[Node, ...]:
        return tuple(node for node in self.nodes if node.measure is not None and node.measure.is_placeholder)
