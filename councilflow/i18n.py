"""The four languages of the product: texts, dates and numbers.

The source text of every sentence is Swedish; `translations/<language>/LC_MESSAGES/messages.po` holds the
others and is read as it stands. Pages, mails and documents all ask here, each in the language of its
reader, so the language is a context of its own and not a property of a web request.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time
from functools import cache
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale, dates, numbers
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

from councilflow.process.timetable import Day

SOURCE = "sv"
LANGUAGES = {"sv": "Svenska", "nb": "Norsk bokmål", "nn": "Norsk nynorsk", "en": "English"}
"""Code and own name of each interface language, in the order they are offered."""

_LOCALES = {"sv": "sv_SE", "nb": "nb_NO", "nn": "nn_NO", "en": "en_GB"}
_FOLDER = Path(__file__).parent / "translations"
_language: ContextVar[str] = ContextVar("language", default=SOURCE)


def language() -> str:
    """The code of the language being spoken here: sv, nb, nn or en."""
    return _language.get()


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Everything inside is written in the language `code`; an unknown code means Swedish."""
    token = _language.set(code if code in LANGUAGES else SOURCE)
    try:
        yield
    finally:
        _language.reset(token)


@cache
def catalogue(code: str) -> NullTranslations:
    """The texts of one language. Swedish needs none: the source is Swedish."""
    path = _FOLDER / code / "LC_MESSAGES" / "messages.po"
    if code == SOURCE or not path.exists():
        return NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=code))
    compiled.seek(0)
    return Translations(compiled)


def gettext(message: str, **facts: object) -> str:
    """The sentence in the language being spoken, with its %(name)s filled in from `facts`."""
    text: str = catalogue(language()).gettext(message)
    return text % facts if facts else text


def ngettext(one: str, many: str, n: int, **facts: object) -> str:
    """The sentence for `n` things; `n` itself fills %(n)s."""
    text: str = catalogue(language()).ngettext(one, many, n)
    return text % {"n": n, **facts}


class LazyText:
    """A sentence whose language is settled when it is shown, for forms and tables made at start."""

    def __init__(self, message: str, facts: dict[str, object] | None = None) -> None:
        self.message = message
        self.facts = facts or {}

    def __str__(self) -> str:
        return gettext(self.message, **self.facts)

    def __html__(self) -> str:
        return escape(str(self))

    def __mod__(self, facts: Any) -> str:
        filled: str = str(self) % facts
        return filled

    def __eq__(self, other: object) -> bool:
        return str(self) == str(other)

    def __hash__(self) -> int:
        return hash(self.message)

    def __repr__(self) -> str:
        return f"LazyText({self.message!r})"


def lazy_gettext(message: str, **facts: object) -> Any:
    """A text that is translated when shown. Typed as Any: WTForms asks for str and takes this as well."""
    return LazyText(message, facts)


@cache
def locale(code: str) -> Locale:
    return Locale.parse(_LOCALES[code])


def here() -> Locale:
    """The Babel locale of the language being spoken."""
    return locale(language())


def best_language(offered: str | None) -> str:
    """The first of a browser's Accept-Language that we speak; plain Norwegian `no` means bokmål."""
    for part in (offered or "").split(","):
        code = part.split(";")[0].strip().lower().split("-")[0]
        code = "nb" if code == "no" else code
        if code in LANGUAGES:
            return code
    return SOURCE


# The Swedish day is written "4 december 2026" and the Norwegian "4. desember 2026"; the clock is "9.00" in
# both. Babel has the names but not the dots.
_DAY = {"sv": "d", "nb": "d.", "nn": "d.", "en": "d"}
_CLOCK = {"sv": "H.mm", "nb": "H.mm", "nn": "H.mm", "en": "HH:mm"}


def day_number(day: date) -> str:
    """4, or 4. in Norwegian"""
    return dates.format_date(day, _DAY[language()], locale=here())


