"""The secretariat's checklists of a meeting: what is done, what is late, and where one does it (A.9)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import StringField
from wtforms.validators import Length

from councilflow import i18n
from councilflow.extensions import db
from councilflow.i18n import LazyText
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import Meeting
from councilflow.process.checklists import ChecklistPoint, Phase
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import AGENDA_OPEN, MeetingState, local_date
from councilflow.process.minutes import MinutesState
from councilflow.process.rights import KEEPS_CHECKLIST, Act
from councilflow.services import checklists
from councilflow.services.checklists import Line
from councilflow.services.meetings import reading
from councilflow.web.access import here, me, now, requires, viewer
from councilflow.web.errors import refuse
from councilflow.web.forms import Form
from councilflow.web.pages import Link, render, tell
from councilflow.words import word

bp = Blueprint("checklists", __name__)


LONGEST_NOTE = 500


@bp.before_request
def _section() -> None:
    g.section = "meetings"


class NoteForm(Form):
    note = StringField(
        _l("Anteckning"),
        [Length(max=LONGEST_NOTE, message=_l("Högst %(longest)s tecken.", longest=LONGEST_NOTE))],
    )


@dataclass(frozen=True, slots=True)
class Row:
    """A point as the page shows it."""

    point: str
    words: str
    detail: str
    """How many of how many; may be empty."""
    done: bool
    late: bool
    when: str
    """By when, or when and by whom."""
    note: str
    by_hand: bool
    """It is ticked by hand, and its time has come."""
    url: str
    verb: str
    """Where it is done; empty when it is done, or cannot be done yet."""


@bp.get("/meetings/<int:meeting_id>/checklist")
@requires(*KEEPS_CHECKLIST)
def show(meeting_id: int) -> ResponseReturnValue:
    return _page(meeting_id, {})


@bp.post("/meetings/<int:meeting_id>/checklist/tick")
@requires(*KEEPS_CHECKLIST)
def tick(meeting_id: int) -> ResponseReturnValue:
    """Say that a point is done."""
    point = _point()
    form = _note_form(point)
    if not form.validate():
        return _page(meeting_id, {point: form}), 422
    meeting = db.session.get_one(Meeting, meeting_id)
    try:
        checklists.tick(meeting, point, note=form.note.data or "", by=me(), now=now())
    except RuleBroken as error:
        return refuse(error, _back(meeting_id))
    tell(_("Punkten är avbockad"), word(point))
    return redirect(url_for("checklists.show", meeting_id=meeting_id, _anchor=point))


@bp.post("/meetings/<int:meeting_id>/checklist/untick")
@requires(*KEEPS_CHECKLIST)
def untick(meeting_id: int) -> ResponseReturnValue:
    """Take the tick away again."""
    point = _point()
    meeting = db.session.get_one(Meeting, meeting_id)
    try:
        checklists.untick(meeting, point, by=me(), now=now())
    except RuleBroken as error:
        return refuse(error, _back(meeting_id))
    tell(_("Bocken är borttagen"), word(point))
    return redirect(url_for("checklists.show", meeting_id=meeting_id, _anchor=point))


def _point() -> ChecklistPoint:
    try:
        return ChecklistPoint(request.form.get("point", ""))
    except ValueError:
        abort(404)


def _back(meeting_id: int) -> Link:
    return Link(url_for("checklists.show", meeting_id=meeting_id), _("Till checklistan"))


def _page(meeting_id: int, forms: dict[str, NoteForm]) -> str:
    head = reading.head(meeting_id, here().council_id, viewer(), while_preparing=False)
    zone = ZoneInfo(head.time_zone)
    day = local_date(head.starts_at, zone)
    found = checklists.of_meeting(meeting_id, day=day, now=now())
    acts = viewer().acts_in(head.council_id)
    reached = list(Phase)[: list(Phase).index(found.phase) + 1]
    rows = {
        phase: [_row(line, head, zone, acts, reached=phase in reached) for line in lines]
        for phase, lines in found.phases.items()
    }
    return render(
        "checklists/show.html",
        meeting=head,
        day=i18n.weekday_date(day),
        phases=[(phase, word(phase), rows[phase]) for phase in Phase if rows[phase]],
        phase=found.phase,
        late=[row for lines in rows.values() for row in lines if row.late],
        summary=progress_words(found.progress) if rows[found.phase] else "",
        next=next((row for row in rows[found.phase] if row.url and not row.done), None),
        forms=list(forms.values()),
        form_of=lambda point: forms.get(point) or _note_form(point, formdata=None),
    )


def _note_form(point: str, **facts: Any) -> NoteForm:
    """The form of one point; its field has an id of its own on the page."""
    form = NoteForm(**facts)
    form.note.id = f"note-{point}"
    return form


def progress_words(progress: checklists.Progress) -> str:
    """7 av 12 inför mötet"""
    return str(_PROGRESS[progress.phase]) % {"n": progress.done, "of": progress.points}


_PROGRESS: dict[Phase, LazyText] = {
    Phase.BEFORE: _l("%(n)s av %(of)s inför mötet"),
    Phase.AT: _l("%(n)s av %(of)s vid mötet"),
    Phase.AFTER: _l("%(n)s av %(of)s efter mötet"),
}


def _row(line: Line, head: Any, zone: ZoneInfo, acts: frozenset[Act], *, reached: bool) -> Row:
    url, verb = ("", "") if line.done else _way(line.point, head, acts)
    return Row(
        point=line.point,
        words=word(line.point),
        detail=_counted(line),
        done=line.done,
        late=line.is_late,
        when=_done(line, zone) if line.done else _due(line),
        note=line.note,
        by_hand=line.by_hand and (reached or line.done),
        url=url,
        verb=verb,
    )


def _done(line: Line, zone: ZoneInfo) -> str:
    if line.at is None:
        return ""
    facts = {"day": i18n.date_long(local_date(line.at, zone)), "who": line.who}
    return _("Avbockat %(day)s av %(who)s", **facts) if line.by_hand else _("%(day)s, %(who)s", **facts)


def _due(line: Line) -> str:
    if line.due is None:
        return ""
    if line.is_late:
        return _("Skulle ha varit klart %(day)s", day=i18n.weekday_day(line.due))
    return _("Senast %(day)s", day=i18n.weekday_day(line.due))


def _counted(line: Line) -> str:
    if line.counted is None:
        return ""
    done, of = line.counted
    return str(_COUNTS[line.point]) % {"n": done, "of": of}


_P = ChecklistPoint
_COUNTS: dict[ChecklistPoint, LazyText] = {
    _P.COMPLETE_ITEMS: _l("%(n)s av %(of)s är kompletta."),
    _P.INVITE_PRESENTERS: _l("%(n)s av %(of)s har svarat."),
    _P.HOME_PREPARATION: _l("%(n)s av %(of)s hållningar är inlämnade."),
    _P.ROLL_CALL: _l("%(n)s av %(of)s är uppropade."),
    _P.PRESENTATIONS_HELD: _l("%(n)s av %(of)s är hållna."),
    _P.OUTCOMES_RECORDED: _l("%(n)s av %(of)s har ett utfall."),
    _P.REVIEW_MINUTES: _l("%(n)s av %(of)s har godkänt texten."),
    _P.SIGN_MINUTES: _l("%(n)s av %(of)s har skrivit under."),
    _P.SEND_EXTRACTS: _l("%(n)s av %(of)s är skickade."),
}


@dataclass(frozen=True, slots=True)
class Way:
    """Where a point is done, by whom, and when the page is there to go to."""

    endpoint: str
    verb: LazyText
    acts: frozenset[Act]
    open: Callable[[Any], bool]


def _while_open(head: Any) -> bool:
    return head.state in AGENDA_OPEN


def _in(*states: MeetingState) -> Callable[[Any], bool]:
    return lambda head: head.state in states


def _has_minutes(*states: MinutesState) -> Callable[[Any], bool]:
    return lambda head: head.minutes_state in (states or tuple(MinutesState))


_ANY = KEEPS_CHECKLIST
_PREPARE = frozenset({Act.PREPARE_AGENDA})
_WRITE = frozenset({Act.WRITE_MINUTES})
_DESK = Way("desk.show", _l("Till mötesbordet"), frozenset({Act.RECORD_MEETING}), _in(MeetingState.ONGOING))
_STANCES = Way(
    "preparation.summary",
    _l("Till organisationernas hållning"),
    frozenset({Act.SEE_STANCES}),
    _in(MeetingState.INVITED),
)
_INVITE = Way("invitations.confirm", _l("Till kallelsen"), frozenset({Act.INVITE}), _in(MeetingState.SET))
_MINUTES = Way("minutes.show", _l("Till protokollet"), _ANY, _has_minutes())
_STANDPOINTS = Way(
    "standpoints.index", _l("Till ställningstagandena"), _ANY, _has_minutes(MinutesState.SIGNED)
)
_WAYS: dict[ChecklistPoint, Way] = {
    _P.COLLECT_PROPOSALS: Way("issues.index", _l("Till frågorna"), _PREPARE, _while_open),
    _P.AGENDA_DIALOGUE: Way("agenda.arrange", _l("Ordna dagordningen"), _PREPARE, _while_open),
    _P.COMPLETE_ITEMS: Way("meetings.show", _l("Till dagordningen"), _PREPARE, _while_open),
    _P.CHAIR_SETS_AGENDA: Way("meetings.show", _l("Till dagordningen"), _ANY, _while_open),
    _P.INVITE_PRESENTERS: Way("agenda.arrange", _l("Ordna dagordningen"), _PREPARE, _while_open),
    _P.ISSUE_INVITATION: _INVITE,
    _P.DOCUMENTS_OUT: _INVITE,
    _P.BOOK_PLACE: Way("meetings.edit", _l("Ändra tid och plats"), _PREPARE, _while_open),
    _P.HOME_PREPARATION: _STANCES,
    _P.STANCES_TO_CHAIR: _STANCES,
    _P.ROLL_CALL: Way("desk.roll", _l("Till uppropet"), _DESK.acts, _DESK.open),
    _P.ELECT_SIGNATORIES: Way("desk.elect", _l("Till valet"), _DESK.acts, _DESK.open),
    _P.APPROVE_AGENDA: _DESK,
    _P.PRESENTATIONS_HELD: _DESK,
    _P.OUTCOMES_RECORDED: _DESK,
    _P.DISSENT_ASKED_FOR: _DESK,
    _P.NEXT_MEETING: Way(
        "meetings.new",
        _l("Planera ett möte"),
        frozenset({Act.MANAGE_COUNCIL, Act.PREPARE_AGENDA}),
        lambda _head: True,
    ),
    _P.DRAFT_MINUTES: Way("minutes.edit", _l("Öppna utkastet"), _WRITE, _has_minutes(MinutesState.DRAFT)),
    _P.REVIEW_MINUTES: _MINUTES,
    _P.SIGN_MINUTES: _MINUTES,
    _P.PUBLISH: Way("minutes.notice", _l("Till anslaget"), _WRITE, _has_minutes(MinutesState.SIGNED)),
    _P.SEND_EXTRACTS: Way(
        "minutes.new_extracts", _l("Gör utdrag"), _WRITE, _has_minutes(MinutesState.SIGNED)
    ),
    _P.REPORT_BACK: _MINUTES,
    _P.FORMAL_DECISIONS: _STANDPOINTS,
    _P.COMMUNICATE: _STANDPOINTS,
    _P.ARCHIVE: Way(
        "minutes.archive_page", _l("Till arkivpaketet"), _WRITE, _has_minutes(MinutesState.SIGNED)
    ),
}


def _way(point: ChecklistPoint, head: Any, acts: frozenset[Act]) -> tuple[str, str]:
    """The address and the words of where a point is done; empty while the reader cannot do it."""
    way = _WAYS[point]
    if not way.acts & acts or not way.open(head):
        return "", ""
    places: dict[str, dict[str, int]] = {
        "issues.index": {},
        "standpoints.index": {},
        "meetings.new": {"council_id": head.council_id},
    }
    return url_for(way.endpoint, **places.get(way.endpoint, {"meeting_id": head.id})), str(way.verb)
