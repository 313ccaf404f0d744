"""Searching in texts that people have written, the same on both databases."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_

LONGEST = 200
"""Signs of a search that are looked at, and at most so many words."""
_WORDS = 8
_LETTERS = "ÅÄÖØÆÉÜÁČĐŊŠŦŽ"
"""Capitals that SQLite does not fold: the alphabets of Sweden, Norway and the Sámi."""


def about(words: str, *columns: Any) -> ColumnElement[bool]:
    """Every word of a search somewhere in one of these columns, in whatever case."""
    return and_(*(_anywhere(word, columns) for word in words[:LONGEST].split()[:_WORDS]))


def _anywhere(word: str, columns: tuple[Any, ...]) -> ColumnElement[bool]:
    return or_(*(folded(column).contains(word.lower(), autoescape=True) for column in columns))


def folded(column: Any) -> Any:
    """A text in small letters, in SQLite too."""
    small = func.lower(column)
    for letter in _LETTERS:
        small = func.replace(small, letter, letter.lower())
    return small
