"""An organisation says where and when it took the results home, or why it does not."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField
from wtforms.validators import InputRequired

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import Meeting, ReportBack
from councilflow.process.afterwards import ReportBackState
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import local_date
from councilflow.process.report_backs import Report
from councilflow.process.rights import Act
from councilflow.services import report_backs
from councilflow.web.access import here, me, now, requires, viewer
from councilflow.web.fields import choices, day, line, passage, say
from councilflow.web.forms import Form
from councilflow.web.numbers import number_in
from councilflow.web.pages import render, tell
from councilflow.web.refusals import explained
from councilflow.web.report_backs.blueprint import bp, report_at
from councilflow.words import word


class ReportForm(Form):
    state = RadioField(_l("Hur är det?"), [InputRequired(_l("Välj hur det är."))], coerce=ReportBackState)
    forum = line(_l("Forum"), longest=200)
    planned_on = day(_l("Planerat till den"))
    done_on = day(_l("Återfört den"))
    reason = passage(_l("Varför det inte är aktuellt"), longest=2000)
    note = passage(_l("Vad som sades hemma"), longest=10_000)


_AT = {
    "report-without-forum": "forum",
    "report-without-day": "done_on",
    "report-day-to-come": "done_on",
    "report-before-meeting": "done_on",
    "report-without-reason": "reason",
}
"""The field that each refusal is about."""


@bp.route("/meetings/<int:meeting_id>/report-back/<int:organisation_id>/edit", methods=["GET", "POST"])
@requires(Act.PREPARE_AT_HOME)
def edit(meeting_id: int, organisation_id: int) -> ResponseReturnValue:
    if organisation_id not in viewer().homes(here().council_id):
        abort(403)
    report = report_at(meeting_id, organisation_id)
    form = ReportForm(obj=report)
    form.state.choices = choices((state, word(state)) for state in ReportBackState)
    if form.validate_on_submit():
        try:
            _save(report, form)
        except RuleBroken as error:
            db.session.rollback()
            _say(form, error)
            report = report_at(meeting_id, organisation_id)
        else:
            tell(_("Återföringen är sparad"), report.organisation.name)
            return redirect(
                url_for("report_backs.show", meeting_id=meeting_id, organisation_id=organisation_id)
            )
    meeting = db.session.get_one(Meeting, meeting_id)
    page = render(
        "report_backs/edit.html",
        form=form,
        report=report,
        council=meeting.council,
        met_on=local_date(meeting.starts_at, meeting.council.zone),
    )
    return page, 422 if form.errors else 200


def _save(report: ReportBack, form: ReportForm) -> None:
    said = Report(
        state=form.state.data,
        forum=form.forum.data or "",
        planned_on=form.planned_on.data,
        done_on=form.done_on.data,
        reason=form.reason.data or "",
        note=form.note.data or "",
    )
    version = number_in(request.form.get("version"))
    report_backs.enter(report, said, version=version, by=me(), now=now())


def _say(form: Any, error: RuleBroken) -> None:
    name = _AT.get(error.code)
    if name is None:
        say(form, error)
    else:
        form[name].errors = [" ".join(explained(error))]
