"""The lines under a heading that says what they are, and the points of the plan that they become."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from councilflow.process.plans.columns import Meaning
from councilflow.process.plans.document import Measure, Node
from councilflow.process.plans.placeholders import is_placeholder, phase_in
from councilflow.process.plans.reading.outline import Section, may_be_name
from councilflow.process.plans.reading.wording import named, with_state
from councilflow.process.plans.values import GoalKind, NodeKind

_LONGEST_MEASURE = 400
LONGEST_NAME = 100
OPTIONS = (
    *(kind.value for kind in (NodeKind.AREA, NodeKind.STRATEGY, NodeKind.MEASURE)),
    *(f"goal:{kind.value}" for kind in GoalKind),
    "indicator",
    "ignore",
)


@dataclass(slots=True)
class Entry:
    line: int
    text: str
    mark: str = ""
    is_guess: bool = False  # a short line that may be the name of what follows
    more: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Open:
    """The section that is being read."""

    section: Section
    line: int
    depth: int
    items: list[Entry] = field(default_factory=list)
    paragraphs: list[Entry] = field(default_factory=list)
    below: list[Entry] = field(default_factory=list)  # headings under it, each with its text
    has_ended: bool = False
    is_over: bool = False  # a line announced another list, of nothing that is known
    only_items: bool = False  # a line before a list announced what its points are


def is_name(text: str) -> bool:
    """Whether a line may be the name of what stands under it."""
    return len(text) <= LONGEST_NAME and text[-1:] not in ".:;,?" and may_be_name(text)


def chosen_of(now: Open, section: Section) -> tuple[list[Entry], list[Entry]]:
    """What of a section becomes nodes, and what stays text."""
    if section.code:
        entries = now.items or now.paragraphs
        return entries[:1], entries[1:] + (now.paragraphs if now.items else []) + now.below
    if now.items:
        return now.items, now.paragraphs + now.below
    if now.below:
        named = [entry for entry in now.below if entry.more or not entry.is_guess]
        if not named and section.grouping and len(now.below) > 1:
            return now.below, now.paragraphs
        if len(named) > 1 or not any(entry.is_guess for entry in named):
            return named, [entry for entry in now.below if entry not in named] + now.paragraphs
        return [], now.below + now.paragraphs
    if section.meaning is Meaning.GOAL:
        count = 1 if section.goal_kind is GoalKind.MAIN else len(now.paragraphs)
        return now.paragraphs[:count], now.paragraphs[count:]
    if section.meaning is Meaning.MEASURE:
        short = [
            entry
            for entry in now.paragraphs
            if len(entry.text) <= _LONGEST_MEASURE and entry.text[-1:] != ":"
        ]
        return (
            (short, [one for one in now.paragraphs if one not in short])
            if len(short) > 1
            else ([], now.paragraphs)
        )
    return [], now.paragraphs


def node_of(entry: Entry, section: Section, kind: NodeKind, code: str, title: str, parent: str) -> Node:
    measure = None
    more = "\n".join(entry.more)
    if kind is NodeKind.MEASURE:
        title, state = with_state(title)
        measure = Measure(phase=phase_in(title), is_placeholder=is_placeholder(title))
        state = state or section.state
        measure = replace(measure, state=state) if state else measure
    elif kind is not NodeKind.GOAL and code:
        title, text = named(title)
        more = "\n".join(filter(None, (text, more)))
    own = (section.goal_kind or GoalKind.SUB_GOAL) if kind is NodeKind.GOAL else None
    return Node(
        "",
        kind,
        title,
        parent,
        section.word,
        code,
        text=more,
        source_line=entry.line,
        grouping=section.grouping,
        measure=measure,
        goal_kind=own,
    )
