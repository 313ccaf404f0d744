"""The wording that the council works on: others suggested, settled, and read out before it is stated."""

from __future__ import annotations

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import AgendaItem, Amendment
from councilflow.process.agenda import ItemKind
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import MeetingState
from councilflow.process.rights import Act
from councilflow.process.sitting import AmendmentState
from councilflow.process.wording import between
from councilflow.services.desk import amendments, course
from councilflow.services.taking_part import is_recused
from councilflow.web.access import can, me, now, requires, viewer
from councilflow.web.desk.blueprint import bp
from councilflow.web.desk.proposing import is_open, proposers
from councilflow.web.errors import refuse
from councilflow.web.fields import passage
from councilflow.web.forms import Form, SelectChoice
from councilflow.web.once import once
from councilflow.web.pages import Link, render, tell
from councilflow.web.refusals import explained


class WordingForm(Form):
    """Another wording, whole."""

    whose = SelectField(_l("Vems förslag är det?"), coerce=int)
    text = passage(_l("Hela texten, som du vill ha den"), _l("Skriv hela texten som du vill ha den."))


class TakeInForm(Form):
    """What the wording will be."""

    text = passage(_l("Så här kommer texten att lyda"), _l("Skriv texten."))


def facts(row: AgendaItem) -> dict[str, object]:
    """What templates/desk/_outcome.html shows beside the wording."""
    if row.kind is not ItemKind.STANDPOINT or row.meeting.profile.votes:
        return {"waiting": 0, "votes": row.meeting.profile.votes}
    return {"waiting": amendments.waiting(row.id), "votes": False}


@bp.route("/items/<int:item_id>/wording", methods=["GET", "POST"])
@requires(Act.READ_MEETING)
@once
def wording(item_id: int) -> ResponseReturnValue:
    """The wording on the table, every other one that was suggested, and suggesting one."""
    item = _item(item_id)
    whose = proposers(item)
    form = WordingForm(data={"text": amendments.wording_of(item)})
    form.whose.choices = [SelectChoice(line.id, f"{line.name}, {line.organisation}") for line in whose]
    if form.is_submitted() and not whose:
        abort(403)
    if form.validate_on_submit():
        try:
            amendments.suggest(item, form.text.data or "", line_id=form.whose.data, by=me(), now=now())
        except RuleBroken as error:
            db.session.rollback()
            form.form_errors = [*form.form_errors, *explained(error)]
            return _page(item_id, form, whose), 409
        tell(_("Förslaget är lämnat"), _("Det syns för alla på mötet. Ordföranden säger om det tas in."))
        return redirect(url_for("desk.wording", item_id=item_id))
    return _page(item_id, form, whose), 422 if form.errors else 200


def _page(item_id: int, form: WordingForm, whose: list[amendments.Found]) -> str:
    item = db.session.get_one(AgendaItem, item_id)
    standing = amendments.wording_of(item)
    suggested = [
        {
            "row": row,
            "pieces": between(row.base, row.text),
            "is_own": row.suggested_by_id == viewer().person_id,
            "is_waiting": row.state is AmendmentState.SUGGESTED,
            "has_moved": row.state is AmendmentState.SUGGESTED and row.base.split() != standing.split(),
        }
        for row in amendments.listed(item_id)
    ]
    return render(
        "desk/wording.html",
        item=item,
        sitting=course.sitting(item.meeting_id),
        standing=standing,
        suggested=suggested,
        form=form,
        whose=whose,
        is_open=is_open(item),
        may_settle=is_open(item) and can(Act.RECORD_MEETING),
        has_jav=is_recused(item_id, viewer().person_id),
    )


@bp.route("/items/<int:item_id>/wording/<int:amendment_id>/take-in", methods=["GET", "POST"])
@requires(Act.RECORD_MEETING)
@once
def take_in(item_id: int, amendment_id: int) -> ResponseReturnValue:
    """Take a wording in, whole or with what was changed when it was talked over."""
    amendment = _amendment(item_id, amendment_id)
    item = _item(item_id)
    back = Link(url_for("desk.wording", item_id=item_id), _("Till ordalydelsen"))
    form = TakeInForm(data={"text": amendment.text})
    if form.validate_on_submit():
        try:
            amendments.take_in(amendment, form.text.data or "", by=me(), now=now())
        except RuleBroken as error:
            return refuse(error, back)
        tell(_("Förslaget är intaget"), _("Läs upp texten innan ordföranden säger utfallet."))
        return redirect(url_for("desk.read_out", item_id=item_id))
    standing = amendments.wording_of(item)
    page = render(
        "desk/take_in.html",
        item=item,
        amendment=amendment,
        pieces=between(standing, amendment.text),
        has_moved=standing.split() != amendment.base.split(),
        form=form,
        back=back,
    )
    return page, 422 if form.errors else 200


@bp.post("/items/<int:item_id>/wording/<int:amendment_id>")
@requires(Act.READ_MEETING)
@once
def settle(item_id: int, amendment_id: int) -> ResponseReturnValue:
    """Leave a suggestion out, or take one's own back."""
    amendment = _amendment(item_id, amendment_id)
    step = request.form.get("step", "")
    if step not in ("leave-out", "withdraw"):
        abort(400)
    if step == "leave-out" and not can(Act.RECORD_MEETING):
        abort(403)
    act = amendments.leave_out if step == "leave-out" else amendments.withdraw
    back = Link(url_for("desk.wording", item_id=item_id), _("Till ordalydelsen"))
    try:
        act(amendment, by=me(), now=now())
    except RuleBroken as error:
        return refuse(error, back)
    return redirect(back.url)


@bp.get("/items/<int:item_id>/read-out")
@requires(Act.READ_MEETING)
def read_out(item_id: int) -> ResponseReturnValue:
    """The text as it is read out, in large type: exactly what will stand."""
    item = db.session.get_one(AgendaItem, item_id)
    if item.kind is not ItemKind.STANDPOINT or item.meeting.state not in (
        MeetingState.ONGOING,
        MeetingState.HELD,
    ):
        abort(404)
    return render(
        "desk/read_out.html",
        item=item,
        sitting=course.sitting(item.meeting_id),
        called=item.meeting.called,
        text=item.adopted if item.outcome is not None else amendments.wording_of(item),
        is_stated=item.outcome is not None,
    )


def _item(item_id: int) -> AgendaItem:
    """A standpoint item of a meeting that has begun, in a council that comes to agree on a wording."""
    item = db.session.get_one(AgendaItem, item_id)
    begun = item.meeting.state in (MeetingState.ONGOING, MeetingState.HELD)
    if item.kind is not ItemKind.STANDPOINT or not begun or item.meeting.profile.votes:
        abort(404)
    return item


def _amendment(item_id: int, amendment_id: int) -> Amendment:
    found = db.session.get(Amendment, amendment_id)
    if found is None or found.item_id != item_id:
        abort(404)
    return found
