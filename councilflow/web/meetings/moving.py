"""Moving and cancelling a meeting, with what it means shown before anybody is written to (A69)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from councilflow import i18n
from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.i18n import ngettext
from councilflow.models import Meeting
from councilflow.process.errors import RuleBroken
from councilflow.process.invitation import is_the_chair
from councilflow.process.meeting import MeetingForm, MeetingState, local_date
from councilflow.process.rights import Act
from councilflow.process.timetable import days
from councilflow.services import invitations
from councilflow.services.invitations import Move
from councilflow.web import planning
from councilflow.web.access import can, here, me, now, requires, viewer
from councilflow.web.errors import refuse
from councilflow.web.fields import passage
from councilflow.web.forms import Form
from councilflow.web.meetings import forms
from councilflow.web.numbers import number_in
from councilflow.web.pages import Link, render, tell

bp = Blueprint("moving", __name__)


@bp.before_request
def _section() -> None:
    g.section = "meetings"


class CancelForm(Form):
    reason = passage(_l("Varför mötet ställs in"), _l("Skriv varför mötet ställs in."), longest=500)


class CancelOnOrderForm(CancelForm):
    on_order = forms.order_field()


@bp.route("/meetings/<int:meeting_id>/move", methods=["GET", "POST"])
@requires(Act.INVITE)
def move(meeting_id: int) -> ResponseReturnValue:
    """First the new time, then whom it reaches, and then it is sent."""
    meeting = db.session.get_one(Meeting, meeting_id)
    try:
        invitation = invitations.invitation_of(meeting)
    except RuleBroken as error:
        return refuse(error, _to_meeting(meeting_id))
    form = forms.moving(meeting, meeting.council.zone, on_order=not _is_chair())
    if not form.validate_on_submit():
        sequence = invitation.sequence
        return _moving(meeting, form, sequence), 422 if form.errors else 200
    sequence = number_in(request.form.get("sequence", ""))
    where = _where(form, meeting)
    if where is None:
        return _moving(meeting, form, sequence), 422
    if "send" not in request.form:
        return _confirming(meeting, form, where, sequence)
    return _send(meeting, form, where, sequence)


def _is_chair() -> bool:
    return is_the_chair(viewer().held_in(here().council_id))


def _where(form: forms.MoveForm, meeting: Meeting) -> Move | None:
    """Where the form moves the meeting; None when it cannot, and then the form says why at the field."""
    times = form.times(meeting.council.zone)
    if times is None:
        return None
    where = Move(
        **times,
        form=MeetingForm(form.form.data),
        place=form.place.data or "",
        link=form.link.data or "",
        reason=form.reason.data or "",
    )
    try:
        invitations.check_move(meeting, where, now=now())
    except RuleBroken as error:
        form.blame(error)
        return None
    return where


def _moving(meeting: Meeting, form: forms.MoveForm, sequence: int) -> str:
    return render(
        "meetings/move.html",
        meeting=meeting,
        form=form,
        sequence=sequence,
        day=_day(meeting),
        **_when(meeting),
    )


def _confirming(meeting: Meeting, form: forms.MoveForm, where: Move, sequence: int) -> ResponseReturnValue:
    reach, zone = invitations.reach_of(meeting, where), meeting.council.zone
    return render(
        "meetings/move_confirm.html",
        meeting=meeting,
        form=form,
        sequence=sequence,
        reach=reach,
        where=where,
        new_starts=where.starts_at.astimezone(zone),
        new_ends=where.ends_at.astimezone(zone),
        new_days=[one.within(zone) for one in days(where.starts_at, where.ends_at, where.nights)],
        day=_day(meeting),
        heed=planning.of_time(meeting.council, where, viewer(), ignoring=meeting.id),
        **_when(meeting),
    )


def _send(meeting: Meeting, form: forms.MoveForm, where: Move, sequence: int) -> ResponseReturnValue:
    order = form.on_order.data if isinstance(form, forms.MoveOnOrderForm) else ""
    try:
        reach = invitations.move(meeting, where, sequence=sequence, by=me(), now=now(), on_order=order or "")
    except RuleBroken as error:
        return refuse(error, _to_meeting(meeting.id))
    tell(_("Mötet är flyttat"), _mail_words(reach.people))
    return redirect(url_for("meetings.show", meeting_id=meeting.id))


def _mail_words(people: int) -> str:
    return ngettext(
        "En person får besked med mejl inom kort.", "%(n)s personer får besked med mejl inom kort.", people
    )


@bp.route("/meetings/<int:meeting_id>/cancel", methods=["GET", "POST"])
@requires(Act.INVITE, Act.PREPARE_AGENDA, Act.MANAGE_COUNCIL)
def cancel(meeting_id: int) -> ResponseReturnValue:
    meeting = db.session.get_one(Meeting, meeting_id)
    is_out = meeting.state is MeetingState.INVITED
    if is_out and not can(Act.INVITE):
        abort(403)  # once people are invited it is done in the chair's name (A69)
    form = CancelOnOrderForm() if is_out and not _is_chair() else CancelForm()
    try:
        invitations.check_cancellable(meeting)
        if form.validate_on_submit():
            order = form.on_order.data if isinstance(form, CancelOnOrderForm) else ""
            people = invitations.cancel(meeting, reason=form.reason.data, by=me(), now=now(), on_order=order)
            tell(*((_("Besked är på väg"), _mail_words(people)) if people else (_("Mötet är inställt"),)))
            return redirect(url_for("meetings.show", meeting_id=meeting_id))
    except RuleBroken as error:
        return refuse(error, _to_meeting(meeting_id))
    page = render(
        "meetings/cancel.html",
        meeting=meeting,
        form=form,
        people=invitations.told(meeting),
        issues=[item.issue.title for item in meeting.items if item.issue is not None],
        day=_day(meeting),
        **_when(meeting),
    )
    return page, 422 if form.errors else 200


def _to_meeting(meeting_id: int) -> Link:
    return Link(url_for("meetings.show", meeting_id=meeting_id), _("Öppna mötet"))


def _day(meeting: Meeting) -> str:
    return i18n.weekday_date(local_date(meeting.starts_at, meeting.council.zone))


def _when(meeting: Meeting) -> dict[str, Any]:
    zone = meeting.council.zone
    return {
        "starts_at": meeting.starts_at.astimezone(zone),
        "ends_at": meeting.ends_at.astimezone(zone),
        "days": meeting.days,
    }
