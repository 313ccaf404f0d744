"""What of a goal can be counted: "To prosjekter igangsatt, hvorav ett gjennomført" is 2 and 1 (B3.13)."""

from __future__ import annotations

import re
from typing import Final

from councilflow.process.plans.document import GoalPart
from councilflow.process.plans.signs import on_one_line

NUMBERS: Final = {
    1: ("en", "ei", "ein", "et", "eit", "ett", "én", "one"),
    2: ("to", "två", "two"),
    3: ("tre", "three"),
    4: ("fire", "fyra", "four"),
    5: ("fem", "five"),
    6: ("seks", "sex", "six"),
    7: ("sju", "syv", "seven"),
    8: ("åtte", "åtta", "eight"),
    9: ("ni", "nio", "nine"),
    10: ("ti", "tio", "ten"),
    11: ("elleve", "elva", "eleven"),
    12: ("tolv", "twelve"),
}
_NUMBER = {word: number for number, words in NUMBERS.items() for word in words}
_BEFORE = frozenset(
    (
        *(
            "minst",
            "minimum",
            "hvorav",
            "av",
            "kvarav",
            "varav",
            "inntil",
            "ca",
            "med",
            "jobbet",
            "at",
            "least",
        ),
        *(
            "gjennomføre",
            "gjennomført",
            "etablere",
            "etablert",
            "genomföra",
            "starte",
            "startet",
            "og",
            "och",
        ),
    )
)
_DIVIDES = re.compile(r"[.;]\s+|,\s+|\s+(?=hvorav\b|kvarav\b|varav\b)", re.IGNORECASE)


def goal_parts(text: str) -> tuple[GoalPart, ...]:
    """The parts of a goal that begin with a number; none where it names no number."""
    found = []
    for piece in _DIVIDES.split(on_one_line(text).rstrip(".")):
        planned = _planned(piece.split())
        if planned is not None:
            found.append(GoalPart(piece, planned))
    return tuple(found)


def _planned(words: list[str]) -> int | None:
    for word in words[:4]:
        said = word.casefold()
        if said in _NUMBER:
            return _NUMBER[said] if len(words) > 1 else None
        if re.fullmatch(r"[0-9]{1,6}", said) and not re.fullmatch(r"(?:19|20)[0-9]{2}", said):
            return int(said)
        if said not in _BEFORE:
            return None
    return None
