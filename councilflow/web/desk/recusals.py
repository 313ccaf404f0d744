"""Jäv: noted at the desk, or declared on the own device (KL 6:28–30)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.models import AgendaItem, Person, Recusal
from councilflow.process.agenda import ItemKind
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import MeetingState
from councilflow.process.rights import Act
from councilflow.services import attendance
from councilflow.services.desk import course
from councilflow.services.desk import recusals as rules
from councilflow.web.access import me, now, requires, viewer
from councilflow.web.desk.attendance_forms import DeclareForm, RecuseForm
from councilflow.web.desk.blueprint import bp
from councilflow.web.desk.going_on import correction_of, record_open
from councilflow.web.errors import refuse
from councilflow.web.fields import say
from councilflow.web.once import once
from councilflow.web.pages import Link, render, tell

STEPS: dict[str, Callable[[Recusal, str, Person, datetime], None]] = {
    "left": lambda one, why, by, at: rules.leave_room(one, correction=why, by=by, now=at),
    "back": lambda one, why, by, at: rules.come_back(one, correction=why, by=by, now=at),
    "withdraw": lambda one, why, by, at: rules.withdraw(one, correction=why, by=by, now=at),
}


@bp.route("/meetings/<int:meeting_id>/recusals", methods=["GET", "POST"])
@requires(Act.RECORD_MEETING)
@once
def recusals(meeting_id: int) -> ResponseReturnValue:
    """Who takes no part in which item, with when they left and came back."""
    sitting = record_open(meeting_id)
    known = attendance.read(meeting_id)
    form = RecuseForm()
    form.offer(known, now())
    if request.method == "GET" and request.args.get("item", "").isdigit():
        form.item.data = request.args["item"]
    if form.validate_on_submit():
        try:
            rules.recuse(
                db.session.get_one(AgendaItem, int(form.item.data)),
                int(form.who.data),
                reason=form.reason.data or "",
                left_at=form.moment(known),
                correction=correction_of(meeting_id),
                by=me(),
                now=now(),
            )
        except RuleBroken as error:
            db.session.rollback()
            say(form, error)
        else:
            tell(_("Jäv är antecknat"))
            return redirect(url_for("desk.recusals", meeting_id=meeting_id))
    page = render(
        "desk/recusals.html",
        sitting=sitting,
        correction=correction_of(meeting_id),
        form=form,
        roll=known,
        several_days=len(known.days) > 1,
    )
    return page, 422 if form.errors else 200


@bp.post("/meetings/<int:meeting_id>/recusals/<int:recusal_id>")
@requires(Act.RECORD_MEETING)
@once
def recusal_step(meeting_id: int, recusal_id: int) -> ResponseReturnValue:
    """The person leaves, comes back, or was noted by mistake."""
    act = STEPS.get(request.form.get("step", ""))
    one = db.session.get(Recusal, recusal_id)
    if one is None or db.session.get_one(AgendaItem, one.item_id).meeting_id != meeting_id:
        abort(404)
    if act is None:
        abort(400)
    try:
        act(one, correction_of(meeting_id), me(), now())
    except RuleBroken as error:
        return refuse(error, Link(url_for("desk.recusals", meeting_id=meeting_id), _("Jäv")))
    return redirect(url_for("desk.recusals", meeting_id=meeting_id))


@bp.route("/items/<int:item_id>/recusal", methods=["GET", "POST"])
@requires(Act.READ_MEETING)
@once
def declare(item_id: int) -> ResponseReturnValue:
    """A member says so, unasked, on the own device."""
    item = db.session.get_one(AgendaItem, item_id)
    if item.kind is ItemKind.HEADING:
        abort(404)
    known = attendance.read(item.meeting_id)
    mine = next((line for line in known.lines if line.person_id == viewer().person_id), None)
    noted = next(
        (one for one in known.recusals if mine and one.item_id == item_id and one.attendance_id == mine.id),
        None,
    )
    form = DeclareForm()
    if noted is None and form.validate_on_submit():
        try:
            rules.recuse(item, mine.id if mine else 0, reason=form.reason.data or "", by=me(), now=now())
        except RuleBroken as error:
            return refuse(error, Link(url_for("agenda.item", item_id=item_id), _("Till punkten")))
        tell(_("Ditt jäv är anmält"), _("Lämna mötet medan punkten behandlas."))
        return redirect(url_for("desk.declare", item_id=item_id))
    page = render(
        "desk/declare.html",
        item=item,
        sitting=course.sitting(item.meeting_id),
        form=form,
        mine=mine,
        noted=noted,
        is_open=item.meeting.state is MeetingState.ONGOING and mine is not None,
    )
    return page, 422 if form.errors else 200
