"""How it goes: reports on measures, assessments of goals, the secretary's lists, one's own measures."""

from __future__ import annotations

from functools import partial

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.process.errors import RuleBroken
from councilflow.process.plans.following import Concern
from councilflow.process.plans.values import NodeKind
from councilflow.services.plans import following, reading
from councilflow.services.visibility import today
from councilflow.web.access import keeps_plan, me, now, signed_in, viewer, works_on_node
from councilflow.web.fields import say
from councilflow.web.pages import render, tell
from councilflow.web.plans.blueprint import bp, node_at
from councilflow.web.plans.forms import AssessmentForm, GroupForm, StatusForm
from councilflow.web.plans.tree import number_of
from councilflow.web.plans.ways import ways


@bp.get("/measures/mine")
@signed_in
def mine() -> ResponseReturnValue:
    who = viewer()
    shown = following.mine_on(number_of(request.args.get("page", "")) or 1, who, now())
    return render(
        "plans/mine.html",
        shown=shown,
        areas=following.reference_areas(who),
        address=partial(url_for, "plans.mine"),
    )


@bp.route("/plans/<int:plan_id>/nodes/<int:node_id>/status", methods=["GET", "POST"])
@works_on_node
def status(plan_id: int, node_id: int) -> ResponseReturnValue:
    """A correction is a report of its own: what was said stays."""
    node = node_at(plan_id, node_id)
    if node.measure is None:
        raise RuleBroken("no-measure", title=node.title)
    form = StatusForm()
    form.offer()
    if not form.is_submitted():
        form.reported_on.data = today(now())
    if form.validate_on_submit():
        said = {"on": form.reported_on.data, "state": form.state.data, "text": form.text.data}
        try:
            following.report_status(node, **said, by=me(), now=now())
        except RuleBroken as error:
            db.session.rollback()
            say(form, error)
        else:
            tell(_("Rapporten är sparad"), node.title)
            return redirect(url_for("plans.node", plan_id=plan_id, node_id=node_id, _anchor="laget"))
    facts = {"plan": reading.heading(plan_id), "history": following.history(node_id)}
    page = render("plans/status.html", form=form, node=node_at(plan_id, node_id), **facts)
    return page, 422 if form.errors else 200


@bp.route("/plans/<int:plan_id>/nodes/<int:node_id>/assess", methods=["GET", "POST"])
@works_on_node
def assess(plan_id: int, node_id: int) -> ResponseReturnValue:
    node = node_at(plan_id, node_id)
    if node.kind is not NodeKind.GOAL:
        raise RuleBroken("no-goal", title=node.title)
    form = AssessmentForm()
    form.offer()
    if not form.is_submitted():
        form.assessed_on.data = today(now())
    if form.validate_on_submit():
        said = {"on": form.assessed_on.data, "result": form.result.data, "text": form.text.data}
        try:
            following.assess_goal(node, **said, by=me(), now=now())
        except RuleBroken as error:
            db.session.rollback()
            say(form, error)
        else:
            tell(_("Bedömningen är sparad"), node.title)
            return redirect(url_for("plans.node", plan_id=plan_id, node_id=node_id, _anchor="laget"))
    facts = {"plan": reading.heading(plan_id), "node": node_at(plan_id, node_id)}
    return render("plans/assess.html", form=form, **facts), 422 if form.errors else 200


@bp.route("/plans/<int:plan_id>/nodes/<int:node_id>/reference-group", methods=["GET", "POST"])
@keeps_plan
def reference_group(plan_id: int, node_id: int) -> ResponseReturnValue:
    node = node_at(plan_id, node_id)
    form = GroupForm()
    groups = following.groups_of(node.plan.body_id)
    form.offer(groups)
    if not form.is_submitted():
        form.group.data = node.reference_body_id
    if form.validate_on_submit():
        following.set_reference_group(node, form.group.data, by=me(), now=now())
        tell(_("Referensgruppen är sparad"), node.title)
        return redirect(url_for("plans.node", plan_id=plan_id, node_id=node_id))
    facts = {"plan": reading.heading(plan_id), "node": node, "groups": groups}
    return render("plans/reference_group.html", form=form, **facts), 422 if form.errors else 200


@bp.get("/plans/<int:plan_id>/follow")
@keeps_plan
def follow(plan_id: int) -> ResponseReturnValue:
    plan = reading.heading(plan_id)
    tree = reading.tree(plan_id, currency=plan.currency, today=today(now()))
    measures = list(tree.measures())
    return render(
        "plans/follow.html",
        plan=plan,
        today=today(now()),
        lists=[(one, [point for point in measures if one in point.concerns]) for one in Concern],
        follow_ups=following.follow_ups(plan_id),
        goals=following.goals_without_assessment(tree),
        areas=following.areas_without_group(tree),
        measures=len(measures),
        ways=ways(plan_id, "plans.follow"),
    )
