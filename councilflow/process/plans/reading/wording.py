"""What single words say: codes at the beginning, several paragraphs in a cell, sums, states, sources."""

from __future__ import annotations

import re
from typing import Final

from councilflow.process.plans.columns import Meaning, guess
from councilflow.process.plans.signs import on_one_line
from councilflow.process.plans.values import MeasureState, NodeKind

_CODE = re.compile(
    r"(?P<code>[0-9]{1,2}(?:\.[0-9]{1,2}){0,3}\s?[A-Za-z]?|[A-ZÆØÅÄÖ])\s?[.):]\s{0,3}(?=\S)(?P<title>[^\s\d].*)",
    re.DOTALL,
)
_BARE_CODE = re.compile(
    r"(?P<code>[0-9]{1,2}(?:(?:\.[0-9]{1,2}){1,3}|[A-Z]))\s+(?P<title>[^\W\d_].*)", re.DOTALL
)
_LEVELLED = re.compile(
    r"(?P<level>[^\W\d_][^\d:.]{1,40}?)\s(?P<code>[0-9]{1,2}(?:\.[0-9]{1,2}){0,2}\s?[A-Za-z]?|[A-Z][0-9]{0,2})"
    r"(?:\s?[:.)–-]\s*|\s+(?=[A-ZÆØÅÄÖ]))(?P<title>\S.*)",
    re.DOTALL,
)
_AREA = re.compile(
    r"(?P<level>[^\W\d_]{0,20}område|[^\W\d_]{0,12}\s?area)\s?:\s*(?P<title>[^\s:][^:]{1,110})",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"^[0-9]{1,2}(?:\.[0-9]{1,2}){0,3}[.)]?\s+(?=[^\W\d_])")
_NAME = re.compile(r"(?P<name>[^.:\n]{2,70}?)[.:]\s+(?P<text>\S.*)", re.DOTALL)
_BULLET = re.compile(r"\s*[•●▪■◦‣∙·]\s*|\s*\n\s*[-–*]\s+")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÆØÅÄÖ])")
_CAPITALS = re.compile(r"(?<=[^\W\d_A-ZÆØÅÄÖ.)])\s+(?=[A-ZÆØÅÄÖ])|(?<=[.)])\s+(?=[A-ZÆØÅÄÖ])")
_SUM = re.compile(
    r"(?:sum|summa|sum\w*|total\w*|i alt|til sammen|til saman|sammanlagt|subtotal|delsum)\b", re.IGNORECASE
)

SPLITS: Final = ("paragraphs", "bullets", "numbers", "dashes", "semicolons", "sentences", "capitals", "none")
"""The ways of dividing a cell or a line into several things."""

_DIVIDED: Final = {
    "sentences": _SENTENCE,
    "capitals": _CAPITALS,
    "numbers": re.compile(r"(?:^|(?<=\s))(?=[0-9]{1,2}[.)]\s)"),
    "semicolons": re.compile(r"\s*;\s+"),
    "dashes": re.compile(r"(?:^|\s)[-–]\s+"),
}

KIND_OF: Final = {
    Meaning.AREA: NodeKind.AREA,
    Meaning.FOCUS_AREA: NodeKind.AREA,
    Meaning.GOAL: NodeKind.GOAL,
    Meaning.STRATEGY: NodeKind.STRATEGY,
    Meaning.MEASURE: NodeKind.MEASURE,
}

STATES: Final = {
    MeasureState.DONE: (
        *("gjennomført", "gjennomførte", "fullført", "avslutta", "avsluttet", "ferdig", "utført", "klar"),
        *(
            "genomförd",
            "genomfört",
            "genomförda",
            "genomförts",
            "slutförd",
            "slutfört",
            "avslutad",
            "avslutat",
            "done",
            "completed",
            "finished",
        ),
    ),
    MeasureState.ONGOING: (
        *("pågår", "pågående", "pågåande", "igangsatt", "i gang", "under arbeid", "i arbeid", "løpende"),
        *("påbegynt", "påbörjad", "påbörjat", "startet", "ongoing", "in progress"),
    ),
    MeasureState.ADOPTED: ("vedtatt", "vedteke", "beslutad", "beslutat", "antagen", "adopted"),
    MeasureState.PAUSED: ("utsatt", "utsett", "pausad", "vilande", "satt på vent", "paused"),
    MeasureState.CANCELLED: ("avlyst", "inställd", "ikke gjennomført", "ikkje gjennomført", "cancelled"),
    MeasureState.POSSIBLE: ("mulig", "mogleg", "möjlig", "planlagt", "planerad", "possible", "planned"),
}
_STATE = {word: state for state, words in STATES.items() for word in words}
_STATE_AT_END = re.compile(r"(?P<title>.{3,}?)\s*(?:[–—:,-]\s+|\()(?P<state>[\w ]{3,20}?)\)?\.?", re.DOTALL)


