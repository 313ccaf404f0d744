"""The heading row of a table whose rows are what is to be done: which column means what."""

from __future__ import annotations

from dataclasses import dataclass

from councilflow.process.plans.columns import GOAL_KINDS, Meaning, goal_kind, guess, money_unit, year_in
from councilflow.process.plans.reading.desk import Desk
from councilflow.process.plans.reading.rows import Kind, known_in
from councilflow.process.plans.reading.sheet import Sheet
from councilflow.process.plans.reading.wording import KIND_OF
from councilflow.process.plans.values import GoalKind, NodeKind

GROUPING = "grouping"
THEME = "theme"
OPTIONS = (
    *(meaning.value for meaning in Meaning),
    GROUPING,
    THEME,
    *(f"{Meaning.GOAL}:{kind}" for kind in GOAL_KINDS),
)
"""What a column may be answered to be; "goal:effect" says which kind of goal."""

MANY = frozenset(
    (Meaning.TEXT, Meaning.NOTE, Meaning.IGNORE, Meaning.BUDGET, Meaning.FINANCING, Meaning.AREA)
)
"""Of these a table may have several columns; of any other two are a mistake until somebody says so."""

LEVELS = frozenset((*(meaning.value for meaning in KIND_OF), GROUPING, THEME))

_KIND = {
    Meaning.PERIOD: "period",
    Meaning.BUDGET: "money",
    Meaning.YEAR: "money",
    Meaning.FINANCING: "funding",
    Meaning.SOURCE: "funding",
    Meaning.PARTIES: "party",
    Meaning.RESPONSIBLE: "party",
    Meaning.PARTICIPANTS: "party",
    Meaning.EXECUTOR: "party",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column and what it means; `place` counts from 0."""

    place: int
    meaning: str
    heading: str
    level: str = ""  # the plan's own word for what stands in it
    goal_kind: GoalKind | None = None
    year: int | None = None
    unit: int = 1

    @property
    def kind(self) -> NodeKind | None:
        if self.meaning == THEME:
            return NodeKind.THEME
        return KIND_OF.get(Meaning(self.meaning)) if self.meaning in LEVELS - {GROUPING} else None

    @property
    def is_level(self) -> bool:
        return self.meaning in LEVELS


def columns_of(sheet: Sheet, desk: Desk, unit: int) -> list[Column]:
    """What every column means, by the guess or the answer."""
    header = sheet.rows[0].cells
    guesses = _guesses(sheet)
    found = []
    for place, words in enumerate(header):
        heading = words.replace("\n", " ")
        said = str(
            desk.ask(
                f"{sheet.name}.columns.{place + 1}",
                "column",
                guesses[place],
                options=OPTIONS,
                line=sheet.line,
                facts={"table": sheet.number, "column": place + 1, "heading": heading},
            )
        )
        meaning, _, goal = said.partition(":")
        found.append(
            Column(
                place,
                meaning,
                heading,
                level=str(desk.given(f"{sheet.name}.level.{place + 1}") or heading),
                goal_kind=(GoalKind(goal) if goal else goal_kind(heading))
                if meaning == Meaning.GOAL
                else None,
                year=year_in(heading),
                unit=money_unit(heading) or unit,
            )
        )
    return found


def _guesses(sheet: Sheet) -> list[str]:
    header = sheet.rows[0].cells
    found: list[str] = []
    for place, heading in enumerate(header):
        meaning = guess(heading)
        if meaning in (Meaning.YEAR, Meaning.TOTAL):
            meaning = Meaning.BUDGET if meaning is Meaning.YEAR and year_in(heading) else meaning
        if meaning is None and not heading:
            found.append(_of_nameless(sheet, place))
        else:
            found.append((meaning or Meaning.NOTE).value)
    return found


def _of_nameless(sheet: Sheet, place: int) -> str:
    """A column without a heading left of the areas groups them (B3.9); any other says something."""
    if not any(place < len(row.cells) and row.cells[place] for row in sheet.rows[1:]):
        return Meaning.IGNORE.value
    after = next((guess(cell) for cell in sheet.rows[0].cells[place + 1 :] if cell), None)
    return GROUPING if after in (Meaning.AREA, Meaning.FOCUS_AREA) else Meaning.NOTE.value


def doubled(sheet: Sheet, columns: list[Column], desk: Desk) -> bool:
    """Whether two columns are for the same thing, of which there can only be one; it is said."""
    first: dict[str, Column] = {}
    found = False
    for column in columns:
        answered = desk.given(f"{sheet.name}.columns.{column.place + 1}") is not None
        meaning = f"{column.meaning}:{column.goal_kind}" if column.goal_kind else column.meaning
        if column.meaning in (Meaning.BUDGET, Meaning.FINANCING):
            meaning = f"{column.meaning}:{column.year}"
        other = first.setdefault(meaning, column)
        if (
            other is column
            or answered
            or (column.meaning in MANY and column.year is None and not _is_money(column))
        ):
            continue
        found = True
        desk.flaw(
            "same-column-twice",
            table=sheet.number,
            line=sheet.line,
            meaning=column.meaning,
            first=other.place + 1,
            second=column.place + 1,
        )
    return found


def _is_money(column: Column) -> bool:
    return column.meaning in (Meaning.BUDGET, Meaning.FINANCING)


def kinds_of(sheet: Sheet, columns: list[Column]) -> list[Kind]:
    """What belongs in each column, for a row that may have moved."""
    body = sheet.rows[1:]
    return [
        Kind("level", {})
        if column.is_level
        else Kind(_kind_word(column), known_in(body, column.place, len(columns)))
        for column in columns
    ]


def _kind_word(column: Column) -> str:
    return next((word for meaning, word in _KIND.items() if meaning.value == column.meaning), "text")
