"""The days on which nobody should be called to a meeting: holidays, and the eves that offices keep free."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from holidays import country_holidays

from councilflow import i18n
from councilflow.i18n import gettext as _
from councilflow.process.councils import Country

_OWN_LANGUAGE = {Country.SWEDEN: "sv", Country.NORWAY: "no"}
_KINDS = {Country.SWEDEN: ("public", "de_facto"), Country.NORWAY: ("public",)}
"""De facto in Sweden: the eves of midsummer, Christmas and the new year. Half days are working days."""

_CHRISTMAS_EVE, _NEW_YEARS_EVE = (12, 24), (12, 31)


def holidays_on(country: Country, year: int) -> dict[date, str]:
    """The holidays of a country in a calendar year, with their names, in the order of the year.

    The names are in the country's own language; in English for whoever reads English. To them belong the
    eves on which offices are closed: in Sweden those that count as holidays by law or custom, in Norway
    those of Christmas and the new year, which the collective agreements free from noon.
    """
    found = dict(_of_package(country, year, i18n.language() == "en"))
    if country is Country.NORWAY:
        found.setdefault(date(year, *_CHRISTMAS_EVE), _("Julafton"))
        found.setdefault(date(year, *_NEW_YEARS_EVE), _("Nyårsafton"))
    return dict(sorted(found.items()))


@lru_cache(maxsize=100)
def _of_package(country: Country, year: int, in_english: bool) -> dict[date, str]:
    language = "en_US" if in_english else _OWN_LANGUAGE[country]
    found = country_holidays(country.value, years=year, language=language, categories=_KINDS[country])
    return {day: found[day] for day in found if day.year == year}
