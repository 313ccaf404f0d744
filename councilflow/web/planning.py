"""What is told to those who plan: people called to two places at once, years with too few or too many
meetings, and meetings on days when nobody works."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from flask import url_for

from councilflow import i18n
from councilflow.i18n import gettext as _
from councilflow.i18n import ngettext
from councilflow.models import Body, Meeting
from councilflow.process.calendar import Frequency
from councilflow.services.calendar.conflicts import PLANNING, Conflict, Occasion, conflicts, conflicts_of
from councilflow.services.calendar.warnings import (
    CountWarning,
    FreeDayWarning,
    YearWarning,
    free_days_between,
    warnings_of,
    year_warnings,
)
from councilflow.services.invitations import Move
from councilflow.services.visibility import Viewer


@dataclass(frozen=True, slots=True)
class Heed:
    """Something to look at, as a line of the macro `missing`."""

    label: str
    url: str
    advice: str


def of_council(council_id: int, year: int) -> list[Heed]:
    """What there is to say of a council's year, for the page where it is managed."""
    return [_warned(warning) for warning in year_warnings(council_id, year)]


def of_time(council: Body, when: Meeting | Move, who: Viewer, *, ignoring: int | None = None) -> list[Heed]:
    """What there is to say of a time when the council would meet; `ignoring` is the meeting that moves."""
    free = free_days_between(when.starts_at, when.ends_at, council.country, council.zone)
    found = [Heed(i18n.weekday_day(day), "", _free(holiday)) for day, holiday in free]
    colliding = conflicts(
        council.id, when.starts_at, when.ends_at, nights=when.nights, ignoring=ignoring, seen_by=who
    )
    return found + [Heed(_("Upptagna"), "", busy(one.people, one.other)) for one in colliding]


def sentences(heed: Iterable[Heed]) -> str:
    """The same on one line, for a receipt."""
    return " ".join(one.advice for one in heed)


def of_year(who: Viewer, year: int, council_id: int | None) -> list[Heed]:
    """Warnings and conflicts of a whole year, of the councils that the viewer plans."""
    found = [_warned(warning) for warning in warnings_of(_planned(who, council_id), year)]
    return found + _conflicts(who, date(year, 1, 1), date(year, 12, 31), council_id)


def of_month(who: Viewer, first: date, last: date, council_id: int | None) -> list[Heed]:
    """The same of the days of a month; how often a council meets is a matter of the year."""
    warned = [
        warning
        for year in sorted({first.year, last.year})
        for warning in warnings_of(_planned(who, council_id), year)
        if isinstance(warning, FreeDayWarning) and first <= warning.day <= last
    ]
    return [_warned(warning) for warning in warned] + _conflicts(who, first, last, council_id)


def _planned(who: Viewer, council_id: int | None) -> list[int]:
    mine = who.councils_with(*PLANNING)
    return [one for one in mine if council_id in (None, one)]


def _warned(warning: YearWarning) -> Heed:
    if isinstance(warning, CountWarning):
        return Heed(f"{warning.council} {warning.year}", "", _counted(warning))
    label = _("%(council)s, %(day)s", council=warning.council, day=i18n.weekday_day(warning.day))
    return Heed(label, url_for("meetings.show", meeting_id=warning.meeting_id), _free(warning.holiday))


def _free(holiday: str) -> str:
    return _("Dagen är %(holiday)s.", holiday=holiday) if holiday else _("Mötet ligger på en helg.")


def _counted(warning: CountWarning) -> str:
    if warning.what is Frequency.TOO_FEW:
        return ngettext(
            "Ett möte under året. Det ska vara minst %(least)s.",
            "%(n)s möten under året. Det ska vara minst %(least)s.",
            warning.count,
            least=warning.bound,
        )
    return ngettext(
        "Ett möte under året. Det ska vara högst %(most)s.",
        "%(n)s möten under året. Det ska vara högst %(most)s.",
        warning.count,
        most=warning.bound,
    )


def _conflicts(who: Viewer, first: date, last: date, council_id: int | None) -> list[Heed]:
    begins = datetime.combine(first, time(), UTC) - timedelta(days=1)
    ends = datetime.combine(last, time(), UTC) + timedelta(days=2)
    found = conflicts_of(who, begins, ends)
    return list(told((one for one in found if _touches(one.meeting, first, last)), council_id))


def _touches(one: Occasion, first: date, last: date) -> bool:
    return one.starts_at.date() <= last and one.ends_at.date() >= first


def told(found: Iterable[Conflict], council_id: int | None = None) -> Iterable[Heed]:
    """Conflicts in words: who is called to what at the same time."""
    for conflict in found:
        one, other = conflict.meeting, conflict.other
        if council_id is not None and council_id != one.council_id:
            if other is None or other.council_id != council_id:
                continue
            one, other = other, one
        url = url_for("meetings.show", meeting_id=one.meeting_id) if one.meeting_id else ""
        yield Heed(named(one), url, busy(conflict.people, other))


def busy(people: Sequence[str], other: Occasion | None) -> str:
    """Också kallade till Regionala rådet 4 december kl. 9.00–12.00: Anna Berg och Per Ek."""
    names = _some(people)
    if other is None:
        return _("Upptagna i ett annat organ samtidigt: %(names)s.", names=names)
    return _("Samtidigt kallade till %(meeting)s: %(names)s.", meeting=named(other), names=names)


_NAMED = 6


def _some(people: Sequence[str]) -> str:
    """So many names as one can read; of the others how many they are."""
    if len(people) <= _NAMED:
        return i18n.listed(list(people))
    more = len(people) - _NAMED + 1
    return i18n.listed([*people[: _NAMED - 1], ngettext("en till", "%(n)s till", more)])


def named(one: Occasion) -> str:
    """Regionala rådet 4 december kl. 9.00–12.00"""
    facts = {"council": one.council, "begins": i18n.clock(one.starts_at), "ends": i18n.clock(one.ends_at)}
    if one.starts_at.date() == one.ends_at.date():
        return _(
            "%(council)s %(day)s kl. %(begins)s–%(ends)s", day=i18n.date_long(one.starts_at.date()), **facts
        )
    return _(
        "%(council)s %(first)s kl. %(begins)s till %(last)s kl. %(ends)s",
        first=i18n.date_long(one.starts_at.date()),
        last=i18n.date_long(one.ends_at.date()),
        **facts,
    )
