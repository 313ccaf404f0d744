"""One item at the desk: what must come first, what the chair states, and on to the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.models import AgendaItem, Person
from councilflow.process.agenda import ItemKind
from councilflow.process.consensus import Outcome
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import PRESENT, MeetingState, SignatoryRole
from councilflow.process.preparation import Stance
from councilflow.process.rights import Act
from councilflow.services import desk, preparation
from councilflow.services.desk import course
from councilflow.services.desk.record import gates_of
from councilflow.services.dissents import note_dissent
from councilflow.web.access import me, now, requires, viewer
from councilflow.web.desk.blueprint import bp
from councilflow.web.desk.forms import RecordForm
from councilflow.web.errors import refuse
from councilflow.web.pages import Link, render, tell
from councilflow.web.refusals import explained


@bp.route("/items/<int:item_id>/desk", methods=["GET", "POST"])
@requires(Act.RECORD_MEETING)
def item(item_id: int) -> ResponseReturnValue:
    """The desk at one item. The step `record` goes on to the next item, `stay` comes back here."""
    row = db.session.get_one(AgendaItem, item_id)
    sitting = course.sitting(row.meeting_id)
    if sitting.state is not MeetingState.ONGOING:
        return _refuse(RuleBroken("meeting-not-ongoing", state=sitting.state), row)
    if row.kind is ItemKind.HEADING:
        abort(404)
    lines = course.roll(sitting.id)
    voices = course.voices_at_the_table(lines, sitting.rights)
    form = _form(row, voices)
    step = request.form.get("step", "record")
    if not form.validate_on_step(step):
        return _page(item_id, sitting, form, lines), 422 if form.errors else 200
    try:
        _save(row, form, voices)
    except RuleBroken as error:
        db.session.rollback()
        form.form_errors = [*form.form_errors, *explained(error)]
        return _page(item_id, sitting, form, lines), 409
    return _onward(item_id, sitting, step)


@bp.post("/items/<int:item_id>/desk/gate")
@requires(Act.RECORD_MEETING)
def gate(item_id: int) -> ResponseReturnValue:
    """Note that something that comes before a standpoint is done, or take that back (A81)."""
    act = GATES.get(request.form.get("step", ""))
    if act is None:
        abort(400)
    row = db.session.get_one(AgendaItem, item_id)
    try:
        act(row, me(), now())
    except RuleBroken as error:
        return _refuse(error, row)
    return redirect(url_for("desk.item", item_id=item_id))


GATES: dict[str, Callable[[AgendaItem, Person, datetime], None]] = {
    "presented": lambda row, by, at: desk.mark_presented(row, by=by, now=at),
    "not-presented": lambda row, by, at: desk.unmark_presented(row, by=by, now=at),
    "close-preparation": lambda row, by, at: preparation.close(row.meeting, row, by=by, now=at),
    "reopen-preparation": lambda row, by, at: desk.reopen_preparation(row, by=by, now=at),
}


def _refuse(error: RuleBroken, row: AgendaItem) -> ResponseReturnValue:
    return refuse(
        error,
        Link(url_for("desk.show", meeting_id=row.meeting_id), _("Till mötets gång")),
        Link(url_for("meetings.show", meeting_id=row.meeting_id), _("Till mötet")),
    )


def _form(row: AgendaItem, voices: Sequence[course.Voice]) -> RecordForm:
    kind = row.kind or ItemKind.STANDING
    usual = Outcome.NOTED if kind is ItemKind.STANDING else None
    form = RecordForm(
        data={
            "outcome": row.outcome or usual,
            "wording": row.adopted or row.proposal,
            "override": row.override_reason,
            "discussion": row.discussion,
        }
    )
    form.offer(kind, voices, row.meeting.called)
    return form


def _save(row: AgendaItem, form: RecordForm, voices: Sequence[course.Voice]) -> None:
    """First the view that is asked for now, then what the chair states: the one may decide the other."""
    by, at = me(), now()
    voice = next((one for one in voices if one.key == form.voice.data), None)
    if voice is not None:
        person = db.session.get(Person, voice.person_id) if voice.person_id else None
        note_dissent(
            row,
            organisation_id=voice.organisation_id,
            person=person,
            text=form.dissent.data or "",
            by=by,
            now=at,
        )
    wording = form.wording.data or ""
    desk.note_discussion(row, form.discussion.data or "", wording=wording, by=by, now=at)
    if form.outcome.data is not None and request.form.get("step") != "stay":
        desk.record_outcome(
            row, form.outcome.data, wording=wording, override=form.override.data or "", by=by, now=at
        )


def _onward(item_id: int, sitting: course.Sitting, step: str) -> ResponseReturnValue:
    """Back here, on to the next item that waits, or to the last gavel."""
    if step == "stay":
        tell(_("Sparat"))
        return redirect(url_for("desk.item", item_id=item_id))
    following = course.next_after(course.course(sitting.id), item_id)
    if following is None:
        return redirect(url_for("desk.close", meeting_id=sitting.id))
    return redirect(url_for("desk.item", item_id=following.id))


def _page(item_id: int, sitting: course.Sitting, form: RecordForm, lines: course.Rows) -> str:
    row = db.session.get_one(AgendaItem, item_id)
    stops = course.course(sitting.id, current=item_id)
    stances = course.stances(viewer(), sitting, item_id) if row.kind is not ItemKind.STANDING else []
    return render(
        "desk/item.html",
        sitting=sitting,
        item=row,
        kind=row.kind or ItemKind.STANDING,
        called=row.meeting.called,
        form=form,
        stops=stops,
        stop=next(stop for stop in stops if stop.id == item_id),
        following=course.next_after(stops, item_id),
        gates=gates_of(row) if row.kind is ItemKind.STANDPOINT else [],
        presented_at=row.presented_at.astimezone(sitting.zone) if row.presented_at else None,
        presenters=course.presenters(item_id),
        stances=stances,
        handed_in=sum(1 for one in stances if one.stance),
        dissents=course.dissents(item_id),
        not_asked=[one for one in stances if one.stance is Stance.DISSENT and not one.dissent_requested],
        presence=_presence(lines),
        absent=[line for line in lines if line.presence and line.presence not in PRESENT],
        uncalled=sum(1 for line in lines if line.presence is None),
        signing=course.signatories(sitting.id),
        elected=SignatoryRole.ELECTED,
        clock=now().astimezone(sitting.zone),
    )


def _presence(lines: course.Rows) -> list[tuple[object, int, int]]:
    """How many of each category are there: (category, present, all)."""
    counted: dict[object, list[int]] = {}
    for line in lines:
        count = counted.setdefault(line.category, [0, 0])
        count[0] += line.presence in PRESENT
        count[1] += 1
    return [(category, here, of) for category, (here, of) in counted.items()]
