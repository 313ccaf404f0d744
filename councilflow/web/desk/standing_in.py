"""Substitutes who serve, and guests who come to the door (KL 5:17, A55)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, redirect, url_for
from flask.typing import ResponseReturnValue

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.models import AgendaItem, Attendance, Meeting, Presenter, Service
from councilflow.process.councils import Category
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import PRESENT, MeetingState, Presence
from councilflow.process.rights import Act
from councilflow.services import attendance
from councilflow.services.attendance import Roll
from councilflow.services.desk import guests as at_the_door
from councilflow.services.desk import serving as rules
from councilflow.services.desk.guests import AT_THE_DOOR, came_uninvited
from councilflow.web.access import me, now, requires
from councilflow.web.desk.attendance_forms import GuestForm, ServeForm
from councilflow.web.desk.blueprint import bp
from councilflow.web.desk.going_on import correction_of, record_open
from councilflow.web.errors import refuse
from councilflow.web.fields import say
from councilflow.web.once import once
from councilflow.web.pages import Link, render, tell

Facts = dict[str, Any]


@bp.route("/meetings/<int:meeting_id>/serving", methods=["GET", "POST"])
@requires(Act.RECORD_MEETING)
@once
def serving(meeting_id: int) -> ResponseReturnValue:
    """Who serves for whom, and who is next in the order for a member who is away."""
    sitting = record_open(meeting_id)
    known = attendance.read(meeting_id)
    form = ServeForm()
    members = [line for line in known.lines if line.category is Category.MEMBER]
    substitutes = [
        line for line in known.lines if line.category is Category.SUBSTITUTE and line.presence in PRESENT
    ]
    form.offer(known, members, substitutes)
    if form.validate_on_submit():
        try:
            _serve(meeting_id, known, form, is_over=sitting.state is MeetingState.HELD)
        except RuleBroken as error:
            db.session.rollback()
            say(form, error)
        else:
            tell(_("Ersättaren tjänstgör"))
            return redirect(url_for("desk.serving", meeting_id=meeting_id))
    page = render(
        "desk/serving.html",
        sitting=sitting,
        correction=correction_of(meeting_id),
        form=form,
        roll=known,
        vacant=rules.vacant(known),
        substitutes=substitutes,
    )
    return page, 422 if form.errors else 200


@bp.post("/meetings/<int:meeting_id>/serving/<int:service_id>/end")
@requires(Act.RECORD_MEETING)
@once
def relieve(meeting_id: int, service_id: int) -> ResponseReturnValue:
    """The substitute serves no longer, from the item on the table."""
    service = db.session.get(Service, service_id)
    if service is None or service.meeting_id != meeting_id:
        abort(404)
    try:
        rules.relieve(service, correction=correction_of(meeting_id), by=me(), now=now())
    except RuleBroken as error:
        return refuse(error, Link(url_for("desk.serving", meeting_id=meeting_id), _("Ersättare")))
    tell(_("Tjänstgöringen är avslutad"))
    return redirect(url_for("desk.serving", meeting_id=meeting_id))


@bp.route("/meetings/<int:meeting_id>/guests", methods=["GET", "POST"])
@requires(Act.RECORD_MEETING)
@once
def guests(meeting_id: int) -> ResponseReturnValue:
    """Put somebody down who came to the door."""
    sitting = record_open(meeting_id)
    known = attendance.read(meeting_id)
    form = GuestForm(data={"category": Category.OBSERVER.value, "presence": Presence.ON_SITE})
    form.offer(known)
    if form.validate_on_submit():
        try:
            _put_down(meeting_id, form)
        except RuleBroken as error:
            db.session.rollback()
            say(form, error)
        else:
            tell(_("%(name)s är uppskriven", name=form.name.data))
            return redirect(url_for("desk.guests", meeting_id=meeting_id))
    page = render(
        "desk/guests.html",
        sitting=sitting,
        correction=correction_of(meeting_id),
        form=form,
        guests=[line for line in known.lines if line.seat_id is None and line.category in AT_THE_DOOR],
        uninvited={line.id for line in known.lines if came_uninvited(line)},
        presenters=at_the_door.presenters(meeting_id),
        roll=known,
    )
    return page, 422 if form.errors else 200


@bp.post("/meetings/<int:meeting_id>/guests/<int:attendance_id>/remove")
@requires(Act.RECORD_MEETING)
@once
def remove_guest(meeting_id: int, attendance_id: int) -> ResponseReturnValue:
    """Somebody who was put down by mistake stands on the roll no more."""
    line = db.session.get(Attendance, attendance_id)
    if line is None or line.meeting_id != meeting_id:
        abort(404)
    facts: Facts = {"correction": correction_of(meeting_id), "by": me(), "now": now()}
    return _removed(meeting_id, line.name, lambda: at_the_door.remove_guest(line, **facts))


@bp.post("/meetings/<int:meeting_id>/presenters/<int:presenter_id>/remove")
@requires(Act.RECORD_MEETING)
@once
def remove_presenter(meeting_id: int, presenter_id: int) -> ResponseReturnValue:
    """Somebody who was put down by mistake presents the item no more."""
    one = db.session.get(Presenter, presenter_id)
    if one is None or db.session.get_one(AgendaItem, one.item_id).meeting_id != meeting_id:
        abort(404)
    facts: Facts = {"correction": correction_of(meeting_id), "by": me(), "now": now()}
    return _removed(meeting_id, one.name, lambda: at_the_door.remove_presenter(one, **facts))


def _removed(meeting_id: int, name: str, step: Callable[[], None]) -> ResponseReturnValue:
    back = url_for("desk.guests", meeting_id=meeting_id)
    try:
        step()
    except RuleBroken as error:
        return refuse(error, Link(back, _("Gäster")))
    tell(_("%(name)s är borttagen", name=name))
    return redirect(back)


def _serve(meeting_id: int, known: Roll, form: ServeForm, *, is_over: bool) -> None:
    first, last = form.stretch(is_over=is_over)
    rules.serve(
        db.session.get_one(Meeting, meeting_id),
        int(form.substitute.data),
        int(form.member.data),
        from_item_id=first,
        until_item_id=known.next_after(last) if last else None,
        correction=correction_of(meeting_id),
        by=me(),
        now=now(),
    )


def _put_down(meeting_id: int, form: GuestForm) -> None:
    name, organisation, function = (
        field.data or "" for field in (form.name, form.organisation, form.function)
    )
    if form.category.data == form.PRESENTS:
        item = db.session.get_one(AgendaItem, int(form.item.data))
        at_the_door.add_presenter(
            item,
            name=name,
            title=function,
            organisation=organisation,
            correction=correction_of(meeting_id),
            by=me(),
            now=now(),
        )
        return
    at_the_door.add_guest(
        db.session.get_one(Meeting, meeting_id),
        name=name,
        organisation=organisation,
        function=function,
        category=Category(form.category.data),
        presence=form.presence.data or Presence.ON_SITE,
        correction=correction_of(meeting_id),
        by=me(),
        now=now(),
    )
