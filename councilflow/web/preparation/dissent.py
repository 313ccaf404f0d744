"""Asking for a view to stand in the minutes, from the invitation until the meeting closes (A86, H.2)."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.models import AgendaItem, Dissent, Organisation
from councilflow.process.agenda import ItemKind
from councilflow.process.councils import Category
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import MeetingState
from councilflow.process.rights import Act
from councilflow.services import councils, dissents
from councilflow.web.access import me, now, requires, viewer
from councilflow.web.errors import refuse
from councilflow.web.fields import choices
from councilflow.web.pages import Link, render, tell
from councilflow.web.preparation.blueprint import bp
from councilflow.web.preparation.forms import DissentForm


@bp.route("/items/<int:item_id>/view", methods=["GET", "POST"])
@requires(Act.NOTE_DISSENT, Act.SET_STANCE)
def dissent(item_id: int) -> ResponseReturnValue:
    """A view of one's own, or of one's organisation, for the minutes."""
    item = db.session.get_one(AgendaItem, item_id)
    if item.kind is ItemKind.STANDING:
        abort(404)
    form = DissentForm(formdata=request.form if request.method == "POST" else None)
    form.whose.choices = choices(_choices(item))
    if form.validate_on_submit():
        kind, _colon, organisation_id = form.whose.data.partition("-")
        try:
            dissents.note_dissent(
                item,
                organisation_id=int(organisation_id),
                person=me() if kind == "own" else None,
                text=form.text.data or "",
                by=me(),
                now=now(),
            )
        except RuleBroken as broken:
            return refuse(broken, _way_back(item_id))
        tell(_("Synpunkten är antecknad"), _("Den kommer att stå i protokollet, ord för ord."))
        return redirect(url_for("preparation.dissent", item_id=item_id))
    return _page(item, form), 422 if form.errors else 200


@bp.post("/items/<int:item_id>/view/<int:dissent_id>/withdraw")
@requires(Act.NOTE_DISSENT, Act.SET_STANCE)
def withdraw(item_id: int, dissent_id: int) -> ResponseReturnValue:
    """Take the own view off the record again."""
    noted = db.session.get(Dissent, dissent_id)
    if noted is None or noted not in _own(item_id):
        abort(404)
    try:
        dissents.withdraw(noted, by=me(), now=now())
    except RuleBroken as broken:
        return refuse(broken, _way_back(item_id))
    tell(_("Synpunkten är återtagen"), _("Den kommer inte att stå i protokollet."))
    return redirect(url_for("preparation.dissent", item_id=item_id))


def _page(item: AgendaItem, form: DissentForm) -> str:
    return render(
        "preparation/dissent.html",
        item=item,
        form=form,
        own=_own(item.id),
        is_held=item.meeting.state is MeetingState.HELD,
        zone=item.meeting.council.zone,
    )


def _own(item_id: int) -> list[Any]:
    """The views on an item that the viewer may take back: their own and those of their organisation."""
    council_id = db.session.get_one(AgendaItem, item_id).meeting.council_id
    return dissents.own_views(item_id, viewer().person_id, viewer().stance_homes(council_id))


def _choices(item: AgendaItem) -> list[tuple[str, str]]:
    """Whose view it can be: the organisation's for those who hold its stance right, one's own for members."""
    who, council_id = viewer(), item.meeting.council_id
    speaks_for = who.stance_homes(council_id)
    sits_for = {held.organisation_id for held in who.held_in(council_id) if held.category is Category.MEMBER}
    mine = councils.organisations_of(who, council_id)
    several = len(sits_for) > 1
    return [
        *((f"organisation-{one.id}", one.name) for one in mine if one.id in speaks_for),
        *((f"own-{one.id}", _own_words(one, several)) for one in mine if one.id in sits_for),
    ]


def _own_words(organisation: Organisation, several: bool) -> str:
    if several:
        return _("Min egen, som ledamot för %(name)s", name=organisation.name)
    return _("Min egen, med mitt namn")


def _way_back(item_id: int) -> Link:
    return Link(url_for("preparation.dissent", item_id=item_id), _("Tillbaka"))
