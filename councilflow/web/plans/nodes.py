"""A node's own page."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from councilflow.web.access import reads_plan
from councilflow.web.pages import render
from councilflow.web.plans.blueprint import bp, node_at


@bp.get("/plans/<int:plan_id>/nodes/<int:node_id>")
@reads_plan
def node(plan_id: int, node_id: int) -> ResponseReturnValue:
    return render("plans/node.html", node=node_at(plan_id, node_id))
