"""A sentence for every rule that can be broken, and what to do instead.

The keys are the codes of `RuleBroken`; its facts fill in the %(name)s. Each module holds those of its noun. A
test holds that every code raised anywhere stands here once, in all four languages.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from councilflow import i18n
from councilflow.process.errors import RuleBroken
from councilflow.web.refusals import (
    after,
    agenda,
    attendance,
    councils,
    formal,
    home,
    meeting,
    minutes,
    names,
    outwards,
    plan_import,
    plan_reports,
    plans,
    speaking,
    standpoints,
    votes,
)
from councilflow.web.refusals.refusal import Refusal
from councilflow.words import WORDS, word

_NOUNS = (
    formal,
    outwards,
    councils,
    plans,
    plan_import,
    plan_reports,
    names,
    agenda,
    meeting,
    standpoints,
    minutes,
    after,
    home,
    attendance,
    speaking,
    votes,
)
TABLES = [table.REFUSALS for table in _NOUNS]
REFUSALS: dict[str, Refusal] = {code: refusal for table in TABLES for code, refusal in table.items()}


def in_words(value: object) -> str:
    """A fact of a refusal as people read it: a stored value as its word, a day as one writes it, several as a
    list."""
    if isinstance(value, date):
        return i18n.date_long(value)
    if isinstance(value, StrEnum):
        return word(value) if (type(value), value) in WORDS else str(value)
    if isinstance(value, Iterable) and not isinstance(value, str):
        return " ".join(in_words(part) for part in value)
    return str(value)


def explained(error: RuleBroken) -> list[str]:
    """The sentence of a refusal and, when there is any, the advice; for a page that keeps what was typed."""
    refusal = REFUSALS[error.code]
    facts = {name: in_words(value) for name, value in error.facts.items()}
    return [str(text) % facts for text in refusal if text is not None]
