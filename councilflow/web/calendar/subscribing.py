"""Everybody's own calendar: its secret address, a new one, none at all, and what stands at it."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from flask import Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from councilflow.i18n import gettext as _
from councilflow.process.errors import RuleBroken
from councilflow.services import mail
from councilflow.services.calendar import entries, feed
from councilflow.web.access import me, now, open_to_everyone, signed_in
from councilflow.web.calendar.blueprint import bp
from councilflow.web.downloads import as_file
from councilflow.web.pages import render, tell
from councilflow.web.throttle import Throttle

if TYPE_CHECKING:
    from flask.blueprints import BlueprintSetupState

_throttle = Throttle(at_once=4, most=60, window=timedelta(minutes=10))


@bp.record_once
def _use_key(state: BlueprintSetupState) -> None:
    entries.use_key(state.app.config["SECRET_KEY"])


@bp.route("/profile/calendar", methods=["GET", "POST"])
@signed_in
def subscription() -> ResponseReturnValue:
    """The address, or a button that makes one."""
    person = me()
    if request.method == "POST":
        if not feed.is_open(person):
            feed.renew(person, now=now())
            tell(_("Din kalenderadress är klar"), _("Kopiera den och lägg in den i din kalender."))
        return redirect(url_for("calendar.subscription"))
    address = mail.address_of(feed.path_of(person)) if feed.is_open(person) else ""
    return render(
        "calendar/subscription.html",
        address=address,
        short=f"{address}?without=called",
        webcal=f"webcal:{address.partition(':')[2]}",  # by which a program says that it keeps calendars
    )


@bp.route("/profile/calendar/renew", methods=["GET", "POST"])
@signed_in
def renew() -> ResponseReturnValue:
    person = me()
    if not feed.is_open(person):
        return redirect(url_for("calendar.subscription"))
    if request.method == "POST":
        feed.renew(person, now=now())
        tell(
            _("Du har en ny kalenderadress"), _("Den gamla slutade gälla nu. Lägg in den nya i din kalender.")
        )
        return redirect(url_for("calendar.subscription"))
    return render("calendar/renew.html")


@bp.route("/profile/calendar/close", methods=["GET", "POST"])
@signed_in
def close() -> ResponseReturnValue:
    person = me()
    if not feed.is_open(person):
        return redirect(url_for("calendar.subscription"))
    if request.method == "POST":
        feed.close(person, now=now())
        tell(_("Kalenderadressen är borttagen"), _("Ingen kan hämta dina mötestider med den längre."))
        return redirect(url_for("calendar.subscription"))
    return render("calendar/close.html")


@bp.get("/calendar/feed/<secret>.ics")
@open_to_everyone
def ics(secret: str) -> ResponseReturnValue:
    """What calendars fetch, now and then, without anybody being signed in."""
    person = feed.behind(secret)
    # Whoever guesses is counted by where it comes from; a real calendar by itself, since a provider fetches
    # those of many people from the same place.
    counted = f"calendar of {person.id}" if person else request.remote_addr or ""
    try:
        with _throttle.turn(counted, now=now()):
            content = feed.calendar_of(person, now=now(), with_called=_with_called()) if person else b""
    except RuleBroken:
        return Response(status=429, headers={"Retry-After": "600"})
    if person is None:
        abort(404)
    answer = as_file(content, mimetype="text/calendar", name="councilflow.ics", inline=True)
    answer.set_etag(sha256(content).hexdigest()[:32])
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer.make_conditional(request)


def _with_called() -> bool:
    return request.args.get("without") != "called"
