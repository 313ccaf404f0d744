"""What the words of a measure say about it: nothing yet, a phase, or that it goes on elsewhere."""

from __future__ import annotations

import re
from typing import Final

from councilflow.process.plans.signs import on_one_line
from councilflow.process.plans.values import ProjectPhase

PLACEHOLDERS: Final = (
    *(
        "ikke konkretisert",
        "ikkje konkretisert",
        "ej konkretiserat",
        "inte konkretiserat",
        "ej konkretiserad",
    ),
    *("ikke avklart", "ikkje avklart", "ej klarlagt", "ej fastställt", "ikke fastsatt", "ikkje fastsett"),
    *(
        "ikke bestemt",
        "ikkje bestemt",
        "ej beslutat",
        "ikke påbegynt",
        "uavklart",
        "uavklara",
        "kommer senere",
    ),
    *("kjem seinare", "kommer senare", "kompletteras senare", "kompletteras", "suppleres senere"),
    *("tbd", "tba", "tbc", "to be decided", "to be determined", "not yet specified", "under utarbeidelse"),
    *("under utarbeiding", "under utarbetande", "xxx", "xx", "…", "...", "?", "n/a"),
)
"""What stands in the place of a measure that nobody has thought of yet (B3.14)."""

PHASES: Final = {
    ProjectPhase.PRE_STUDY: ("forstudie", "forstudium", "förstudie", "føranalyse", "prestudy", "pre-study"),
    ProjectPhase.PRE_PROJECT: ("forprosjekt", "førprosjekt", "förprojekt", "pre-project"),
    ProjectPhase.MAIN_PROJECT: ("hovedprosjekt", "hovudprosjekt", "huvudprojekt", "main project"),
}

_PHASE = {word: phase for phase, words in PHASES.items() for word in words}
_PHASE_WORD = re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, _PHASE))})(?:et|en|er|r|a|ar|n)?(?!\w)")
_ARTICLES = frozenset(
    ("eit", "eitt", "et", "ett", "ein", "en", "ny", "nytt", "felles", "regionalt", "regional")
)
_DOING = re.compile(
    r"^(?:gjennomfør|genomför|start|oppstart|uppstart|igangset|iverkset|sette|setja|setje|gang|igang|opp|upp"
    r"|etabler|utarbeid|utarbet|lag|søk|sök|inngå|delta|avslut|fullfør|fullför|slutfør|slutför|vidarefør"
    r"|viderefør|planleg|planer|initier|carry|conduct|run|start|complete|utfør|utför|bidra|støtt|stött)"
)
_PART_AT_START = re.compile(r"^([a-zæøå])\)\s*\S", re.IGNORECASE)
_PART_INSIDE = re.compile(r"(?<=[\s:;,])([a-zæøå])\)\s", re.IGNORECASE)


def is_placeholder(text: str) -> bool:
    """Whether the cell says no more than that something is to come."""
    said = on_one_line(text).casefold()
    return said in PLACEHOLDERS or said.strip(" .()[]*!") in PLACEHOLDERS


def phase_in(text: str) -> ProjectPhase | None:
    """The phase that the measure itself is.

    That is the first one that it names at its beginning, after a sign or after a word of doing. One that is
    only spoken of ("når rapport frå forprosjekt føreligg", "prosjektplan for hovudprosjektet") is not.
    """
    said = on_one_line(text).casefold()
    for found in _PHASE_WORD.finditer(said):
        if _is_done(said[: found.start()], said[found.end() :]):
            return _PHASE[found[1]]
    return None


def _is_done(before: str, after: str) -> bool:
    words = before.split()
    while words and words[-1] in _ARTICLES:
        words.pop()
    if words and words[-1] in ("av", "med") and len(words) > 1:
        words.pop()
    if not words or words[-1][-1] in ".,;:()–-/!" or re.fullmatch(r"[\d.]+|[a-z]\)", words[-1]):
        return True
    return bool(_DOING.match(words[-1])) or (not after.strip(" .") and len(words) <= 3)


def part_letter(text: str) -> str:
    """The letter of the part that a cell is or ends in: "b" for "b) politisk …", "a" for "… for a) å …".

    Nothing for a cell without parts.
    """
    said = on_one_line(text)
    at_start = _PART_AT_START.match(said)
    inside = _PART_INSIDE.findall(said)
    return (inside[-1] if inside else at_start[1] if at_start else "").casefold()


def continues(before: str, text: str) -> bool:
    """Whether a measure goes on from the one before it: "b) …" after one that ends in a) (B1.9)."""
    at_start = _PART_AT_START.match(on_one_line(text))
    last = part_letter(before)
    return bool(at_start and last and ord(at_start[1].casefold()) == ord(last) + 1)
