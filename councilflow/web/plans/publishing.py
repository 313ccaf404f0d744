"""Opening a plan for everybody, after a look at what they will see (B3.4, H.13)."""

from __future__ import annotations

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.models import Plan
from councilflow.process.plans.values import PlanStatus
from councilflow.services.plans import making, reading, registers, showing, versions
from councilflow.services.visibility import today
from councilflow.web.access import keeps_plan, me, now, open_to_everyone
from councilflow.web.pages import render, tell
from councilflow.web.plans.blueprint import bp, plan_at
from councilflow.web.plans.tree import address_with, asked_for


@bp.route("/plans/<int:plan_id>/publish", methods=["GET", "POST"])
@keeps_plan
def publish(plan_id: int) -> ResponseReturnValue:
    plan = plan_at(plan_id)
    if request.method == "POST":
        making.publish(plan, by=me(), now=now())
        tell(
            _("Planen är öppen för alla"),
            _("Sidan kan läsas utan konto. Den kan stängas igen när som helst."),
        )
        return redirect(url_for("plans.publish", plan_id=plan_id))
    heading = reading.heading(plan_id)
    tree = reading.opened(reading.tree(plan_id, currency=plan.currency, today=today(now())))
    return render("plans/publish.html", plan=heading, tree=tree, shown=showing.shown(tree, showing.Wanted()))


@bp.post("/plans/<int:plan_id>/withdraw")
@keeps_plan
def withdraw(plan_id: int) -> ResponseReturnValue:
    making.withdraw(plan_at(plan_id), by=me(), now=now())
    tell(_("Den öppna sidan är stängd"), _("Bara de som läser rådets planer ser den nu."))
    return redirect(url_for("plans.publish", plan_id=plan_id))


@bp.get("/public/plans/<int:plan_id>")
@open_to_everyone
def public(plan_id: int) -> ResponseReturnValue:
    """The plan as everybody reads it: no person by name, only offices, groups and organisations."""
    plan = db.session.get(Plan, plan_id)
    if plan is None or not making.is_open(plan):
        abort(404)
    tree = reading.opened(reading.tree(plan_id, currency=plan.currency, today=today(now())))
    wanted = asked_for()
    return render(
        "plans/public.html",
        plan=reading.heading(plan_id),
        tree=tree,
        shown=showing.shown(tree, wanted),
        areas=showing.areas(tree),
        wanted=wanted,
        address=address_with(plan_id, "plans.public"),
        funders=registers.funders_of(plan_id),
        held_since=versions.adopted_before(plan_id) if plan.status is PlanStatus.DRAFT else None,
    )
