"""The first page: what waits for the person who looks, by date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import Blueprint, g, redirect, url_for
from flask.typing import ResponseReturnValue

from councilflow import i18n
from councilflow.i18n import gettext as _
from councilflow.i18n import ngettext
from councilflow.process.meeting import MeetingState
from councilflow.process.rights import Act
from councilflow.services import first_steps, start
from councilflow.services.issues import listing
from councilflow.services.start import LastMinutes, NextMeeting, Task, Waiting
from councilflow.services.visibility import Viewer, today
from councilflow.web.access import maybe_viewer, now, open_to_everyone, viewer
from councilflow.web.countdown import until_signed
from councilflow.web.first_steps import Checklist, unfinished
from councilflow.web.pages import render
from councilflow.web.waiting import WHERE, WORDS
from councilflow.words import word

bp = Blueprint("start", __name__)


@dataclass(frozen=True, slots=True)
class Line:
    """A task as the page shows it."""

    due: date
    title: str
    why: str
    when: str
    url: str
    is_late: bool
    council: str
    verb: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    key: str
    heading: str
    tasks: list[Line]


@dataclass(frozen=True, slots=True)
class Station:
    label: str
    detail: str
    state: str


@bp.get("/")
@open_to_everyone
def show() -> ResponseReturnValue:
    if maybe_viewer() is None:
        return redirect(url_for("account.sign_in"))
    g.section = "start"
    who, day = viewer(), today(now())
    tasks = start.waiting(who, now=now())
    meeting, minutes = start.next_meeting(who, now=now()), start.last_minutes(who)
    steps = [] if tasks or meeting else _steps(who)
    return render(
        "start/show.html",
        today=day,
        count=len(tasks),
        groups=_groups(tasks, day),
        late=start.urgent(tasks, day),
        meeting=meeting,
        minutes=minutes,
        steps=steps,
        nothing="" if tasks or steps else _nothing(who, meeting, minutes),
        stations=_stations(meeting.state) if meeting else [],
        proposing=listing.open_to(who, who.councils_with(Act.PROPOSE_ISSUE)),
    )


def _groups(tasks: Sequence[Waiting], day: date) -> list[Group]:
    """The tasks as lines: what is late, what is due within a week, and the rest."""
    lines = [_line(task, day, first=number == 0) for number, task in enumerate(tasks)]
    week = day + timedelta(days=7)
    groups = (
        Group("sent", _("Sent"), [line for line in lines if line.is_late]),
        Group("veckan", _("Inom en vecka"), [line for line in lines if day <= line.due <= week]),
        Group("senare", _("Senare"), [line for line in lines if line.due > week]),
    )
    return [group for group in groups if group.tasks]


def _nothing(who: Viewer, meeting: NextMeeting | None, minutes: LastMinutes | None) -> str:
    """What comes next for somebody for whom nothing waits."""
    if meeting is not None:
        if meeting.items is not None:
            return _("Mötet står här bredvid, med dagordning och handlingar.")
        if who.councils_with(Act.PREPARE_AGENDA):
            return _("När dagordningen till nästa möte ska bli klar står det här, med datum.")
        return _("När kallelsen till nästa möte kommer står det här, med datum.")
    if not who.councils:
        return _("Du har ingen plats i något råd i dag. Frågor om det besvarar rådets sekreterare.")
    if minutes is not None:
        return _("Inget möte är planerat. Det senaste protokollet står här bredvid.")
    return _("Inget möte är planerat. När något nytt behöver dig står det här, med datum.")


def _steps(who: Viewer) -> list[Checklist]:
    """What is left before the first meeting, for those who make a council ready for it."""
    managed = who.councils_with(Act.MANAGE_COUNCIL)
    if not managed:
        return []
    return unfinished([one for one in first_steps.progress(now()) if one.council_id in managed], who)


_STATIONS = (
    MeetingState.PREPARING,
    MeetingState.SET,
    MeetingState.INVITED,
    MeetingState.ONGOING,
    MeetingState.HELD,
)


def _stations(state: MeetingState) -> list[Station]:
    at = _STATIONS.index(MeetingState.PREPARING if state is MeetingState.PREPARED else state)
    names = [*(word(station) for station in _STATIONS[:4]), _("Protokoll"), _("Justerat")]
    return [
        Station(name, "", "done" if number < at else "now" if number == at else "next")
        for number, name in enumerate(names)
    ]


def _line(waiting: Waiting, day: date, *, first: bool) -> Line:
    title, why, verb = WORDS[waiting.task](waiting)
    return Line(
        due=waiting.due,
        title=title,
        why=f"{why} {until_signed(waiting.sign_by, day)}" if waiting.sign_by else why,
        when=_when(waiting.due, day),
        url=_url(waiting),
        is_late=waiting.due < day,
        council=waiting.council,
        verb=verb if first else "",
    )


def _when(due: date, day: date) -> str:
    """The date in words: how near it is, or how late."""
    days = (due - day).days
    if days < -1:
        return ngettext(
            "Skulle ha varit klart för en dag sedan", "Skulle ha varit klart för %(n)s dagar sedan", -days
        )
    named = {-1: _("Skulle ha varit klart i går"), 0: _("I dag"), 1: _("I morgon")}
    if days in named:
        return named[days]
    return ngettext(
        "%(day)s, om en dag", "%(day)s, om %(n)s dagar", days, day=i18n.begun(i18n.weekday_day(due))
    )


def _url(waiting: Waiting) -> str:
    endpoint, *names = WHERE[waiting.task]
    if waiting.task is Task.WRITE_MINUTES and waiting.title:
        endpoint = "minutes.show"  # what whoever sent the draft back wrote stands there
    return url_for(endpoint, **{name: getattr(waiting, name) for name in names})
