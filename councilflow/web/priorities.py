"""Priority lists: what is ranked, each organisation's order, and the joint one (A35, A39)."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from wtforms import SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import AgendaItem, Meeting
from councilflow.process.agenda import NOT_ASKED_AT_HOME
from councilflow.process.errors import RuleBroken
from councilflow.process.escaping import escaped
from councilflow.process.meeting import CHANGEABLE, MeetingState, local_date
from councilflow.process.priorities import by_places, moved
from councilflow.process.rights import Act
from councilflow.services import priorities
from councilflow.services.priorities import Priorities
from councilflow.web.access import can, me, now, requires, viewer
from councilflow.web.downloads import as_file
from councilflow.web.fields import choices, line, passage
from councilflow.web.forms import Form
from councilflow.web.pages import render, tell
from councilflow.web.preparation.entrance import choose, must_write, own_organisation
from councilflow.web.refusals import explained

bp = Blueprint("priorities", __name__)


@bp.before_request
def _section() -> None:
    g.section = "meetings"


class ListForm(Form):
    question = line(_l("Vad ska rangordnas?"), _l("Skriv vad som ska rangordnas."))
    nodes = SelectMultipleField(
        _l("Ur planen"),
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    own = passage(_l("Egna rader"), longest=10_000)

    @property
    def titles(self) -> list[str]:
        return [row.strip() for row in (self.own.data or "").splitlines() if row.strip()]


class RankForm(Form):
    note = passage(_l("Motivering"), longest=2000)


class SettleForm(Form):
    how = passage(_l("Så kom rådet fram till ordningen"), longest=2000)


def _item(item_id: int) -> AgendaItem:
    found = db.session.scalars(
        select(AgendaItem)
        .where(AgendaItem.id == item_id)
        .options(joinedload(AgendaItem.meeting).joinedload(Meeting.council))
    ).one()
    if found.kind in NOT_ASKED_AT_HOME:
        abort(404)
    return found


def _show(template: str, item: AgendaItem, **facts: Any) -> str:
    council = item.meeting.council
    return render(
        template,
        item=item,
        meeting=item.meeting,
        council=council,
        zone=council.zone,
        day=local_date(item.meeting.starts_at, council.zone),
        **facts,
    )


@bp.get("/items/<int:item_id>/priorities")
@requires(Act.SEE_STANCES, Act.PREPARE_AT_HOME)
def show(item_id: int) -> ResponseReturnValue:
    """The list with the orders that the viewer may see, side by side."""
    item = _item(item_id)
    found = priorities.read(viewer(), item)
    is_over = item.meeting.state in (MeetingState.HELD, MeetingState.CANCELLED)
    is_settled = found is not None and found.made.settled_at is not None
    has_begun = found is not None and (is_settled or bool(found.rankings))
    return _show(
        "priorities/show.html",
        item,
        found=found,
        may_lay_out=can(Act.PREPARE_AGENDA) and not is_over and not has_begun,
        may_rank=can(Act.SET_STANCE) and not is_over and not is_settled and not item.preparation_closed_at,
        may_settle=can(Act.RECORD_MEETING) and not is_over,
    )


@bp.route("/items/<int:item_id>/priorities/entries", methods=["GET", "POST"])
@requires(Act.PREPARE_AGENDA)
def lay_out(item_id: int) -> ResponseReturnValue:
    """What is to be ranked: parts of plans, and rows of one's own."""
    item = _item(item_id)
    made = priorities.of_item(item.id)
    form = ListForm()
    form.nodes.choices = choices((row.id, row.title) for row in priorities.choosable(item))
    if request.method == "GET" and made is not None:
        entries = priorities.entries_of(made)
        form.question.data = made.question
        form.nodes.data = [one.node_id for one in entries if one.node_id]
        form.own.data = "\n".join(one.title for one in entries if not one.node_id)
    if form.validate_on_submit():
        wanted = {"question": form.question.data, "titles": form.titles, "node_ids": form.nodes.data or []}
        try:
            priorities.lay_out(item, **wanted, by=me(), now=now())
        except RuleBroken as broken:
            if broken.code != "entries-out-of-bounds":
                raise
            form.own.errors = explained(broken)
        else:
            tell(
                _("Listan är sparad"),
                _("Organisationerna kan rangordna när kallelsen är ute.")
                if item.meeting.state in CHANGEABLE
                else _("Organisationerna kan rangordna nu."),
            )
            return redirect(url_for("priorities.show", item_id=item_id))
    return _show("priorities/entries.html", item, form=form), 422 if form.errors else 200


