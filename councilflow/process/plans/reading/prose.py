"""What the lines of a document outside its tables say: goals, measures and strategies under their headings.

Points of a list are what the heading says. Where there is no list the paragraphs are – but of a main goal
only the first, and none after a list or a table, for then the text goes on about something else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from councilflow.process.plans.columns import Meaning, goal_kind
from councilflow.process.plans.document import Indicator, Measure, Node
from councilflow.process.plans.placeholders import is_placeholder, phase_in
from councilflow.process.plans.reading.desk import Desk
from councilflow.process.plans.reading.front import OVERALL, Front
from councilflow.process.plans.reading.outline import Outline, Section, may_be_name
from councilflow.process.plans.reading.tree import Tree
from councilflow.process.plans.reading.wording import KIND_OF, coded, levelled, named, with_state
from councilflow.process.plans.values import GoalKind, NodeKind

_INDICATORS = re.compile(r"\b(?:måle)?indikator", re.IGNORECASE)
_YEARLY = re.compile(r"\bår(?:lig|leg)\w*", re.IGNORECASE)
_NEXT_LEVELLED = re.compile(
    r"\s+(?=(?:[Dd]el|[Rr]esultat|[Ee]ffekt)?[Mm]ål\s[0-9]{1,2}\s?[A-Za-z]?\s?[:.–-]\s|Tiltak\s[0-9]{1,2}\s?[:.–-]\s)"
)
_LONGEST_MEASURE = 400
LONGEST_NAME = 100
ASSESSED = frozenset(("hovedmål", "hovudmål", "huvudmål"))
"""Overall goals that are points of the plan too, for indicators hang on them."""

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


class Prose:
    def __init__(self, tree: Tree, desk: Desk, outline: Outline, front: Front) -> None:
        self.tree, self.desk, self.outline, self.front = tree, desk, outline, front
        self.open: Open | None = None
        self.indicators: list[Entry] | None = None  # the list that was announced as one of indicators
        self.cadence = ""
        self.owner = ""  # the point that a heading was; the text under it is its own

    # What comes

    def heading(self, line: int, text: str, depth: int, section: Section | None) -> None:
        now, self.owner = self.open, ""
        found = levelled(text)
        if found and found[0] in (Meaning.GOAL, Meaning.STRATEGY, Meaning.MEASURE):
            self._levelled(line, [text], is_heading=True)
            return
        if now and section is None and self.belongs(text, depth):
            now.below.append(Entry(line, text))
            return
        self.close()
        if section is not None:
            self.open = Open(section, line, depth)

    def belongs(self, text: str, depth: int) -> bool:
        """Whether a heading is one of what the open section announced: deeper, or a name among areas."""
        now = self.open
        if now is None:
            return False
        if now.depth and depth > now.depth:
            return True
        return not depth and not now.depth and now.section.is_area and bool(now.below) and may_be_name(text)

    def text(self, line: int, text: str) -> None:
        parts = _NEXT_LEVELLED.split(text)
        if any(levelled(part) for part in parts) and self._levelled(line, parts):
            return
        if text.endswith(":") and _INDICATORS.search(text):
            cadence = _YEARLY.search(text)
            self.indicators, self.cadence = [], cadence[0] if cadence else ""
            self._end_paragraphs(line, text)
        elif self.owner:
            self._own(text)
        elif self.open and self.open.section.is_area and not self.open.items and _is_name(text):
            self.open.below.append(Entry(line, text, is_guess=True))
        elif self.open and self.open.below:
            self.open.below[-1].more.append(text)
        elif self.open and not self.open.has_ended:
            self.open.paragraphs.append(Entry(line, text))
        else:
            self.desk.leave(line, text, "text")

    def _own(self, text: str) -> None:
        node = self.tree.at(self.owner)
        self.tree.change(replace(node, text="\n".join(filter(None, (node.text, text)))))

    def item(self, line: int, text: str, mark: str) -> None:
        if self.indicators is not None:
            self._indicator(line, text, self.cadence)
        elif levelled(text) and self._levelled(line, [text]):
            return
        elif self.owner:
            self._own(text)
        elif self.open and self.open.below:
            self.open.below[-1].more.append(text)
        elif self.open:
            self.open.items.append(Entry(line, text, mark))
        else:
            self.desk.leave(line, f"{mark}. {text}" if mark else text, "text")

    def table(self) -> None:
        self.close()

    def no_item(self) -> None:
        """Something that is no point of a list: a list that was begun has ended."""
        if self.indicators:
            self.indicators = None
        if self.open and self.open.items:
            self.open.has_ended = True

    def _end_paragraphs(self, line: int, text: str) -> None:
        self.desk.leave(line, text, "text")
        if self.open:
            self.open.has_ended = True

    def _indicator(self, line: int, text: str, cadence: str) -> None:
        if self.indicators is not None:
            self.indicators.append(Entry(line, text))
        self.tree.add_indicator(Indicator("", text, cadence=cadence))

    def _levelled(self, line: int, parts: list[str], *, is_heading: bool = False) -> bool:
        """ "Mål 3B: …" says itself what it is; whether all of the line was taken."""
        if levelled(parts[0]) is None:
            return False
        key = ""
        for part in parts:
            found = levelled(part)
            if found is None:
                self.desk.leave(line, part, "text")
                continue
            meaning, word, code, title = found
            kind = self.open.section.goal_kind if self.open else None
            own = goal_kind(word) or kind if meaning is Meaning.GOAL else None
            key = self.add(Entry(line, title), Section(meaning, word, own), code=code)
        if is_heading:
            self.owner = key
        return True

    # What becomes of a section

    def close(self) -> None:
        now, self.open, self.indicators = self.open, None, None
        if now is None:
            return
        section = self._asked(now)
        if section is None:
            self._leave(now.items + now.paragraphs + now.below, "ignored")
            return
        chosen, left = _chosen(now, section)
        if chosen and section.goal_kind is GoalKind.MAIN and section.word.casefold() in OVERALL:
            self.front.overall = self.front.overall or chosen[0].text
            chosen = chosen if section.word.casefold() in ASSESSED else chosen[1:]
        for entry in chosen:
            self.add(entry, section, code=section.code)
        self._leave(left, "text")

    def _asked(self, now: Open) -> Section | None:
        """What the section is, by its heading or the answer; None when it is to be ignored."""
        if not (now.items or now.paragraphs or now.below):
            return now.section
        section = now.section
        guess = section.meaning.value if section.meaning is not Meaning.FOCUS_AREA else "area"
        guess = f"goal:{section.goal_kind or GoalKind.SUB_GOAL}" if section.meaning is Meaning.GOAL else guess
        facts = {"text": section.word}
        said = str(
            self.desk.ask(
                f"line-{now.line}.section", "section", guess, options=OPTIONS, line=now.line, facts=facts
            )
        )
        if said == "ignore":
            return None
        meaning, _, kind = said.partition(":")
        return replace(section, meaning=Meaning(meaning), goal_kind=GoalKind(kind) if kind else None)

    def _leave(self, entries: list[Entry], why: str) -> None:
        for entry in entries:
            self.desk.leave(entry.line, " ".join([entry.text, *entry.more]), why)

    # One node

    def add(self, entry: Entry, section: Section, *, code: str = "", parent: str | None = None) -> str:
        """The node that the line becomes, under the area that one is in; nothing for an indicator."""
        if section.meaning is Meaning.INDICATOR:
            self._indicator(entry.line, entry.text, "")
            return ""
        kind = KIND_OF[section.meaning]
        own, title = ("", entry.text) if code else coded(entry.text)
        code = code or own
        parent = self._parent(kind, code) if parent is None else parent
        node = _node(entry, section, kind, code or entry.mark, title, parent)
        return self.tree.place(node, new=kind is NodeKind.MEASURE, by_code=bool(code))

    def _parent(self, kind: NodeKind, code: str) -> str:
        """The area that one is in; else the one with the number that the code begins with: 3B under 3."""
        if kind is NodeKind.AREA:
            return ""
        here = self.outline.area()
        number = re.match(r"[0-9]+(?=[A-Za-z.])", code)
        other = self.tree.find(NodeKind.AREA, code=number[0]) if number else ""
        return other if other and not here else here


def _is_name(text: str) -> bool:
    """Whether a line may be the name of what stands under it."""
    return len(text) <= LONGEST_NAME and text[-1:] not in ".:;,?" and may_be_name(text)


def _chosen(now: Open, section: Section) -> tuple[list[Entry], list[Entry]]:
    """What of a section becomes nodes, and what stays text."""
    if section.code:
        entries = now.items or now.paragraphs
        return entries[:1], entries[1:] + (now.paragraphs if now.items else []) + now.below
    if now.items:
        return now.items, now.paragraphs + now.below
    if now.below:
        named = [entry for entry in now.below if entry.more or not entry.is_guess]
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


def _node(entry: Entry, section: Section, kind: NodeKind, code: str, title: str, parent: str) -> Node:
    measure = None
    more = "\n".join(entry.more)
    if kind is NodeKind.MEASURE:
        title, state = with_state(title)
        measure = Measure(phase=phase_in(title), is_placeholder=is_placeholder(title))
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
        measure=measure,
        goal_kind=own,
    )
