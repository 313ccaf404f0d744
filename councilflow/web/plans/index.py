"""The plans of a council as a family, and making one by hand."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.models import Plan
from councilflow.process.errors import RuleBroken
from councilflow.process.plans.values import PlanKind, PlanStatus, usual_currency
from councilflow.process.rights import Act
from councilflow.services.plans import making, open_for_changes
from councilflow.services.plans.listing import family, plans_of
from councilflow.services.visibility import today
from councilflow.web.access import keeps_plan, keeps_this_plan, manages, me, now, requires
from councilflow.web.councils.blueprint import council_at
from councilflow.web.fields import say
from councilflow.web.pages import render, tell
from councilflow.web.plans.blueprint import bp, plan_at
from councilflow.web.plans.forms import PlanForm
from councilflow.web.plans.reading_back import as_read
from councilflow.web.plans.ways import council_ways


@bp.get("/councils/<int:council_id>/plans")
@requires(Act.READ_COUNCIL)
def index(council_id: int) -> ResponseReturnValue:
    return render(
        "plans/index.html",
        council=council_at(council_id),
        family=family(council_id, today(now())),
        keeps=keeps_this_plan(),
        links=council_ways(council_id),
    )


@bp.route("/councils/<int:council_id>/plans/new", methods=["GET", "POST"])
@manages
def new(council_id: int) -> ResponseReturnValue:
    council = council_at(council_id)
    form = PlanForm()
    form.offer(_own(council_id))
    if not form.is_submitted():
        form.fill(None)
        form.language.data = council.document_language
        form.currency.data = usual_currency(council.document_language)
        form.kind.data = PlanKind.ACTION_PLAN
    if form.validate_on_submit():
        try:
            plan = making.make_plan(council, form.facts(), by=me(), now=now())
        except RuleBroken as error:
            db.session.rollback()
            say(form, error)
        else:
            tell(_("Planen %(title)s finns nu", title=plan.title), as_read(plan))
            return redirect(url_for("plans.show", plan_id=plan.id))
    page = render(
        "plans/edit_plan.html", form=form, council=council_at(council_id), plan=None, removable=False
    )
    return page, 422 if form.errors else 200


def _own(council_id: int, but: int | None = None) -> list[Any]:
    """The plans that another can belong to."""
    return [
        one
        for one in plans_of(council_id)
        if one.body_id == council_id and one.id != but and one.kind is not PlanKind.LINKED
    ]


@bp.route("/plans/<int:plan_id>/edit", methods=["GET", "POST"])
@keeps_plan
def edit(plan_id: int) -> ResponseReturnValue:
    plan = plan_at(plan_id)
    open_for_changes(plan)
    form = PlanForm(data=_facts(plan))
    form.offer(_own(plan.body_id, but=plan_id))
    if not form.is_submitted():
        form.fill(plan)
    if form.validate_on_submit():
        try:
            making.change_plan(plan, form.facts(), by=me(), now=now())
        except RuleBroken as error:
            db.session.rollback()
            say(form, error)
        else:
            tell(_("Planens uppgifter är sparade"), as_read(plan))
            return redirect(url_for("plans.show", plan_id=plan_id))
    plan = plan_at(plan_id)
    page = render(
        "plans/edit_plan.html",
        form=form,
        council=council_at(plan.body_id),
        plan=plan,
        removable=plan.status is PlanStatus.DRAFT and not plan.nodes,
    )
    return page, 422 if form.errors else 200


def _facts(plan: Plan) -> dict[str, Any]:
    names = ("title", "short_title", "kind", "period", "language", "currency", "vision", "overall_goal")
    return {name: getattr(plan, name) for name in (*names, "core_values", "text", "acknowledgement")}


@bp.route("/plans/<int:plan_id>/remove", methods=["GET", "POST"])
@keeps_plan
def remove(plan_id: int) -> ResponseReturnValue:
    plan = plan_at(plan_id)
    if request.method == "POST":
        council_id, title = plan.body_id, plan.title
        making.remove_plan(plan, by=me(), now=now())
        tell(_("Planen är borttagen"), title)
        return redirect(url_for("plans.index", council_id=council_id))
    return render("plans/remove_plan.html", plan=plan, council=council_at(plan.body_id))
