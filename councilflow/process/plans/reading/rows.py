"""What merged cells leave behind when a table is pasted: rows that moved left, and empty cells (B2.10)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from councilflow.process.plans import money, periods
from councilflow.process.plans.reading.desk import Desk
from councilflow.process.plans.reading.sheet import Line
from councilflow.process.plans.reading.wording import paragraphs, sources
from councilflow.process.plans.values import MoneyState

LONGEST_PARTY = 200

MARGIN = 3
"""So much better must a moved row fit before it is moved."""

_PARTY = re.compile(
    r"\b(?:ansvar|\w*rådgiv|\w*koordinator|\w*le[di]ar|\w*leder|\w*utval|\w*gruppe|\w*sjef|\w*sjefer|kommun"
    r"|fylke|\w*medarbeid|\w*direktør|region|\w*styre|\w*ledare|\w*chef|\w*rådet|\w*rådgjev|\w*nettverk)",
    re.IGNORECASE,
)
_FUNDING = re.compile(
    r"\b(?:drift|prosjekt|projekt|egenfinans|tilskudd|tilskot|midler|midlar|medel|budsjett)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Kind:
    """What belongs in a column: "level", "period", "money", "funding", "party" or "text"."""

    of: str
    known: Mapping[str, int]  # what stands in it elsewhere


def known_in(rows: Sequence[Line], column: int, width: int) -> Mapping[str, int]:
    """What stands in the column of the rows that reach over the whole table."""
    found: dict[str, int] = {}
    for row in rows:
        if _reach(row) >= width - 1 and column < len(row.cells) and row.cells[column]:
            word = row.cells[column].casefold()
            found[word] = found.get(word, 0) + 1
    return found


def _reach(row: Line) -> int:
    return max((place + 1 for place, cell in enumerate(row.cells) if cell), default=0)


def shift_of(row: Line, kinds: Sequence[Kind]) -> int:
    """By how many columns the row belongs further right; 0 while the evidence is thin."""
    reach = _reach(row)
    if not reach or reach == len(kinds) or not row.cells[0]:
        return 0
    here = _fit(row.cells[:reach], kinds)
    fits = [(_fit(row.cells[:reach], kinds[by:]), -by) for by in range(1, len(kinds) - reach + 1)]
    best, by = max(fits)
    return -by if best >= here + MARGIN else 0


def _fit(cells: Sequence[str], kinds: Sequence[Kind]) -> int:
    return sum(_suits(cell, kind) for cell, kind in zip(cells, kinds, strict=False) if cell)


def _suits(cell: str, kind: Kind) -> int:
    if cell.casefold() in kind.known:
        return 3 if kind.of != "text" else 1
    if kind.of == "level":
        return _suits_level(cell)
    if kind.of == "money":
        return 2 if money.read(cell).state is not MoneyState.UNREAD else -3
    if kind.of == "period":
        return 2 if _is_period(cell) else -3
    if kind.of == "party":
        return _suits_words(cell, bool(_PARTY.search(cell)))
    if kind.of == "funding":
        return _suits_words(
            cell, bool(_FUNDING.match(cell)) or any(one.casefold() in kind.known for one in sources(cell))
        )
    return 0


def _suits_level(cell: str) -> int:
    if _is_period(cell) or money.read(cell).state is MoneyState.AMOUNT:
        return -2
    if len(cell) < 40 and (_PARTY.match(cell) or _FUNDING.match(cell)):
        return -2
    return 1 if len(cell) >= 20 else 0


def names_several(cell: str) -> bool:
    """Whether two who may be responsible stand side by side: "Regionrådgiver Regionkoordinator"."""
    if len(cell) > LONGEST_PARTY:
        return False
    parts = paragraphs(cell, "capitals")
    return len(parts) > 1 and all(_PARTY.match(part) for part in parts)


def _suits_words(cell: str, speaks: bool) -> int:
    if len(cell) > 120:
        return -3
    return 2 if speaks else 0 if len(cell) <= 40 else -1


def _is_period(cell: str) -> bool:
    return periods.read(cell)[0].first_year is not None and len(cell) < 40


def moved(row: Line, kinds: Sequence[Kind], desk: Desk) -> Line:
    """The row with its cells where they belong, by the evidence or the answer; the rule is noted."""
    question = f"line-{row.line}.shift"
    by = shift_of(row, kinds)
    answer = desk.given(question)
    if by or answer is not None:
        options = tuple(str(place) for place in range(len(kinds)))
        answer = desk.ask(
            question, "shift", str(by), options=options, line=row.line, facts={"text": row.text()}
        )
    shift = int(answer) if answer is not None else 0
    if not shift:
        return row
    if answer == str(by):
        desk.doubt("shifted", row.line, raw=row.text(), made=str(shift), by=shift)
    cells = [""] * shift + row.cells
    for place in range(shift, len(cells)):
        if cells[place]:
            desk.fill("shifted", row.line, place + 1, cells[place])
    return Line(row.line, cells[: max(len(kinds), _reach(row) + shift)])
