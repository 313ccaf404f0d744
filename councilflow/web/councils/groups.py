"""The groups around a council: making them, what they are for, and closing them (A66, B1.12)."""

from __future__ import annotations

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, RadioField
from wtforms.validators import InputRequired

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import Body
from councilflow.process.councils import COUNCILS, BodyKind
from councilflow.process.errors import RuleBroken
from councilflow.services import bodies, founding
from councilflow.services.visibility import today
from councilflow.web.access import manages, me, now
from councilflow.web.closing import CloseForm
from councilflow.web.councils.blueprint import bp, council_at
from councilflow.web.fields import choices, day, line, passage, say
from councilflow.web.forms import Form
from councilflow.web.pages import render, tell
from councilflow.words import word

_KINDS = [kind for kind in BodyKind if kind not in COUNCILS]


class GroupForm(Form):
    """What a council decides about a group of its own."""

    name = line(_l("Namn"), _l("Skriv gruppens namn."))
    short_name = line(_l("Kort namn"), _l("Skriv ett kort namn."), longest=40)
    prepares = BooleanField(_l("Gruppen bereder rådets dagordning"))
    description = passage(_l("Beskrivning"))
    tasks = passage(_l("Uppgifter"))
    starts_on = day(_l("Första dag"))

    def facts(self) -> dict[str, object]:
        return {name: self._fields[name].data for name in GroupForm.__dict__ if name in self._fields}


class NewGroupForm(GroupForm):
    kind = RadioField(_l("Slag"), [InputRequired(_l("Välj slag."))], coerce=BodyKind)


@bp.route("/councils/<int:council_id>/groups/new", methods=["GET", "POST"])
@manages
def new_group(council_id: int) -> ResponseReturnValue:
    council = _keeper(council_id)
    asked = request.args.get("kind")
    form = NewGroupForm(kind=BodyKind(asked) if asked in set(_KINDS) else None)
    form.kind.choices = choices((kind, word(kind)) for kind in _KINDS)
    if form.validate_on_submit():
        try:
            group = founding.add_group(council, form.kind.data, **form.facts(), by=me(), now=now())
        except RuleBroken as error:
            db.session.rollback()
            say(form, error)
        else:
            tell(_("%(name)s finns nu", name=group.name), _("Ge dem som ska sitta där sina platser."))
            return redirect(url_for("councils.manage", council_id=bodies.council_of(group)))
    page = render("councils/group.html", form=form, council=_keeper(council_id), group=None)
    return page, 422 if form.errors else 200


@bp.route("/councils/<int:council_id>/groups/<int:body_id>", methods=["GET", "POST"])
@manages
def group(council_id: int, body_id: int) -> ResponseReturnValue:
    found = _group(council_id, body_id)
    form = GroupForm(obj=found)
    if found.kind is BodyKind.PREPARATORY_GROUP:
        del form.prepares  # it does nothing else
    if form.validate_on_submit():
        try:
            founding.change_group(found, **form.facts(), by=me(), now=now())
        except RuleBroken as error:
            db.session.rollback()
            say(form, error)
        else:
            tell(_("Uppgifterna är sparade"))
            return redirect(url_for("councils.manage", council_id=council_id))
    page = render(
        "councils/group.html", form=form, council=council_at(council_id), group=_group(council_id, body_id)
    )
    return page, 422 if form.errors else 200


@bp.route("/councils/<int:council_id>/groups/<int:body_id>/close", methods=["GET", "POST"])
@manages
def close_group(council_id: int, body_id: int) -> ResponseReturnValue:
    found = _group(council_id, body_id)
    form = CloseForm(closed_on=found.closed_on or today(now()), successor=found.successor_id)
    form.offer(bodies.successors(found))
    if form.validate_on_submit():
        try:
            founding.close_body(
                found, on=form.closed_on.data, successor_id=form.successor.data, by=me(), now=now()
            )
        except RuleBroken as error:
            db.session.rollback()
            say(form, error)
        else:
            tell(
                _("%(name)s är avslutad", name=found.name),
                _("Det gruppen har gjort går fortfarande att läsa."),
            )
            return redirect(url_for("councils.manage", council_id=council_id))
    found = _group(council_id, body_id)
    page = render("councils/close_group.html", form=form, council=council_at(council_id), group=found)
    return page, 422 if form.errors else 200


def _keeper(council_id: int) -> Body:
    """A body that can have groups around it."""
    council = council_at(council_id)
    if council.kind not in COUNCILS:
        abort(404)
    return council


def _group(council_id: int, body_id: int) -> Body:
    found = db.session.get(Body, body_id)
    if found is None or found.council_id != council_id:
        abort(404)
    return found
