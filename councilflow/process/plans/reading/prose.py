"""What the lines of a document outside its tables say: goals, measures and strategies under their headings.

Points of a list are what the heading says. Where there is no list the paragraphs are – but of a main goal
only the first, and none after a list or a table, for then the text goes on about something else.
"""

from __future__ import annotations

import re
from dataclasses import replace

from councilflow.process.plans.columns import Meaning, goal_kind
from councilflow.process.plans.document import Indicator
from councilflow.process.plans.reading.desk import Desk
from councilflow.process.plans.reading.front import OVERALL, Front
from councilflow.process.plans.reading.outline import Outline, Section, announced, may_be_name
from councilflow.process.plans.reading.points import OPTIONS, Entry, Open, chosen_of, is_name, node_of
from councilflow.process.plans.reading.tree import Tree, same
from councilflow.process.plans.reading.wording import KIND_OF, coded, levelled
from councilflow.process.plans.values import GoalKind, NodeKind

_INDICATORS = re.compile(r"\b(?:måle)?indikator", re.IGNORECASE)
_YEARLY = re.compile(r"\bår(?:lig|leg)\w*", re.IGNORECASE)
_NEXT_LEVELLED = re.compile(
    r"\s+(?=(?:[Dd]el|[Rr]esultat|[Ee]ffekt)?[Mm]ål\s[0-9]{1,2}\s?[A-Za-z]?\s?[:.–-]\s|Tiltak\s[0-9]{1,2}\s?[:.–-]\s)"
)
_WITH_GOALS = re.compile(
    r"(?P<name>[^:.]{2,80}):\s+(?P<goals>\w{0,8}[Mm]ål\s[0-9]{1,2}\s?[A-Za-z]?\s?[:.–-]\s.+)"
)
ASSESSED = frozenset(("hovedmål", "hovudmål", "huvudmål"))
"""Overall goals that are points of the plan too, for indicators hang on them."""

OF_THE_WHOLE = frozenset((GoalKind.EFFECT, GoalKind.RESULT))
"""Goals that a project has as a whole, whatever heading they stand under."""


class Prose:
    def __init__(self, tree: Tree, desk: Desk, outline: Outline, front: Front) -> None:
        self.tree, self.desk, self.outline, self.front = tree, desk, outline, front
        self.open: Open | None = None
        self.indicators: list[Entry] | None = None  # the list that was announced as one of indicators
        self.cadence = ""
        self.is_project = False
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
        elif (section := announced(text)) is not None:
            self.close()
            self.open = Open(section, line, 0, has_ended=text.endswith(":"), only_items=True)
            self.desk.leave(line, text, "text")
        elif self.owner:
            self._own(text)
        elif self.open and self.open.section.is_area and not self.open.items and is_name(text):
            self.open.below.append(Entry(line, text, is_guess=True))
        elif self.open and self.open.below:
            self.open.below[-1].more.append(text)
        elif self.open and not self.open.has_ended:
            self.open.paragraphs.append(Entry(line, text))
        else:
            self._left(line, text)

    def _left(self, line: int, text: str) -> None:
        """Running text; one that announces something else ends the list before it."""
        self.desk.leave(line, text, "text")
        if self.open and self.open.items and text.endswith(":"):
            self.open.is_over = True

    def _own(self, text: str) -> None:
        self.say_of(self.owner, text)

    def item(self, line: int, text: str, mark: str) -> None:
        if self.indicators is not None:
            self._indicator(line, text, self.cadence)
        elif (levelled(text) and self._levelled(line, [text])) or self._with_goals(line, text):
            return
        elif self.owner:
            self._own(text)
        elif self.open and self.open.below:
            self.open.below[-1].more.append(text)
        elif self.open and not self.open.is_over:
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
            if self.open.only_items:
                self.close()

    def _end_paragraphs(self, line: int, text: str) -> None:
        self.desk.leave(line, text, "text")
        if self.open:
            self.open.has_ended = True

    def _indicator(self, line: int, text: str, cadence: str) -> None:
        if self.indicators is not None:
            self.indicators.append(Entry(line, text))
        self.tree.add_indicator(Indicator("", text, cadence=cadence))

    def _with_goals(self, line: int, text: str) -> bool:
        """ "Reiseliv: Mål 1: Flere gjester." is an area and its goals."""
        found = _WITH_GOALS.fullmatch(text)
        if found is None:
            return False
        area = self.add(Entry(line, found["name"].strip()), Section(Meaning.AREA, self.outline.area_word))
        for part in _NEXT_LEVELLED.split(found["goals"]):
            said = levelled(part)
            if said is None:
                self.desk.leave(line, part, "text")
            else:
                self.add(
                    Entry(line, said[3]),
                    Section(said[0], said[1], goal_kind(said[1])),
                    code=said[2],
                    parent=area,
                )
        return True

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
        chosen, left = chosen_of(now, section)
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
        if parent is None:
            known = self.tree.find(kind, code=code, title=title) if kind is NodeKind.GOAL and code else ""
            is_known = bool(known) and same(self.tree.at(known).title) == same(title)
            parent = self.tree.at(known).parent if is_known else self._parent(kind, code, section)
        about = (
            self._about(code, title, parent, section, entry.line) if kind is NodeKind.GOAL and code else ""
        )
        if about:
            return about
        node = node_of(entry, section, kind, code or entry.mark, title, parent)
        return self.tree.place(node, new=kind is NodeKind.MEASURE, by_code=bool(code))

    def _about(self, code: str, title: str, parent: str, section: Section, line: int) -> str:
        """The goal that stands already with this code in other words: then this is said of it."""
        anywhere = self.tree.find(NodeKind.GOAL, code=code)
        if anywhere and title in self.tree.at(anywhere).text.split("\n"):
            return anywhere
        key = self.tree.find(NodeKind.GOAL, code=code, parent=parent)
        if not key or not self.tree.is_new(key):
            return ""
        node = self.tree.at(key)
        if same(node.level)[:5] != same(section.word)[:5] or same(title) in (same(node.title), ""):
            return ""
        self.say_of(key, title)
        self.desk.doubt("other-name", line, title, node.title)
        return key

    def say_of(self, key: str, text: str) -> None:
        """The words become text of the node, once."""
        node = self.tree.at(key)
        if text not in node.text.split("\n"):
            self.tree.change(replace(node, text="\n".join(filter(None, (node.text, text)))))

    def _parent(self, kind: NodeKind, code: str, section: Section) -> str:
        """The area that one is in; else the one with the number that the code begins with: 3B under 3."""
        is_whole = section.goal_kind is GoalKind.MAIN or (
            self.is_project and section.goal_kind in OF_THE_WHOLE
        )
        if kind is NodeKind.AREA or is_whole:
            return ""
        here = self.outline.area()
        is_bare = not here and section.goal_kind is None  # "Mål 1", and not "Delmål 1"
        number = re.match(r"[0-9]+$" if is_bare else r"[0-9]+(?=[A-Za-z.])", code) or re.match(
            r"[0-9]+(?=[A-Za-z.])", code
        )
        other = self.tree.find(NodeKind.AREA, code=number[0]) if number else ""
        is_elsewhere = bool(here and self.tree.at(here).code.isdecimal()) or not here
        return other if other and is_elsewhere else here
