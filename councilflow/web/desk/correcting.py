"""Correcting the record of a meeting that has closed: first why, then where (A86, docs/decisions/0020).

The reason is asked for once. It is kept with the sign-in, stands on every page that corrects, and goes into
the journal with each correction, until the minutes are sent for review again.
"""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import AgendaItem, Person
from councilflow.process.agenda import ItemKind
from councilflow.process.consensus import STANDPOINT_TAKEN
from councilflow.process.dissents import Moment, offered
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import MeetingState
from councilflow.process.rights import Act
from councilflow.services import attendance
from councilflow.services.desk import course
from councilflow.services.desk.record import correct_wording
from councilflow.services.dissents import note_dissent
from councilflow.web.access import me, now, requires
from councilflow.web.desk.blueprint import bp
from councilflow.web.desk.forms import DissentForm
from councilflow.web.desk.going_on import correction_of, keep_correction, record_open
from councilflow.web.fields import passage, say
from councilflow.web.forms import Form
from councilflow.web.once import once
from councilflow.web.pages import render, tell


class ReasonForm(Form):
    """Why the record is corrected."""

    reason = passage(
        _l("Varför rättas anteckningarna?"), _l("Skriv varför anteckningarna rättas."), longest=300
    )


class StatedForm(Form):
    """The words of what the chair stated, as they should have been written down."""

    wording = passage(_l("Ordalydelsen, som den lästes upp"), _l("Skriv texten."))


@bp.route("/meetings/<int:meeting_id>/correcting", methods=["GET", "POST"])
@requires(Act.RECORD_MEETING)
def correcting(meeting_id: int) -> ResponseReturnValue:
    """Why, and then the places where something can be corrected."""
    sitting = record_open(meeting_id, asks=False)
    if sitting.state is MeetingState.ONGOING:
        return redirect(url_for("desk.show", meeting_id=meeting_id))
    form = ReasonForm(data={"reason": correction_of(meeting_id)})
    if form.validate_on_submit():
        keep_correction(meeting_id, form.reason.data or "")
        tell(_("Skälet är sparat"), _("Välj vad du ska rätta."))
        return redirect(url_for("desk.correcting", meeting_id=meeting_id))
    items = [one for one in course.course(meeting_id) if one.outcome is not None]
    page = render(
        "desk/correcting.html", sitting=sitting, form=form, items=items, correction=correction_of(meeting_id)
    )
    return page, 422 if form.errors else 200


@bp.route("/items/<int:item_id>/correcting", methods=["GET", "POST"])
@requires(Act.RECORD_MEETING)
@once
def correct_item(item_id: int) -> ResponseReturnValue:
    """The wording that the chair stated, and what was asked into the minutes, as they should stand."""
    item = db.session.get_one(AgendaItem, item_id)
    if item.kind is ItemKind.HEADING:
        abort(404)
    sitting = record_open(item.meeting_id)
    if sitting.state is MeetingState.ONGOING:
        return redirect(url_for("desk.item", item_id=item_id))
    voices = course.voices_at_the_table(attendance.read(sitting.id).lines, sitting.rights)
    kinds = offered(item.meeting.profile.dissents, Moment.LEFT, recorded=True)
    is_view = request.form.get("step") == "dissent"
    stated = StatedForm(data={"wording": item.adopted}, formdata=None if is_view else request.form)
    noting = DissentForm(formdata=request.form if is_view else None)
    noting.offer(voices, kinds)
    sent: Form = noting if is_view else stated
    if request.method == "POST" and sent.validate():
        try:
            _correct(item, stated, noting if is_view else None, voices)
        except RuleBroken as error:
            db.session.rollback()
            say(sent, error)
        else:
            tell(_("Anteckningen är rättad"), _("Utkastet erbjuder dig det som har ändrats."))
            return redirect(url_for("desk.correct_item", item_id=item_id))
    page = render(
        "desk/correct_item.html",
        sitting=sitting,
        item=db.session.get_one(AgendaItem, item_id),
        form=sent,
        stated=stated if item.outcome in STANDPOINT_TAKEN else None,
        noting=noting,
        kinds=kinds,
        noted=course.dissents(item_id),
        correction=correction_of(sitting.id),
    )
    return page, 422 if sent.errors else 200


def _correct(
    item: AgendaItem, stated: StatedForm, noting: DissentForm | None, voices: list[course.Voice]
) -> None:
    """What was asked into the minutes, when that is sent; else the wording."""
    facts: dict[str, Any] = {"correction": correction_of(item.meeting_id), "by": me(), "now": now()}
    if noting is None:
        correct_wording(item, stated.wording.data or "", **facts)
        return
    voice = next(one for one in voices if one.key == noting.voice.data)
    note_dissent(
        item,
        organisation_id=voice.organisation_id,
        person=db.session.get(Person, voice.person_id) if voice.person_id else None,
        text=noting.text.data or "",
        kind=noting.kind.data,
        **facts,
    )
