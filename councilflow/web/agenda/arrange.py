"""The workspace of the preparatory group: order, times, the pool of issues, and setting the agenda (A65)."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Optional

from councilflow import i18n
from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import Issue, Meeting
from councilflow.process.errors import RuleBroken
from councilflow.process.joint import marks
from councilflow.process.meeting import MeetingState, local_date
from councilflow.process.rights import Act
from councilflow.services import agenda, meetings
from councilflow.services.agenda import reading
from councilflow.services.meetings import joint
from councilflow.web.access import can, here, me, now, requires, viewer
from councilflow.web.agenda.blueprint import bp
from councilflow.web.forms import Form
from councilflow.web.meetings import page
from councilflow.web.meetings.beside import length
from councilflow.web.numbers import number_in
from councilflow.web.pages import render, tell

LONGEST = 1440
"""Minutes that one item can be given: a day."""


class PutUpForm(Form):
    meeting = RadioField(_l("Möte"), [InputRequired(_l("Välj ett möte."))], coerce=int)
    reason = TextAreaField(_l("Hälsning till den som föreslog frågan"), [Optional()])


@bp.route("/meetings/<int:meeting_id>/agenda", methods=["GET", "POST"])
@requires(Act.PREPARE_AGENDA)
def arrange(meeting_id: int) -> ResponseReturnValue:
    meeting = meetings.locked(meeting_id)
    meetings.check_open(meeting)
    if request.method == "POST":
        wrong = _save_times(meeting)
        if wrong:
            return _arranging(meeting, wrong), 422
        moved = _move(meeting)
        return redirect(url_for("agenda.arrange", meeting_id=meeting_id, _anchor=moved))
    return _arranging(meeting, [])


def _arranging(meeting: Meeting, wrong: list[int]) -> str:
    planned = sum(item.minutes or 0 for item in meeting.items)
    lasts = round((meeting.ends_at - meeting.starts_at).total_seconds() / 60)
    return render(
        "agenda/arrange.html",
        meeting=meeting,
        day=i18n.weekday_date(local_date(meeting.starts_at, meeting.council.zone)),
        items=meeting.items,
        wrong=wrong,
        typed=request.form,
        planned=length(planned),
        lasts=length(lasts),
        over=length(planned - lasts) if planned > lasts else "",
        left=length(lasts - planned) if planned < lasts else "",
        pool=reading.pool(_councils(meeting)),
        includes=reading.included(meeting.council.includes_id),
        councils=joint.names_of(meeting),
    )


@bp.post("/meetings/<int:meeting_id>/joint")
@requires(Act.PREPARE_AGENDA)
def join(meeting_id: int) -> ResponseReturnValue:
    """Hold the meeting together with the council that the wider one includes, or by itself again (A62)."""
    is_joint = request.form.get("joint") == "yes"
    joint.set_joint(meetings.locked(meeting_id), is_joint=is_joint, by=me(), now=now())
    tell(_("Mötet är gemensamt") if is_joint else _("Mötet är ett möte för bara ett råd"))
    return redirect(url_for("agenda.arrange", meeting_id=meeting_id))


def _councils(meeting: Meeting) -> list[int]:
    """Whose issues can be put up: the council's own, and in a joint meeting the narrower one's as well, for
    whoever prepares that one too (A62)."""
    found = marks(meeting.council_id, meeting.council.includes_id, is_joint=meeting.is_joint)
    others = [one for one in found if Act.PREPARE_AGENDA in viewer().acts_in(one)]
    return [meeting.council_id, *(one for one in others if one != meeting.council_id)]


def _save_times(meeting: Meeting) -> list[int]:
    """Save the minutes that were typed; gives the ids of items whose time is not a number of minutes."""
    wrong, minutes = [], {}
    for item in meeting.items:
        typed = request.form.get(f"minutes-{item.id}", "").strip()
        if f"minutes-{item.id}" not in request.form:
            continue
        if typed and not (1 <= number_in(typed) <= LONGEST):
            wrong.append(item.id)
        else:
            minutes[item.id] = int(typed) if typed else None
    if not wrong:
        agenda.give_time(meeting, minutes, by=me(), now=now())
    return wrong


def _move(meeting: Meeting) -> str | None:
    """Move the item whose button was pressed; gives its place on the page."""
    for direction in ("up", "down"):
        pressed = request.form.get(direction, "")
        item = next((item for item in meeting.items if str(item.id) == pressed), None)
        if item is not None:
            agenda.move(item, up=direction == "up", by=me(), now=now())
            return f"punkt-{item.id}"
    tell(_("Tiderna är sparade"))
    return None


@bp.post("/meetings/<int:meeting_id>/issues/<int:issue_id>")
@requires(Act.PREPARE_AGENDA)
def put_up(meeting_id: int, issue_id: int) -> ResponseReturnValue:
    """Put an issue of the pool on this agenda, without a greeting."""
    meeting = meetings.locked(meeting_id)
    item = agenda.put_up(_issue(issue_id, _councils(meeting)), meeting, by=me(), now=now())
    db.session.flush()
    tell(_("Frågan står på dagordningen"), _("Den som föreslog den ser det nu. Komplettera punkten."))
    return redirect(url_for("agenda.arrange", meeting_id=meeting_id, _anchor=f"punkt-{item.id}"))


@bp.route("/issues/<int:issue_id>/agenda", methods=["GET", "POST"])
@requires(Act.PREPARE_AGENDA)
def from_issue(issue_id: int) -> ResponseReturnValue:
    issue = _issue(issue_id, [here().council_id])
    form = PutUpForm()
    form.meeting.choices = _coming(issue)
    if form.validate_on_submit():
        meeting = meetings.locked(form.meeting.data)
        item = agenda.put_up(issue, meeting, reason=form.reason.data or "", by=me(), now=now())
        db.session.flush()
        tell(_("Frågan står på dagordningen"), _("Den som föreslog den ser det nu. Komplettera punkten."))
        return redirect(url_for("agenda.edit", item_id=item.id))
    return render("agenda/from_issue.html", form=form, issue=issue), 422 if form.errors else 200


def _issue(issue_id: int, councils: list[int]) -> Issue:
    issue = db.session.get(Issue, issue_id, with_for_update=True)
    if issue is None:
        abort(404)
    if issue.council_id not in councils:
        raise RuleBroken("issue-of-another-council")
    return issue


def _coming(issue: Issue) -> list[tuple[int, str]]:
    rows = reading.open_meetings(issue.council_id, now=now())
    return [
        (row.id, i18n.begun(i18n.weekday_date(local_date(row.starts_at, ZoneInfo(row.time_zone)))))
        for row in rows
    ]


@bp.post("/meetings/<int:meeting_id>/agenda/prepared")
@requires(Act.PREPARE_AGENDA)
def finish(meeting_id: int) -> ResponseReturnValue:
    meetings.finish_preparing(meetings.locked(meeting_id), by=me(), now=now())
    return _done(meeting_id, _("Dagordningen är beredd"))


@bp.route("/meetings/<int:meeting_id>/agenda/set", methods=["GET", "POST"])
@requires(Act.SET_AGENDA)
def settle(meeting_id: int) -> ResponseReturnValue:
    if request.method == "POST":
        meetings.set_agenda(meetings.locked(meeting_id), by=me(), now=now())
        return _done(meeting_id, _("Dagordningen är fastställd"))
    meeting = db.session.get_one(Meeting, meeting_id)
    meetings.check_not_cancelled(meeting)
    count, missing = page.missing(reading.council_of(meeting_id))
    return render(
        "agenda/settle.html",
        meeting=meeting,
        day=i18n.weekday_date(local_date(meeting.starts_at, meeting.council.zone)),
        count=count,
        missing=missing,
    )


@bp.post("/meetings/<int:meeting_id>/agenda/reopen")
@requires(Act.PREPARE_AGENDA, Act.SET_AGENDA)
def reopen(meeting_id: int) -> ResponseReturnValue:
    meeting = meetings.locked(meeting_id)
    if meeting.state is MeetingState.SET and not can(Act.SET_AGENDA):
        raise RuleBroken("only-the-chair-reopens")
    meetings.reopen(meeting, by=me(), now=now())
    return _done(meeting_id, _("Dagordningen är öppen igen"))


def _done(meeting_id: int, receipt: str) -> ResponseReturnValue:
    tell(receipt)
    return redirect(url_for("meetings.show", meeting_id=meeting_id))
