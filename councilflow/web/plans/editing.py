"""The tree of a draft by hand: adding, writing, moving and taking away; proposing in one's own area."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.models import Measure, Plan, PlanNode
from councilflow.process.errors import RuleBroken
from councilflow.process.plans.values import NodeKind, PartyRole, PlanKind
from councilflow.services.plans import access, editing, open_for_changes, parties, reading
from councilflow.services.plans.editing import MeasureFacts, NodeFacts
from councilflow.services.plans.listing import plans_of
from councilflow.services.plans.parties import Named
from councilflow.web.access import keeps_plan, keeps_this_plan, me, now, viewer, works_on_node
from councilflow.web.fields import say
from councilflow.web.pages import render, tell
from councilflow.web.plans.blueprint import bp, node_at, plan_at
from councilflow.web.plans.forms import USUAL, MoveForm, NodeForm, ProposalForm
from councilflow.web.plans.reading_back import as_read

MOST_TO_CONTINUE = 300
"""So many measures are offered as what another goes on from: those of the same parent first."""


@bp.route("/plans/<int:plan_id>/nodes/new", methods=["GET", "POST"])
@keeps_plan
def new_node(plan_id: int) -> ResponseReturnValue:
    """Under the node that `under` names; at the top without it. What it is to be is chosen first (`level`),
    so that the form asks nothing that only other kinds have."""
    plan = plan_at(plan_id)
    open_for_changes(plan)
    parent = _parent(plan_id)
    levels = levels_of(plan)
    chosen = _asked_level(levels)
    if chosen is None and request.method == "GET":
        likely = _next_level(plan, parent)
        heading = reading.heading(plan_id)
        return render("plans/choose_level.html", plan=heading, parent=parent, levels=levels, likely=likely)
    form = NodeForm()
    _offer(form, plan, levels if chosen is None else [one for one in levels if one[0] is chosen[0]])
    form.with_rows()
    if not form.is_submitted() and chosen is not None:
        form.level.data = form.offered.index(chosen)
    if form.validate_on_submit():
        try:
            node = editing.add_node(plan, parent, form.facts(), by=me(), now=now())
        except RuleBroken as error:
            db.session.rollback()
            say(form, error)
        else:
            tell(_("%(title)s står nu i planen", title=node.title), _read_back(node))
            return redirect(url_for("plans.node", plan_id=plan_id, node_id=node.id))
    parent = _parent(plan_id)
    facts: dict[str, Any] = {"plan": reading.heading(plan_id), "node": None, "parent": parent, "stands": None}
    facts["level"] = None if chosen is None else levels.index(chosen)
    return render("plans/edit_node.html", form=form, kinds=_kinds(form), **facts), 422 if form.errors else 200


@bp.route("/plans/<int:plan_id>/nodes/<int:node_id>/edit", methods=["GET", "POST"])
@keeps_plan
def edit_node(plan_id: int, node_id: int) -> ResponseReturnValue:
    plan, node = plan_at(plan_id), node_at(plan_id, node_id)
    open_for_changes(plan)
    standing = editing.facts_of(node)
    form = NodeForm()
    _offer(form, plan, levels_of(plan, node), node)
    form.with_rows(standing)
    if not form.is_submitted():
        form.fill(standing, editing.mark_of(standing))
    stands: NodeFacts | None = None
    if form.validate_on_submit():
        try:
            editing.change_node(node, form.facts(), seen=form.seen.data or "", by=me(), now=now())
        except RuleBroken as error:
            db.session.rollback()
            say(form, error)
            if error.code == "node-changed-meanwhile":
                stands = editing.facts_of(node_at(plan_id, node_id))
                form.seen.data = editing.mark_of(stands)  # whoever saves again has seen it
        else:
            tell(_("%(title)s är sparad", title=node.title), _read_back(node))
            return redirect(url_for("plans.node", plan_id=plan_id, node_id=node_id))
    node = node_at(plan_id, node_id)
    facts: dict[str, Any] = {"node": node, "parent": node.parent, "stands": stands, "level": None}
    facts["plan"] = reading.heading(plan_id)
    page = render("plans/edit_node.html", form=form, kinds=_kinds(form), **facts)
    return page, 409 if stands else 422 if form.errors else 200


def _read_back(node: PlanNode) -> str:
    return as_read(node.measure) if node.measure else ""


def _kinds(form: NodeForm) -> set[NodeKind]:
    """What kinds the form can make, so that it shows no fields that none of them has."""
    return {kind for kind, _word in form.offered}


def levels_of(plan: Plan, node: PlanNode | None = None) -> list[tuple[NodeKind, str]]:
    """The levels a node can be of: the plan's own, or the usual ones; a measure stays a measure."""
    levels = [(NodeKind(kind), word) for kind, word in plan.levels] or list(USUAL)
    if node is None:
        return levels
    if (node.kind, node.level) not in levels:
        levels.insert(0, (node.kind, node.level))
    is_measure = node.measure is not None
    return [level for level in levels if (level[0] is NodeKind.MEASURE) == is_measure]


def _next_level(plan: Plan, parent: PlanNode | None) -> int:
    """The level under the parent's, as the plan orders them."""
    levels = levels_of(plan)
    words = [word for _kind, word in levels]
    if parent is None or parent.level not in words:
        return 0
    return min(words.index(parent.level) + 1, len(levels) - 1)


