"""Who reads a plan, and who works on its measures (B2.5, B3.4, B4.8).

A plan is read by everybody who reads the council whose plan it is, by its groups, by the wider council that
includes it and by those who share it. It is kept by the council's secretary. On one measure work those who
are responsible for it; on an area its reference group.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, Integer, Row, and_, false, or_, select
from sqlalchemy.orm import aliased

from councilflow.extensions import db
from councilflow.models import Body, MeasureParty, Plan, PlanNode, PlanReport, PlanShare
from councilflow.process.plans.values import PartyRole, ReportState
from councilflow.process.rights import Act
from councilflow.services.visibility import Viewer

WORKING = frozenset(
    {
        PartyRole.RESPONSIBLE,
        PartyRole.EXECUTOR,
        PartyRole.SECRETARY,
        PartyRole.PROJECT_RESPONSIBLE,
        PartyRole.PROJECT_LEADER,
    }
)
"""The roles whose holders say how a measure gets on."""


def plans_for(who: Viewer) -> ColumnElement[bool]:
    """The plans that the viewer may read."""
    mine = who.councils_with(Act.READ_COUNCIL)
    if not mine:
        return false()
    narrower = select(Body.includes_id).where(Body.id.in_(mine), Body.includes_id.is_not(None))
    above = select(Body.council_id).where(Body.id.in_(mine), Body.council_id.is_not(None))
    groups = select(Body.id).where(Body.council_id.in_(mine))
    shared = select(PlanShare.plan_id).where(PlanShare.body_id.in_(mine))
    return or_(
        Plan.body_id.in_(mine),
        Plan.body_id.in_(narrower),
        Plan.body_id.in_(above),
        Plan.body_id.in_(groups),
        Plan.id.in_(shared),
    )


def reads(who: Viewer, plan_id: int) -> bool:
    found = db.session.scalar(select(Plan.id).where(Plan.id == plan_id, plans_for(who)))
    return found is not None


def nodes_worked_on(who: Viewer) -> ColumnElement[bool]:
    """The measures that the viewer, the viewer's organisations or bodies are responsible for."""
    return PlanNode.id.in_(select(MeasureParty.node_id).where(_is_mine(who)))


def _is_mine(who: Viewer) -> ColumnElement[bool]:
    homes = {home for council_id in who.councils for home in who.homes(council_id)}
    mine = [MeasureParty.person_id == who.person_id]
    if homes:
        mine.append(MeasureParty.organisation_id.in_(homes))
    if who.bodies:
        # Who sits in a group works for it; a whole council is answered for by its secretary.
        groups = select(Body.id).where(Body.id.in_(who.bodies), Body.council_id.is_not(None))
        mine.append(MeasureParty.body_id.in_(groups))
    return and_(MeasureParty.role.in_(WORKING), or_(*mine))


def stands_in(node_id: int, plan_id: int) -> bool:
    found = select(PlanNode.id).where(PlanNode.id == node_id, PlanNode.plan_id == plan_id)
    return db.session.scalar(found) is not None


def report_in(plan_id: int, report_id: int) -> Row[int | None, ReportState] | None:
    """The project that a report of the plan is about, if it is about one, and whether it is submitted."""
    found = select(PlanReport.node_id, PlanReport.state).where(
        PlanReport.id == report_id, PlanReport.plan_id == plan_id
    )
    return db.session.execute(found).one_or_none()


def works_on(who: Viewer, node_id: int) -> bool:
    """Whether the viewer is responsible for this node, or sits in the reference group of an area above it."""
    responsible = select(MeasureParty.id).where(MeasureParty.node_id == node_id, _is_mine(who)).limit(1)
    return db.session.scalar(responsible) is not None or refers_to(who, node_id)


def refers_to(who: Viewer, node_id: int) -> bool:
    """Whether a reference group of the viewer's has this node in its area (B2.5)."""
    if not who.bodies:
        return False
    path = (
        select(PlanNode.parent_id, PlanNode.reference_body_id)
        .where(PlanNode.id == node_id)
        .cte("path", recursive=True)
    )
    above = aliased(PlanNode)
    path = path.union(
        select(above.parent_id, above.reference_body_id).join(path, above.id == path.c.parent_id)
    )
    found = select(path.c.reference_body_id.cast(Integer)).where(path.c.reference_body_id.in_(who.bodies))
    return db.session.scalar(found.limit(1)) is not None
