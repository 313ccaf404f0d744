"""A plan that two councils have together, and areas that one brings in from another's plan (B4.8).

The secretary of the council whose plan it is offers it to another; that council reads it at once, and has a
place in the chain: it adopts the plan or says no, and a no ends the sharing. The plan is adopted when every
council that shares it has adopted it. Only the first council's secretary changes it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select

from councilflow.extensions import db
from councilflow.models import Body, NodeLink, Person, Plan, PlanApproval, PlanNode, PlanShare
from councilflow.process.councils import COUNCILS
from councilflow.process.errors import RuleBroken
from councilflow.process.plans.document import Node, PlanDocument
from councilflow.process.plans.keys import new_key
from councilflow.process.plans.values import ApprovalResult, ApprovalStep, LinkKind
from councilflow.services import journal
from councilflow.services.plans.adoption import Decided, refuse_undecided, write_answer
from councilflow.services.plans.document import document_of
from councilflow.services.plans.writing import add_document, open_for_changes


def share(plan: Plan, council: Body, *, by: Person, now: datetime) -> PlanShare:
    """Offer the plan to another council, which is to adopt it too.

    RuleBroken: plan-adopted, plan-shared-already (council), plan-shared-with-itself, plan-share-closed.
    """
    open_for_changes(plan)
    if council.id == plan.body_id:
        raise RuleBroken("plan-shared-with-itself")
    if council.closed_on is not None or council.kind not in COUNCILS:
        raise RuleBroken("plan-share-closed", council=council.name)
    if _share_of(plan.id, council.id) is not None:
        raise RuleBroken("plan-shared-already", council=council.name)
    shared = PlanShare(plan_id=plan.id, body_id=council.id)
    last = db.session.scalar(select(func.max(PlanApproval.position)).where(PlanApproval.plan_id == plan.id))
    facts = {"step": ApprovalStep.ADOPTS, "body_id": council.id, "assembly": council.name}
    db.session.add_all([shared, PlanApproval(plan_id=plan.id, position=(last or 0) + 1, **facts)])
    _note_at_both("plan-shared", plan, council, by=by, now=now)
    return shared


def _share_of(plan_id: int, council_id: int) -> PlanShare | None:
    return db.session.scalar(
        select(PlanShare).where(PlanShare.plan_id == plan_id, PlanShare.body_id == council_id)
    )


def _note_at_both(event: str, plan: Plan, council: Body, *, by: Person, now: datetime) -> None:
    for body_id in (plan.body_id, council.id):
        journal.note(
            event, by=by, now=now, council=body_id, about=plan.title, after={"council": council.name}
        )


def shared_with(council_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """The plans of others that a council shares: id, title, status, council, and its own answer: result,
    decided_on, case_no."""
    return db.session.execute(
        select(
            Plan.id,
            Plan.title,
            Plan.status,
            Body.name.label("council"),
            PlanApproval.result,
            PlanApproval.decided_on,
            PlanApproval.case_no,
        )
        .join(PlanShare, PlanShare.plan_id == Plan.id)
        .join(Body, Body.id == Plan.body_id)
        .outerjoin(
            PlanApproval,
            (PlanApproval.plan_id == Plan.id) & (PlanApproval.body_id == PlanShare.body_id),
        )
        .where(PlanShare.body_id == council_id)
        .order_by(Plan.title, Plan.id)
    ).all()


def answer_share(plan: Plan, council: Body, decided: Decided, *, by: Person, now: datetime) -> None:
    """The other council adopts the plan, or says no, which ends the sharing.

    RuleBroken: plan-not-shared, plan-adopted, plan-decided-nowhere, plan-decision-to-come.
    """
    shared = _share_of(plan.id, council.id)
    row = db.session.scalar(
        select(PlanApproval).where(PlanApproval.plan_id == plan.id, PlanApproval.body_id == council.id)
    )
    if shared is None or row is None:
        raise RuleBroken("plan-not-shared")
    open_for_changes(plan)
    refuse_undecided(decided.on, decided.noted, now)
    if decided.result is ApprovalResult.REJECTED:
        db.session.delete(shared)
        db.session.delete(row)
        _note_at_both("plan-share-declined", plan, council, by=by, now=now)
        return
    write_answer(row, decided)
    _note_at_both("plan-share-adopted", plan, council, by=by, now=now)


# Areas of another plan


def bring_in(plan: Plan, other: Plan, areas: Collection[str], *, by: Person, now: datetime) -> int:
    """Copy chosen areas of another plan into this one, each measure linked to what it goes on from (B4.8).

    History and reported values stay where they are. Gives how many nodes came. RuleBroken: plan-adopted,
    plan-nothing-chosen, plan-brought-in-already (title).
    """
    open_for_changes(plan)
    source = document_of(other)
    chosen = [node for node in source.children.get("", ()) if node.key in areas]
    if not chosen:
        raise RuleBroken("plan-nothing-chosen")
    _refuse_twice(plan, other, [node.key for node in chosen])
    part, keys = _copied(source, chosen)
    add_document(plan, part, now=now)
    _link_back(plan, other, keys)
    facts = {"from_plan": other.title, "areas": ", ".join(node.title for node in chosen)}
    journal.note("plan-areas-brought-in", by=by, now=now, council=plan.body_id, about=plan.title, after=facts)
    return len(part.nodes)


def _refuse_twice(plan: Plan, other: Plan, keys: Collection[str]) -> None:
    here, there = PlanNode.__table__.alias("here"), PlanNode.__table__.alias("there")
    found = db.session.execute(
        select(there.c.title)
        .join(NodeLink, NodeLink.second_id == there.c.id)
        .join(here, here.c.id == NodeLink.first_id)
        .where(
            here.c.plan_id == plan.id,
            there.c.plan_id == other.id,
            there.c.key.in_(keys),
            NodeLink.kind == LinkKind.FOLLOWS,
        )
        .limit(1)
    ).first()
    if found:
        raise RuleBroken("plan-brought-in-already", title=found.title)


def _copied(source: PlanDocument, chosen: Sequence[Node]) -> tuple[PlanDocument, dict[str, str]]:
    """The branches with keys of their own, and which key came of which."""
    nodes = [node for top in chosen for node in source.under(top.key)]
    keys = {node.key: new_key() for node in nodes}
    copies = tuple(_copy(node, keys) for node in nodes)
    links = tuple(
        replace(link, first=keys[link.first], second=keys[link.second])
        for link in source.links
        if link.first in keys and link.second in keys
    )
    return PlanDocument(nodes=copies, links=links), keys


def _copy(node: Node, keys: dict[str, str]) -> Node:
    measure = node.measure
    if measure:
        continues = keys.get(measure.continues, "")
        measure = replace(measure, continues=continues, history=(), phases=(), milestones=())
    money = tuple(
        replace(one, covers=tuple(keys[key] for key in one.covers if key in keys)) for one in node.money
    )
    return replace(
        node,
        key=keys[node.key],
        parent=keys.get(node.parent, ""),
        measure=measure,
        money=money,
        assessments=(),
        source_line=None,
    )


def _link_back(plan: Plan, other: Plan, keys: dict[str, str]) -> None:
    here, there = (
        {
            row.key: row.id
            for row in db.session.execute(select(PlanNode.key, PlanNode.id).where(PlanNode.plan_id == one.id))
        }
        for one in (plan, other)
    )
    db.session.add_all(
        NodeLink(first_id=here[new], second_id=there[old], kind=LinkKind.FOLLOWS) for old, new in keys.items()
    )