@bp.route("/items/<int:item_id>/priorities/rank", methods=["GET", "POST"])
@requires(Act.SET_STANCE)
def rank(item_id: int) -> ResponseReturnValue:
    """One organisation's order. Moving a row shows the form anew and keeps nothing; handing in does."""
    item = _item(item_id)
    if own_organisation() is None:
        return choose("priorities.rank", item_id=item_id)
    home = must_write(item.meeting.council_id)
    found = _found(item)
    ours = next((one for one in found.rankings if one.organisation_id == home.id), None)
    begun = list(ours.entries) if ours else [one.id for one in found.entries]
    form = RankForm(data={"note": ours.note if ours else ""})
    order, errors = _order(begun)
    if request.form.get("step") == "hand-in" and not errors and form.validate_on_submit():
        priorities.rank(item, home.id, order, note=form.note.data or "", by=me(), now=now())
        tell(_("Er rangordning är inlämnad"), _("Ni kan ändra den tills den gemensamma är inskriven."))
        return redirect(url_for("priorities.show", item_id=item_id))
    rows = _rows(found, order)
    flawed = bool(errors or form.errors)
    return _show("priorities/rank.html", item, found=found, rows=rows, form=form, errors=errors, home=home), (
        422 if flawed else 200
    )


@bp.route("/items/<int:item_id>/priorities/joint", methods=["GET", "POST"])
@requires(Act.RECORD_MEETING)
def settle(item_id: int) -> ResponseReturnValue:
    """The joint order, beginning from the proposal."""
    item = _item(item_id)
    found = _found(item)
    begun = found.made.joint or [one.entry for one in found.proposal] or [one.id for one in found.entries]
    form = SettleForm(data={"how": found.made.how})
    order, errors = _order(begun)
    if request.form.get("step") == "hand-in" and not errors and form.validate_on_submit():
        try:
            priorities.settle(item, order, how=form.how.data or "", by=me(), now=now())
        except RuleBroken as broken:
            if broken.code != "order-without-reason":
                raise
            form.how.errors = explained(broken)
        else:
            tell(_("Den gemensamma rangordningen är inskriven"), _("Den kommer med i protokollet."))
            return redirect(url_for("priorities.show", item_id=item_id))
    flawed = bool(errors or form.errors)
    return _show(
        "priorities/joint.html", item, found=found, rows=_rows(found, order), form=form, errors=errors
    ), (422 if flawed else 200)


@bp.get("/items/<int:item_id>/priorities.csv")
@requires(Act.SEE_STANCES, Act.PREPARE_AT_HOME)
def file(item_id: int) -> ResponseReturnValue:
    """The same orders as a file for a spreadsheet, as the viewer may see them."""
    found = _found(_item(item_id))
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    names = [escaped(one.organisation) for one in found.rankings]
    means = {one.entry: f"{float(one.mean):.2f}".replace(".", ",") for one in found.proposal}
    writer.writerow([_("Plats"), _("Vad"), *names, *([_("Medelplats")] if means else [])])
    joint = [one.id for one in found.joint]
    for entry in found.joint or found.entries:
        place = joint.index(entry.id) + 1 if joint else ""
        writer.writerow(
            [
                place,
                escaped(entry.title),
                *(found.place(one, entry.id) for one in found.rankings),
                *([means[entry.id]] if means else []),
            ]
        )
    if joint:
        writer.writerow([_("Så kom rådet fram till ordningen"), escaped(found.made.how)])
    content = ("\ufeff" + out.getvalue()).encode()
    answer = as_file(content, mimetype="text/csv", name=f"prioritering-{item_id}.csv")
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def _found(item: AgendaItem) -> Priorities:
    found = priorities.read(viewer(), item)
    if found is None:
        abort(404)
    return found


def _rows(found: Priorities, order: Sequence[int]) -> list[Any]:
    by_id = {one.id: one for one in found.entries}
    return [by_id[one] for one in order]


def _order(begun: list[int]) -> tuple[list[int], list[str]]:
    """The order as it stands on the form, and what is wrong with it. The numbers are read first, then the
    step that was pressed: a row one step up or down."""
    if request.method == "GET":
        return begun, []
    places = {one: request.form.get(f"place_{one}", type=int) for one in begun}
    try:
        order = by_places(places, begun)
    except RuleBroken as broken:
        return begun, explained(broken)
    way, _dash, number = request.form.get("step", "").partition("-")
    if way in ("up", "down") and number.isdigit():
        order = moved(order, int(number), -1 if way == "up" else 1)
    return order, []