def date_long(day: date) -> str:
    """4 december 2026"""
    return dates.format_date(day, f"{_DAY[language()]} MMMM y", locale=here())


def date_span(days: tuple[date, date]) -> str:
    """12–13 mars 2027, 31 mars–1 april 2027, 31 december 2026–1 januari 2027; one day as it is."""
    first, last = days
    if first == last:
        return date_long(first)
    if first.year != last.year:
        return f"{date_long(first)}–{date_long(last)}"
    if first.month != last.month:
        begins = dates.format_date(first, f"{_DAY[language()]} MMMM", locale=here())
        return f"{begins}–{date_long(last)}"
    return f"{day_number(first)}–{date_long(last)}"


def weekday_span(days: tuple[date, date]) -> str:
    """fredag 12 mars 2027, or 12–13 mars 2027"""
    return weekday_date(days[0]) if days[0] == days[1] else date_span(days)


def date_short(day: date) -> str:
    """4 dec"""
    return dates.format_date(day, f"{_DAY[language()]} MMM", locale=here()).rstrip(".")


def month_short(day: date) -> str:
    """dec"""
    return dates.format_date(day, "MMM", locale=here()).rstrip(".")


def month_name(day: date) -> str:
    """december"""
    return dates.format_date(day, "LLLL", locale=here())


def begun(text: str) -> str:
    """As the beginning of a sentence. What follows the first letter stays: English months are capitalised."""
    return text[:1].upper() + text[1:]


def weekday_name(day: date) -> str:
    """fredag"""
    return dates.format_date(day, "EEEE", locale=here())


def weekday_short(day: date) -> str:
    """fre"""
    return dates.format_date(day, "EEE", locale=here()).rstrip(".")


def weekday_date(day: date) -> str:
    """fredag 4 december 2026"""
    return dates.format_date(day, f"EEEE {_DAY[language()]} MMMM y", locale=here())


def weekday_day(day: date) -> str:
    """fredag 4 december"""
    return dates.format_date(day, f"EEEE {_DAY[language()]} MMMM", locale=here())


def month_numbered(month: int) -> str:
    """december, for 12"""
    return str(here().months["stand-alone"]["wide"][month])


@cache
def months() -> dict[str, int]:
    """The number of each month by its names, whole and short, in all the languages, in small letters."""
    return {
        name.rstrip(".").lower(): number
        for code in LANGUAGES
        for form in ("wide", "abbreviated")
        for number, name in locale(code).months["format"][form].items()
    }


def weekday_numbered(weekday: int) -> str:
    """fredag, for 4; 0 is Monday"""
    return str(here().days["stand-alone"]["wide"][weekday])


def clock(moment: time | datetime) -> str:
    """9.00 – the local time that `moment` itself carries; convert to the council's zone first."""
    naive = moment.time() if isinstance(moment, datetime) else moment
    return dates.format_time(naive, _CLOCK[language()], locale=here())


def date_time(moment: datetime, zone: ZoneInfo | None = None) -> str:
    """4 december 2026 kl. 9.00, in `zone` or in the zone that `moment` carries."""
    local = moment.astimezone(zone) if zone else moment
    return gettext("%(day)s kl. %(clock)s", day=date_long(local.date()), clock=clock(local))


def meeting_days(days: Iterable[Day]) -> str:
    """torsdag 11 mars kl. 12.00–17.00 och fredag 12 mars kl. 8.30–12.00, each by its own clocks."""
    return listed(
        [
            gettext(
                "%(day)s kl. %(begins)s–%(ends)s",
                day=weekday_day(one.starts_at.date()),
                begins=clock(one.starts_at),
                ends=clock(one.ends_at),
            )
            for one in days
        ]
    )


def number(value: float) -> str:
    return numbers.format_decimal(value, locale=here())


def listed(words: list[str]) -> str:
    """a, b och c"""
    if len(words) < 2:
        return "".join(words)
    return gettext("%(first)s och %(last)s", first=", ".join(words[:-1]), last=words[-1])
