"""What people read when something cannot be done: which rule says so, and what to do instead."""

from __future__ import annotations

from typing import Any

from flask import Flask, current_app, g
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, InvalidRequestError, NoResultFound, OperationalError
from sqlalchemy.orm.exc import ObjectDeletedError, StaleDataError
from werkzeug.exceptions import HTTPException, NotFound

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.process.errors import RuleBroken
from councilflow.web.pages import Link, render
from councilflow.web.refusals import REFUSALS, in_words

_PAGES = frozenset({400, 403, 404, 405, 409, 413, 429})


COLLISIONS = (IntegrityError, StaleDataError)
"""What the database says when two have changed the same thing at once."""


def init_app(app: Flask) -> None:
    app.register_error_handler(RuleBroken, _explain)
    app.register_error_handler(CSRFError, _ask_again)
    app.register_error_handler(HTTPException, _describe)
    app.register_error_handler(OperationalError, _put_off)
    app.register_error_handler(NoResultFound, _miss)
    for collision in COLLISIONS:
        app.register_error_handler(collision, collided)
    app.register_error_handler(InvalidRequestError, _vanished)
    app.register_error_handler(500, _apologise)


def refuse(error: RuleBroken, *links: Link) -> ResponseReturnValue:
    """The page for a refusal (409), with links to what helps. A view that knows the way on calls it."""
    db.session.rollback()
    refusal = REFUSALS[error.code]
    facts = {name: in_words(value) for name, value in error.facts.items()}
    sentence = str(refusal.sentence) % facts
    advice = str(refusal.advice) % facts if refusal.advice else ""
    return render("errors/409.html", sentence=sentence, advice=advice, next=list(links)), (
        429 if error.code == "too-many-attempts" else 409
    )


def _explain(error: RuleBroken) -> ResponseReturnValue:
    return refuse(error)


def _ask_again(_error: CSRFError) -> ResponseReturnValue:
    text = _("Sidan hade varit öppen för länge. Gå tillbaka, ladda om sidan och gör det igen.")
    return render("errors/400.html", sentence=text), 400


def _describe(error: HTTPException) -> Any:
    db.session.rollback()
    if error.code == 401:
        text = _("Du är utloggad. Logga in och gör det igen.")
        return render("errors/400.html", sentence=text), 401
    if error.code not in _PAGES:
        return error
    facts: dict[str, Any] = {"sentence": ""} if error.code == 400 else {}
    if error.code == 409:
        facts = {"sentence": error.description or "", "advice": "", "next": []}
    return render(f"errors/{error.code}.html", **facts), error.code


def _miss(_error: NoResultFound) -> Any:
    """What the address speaks of is not there: a step of minutes where there are none, say."""
    return _describe(NotFound())


def collided(error: Exception) -> ResponseReturnValue:
    """Somebody else was there in the same moment; nothing of this step is stored."""
    db.session.rollback()
    current_app.logger.error("a step met another one", exc_info=error)
    facts = {
        "sentence": _(
            "Någon annan ändrade eller tog bort detta i samma stund. Inget av det du gjorde sparades."
        ),
        "advice": _("Gå tillbaka, ladda om sidan och gör det igen."),
        "next": [],
    }
    return render("errors/409.html", **facts), 409


def _vanished(error: InvalidRequestError) -> ResponseReturnValue:
    """What this step was about went while it waited for its turn."""
    if isinstance(error, ObjectDeletedError) or "Could not refresh instance" in str(error):
        return collided(error)
    raise error


def _put_off(error: OperationalError) -> ResponseReturnValue:
    """The database is full, away or too busy. What was not stored whole is not stored at all."""
    db.session.rollback()
    current_app.logger.error("the database did not answer: %s", error.orig)
    if "_login_user" not in g:  # nobody can be looked up now
        current_app.login_manager._update_request_context_with_user()  # type: ignore[attr-defined]  # Flask-Login's own
    return render("errors/503.html"), 503


def _apologise(_error: Exception) -> ResponseReturnValue:
    db.session.rollback()
    return render("errors/500.html"), 500
