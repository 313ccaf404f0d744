"""A plan as the table of its source, and turned; and on one page for a meeting."""

from __future__ import annotations

from dataclasses import replace

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from councilflow.extensions import db
from councilflow.models import PlanNode
from councilflow.process.plans import table as tables
from councilflow.process.plans.document import Node, PlanDocument
from councilflow.process.plans.sums import totals
from councilflow.process.plans.turned import turned
from councilflow.services.plans import document_of, reading, showing
from councilflow.services.visibility import today
from councilflow.web.access import keeps_this_plan, now, reads_plan
from councilflow.web.pages import render
from councilflow.web.plans.blueprint import bp, plan_at
from councilflow.web.plans.tree import by_concern, by_state
from councilflow.web.plans.ways import ways


@bp.get("/plans/<int:plan_id>/table")
@reads_plan
def table(plan_id: int) -> ResponseReturnValue:
    """The first area of a large plan, the others a step away; of a small one all."""
    document = document_of(plan_at(plan_id))
    is_turned = request.args.get("way") == "turned"
    areas = [node for node in document.children.get("", ()) if document.children.get(node.key)]
    is_large = len(document.nodes) > showing.WHOLE
    area = _chosen(areas, request.args.get("area", "")) if is_large else None
    shown = _only(document, area.key) if area is not None else document
    return render(
        "plans/table.html",
        plan=reading.heading(plan_id),
        document=document,
        areas=areas if is_large else [],
        area=area,
        is_turned=is_turned,
        sections=[] if is_turned else tables.sections(shown),
        turned=turned(shown) if is_turned else [],
        heading=lambda head: tables.heading(head, document),
        ids=_ids(plan_id),
        totals=totals(document),
        ways=ways(plan_id, "plans.table"),
    )


def _chosen(areas: list[Node], key: str) -> Node | None:
    return next((node for node in areas if node.key == key), areas[0] if areas else None)


def _only(document: PlanDocument, key: str) -> PlanDocument:
    """The plan with one of its areas only."""
    return replace(document, nodes=tuple(document.under(key)))


def _ids(plan_id: int) -> dict[str, int]:
    rows = db.session.execute(select(PlanNode.key, PlanNode.id).where(PlanNode.plan_id == plan_id))
    return {row.key: row.id for row in rows}


@bp.get("/plans/<int:plan_id>/one-page")
@reads_plan
def one_page(plan_id: int) -> ResponseReturnValue:
    """Goals, areas, how far, what is late, the money: for a meeting, on one sheet."""
    plan = reading.heading(plan_id)
    tree = reading.tree(plan_id, currency=plan.currency, today=today(now()))
    return render(
        "plans/one_page.html",
        plan=plan,
        tree=tree,
        areas=showing.areas(tree),
        states=by_state(tree),
        concerns=by_concern(tree),
        late=[point for point in tree.measures() if point.is_late],
        keeps=keeps_this_plan(),
        ways=ways(plan_id, "plans.one_page"),
    )
