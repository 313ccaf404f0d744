"""Signing elsewhere: a digest goes out and a signature comes in, or a file that was signed in a program."""

from __future__ import annotations

import base64
import json

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, PasswordField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.process.errors import RuleBroken
from councilflow.process.minutes import MinutesState
from councilflow.services import people
from councilflow.services.minutes import outside
from councilflow.services.minutes import reading as texts
from councilflow.services.minutes.outside import Asked
from councilflow.web.access import me, now, signs, viewer
from councilflow.web.downloads import as_file
from councilflow.web.errors import refuse
from councilflow.web.forms import Form
from councilflow.web.minutes.blueprint import bp
from councilflow.web.minutes.facts import head_of, standpoint
from councilflow.web.pages import Link, render, tell
from councilflow.web.place import signing_place

_HAS_READ = _l("Jag har läst protokollet och det stämmer med vad som sades på mötet")
_LONGEST = 200_000
"""Letters of a signature that is pasted: three times what there is room for."""


class AskForm(Form):
    has_read = BooleanField(_HAS_READ, [InputRequired(_l("Läs protokollet och kryssa i rutan."))])
    password = PasswordField(_l("Ditt lösenord"), [InputRequired(_l("Skriv ditt lösenord."))])


class HandInForm(Form):
    signature = TextAreaField(
        _l("Underskriften som text"), [Length(max=_LONGEST, message=_l("Texten är för lång."))]
    )
    file = FileField(_l("Underskriften som fil"))

    def validate_file(self, field: FileField) -> None:
        if not field.data and not (self.signature.data or "").strip():
            raise ValidationError(_("Klistra in underskriften eller välj filen med den."))

    def content(self) -> bytes:
        if self.file.data:
            return bytes(self.file.data.read())
        return (self.signature.data or "").strip().encode()


class TakeInForm(Form):
    """Its names differ from those of AskForm, which stands on the same page."""

    signed = FileField(
        _l("Den undertecknade filen"), [FileRequired(_l("Välj den fil du har skrivit under."))]
    )
    file_is_read = BooleanField(_HAS_READ, [InputRequired(_l("Läs protokollet och kryssa i rutan."))])
    file_password = PasswordField(_l("Ditt lösenord"), [InputRequired(_l("Skriv ditt lösenord."))])


class Page:
    """The page with its three forms, of which one may have been sent."""

    def __init__(self, meeting_id: int) -> None:
        self.id, self.at = meeting_id, standpoint(meeting_id)
        self.ask, self.hand_in = AskForm(formdata=None), HandInForm(formdata=None)
        self.take_in = TakeInForm(formdata=None)

    def refusal(self) -> RuleBroken | None:
        if self.at.mine and self.at.mine.signed_at:
            return RuleBroken("already-signed")
        if self.at.state is not MinutesState.LOCKED:
            return RuleBroken("minutes-not-locked", state=self.at.state)
        return None

    def render(self, sent: Form | None = None) -> ResponseReturnValue:
        page = render(
            "minutes/outside.html",
            sent=sent,
            ask=self.ask,
            hand_in=self.hand_in,
            take_in=self.take_in,
            given=_shown(outside.asked(self.id, viewer().person_id)),
            is_possible=bool(signing_place().further),
            size=texts.newest_file_size(self.at.document.id),
            **head_of(self.at),
        )
        return page, 422 if sent else 200


def _shown(given: Asked | None) -> dict[str, object] | None:
    if given is None:
        return None
    return {
        "hex": given.digest.hex(),
        "base64": base64.b64encode(given.digest).decode(),
        "made_at": given.made_at,
        "is_good": given.is_good,
    }


@bp.get("/outside", endpoint="outside")
@signs
def show(meeting_id: int) -> ResponseReturnValue:
    """Both ways to sign elsewhere."""
    page = Page(meeting_id)
    if refused := page.refusal():
        return refuse(refused, Link(_minutes(meeting_id), _("Till protokollet")))
    return page.render()


@bp.post("/outside/digest", endpoint="outside_ask")
@signs
def ask(meeting_id: int) -> ResponseReturnValue:
    """Get the digest of the newest file."""
    page = Page(meeting_id)
    page.ask = form = AskForm()
    if not form.validate_on_submit() or not _is_me(form.password):
        return page.render(form)
    try:
        outside.ask(meeting_id, by=me(), now=now())
    except RuleBroken as refused:
        return _refuse(meeting_id, refused)
    return redirect(url_for("minutes.outside", meeting_id=meeting_id, _anchor="tjanst"))


@bp.get("/outside/digest.json", endpoint="outside_digest")
@signs
def digest(meeting_id: int) -> ResponseReturnValue:
    """What a service needs, as a small file."""
    given = outside.asked(meeting_id, viewer().person_id)
    if given is None or not given.is_good:
        return _refuse(meeting_id, RuleBroken("outside-overtaken" if given else "outside-not-asked"))
    at = standpoint(meeting_id)
    told = {
        "document": f"{at.meeting.council}, {at.days.name}",
        "algorithm": "SHA-256",
        "digest": given.digest.hex(),
        "digestBase64": base64.b64encode(given.digest).decode(),
        "format": "CAdES (ETSI EN 319 122), detached",
        "preparedAt": given.made_at.isoformat(),
    }
    content = json.dumps(told, ensure_ascii=False, indent=2) + "\n"
    name = f"underskrift-{at.days.name}.json"
    answer = as_file(content.encode(), mimetype="application/json", name=name)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@bp.post("/outside/signature", endpoint="outside_hand_in")
@signs
def hand_in(meeting_id: int) -> ResponseReturnValue:
    """Hand in the signature that the service made."""
    page = Page(meeting_id)
    page.hand_in = form = HandInForm()
    if not form.validate_on_submit():
        return page.render(form)
    try:
        outside.hand_in(
            meeting_id, form.content(), place=signing_place(), by=me(), now=now(), url=_minutes(meeting_id)
        )
    except RuleBroken as refused:
        return _refuse(meeting_id, refused)
    return _thank(meeting_id)


@bp.post("/outside/file", endpoint="outside_take_in")
@signs
def take_in(meeting_id: int) -> ResponseReturnValue:
    """Hand in the file, signed in a program."""
    page = Page(meeting_id)
    page.take_in = form = TakeInForm()
    if not form.validate_on_submit() or not _is_me(form.file_password):
        return page.render(form)
    try:
        content = form.signed.data.read()
        outside.take_in(
            meeting_id, content, place=signing_place(), by=me(), now=now(), url=_minutes(meeting_id)
        )
    except RuleBroken as refused:
        return _refuse(meeting_id, refused)
    return _thank(meeting_id)


def _is_me(password: PasswordField) -> bool:
    address = request.remote_addr or ""
    if people.verify_password(me(), password.data or "", now=now(), network_address=address):
        return True
    password.errors = [_("Lösenordet stämmer inte. Försök igen.")]
    return False


def _minutes(meeting_id: int) -> str:
    return url_for("minutes.show", meeting_id=meeting_id)


def _refuse(meeting_id: int, refused: RuleBroken) -> ResponseReturnValue:
    return refuse(refused, Link(url_for("minutes.outside", meeting_id=meeting_id), _("Tillbaka")))


def _thank(meeting_id: int) -> ResponseReturnValue:
    is_last = texts.head(meeting_id).state is MinutesState.SIGNED
    tell(
        _("Din underskrift är mottagen"),
        _("Alla har skrivit under. Protokollet är justerat och kan inte ändras.")
        if is_last
        else _("Protokollet är justerat när alla har skrivit under."),
    )
    return redirect(_minutes(meeting_id))
