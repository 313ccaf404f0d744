"""What stands in a cell, understood: a day, a word of ours, an address, a line of text.

Each function answers with what is meant or raises the RuleBroken that says why nobody can tell.
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from email_validator import EmailNotValidError, validate_email

from councilflow import i18n
from councilflow.process.days import YEARS, NotADay, read_day
from councilflow.process.errors import RuleBroken
from councilflow.process.imports import LONGEST, Column
from councilflow.services import people
from councilflow.services.people_import.columns import plain
from councilflow.services.people_import.table import Cell, Odd
from councilflow.words import word


def readable(cell: Cell) -> None:
    """RuleBroken: import-formula, import-cell-faulty."""
    if cell.odd is Odd.FORMULA:
        raise RuleBroken("import-formula")
    if cell.odd is Odd.FAULT:
        raise RuleBroken("import-cell-faulty", text=cell.text[:40])


def text_of(column: Column, cell: Cell) -> str:
    """One line of text. RuleBroken: import-too-long, and those of `readable`."""
    readable(cell)
    if len(cell.text) > LONGEST.get(column, 200):
        raise RuleBroken("import-too-long", longest=LONGEST.get(column, 200))
    return cell.text


def address_of(text: str) -> str:
    """An address of mail as it is stored. RuleBroken: import-address-wrong."""
    try:
        validate_email(text, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        raise RuleBroken("import-address-wrong", text=text[:60]) from None
    return people.address(text)


# --- Words ------------------------------------------------------------------------------------------------


def choice(kind: type[StrEnum], text: str) -> Any:
    """The stored value that a word means, in any of the four languages. RuleBroken: import-unknown-word."""
    found = _words(kind).get(plain(text))
    if found is None:
        allowed = [word(value) for value in kind]
        raise RuleBroken("import-unknown-word", text=text[:60], allowed=", ".join(allowed))
    return found


@cache
def _words(kind: type[StrEnum]) -> dict[str, StrEnum]:
    found = {plain(value.value): value for value in kind}
    for language in i18n.LANGUAGES:
        with i18n.speaking(language):
            for value in kind:
                found.setdefault(plain(word(value)), value)
    return found


_LANGUAGES = {
    "sv": ("svenska", "svensk", "swedish"),
    "nb": ("norsk bokmål", "bokmål", "norsk", "norska", "no", "norwegian"),
    "nn": ("norsk nynorsk", "nynorsk"),
    "en": ("english", "engelska", "engelsk"),
}


def language_of(text: str) -> str:
    """The code of a language, by code or by name. RuleBroken: import-unknown-word."""
    for code, names in _LANGUAGES.items():
        if plain(text) in (code, *names):
            return code
    raise RuleBroken("import-unknown-word", text=text[:60], allowed=", ".join(i18n.LANGUAGES.values()))


# --- Days -------------------------------------------------------------------------------------------------

_SLASH = re.compile(r"(\d{1,2})/(\d{1,2})\b.*", re.ASCII)
_MIDNIGHT = re.compile(r"[T ]00:00(:00(\.0+)?)?$", re.ASCII)


def day_of(cell: Cell) -> date | None:
    """The day in a cell; None when it is empty.

    What a spreadsheet keeps as a date, or a day as people write it, in any of the four languages. With a
    slash only where one day alone can be meant: 31/1 2027, not 2/1 2027. RuleBroken: import-day-unreadable,
    import-day-ambiguous, and those of `readable`.
    """
    readable(cell)
    if not cell.text:
        return None
    shown = cell.text[:40]
    if cell.odd is Odd.NUMBER or (cell.day and cell.day.year not in YEARS):
        raise RuleBroken("import-day-unreadable", text=shown)
    if cell.day:
        return cell.day
    slash = _SLASH.fullmatch(cell.text)
    if slash and slash[1] != slash[2] and max(int(slash[1]), int(slash[2])) <= 12:
        raise RuleBroken("import-day-ambiguous", text=shown)
    try:
        return read_day(_MIDNIGHT.sub("", cell.text), _months())
    except NotADay:
        raise RuleBroken("import-day-unreadable", text=shown) from None


@cache
def _months() -> dict[str, int]:
    """The number of each month by its names, whole and short, in every language."""
    return {
        name.lower().rstrip("."): number
        for language in i18n.LANGUAGES
        for width in ("wide", "abbreviated")
        for number, name in i18n.locale(language).months["format"][width].items()
    }
