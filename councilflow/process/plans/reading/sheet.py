"""A table as it was pasted, with what stands around it, and what sort of table that is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from councilflow.process.plans import money
from councilflow.process.plans.columns import Meaning, guess, money_unit, year_in
from councilflow.process.plans.reading.desk import Desk
from councilflow.process.plans.reading.wording import KIND_OF, clean, is_sum
from councilflow.process.plans.values import MoneyState

MOST_ROWS = 20_000
LONGEST_SUM = 60


class Sort(StrEnum):
    PLAN = "plan"  # rows, or columns, are what is to be done
    BUDGET = "budget"
    FINANCING = "financing"
    TARGETS = "targets"
    IGNORE = "ignore"


@dataclass(slots=True)
class Line:
    line: int
    cells: list[str]

    @property
    def is_empty(self) -> bool:
        return not any(self.cells)

    def text(self) -> str:
        return "\t".join(self.cells).strip()


@dataclass(slots=True)
class Sheet:
    number: int
    rows: list[Line]
    headings: list[str] = field(default_factory=list)  # above it, the nearest last
    intro: list[str] = field(default_factory=list)  # texts since the nearest heading
    raw: Sequence[tuple[int, Sequence[str]]] = ()

    @property
    def name(self) -> str:
        return f"table-{self.number}"

    @property
    def line(self) -> int:
        return self.rows[0].line if self.rows else 0

    @property
    def width(self) -> int:
        return max((len(row.cells) for row in self.rows), default=0)


def sheet_of(number: int, rows: Sequence[tuple[int, Sequence[str]]]) -> Sheet:
    return Sheet(number, [Line(line, [clean(cell) for cell in cells]) for line, cells in rows], raw=rows)


def flaws_of(sheet: Sheet, desk: Desk) -> bool:
    """Whether something stands in the table that keeps everything out; it is said."""
    before = len(desk.flaws)
    if len(sheet.rows) > MOST_ROWS:
        desk.flaw("too-many-rows", table=sheet.number, line=sheet.line, rows=len(sheet.rows), most=MOST_ROWS)
        return True
    columns = len(sheet.rows[0].cells) if sheet.rows else 0
    for row in sheet.rows:
        extra = [cell for cell in row.cells[columns:] if cell]
        if extra:
            desk.flaw(
                "too-many-cells", table=sheet.number, line=row.line, cells=len(row.cells), columns=columns
            )
        for place, cell in enumerate(row.cells):
            if is_formula(cell):
                desk.flaw("formula", table=sheet.number, line=row.line, column=place + 1, raw=cell[:80])
    return len(desk.flaws) > before


def is_formula(cell: str) -> bool:
    return bool(re.match(r"=\s*[\w@(+-]", cell))


# What sort of table it is


def sort_of(sheet: Sheet) -> Sort:
    """The guess; a person may say otherwise."""
    if is_contents(sheet) or sheet.width < 2 or len(sheet.rows) < 2:
        return Sort.IGNORE
    if is_turned(sheet):
        return Sort.PLAN
    header = [guess(cell) for cell in sheet.rows[0].cells]
    levels = [meaning for meaning in header if meaning in KIND_OF]
    if Meaning.MEASURE in levels or len(levels) > 1 or (levels and not _is_numbers(sheet)):
        return Sort.PLAN
    if not _is_numbers(sheet):
        return Sort.IGNORE
    return _numbers_sort(sheet, header)


def _numbers_sort(sheet: Sheet, header: list[Meaning | None]) -> Sort:
    if any(meaning in (Meaning.SOURCE, Meaning.FINANCING) for meaning in header):
        return Sort.FINANCING
    if Meaning.BUDGET in header:
        return Sort.BUDGET
    if any(meaning in (Meaning.DIMENSION, Meaning.INDICATOR, Meaning.TARGET) for meaning in header):
        return Sort.TARGETS
    around = [guess(text) for text in sheet.headings[-1:]]
    if Meaning.FINANCING in around or Meaning.SOURCE in around:
        return Sort.FINANCING
    if Meaning.BUDGET in around or any(meaning in KIND_OF for meaning in header) or unit_of(sheet) > 1:
        return Sort.BUDGET
    return Sort.TARGETS if any(year_in(cell) for cell in sheet.rows[0].cells[1:]) else Sort.IGNORE


def heading_row(sheet: Sheet) -> int:
    """The place of the row of headings: a title may stand above it, reaching over the whole table."""
    if len(sheet.rows) < 3 or is_turned(sheet):
        return 0
    known = [sum(1 for cell in row.cells if cell and guess(cell)) for row in sheet.rows[:4]]
    filled = [sum(1 for cell in row.cells if cell) for row in sheet.rows[:4]]
    best = max(range(len(known)), key=lambda place: known[place])
    return best if known[best] > 1 and all(count == 1 for count in filled[:best]) else 0


def is_contents(sheet: Sheet) -> bool:
    """A table of contents: dots up to a page number."""
    dotted = sum(1 for row in sheet.rows if re.search(r"\.{4,}|…{2,}", row.text()))
    return dotted * 2 >= len(sheet.rows) > 0


def is_turned(sheet: Sheet) -> bool:
    """Whether the columns are what rows are elsewhere (B3.11): its labels say so, its heading does not."""
    labels = {guess(row.cells[0]) for row in sheet.rows if row.cells and row.cells[0]} - {None}
    header = {guess(cell) for cell in sheet.rows[0].cells[1:] if cell} - {None}
    bodies = labels & {Meaning.MEASURE, Meaning.GOAL, Meaning.BUDGET}
    return (
        sheet.width > 2
        and len(labels) >= 2
        and bool(bodies)
        and len(header) < len(labels)
        and len(header) < 2
    )


def _is_numbers(sheet: Sheet) -> bool:
    """Whether everything beside the first column is a number, a dash or nothing."""
    read = numbers = 0
    for row in sheet.rows[1:]:
        for cell in row.cells[1:]:
            if cell:
                read += 1
                numbers += money.read(cell, unit=1_000_000).state is not MoneyState.UNREAD
    return read > 0 and numbers * 10 >= read * 9


def unit_of(sheet: Sheet) -> int:
    """What a bare number in the table counts: the heading says, or the words before the table."""
    for text in (*sheet.rows[0].cells, *sheet.intro[-2:], *sheet.headings[-1:]):
        unit = (
            money_unit(text)
            if re.search(r"\b(?:tall|tal|tusen|mill|mnok|mkr|tkr|beløp|belopp|i)\b", text, re.IGNORECASE)
            else None
        )
        if unit and _speaks_of_unit(text):
            return unit
    return 1


def lacks_unit(sheet: Sheet) -> bool:
    """Whether somewhere stands "4,0", which can be no kroner."""
    cells = (cell for row in sheet.rows[1:] for cell in row.cells[1:] if cell)
    return any(money.read(cell).doubt == "unit-missing" for cell in cells)


def _speaks_of_unit(text: str) -> bool:
    """ "tall i millioner", "mill. kr" – and not "kostnad på 4 millioner"."""
    return not re.search(r"\d\s*(?:mill|tusen|mrd|mkr|tkr)", text, re.IGNORECASE)


def is_sum_row(row: Line) -> bool:
    """Whether the row states sums: the word for it, and nothing but figures beside it."""
    cells = [cell for cell in row.cells if cell]
    if not cells or not is_sum(cells[0]) or len(cells[0]) > LONGEST_SUM:
        return False
    return all(money.read(cell, unit=1_000_000).state is not MoneyState.UNREAD for cell in cells[1:])
