"""The way through a document from its first line to its last."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from councilflow.process.plans.columns import Meaning, goal_kind, guess
from councilflow.process.plans.reading.desk import Desk
from councilflow.process.plans.reading.figures import settle
from councilflow.process.plans.reading.front import Front
from councilflow.process.plans.reading.labels import Labels, is_labels
from councilflow.process.plans.reading.lines import Lines
from councilflow.process.plans.reading.orders import Orders
from councilflow.process.plans.reading.outline import (
    LONGEST_AREA,
    Outline,
    Section,
    numbered,
    own_areas,
    section_of,
)
from councilflow.process.plans.reading.pieces import Piece, PieceKind
from councilflow.process.plans.reading.points import Entry, is_name
from councilflow.process.plans.reading.prose import Prose
from councilflow.process.plans.reading.rules import Rules
from councilflow.process.plans.reading.sheet import Sheet, sheet_of
from councilflow.process.plans.reading.tables import Tables
from councilflow.process.plans.reading.tree import Tree
from councilflow.process.plans.reading.wording import KIND_OF, clean, levelled
from councilflow.process.plans.source import labelled
from councilflow.process.plans.values import GoalKind, NodeKind

MOST_TITLES = 4
"""So many rows of one cell each, over a table, are its titles and no table."""


class Walk:
    def __init__(self, tree: Tree, desk: Desk, lines: Lines, title_line: int, *, is_project: bool) -> None:
        self.tree, self.desk, self.lines = tree, desk, lines
        self.front = Front()
        self.outline = Outline(tree, desk)
        self.outline.title_line = title_line
        self.prose = Prose(tree, desk, self.outline, self.front)
        self.labels = Labels(tree, desk, self.prose, self.front)
        self.rules = Rules(tree, desk)
        self.orders = Orders(self)
        self.tables = Tables(tree, desk, lines, self.outline, self.rules, self.orders.row, self._above)
        self.title_line = title_line
        self.prose.is_project = is_project
        self.intro: list[str] = []
        self.names: frozenset[int] = frozenset()  # lines that stand over a table like a heading
        self.front_label = ""  # "Visjon" alone on its line: what follows is one

    def go(self, pieces: Iterable[Piece]) -> None:
        pieces = list(pieces)
        self.names = _names_over_tables(pieces)
        for piece in pieces:
            if piece.kind is PieceKind.TABLE:
                self._table(piece)
                continue
            said = self.lines.at(piece.line)
            if said is not None and self.orders.follow(said, piece):
                continue
            if piece.line == self.title_line:
                self.outline.enter(piece.line, piece.text, 0)
            elif piece.kind is PieceKind.HEADING:
                self.heading(piece)
            elif piece.kind is PieceKind.ITEM:
                self._item(piece)
            else:
                self._text(piece)
        self.prose.close()
        self._leave_headings()
        self.orders.close()
        settle(self.tree.budgets, self.tree)

    def _leave_headings(self) -> None:
        """Headings that became nothing and under which nothing was announced are told with the rest."""
        for heading in self.outline.all:
            if not (heading.key or heading.is_section or heading.is_told) and heading.line != self.title_line:
                self.desk.leave(heading.line, heading.text, "heading")

    def heading(self, piece: Piece) -> None:
        self.prose.no_item()
        self.intro.clear()
        self.rules.leave()
        section = section_of(piece.text) or own_areas(piece.text)
        self.front_label = piece.text.rstrip(": ") if self._is_front(piece.text) else ""
        is_below = section is None and self.prose.belongs(piece.text, piece.depth)
        self.prose.heading(piece.line, piece.text, piece.depth, None if self.front_label else section)
        found = levelled(piece.text)
        is_point = found is not None and found[0] not in (Meaning.AREA, Meaning.FOCUS_AREA)
        if not is_below and not is_point:
            heading = self.outline.enter(piece.line, piece.text, piece.depth)
            heading.is_told = bool(self.front_label)
            if heading.is_area and levelled(heading.text):
                self.outline.become_area(heading)

    def _is_front(self, text: str) -> bool:
        return (
            Front().take(text.rstrip(": "), "x", early=not self.tree.nodes)
            and goal_kind(text) is None
            and (guess(text) is None)
        )

    def _text(self, piece: Piece) -> None:
        self.prose.no_item()
        if piece.text.rstrip().endswith("..") or "....." in piece.text:
            self.desk.leave(piece.line, piece.text, "contents")
            return
        self.intro.append(piece.text)
        if self._is_name(piece):
            self.heading(piece)
            return
        found = levelled(piece.text)
        if self.front_label and self.front.take(self.front_label, piece.text, early=True):
            self.front_label = ""
        elif found and found[0] in (Meaning.AREA, Meaning.FOCUS_AREA) and len(piece.text) < LONGEST_AREA:
            self.heading(piece)
        elif not (
            self._labelled(piece) or self.rules.take(piece.line, piece.text) or self.orders.text(piece)
        ):
            self.prose.text(piece.line, piece.text)

    def _is_name(self, piece: Piece) -> bool:
        """Whether the line is nothing but the name of an area that was listed, or of the table below it."""
        words = numbered(piece.text)[1]
        if self.prose.open and not self.prose.open.has_ended:
            return False
        return piece.line in self.names or bool(self.tree.find(NodeKind.AREA, title=words))

    def _above(self, line: int, text: str) -> None:
        """A row over the headings of a table: the name of its area, or a goal; else text."""
        piece = Piece(PieceKind.TEXT, line, text)
        if is_name(text) and labelled(text) is None:
            self.heading(piece)
        elif text:
            self._text(piece)
            self.prose.close()

    def _item(self, piece: Piece) -> None:
        if self.front_label:
            text = ", ".join(filter(None, (self.front.values, piece.text)))
            self.front.values = text
            return
        found = labelled(piece.text)
        if found and (self.labels.role(piece.line, *found) or self.labels.result(*found)):
            return
        self.prose.item(piece.line, piece.text, piece.mark)

    def _labelled(self, piece: Piece) -> bool:
        """ "Visjon: …" and "Delmål: …" say themselves what they are."""
        found = labelled(piece.text)
        if found is None:
            return self.labels.listed(piece)
        label, text = found
        if self.front.take(label, text, early=not self.tree.nodes):
            return True
        if self.labels.role(piece.line, label, text) or self.labels.result(label, text):
            return True
        section = section_of(label)
        if section is None or section.meaning not in (Meaning.GOAL, Meaning.STRATEGY, Meaning.MEASURE):
            return False
        kind = section.goal_kind or (GoalKind.SUB_GOAL if section.meaning is Meaning.GOAL else None)
        self.prose.add(Entry(piece.line, text), Section(section.meaning, label, kind))
        return True

    def _table(self, piece: Piece) -> None:
        self.prose.table()
        if _is_titles(piece):
            for row in piece.rows:
                self._above(row.line, clean(" ".join(row.cells)))
            return
        if is_labels(piece) and self.desk.given(f"table-{self.tables.count + 1}.kind") is None:
            self.tables.count += 1
            self.labels.table(piece)
            return
        sheet: Sheet = sheet_of(self.tables.count + 1, [(row.line, row.cells) for row in piece.rows])
        sheet.headings = self.outline.texts
        sheet.intro = list(self.intro)
        self.tables.read(sheet)


def _is_titles(piece: Piece) -> bool:
    """Whether the rows are the titles over a table: a few, of one cell each."""
    filled = [sum(1 for cell in row.cells if cell.strip()) for row in piece.rows[: MOST_TITLES + 1]]
    return len(filled) <= MOST_TITLES and all(count == 1 for count in filled)


def _names_over_tables(pieces: Sequence[Piece]) -> frozenset[int]:
    """Lines that are no headings and yet name the table of a plan that stands below them.

    A goal may stand between: "Næringsutvikling", "Langsiktig mål: …", the table.
    """
    found = set()
    for place, piece in enumerate(pieces):
        after = list(pieces[place + 1 : place + 3])
        if after and after[0].kind is PieceKind.TEXT and goal_kind(after[0].text.partition(":")[0]):
            del after[0]
        is_over = bool(after) and after[0].kind is PieceKind.TABLE and _is_plan(after[0])
        if is_over and piece.kind is PieceKind.TEXT and is_name(piece.text) and labelled(piece.text) is None:
            found.add(piece.line)
    return frozenset(found)


def _is_plan(piece: Piece) -> bool:
    """Whether the first row of the table heads columns of a plan."""
    levels = [meaning for meaning in map(guess, piece.rows[0].cells) if meaning in KIND_OF]
    return len(piece.rows) > 1 and len(levels) > 1
