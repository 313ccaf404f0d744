"""People: find, add, correct, close the account, and give a password link."""

from __future__ import annotations

from typing import Any

from flask import current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, SelectField
from wtforms.validators import DataRequired, Email, InputRequired

from councilflow import i18n
from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import Person
from councilflow.process.errors import RuleBroken
from councilflow.services import setup
from councilflow.web.access import administers, me, now, viewer
from councilflow.web.administration.blueprint import bp
from councilflow.web.fields import choices, line, say
from councilflow.web.forms import Form
from councilflow.web.numbers import row_number
from councilflow.web.pages import render, tell


class PersonForm(Form):
    name = line(_l("Namn"), _l("Skriv personens namn."), longest=120)
    email = line(_l("E-postadress"), _l("Skriv personens e-postadress."), longest=254)
    title = line(_l("Titel"), longest=120)
    phone = line(_l("Telefon"), longest=40)
    language = SelectField(_l("Språk"), [InputRequired(_l("Välj språk."))])
    is_administrator = BooleanField(_l("Sköter registret över personer, organisationer och råd"))

    def offer(self) -> None:
        self.language.choices = choices(i18n.LANGUAGES.items())
        self.email.validators = [
            DataRequired(_l("Skriv personens e-postadress.")),
            Email(_l("Skriv en e-postadress, till exempel namn@kommun.se.")),
        ]

    def facts(self) -> dict[str, Any]:
        names = ("name", "email", "title", "phone", "language", "is_administrator")
        return {name: self._fields[name].data for name in names}


@bp.get("/people")
@administers
def people_list() -> ResponseReturnValue:
    words = request.args.get("q", "").replace("\0", "").strip()[:100]
    after_id = request.args.get("after", type=row_number)
    last = db.session.get(Person, after_id) if after_id else None
    rows = setup.people_named(words, after=(last.name, last.id) if last else None)
    return render(
        "administration/people.html",
        people=rows[: setup.PAGE],
        words=words,
        next_id=rows[setup.PAGE - 1].id if len(rows) > setup.PAGE else None,
        is_first=last is None,
    )


@bp.route("/people/new", methods=["GET", "POST"])
@administers
def new_person() -> ResponseReturnValue:
    form = PersonForm(language=i18n.language())
    form.offer()
    if form.validate_on_submit():
        try:
            person = setup.add_person(**form.facts(), by=me(), now=now())
        except RuleBroken as error:
            db.session.rollback()
            say(form, error)
        else:
            tell(
                _("%(name)s är tillagd", name=person.name),
                _("Ge personen en lösenordslänk, så kan hen logga in."),
            )
            return redirect(url_for("administration.person", person_id=person.id))
    page = render("administration/person.html", form=form, person=None)
    return page, 422 if form.errors else 200


@bp.route("/people/<int:person_id>", methods=["GET", "POST"])
@administers
def person(person_id: int) -> ResponseReturnValue:
    found = db.get_or_404(Person, person_id)
    form = PersonForm(obj=found)
    form.offer()
    if form.validate_on_submit():
        try:
            setup.change_person(found, **form.facts(), by=me(), now=now())
        except RuleBroken as error:
            db.session.rollback()
            say(form, error)
        else:
            tell(_("Uppgifterna är sparade"))
            return redirect(url_for("administration.person", person_id=person_id))
    page = render("administration/person.html", form=form, person=found)
    return page, 422 if form.errors else 200


@bp.post("/people/<int:person_id>/link")
@administers
def password_link(person_id: int) -> ResponseReturnValue:
    """Make a password link and show it; this page is the one place where it can ever be read."""
    found = db.get_or_404(Person, person_id)
    secret = setup.give_password_link(found, by=me(), now=now())
    way = url_for("account.choose_password", secret=secret)
    link = (current_app.config["PUBLIC_URL"] or request.host_url.rstrip("/")) + way
    return render("administration/password_link.html", person=found, link=link)


@bp.post("/people/<int:person_id>/mail-link")
@administers
def mail_link(person_id: int) -> ResponseReturnValue:
    found = db.get_or_404(Person, person_id)
    setup.mail_password_link(found, by=me(), now=now())
    tell(_("Lösenordslänken skickas"), _("Den går till %(email)s.", email=found.email))
    return redirect(url_for("administration.person", person_id=person_id))


@bp.route("/people/<int:person_id>/close", methods=["GET", "POST"])
@administers
def close_account(person_id: int) -> ResponseReturnValue:
    found = db.get_or_404(Person, person_id)
    form = Form()
    if form.validate_on_submit():
        setup.close_account(found, by=me(), now=now())
        tell(_("Kontot är stängt"), _("%(name)s kan inte logga in längre.", name=found.name))
        return redirect(url_for("administration.people_list"))
    page = render("administration/close_account.html", person=found, is_self=found.id == viewer().person_id)
    return page, 422 if form.errors else 200


@bp.post("/people/<int:person_id>/open")
@administers
def open_account(person_id: int) -> ResponseReturnValue:
    found = db.get_or_404(Person, person_id)
    setup.open_account(found, by=me(), now=now())
    tell(_("Kontot är öppet igen"), _("%(name)s kan logga in.", name=found.name))
    return redirect(url_for("administration.person", person_id=person_id))
