"""Which organisations belong to a body: adding several at once, and ending one (A29, A49–A53)."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from flask import abort, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectMultipleField
from wtforms.validators import InputRequired

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.i18n import ngettext
from councilflow.models import Body, Membership
from councilflow.process.councils import OrganisationKind, in_term
from councilflow.process.errors import RuleBroken
from councilflow.services import bodies, memberships, setup
from councilflow.services.visibility import today
from councilflow.web.access import manages, me, now
from councilflow.web.councils.blueprint import bp, council_at
from councilflow.web.fields import choices, day, say
from councilflow.web.forms import Form
from councilflow.web.pages import render, tell


class JoinForm(Form):
    organisations = SelectMultipleField(
        _l("Organisationer"), [InputRequired(_l("Välj minst en organisation."))], coerce=int
    )
    starts_on = day(_l("Hör till från"), _l("Skriv från vilken dag de hör hit."))


class LeaveForm(Form):
    ends_on = day(_l("Sista dag"), _l("Skriv den sista dagen."))


@bp.route("/councils/<int:council_id>/organisations", methods=["GET", "POST"])
@manages
def organisations(council_id: int) -> ResponseReturnValue:
    council, date = council_at(council_id), today(now())
    rows = bodies.memberships_of(council_id)
    standing = [row for row in rows if row.ends_on is None or row.ends_on >= date]
    free = _free({row.organisation_id for row in standing if row.ends_on is None})
    form = JoinForm(starts_on=date)
    form.organisations.choices = choices((row.id, row.name) for row in free)
    if form.validate_on_submit():
        try:
            joined = memberships.join(
                council, form.organisations.data or [], starts_on=form.starts_on.data, by=me(), now=now()
            )
        except RuleBroken as error:
            db.session.rollback()
            say(form, error)
        else:
            tell(ngettext("En organisation hör nu hit", "%(n)s organisationer hör nu hit", len(joined)))
            return redirect(url_for("councils.organisations", council_id=council_id))
    page = render(
        "councils/organisations.html",
        form=form,
        council=council_at(council_id),
        standing=standing,
        gone=[row for row in rows if row not in standing],
        kinds=[(kind, [row.id for row in found]) for kind, found in groupby(free, lambda row: row.kind)],
        included=db.session.get(Body, council.includes_id) if council.includes_id else None,
        in_term=in_term,
        day=date,
    )
    return page, 422 if form.errors else 200


@bp.route("/councils/<int:council_id>/organisations/<int:membership_id>/end", methods=["GET", "POST"])
@manages
def end_membership(council_id: int, membership_id: int) -> ResponseReturnValue:
    membership = _membership(council_id, membership_id)
    form = LeaveForm(ends_on=membership.ends_on or today(now()))
    if form.validate_on_submit():
        try:
            memberships.end(membership, council_at(council_id), on=form.ends_on.data, by=me(), now=now())
        except RuleBroken as error:
            db.session.rollback()
            say(form, error)
        else:
            tell(_("%(name)s är avslutad här", name=membership.organisation.name))
            return redirect(url_for("councils.organisations", council_id=council_id))
    page = render(
        "councils/end_membership.html",
        form=form,
        council=council_at(council_id),
        membership=_membership(council_id, membership_id),
    )
    return page, 422 if form.errors else 200


@bp.post("/councils/<int:council_id>/organisations/<int:membership_id>/withdraw")
@manages
def withdraw_membership(council_id: int, membership_id: int) -> ResponseReturnValue:
    memberships.withdraw(_membership(council_id, membership_id), council_at(council_id), by=me(), now=now())
    tell(_("Raden är borttagen"))
    return redirect(url_for("councils.organisations", council_id=council_id))


def _membership(council_id: int, membership_id: int) -> Membership:
    found = memberships.membership_in(council_id, membership_id)
    if found is None:
        abort(404)
    return found


def _free(belonging: set[int]) -> list[Any]:
    """The open organisations that do not belong already, by kind in the order of the kinds."""
    order = list(OrganisationKind)
    rows = [row for row in setup.organisations() if row.closed_on is None and row.id not in belonging]
    return sorted(rows, key=lambda row: (order.index(row.kind), row.name))
