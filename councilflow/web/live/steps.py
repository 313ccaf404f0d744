"""What chair and secretary do with the table: take up an item, let the meeting rest, go on."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from councilflow import i18n
from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import AgendaItem, Meeting
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import MeetingState
from councilflow.process.rights import Act
from councilflow.process.timetable import goes_on, next_morning
from councilflow.services import live
from councilflow.services.desk import course, table
from councilflow.web.access import me, now, requires
from councilflow.web.errors import refuse
from councilflow.web.fields import day, later_clock, line
from councilflow.web.forms import Form
from councilflow.web.live.blueprint import bp
from councilflow.web.numbers import row_number
from councilflow.web.once import once
from councilflow.web.pages import Link, render, tell


class AdjournForm(Form):
    day = day(_l("Till dagen"))
    until = later_clock(_l("Till kl."))
    reason = line(_l("Varför"))

    def stand(self, until: datetime | None, reason: str = "") -> None:
        """Fill in when it goes on."""
        self.day.data = until.date() if until else None
        self.until.data = until.time() if until else None
        self.reason.data = reason

    def instant(self, here: datetime) -> datetime | None:
        """When it goes on, in the zone of `here`: without a day the next time that the clock shows that hour,
        today, or tomorrow when it has been. None when nothing was said, or what was said cannot be."""
        if self.until.data is None:
            if self.day.data is not None:
                self.until.errors = [_("Skriv klockslaget också.")]
            return None
        until = datetime.combine(self.day.data or here.date(), self.until.data, here.tzinfo)
        if until > here:
            return until
        if self.day.data is not None:
            self.until.errors = [_("Den tiden har redan varit.")]
            return None
        return datetime.combine(here.date() + timedelta(days=1), self.until.data, here.tzinfo)


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
    """Let the meeting rest, until an hour when one is said. The next day of the meeting is suggested."""
    sitting = course.sitting(meeting_id)
    if sitting.state is not MeetingState.ONGOING:
        return refuse(RuleBroken("meeting-not-ongoing", state=sitting.state), _way_back(meeting_id))
    form = AdjournForm()
    until = form.instant(now().astimezone(sitting.zone)) if form.validate_on_submit() else None
    if not form.is_submitted() or form.errors:
        return _asked_until(form, sitting), 422 if form.errors else 200
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
        on, clock = i18n.weekday_day(until.date()), i18n.clock(until)
        tell(_("Mötet är ajournerat"), _("Det fortsätter %(day)s kl. %(clock)s.", day=on, clock=clock))
    else:
        tell(_("Mötet är ajournerat"))
    return redirect(url_for("live.show", meeting_id=meeting_id))


def _asked_until(form: AdjournForm, sitting: course.Sitting) -> str:
    """With what was said before, else the morning that the meeting goes on by its plan (A61)."""
    standing = live.state(sitting.id, now())
    morning = next_morning(standing.days, now())
    if not form.is_submitted():
        if "next" in request.args and morning:
            form.stand(morning, standing.rest_reason)
        elif standing.rests_since:
            form.stand(standing.rests_until, standing.rest_reason)
        else:
            form.stand(goes_on(standing.days, now(), sitting.zone))
    return render("live/adjourn.html", sitting=sitting, form=form, morning=morning)


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
