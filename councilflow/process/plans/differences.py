"""What happened to a plan between two versions: what came, what went, and what says something else (A8).

Nodes and indicators are the same when their keys are. Money beside the tree is the same when it is called the
same, and targets when they are of the same year, node and value of the dimension.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from councilflow.process.plans.document import Indicator, Link, Measure, Money, Node, PlanDocument


class Aspect(StrEnum):
    """What of a plan, a node or an indicator says something else."""

    TITLE = "title"
    SHORT_TITLE = "short_title"
    PERIOD = "period"
    VISION = "vision"
    OVERALL_GOAL = "overall_goal"
    CORE_VALUES = "core_values"
    TEXT = "text"
    CODE = "code"
    SHORT_LABEL = "short_label"
    LEVEL = "level"
    KIND = "kind"
    GROUPING = "grouping"
    BLOCK = "block"
    PLACE = "place"  # it stands under something else
    ORDER = "order"  # what stands under it comes in another order
    GOAL_KIND = "goal_kind"
    GOAL_PARTS = "goal_parts"
    ASSESSMENTS = "assessments"
    MONEY = "money"
    STATE = "state"
    PHASE = "phase"
    PLACEHOLDER = "placeholder"
    CONTINUES = "continues"
    NESTED_PLAN = "nested_plan"
    DELIVERABLES = "deliverables"
    PARTIES = "parties"
    FOLLOW_UP = "follow_up"
    HISTORY = "history"
    PHASES = "phases"
    MILESTONES = "milestones"
    UNIT = "unit"
    DIMENSION = "dimension"
    DEFINITION = "definition"
    COUNTING_RULE = "counting_rule"
    SOURCE = "source"
    CADENCE = "cadence"
    TARGETS = "targets"
    VALUES = "values"


@dataclass(frozen=True, slots=True)
class Change:
    """What something said, and what it says. The values are those of the document, for the page to word."""

    aspect: Aspect
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Changed:
    """A node or an indicator that says something else, as it is now."""

    thing: Node | Indicator
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Branch:
    """A node that came or went, with how many others below it."""

    node: Node
    path: tuple[str, ...]  # titles from the top
    below: int


@dataclass(frozen=True, slots=True)
class Differences:
    plan: tuple[Change, ...] = ()
    added: tuple[Branch, ...] = ()
    removed: tuple[Branch, ...] = ()
    changed: tuple[Changed, ...] = ()
    lines: tuple[tuple[Money | None, Money | None], ...] = ()  # before and after
    links_added: tuple[Link, ...] = ()
    links_removed: tuple[Link, ...] = ()
    indicators_added: tuple[Indicator, ...] = ()
    indicators_removed: tuple[Indicator, ...] = ()
    indicators_changed: tuple[Changed, ...] = ()

    @property
    def is_none(self) -> bool:
        return self == Differences()


def differences(before: PlanDocument, after: PlanDocument) -> Differences:
    """Everything that is not the same in the two."""
    old, new = {one.key: one for one in before.indicators}, {one.key: one for one in after.indicators}
    return Differences(
        plan=(*_changes(_of_plan(before), _of_plan(after)), *_order(before, after, "")),
        added=tuple(_branches(after, before.by_key)),
        removed=tuple(_branches(before, after.by_key)),
        changed=tuple(_changed_nodes(before, after)),
        lines=tuple(_changed_lines(before.lines, after.lines)),
        links_added=_left(after.links, before.links),
        links_removed=_left(before.links, after.links),
        indicators_added=tuple(one for key, one in new.items() if key not in old),
        indicators_removed=tuple(one for key, one in old.items() if key not in new),
        indicators_changed=tuple(_changed(old, new, _of_indicator)),
    )


Thing = TypeVar("Thing")
Facts = Mapping[Aspect, Any]


def _changes(before: Facts, after: Facts) -> Iterator[Change]:
    for aspect, value in after.items():
        old = before.get(aspect)
        if old != value and (old or value):
            yield Change(aspect, old, value)
    for aspect, old in before.items():
        if aspect not in after and old:
            yield Change(aspect, old, None)


def _of_plan(document: PlanDocument) -> Facts:
    return {
        Aspect.TITLE: document.title,
        Aspect.SHORT_TITLE: document.short_title,
        Aspect.PERIOD: document.period.raw,
        Aspect.VISION: document.vision,
        Aspect.OVERALL_GOAL: document.overall_goal,
        Aspect.CORE_VALUES: document.core_values,
        Aspect.TEXT: document.text,
    }


def _branches(document: PlanDocument, others: Mapping[str, Node]) -> Iterator[Branch]:
    """What is not among the others, from its topmost nodes."""
    for node in document.nodes:
        if node.key not in others and (not node.parent or node.parent in others):
            below = sum(1 for one in document.under(node.key) if one.key not in others) - 1
            yield Branch(node, path_of(document, node), below)


def path_of(document: PlanDocument, node: Node) -> tuple[str, ...]:
    """The titles above a node, from the top."""
    titles: list[str] = []
    key = node.parent
    while key:
        above = document.by_key[key]
        titles.append(above.title)
        key = above.parent
    return tuple(reversed(titles))


def _changed_nodes(before: PlanDocument, after: PlanDocument) -> Iterator[Changed]:
    for node in after.nodes:
        old = before.by_key.get(node.key)
        if old is None:
            continue
        changes = [
            *_moved(before, after, old, node),
            *_changes(_of_node(old), _of_node(node)),
            *_order(before, after, node.key),
        ]
        if changes:
            yield Changed(node, tuple(changes))


def _moved(before: PlanDocument, after: PlanDocument, old: Node, new: Node) -> Iterator[Change]:
    """Whether a node stands under another than before; that its parent has a new name is no move."""
    if old.parent != new.parent:
        yield Change(Aspect.PLACE, path_of(before, old)[-1:], path_of(after, new)[-1:])
    was = old.measure.continues if old.measure else ""
    now = new.measure.continues if new.measure else ""
    if was != now:
        yield Change(Aspect.CONTINUES, _title(before, was), _title(after, now))


def _title(document: PlanDocument, key: str) -> str:
    return document.by_key[key].title if key else ""


def _of_node(node: Node) -> Facts:
    facts: dict[Aspect, Any] = {
        Aspect.TITLE: node.title,
        Aspect.CODE: node.code,
        Aspect.LEVEL: node.level,
        Aspect.KIND: node.kind,
        Aspect.SHORT_LABEL: node.short_label,
        Aspect.TEXT: node.text,
        Aspect.GROUPING: node.grouping,
        Aspect.BLOCK: node.block,
        Aspect.GOAL_KIND: node.goal_kind,
        Aspect.GOAL_PARTS: node.goal_parts,
        Aspect.ASSESSMENTS: node.assessments,
        Aspect.MONEY: node.money,
    }
    if node.measure is not None:
        facts |= _of_measure(node.measure)
    return facts


def _of_measure(measure: Measure) -> Facts:
    return {
        Aspect.PERIOD: measure.period.raw,
        Aspect.STATE: measure.state,
        Aspect.PHASE: measure.phase,
        Aspect.PLACEHOLDER: measure.is_placeholder,
        Aspect.NESTED_PLAN: measure.nested_plan,
        Aspect.DELIVERABLES: measure.deliverables,
        Aspect.PARTIES: measure.parties or measure.parties_raw,
        Aspect.FOLLOW_UP: measure.follow_up_on,
        Aspect.HISTORY: measure.history,
        Aspect.PHASES: measure.phases,
        Aspect.MILESTONES: measure.milestones,
    }


def _order(before: PlanDocument, after: PlanDocument, key: str) -> Iterator[Change]:
    """Whether what stands under a node in both comes in another order."""
    old, new = before.children.get(key, ()), after.children.get(key, ())
    if len(old) < 2 or len(new) < 2:
        return
    both = {node.key for node in old} & {node.key for node in new}
    was = [node.key for node in old if node.key in both]
    now = [node.key for node in new if node.key in both]
    if was != now:
        titles = {node.key: node.title for node in new}
        yield Change(Aspect.ORDER, tuple(titles[one] for one in was), tuple(titles[one] for one in now))


def _changed(
    old: Mapping[str, Indicator], new: Mapping[str, Indicator], facts: Callable[[Indicator], Facts]
) -> Iterator[Changed]:
    for key, one in new.items():
        if key in old:
            changes = tuple(_changes(facts(old[key]), facts(one)))
            if changes:
                yield Changed(one, changes)


def _of_indicator(indicator: Indicator) -> Facts:
    return {
        Aspect.TITLE: indicator.name,
        Aspect.UNIT: indicator.unit,
        Aspect.DIMENSION: indicator.dimension,
        Aspect.DEFINITION: indicator.definition,
        Aspect.COUNTING_RULE: indicator.counting_rule,
        Aspect.SOURCE: indicator.source,
        Aspect.CADENCE: indicator.cadence,
        Aspect.TARGETS: indicator.targets,
        Aspect.VALUES: indicator.values,
    }


def _changed_lines(
    before: Sequence[Money], after: Sequence[Money]
) -> Iterator[tuple[Money | None, Money | None]]:
    """Lines by what they are called; of several with one name the first belongs with the first."""
    waiting: dict[Hashable, list[Money]] = {}
    for line in before:
        waiting.setdefault(_called(line), []).append(line)
    for line in after:
        same = waiting.get(_called(line))
        old = same.pop(0) if same else None
        if old != line:
            yield old, line
    yield from ((line, None) for lines in waiting.values() for line in lines)


def _called(line: Money) -> Hashable:
    return line.kind, line.year, line.title, line.source, line.is_sum


def _left(some: Iterable[Thing], others: Iterable[Thing]) -> tuple[Thing, ...]:
    taken = set(others)
    return tuple(one for one in some if one not in taken)
