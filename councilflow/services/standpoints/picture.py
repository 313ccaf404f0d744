"""How much of each plan has been taken up, and how far it got (A38): by area and goal, for everybody who
reads the plan and sits in a council."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from councilflow.extensions import db
from councilflow.models import AgendaItem, Plan, PlanNode, Standpoint, StrategyLink
from councilflow.process.afterwards import StandpointState
from councilflow.process.plans.values import NodeKind, PlanKind
from councilflow.services.plans.access import plans_for
from councilflow.services.standpoints.facts import STATE
from councilflow.services.visibility import Viewer, standpoints_for

SHOWN = (NodeKind.THEME, NodeKind.AREA, NodeKind.GOAL)


@dataclass(frozen=True, slots=True)
class Bar:
    """An area or a goal with the standpoints linked to it or below it, by how far they have come."""

    node_id: int
    title: str
    level: str
    depth: int
    counts: dict[StandpointState, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class PlanPicture:
    plan_id: int
    title: str
    bars: Sequence[Bar]
    total: int
    """Standpoints linked to the plan, each counted once."""


def pictures(who: Viewer) -> list[PlanPicture]:
    """The plans with areas and goals that the viewer reads, in their order. Two statements."""
    nodes = _nodes(who)
    linked = _linked(who)
    children: dict[int | None, list[Any]] = defaultdict(list)
    known = {row.id for row in nodes}
    for row in nodes:
        children[row.parent_id if row.parent_id in known else None].append(row)
    by_plan: dict[int, list[Bar]] = defaultdict(list)
    totals: dict[int, set[int]] = defaultdict(set)
    for row in children[None]:
        totals[row.plan_id] |= _gather(row, 0, children, linked, by_plan[row.plan_id]).keys()
    titles = {row.plan_id: row.plan for row in nodes}
    return [
        PlanPicture(plan_id, title, by_plan[plan_id], len(totals[plan_id]))
        for plan_id, title in titles.items()
        if by_plan[plan_id]
    ]


_Found = dict[int, StandpointState]
"""Standpoints by id, each with how far it has come."""


def _gather(
    row: Any, depth: int, children: dict[int | None, list[Any]], linked: dict[int, _Found], bars: list[Bar]
) -> _Found:
    """Put a bar for the node and those below it; gives the standpoints of the whole branch."""
    place = len(bars)
    is_shown = row.kind in SHOWN
    found = dict(linked.get(row.id, {}))
    for child in children[row.id]:
        found |= _gather(child, depth + is_shown, children, linked, bars)
    if is_shown:
        counts = dict.fromkeys(StandpointState, 0)
        for state in found.values():
            counts[state] += 1
        bars.insert(place, Bar(row.id, row.title, row.level, depth, counts))
    return found


def _nodes(who: Viewer) -> Sequence[Any]:
    return db.session.execute(
        select(
            PlanNode.id,
            PlanNode.parent_id,
            PlanNode.plan_id,
            PlanNode.kind,
            PlanNode.level,
            PlanNode.title,
            Plan.title.label("plan"),
        )
        .join(Plan, Plan.id == PlanNode.plan_id)
        .where(plans_for(who), Plan.kind != PlanKind.LINKED)
        .order_by(Plan.position, Plan.id, PlanNode.position, PlanNode.id)
    ).all()


def _linked(who: Viewer) -> dict[int, _Found]:
    rows = db.session.execute(
        select(StrategyLink.node_id, Standpoint.id, STATE.label("state"))
        .join(Standpoint, Standpoint.item_id == StrategyLink.item_id)
        .join(AgendaItem, AgendaItem.id == Standpoint.item_id)
        .where(standpoints_for(who))
    )
    found: dict[int, _Found] = defaultdict(dict)
    for node_id, standpoint_id, state in rows:
        found[node_id][standpoint_id] = StandpointState(state)
    return found
