"""When something is to be done, as a plan writes it (B1.5): years and seasons, never a date.

A half-year, a quarter, a month or a day says its year and nothing more; "fortløpande" says no year, and is no
doubt. Doubts, by their codes:

- `not-a-period`: nothing in the cell is a year, a season or a word for time.
- `extra-text`: years were read, and something else stands beside them.
- `year-far-off`: a year that no plan means. It is not read.
- `year-short`: "hösten -23" is read as 2023; "2022–24" is no doubt.
- `no-year`: a season or a month of no year.
- `backwards`: the last year comes before the first. Neither is read.
- `month-or-year`: "2009-10" may be October or the two years. Read as years.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from councilflow.process.plans.document import Period
from councilflow.process.plans.signs import DASHES, on_one_line
from councilflow.process.plans.values import Season

EARLIEST, LATEST = 1950, 2100
_LONGEST = 300

SEASONS: Final = {
    Season.WINTER: ("vinter", "vinteren", "vintern", "winter"),
    Season.SPRING: ("vår", "våren", "vårtermin", "vårterminen", "vt", "spring"),
    Season.SUMMER: ("sommar", "sommaren", "sommer", "sommeren", "summer"),
    Season.AUTUMN: (
        "haust",
        "hausten",
        "høst",
        "høsten",
        "höst",
        "hösten",
        "hösttermin",
        "höstterminen",
        "ht",
        "autumn",
        "fall",
    ),
}
_SEASON = {word: season for season, words in SEASONS.items() for word in words}

_MONTHS = (
    *(
        "januar",
        "januari",
        "january",
        "jan",
        "februar",
        "februari",
        "february",
        "feb",
        "mars",
        "march",
        "mar",
    ),
    *("april", "apr", "mai", "maj", "may", "juni", "june", "jun", "juli", "july", "jul"),
    *("august", "augusti", "aug", "september", "sept", "sep", "oktober", "october", "okt", "oct"),
    *("november", "nov", "desember", "december", "des", "dec"),
)
_PARTS = (
    *("halvår", "halvåret", "halvdel", "halvdelen", "kvartal", "kvartalet", "tertial", "tertialet", "half"),
    *("første", "første", "fyrste", "første", "första", "andre", "andra", "tredje", "fjerde", "fjärde"),
    *("q1", "q2", "q3", "q4", "k1", "k2", "k3", "k4", "kv1", "kv2", "kv3", "kv4", "h1", "h2", "kv"),
    *("quarter", "first", "second", "third", "fourth", "1st", "2nd", "3rd", "4th"),
    *("veke", "uke", "vecka", "uge", "week", "v"),
)
_ONGOING = (
    *("løpende", "løpande", "löpande", "fortløpende", "fortløpande", "fortlöpande", "kontinuerlig"),
    *(
        "kontinuerleg",
        "kontinuerligt",
        "årlig",
        "årleg",
        "årlegt",
        "årligt",
        "årligen",
        "ongoing",
        "annually",
    ),
    *("continuous", "heile", "hele", "hela", "året", "perioden", "planperioden", "gjennom", "genom"),
)
_FROM = ("frå", "fra", "från", "from", "oppstart", "start", "startar", "starter", "f.o.m", "fom", "fr.o.m")
_UNTIL = (
    *("innen", "innan", "inom", "senast", "seinast", "senest", "before", "by", "until", "t.o.m", "tom"),
    *("utgangen", "utgången", "slutten", "slutet", "ut", "ferdig", "ferdigstilt", "klar", "frist"),
)
_BETWEEN = ("til", "till", "to", "og", "och", "and", "eller", "samt")
_FILLING = (
    *("i", "av", "ved", "vid", "på", "in", "of", "the", "ca", "om", "begynnelsen", "byrjinga", "början"),
    *("tidlig", "tidleg", "tidig", "tidigt", "sen", "sein", "sent", "seint", "early", "late", "mot", "åra"),
    *("årene", "åren", "years", "år", "year", "innan", "medio", "primo", "ultimo", "framover", "fremover"),
    *("utover", "framåt", "vidare", "videre", "onwards", "on", "løpet", "løpet", "loppet"),
)
_NEUTRAL = frozenset((*_MONTHS, *_PARTS, *_ONGOING, *_FROM, *_UNTIL, *_FILLING))
_NUMBERED = frozenset((*_MONTHS, *_PARTS))
_ONWARDS = frozenset(("framover", "fremover", "utover", "framåt", "vidare", "videre", "onwards", "ff"))

_YEAR = r"(?:19|20)[0-9]{2}"
_OPEN_END = re.compile(r"(?:[-–—+]|→|->|=>|>|\.\.\.|…)\W*$")
_OPEN_START = re.compile(rf"^(?:→|->|=>|>|[-–—]|til|till|to)\s?(?={_YEAR})")
_DAYS = (
    re.compile(rf"(?<![0-9])[0-3]?[0-9][./-]\s?[01]?[0-9][./-]\s?(?P<year>{_YEAR})(?![0-9])"),
    re.compile(rf"(?<![0-9])(?P<year>{_YEAR})-[01][0-9]-[0-3][0-9](?![0-9])"),
    re.compile(rf"(?<![0-9])[01]?[0-9][./](?P<year>{_YEAR})(?![0-9])"),
)
_RANGE_SHORT = re.compile(rf"(?<![0-9])({_YEAR})\s?([-–—/])\s?([0-9]{{2}})(?![0-9./])")
_DAY_SHORT = re.compile(r"(?<![0-9])[0-3]?[0-9]\.[01]?[0-9]\.([0-9]{2})(?![0-9.])")
_SHORT = re.compile(rf"\b({'|'.join(_SEASON)})\s?[-–'’]?\s?([0-9]{{2}})(?![0-9])")
_TOKEN = re.compile(r"[0-9]+|[^\W\d_](?:[\w.]*\w)?|\S")
_DIVIDES = frozenset((*_BETWEEN, *DASHES, *"→>/,;&+"))


@dataclass(slots=True)
class _Side:
    """What stands on one side of "til", "–" or "og"."""

    years: list[int] = field(default_factory=list)
    seasons: list[Season] = field(default_factory=list)
    words: list[str] = field(default_factory=list)


def read(cell: str) -> tuple[Period, str]:
    """The period, and the code of the doubt about it or nothing. The cell stays as it was written."""
    text = on_one_line(cell).casefold()
    if not text.strip(DASHES + " .?"):
        return Period(raw=cell), ""
    if len(text) > _LONGEST:
        return Period(raw=cell), "not-a-period"
    spelled, doubt = _spelled(text)
    sides = _sides(spelled)
    strange = _strange(sides)
    if not any(side.years for side in sides):
        return Period(raw=cell), _without_years(sides, strange)
    period = _period(cell, spelled, [side for side in sides if side.years or side.seasons])
    if _is_backwards(period):
        return Period(raw=cell), "backwards"
    return period, doubt or strange


def _spelled(text: str) -> tuple[str, str]:
    """The text with days as their years and short years in full, and the doubt about a short one."""
    doubt = ""
    for day in _DAYS:
        text = day.sub(lambda found: f" {found['year']} ", text)
    for year, sign, short in _RANGE_SHORT.findall(text):
        if sign == "-" and int(short) <= 12 and int(short) > int(year[2:]):
            doubt = "month-or-year"
    text = _RANGE_SHORT.sub(_range_in_full, text)
    if _SHORT.search(text) or _DAY_SHORT.search(text):
        doubt = doubt or "year-short"
    return _DAY_SHORT.sub(r" 20\1 ", _SHORT.sub(r"\1 20\2", text)), doubt


def _range_in_full(found: re.Match[str]) -> str:
    """ "2022-24" is two years; "2022-06" a month of one."""
    year, sign, short = found.groups()
    if sign == "-" and int(short) <= 12 and int(short) <= int(year[2:]):
        return year
    return f"{year}{sign}{year[:2]}{short}"


def _sides(text: str) -> list[_Side]:
    sides = [_Side()]
    for token in _TOKEN.findall(text):
        if token in _DIVIDES:
            sides.append(_Side())
        elif token in _SEASON:
            sides[-1].seasons.append(_SEASON[token])
        elif token.isdecimal() and token.isascii() and EARLIEST <= int(token[:9]) <= LATEST:
            sides[-1].years.append(int(token))
        elif re.match(r"\w", token):
            sides[-1].words.append(token)
    return sides


def _strange(sides: list[_Side]) -> str:
    """The doubt about what is no year, no season and no word for time; nothing when there is nothing else."""
    words = [word for side in sides for word in side.words]
    counts = any(word in _NUMBERED for word in words)
    for word in words:
        if word.isdecimal() and len(word) >= 4:
            return "year-far-off"
        if word not in _NEUTRAL and word not in _ONWARDS and not (counts and word.isdecimal()):
            return "extra-text"
    return ""


def _without_years(sides: list[_Side], strange: str) -> str:
    if strange:
        return strange if strange == "year-far-off" else "not-a-period"
    words = {word for side in sides for word in side.words}
    if any(side.seasons for side in sides) or words & _NUMBERED:
        return "no-year"
    return "" if words & frozenset(_ONGOING) else "not-a-period"


def _period(cell: str, text: str, sides: list[_Side]) -> Period:
    """The first and the last of what was read; one of them open after "frå", before "innen"."""
    first, last = sides[0], sides[-1]
    years = [year for side in sides for year in side.years]
    words = {word for side in sides for word in side.words}
    alone = len(years) == 1 and len(sides) == 1
    is_end = alone and bool(_OPEN_START.search(text) or words & frozenset(_UNTIL))
    is_start = not is_end and alone and bool(_OPEN_END.search(text) or words & (_ONWARDS | frozenset(_FROM)))
    return Period(
        raw=cell,
        first_year=None if is_end else years[0],
        last_year=None if is_start else years[-1],
        first_season=None if is_end or not first.seasons else first.seasons[0],
        last_season=None if is_start or not last.seasons else last.seasons[-1],
    )


def _is_backwards(period: Period) -> bool:
    if period.first_year is None or period.last_year is None:
        return False
    if period.first_year != period.last_year:
        return period.first_year > period.last_year
    order = list(Season)
    first, last = period.first_season, period.last_season
    if first is None or last is None or last is Season.WINTER:
        return False
    return order.index(first) > order.index(last)
