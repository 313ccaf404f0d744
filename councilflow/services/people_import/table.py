"""A file as a table: headings and rows of cells, whether it was CSV or a workbook."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

MOST_ROWS = 5000
MOST_COLUMNS = 60
MOST_LINES = 20_000
"""Lines of a file that are looked at, the empty ones included."""
MOST_BYTES = 5 * 1024 * 1024


class Odd(StrEnum):
    """What keeps a cell from being read."""

    FORMULA = "formula"
    FAULT = "fault"  # what a spreadsheet shows when a formula of its own failed, such as #REF!
    NUMBER = "number"  # a number where Excel keeps a date, without being one


class Cell(NamedTuple):
    text: str
    day: date | None = None
    odd: Odd | None = None


NOTHING = Cell("")


@dataclass(frozen=True, slots=True)
class Row:
    """`number` is the one that a spreadsheet shows beside it."""

    number: int
    cells: list[Cell]

    def at(self, place: int | None) -> Cell:
        return self.cells[place] if place is not None and place < len(self.cells) else NOTHING


@dataclass(frozen=True, slots=True)
class Table:
    headings: list[str]
    rows: list[Row]
    guessed: str = ""  # the encoding, where the file did not say
    other_sheets: list[str] = field(default_factory=list)


_UNSEEN = re.compile("[\u200b\u202a-\u202e\u2066-\u2069\ufeff]")


def tidy(text: str) -> str:
    """One line of text as it is stored and compared: composed letters, single spaces, no unseen signs."""
    line = " ".join(_UNSEEN.sub("", unicodedata.normalize("NFC", text)).split())
    return "".join(sign for sign in line if unicodedata.category(sign) not in ("Cc", "Cs"))
