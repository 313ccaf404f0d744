"""Signing: read the exact file, prove again who you are, put your signature into it (H.6)."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from councilflow.i18n import gettext as _
from councilflow.process.errors import RuleBroken
from councilflow.process.minutes import MinutesState
from councilflow.services import minutes, people
from councilflow.services.minutes import reading as texts
from councilflow.web.access import me, now, signs
from councilflow.web.errors import refuse
from councilflow.web.minutes.blueprint import bp
from councilflow.web.minutes.facts import Standpoint, head_of, sheets, standpoint
from councilflow.web.minutes.forms import SignForm
from councilflow.web.pages import Link, render, tell
from councilflow.web.place import signing_place


@bp.route("/sign", methods=["GET", "POST"])
@signs
def sign(meeting_id: int) -> ResponseReturnValue:
    at = standpoint(meeting_id)
    form = SignForm()
    if refused := _refusal(at):
        return refuse(refused, Link(url_for("minutes.show", meeting_id=meeting_id), _("Till protokollet")))
    if form.validate_on_submit():
        if people.verify_password(
            me(), form.password.data or "", now=now(), network_address=request.remote_addr or ""
        ):
            return _put(meeting_id, form)
        form.password.errors = [_("Lösenordet stämmer inte. Försök igen.")]
    return _page(at, form), 422 if form.errors else 200


def _refusal(at: Standpoint) -> RuleBroken | None:
    """Why the viewer cannot sign now, before anybody is asked for a password."""
    if at.mine and at.mine.signed_at:
        return RuleBroken("already-signed")
    if at.state is not MinutesState.LOCKED:
        return RuleBroken("minutes-not-locked", state=at.state)
    return None


def _put(meeting_id: int, form: SignForm) -> ResponseReturnValue:
    try:
        minutes.sign(
            meeting_id,
            place=signing_place(),
            by=me(),
            now=now(),
            url=url_for("minutes.show", meeting_id=meeting_id),
            own=form.own(),
        )
    except RuleBroken as refused:
        return refuse(refused, Link(url_for("minutes.sign", meeting_id=meeting_id), _("Tillbaka")))
    is_last = texts.head(meeting_id).state is MinutesState.SIGNED
    tell(
        _("Du har skrivit under protokollet"),
        _("Alla har skrivit under. Protokollet är justerat och kan inte ändras.")
        if is_last
        else _("Protokollet är justerat när alla har skrivit under."),
    )
    return redirect(url_for("minutes.show", meeting_id=meeting_id))


def _page(at: Standpoint, form: SignForm) -> str:
    text = texts.text(at.document)
    return render(
        "minutes/sign.html",
        form=form,
        minutes=text,
        text=sheets(text),
        size=texts.newest_file_size(at.document.id),
        others=len(at.hands),
        trusts_others=bool(signing_place().further),
        **head_of(at),
    )
