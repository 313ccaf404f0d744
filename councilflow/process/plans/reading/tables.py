"""Each table in its turn: what sort it is, which way it lies, and under what it stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from councilflow.process.plans.columns import Meaning, is_known
from councilflow.process.plans.document import Node
from councilflow.process.plans.reading.desk import Desk
from councilflow.process.plans.reading.figures import MoneyTable, TargetTable
from councilflow.process.plans.reading.headings import GROUPING, LEVELS, Column, columns_of, doubled
from councilflow.process.plans.reading.lines import Lines
from councilflow.process.plans.reading.outline import Outline
from councilflow.process.plans.reading.plan_table import PlanTable
from councilflow.process.plans.reading.rules import Rules
from councilflow.process.plans.reading.sheet import (
    Line,
    Sheet,
    Sort,
    flaws_of,
    heading_row,
    is_contents,
    is_turned,
    lacks_unit,
    sort_of,
    unit_of,
)
from councilflow.process.plans.reading.tree import Tree
from councilflow.process.plans.reading.turned import TurnedTable
from councilflow.process.plans.reading.wording import coded, levelled
from councilflow.process.plans.source.lines import MOVED_WIDTH
from councilflow.process.plans.values import NodeKind

UNITS = ("1", "1000", "1000000")


class Tables:
    def __init__(
        self,
        tree: Tree,
        desk: Desk,
        lines: Lines,
        outline: Outline,
        rules: Rules,
        ordered: Callable[[int, Sequence[str]], bool],
        above: Callable[[int, str], None],
    ) -> None:
        self.above = above  # what is made of a row that stands over the headings of its table
        self.ordered = ordered  # whether a row is said to be something of its own
        self.tree, self.desk, self.lines = tree, desk, lines
        self.outline, self.rules = outline, rules
        self.count = 0
        self.before: PlanTable | None = None  # the last table of a plan

    def read(self, sheet: Sheet) -> None:
        self.count += 1
        self._heading_row(sheet)
        if flaws_of(sheet, self.desk):
            return
        facts = {"table": sheet.number, "heading": sheet.headings[-1] if sheet.headings else ""}
        options = tuple(sort.value for sort in Sort)
        question = f"{sheet.name}.kind"
        sort = self.desk.ask(
            question, "table-kind", sort_of(sheet).value, options=options, line=sheet.line, facts=facts
        )
        if sort == Sort.IGNORE:
            self._leave(sheet)
        elif sort == Sort.PLAN:
            self._plan(sheet)
        elif sort == Sort.TARGETS:
            TargetTable(sheet, self.tree, self.desk, self.rules).read(self._main_goal())
        else:
            MoneyTable(sheet, Sort(sort), self._unit(sheet), self.tree, self.desk).read()

    def _leave(self, sheet: Sheet) -> None:
        why = "contents" if is_contents(sheet) else "other-table"
        for row in sheet.rows:
            if not self.ordered(row.line, row.cells):
                self.desk.leave(row.line, row.text(), why)

    def _heading_row(self, sheet: Sheet) -> None:
        """Rows above the headings are told as text; a table pasted without headings gets empty ones."""
        answer = self.desk.given(f"{sheet.name}.header")
        if answer == "none":
            sheet.rows.insert(0, Line(sheet.line, [""] * sheet.width))
            return
        if answer is None and self._goes_on(sheet):
            return
        first = heading_row(sheet)
        if str(answer).isdecimal() and 0 < int(str(answer)) <= len(sheet.rows):
            first = int(str(answer)) - 1
        for row in sheet.rows[:first]:
            sheet.intro.append(row.text())
            self.above(row.line, " ".join(cell for cell in row.cells if cell))
        if first:
            sheet.headings = self.outline.texts
        del sheet.rows[:first]

    def _goes_on(self, sheet: Sheet) -> bool:
        """A table without headings, as wide as the one before it: they stood once for all of them."""
        before = self.before.sheet.rows[0].cells if self.before else []
        is_wide = len(before) >= MOVED_WIDTH and len(before) - 1 <= sheet.width <= len(before)
        if not is_wide or any(is_known(cell) for cell in sheet.rows[0].cells[:2]) or is_turned(sheet):
            return False
        if sum(1 for cell in sheet.rows[0].cells if is_known(cell)) * 2 > len(before):
            return False
        sheet.rows.insert(0, Line(sheet.line, list(before)))
        self.desk.doubt("headings-above", sheet.line, sheet.rows[1].text(), " · ".join(before))
        return True

    def _unit(self, sheet: Sheet) -> int:
        unit = unit_of(sheet)
        needed = unit == 1 and lacks_unit(sheet)
        question = f"{sheet.name}.unit"
        return int(self.desk.ask(question, "unit", str(unit), options=UNITS, line=sheet.line, needed=needed))

    def _main_goal(self) -> str:
        """The goal that an indicator belongs to: the main one, where the plan has stated one."""
        return next((key for key, node in self.tree.nodes.items() if node.goal_kind == "main"), "")

    def _plan(self, sheet: Sheet) -> None:
        guess = "columns" if is_turned(sheet) else "rows"
        question = f"{sheet.name}.orientation"
        way = self.desk.ask(question, "orientation", guess, options=("rows", "columns"), line=sheet.line)
        if way == "columns":
            TurnedTable(sheet, self._root(sheet, []), self.tree, self.desk, self.lines).read()
            return
        columns = columns_of(sheet, self.desk, self._plan_unit(sheet))
        if doubled(sheet, columns, self.desk):
            return
        if not any(column.meaning in LEVELS - {GROUPING} for column in columns):
            self.desk.flaw("no-level", table=sheet.number, line=sheet.line)
            return
        root = self._root(sheet, columns)
        table = PlanTable(sheet, columns, root, self.tree, self.desk, self.lines)
        before, self.before = self.before, table
        if before and before.sheet.headings == sheet.headings and _is_cut(before, sheet):
            table.root = root if self.desk.given(f"{sheet.name}.area") is not None else before.root
            table.go_on_from(before)
        table.read(self.ordered)

    def _plan_unit(self, sheet: Sheet) -> int:
        unit = unit_of(sheet)
        answer = self.desk.given(f"{sheet.name}.unit")
        if answer is not None or unit > 1:
            return self._unit(sheet)
        return unit

    def _root(self, sheet: Sheet, columns: list[Column]) -> str:
        """The key of the area that the table stands under; nothing when it names the areas itself."""
        meanings = {column.meaning for column in columns}
        has_areas = bool(meanings & {Meaning.AREA.value, GROUPING}) or not columns
        sure = Meaning.FOCUS_AREA.value in meanings
        guess = "" if has_areas else self.outline.guess(sure=sure)
        facts = {"table": sheet.number}
        answer = self.desk.given(f"{sheet.name}.area")
        said = str(self.desk.ask(f"{sheet.name}.area", "area", guess, line=sheet.line, facts=facts))
        if answer is None:
            return self.outline.area(sure=sure) if guess else ""
        return self._named(said, sheet.line)

    def _named(self, said: str, line: int) -> str:
        """The area of an answer: one that stands, or a new one by that name."""
        if not said.strip():
            return ""
        known = self.tree.named(said)
        if known:
            return known
        found = levelled(said)
        level, code, title = (
            (found[1], found[2], found[3]) if found else (self.outline.area_word, *coded(said))
        )
        key = self.tree.find(NodeKind.AREA, code=code, title=title)
        return key or self.tree.place(
            Node("", NodeKind.AREA, title, level=level, code=code, source_line=line)
        )


def _is_cut(before: PlanTable, sheet: Sheet) -> bool:
    """Whether the table goes on from the one before it, with nothing but the same headings between them."""
    headings = [cell.casefold() for cell in before.sheet.rows[0].cells]
    return headings == [cell.casefold() for cell in sheet.rows[0].cells] and before.sheet.intro == sheet.intro
