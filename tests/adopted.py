"""A plan on its way: a version of it, who is to adopt it, and a plan that somebody shares."""

from __future__ import annotations

from datetime import UTC, datetime

from councilflow.extensions import db
from councilflow.models import Plan, PlanApproval, PlanShare, PlanVersion
from councilflow.process.plans.values import ApprovalStep


def adoption_of(plan_id: int) -> dict[str, int]:
    """A version of a plan, and an assembly that is to adopt it."""
    content = {"format": "councilflow-plan", "version": 1, "title": "Strategisk plan"}
    kept = PlanVersion(plan_id=plan_id, number=1, made_at=datetime.now(UTC), content=content)
    asked = PlanApproval(plan_id=plan_id, position=1, step=ApprovalStep.ADOPTS, assembly="Fullmäktige")
    db.session.add_all([kept, asked])
    db.session.commit()
    return {"number": 1, "row_id": asked.id}


def shared_by(owner_id: int, council_id: int) -> int:
    """A plan that a body shares with a council, which has not answered yet."""
    plan = Plan(body_id=owner_id, title="Gemensam plan", short_title="Gemensam")
    db.session.add(plan)
    db.session.flush()
    answer = PlanApproval(plan_id=plan.id, position=1, step=ApprovalStep.ADOPTS, assembly="Rådet")
    answer.body_id = council_id
    db.session.add_all([answer, PlanShare(plan_id=plan.id, body_id=council_id)])
    db.session.commit()
    return plan.id
