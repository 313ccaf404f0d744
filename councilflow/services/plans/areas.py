"""The areas of a plan: how many, why these, and which global goals they work for (A2, A3, A5, A6, A12)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import select

from councilflow.extensions import db
from councilflow.models import AreaCriteria, Person, Plan, PlanNode
from councilflow.process.errors import RuleBroken
from councilflow.process.plans.agenda_2030 import NUMBERS
from councilflow.process.plans.criteria import Criteria, CriteriaGap, criteria_gaps
from councilflow.process.plans.values import NodeKind
from councilflow.services import journal
from councilflow.services.plans.choosing import coded
from councilflow.services.plans.writing import open_for_changes
from councilflow.services.register import plain


@dataclass(frozen=True, slots=True)
class Area:
    id: int
    title: str
    level: str
    criteria: Criteria
    other_plan: str
    agenda_2030: tuple[int, ...]
    gaps: tuple[CriteriaGap, ...]


def areas_of(plan_id: int, today: date) -> list[Area]:
    """The areas of a plan in its order, each with what its choice leaves open. One statement."""
    rows = db.session.execute(
        select(PlanNode, AreaCriteria)
        .outerjoin(AreaCriteria, AreaCriteria.node_id == PlanNode.id)
        .where(PlanNode.plan_id == plan_id, PlanNode.kind == NodeKind.AREA)
        .order_by(PlanNode.position, PlanNode.id)
    )
    return [_area(node, said, today) for node, said in rows]


def area_of(node: PlanNode, today: date) -> Area:
    """One of them. RuleBroken: no-area, for what is none."""
    if node.kind is not NodeKind.AREA:
        raise RuleBroken("no-area", title=node.title)
    said = db.session.scalar(select(AreaCriteria).where(AreaCriteria.node_id == node.id))
    return _area(node, said, today)


def _area(node: PlanNode, said: AreaCriteria | None, today: date) -> Area:
    criteria = Criteria() if said is None else _criteria(said)
    return Area(
        node.id,
        coded(node.code, node.title),
        node.level,
        criteria,
        said.other_plan if said else "",
        tuple(node.agenda_2030),
        tuple(criteria_gaps(criteria, today)),
    )


def _criteria(said: AreaCriteria) -> Criteria:
    return Criteria(
        said.needs_leadership, said.leadership_reason, said.is_urgent, said.urgent_reason, said.decide_by
    )


def choose(
    node: PlanNode,
    criteria: Criteria,
    *,
    other_plan: str,
    agenda_2030: Collection[int],
    by: Person,
    now: datetime,
) -> None:
    """Say why an area was chosen, and which global goals it works for. RuleBroken: plan-adopted, no-area."""
    open_for_changes(node.plan)
    before = area_of(node, now.date())
    said = db.session.scalar(select(AreaCriteria).where(AreaCriteria.node_id == node.id))
    if said is None:
        said = AreaCriteria(node_id=node.id)
        db.session.add(said)
    for name, value in asdict(criteria).items():
        setattr(said, name, value)
    said.other_plan = other_plan
    node.agenda_2030 = sorted(set(agenda_2030) & set(NUMBERS))
    db.session.flush()
    seen, written = _noted(before), _noted(area_of(node, now.date()))
    changed = [name for name in written if seen[name] != written[name]]
    if changed:
        journal.note(
            "area-chosen",
            by=by,
            now=now,
            council=node.plan.body_id,
            about=node.title,
            before={name: seen[name] for name in changed},
            after={name: written[name] for name in changed},
        )


def _noted(area: Area) -> dict[str, object]:
    said = {name: plain(value) for name, value in asdict(area.criteria).items()}
    return said | {"other_plan": area.other_plan, "agenda_2030": list(area.agenda_2030)}


def limit_areas(plan: Plan, limit: int | None, *, by: Person, now: datetime) -> None:
    """Set above how many areas the product warns (A3). It is a reminder and no part of the plan's content, so
    it may be set for an adopted plan as well."""
    if plan.area_limit == limit:
        return
    before, plan.area_limit = plan.area_limit, limit
    journal.note(
        "areas-limited",
        by=by,
        now=now,
        council=plan.body_id,
        about=plan.title,
        before={"area_limit": before},
        after={"area_limit": limit},
    )
