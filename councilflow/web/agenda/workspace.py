"""What the page of the workspace shows: the rows with their times by the clock, how the time is used, the
pool, and where the agenda stands."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from flask import request
from markupsafe import Markup

from councilflow import i18n
from councilflow.i18n import gettext as _
from councilflow.i18n import ngettext
from councilflow.models import AgendaItem, Meeting
from councilflow.process.agenda import Gap, ItemKind
from councilflow.process.agenda_states import BROUGHT_BY, AgendaState, agenda_state, way
from councilflow.process.rights import Act
from councilflow.process.timetable import Use, beginnings, dates, slots, used
from councilflow.services import secrecy
from councilflow.services.agenda import comments, reading, workspace
from councilflow.services.meetings import joint
from councilflow.web.agenda.filled import Piece, pieces
from councilflow.web.meetings import page
from councilflow.web.meetings.beside import days_of, length
from councilflow.web.meetings.line import Station
from councilflow.words import word

Minutes = Mapping[int, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the agenda. `begins` is empty where the clock is not known."""

    item: AgendaItem
    number: int | None
    begins: str
    lacks: list[Gap]
    council: str
    comments: int
    """Those that nobody has settled."""
    begins_day: str = ""
    """In a meeting of several days, the day that begins here, in words."""


class Said(NamedTuple):
    """What happened to an item that was moved just now, and the button that did it."""

    item_id: int
    way: str
    words: str


def facts(meeting: Meeting, councils: Collection[int]) -> dict[str, Any]:
    """Everything `agenda/arrange.html` names, by the same number of queries for any number of items."""
    rows = _rows(meeting)
    wanted = request.args.get("q", "").strip()
    with_proposed = request.args.get("visa") == "alla"
    pool = workspace.pool(councils, sought=wanted, with_proposed=with_proposed)
    return {
        "meeting": meeting,
        "day": days_of(meeting, meeting.council.zone),
        "rows": rows,
        "headings": [row.item for row in rows if row.item.kind is ItemKind.HEADING],
        "lacking": sum(bool(row.lacks) for row in rows),
        "time": time_used(meeting),
        "said": _said(rows),
        "pool": pool,
        "wanted": wanted,
        "with_proposed": with_proposed,
        "stamp": workspace.stamp(meeting.id, councils),
        "told": secrecy.told,
        "includes": reading.included(meeting.council.includes_id),
        **standing(meeting),
    }


def _rows(meeting: Meeting) -> list[Row]:
    lacking = page.lacking(reading.council_of(meeting.id))
    planned = slots(meeting.days, _lengths(meeting))
    names, numbers = joint.names_of(meeting), meeting.numbers
    said = comments.unsettled(meeting.id)
    return [
        Row(
            item=item,
            number=numbers[item.id],
            begins=i18n.clock(slot.starts_at) if slot else "",
            lacks=lacking.get(item.id, []),
            council=names.get(item.of_council_id, ""),
            comments=said.get(item.id, 0),
            begins_day=i18n.begun(i18n.meeting_days([day])) if day else "",
        )
        for item, slot, day in zip(meeting.items, planned, beginnings(planned, meeting.days), strict=True)
    ]


def _lengths(meeting: Meeting) -> list[tuple[ItemKind | None, int | None]]:
    return [(item.kind, item.minutes) for item in meeting.items]


@dataclass(frozen=True, slots=True)
class TimeUsed:
    """How the meeting's time is used: in words, and as the pieces of a picture."""

    words: str
    is_over: bool
    unknown: str
    """Says how many items nobody has given a time; empty when all have one."""
    pieces: list[Piece]
    end: float
    """Where the meeting ends in the picture, in thousandths of its width."""
    days: list[DayUsed]
    """Each day of a meeting of several."""
    is_one_day: bool
    """Whether the meeting is one day; False also when it is several and nobody has said when they end."""


class DayUsed(NamedTuple):
    """How one day of several is used, in words."""

    words: str
    is_over: bool


def time_used(meeting: Meeting) -> TimeUsed:
    days = meeting.days
    lasts = sum(round(day.length.total_seconds() / 60) for day in days)
    planned = sum(item.takes or 0 for item in meeting.items)
    unknown = sum(item.takes is None for item in meeting.items)
    drawn, end = pieces([(item.kind, item.takes or 0) for item in meeting.items], lasts)
    each = [_day_used(use) for use in used(days, _lengths(meeting))] if len(days) > 1 else []
    return TimeUsed(
        words=_time_words(planned, lasts, each),
        is_over=planned > lasts,
        days=each,
        is_one_day=len(dates(meeting.starts_at, meeting.ends_at, meeting.council.zone)) == 1,
        unknown=ngettext("En punkt har ingen tid än.", "%(n)s punkter har ingen tid än.", unknown)
        if unknown
        else "",
        pieces=drawn,
        end=end,
    )


