"""Lines that somebody says what they are (see `lines`): that goes before every guess."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from councilflow.process.plans.document import Assessment, Indicator, Measure, Milestone, Node
from councilflow.process.plans.placeholders import is_placeholder, phase_in
from councilflow.process.plans.reading.lines import Said
from councilflow.process.plans.reading.outline import Heading
from councilflow.process.plans.reading.pieces import Piece, PieceKind
from councilflow.process.plans.reading.wording import coded, levelled, paragraphs
from councilflow.process.plans.signs import on_one_line
from councilflow.process.plans.values import GoalKind, GoalResult, MeasureState, NodeKind

if TYPE_CHECKING:
    from councilflow.process.plans.reading.walk import Walk

LEVEL_WORDS = {
    NodeKind.THEME: "Tema",
    NodeKind.AREA: "Område",
    NodeKind.GOAL: "Mål",
    NodeKind.STRATEGY: "Strategi",
    NodeKind.MEASURE: "Tiltak",
    NodeKind.OTHER: "Punkt",
}
SWEDISH = {**LEVEL_WORDS, NodeKind.MEASURE: "Åtgärd"}


class Orders:
    def __init__(self, walk: Walk) -> None:
        self.walk = walk
        self.tree, self.desk = walk.tree, walk.desk
        self.later: list[tuple[str, str, int]] = []  # nodes whose place is named before it is read
        self.owner = ""  # the area that somebody named last; the text under it is its own
        self.owner_heading: Heading | None = None
        self.joined: dict[int, str] = {}  # by the first line of a stretch: the node that takes all of it

    def row(self, line: int, cells: Sequence[str]) -> bool:
        """Whether a row of a table is said to be a point of the plan: its first words name it."""
        said = self.walk.lines.at(line)
        words = [cell for cell in cells if cell]
        if said is None or said.as_what not in set(NodeKind) or not words:
            return False
        names = said.words.get("titles") or said.words.get("title")
        text, more = (" ".join(words), "") if names else (words[0], "\n".join(words[1:]))
        self._nodes(said, NodeKind(said.as_what), Piece(PieceKind.TEXT, line, text), more)
        return True

    def follow(self, said: Said, piece: Piece) -> bool:
        """Whether the line was dealt with."""
        what = said.as_what
        if what in ("ignore", "text"):
            self.walk.prose.no_item()
            self.desk.leave(piece.line, piece.text, "ignored" if what == "ignore" else "text")
            return True
        if what == "heading":
            self.walk.heading(replace(piece, kind=PieceKind.HEADING))
            return True
        if what in ("", "row"):
            return False
        if what in set(NodeKind):
            self._nodes(said, NodeKind(what), piece)
        else:
            self._about(said, what, piece)
        return True

    def text(self, piece: Piece) -> bool:
        """Whether the paragraph stands under an area that somebody named, and so is its text."""
        headings = self.walk.outline.headings
        if not self.owner or self.walk.prose.open or not headings or headings[-1] is not self.owner_heading:
            return False
        if levelled(piece.text):
            return False
        node = self.tree.at(self.owner)
        self.tree.change(replace(node, text="\n".join(filter(None, (node.text, piece.text)))))
        return True

    # Nodes

    def _nodes(self, said: Said, kind: NodeKind, piece: Piece, more: str = "") -> None:
        if said.words.get("joined") and said.first in self.joined:
            node = self.tree.at(self.joined[said.first])
            self.tree.change(replace(node, text="\n".join(filter(None, (node.text, piece.text)))))
            return
        for text in self._texts(said, piece):
            key = self._place(said, kind, text, piece.line, more)
            self.joined.setdefault(said.first, key)
            if kind is NodeKind.AREA:
                self.walk.prose.close()
                heading = self.walk.outline.enter(piece.line, piece.text, piece.depth)
                heading.key = key
                self.owner, self.owner_heading = key, heading

    def _texts(self, said: Said, piece: Piece) -> list[str]:
        titles = said.words.get("titles") or said.words.get("title")
        if titles is None:
            return paragraphs(piece.text, said.word("split") or "none")
        titles = [titles] if isinstance(titles, str) else list(titles)
        for title in titles:
            if on_one_line(str(title)) not in on_one_line(piece.text):
                self.desk.flaw("part-not-in-cell", line=piece.line, column=0, part=str(title)[:120])
        return [str(title) for title in titles]

    def _place(self, said: Said, kind: NodeKind, text: str, line: int, more: str) -> str:
        found = levelled(text)
        word, code, title = (found[1], found[2], found[3]) if found else ("", *coded(text))
        words = SWEDISH if self.desk.language == "sv" else LEVEL_WORDS
        level = said.word("level") or word or self._section_word(kind) or words[kind]
        node = Node(
            "",
            kind,
            title,
            self._parent(said, kind, line),
            level,
            said.word("code") or code,
            said.word("short_label"),
            said.word("text") or more,
            said.word("grouping"),
            source_line=line,
            block=said.word("block"),
            measure=_measure(title, said) if kind is NodeKind.MEASURE else None,
            goal_kind=_goal_kind(said) if kind is NodeKind.GOAL else None,
        )
        key = self.tree.place(node, new=kind is NodeKind.MEASURE)
        if said.word("under") and not self.tree.named(said.word("under")):
            self.later.append((key, said.word("under"), line))
        return key

    def _section_word(self, kind: NodeKind) -> str:
        """What the plan calls that kind of thing so far."""
        return next((node.level for node in self.tree.nodes.values() if node.kind is kind and node.level), "")

    def _parent(self, said: Said, kind: NodeKind, line: int) -> str:
        if "under" in said.words:
            return self.tree.named(said.word("under")) if said.word("under") else ""
        return "" if kind in (NodeKind.AREA, NodeKind.THEME) else self.walk.outline.area()

    def close(self) -> None:
        """Places that were named before they were read."""
        for key, under, line in self.later:
            parent = self.tree.named(under)
            if not parent:
                self.desk.flaw("under-unknown", line=line, under=under)
            else:
                self.tree.change(replace(self.tree.at(key), parent=parent))

    # What is said of the plan, or of a node that stands

    def _about(self, said: Said, what: str, piece: Piece) -> None:
        front = self.walk.front
        text = said.word("text") or piece.text
        if what == "vision":
            front.vision = text
        elif what == "values":
            front.values = ", ".join(filter(None, (front.values, text)))
        elif what == "overall_goal":
            front.overall = text
        elif what == "plan_text":
            front.text = "\n".join(filter(None, (front.text, text)))
        elif what == "title":
            front.title = text
        elif what == "indicator":
            self.tree.add_indicator(Indicator("", text, self.tree.named(said.word("under"))))
        else:
            self._on_node(said, what, piece, text)

    def _on_node(self, said: Said, what: str, piece: Piece, text: str) -> None:
        if what in ("definition", "counting_rule"):
            self._rule(said, what, piece, text)
            return
        key = self.tree.named(said.word("under"))
        if not key:
            self.desk.flaw("under-unknown", line=piece.line, under=said.word("under"))
            return
        node, on = self.tree.at(key), _day(said.word("on"))
        if what == "milestone" and node.measure:
            milestones = (*node.measure.milestones, Milestone(text, reached_on=on))
            self.tree.change(replace(node, measure=replace(node.measure, milestones=milestones)))
        elif what == "assessment" and on:
            result = GoalResult(said.word("result") or GoalResult.TOO_EARLY)
            self.tree.change(replace(node, assessments=(*node.assessments, Assessment(on, result, text))))
        else:
            self.desk.flaw("lines-word-unknown", id=str(piece.line), word=f"on: {said.word('on')}")

    def _rule(self, said: Said, what: str, piece: Piece, text: str) -> None:
        wanted = on_one_line(said.word("under")).casefold()
        for place in reversed(range(len(self.tree.indicators))):
            indicator = self.tree.indicators[place]
            if not wanted or on_one_line(indicator.name).casefold() == wanted:
                old = indicator.definition if what == "definition" else indicator.counting_rule
                both = "\n".join(filter(None, (old, text)))
                if what == "definition":
                    self.tree.indicators[place] = replace(indicator, definition=both)
                else:
                    self.tree.indicators[place] = replace(indicator, counting_rule=both)
                return
        self.desk.flaw("under-unknown", line=piece.line, under=said.word("under"))


def _measure(title: str, said: Said) -> Measure:
    measure = Measure(phase=phase_in(title), is_placeholder=is_placeholder(title))
    state = said.word("state")
    return replace(measure, state=MeasureState(state)) if state in set(MeasureState) else measure


def _goal_kind(said: Said) -> GoalKind:
    kind = said.word("goal_kind")
    return GoalKind(kind) if kind in set(GoalKind) else GoalKind.SUB_GOAL


def _day(text: str) -> date | None:
    found = re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", text.strip())
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None
