"""The strategy that a council's items link to, as its secretary enters it (A1–A4, A89)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from councilflow.extensions import db
from councilflow.models import Body, IssueNode, Person, Plan, PlanNode, StrategyLink
from councilflow.process.errors import RuleBroken
from councilflow.process.plans.values import NodeKind
from councilflow.services import journal
from councilflow.services.plans.writing import open_for_changes

LEVELS = ("Mål", "Fokusområde")
"""What a new plan is divided into; a plan may use other words of its own (H.15)."""

_KINDS = {"Mål": NodeKind.GOAL, "Fokusområde": NodeKind.AREA}


def plan_of(council_id: int) -> Plan | None:
    """The council's main plan: the first one that stands under no other."""
    return db.session.scalars(
        select(Plan)
        .where(Plan.body_id == council_id, Plan.parent_id.is_(None))
        .order_by(Plan.position, Plan.id)
        .limit(1)
    ).first()


def titles(plan: Plan | None, level: str) -> list[str]:
    """What stands on one level of a plan, in order."""
    return [node.title for node in plan.nodes if node.level == level] if plan else []


def write_plan(
    council: Body,
    *,
    title: str,
    short_title: str,
    period: str,
    lines: Mapping[str, Sequence[str]],
    by: Person,
    now: datetime,
) -> Plan:
    """Enter or change the plan. `lines` holds the titles of each level, in order.

    A title that stays keeps its links; one that an item links to cannot be taken away.
    RuleBroken: goal-in-use, plan-adopted.
    """
    plan = plan_of(council.id)
    if plan is not None:
        open_for_changes(plan)
    before = {} if plan is None else {"title": plan.title, "period": plan.period} | _titles(plan)
    if plan is None:
        plan = Plan(body_id=council.id, title=title, short_title=short_title)
        db.session.add(plan)
    plan.title, plan.short_title, plan.period = title, short_title, period
    place = 0
    for level, titles in lines.items():
        _write_level(plan, level, titles, first=place)
        place += len(titles)
    db.session.flush()
    after = {"title": title, "period": period} | _titles(plan)
    journal.note("plan-written", by=by, now=now, council=council, about=title, before=before, after=after)
    return plan


def _titles(plan: Plan) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for node in plan.nodes:
        found.setdefault(node.level, []).append(node.title)
    return found


def _write_level(plan: Plan, level: str, titles: Sequence[str], *, first: int) -> None:
    """`first` is the place of the level's first title among all of the plan, so that levels stay together."""
    standing = {node.title: node for node in plan.nodes if node.level == level}
    gone = [node for title, node in standing.items() if title not in titles]
    ids = [node.id for node in gone]
    items = select(StrategyLink.node_id).where(StrategyLink.node_id.in_(ids))
    used = set(db.session.scalars(items.union(select(IssueNode.node_id).where(IssueNode.node_id.in_(ids)))))
    parents = set(db.session.scalars(select(PlanNode.parent_id).where(PlanNode.plan_id == plan.id)))
    for node in gone:
        if node.id in used | parents:
            raise RuleBroken("goal-in-use", title=node.title)
        db.session.delete(node)
        plan.nodes.remove(node)
    for position, title in enumerate(titles, first):
        if title in standing:
            standing[title].position = position
        else:
            kind = _KINDS.get(level, NodeKind.OTHER)
            plan.nodes.append(PlanNode(kind=kind, level=level, title=title, position=position))
