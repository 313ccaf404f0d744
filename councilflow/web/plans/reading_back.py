"""What was read of a period, said back at once to who wrote it (B1.5)."""

from __future__ import annotations

from typing import Any

from councilflow.i18n import gettext as _
from councilflow.process.plans import periods
from councilflow.words import word


def as_read(row: Any) -> str:
    """`row` has a period as written and what was read of it."""
    if not row.period:
        return ""
    if row.first_year is None and row.last_year is None:
        _read, doubt = periods.read(row.period)
        if not doubt:
            return _("Perioden ”%(period)s” har inget slut.", period=row.period)
        return _("Perioden ”%(period)s” sparas som den står. Inget år kunde läsas i den.", period=row.period)
    first = _part(row.first_season, row.first_year)
    last = _part(row.last_season, row.last_year)
    if not last:
        return _("Perioden läses som från %(first)s.", first=first)
    if not first:
        return _("Perioden läses som till %(last)s.", last=last)
    if first == last:
        return _("Perioden läses som %(period)s.", period=first)
    return _("Perioden läses som %(first)s till %(last)s.", first=first, last=last)


def _part(season: Any, year: int | None) -> str:
    if year is None:
        return ""
    return f"{word(season)} {year}" if season else str(year)
