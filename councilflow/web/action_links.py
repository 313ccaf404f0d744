"""Working by mail: sending the links, and the page that one leads to (A37, A73)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, g, make_response, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from councilflow import i18n
from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.i18n import ngettext
from councilflow.models import ActionLink, AgendaItem, Person
from councilflow.process.errors import RuleBroken
from councilflow.process.links import LinkPurpose
from councilflow.process.meeting import local_date
from councilflow.process.rights import Act
from councilflow.services import action_links, people, visibility
from councilflow.services.preparation import handing_in, room
from councilflow.services.preparation.room import Content
from councilflow.web.access import me, now, open_to_everyone, requires
from councilflow.web.errors import refuse
from councilflow.web.fields import password as secret_field
from councilflow.web.forms import Form
from councilflow.web.pages import Link, render, tell
from councilflow.web.preparation.forms import preparation_form, stated
from councilflow.web.refusals import explained

bp = Blueprint("action_links", __name__)
_PROVED = "link"
_MINUTES = 20
"""How long a password that was typed here holds for the one link."""
_KEPT = ("somebody-saved-first", "item-changed-meanwhile")
"""What can come in between while one writes: the page says so and keeps what was written."""


@bp.before_request
def _section() -> None:
    g.section = "meetings"


class SendForm(Form):
    """Nothing to fill in."""


class PasswordForm(Form):
    password = secret_field(_l("Ditt lösenord"), _l("Skriv ditt lösenord."))


@bp.route("/items/<int:item_id>/links", methods=["GET", "POST"])
@requires(Act.RECORD_MEETING)
def send(item_id: int) -> ResponseReturnValue:
    """Who gets a link, read before it is sent."""
    item = db.session.get_one(AgendaItem, item_id)
    form = SendForm()
    if form.validate_on_submit():
        try:
            count = len(action_links.send(item, by=me(), now=now()))
        except RuleBroken as broken:
            return refuse(broken, Link(url_for("agenda.item", item_id=item_id), item.title))
        tell(ngettext("En länk är skickad", "%(n)s länkar är skickade", count), _("De gäller i sju dagar."))
        return redirect(url_for("agenda.item", item_id=item_id))
    return render(
        "action_links/send.html",
        item=item,
        found=action_links.recipients(item, now=now()),
        council=item.meeting.council,
        why_not=_why_not(item),
    )


def _why_not(item: AgendaItem) -> list[str]:
    """Why no link can be sent about an item, said before anybody presses; empty when one can."""
    try:
        action_links.check_sendable(item)
        handing_in.check_open(item)
    except RuleBroken as broken:
        return explained(broken)
    return []


@bp.route("/act/<secret>", methods=["GET", "POST"])
@open_to_everyone
def act(secret: str) -> ResponseReturnValue:
    """Looking changes nothing and shows nothing private; the password comes first, then the handing in."""
    link = action_links.behind(secret)
    if link is None:
        abort(404)
    person = db.session.get_one(Person, link.person_id)
    with i18n.speaking(session.get("language") or person.language):
        try:
            page = _answer(link, secret, person)
        except RuleBroken as broken:
            page = refuse(broken, Link(url_for("account.sign_in"), _("Logga in")))
        response = make_response(page)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _answer(link: ActionLink, secret: str, person: Person) -> ResponseReturnValue:
    action_links.check(link, now=now())
    if not _is_proved(link, person):
        return _ask(link, secret, person)
    page = HandInPage(link, secret, person)
    if request.form.get("step") != "hand-in":
        return page.show(), 200
    if not page.form.validate_on_submit() or not page.form.is_complete(page.item.kind):
        return page.show(), 422
    versions = {name: request.form.get(name, -1, type=int) for name in ("draft_version", "text_version")}
    try:
        action_links.use(link, page.form.said(), **versions, now=now())
    except RuleBroken as broken:
        if broken.code not in _KEPT:
            raise
        return page.show(broken), 409
    session.pop(_PROVED, None)
    return render("action_links/done.html", **_named(link))


def _ask(link: ActionLink, secret: str, person: Person) -> ResponseReturnValue:
    """The password before anything else. It ends the transaction, so it comes before all that changes."""
    form = PasswordForm()
    status = 200
    if request.form.get("step") == "password":
        status = 422
        if form.validate_on_submit():
            number, key = link.id, person.session_key
            address = request.remote_addr or ""
            if people.verify_password(person, form.password.data, now=now(), network_address=address):
                session[_PROVED] = [number, key, now().timestamp()]
                return redirect(url_for("action_links.act", secret=secret))
            form.password.errors = [_("Lösenordet stämmer inte. Försök igen.")]
    facts = _named(link)
    return render("action_links/password.html", form=form, secret=secret, person=person, **facts), status


def _is_proved(link: ActionLink, person: Person) -> bool:
    held = session.get(_PROVED)
    if not isinstance(held, list) or len(held) != 3:
        return False
    number, key, at = held
    is_fresh = 0 <= now().timestamp() - at < _MINUTES * 60
    return bool(number == link.id and key == person.session_key and is_fresh)


@dataclass
class HandInPage:
    """The room's own form with what the item says above it: all that leaves the room stands on the page."""

    link: ActionLink
    secret: str
    person: Person

    def __post_init__(self) -> None:
        self.item = db.session.get_one(AgendaItem, self.link.item_id)
        self.home = action_links.organisation_of(self.link)
        posted = request.form.get("step") == "hand-in"
        self.form = preparation_form(self.item.questions, self._draft(), posted=posted, kind=self.item.kind)

    def _draft(self) -> Any:
        who = visibility.viewer(self.person.id, self.person.session_key, now=now())
        if who is None:
            return None
        return room.draft(who, self.item.meeting.council_id, self.item.id, self.home.id)

    def show(self, broken: RuleBroken | None = None) -> str:
        """`broken` says what came in between; what was written stays in the fields."""
        draft, item = self._draft(), self.item
        theirs = draft if broken and broken.code == "somebody-saved-first" else None
        return render(
            "action_links/hand_in.html",
            secret=self.secret,
            form=self.form,
            draft=draft,
            refused=explained(broken) if broken else [],
            theirs=stated(Content.of(theirs), item.questions, kind=item.kind) if theirs else [],
            files=[one for one in item.files if not one.is_secret],
            **_named(self.link),
        )


def _named(link: ActionLink) -> dict[str, Any]:
    item = db.session.get_one(AgendaItem, link.item_id)
    council = item.meeting.council
    return {
        "item": item,
        "council": council,
        "home": action_links.organisation_of(link),
        "day": local_date(item.meeting.starts_at, council.zone),
        "asks": link.purpose is LinkPurpose.ANSWER_CONSULTATION,
    }
