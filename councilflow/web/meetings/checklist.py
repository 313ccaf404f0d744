"""The secretariat's checklists of a meeting: what is done, what is late, and where one does it (A.9)."""

from __future__ import annotations

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
from councilflow.process.meeting import local_date
from councilflow.process.profiles import PROFILES
from councilflow.process.rights import KEEPS_CHECKLIST, Act
from councilflow.services import checklists
from councilflow.services.checklists import Line
from councilflow.services.meetings import reading
from councilflow.web.access import here, me, now, requires, viewer
from councilflow.web.errors import refuse
from councilflow.web.forms import Form
from councilflow.web.meetings.checklist_ways import way_to
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
    tell(_("Punkten är avbockad"), word(point, meeting.called))
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
    tell(_("Bocken är borttagen"), word(point, meeting.called))
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
    url, verb = ("", "") if line.done else way_to(line.point, head, acts)
    return Row(
        point=line.point,
        words=word(line.point, PROFILES[head.minutes_profile].outcome),
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
