"""Links between parts of plans: a focus area and the goals that it serves, with a reason (A4, B3.12).

A link is kept where it begins: whoever keeps the plan of its first end writes and removes it, as long as that
plan is a draft. The other end may lie in a plan that is adopted, and in a council that shares it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select, true

from councilflow.extensions import db
from councilflow.models import NodeLink, Person, Plan, PlanNode
from councilflow.process.errors import RuleBroken
from councilflow.process.plans.values import LinkKind, NodeKind
from councilflow.services import journal
from councilflow.services.plans.access import plans_for
from councilflow.services.plans.writing import open_for_changes
from councilflow.services.visibility import Viewer

WRITTEN = (LinkKind.SERVES, LinkKind.COVERS)
"""The kinds that one writes; what follows on another plan's node comes of rolling over."""


def links_of(node_id: int, who: Viewer) -> Sequence[Any]:
    """The links of a node, to and from plans that the viewer reads: id, kind, reason, is_ahead (whether it
    begins here), and of the other end node_id, plan_id, title, level, code and plan. One statement."""
    is_ahead = NodeLink.first_id == node_id
    read = true() if who.is_administrator else plans_for(who)
    return db.session.execute(
        select(
            NodeLink.id,
            NodeLink.kind,
            NodeLink.reason,
            is_ahead.label("is_ahead"),
            PlanNode.id.label("node_id"),
            PlanNode.plan_id,
            PlanNode.title,
            PlanNode.level,
            PlanNode.code,
            Plan.title.label("plan"),
        )
        .join(
            PlanNode,
            or_(
                (NodeLink.first_id == node_id) & (PlanNode.id == NodeLink.second_id),
                (NodeLink.second_id == node_id) & (PlanNode.id == NodeLink.first_id),
            ),
        )
        .join(Plan, Plan.id == PlanNode.plan_id)
        .where(read)
        .order_by(is_ahead.desc(), NodeLink.kind, Plan.position, Plan.id, PlanNode.position, PlanNode.id)
    ).all()


def themes_of(plan_id: int) -> Sequence[Any]:
    """The cross-cutting themes of a plan, which apply to every area of it (B2.8): id, title, text."""
    return db.session.execute(
        select(PlanNode.id, PlanNode.title, PlanNode.text)
        .where(PlanNode.plan_id == plan_id, PlanNode.kind == NodeKind.THEME)
        .order_by(PlanNode.position, PlanNode.id)
    ).all()


def link(
    node: PlanNode, others: Collection[int], kind: LinkKind, reason: str, *, by: Person, now: datetime
) -> None:
    """Let a node serve or cover others, all for one reason; what is linked already gets the new reason.

    RuleBroken: plan-adopted, link-to-itself, link-goes-round.
    """
    open_for_changes(node.plan)
    if node.id in others:
        raise RuleBroken("link-to-itself", title=node.title)
    back = select(PlanNode.title).join(NodeLink, NodeLink.first_id == PlanNode.id)
    round_ = back.where(NodeLink.second_id == node.id, NodeLink.kind == kind, PlanNode.id.in_(others))
    if title := db.session.scalar(round_.limit(1)):
        raise RuleBroken("link-goes-round", title=title)
    here = select(NodeLink).where(NodeLink.first_id == node.id, NodeLink.kind == kind)
    standing = {one.second_id: one for one in db.session.scalars(here)}
    for other in others:
        if other in standing:
            standing[other].reason = reason
        else:
            db.session.add(NodeLink(first_id=node.id, second_id=other, kind=kind, reason=reason))
    after = {"linked": _titles(others), "reason": reason}
    journal.note("node-linked", by=by, now=now, council=node.plan.body_id, about=node.title, after=after)


def give_reason(node: PlanNode, link_id: int, reason: str, *, by: Person, now: datetime) -> None:
    """Change why a node is linked. RuleBroken: plan-adopted, link-gone."""
    found = _kept(node, link_id)
    if found.reason == reason:
        return
    seen = {"reason": found.reason}
    found.reason = reason
    journal.note(
        "node-linked",
        by=by,
        now=now,
        council=node.plan.body_id,
        about=node.title,
        before=seen,
        after={"linked": _titles([found.second_id]), "reason": reason},
    )


def unlink(node: PlanNode, link_id: int, *, by: Person, now: datetime) -> None:
    """Take a link away. RuleBroken: plan-adopted, link-gone."""
    found = _kept(node, link_id)
    before = {"linked": _titles([found.second_id]), "reason": found.reason}
    db.session.delete(found)
    journal.note("node-unlinked", by=by, now=now, council=node.plan.body_id, about=node.title, before=before)


def _kept(node: PlanNode, link_id: int) -> NodeLink:
    open_for_changes(node.plan)
    found = db.session.get(NodeLink, link_id)
    if found is None or found.first_id != node.id:
        raise RuleBroken("link-gone", title=node.title)
    return found


def _titles(node_ids: Collection[int]) -> list[str]:
    titles = select(PlanNode.title).where(PlanNode.id.in_(node_ids)).order_by(PlanNode.id)
    return list(db.session.scalars(titles))