def clean(text: str) -> str:
    """The words with one space between each; a line break stays one."""
    return "\n".join(filter(None, (on_one_line(line) for line in text.split("\n"))))


def code_of(text: str, kind: NodeKind | None) -> tuple[str, str]:
    """The code and the rest of a cell of that kind: "Mål 3B: …" among goals, else `coded`."""
    found = levelled(text)
    return (found[2], found[3]) if found and KIND_OF[found[0]] is kind else coded(text)


def coded(text: str) -> tuple[str, str]:
    """The code at the beginning and the rest: "A. Rekruttering", "1. Kompetanse", "3B Samarbeid"."""
    found = _CODE.fullmatch(text) or _BARE_CODE.fullmatch(text)
    if found is None:
        return "", text
    return found["code"].replace(" ", ""), found["title"].strip()


def levelled(text: str) -> tuple[Meaning, str, str, str] | None:
    """What "Mål 3B: …" or "Satsingsområde 1 – …" says: the meaning, the word, the code, the rest."""
    text = _NUMBER.sub("", text, count=1)
    found = _LEVELLED.fullmatch(text)
    if found is None:
        return _named_area(text)
    meaning = guess(found["level"])
    if meaning not in KIND_OF or len(found["level"].split()) > 3:
        return None
    return meaning, found["level"].strip(), found["code"].replace(" ", ""), found["title"].strip()


def _named_area(text: str) -> tuple[Meaning, str, str, str] | None:
    """ "Satsingsområde: Reiseliv", which has no number."""
    found = _AREA.fullmatch(text)
    meaning = guess(found["level"]) if found else None
    if found is None or meaning not in (Meaning.AREA, Meaning.FOCUS_AREA):
        return None
    return meaning, found["level"].strip(), "", found["title"].strip()


def named(text: str) -> tuple[str, str]:
    """A short name and the text after it: "Rekruttering. Sikre næringslivet …"."""
    found = _NAME.fullmatch(text)
    return (found["name"].strip(), found["text"].strip()) if found else (text, "")


def is_sum(text: str) -> bool:
    return bool(_SUM.match(text.strip()))


def paragraphs(text: str, way: str) -> list[str]:
    """The cell's parts by the way that is asked for; a cell of one part is one."""
    if way == "none":
        return [on_one_line(text)] if text.strip() else []
    if way in _DIVIDED:
        pieces = [piece for line in text.split("\n") for piece in _DIVIDED[way].split(line)]
    elif way == "bullets":
        pieces = _BULLET.split(f"\n{text}")
    else:
        pieces = text.split("\n")
    parts = [on_one_line(_BULLET.sub(" ", piece)) for piece in pieces]
    return [part for part in parts if part]


def way_of(text: str) -> str:
    """How the cell itself shows that it has several parts, if it does."""
    if re.match(r"1[.)]\s", text) and re.search(r"\s2[.)]\s", text) and "\n" not in text:
        return "numbers"
    if re.match(r"[-–]\s", text) and len(_DIVIDED["dashes"].findall(text)) > 1 and "\n" not in text:
        return "dashes"
    if len(_BULLET.findall(f"\n{text}")) >= 2 or text.lstrip()[:1] in "•●▪■◦‣∙":
        return "bullets" if len(paragraphs(text, "bullets")) > 1 else "none"
    return "paragraphs" if "\n" in text.strip() else "none"


def state_of(text: str) -> MeasureState | None:
    return _STATE.get(on_one_line(text).casefold().strip(" .()"))


def state_in(text: str) -> MeasureState | None:
    """The state that a line gives what it announces: "Følgende aktiviteter er gjennomført:"."""
    found = re.search(
        r"\b(?:er|ble|blei|vart|har blitt|är|har|blev|were|are)\s(?:\w+\s)?(?P<state>\w+):?$", text
    )
    return state_of(found["state"]) if found else None


def with_state(text: str) -> tuple[str, MeasureState | None]:
    """A title, and the state that stands at its end: "Kartlegging – gjennomført"."""
    found = _STATE_AT_END.fullmatch(text) if len(text) < 2000 else None
    state = state_of(found["state"]) if found else None
    return (found["title"].strip(), state) if found and state else (text, None)


def sources(text: str) -> list[str]:
    """The sources of funding that a cell names: "Drift/prosjekt", "SH-BI + drift"."""
    parts = re.split(r"\s*[\n/+;]\s*|,\s+", text.strip())
    found: dict[str, str] = {}
    for part in (on_one_line(part) for part in parts):
        if part:
            found.setdefault(part.casefold(), part)
    return list(found.values())
