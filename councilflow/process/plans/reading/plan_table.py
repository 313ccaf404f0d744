"""A table whose rows are what is to be done, its areas, goals and strategies in merged cells (B1.4, B2.10).

An empty cell of a level is filled from above as long as nothing further left in its row is new. Goals that
stand in a column beside strategies are never made to own them: what shares a row is one block.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from councilflow.process.plans.columns import Meaning
from councilflow.process.plans.document import Node
from councilflow.process.plans.reading.cells import money_of
from councilflow.process.plans.reading.desk import Desk
from councilflow.process.plans.reading.headings import GROUPING, Column, kinds_of
from councilflow.process.plans.reading.lines import Lines, Said
from councilflow.process.plans.reading.measures import MONEY, Measures
from councilflow.process.plans.reading.outline import may_be_name, numbered
from councilflow.process.plans.reading.rows import Kind, moved
from councilflow.process.plans.reading.sheet import Line, Sheet, is_sum_row
from councilflow.process.plans.reading.splitting import Splitter
from councilflow.process.plans.reading.tree import Tree
from councilflow.process.plans.reading.wording import code_of, levelled, named
from councilflow.process.plans.values import GoalKind, MeasureState, NodeKind


@dataclass(slots=True)
class Found:
    """What the levels of one row came to."""

    parent: str
    goals: list[str] = field(default_factory=list)
    several: list[str] = field(default_factory=list)  # strategies without a one-to-one
    single: list[str] = field(default_factory=list)
    measures: list[str] = field(default_factory=list)

    @property
    def all(self) -> list[str]:
        return [*self.goals, *self.several, *self.single, *self.measures]


class PlanTable:
    def __init__(
        self, sheet: Sheet, columns: list[Column], root: str, tree: Tree, desk: Desk, lines: Lines
    ) -> None:
        self.sheet, self.columns, self.root = sheet, columns, root
        self.tree, self.desk, self.lines = tree, desk, lines
        self.levels = [column for column in columns if column.is_level]
        self.beside = [
            column for column in columns if not column.is_level and column.meaning != Meaning.IGNORE
        ]
        self.goals_beside = self._goals_beside()
        self.splitter = Splitter(sheet, desk)
        self.kinds: list[Kind] = kinds_of(sheet, columns)
        self.above: dict[int, list[str]] = {}  # what an empty cell continues, by the place of its column
        self.before: dict[int, list[str]] = {}  # the same, whatever is new left of it; for an answer
        self.blocks: dict[str, str] = {}  # those that somebody named, by their words
        self.in_block = ""
        self.is_one_block = self._is_one_block()
        self.is_numbered = any(
            numbered(row.cells[0])[0] for row in sheet.rows[1:] if row.cells[0] and any(row.cells[1:])
        )
        self.grouping = ""
        self.measures = Measures(self.beside, self.splitter, tree, desk)
        self.top: list[str] = []

    def go_on_from(self, other: PlanTable) -> None:
        """The table was cut in two by a page: empty cells continue what stands on the page before."""
        self.above, self.before, self.grouping = other.above, other.before, other.grouping
        self.measures.last = other.measures.last

    def _goals_beside(self) -> bool:
        """Goals own what stands right of them only where no strategies stand between (B1.3, B2.10)."""
        kinds = [column.kind for column in self.levels]
        if NodeKind.GOAL not in kinds:
            return False
        guess = "beside" if NodeKind.STRATEGY in kinds or kinds[-1] is NodeKind.GOAL else "above"
        question = f"{self.sheet.name}.goals"
        return bool(
            self.desk.ask(question, "goals", guess, options=("beside", "above"), line=self.sheet.line)
            == "beside"
        )

    def _is_one_block(self) -> bool:
        """Whether all that stands in the table belongs together, however its rows lie (B2.10)."""
        answer = self.desk.given(f"{self.sheet.name}.block")
        if answer not in (None, "rows", "whole"):
            self.desk.flaw(
                "answer-not-an-option",
                id=f"{self.sheet.name}.block",
                answer=str(answer),
                options="rows, whole",
            )
        return bool(answer == "whole")

    def read(self, ordered: Callable[[int, Sequence[str]], bool]) -> None:
        """The rows in their order; `ordered` is whether a row is said to be something of its own."""
        header = self.sheet.rows[0].cells
        for row in self.sheet.rows[1:]:
            if row.is_empty or row.cells == header:
                continue
            if self.lines.ignores(row.line):
                self.desk.leave(row.line, row.text(), "ignored")
            elif is_sum_row(row):
                self._sum(row)
            elif self._said_as(row) != "area" and ordered(row.line, row.cells):
                continue
            elif not self._starts_area(row):
                self._row(moved(row, self.kinds, self.desk))

    def _said_as(self, row: Line) -> str:
        said = self.lines.at(row.line)
        return said.as_what if said else ""

    def _starts_area(self, row: Line) -> bool:
        """A row that is nothing but the name of an area, reaching over the whole table."""
        cells = [cell for cell in row.cells if cell]
        if (
            len(cells) != 1
            or not row.cells[0]
            or len(self.columns) < 3
            or self.levels[:1] != self.columns[:1]
        ):
            return False
        is_area = self._said_as(row) == "area"
        has_areas = any(column.kind is NodeKind.AREA for column in self.levels)
        found = levelled(cells[0])
        is_named = found is not None and found[0] in (Meaning.AREA, Meaning.FOCUS_AREA)
        if not is_area and (has_areas or not (is_named or self._names_area(cells[0]))):
            return False
        level, code, title = (found[1], found[2], found[3]) if found else ("", *numbered(cells[0]))
        self.root = self.tree.place(
            Node("", NodeKind.AREA, title, level=level, code=code, source_line=row.line)
        )
        self.desk.doubt("row-as-area", row.line, cells[0], title)
        self.above.clear()
        return True

    def _names_area(self, cell: str) -> bool:
        """Whether the words are those of an area that was listed, or numbered where nothing else is."""
        code, title = numbered(cell)
        if self.tree.find(NodeKind.AREA, title=title):
            return True
        return bool(code) and may_be_name(cell) and not self.is_numbered

    # One row

    def _row(self, row: Line) -> None:
        cells = {column.place: _cell(row, column.place) for column in self.columns}
        found = Found(self.root)
        said = self.lines.at(row.line)
        self.in_block = (said.word("block") if said else "") or ("*" if self.is_one_block else "")
        if self.goals_beside:
            self.splitter.look_for_several(row.line, self.levels, cells)
        self._levels(row, cells, found)
        if not found.measures:
            key = (found.single or found.goals or [found.parent])[-1]
            self.measures.on_node(row.line, row.text(), cells, key)
        self._block(row, found)
        if said is not None:
            self._apply(said, found)

    def _apply(self, said: Said, found: Found) -> None:
        """The code, the state and the kind of goal that somebody gives a row."""
        for key in found.all[-1:]:
            self.tree.change(replace(self.tree.at(key), code=said.word("code") or self.tree.at(key).code))
        for key in found.measures if said.word("state") in set(MeasureState) else ():
            node = self.tree.at(key)
            if node.measure:
                state = MeasureState(said.word("state"))
                self.tree.change(replace(node, measure=replace(node.measure, state=state)))
        for key in found.goals if said.word("goal_kind") in set(GoalKind) else ():
            self.tree.change(replace(self.tree.at(key), goal_kind=GoalKind(said.word("goal_kind"))))

    def _levels(self, row: Line, cells: Mapping[int, str], found: Found) -> None:
        fresh = False
        for column in self.levels:
            cell = cells[column.place]
            if column.meaning == GROUPING:
                self.grouping, fresh = (cell, True) if cell else (self.grouping, fresh)
                continue
            if column.kind is NodeKind.MEASURE and column is self.levels[-1]:
                found.measures = self.measures.read(row.line, column, cells, found.parent)
                continue
            keys = self._filled(row, column, fresh) if not cell else self._placed(row, column, cell, found)
            if cell:
                self._forget_after(column)
                self.above[column.place] = self.before[column.place] = keys
                fresh = True
            self._take(column, keys, found)

    def _filled(self, row: Line, column: Column, fresh: bool) -> list[str]:
        """What the empty cell continues: what stands above it, unless something left of it is new."""
        above = self.above.get(column.place, []) if not self.in_block or column.kind is NodeKind.AREA else []
        before = self.before.get(column.place, [])
        guess = "down" if above and not fresh else "empty"
        question = f"line-{row.line}.fill.{column.place + 1}"
        answer = self.desk.given(question)
        if answer is not None:
            guess = str(self.desk.ask(question, "fill", guess, options=("down", "empty"), line=row.line))
        if guess == "empty":
            if answer is None and fresh and not self.in_block and column.kind is NodeKind.STRATEGY:
                self.desk.doubt("level-empty", row.line, column=column.place + 1, level=column.level)
            if fresh:  # rows below this one do not go on from what stands above it
                self.above.pop(column.place, None)
            return []
        for key in above or before:
            self.desk.fill("filled-down", row.line, column.place + 1, self.tree.at(key).title)
        return above or before

    def _forget_after(self, column: Column) -> None:
        for later in self.levels[self.levels.index(column) + 1 :]:
            if not (column.kind is NodeKind.GOAL and self.goals_beside):
                self.above.pop(later.place, None)

    def _placed(self, row: Line, column: Column, cell: str, found: Found) -> list[str]:
        parts = self.splitter.parts(row.line, column, cell)
        keys = [self.tree.place(self._node(column, part, found.parent, row.line)) for part in parts]
        if not found.parent:
            self.top.extend(keys)
        return list(dict.fromkeys(keys))

    def _node(self, column: Column, text: str, parent: str, line: int) -> Node:
        code, title = code_of(text, column.kind)
        title, more = named(title) if code and column.kind is not NodeKind.GOAL else (title, "")
        kind = column.kind or NodeKind.OTHER
        goal_kind = (column.goal_kind or GoalKind.SUB_GOAL) if kind is NodeKind.GOAL else None
        grouping = self.grouping if kind is NodeKind.AREA else ""
        return Node(
            "", kind, title, parent, column.level, code, "", more, grouping, "", line, goal_kind=goal_kind
        )

    def _take(self, column: Column, keys: list[str], found: Found) -> None:
        if column.kind is NodeKind.GOAL and self.goals_beside:
            found.goals.extend(keys)
        elif len(keys) == 1 and not (self.in_block and column.kind is not NodeKind.AREA):
            found.parent = keys[0]
            if column.kind is not NodeKind.AREA:
                found.single.extend(keys)
        else:
            found.several.extend(keys)

    def _block(self, row: Line, found: Found) -> None:
        """What shares a row with goals, or with several strategies, belongs together (B2.10)."""
        if self.in_block:
            block = self.blocks.get(self.in_block) or self.tree.new_block(
                f"{self.sheet.name}|{self.in_block}"
            )
            self.blocks[self.in_block] = block
        elif not (found.goals or found.several) or len(found.all) < 2:
            return
        else:
            block = next((self.tree.at(key).block for key in found.all if self.tree.at(key).block), "")
            block = block or self.tree.new_block(f"{self.sheet.name}|{row.line}|{self.root}")
        for key in found.all:
            node = self.tree.at(key)
            if not node.block:
                self.tree.change(replace(node, block=block))

    def _sum(self, row: Line) -> None:
        """A sum that the table states is kept as stated, and never added (H.14)."""
        title = next(cell for cell in row.cells if cell)
        kept = False
        for column in self.beside:
            cell = _cell(row, column.place)
            if column.meaning not in MONEY or not cell or cell == title:
                continue
            for money in money_of(column, cell, row.line, self.desk):
                stated = replace(money, is_sum=True, title="" if self.root else title, source="")
                covers = () if self.root else tuple(dict.fromkeys(self.top))
                self.measures.on_parent(self.root, [replace(stated, covers=covers)])
                kept = True
        if not kept:
            self.desk.leave(row.line, row.text(), "sum-without-money")


def _cell(row: Line, place: int) -> str:
    return row.cells[place] if place < len(row.cells) else ""
