"""The pages from which a body asks, and those on which it ends a request."""

from __future__ import annotations

from datetime import timedelta

from flask import abort, redirect, url_for
from flask.typing import ResponseReturnValue

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import ngettext
from councilflow.models import Body
from councilflow.process.errors import RuleBroken
from councilflow.services import nominations
from councilflow.services.visibility import today
from councilflow.web.access import manages, me, now
from councilflow.web.errors import refuse
from councilflow.web.fields import say
from councilflow.web.forms import Form
from councilflow.web.nominations.blueprint import bp, request_at
from councilflow.web.nominations.forms import AskForm
from councilflow.web.pages import Link, render, tell

USUAL_DAYS = 21
"""How long the organisations get, unless somebody writes another day."""


@bp.get("/councils/<int:council_id>/nominations")
@manages
def of_council(council_id: int) -> ResponseReturnValue:
    """Every request of a council and its groups."""
    return render(
        "nominations/of_council.html",
        council=db.session.get_one(Body, council_id),
        requests=nominations.requests_around(council_id),
        bodies=nominations.bodies_around(council_id, today(now())),
    )


@bp.route("/councils/<int:council_id>/bodies/<int:body_id>/nominations/new", methods=["GET", "POST"])
@manages
def ask(council_id: int, body_id: int) -> ResponseReturnValue:
    day = today(now())
    body = _body(council_id, body_id)
    organisations = nominations.organisations_to_ask(body, day)
    form = AskForm(names_wanted=1, due_on=day + timedelta(days=USUAL_DAYS))
    form.offer(body, nominations.rules_of(body, day), organisations)
    if form.validate_on_submit():
        try:
            made = nominations.ask(body, form.wish(), form.organisations.data or [], by=me(), now=now())
        except RuleBroken as error:
            db.session.rollback()
            say(form, error)
        else:
            count = len(made.answers)
            tell(
                _("Förfrågan är skickad"),
                ngettext("En organisation har fått mejl.", "%(n)s organisationer har fått mejl.", count),
            )
            return redirect(url_for("nominations.follow", council_id=council_id, request_id=made.id))
    page = render(
        "nominations/ask.html",
        form=form,
        council_id=council_id,
        body=_body(council_id, body_id),
        has_organisations=bool(organisations),
    )
    return page, 422 if form.errors else 200


@bp.post("/councils/<int:council_id>/nominations/<int:request_id>/remind")
@manages
def remind(council_id: int, request_id: int) -> ResponseReturnValue:
    way_back = url_for("nominations.follow", council_id=council_id, request_id=request_id)
    try:
        reminded = nominations.remind(request_at(council_id, request_id), by=me(), now=now())
    except RuleBroken as error:
        return refuse(error, Link(way_back, _("Till svaren")))
    tell(
        _("Påminnelsen är skickad"),
        ngettext("Till en organisation.", "Till %(n)s organisationer.", len(reminded)),
    )
    return redirect(way_back)


@bp.route("/councils/<int:council_id>/nominations/<int:request_id>/close", methods=["GET", "POST"])
@manages
def close(council_id: int, request_id: int) -> ResponseReturnValue:
    found = request_at(council_id, request_id)
    way_back = url_for("nominations.follow", council_id=council_id, request_id=request_id)
    form = Form()
    if not form.validate_on_submit():
        owing = sum(answer.answered_at is None for answer in found.answers)
        page = render("nominations/close.html", request=found, council_id=council_id, owing=owing)
        return page, 422 if form.errors else 200
    try:
        nominations.close(found, by=me(), now=now())
    except RuleBroken as error:
        return refuse(error, Link(way_back, _("Till svaren")))
    tell(_("Förfrågan är avslutad"), _("Svaren kan inte längre ändras. Platser kan du fortfarande ge."))
    return redirect(way_back)


def _body(council_id: int, body_id: int) -> Body:
    """The council in the address, or a group that belongs to it."""
    body = db.session.get(Body, body_id)
    if body is None or council_id not in (body.id, body.council_id):
        abort(404)
    return body
