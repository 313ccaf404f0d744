"""Signing in and out, one's own profile, and the language of the pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Blueprint, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_user
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from wtforms import BooleanField, PasswordField, RadioField
from wtforms.validators import InputRequired, Length, ValidationError

from councilflow import i18n
from councilflow.extensions import begin_as, db
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.i18n import speaking
from councilflow.models import Person
from councilflow.process.errors import RuleBroken
from councilflow.services import contacts, example, people, visibility
from councilflow.services.outwards import published
from councilflow.services.visibility import Viewer
from councilflow.web.access import Session, maybe_viewer, me, now, open_to_everyone, signed_in, viewer
from councilflow.web.fields import choices, line
from councilflow.web.fields import password as secret
from councilflow.web.forms import Form
from councilflow.web.pages import render, tell

if TYPE_CHECKING:
    from flask.blueprints import BlueprintSetupState

bp = Blueprint("account", __name__)
_PASSED_ON = ("language",)


@bp.record_once
def _set_cost(state: BlueprintSetupState) -> None:
    people.use_cost(state.app.config["PASSWORD_COST"])


class SignInForm(Form):
    email = line(_l("E-postadress"), _l("Skriv din e-postadress."), longest=254)
    password = secret(_l("Lösenord"), _l("Skriv ditt lösenord."))


class ProfileForm(Form):
    name = line(_l("Namn"), _l("Skriv ditt namn."), longest=120)
    title = line(_l("Titel"), longest=120)
    phone = line(_l("Telefon"), longest=40)
    phone_hidden = BooleanField(_l("Visa inte mitt telefonnummer för de andra"))
    language = RadioField(
        _l("Språk på sidorna och i mejlen"),
        [InputRequired(_l("Välj språk."))],
        choices=choices(i18n.LANGUAGES.items()),
    )


class NewPasswordForm(Form):
    """A new password, written twice. `person` is whose it will be."""

    password = secret(
        _l("Nytt lösenord"),
        _l("Skriv ett nytt lösenord."),
        Length(min=people.SHORTEST_PASSWORD, message=_l("Lösenordet behöver vara minst 12 tecken.")),
    )
    again = secret(_l("Samma lösenord en gång till"), _l("Skriv lösenordet igen."))

    def __init__(self, person: Person) -> None:
        super().__init__()
        self.email, self.person_name = person.email, person.name

    def validate_password(self, field: PasswordField) -> None:
        if people.is_obvious(field.data or "", email=self.email, name=self.person_name):
            raise ValidationError(
                _("Det lösenordet är lätt att gissa. Välj några ord som bara du skulle välja.")
            )

    def validate_again(self, field: PasswordField) -> None:
        if field.data != self.password.data:
            raise ValidationError(_("De två lösenorden är inte lika. Skriv samma i båda fälten."))


class ChangePasswordForm(NewPasswordForm):
    present = secret(_l("Nuvarande lösenord"), _l("Skriv ditt nuvarande lösenord."))


# --- In and out -----------------------------------------------------------------------------------------


@bp.route("/sign-in", methods=["GET", "POST"])
@open_to_everyone
def sign_in() -> ResponseReturnValue:
    if request.method == "GET" and maybe_viewer():
        return redirect(url_for("start.show"))
    form = SignInForm()
    if not form.validate_on_submit():
        return _sign_in_page(form, 422 if form.errors else 200)
    try:
        person = people.sign_in(
            form.email.data, form.password.data, network_address=request.remote_addr or "", now=now()
        )
    except RuleBroken as error:
        form.form_errors.append(
            _(
                "Det har blivit för många försök. Vänta %(minutes)s minuter och försök igen, eller be "
                "sekretariatet om en ny lösenordslänk.",
                **error.facts,
            )
        )
        return _sign_in_page(form, 429)
    if person is None:
        form.form_errors.append(_("Adressen och lösenordet hör inte ihop. Kontrollera båda och försök igen."))
        return _sign_in_page(form, 422)
    way = session.get("next", "")
    who = _start_session(person)
    return redirect(way if _is_local(way) else _first_page(who))


def _first_page(who: Viewer | None) -> str:
    """Where somebody begins: those who only keep the register have nothing waiting on the start page."""
    only_keeps_register = who is not None and who.is_administrator and not who.holdings
    return url_for("administration.index" if only_keeps_register else "start.show")


def _sign_in_page(form: SignInForm, status: int) -> ResponseReturnValue:
    page = render(
        "account/sign_in.html", form=form, accounts=_example_accounts(), has_public=published.has_any()
    )
    return page, status


@dataclass(frozen=True, slots=True)
class ExampleAccount:
    email: str
    role: str
    password: str = example.PASSWORD


def _example_accounts() -> list[ExampleAccount]:
    """The accounts of the example council that are in this database; in a development run only."""
    if current_app.config["ENVIRONMENT"] != "development":
        return []
    accounts = example.accounts()
    known = people.addresses_among(account.email for account in accounts)
    return [
        ExampleAccount(account.email, str(account.role)) for account in accounts if account.email in known
    ]


def _start_session(person: Person) -> Viewer | None:
    """A new session that carries over nothing but the language."""
    kept = {name: session[name] for name in _PASSED_ON if name in session}
    db.session.flush()
    found = visibility.viewer(person.id, person.session_key, now=now())
    session.clear()
    session.update(kept)
    g.pop("_login_user", None)
    if found:
        login_user(Session(found, person.session_key))
    return found


def _is_local(way: str) -> bool:
    """Whether an address is a path of this installation, and nothing that a browser reads as another host."""
    return way.startswith("/") and not way.startswith(("//", "/\\")) and not urlsplit(way).netloc


@bp.post("/sign-out")
@open_to_everyone
def sign_out() -> ResponseReturnValue:
    kept = {name: session[name] for name in _PASSED_ON if name in session}
    if maybe_viewer():
        people.end_sessions(me())
    session.clear()
    session.update(kept)
    tell(_("Du är utloggad"), _("Det gäller alla webbläsare där du var inloggad."))
    answer = redirect(url_for("account.sign_in"))
    # What a desk kept while the line was down, and pages and papers that the browser kept to show again, are
    # for nobody who comes to this computer next.
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@bp.post("/language")
@open_to_everyone
def language() -> ResponseReturnValue:
    chosen = request.form.get("language", "")
    if chosen in i18n.LANGUAGES:
        session["language"] = chosen
        if maybe_viewer():
            me().language = chosen
    return redirect(_page_before() or url_for("start.show"))


def _page_before() -> str | None:
    """The page that the form stood on, when it is one of ours and can be asked for again."""
    try:
        came_from = urlsplit(request.referrer or "")
    except ValueError:
        return None
    if came_from.netloc != request.host or not _is_local(came_from.path):
        return None
    try:
        current_app.create_url_adapter(request).match(came_from.path, method="GET")  # type: ignore[union-attr]  # there is a request
    except RequestRedirect:
        pass
    except HTTPException:
        return None
    return came_from.path + (f"?{came_from.query}" if came_from.query else "")


# --- The own account ------------------------------------------------------------------------------------


@bp.route("/profile", methods=["GET", "POST"])
@signed_in
def profile() -> ResponseReturnValue:
    person = me()
    form = ProfileForm(obj=person)
    if form.validate_on_submit():
        form.populate_obj(person)
        session["language"] = person.language
        with speaking(person.language):  # the page that says so is the first in the language just chosen
            tell(_("Dina uppgifter är sparade"))
        return redirect(url_for("account.profile"))
    seen = contacts.one(person.id, viewer().councils, visibility.today(now()))
    page = render("account/profile.html", form=form, email=person.email, seen=seen)
    return page, 422 if form.errors else 200


@bp.route("/profile/password", methods=["GET", "POST"])
@signed_in
def password() -> ResponseReturnValue:
    person = me()
    form = ChangePasswordForm(person)
    if form.validate_on_submit():
        where = request.remote_addr or ""
        if people.verify_password(person, form.present.data, network_address=where, now=now()):
            people.change_password(person, form.password.data, now=now())
            _start_session(person)
            tell(_("Lösenordet är bytt"), _("Du är utloggad överallt utom här."))
            return redirect(url_for("account.profile"))
        form.present.errors = [_("Det är inte ditt nuvarande lösenord.")]
    page = render("account/password.html", form=form)
    return page, 422 if form.errors else 200


@bp.route("/password/<secret>", methods=["GET", "POST"])
@open_to_everyone
def choose_password(secret: str) -> ResponseReturnValue:
    """Where a password link leads: used once, within seven days."""
    begin_as(writer=False)
    person = people.behind_link(secret, now=now())
    if person is None:
        return render("account/link_ended.html"), 404
    form = NewPasswordForm(person)
    if form.validate_on_submit():
        chosen = people.use_link(secret, form.password.data, now=now())
        if chosen is None:
            return render("account/link_ended.html"), 404
        who = _start_session(chosen)
        tell(_("Lösenordet är valt"), _("Du är inloggad."))
        return redirect(_first_page(who))
    page = render("account/choose_password.html", form=form, secret=secret, email=person.email)
    return page, 422 if form.errors else 200
