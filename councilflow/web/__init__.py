"""The HTTP side: pages, forms, and what happens when a rule is broken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask, Response, g, make_response, request, session
from flask_wtf import CSRFProtect
from secure import Secure

from councilflow import i18n
from councilflow.extensions import begin_as, db
from councilflow.services.journal import use_key
from councilflow.signing.authority import use_key_bits
from councilflow.web import access, assets, errors, nouns, numbers, pages

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

csrf = CSRFProtect()
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_headers = Secure.with_default_headers()


def init_app(app: Flask) -> None:
    use_key(app.config["SECRET_KEY"])
    use_key_bits(app.config["SIGNING_KEY_BITS"])
    numbers.init_app(app)
    csrf.init_app(app)
    access.init_app(app)
    pages.init_app(app)
    errors.init_app(app)
    assets.init_app(app)
    nouns.init_app(app)
    app.before_request(_begin)
    app.after_request(_finish)
    access.ensure_every_page_is_guarded(app)


def _begin() -> ResponseReturnValue | None:
    """Say what the transaction is for, and speak the reader's language."""
    begin_as(writer=request.method not in _SAFE)
    if request.blueprint == "assets":
        return None
    chosen = session.get("language")
    if chosen is None:
        who = access.maybe_viewer()
        chosen = who.language if who else i18n.best_language(request.headers.get("Accept-Language"))
    g.speaking = i18n.speaking(chosen)
    g.speaking.__enter__()
    return None


def _finish(response: Response) -> Response:
    """One request, one transaction: commit a step that succeeded, roll everything else back."""
    if request.method not in _SAFE and response.status_code < 400:
        try:
            db.session.commit()
        except errors.COLLISIONS as error:
            response = make_response(errors.collided(error))
    else:
        db.session.rollback()
    there = {name for name, _value in response.headers}
    if "Content-Language" not in there:
        response.headers.add("Content-Language", i18n.language())
    if speaking := g.pop("speaking", None):
        speaking.__exit__(None, None, None)
    response.headers.extend([(name, value) for name, value in _SECURITY.items() if name not in there])
    return response


_SECURITY = {
    **dict(_headers.headers),
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
}