def _offer(form: NodeForm, plan: Plan, levels: Any, node: PlanNode | None = None) -> None:
    plans = [one for one in plans_of(plan.body_id) if one.kind is not PlanKind.LINKED and one.id != plan.id]
    parent_id = node.parent_id if node else _asked_parent()
    form.offer(
        levels,
        register=parties.register(plan),
        measures=_measures(plan.id, parent_id, node.id if node else None),
        plans=plans,
    )


def _measures(plan_id: int, parent_id: int | None, but: int | None) -> Any:
    """What a measure can go on from: the measures of the plan, those of the same parent first."""
    return db.session.execute(
        select(PlanNode.id, PlanNode.title)
        .join(Measure, Measure.node_id == PlanNode.id)
        .where(PlanNode.plan_id == plan_id, PlanNode.id != (but or 0))
        .order_by((PlanNode.parent_id == (parent_id or 0)).desc(), PlanNode.position, PlanNode.id)
        .limit(MOST_TO_CONTINUE)
    ).all()


def _asked_level(levels: list[tuple[NodeKind, str]]) -> tuple[NodeKind, str] | None:
    """The level that the address names by its place."""
    written = request.args.get("level", "")
    place = int(written) if written.isascii() and written.isdecimal() and len(written) < 3 else len(levels)
    return levels[place] if place < len(levels) else None


def _asked_parent() -> int | None:
    written = request.args.get("under", "")
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 10 else None


def _parent(plan_id: int) -> PlanNode | None:
    parent_id = _asked_parent()
    return node_at(plan_id, parent_id) if parent_id else None


@bp.route("/plans/<int:plan_id>/nodes/<int:node_id>/move", methods=["GET", "POST"])
@keeps_plan
def move_node(plan_id: int, node_id: int) -> ResponseReturnValue:
    """Under another node; one step up or down where it stands is `shift_node`."""
    node = node_at(plan_id, node_id)
    open_for_changes(node.plan)
    form = MoveForm()
    holders = [one for one in editing.holders(plan_id) if one.id != node_id]
    form.offer(holders)
    if not form.is_submitted():
        form.parent.data = node.parent_id
    if form.validate_on_submit():
        try:
            parent = node_at(plan_id, form.parent.data) if form.parent.data else None
            editing.move(node, parent, by=me(), now=now())
        except RuleBroken as error:
            db.session.rollback()
            say(form, error)
        else:
            tell(_("%(title)s är flyttad", title=node.title))
            return redirect(url_for("plans.node", plan_id=plan_id, node_id=node_id))
    node = node_at(plan_id, node_id)
    facts = {"plan": reading.heading(plan_id), "node": node, "sisters": editing.sisters(node)}
    return render("plans/move_node.html", form=form, **facts), 422 if form.errors else 200


@bp.post("/plans/<int:plan_id>/nodes/<int:node_id>/shift")
@keeps_plan
def shift_node(plan_id: int, node_id: int) -> ResponseReturnValue:
    """Up or down; anything else moves nothing."""
    steps = {"up": -1, "down": 1}.get(request.form.get("way", ""), 0)
    editing.shift(node_at(plan_id, node_id), steps, by=me(), now=now())
    return redirect(url_for("plans.move_node", plan_id=plan_id, node_id=node_id))


@bp.route("/plans/<int:plan_id>/nodes/<int:node_id>/remove", methods=["GET", "POST"])
@keeps_plan
def remove_node(plan_id: int, node_id: int) -> ResponseReturnValue:
    node = node_at(plan_id, node_id)
    if request.method == "POST":
        title = node.title
        editing.remove_node(node, by=me(), now=now())
        tell(_("Borttagen ur planen"), title)
        return redirect(url_for("plans.show", plan_id=plan_id))
    editing.check_removable(node)
    return render("plans/remove_node.html", node=node, plan=reading.heading(plan_id))


@bp.route("/plans/<int:plan_id>/nodes/<int:node_id>/propose", methods=["GET", "POST"])
@works_on_node
def propose(plan_id: int, node_id: int) -> ResponseReturnValue:
    """A reference group proposes what could be done in its area; it stands there as possible (B2.5)."""
    node = node_at(plan_id, node_id)
    if node.kind is NodeKind.MEASURE or not (keeps_this_plan() or access.refers_to(viewer(), node_id)):
        abort(404)
    open_for_changes(node.plan)
    form = ProposalForm()
    if form.validate_on_submit():
        made = editing.propose(node, _proposed(node.plan, form), by=me(), now=now())
        tell(_("Förslaget står i planen som möjligt"), _("Rådets sekreterare ser att det kommer från er."))
        return redirect(url_for("plans.node", plan_id=plan_id, node_id=made.id))
    page = render("plans/propose.html", form=form, node=node, plan=reading.heading(plan_id))
    return page, 422 if form.errors else 200


def _proposed(plan: Plan, form: ProposalForm) -> NodeFacts:
    levels = [word for kind, word in levels_of(plan) if kind is NodeKind.MEASURE]
    name = form.responsible.data
    named = (Named(PartyRole.RESPONSIBLE, name),) if name else ()
    return NodeFacts(
        kind=NodeKind.MEASURE,
        level=levels[-1] if levels else "Insats",
        title=form.title.data,
        text=form.text.data,
        measure=MeasureFacts(period=form.period.data, parties=named),
    )
