"""The plans of a council, as lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, or_, select

from councilflow.extensions import db
from councilflow.models import Plan, PlanShare


def plans_of(council_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """A council's own plans and those it shares, in order: id, parent_id, title, kind, status, period."""
    shared = select(PlanShare.plan_id).where(PlanShare.body_id == council_id)
    return db.session.execute(
        select(Plan.id, Plan.parent_id, Plan.title, Plan.kind, Plan.status, Plan.period)
        .where(or_(Plan.body_id == council_id, Plan.id.in_(shared)))
        .order_by(Plan.position, Plan.id)
    ).all()
