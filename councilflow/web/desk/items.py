"""One item at the desk: what must come first, what the chair states, and on to the next."""

from __future__ import annotations

from collections.abc import Sequence

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.models import AgendaItem, Person
from councilflow.process.agenda import ItemKind, StandingItem
from councilflow.process.consensus import Outcome
from councilflow.process.dissents import offered
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import MeetingState, SignatoryRole
from councilflow.process.rights import Act
from councilflow.services import attendance, desk
from councilflow.services.desk import course, table
from councilflow.services.desk.amendments import leave_all_out, wording_of
from councilflow.services.desk.notes import Clash, WrittenMeanwhile
from councilflow.services.dissents import moment_of, note_dissent
from councilflow.web.access import me, now, requires
from councilflow.web.desk import gates, immediate, notes, presence, speaking, stances, wording
from councilflow.web.desk.blueprint import bp
from councilflow.web.desk.forms import RecordForm
from councilflow.web.desk.refused import refused
from councilflow.web.numbers import number_in
from councilflow.web.once import once
from councilflow.web.pages import render, tell
from councilflow.web.refusals import explained

STAYS = ("stay", "mine", "merge")
"""The steps that save without an outcome and come back here."""


@bp.route("/items/<int:item_id>/desk", methods=["GET", "POST"])
@requires(Act.RECORD_MEETING)
@once
def item(item_id: int) -> ResponseReturnValue:
    """The desk at one item. The step `record` goes on to the next item, `stay` comes back here."""
    row = course.item_with_meeting(item_id)
    sitting = course.sitting_of(row.meeting)
    if sitting.state is not MeetingState.ONGOING:
        return refused(RuleBroken("meeting-not-ongoing", state=sitting.state), row)
    if row.kind is ItemKind.HEADING:
        abort(404)
    voices = _voices(sitting)
    form = _form(row, voices)
    step = request.form.get("step", "record")
    if step == "mine":  # of the two texts that the page showed, the writer keeps the own one
        form.note_version.data = request.form.get("note_newest", "")
    if not form.validate_on_step(step):
        return _page(item_id, sitting, form), 422 if form.errors else 200
    try:
        _save(row, form, voices)
    except RuleBroken as error:
        db.session.rollback()
        form.form_errors = [*form.form_errors, *explained(error)]
        form.wording_seen.data = wording_of(row)  # what the page says now; the next save is of that
        return _page(item_id, sitting, form), 409
    except WrittenMeanwhile as error:
        db.session.rollback()
        merges = step == "merge"
        if merges:
            _merge(form, error.clash)
        return _page(item_id, sitting, form, clash=None if merges else error.clash), 409
    return _onward(item_id, sitting, step)


def _voices(sitting: course.Sitting) -> list[course.Voice]:
    """For whom a view may be written in, where one is sent; what is shown, the page reads with its roll."""
    if not request.form.get("voice"):
        return []
    return course.voices_at_the_table(course.roll(sitting.id), sitting.rights)


def _merge(form: RecordForm, clash: Clash) -> None:
    """Both texts as one, in the box; the next save begins from what stands now."""
    form.note_version.data, form.note_base.data = str(clash.version), clash.theirs
    form.discussion.data = clash.merged
    form.form_errors = [*form.form_errors, _("Texterna är hoplagda. Läs igenom dem och spara.")]


def _form(row: AgendaItem, voices: Sequence[course.Voice]) -> RecordForm:
    kind = row.kind or ItemKind.STANDING
    usual = Outcome.NOTED if kind is ItemKind.STANDING else None
    form = RecordForm(
        data={
            "outcome": row.outcome or usual,
            "wording": row.adopted or row.proposal,
            "wording_seen": row.adopted or row.proposal,
            "override": row.override_reason,
            "discussion": row.discussion,
            "note_version": str(row.note_version),
            "note_base": row.discussion,
        }
    )
    kinds = offered(row.meeting.profile.dissents, moment_of(row), recorded=True)
    form.offer(kind, voices, row.meeting.called, kinds)
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
            kind=form.dissent_kind.data,
            text=form.dissent.data or "",
            by=by,
            now=at,
        )
    text = form.wording.data or ""
    desk.note_discussion(
        row,
        form.discussion.data or "",
        wording=text,
        seen=form.wording_seen.data,
        version=number_in(form.note_version.data) if form.note_version.data else None,
        base=form.note_base.data or "",
        by=by,
        now=at,
    )
    if row.outcome is None:  # somebody may have taken in another wording meanwhile
        text = row.adopted
    if form.left_out.data:
        leave_all_out(row, by=by, now=at)
    if row.immediate_approval_at is not None and "outcome" not in request.form:
        return  # the § lies fast, and the page did not ask
    if form.outcome.data is not None and request.form.get("step") not in STAYS:
        desk.record_outcome(
            row, form.outcome.data, wording=text, override=form.override.data or "", by=by, now=at
        )
    if form.at_once.data:
        desk.approve_at_once(row, by=by, now=at)


def _onward(item_id: int, sitting: course.Sitting, step: str) -> ResponseReturnValue:
    """Back here, on to the next item that waits, or to the last gavel."""
    if step in STAYS:
        tell(_("Sparat"))
        return redirect(url_for("desk.item", item_id=item_id))
    following = course.next_after(course.course(sitting.id), item_id)
    if following is None:
        return redirect(url_for("desk.close", meeting_id=sitting.id))
    recorded = db.session.get_one(AgendaItem, item_id)
    table.follow(recorded, following.id, by=me(), now=now())
    return redirect(url_for("desk.item", item_id=following.id))


def _page(item_id: int, sitting: course.Sitting, form: RecordForm, *, clash: Clash | None = None) -> str:
    row = db.session.get_one(AgendaItem, item_id)
    stops = course.course(sitting.id, current=item_id)
    roll = attendance.read(sitting.id, head=sitting, items=stops)
    form.offer_voices(course.voices_at_the_table(roll.lines, sitting.rights))
    presenters, dissents = course.presenters(item_id), course.dissents(item_id)
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
        dissents=dissents,
        known=row.meeting.profile.dissents,
        signing=course.signatories(sitting.id) if row.standing is StandingItem.OPENING else [],
        elected=SignatoryRole.ELECTED,
        clock=now().astimezone(sitting.zone),
        on_table=roll.on_table,
        rests=table.rests(sitting.id),
        events_url=url_for("live.events", meeting_id=sitting.id),
        state_url=url_for("live.state", meeting_id=sitting.id),
        **gates.facts(row, sitting, presenters),
        **immediate.facts(row),
        **stances.facts(row, sitting),
        clash=clash,
        **wording.facts(row),
        **notes.facts(row, roll, presenters, dissents),
        **speaking.facts(row, sitting, roll, presenters),
        **presence.facts(row, roll),
    )
