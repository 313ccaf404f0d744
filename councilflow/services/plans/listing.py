"""The plans of a council, as a family: the strategy, the plans under it, their action plans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Row, func, or_, select

from councilflow.extensions import db
from councilflow.models import Measure, Plan, PlanNode, PlanShare
from councilflow.process.plans.following import is_late
from councilflow.process.plans.values import MeasureState, PlanKind


@dataclass(slots=True)
class Member:
    """A plan with how far its measures have come, and the plans under it."""

    row: Any
    measures: int = 0
    done: int = 0
    ongoing: int = 0
    late: int = 0
    nodes: int = 0
    below: list[Member] = field(default_factory=list)


def plans_of(council_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """A council's own plans and those it shares, in order: id, parent_id, title, kind, status, period,
    body_id, published_at, owner, address."""
    shared = select(PlanShare.plan_id).where(PlanShare.body_id == council_id)
    return db.session.execute(
        select(
            Plan.id,
            Plan.parent_id,
            Plan.title,
            Plan.kind,
            Plan.status,
            Plan.period,
            Plan.body_id,
            Plan.published_at,
            Plan.owner,
            Plan.address,
        )
        .where(or_(Plan.body_id == council_id, Plan.id.in_(shared)))
        .order_by(Plan.position, Plan.id)
    ).all()


def family(council_id: int, today: date) -> list[Member]:
    """The plans of a council under each other, in three statements. Linked ones (A14) are left to their own
    register."""
    rows = [row for row in plans_of(council_id) if row.kind is not PlanKind.LINKED]
    members = {row.id: Member(row) for row in rows}
    _count(members, today)
    top: list[Member] = []
    for member in members.values():
        above = members.get(member.row.parent_id)
        (above.below if above else top).append(member)
    return top


def every(council_id: int, today: date) -> list[Member]:
    """The same plans one after another, each under the one it belongs to."""
    found, waiting = [], list(reversed(family(council_id, today)))
    while waiting:
        member = waiting.pop()
        found.append(member)
        waiting.extend(reversed(member.below))
    return found


def _count(members: dict[int, Member], today: date) -> None:
    """Measures by state and end, added up by the database: a few rows for each plan."""
    of_these = PlanNode.plan_id.in_(list(members))
    for plan_id, count in db.session.execute(
        select(PlanNode.plan_id, func.count()).where(of_these).group_by(PlanNode.plan_id)
    ):
        members[plan_id].nodes = count
    parts = (PlanNode.plan_id, Measure.state, Measure.last_year, Measure.last_season)
    rows = db.session.execute(
        select(*parts, Measure.is_placeholder, func.count().label("count"))
        .join(Measure, Measure.node_id == PlanNode.id)
        .where(of_these, Measure.is_placeholder.is_(False))
        .group_by(*parts, Measure.is_placeholder)
    )
    for row in rows:
        member = members[row.plan_id]
        number: int = row._mapping["count"]
        member.measures += number
        member.done += number * (row.state is MeasureState.DONE)
        member.ongoing += number * (row.state is MeasureState.ONGOING)
        member.late += number * is_late(row, today)
