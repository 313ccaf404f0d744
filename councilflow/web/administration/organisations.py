"""Organisations: list, add, correct, close (A29, H.17)."""

from __future__ import annotations

from typing import Any

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField
from wtforms.validators import Email, InputRequired, Optional

from councilflow.extensions import db
from councilflow.i18n import LANGUAGES
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import Organisation
from councilflow.process.councils import OrganisationKind
from councilflow.process.errors import RuleBroken
from councilflow.services import setup
from councilflow.services.visibility import today
from councilflow.web.access import administers, me, now
from councilflow.web.administration.blueprint import bp
from councilflow.web.closing import CloseForm
from councilflow.web.fields import choices, day, line, say
from councilflow.web.forms import Form
from councilflow.web.pages import render, tell
from councilflow.words import word


class OrganisationForm(Form):
    name = line(_l("Namn"), _l("Skriv organisationens namn."))
    short_name = line(_l("Kort namn"), _l("Skriv ett kort namn."), longest=40)
    kind = SelectField(_l("Slag"), [InputRequired(_l("Välj slag."))], coerce=OrganisationKind)
    mailbox = line(_l("Officiell e-postadress"), longest=254)
    language = SelectField(_l("Språk"), default="")
    starts_on = day(_l("Finns från"))

    def offer(self) -> None:
        self.kind.choices = choices((kind, word(kind)) for kind in OrganisationKind)
        self.language.choices = choices([("", _("Som rådets handlingar")), *LANGUAGES.items()])
        self.mailbox.validators = [
            Optional(),
            Email(_l("Skriv en e-postadress, till exempel kommun@timra.se.")),
        ]

    def facts(self) -> dict[str, Any]:
        names = ("name", "short_name", "kind", "mailbox", "language", "starts_on")
        return {name: self._fields[name].data for name in names}


@bp.get("/organisations")
@administers
def organisations() -> ResponseReturnValue:
    return render("administration/organisations.html", organisations=setup.organisations())


@bp.route("/organisations/new", methods=["GET", "POST"])
@administers
def new_organisation() -> ResponseReturnValue:
    form = OrganisationForm()
    form.offer()
    if form.validate_on_submit():
        try:
            setup.add_organisation(**form.facts(), by=me(), now=now())
        except RuleBroken as error:
            db.session.rollback()
            say(form, error)
        else:
            tell(_("%(name)s är tillagd", name=form.name.data))
            return redirect(url_for("administration.organisations"))
    page = render("administration/organisation.html", form=form, organisation=None)
    return page, 422 if form.errors else 200


@bp.route("/organisations/<int:organisation_id>", methods=["GET", "POST"])
@administers
def organisation(organisation_id: int) -> ResponseReturnValue:
    found = db.get_or_404(Organisation, organisation_id)
    form = OrganisationForm(obj=found)
    form.offer()
    if form.validate_on_submit():
        try:
            setup.change_organisation(found, **form.facts(), by=me(), now=now())
        except RuleBroken as error:
            db.session.rollback()
            say(form, error)
        else:
            tell(_("Uppgifterna är sparade"))
            return redirect(url_for("administration.organisations"))
    page = render("administration/organisation.html", form=form, organisation=found)
    return page, 422 if form.errors else 200


@bp.route("/organisations/<int:organisation_id>/close", methods=["GET", "POST"])
@administers
def close_organisation(organisation_id: int) -> ResponseReturnValue:
    found = db.get_or_404(Organisation, organisation_id)
    form = CloseForm(closed_on=found.closed_on or today(now()), successor=found.successor_id)
    form.offer(setup.successors(found))
    if form.validate_on_submit():
        try:
            setup.close_organisation(
                found, on=form.closed_on.data, successor_id=form.successor.data, by=me(), now=now()
            )
        except RuleBroken as error:
            db.session.rollback()
            say(form, error)
        else:
            tell(_("Organisationen är avslutad"), _("Det den har gjort går fortfarande att läsa."))
            return redirect(url_for("administration.organisations"))
    page = render("administration/close_organisation.html", form=form, organisation=found)
    return page, 422 if form.errors else 200
