"""The agenda while the meeting goes on: adding an item, moving one, leaving one out."""

from __future__ import annotations

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField, SelectField

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import AgendaItem, Meeting
from councilflow.process.agenda import ItemKind, StandingItem
from councilflow.process.errors import RuleBroken
from councilflow.process.rights import Act
from councilflow.services.agenda.moving import ordered
from councilflow.services.desk import changes
from councilflow.web.access import me, now, requires
from councilflow.web.desk.blueprint import bp
from councilflow.web.desk.going_on import going_on
from councilflow.web.desk.refused import refused
from councilflow.web.fields import choices, line, passage, say
from councilflow.web.forms import Form
from councilflow.web.once import once
from councilflow.web.pages import render, tell
from councilflow.words import word


class _ReasonForm(Form):
    reason = line(_l("Varför"), _l("Skriv varför. Det står i journalen."), longest=500)
    after = SelectField(_l("Efter punkt"), coerce=int)

    def place(self, items: list[AgendaItem]) -> AgendaItem | None:
        return next((one for one in items if one.id == self.after.data), None)


class AddForm(_ReasonForm):
    title = line(_l("Rubrik"), _l("Skriv en rubrik."))
    kind = RadioField(_l("Vad är det?"), coerce=ItemKind)
    proposal = passage(_l("Förslag till beslut"))


class MoveForm(_ReasonForm):
    pass


@bp.route("/meetings/<int:meeting_id>/desk/agenda", methods=["GET", "POST"])
@requires(Act.RECORD_MEETING)
@once
def agenda(meeting_id: int) -> ResponseReturnValue:
    """What may still change, and adding an item."""
    sitting = going_on(meeting_id)
    meeting = db.session.get_one(Meeting, meeting_id)
    items = ordered(meeting)
    form = AddForm(data={"after": 0, "kind": ItemKind.INFORMATION})
    form.kind.choices = choices((one, word(one)) for one in changes.kinds(meeting.called))
    form.after.choices = choices([(0, _("På sin vanliga plats")), *_names(items)])
    if form.validate_on_submit():
        try:
            made = changes.add(
                meeting,
                form.title.data or "",
                form.kind.data,
                proposal=form.proposal.data or "",
                after=form.place(items),
                reason=form.reason.data or "",
                by=me(),
                now=now(),
            )
        except RuleBroken as error:
            db.session.rollback()
            say(form, error)
        else:
            tell(_("Punkten är tillagd"), _("I protokollet står att den kom till under mötet."))
            return redirect(url_for("desk.item", item_id=made.id))
    meeting = db.session.get_one(Meeting, meeting_id)
    page = render(
        "desk/agenda.html",
        sitting=sitting,
        items=[one for one in ordered(meeting) if one.kind is not ItemKind.HEADING or one.withdrawn_kind],
        lasting=(StandingItem.OPENING, StandingItem.CLOSING),
        decides=ItemKind.STANDPOINT in changes.kinds(meeting.called),
        form=form,
    )
    return page, 422 if form.errors else 200


@bp.route("/items/<int:item_id>/desk/agenda", methods=["GET", "POST"])
@requires(Act.RECORD_MEETING)
@once
def change(item_id: int) -> ResponseReturnValue:
    """Move an item that waits, leave it out, or put it back."""
    row = db.session.get_one(AgendaItem, item_id)
    sitting = going_on(row.meeting_id)
    if row.kind is ItemKind.HEADING and row.withdrawn_kind is None:
        abort(404)
    others = [one for one in ordered(row.meeting) if one.id != item_id]
    form = MoveForm(data={"after": _before(row)})
    form.after.choices = choices([(0, _("Först")), *_names(others)])
    step = request.form.get("step", "")
    if step == "restore" or form.validate_on_submit():
        try:
            told = _carry_out(step, row, form, others)
        except RuleBroken as error:
            return refused(error, row)
        tell(told)
        return redirect(url_for("desk.agenda", meeting_id=sitting.id))
    page = render(
        "desk/change.html",
        sitting=sitting,
        item=row,
        form=form,
        may_be_left_out=row.standing not in (StandingItem.OPENING, StandingItem.CLOSING),
    )
    return page, 422 if form.errors else 200


def _carry_out(step: str, row: AgendaItem, form: MoveForm, others: list[AgendaItem]) -> str:
    reason = form.reason.data or ""
    if step == "restore":
        changes.restore(row, by=me(), now=now())
        return _("Punkten står på dagordningen igen")
    if step == "withdraw":
        changes.withdraw(row, reason=reason, by=me(), now=now())
        return _("Punkten utgår")
    if step != "move":
        abort(400)
    changes.move(row, form.place(others), reason=reason, by=me(), now=now())
    return _("Punkten är flyttad")


def _names(items: list[AgendaItem]) -> list[tuple[int, str]]:
    return [(one.id, one.title) for one in items]


def _before(row: AgendaItem) -> int:
    """The item that this one follows now."""
    items = ordered(row.meeting)
    place = items.index(row)
    return items[place - 1].id if place else 0
