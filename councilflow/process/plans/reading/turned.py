"""A table that lies on its side: areas and strategies are columns, what is said of them rows (B3.11).

The rows above the first one with a label of contents name the columns; a name reaches over the empty cells to
its right. Contents in a column without a strategy stand on its area. Cells that seem merged with their
neighbour are named as doubtful and stand where they are, until somebody says what they cover (B3.12).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from councilflow.process.plans import placeholders
from councilflow.process.plans.columns import Meaning, goal_kind, guess, year_in
from councilflow.process.plans.document import Measure, Node
from councilflow.process.plans.reading.cells import measure_of
from councilflow.process.plans.reading.desk import Desk
from councilflow.process.plans.reading.goal_parts import goal_parts
from councilflow.process.plans.reading.headings import OPTIONS, Column
from councilflow.process.plans.reading.lines import Lines
from councilflow.process.plans.reading.matrix import Matrix
from councilflow.process.plans.reading.sheet import Line, Sheet
from councilflow.process.plans.reading.side import Side, number
from councilflow.process.plans.reading.side_money import SideMoney
from councilflow.process.plans.reading.splitting import Splitter
from councilflow.process.plans.reading.tree import Tree
from councilflow.process.plans.reading.wording import code_of, is_sum
from councilflow.process.plans.values import GoalKind, LinkKind, NodeKind

MONEY = frozenset((Meaning.BUDGET.value, Meaning.FINANCING.value, Meaning.SOURCE.value))
OF_MEASURES = frozenset(
    meaning.value
    for meaning in (
        *(Meaning.PERIOD, Meaning.PARTIES, Meaning.RESPONSIBLE, Meaning.PARTICIPANTS),
        *(Meaning.EXECUTOR, Meaning.STATE, Meaning.PHASE),
    )
)
HEADS = frozenset((Meaning.AREA, Meaning.FOCUS_AREA, Meaning.STRATEGY))


class TurnedTable:
    def __init__(self, sheet: Sheet, root: str, tree: Tree, desk: Desk, lines: Lines) -> None:
        self.sheet, self.root = sheet, root
        self.tree, self.desk, self.lines = tree, desk, lines
        self.splitter = Splitter(sheet, desk)
        self.year = self._year()
        self.numbers = {id(row): place for place, row in enumerate(sheet.rows, 1)}
        self.measures: dict[int, list[str]] = {}  # by column
        self.beside: dict[int, list[tuple[Column, str]]] = {}

    def _year(self) -> int | None:
        """The one year that the labels speak of."""
        years = {year_in(row.cells[0]) for row in self.sheet.rows if row.cells} - {None}
        return years.pop() if len(years) == 1 else None

    def read(self) -> None:
        heads, bodies = self._divided()
        self.side = Side(self.sheet, heads, self.root, self.tree, self.desk)
        self.money = SideMoney(self.side, self.tree, self.desk)
        self.matrix = Matrix(self.sheet, self.side, self.tree, self.desk, self.year)
        self.desk.fill(
            "turned", self.sheet.line, None, " · ".join(row.cells[0] for row in bodies if row.cells[0])
        )
        meaning, label = "", ""
        for row in bodies:
            if row.is_empty:
                continue
            if row.cells[0]:
                meaning, label = self._meaning(row, meaning), row.cells[0]
            elif label:
                self.desk.fill("filled-down", row.line, 1, label)
            if self.lines.ignores(row.line):
                self.desk.leave(row.line, row.text(), "ignored")
            else:
                self._row(row, meaning, label)
        self.matrix.close()
        self._finish_measures()

    def _divided(self) -> tuple[list[Line], list[Line]]:
        """The rows that name the columns, and those with contents."""
        for place, row in enumerate(self.sheet.rows):
            label = row.cells[0]
            if label and guess(label) not in HEADS and (place > 0 or guess(label) is not None):
                first = max(place, 1)
                return self.sheet.rows[:first], self.sheet.rows[first:]
        return self.sheet.rows[:1], self.sheet.rows[1:]

    def _meaning(self, row: Line, before: str) -> str:
        label = row.cells[0]
        found = guess(label)
        said = (found or Meaning.NOTE).value
        if found in (Meaning.GOAL, Meaning.TARGET, Meaning.INDICATOR, Meaning.DIMENSION) and self._is_numbers(
            row
        ):
            said = Meaning.TARGET.value
        if is_sum(label):
            said = f"{Meaning.TOTAL}"
        place = self.numbers[id(row)]
        facts = {"table": self.sheet.number, "row": place, "heading": label}
        answer = str(
            self.desk.ask(
                f"{self.sheet.name}.rows.{place}", "row", said, options=OPTIONS, line=row.line, facts=facts
            )
        )
        return f"{Meaning.TOTAL}:{before}" if answer == Meaning.TOTAL else answer

    def _is_numbers(self, row: Line) -> bool:
        cells = [row.cells[place] for place in self.side.own if place < len(row.cells) and row.cells[place]]
        return bool(cells) and all(number(cell) is not None for cell in cells)

    # Rows

    def _row(self, row: Line, meaning: str, label: str) -> None:
        word = meaning.partition(":")[0]
        if word == Meaning.TOTAL:
            self._total(row, meaning, label)
        elif word in (Meaning.TARGET, Meaning.INDICATOR):
            self.matrix.row(row, label)
        elif word == Meaning.MEASURE:
            self._each(row, label, self._measure)
        elif word == Meaning.GOAL:
            self._goals(row, meaning, label)
        elif word in MONEY:
            year = year_in(label) or self.year
            self.money.row(row, Column(0, meaning, label, year=year, unit=self.money.unit(label)))
        else:
            self._other(row, meaning, label)

    def _other(self, row: Line, meaning: str, label: str) -> None:
        if meaning in OF_MEASURES:
            for place in range(1, len(row.cells)):
                if row.cells[place]:
                    column = Column(place, meaning, label)
                    self.beside.setdefault(place, []).append((column, row.cells[place]))
        elif meaning == Meaning.IGNORE:
            self.desk.leave(row.line, row.text(), "ignored")
        else:
            self._each(row, label, self._words)

    def _total(self, row: Line, meaning: str, label: str) -> None:
        before = meaning.partition(":")[2]
        if before in (Meaning.TARGET, Meaning.INDICATOR):
            self.matrix.sums(row)
        elif before in MONEY:
            self.money.sums(row, label)
        else:
            self.desk.leave(row.line, row.text(), "sum-without-money")

    def _each(self, row: Line, label: str, act: Callable[[Line, int, str, str], None]) -> None:
        for place in range(1, len(row.cells)):
            cell = row.cells[place]
            if not cell:
                continue
            if self.lines.ignores(row.line, place + 1):
                self.desk.leave(row.line, cell, "ignored")
            else:
                act(row, place, label, cell)

    def _measure(self, row: Line, place: int, label: str, cell: str) -> None:
        parent = self.side.node(place)
        if not self.side.own.get(place) and self.side.has_two_levels:
            self.desk.doubt("column-without-strategy", row.line, cell, column=place + 1)
        said = self.lines.cell(row.line, place + 1)
        for part in self.splitter.parts(row.line, Column(place, Meaning.MEASURE.value, label), cell):
            code, title = code_of(part, NodeKind.MEASURE)
            measure = Measure(
                phase=placeholders.phase_in(title), is_placeholder=placeholders.is_placeholder(title)
            )
            code = said.word("code") if said and said.word("code") else code
            node = Node(
                "", NodeKind.MEASURE, title, parent, label, code, source_line=row.line, measure=measure
            )
            key = self.tree.place(node, new=True)
            self.measures.setdefault(place, []).append(key)
            self._covers(row, place, key, cell, is_goal=False)

    def _words(self, row: Line, place: int, label: str, cell: str) -> None:
        key = self.side.node(place)
        if not key:
            self.desk.leave(row.line, cell, "text")
            return
        node = self.tree.at(key)
        self.tree.change(
            replace(node, text="\n".join(filter(None, (node.text, f"{label}: {cell}" if label else cell))))
        )

    # Goals

    def _goals(self, row: Line, meaning: str, label: str) -> None:
        kind = meaning.partition(":")[2]
        own = GoalKind(kind) if kind else goal_kind(label) or GoalKind.SUB_GOAL

        def place_goal(row: Line, place: int, label: str, cell: str) -> None:
            said = self.lines.cell(row.line, place + 1) or self.lines.at(row.line)
            special = said.word("goal_kind") if said else ""
            goal = GoalKind(special) if special in set(GoalKind) else own
            for part in self.splitter.parts(row.line, Column(place, Meaning.GOAL.value, label), cell):
                code, title = code_of(part, NodeKind.GOAL)
                node = Node(
                    "", NodeKind.GOAL, title, self.side.node(place), label, code, source_line=row.line
                )
                key = self.tree.place(replace(node, goal_kind=goal, goal_parts=goal_parts(title)))
                self._covers(row, place, key, cell, is_goal=True)

        self._each(row, label, place_goal)

    def _covers(self, row: Line, place: int, key: str, cell: str, *, is_goal: bool) -> None:
        """The neighbours that a cell may be merged with: empty, of the same area, each with its strategy."""
        beside = self.side.empty_after(row, place)
        if not beside:
            return
        names = ", ".join(self.side.short(other) for other in beside)
        default = self.desk.given(f"{self.sheet.name}.covers") if is_goal else None
        question = f"line-{row.line}.covers.{place + 1}"
        answer = self.desk.given(question)
        if is_goal:
            self.desk.doubt("maybe-merged", row.line, cell, names, place + 1)
            facts = {"text": cell, "beside": names}
            self.desk.ask(question, "covers", default or "none", line=row.line, facts=facts)
        answer = answer if answer is not None else default
        if answer in (None, "none", False):
            return
        wanted = {str(one).casefold() for one in (answer if isinstance(answer, list) else [answer])}
        for other in beside:
            name = self.side.short(other).casefold()
            if wanted & {"next", "all", "true", name} or name.split(".")[0] in wanted:
                self.tree.link(key, self.side.own[other], LinkKind.COVERS)

    # What is said of the measures of a column

    def _finish_measures(self) -> None:
        for place, beside in self.beside.items():
            keys = self.measures.get(place, [])
            for key in keys:
                node = self.tree.at(key)
                measure = measure_of(node.title, beside, node.source_line or 0, self.desk)
                self.tree.change(replace(node, measure=measure))
            if len(keys) != 1:
                code = "said-of-all" if keys else "without-measure"
                for column, cell in beside:
                    self.desk.doubt(code, self.sheet.line, cell, column=column.place + 1)