def _day_used(use: Use) -> DayUsed:
    lasts = round(use.day.length.total_seconds() / 60)
    facts = {
        "day": i18n.begun(i18n.meeting_days([use.day])),
        "planned": length(use.planned),
        "lasts": length(lasts),
    }
    if use.beyond:
        over = length(use.beyond)
        words = _("%(day)s: %(planned)s av %(lasts)s, %(over)s efter dagens slut.", over=over, **facts)
    elif use.planned:
        words = _("%(day)s: %(planned)s av %(lasts)s.", **facts)
    else:
        words = _("%(day)s: inget är planerat.", **facts)
    return DayUsed(words, is_over=bool(use.beyond))


def _time_words(planned: int, lasts: int, days: list[DayUsed]) -> str:
    facts = {"planned": length(planned), "lasts": length(lasts)}
    if planned > lasts:
        over = length(planned - lasts)
        return _(
            "Punkterna tar %(planned)s. Mötet är %(lasts)s, så det är %(over)s för mycket.",
            over=over,
            **facts,
        )
    if any(day.is_over for day in days):  # what is left of another day does not help the one that is full
        return _("Punkterna tar %(planned)s av mötets %(lasts)s, men alla dagar räcker inte till.", **facts)
    if planned < lasts:
        left = length(lasts - planned)
        return _(
            "Punkterna tar %(planned)s av mötets %(lasts)s. Det finns %(left)s kvar.", left=left, **facts
        )
    return _("Punkterna tar %(planned)s, precis så lång tid som mötet.", planned=facts["planned"])


def _said(rows: list[Row]) -> Said | None:
    """What the reader did a moment ago, as the address says it."""
    moved = request.args.get("moved", "")
    row = next((row for row in rows if str(row.item.id) == moved), None)
    if row is None:
        return None
    counted = sum(one.number is not None for one in rows)
    if row.number is None:
        below = next((one.item.title for one in rows[rows.index(row) + 1 :]), "")
        words = (
            _("%(title)s står nu före %(below)s.", title=row.item.title, below=below)
            if below
            else _("%(title)s står nu sist.", title=row.item.title)
        )
    else:
        words = _(
            "%(title)s är nu punkt %(number)s av %(count)s.",
            title=row.item.title,
            number=row.number,
            count=counted,
        )
    return Said(row.item.id, request.args.get("way", ""), words)


_WHO = {
    Act.PREPARE_AGENDA: lambda: _("beredningsgruppen"),
    Act.SET_AGENDA: lambda: _("ordföranden"),
    Act.INVITE: lambda: _("ordföranden"),
    Act.RECORD_MEETING: lambda: _("sekreteraren"),
}
"""Who takes the steps, as people say it."""


def standing(meeting: Meeting) -> dict[str, Any]:
    """The line of the agenda's states, each with who brings it there, and the sentences below it (A.8)."""
    changed = workspace.is_changed_after(meeting.id)
    at = agenda_state(meeting.state, taking_part=workspace.taking_part(meeting.id), is_changed=changed)
    states = way(is_changed=changed)
    here = states.index(at) if at else -1
    stations = [
        Station(
            word(state), _WHO[BROUGHT_BY[state][1]](), "done" if i < here else "now" if i == here else "next"
        )
        for i, state in enumerate(states)
    ]
    return {"stations": stations, "now": _NOW[at]() if at else "", "coming": _NEXT[at]() if at else ""}


_NOW = {
    AgendaState.DRAFT: lambda: _("dagordningen är ett utkast."),
    AgendaState.IN_DIALOGUE: lambda: _("flera arbetar med dagordningen."),
    AgendaState.PREPARED: lambda: _("beredningsgruppen är klar med dagordningen."),
    AgendaState.SET: lambda: _("dagordningen är fastställd."),
    AgendaState.CALLED: lambda: _("kallelsen är skickad."),
    AgendaState.CHANGED: lambda: _("dagordningen är ändrad efter kallelsen."),
    AgendaState.LOCKED: lambda: _("dagordningen är låst."),
}
_NEXT = {
    AgendaState.DRAFT: lambda: _("den blir en dialog när fler ändrar eller kommenterar."),
    AgendaState.IN_DIALOGUE: lambda: _("beredningsgruppen säger till när dagordningen är beredd."),
    AgendaState.PREPARED: lambda: _("ordföranden fastställer den."),
    AgendaState.SET: lambda: _("ordföranden skickar kallelsen."),
    AgendaState.CALLED: lambda: _("den låses när mötet öppnas."),
    AgendaState.CHANGED: lambda: _("den låses när mötet öppnas."),
    AgendaState.LOCKED: lambda: Markup(""),
}
