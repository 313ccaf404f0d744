"""What chair and secretary do with the table: take up an item, let the meeting rest, go on."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.validators import Optional

from councilflow import i18n
from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import AgendaItem, Meeting
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import MeetingState
from councilflow.process.rights import Act
from councilflow.services.desk import course, table
from councilflow.web.access import me, now, requires
from councilflow.web.errors import refuse
from councilflow.web.fields import ClockField, line
from councilflow.web.forms import Form
from councilflow.web.live.blueprint import bp
from councilflow.web.numbers import row_number
from councilflow.web.once import once
from councilflow.web.pages import Link, render, tell


class AdjournForm(Form):
    until = ClockField(_l("Till kl."), [Optional()])
    reason = line(_l("Varför"))


@bp.post("/meetings/<int:meeting_id>/live/take-up")
@requires(Act.RECORD_MEETING)
@once
def take_up(meeting_id: int) -> ResponseReturnValue:
    """Put the item that the form names on the table. A form sent twice does the same as one."""
    try:
        item = db.session.get(AgendaItem, row_number(request.form.get("item", "")))
    except ValueError:
        item = None
    if item is None or item.meeting_id != meeting_id:
        abort(404)
    try:
        table.take_up(item, by=me(), now=now())
    except RuleBroken as error:
        return refuse(error, _way_back(meeting_id))
    if request.form.get("back") == "desk":
        return redirect(url_for("desk.item", item_id=item.id))
    return redirect(url_for("live.show", meeting_id=meeting_id))


@bp.route("/meetings/<int:meeting_id>/live/adjourn", methods=["GET", "POST"])
@requires(Act.RECORD_MEETING)
@once
def adjourn(meeting_id: int) -> ResponseReturnValue:
    """Let the meeting rest, until an hour when one is said."""
    sitting = course.sitting(meeting_id)
    if sitting.state is not MeetingState.ONGOING:
        return refuse(RuleBroken("meeting-not-ongoing", state=sitting.state), _way_back(meeting_id))
    form = AdjournForm()
    if not form.validate_on_submit():
        return render("live/adjourn.html", sitting=sitting, form=form), 422 if form.errors else 200
    until = _until(form, sitting)
    try:
        table.adjourn(
            db.session.get_one(Meeting, meeting_id),
            until=until,
            reason=form.reason.data or "",
            by=me(),
            now=now(),
        )
    except RuleBroken as error:
        return refuse(error, _way_back(meeting_id))
    if until is not None:
        day, clock = i18n.weekday_day(until.date()), i18n.clock(until)
        tell(_("Mötet är ajournerat"), _("Det fortsätter %(day)s kl. %(clock)s.", day=day, clock=clock))
    else:
        tell(_("Mötet är ajournerat"))
    return redirect(url_for("live.show", meeting_id=meeting_id))


def _until(form: AdjournForm, sitting: course.Sitting) -> datetime | None:
    """The next time the council's clock shows that hour: today, or tomorrow when it has been."""
    if form.until.data is None:
        return None
    here = now().astimezone(sitting.zone)
    until = datetime.combine(here.date(), form.until.data, sitting.zone)
    if until <= here:
        until = datetime.combine(here.date() + timedelta(days=1), form.until.data, sitting.zone)
    return until


@bp.post("/meetings/<int:meeting_id>/live/resume")
@requires(Act.RECORD_MEETING)
@once
def resume(meeting_id: int) -> ResponseReturnValue:
    try:
        table.resume(db.session.get_one(Meeting, meeting_id), by=me(), now=now())
    except RuleBroken as error:
        return refuse(error, _way_back(meeting_id))
    return redirect(url_for("live.show", meeting_id=meeting_id))


def _way_back(meeting_id: int) -> Link:
    return Link(url_for("live.show", meeting_id=meeting_id), _("Till mötet som det står nu"))
