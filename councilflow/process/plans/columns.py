"""What a column of a plan's table is about, guessed from its heading in Swedish, bokmål, nynorsk or English.

A guess is only a proposal: the person who imports decides. A heading means what its longest known beginning
means, or else its longest known ending ("Tematisk innsatsområde"). The words stand in `vocabulary`.
"""

from __future__ import annotations

import re

from councilflow.process.plans.signs import on_one_line
from councilflow.process.plans.values import GoalKind
from councilflow.process.plans.vocabulary import GOAL_KINDS, QUESTIONS, WORDS, Meaning

__all__ = ["GOAL_KINDS", "WORDS", "Meaning", "goal_kind", "guess", "is_known", "money_unit", "year_in"]

_MEANING = {word: meaning for meaning, words in WORDS.items() for word in words}
_LONGEST = 90
_LABELLED = re.compile(r":\s?\w")  # "Ansvar: SR" is a cell, no heading

_UNITS = (
    (1_000_000_000, re.compile(r"\b(?:milliard|miljard)|\bmrd\b")),
    (1_000_000, re.compile(r"\b(?:million|miljon|mill|mnkr|mkr|mnok|msek|mio)")),
    (1_000, re.compile(r"\b(?:tusen|1\s?000|1000-tall|1000-tal|tkr|tnok|tsek|kkr|thousand|t\.\s?kr|i 1000)")),
)


def guess(heading: str) -> Meaning | None:
    """What the column is about; nothing when no word of it is known, or when it is no heading at all."""
    if len(heading) > 4 * _LONGEST or _LABELLED.search(heading):
        return None
    text = _bare(heading)
    if not text:
        return Meaning.YEAR if year_in(heading) is not None else None
    if len(text) > _LONGEST:
        return None
    if text in _MEANING:
        return _MEANING[text]
    words = text.split()
    if words[0] in QUESTIONS:
        return None
    known = (_MEANING.get(" ".join(words[:count])) for count in range(len(words) - 1, 0, -1))
    endings = (_MEANING.get(" ".join(words[start:])) for start in range(1, len(words)))
    return next((meaning for meaning in (*known, *endings) if meaning is not None), None)


def is_known(heading: str) -> bool:
    """Whether the words are those of a heading and no others: "Ansvar", and not "Ansvar for møtene"."""
    return _bare(heading) in _MEANING


def goal_kind(heading: str) -> GoalKind | None:
    """Which kind of goal a heading speaks of; nothing for a bare "Mål"."""
    text = _bare(heading)
    for kind, words in GOAL_KINDS.items():
        if any(text == word or text.startswith(f"{word} ") for word in words):
            return kind
    return None


def year_in(heading: str) -> int | None:
    """The one year that a heading names: "Budsjett 2022"; nothing for none, or for several."""
    years = set(re.findall(r"(?<![0-9])(?:19[5-9][0-9]|20[0-9]{2})(?![0-9])", on_one_line(heading)))
    return int(years.pop()) if len(years) == 1 else None


def money_unit(text: str) -> int | None:
    """What a bare number counts under these words: 1_000_000 under "tall i millioner"; nothing if unsaid."""
    said = on_one_line(text).casefold()
    return next((unit for unit, words in _UNITS if words.search(said)), None)


def _bare(heading: str) -> str:
    """The words of a heading without its year, its unit, its notes and its signs."""
    text = re.sub(r"<[^<>]*>|[*_]{1,2}", "", on_one_line(heading[: 4 * _LONGEST])).casefold()
    text = re.sub(r"\([^()]*\)?", " ", text)
    text = re.sub(r"(?<![0-9])(?:19|20)[0-9]{2}(?:\s?[-–/]\s?(?:19|20)?[0-9]{2})?(?![0-9])", " ", text)
    text = re.sub(r"\s*[/&+]\s*", " og ", text)
    text = re.sub(r"[:.,;?!–—]|(?<!\w)-|-(?!\w)", " ", text)
    return " ".join(text.split())
