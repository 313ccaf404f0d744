"""The blueprint that the modules of this folder put their pages on."""

from __future__ import annotations

from flask import Blueprint, abort, g

from councilflow.extensions import db
from councilflow.models import Plan, PlanNode

bp = Blueprint("plans", __name__)


@bp.before_request
def _section() -> None:
    g.section = "councils"


def plan_at(plan_id: int) -> Plan:
    return db.session.get_one(Plan, plan_id)


def node_at(plan_id: int, node_id: int) -> PlanNode:
    """The node in the address; one of another plan does not exist here."""
    node = db.session.get(PlanNode, node_id)
    if node is None or node.plan_id != plan_id:
        abort(404)
    return node
