"""What the columns of a table on its side are: areas over several of them, strategies in one each."""

from __future__ import annotations

import re
from collections.abc import Sequence

from councilflow.process.plans.columns import Meaning, guess
from councilflow.process.plans.document import Node
from councilflow.process.plans.reading.desk import Desk
from councilflow.process.plans.reading.sheet import Line, Sheet
from councilflow.process.plans.reading.tree import Tree, same
from councilflow.process.plans.reading.wording import KIND_OF, code_of, coded, is_sum, named
from councilflow.process.plans.values import NodeKind

_NUMBER = re.compile(r"-?[0-9]{1,3}(?:[ .][0-9]{3})+(?:,[0-9]+)?|-?[0-9]{1,15}(?:[.,][0-9]{1,6})?")
HEADS = (Meaning.AREA.value, Meaning.FOCUS_AREA.value, Meaning.STRATEGY.value, Meaning.IGNORE.value)
WORDS = {NodeKind.AREA: "Innsatsområde", NodeKind.STRATEGY: "Strategi"}


def number(cell: str) -> float | None:
    """The number that a cell is, by the Nordic way of writing it; nothing for anything else."""
    text = cell.replace("\u2212", "-").strip()
    if not _NUMBER.fullmatch(text):
        return None
    if re.fullmatch(r"-?[0-9]{1,3}(?:[ .][0-9]{3})+(?:,[0-9]+)?", text):
        text = re.sub(r"[ .]", "", text)
    return float(text.replace(",", "."))


class Side:
    """`own` is the node that a column itself names; `spans` those of the rows above it, the nearest last."""

    def __init__(self, sheet: Sheet, heads: Sequence[Line], root: str, tree: Tree, desk: Desk) -> None:
        self.sheet, self.root, self.tree, self.desk = sheet, root, tree, desk
        self.own: dict[int, str] = {}
        self.spans: dict[int, list[str]] = {}
        self.labels: dict[int, str] = {}
        named_rows = [row for row in heads if any(row.cells[1:])]
        self.has_two_levels = len(named_rows) > 1
        for depth, row in enumerate(named_rows):
            self._head(row, is_last=depth == len(named_rows) - 1)

    def _head(self, row: Line, *, is_last: bool) -> None:
        kind, level = self._kind(row, is_last=is_last)
        current, above = "", None
        for place in range(1, self.sheet.width):
            cell = row.cells[place] if place < len(row.cells) else ""
            upper = self.spans.get(place, [])
            if cell and not is_sum(cell) and kind is not None:
                current, above = self._place(row, place, cell, kind, level), upper
                if is_last:
                    self.own[place] = current
                    self.labels[place] = cell
            elif not is_last and current and above == upper and not is_sum(cell):
                self.desk.fill("filled-right", row.line, place + 1, self.tree.at(current).title)
            else:
                current = ""
            if not is_last and current:
                self.spans.setdefault(place, [])
                self.spans[place] = [*upper, current]

    def _kind(self, row: Line, *, is_last: bool) -> tuple[NodeKind | None, str]:
        """What a row of names names: its label says it, what stands already, or where it stands."""
        label = row.cells[0]
        known = guess(label)
        said = known.value if known in KIND_OF else self._known(row) or ("strategy" if is_last else "area")
        place = next(number for number, one in enumerate(self.sheet.rows, 1) if one is row)
        facts = {"table": self.sheet.number, "row": place, "heading": label}
        question = f"{self.sheet.name}.rows.{place}"
        answer = self.desk.ask(question, "row", said, options=HEADS, line=row.line, facts=facts)
        kind = KIND_OF.get(Meaning(answer))
        return kind, label or self._word(kind)

    def _known(self, row: Line) -> str:
        for cell in row.cells[1:]:
            code, title = coded(cell)
            for kind in (NodeKind.AREA, NodeKind.STRATEGY):
                if cell and self.tree.find(kind, code=code, title=title):
                    return kind.value
        return ""

    def _word(self, kind: NodeKind | None) -> str:
        """The plan's own word so far."""
        for nodes in (self.tree.nodes.values(), self.tree.standing.nodes):
            word = next((node.level for node in nodes if node.kind is kind and node.level), "")
            if word:
                return word
        return WORDS.get(kind, "") if kind else ""

    def _place(self, row: Line, place: int, cell: str, kind: NodeKind, level: str) -> str:
        code, title = code_of(cell.replace("\n", " "), kind)
        title, more = named(title) if code else (title, "")
        parent = (self.spans.get(place) or [self.root])[-1]
        known = self.tree.find(kind, code=code, title=title, parent=parent)
        if not known:  # it may stand under an area of its own
            known = self.tree.find(kind, code=code, title=title)
            parent = self.tree.at(known).parent if known else parent
        short = title if kind is NodeKind.STRATEGY else ""
        node = Node("", kind, title, parent, level, code, short, more, source_line=row.line)
        if known:
            self.tree.gain(known, node)
        key = known or self.tree.place(node)
        if same(self.tree.at(key).title) != same(title):
            self.desk.doubt("other-name", row.line, cell, self.tree.at(key).title, place + 1)
        return key

    def node(self, place: int) -> str:
        """What contents of the column stand on: its strategy, else the area above it."""
        return self.own.get(place) or (self.spans.get(place) or [self.root])[-1]

    def top(self, place: int) -> str:
        """The area that the column belongs to, or what it names itself."""
        return (self.spans.get(place) or [self.own.get(place, self.root)])[0]

    @property
    def tops(self) -> tuple[str, ...]:
        """The keys of all areas of the table, in its order."""
        places = sorted({*self.own, *self.spans})
        return tuple(dict.fromkeys(key for key in map(self.top, places) if key))

    def empty_after(self, row: Line, place: int) -> list[int]:
        """The columns to the right that the cell may be merged over."""
        found: list[int] = []
        if place not in self.own:
            return found
        for other in range(place + 1, self.sheet.width):
            cell = row.cells[other] if other < len(row.cells) else ""
            if cell or other not in self.own or self.spans.get(other) != self.spans.get(place):
                break
            if not self.spans.get(place):
                break
            found.append(other)
        return found

    def short(self, place: int) -> str:
        return self.labels.get(place, "")
