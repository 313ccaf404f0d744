"""Founding councils under one of the sets of rules, and closing them (A26, A54, B4.10)."""

from __future__ import annotations

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField
from wtforms.validators import InputRequired

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import lazy_gettext as _l
from councilflow.models import Body
from councilflow.process.councils import COUNCILS, WIDER, BodyKind
from councilflow.process.errors import RuleBroken
from councilflow.process.profiles import starting_facts
from councilflow.process.record import MinutesProfile
from councilflow.services import bodies, founding
from councilflow.services.visibility import today
from councilflow.web.access import administers, me, now
from councilflow.web.administration.blueprint import bp
from councilflow.web.closing import CloseForm
from councilflow.web.councils.texts import BodyForm
from councilflow.web.fields import choices, say
from councilflow.web.pages import render, tell
from councilflow.words import word


class NewCouncilForm(BodyForm):
    kind = RadioField(_l("Slag"), [InputRequired(_l("Välj slag."))], coerce=BodyKind)

    def offer(self, *, but: Body | None = None, is_founder: bool = True) -> None:
        super().offer(but=but, is_founder=is_founder)
        self.kind.choices = choices((kind, word(kind)) for kind in COUNCILS)


@bp.route("/councils/new", methods=["GET", "POST"])
@administers
def new_council() -> ResponseReturnValue:
    """Choose the rules first; they fill in what follows from them."""
    asked = request.args.get("rules")
    profile = MinutesProfile(asked) if asked in set(MinutesProfile) else None
    if profile is None and request.method == "GET":
        return render("administration/choose_rules.html", profiles=list(MinutesProfile))
    profile = profile or MinutesProfile.ADVISORY
    form = NewCouncilForm(kind=BodyKind.COUNCIL, includes=None, **starting_facts(profile))
    form.offer()
    if form.validate_on_submit():
        facts = form.facts()
        if form.kind.data not in WIDER:
            facts["includes_id"] = None
        try:
            council = founding.add_council(form.kind.data, profile, **facts, by=me(), now=now())
        except RuleBroken as error:
            db.session.rollback()
            say(form, error)
        else:
            tell(_("%(name)s finns nu", name=council.name), _("Ge rådet en sekreterare, så kan hen ta vid."))
            return redirect(url_for("councils.manage", council_id=council.id))
    page = render("administration/new_council.html", form=form, profile=profile)
    return page, 422 if form.errors else 200


@bp.route("/councils/<int:council_id>/close", methods=["GET", "POST"])
@administers
def close_council(council_id: int) -> ResponseReturnValue:
    council = db.get_or_404(Body, council_id)
    if council.kind not in COUNCILS:
        abort(404)
    form = CloseForm(closed_on=council.closed_on or today(now()), successor=council.successor_id)
    form.offer(bodies.successors(council))
    if form.validate_on_submit():
        try:
            founding.close_body(
                council,
                on=form.closed_on.data,
                successor_id=form.successor.data,
                by=me(),
                now=now(),
            )
        except RuleBroken as error:
            db.session.rollback()
            say(form, error)
        else:
            tell(
                _("%(name)s är avslutat", name=council.name),
                _("Det rådet har gjort går fortfarande att läsa."),
            )
            return redirect(url_for("administration.index"))
    council = db.get_or_404(Body, council_id)
    groups = [row for row in bodies.around(council).groups if row.closed_on is None]
    page = render("administration/close_council.html", form=form, council=council, groups=groups)
    return page, 422 if form.errors else 200
