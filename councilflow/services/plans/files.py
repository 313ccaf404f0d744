"""Files beside a plan and its nodes: knowledge apart from the rest (A28), logos of funders (A13)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from councilflow.extensions import db
from councilflow.models import Person, Plan, PlanFile, PlanNode
from councilflow.services import journal
from councilflow.services.files import Stored
from councilflow.services.rows import is_still_there


def files_of(plan_id: int, node_id: int | None) -> Sequence[PlanFile]:
    """The files of a node, or of the plan itself, knowledge first."""
    return db.session.scalars(
        select(PlanFile)
        .where(PlanFile.plan_id == plan_id, PlanFile.node_id.is_not_distinct_from(node_id))
        .order_by(PlanFile.is_knowledge.desc(), PlanFile.id)
    ).all()


def add_file(
    plan: Plan,
    node: PlanNode | None,
    stored: Stored,
    *,
    title: str,
    is_knowledge: bool,
    by: Person,
    now: datetime,
) -> PlanFile:
    """Put a stored file beside a node, or the plan. It needs no open draft: knowledge may come later."""
    file = PlanFile(
        plan_id=plan.id,
        node_id=node.id if node else None,
        title=title or stored.file_name,
        is_knowledge=is_knowledge,
        file_name=stored.file_name,
        media_type=stored.media_type,
        size=stored.size,
        sha256=stored.sha256,
        uploaded_by_id=by.id,
        uploaded_at=now,
    )
    db.session.add(file)
    journal.note("plan-file-added", by=by, now=now, council=plan.body_id, about=file.title)
    return file


def remove_file(file: PlanFile, plan: Plan, *, by: Person, now: datetime) -> None:
    """Take a file away; its bytes stay where others may use them."""
    if not is_still_there(file):
        return
    journal.note("plan-file-removed", by=by, now=now, council=plan.body_id, about=file.title)
    db.session.delete(file)
