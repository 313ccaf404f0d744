"""One node of a plan with all that hangs on it, in as many statements for a large one as for a small."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select

from councilflow.extensions import db
from councilflow.models import Body, Measure, Milestone, PhaseStep, Plan, PlanImport, PlanNode


@dataclass(frozen=True, slots=True)
class Around:
    """What a measure goes on from and what goes on from it (B1.9), and the plan that it carries out (B1.11):
    rows with id, plan_id and title."""

    before: Sequence[Any]
    after: Sequence[Any]
    nested: Any | None


def around(node: PlanNode) -> Around:
    """Two statements; for what is no measure there is nothing."""
    measure = node.measure
    if measure is None:
        return Around((), (), None)
    rows = db.session.execute(
        select(PlanNode.id, PlanNode.plan_id, PlanNode.title)
        .outerjoin(Measure, Measure.node_id == PlanNode.id)
        .where(or_(PlanNode.id == measure.continues_id, Measure.continues_id == node.id))
        .order_by(PlanNode.position, PlanNode.id)
    ).all()
    nested = db.session.execute(
        select(Plan.id, Plan.id.label("plan_id"), Plan.title).where(Plan.id == measure.nested_plan_id)
    ).one_or_none()
    before = [row for row in rows if row.id == measure.continues_id]
    return Around(before, [row for row in rows if row.id != measure.continues_id], nested)


def steps(node_id: int) -> tuple[Sequence[PhaseStep], Sequence[Milestone]]:
    """The phases of a measure's project and its milestones, in order."""
    phases = db.session.scalars(select(PhaseStep).where(PhaseStep.node_id == node_id).order_by(PhaseStep.id))
    milestones = db.session.scalars(
        select(Milestone).where(Milestone.node_id == node_id).order_by(Milestone.position, Milestone.id)
    )
    return phases.all(), milestones.all()


def import_of(node: PlanNode) -> Any | None:
    """What the node was read from: file_name, carried_out_at."""
    if node.import_id is None:
        return None
    return db.session.execute(
        select(PlanImport.file_name, PlanImport.carried_out_at).where(PlanImport.id == node.import_id)
    ).one_or_none()


def group_name(node: PlanNode) -> str:
    """The area's reference group, by name."""
    if node.reference_body_id is None:
        return ""
    return db.session.scalar(select(Body.name).where(Body.id == node.reference_body_id)) or ""
