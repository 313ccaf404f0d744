"""The first page: what waits for the person who looks, by date."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, g, redirect, url_for
from flask.typing import ResponseReturnValue

from councilflow import i18n
from councilflow.i18n import gettext as _
from councilflow.i18n import ngettext
from councilflow.process.meeting import MeetingState
from councilflow.process.rights import Act
from councilflow.services import councils, first_steps, start
from councilflow.services.start import Task, Waiting
from councilflow.services.visibility import Viewer, today
from councilflow.web.access import maybe_viewer, now, open_to_everyone, viewer
from councilflow.web.countdown import until_signed
from councilflow.web.first_steps import Checklist, unfinished
from councilflow.web.pages import render
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
    verb: str = ""


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
    meeting = start.next_meeting(who, now=now())
    steps = [] if tasks or meeting else _steps(who)
    return render(
        "start/show.html",
        today=day,
        tasks=[_line(task, day, first=number == 0) for number, task in enumerate(tasks)],
        late=start.urgent(tasks, day),
        meeting=meeting,
        steps=steps,
        stations=_stations(meeting.state) if meeting else [],
        proposing=councils.named(who.councils_with(Act.PROPOSE_ISSUE)),
    )


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
    title, why, verb = _WORDS[waiting.task](waiting)
    return Line(
        due=waiting.due,
        title=title,
        why=f"{why} {until_signed(waiting.sign_by, day)}" if waiting.sign_by else why,
        when=_when(waiting.due, day),
        url=_url(waiting),
        is_late=waiting.due < day,
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
        "%(day)s, om en dag", "%(day)s, om %(n)s dagar", days, day=i18n.weekday_day(due).capitalize()
    )


def _url(waiting: Waiting) -> str:
    endpoint, *names = _WHERE[waiting.task]
    return url_for(endpoint, **{name: getattr(waiting, name) for name in names})


_WHERE: dict[Task, tuple[str, ...]] = {
    Task.ANSWER_ISSUE: ("issues.show", "issue_id"),
    Task.COMPLETE_ITEMS: ("meetings.show", "meeting_id"),
    Task.SET_AGENDA: ("meetings.show", "meeting_id"),
    Task.INVITE: ("invitations.confirm", "meeting_id"),
    Task.ANSWER_INVITATION: ("invitations.answer", "secret"),
    Task.PREPARE_AT_HOME: ("preparation.room", "meeting_id"),
    Task.PRESENT: ("invitations.presenting", "item_id"),
    Task.OPEN_MEETING: ("desk.show", "meeting_id"),
    Task.GO_TO_MEETING: ("meetings.show", "meeting_id"),
    Task.CLOSE_MEETING: ("desk.show", "meeting_id"),
    Task.WRITE_MINUTES: ("minutes.edit", "meeting_id"),
    Task.LOCK_MINUTES: ("minutes.show", "meeting_id"),
    Task.REVIEW_MINUTES: ("minutes.show", "meeting_id"),
    Task.SIGN_MINUTES: ("minutes.sign", "meeting_id"),
    Task.SIGN_AT_ONCE: ("minutes.supplement", "meeting_id", "supplement_id"),
    Task.SIGN_CORRECTION: ("minutes.supplement", "meeting_id", "supplement_id"),
    Task.REMIND_REVIEWERS: ("minutes.show", "meeting_id"),
    Task.REMIND_SIGNERS: ("minutes.show", "meeting_id"),
    Task.POST_NOTICE: ("minutes.notice", "meeting_id"),
    Task.TAKE_DOWN_NOTICE: ("minutes.notice", "meeting_id"),
    Task.LOOK_AT_MAIL: ("mail.index", "meeting_id"),
}


def _meeting(waiting: Waiting) -> str:
    return i18n.date_long(waiting.meeting_on) if waiting.meeting_on else ""


_WORDS: dict[Task, Callable[[Waiting], tuple[str, str, str]]] = {
    Task.ANSWER_ISSUE: lambda w: (
        _("Svara på förslaget %(title)s", title=w.title),
        _("Den som föreslog frågan väntar på svar: till agendan, vilar eller avböjd."),
        _("Läs och svara"),
    ),
    Task.COMPLETE_ITEMS: lambda w: (
        _("Komplettera dagordningen till mötet den %(day)s", day=_meeting(w)),
        ngettext(
            "En punkt saknar något innan kallelsen kan skickas.",
            "%(n)s punkter saknar något innan kallelsen kan skickas.",
            w.count,
        ),
        _("Komplettera"),
    ),
    Task.SET_AGENDA: lambda w: (
        _("Fastställ dagordningen till mötet den %(day)s", day=_meeting(w)),
        _("Beredningsgruppen är klar."),
        _("Granska dagordningen"),
    ),
    Task.INVITE: lambda w: (
        _("Skicka kallelsen till mötet den %(day)s", day=_meeting(w)),
        _("Dagordningen är fastställd."),
        _("Granska och skicka"),
    ),
    Task.ANSWER_INVITATION: lambda w: (
        _("Svara om du kommer till mötet den %(day)s", day=_meeting(w)),
        w.council,
        _("Svara"),
    ),
    Task.PREPARE_AT_HOME: lambda w: (
        _("Lämna in er hållning till mötet den %(day)s", day=_meeting(w)),
        ngettext(
            "Ett ställningstagande är inte inlämnat.",
            "%(n)s ställningstaganden är inte inlämnade.",
            w.count,
        ),
        _("Fortsätt förbereda"),
    ),
    Task.PRESENT: lambda w: (
        _("Du föredrar %(title)s", title=w.title),
        _("Mötet är den %(day)s. Här finns underlaget till din punkt.", day=_meeting(w)),
        _("Öppna din punkt"),
    ),
    Task.OPEN_MEETING: lambda w: (
        _("Öppna mötet den %(day)s", day=_meeting(w)),
        w.council,
        _("Till mötet"),
    ),
    Task.GO_TO_MEETING: lambda w: (_("Mötet pågår"), w.council, _("Följ mötet")),
    Task.CLOSE_MEETING: lambda w: (
        _("Mötet pågår"),
        _("Det avslutas när varje punkt har ett utfall."),
        _("Till mötet"),
    ),
    Task.WRITE_MINUTES: lambda w: (
        _("Skriv klart protokollet från mötet den %(day)s", day=_meeting(w)),
        _("Utkastet är gjort av det som antecknades på mötet."),
        _("Öppna utkastet"),
    ),
    Task.LOCK_MINUTES: lambda w: (
        _("Lås protokollet från mötet den %(day)s för underskrift", day=_meeting(w)),
        _("Justerarna har godkänt texten."),
        _("Öppna protokollet"),
    ),
    Task.REVIEW_MINUTES: lambda w: (
        _("Granska protokollet från mötet den %(day)s", day=_meeting(w)),
        _("Du är vald att justera. Godkänn texten eller skicka tillbaka den med en kommentar."),
        _("Läs protokollet"),
    ),
    Task.SIGN_MINUTES: lambda w: (
        _("Skriv under protokollet från mötet den %(day)s", day=_meeting(w)),
        w.council,
        _("Läs och skriv under"),
    ),
    Task.SIGN_AT_ONCE: lambda w: (
        _("Skriv under paragrafer från mötet den %(day)s", day=_meeting(w)),
        _("De justeras omedelbart, före resten av protokollet."),
        _("Läs och skriv under"),
    ),
    Task.SIGN_CORRECTION: lambda w: (
        _("Skriv under rättelsen av protokollet från mötet den %(day)s", day=_meeting(w)),
        w.council,
        _("Läs och skriv under"),
    ),
    Task.REMIND_REVIEWERS: lambda w: (
        _("Påminn om granskningen av protokollet från mötet den %(day)s", day=_meeting(w)),
        ngettext(
            "En justerare har inte godkänt det än.", "%(n)s justerare har inte godkänt det än.", w.count
        ),
        _("Öppna protokollet"),
    ),
    Task.REMIND_SIGNERS: lambda w: (
        _("Påminn om underskrifterna av protokollet från mötet den %(day)s", day=_meeting(w)),
        ngettext(
            "En person har inte skrivit under än.", "%(n)s personer har inte skrivit under än.", w.count
        ),
        _("Öppna protokollet"),
    ),
    Task.POST_NOTICE: lambda w: (
        _("Sätt upp anslaget om protokollet från mötet den %(day)s", day=_meeting(w)),
        _("Det ska upp på anslagstavlan senast andra dagen efter justeringen."),
        _("Till anslaget"),
    ),
    Task.TAKE_DOWN_NOTICE: lambda w: (
        _("Anslaget om protokollet från mötet den %(day)s får tas ner", day=_meeting(w)),
        _("Det har suttit uppe i tre veckor. Notera dagen då det togs ner."),
        _("Till anslaget"),
    ),
    Task.LOOK_AT_MAIL: lambda w: (
        ngettext("Ett mejl gick inte att skicka", "%(n)s mejl gick inte att skicka", w.count),
        _("De hör till mötet den %(day)s.", day=_meeting(w)),
        _("Se vilka"),
    ),
}
