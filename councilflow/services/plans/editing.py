"""The tree of a draft, changed by hand: a node added, written, moved, taken away.

Whoever saves says what they saw: when somebody else has saved the same node in between, the later save is
refused, and both texts are there to choose from. What an item links to, or what has a history, stays.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from councilflow.extensions import db
from councilflow.models import (
    IssueNode,
    Measure,
    Person,
    Plan,
    PlanMoney,
    PlanNode,
    PriorityEntry,
    Reallocation,
    StrategyLink,
)
from councilflow.process.errors import RuleBroken
from councilflow.process.plans import periods
from councilflow.process.plans.following import ANSWERING
from councilflow.process.plans.values import GoalKind, NodeKind, Settlement
from councilflow.services import journal
from councilflow.services.plans.making import pointing_at
from councilflow.services.plans.parties import Named, parties_of, who_of, write_parties
from councilflow.services.plans.writing import open_for_changes, refuse_too_deep


@dataclass(frozen=True, slots=True)
class MeasureFacts:
    """What one writes of a measure. `period` is text; what it says is read on save (B1.5)."""

    period: str = ""
    is_placeholder: bool = False
    is_settled: bool = True  # not: who is responsible is to be settled (B1.7)
    parties_raw: str = ""
    parties: tuple[Named, ...] = ()
    continues_id: int | None = None
    nested_plan: str = ""
    nested_plan_id: int | None = None
    deliverables: str = ""
    follow_up_on: date | None = None


@dataclass(frozen=True, slots=True)
class NodeFacts:
    """What one writes of a node. `goal_parts`: the text, how many are planned, how many reached (B3.13)."""

    kind: NodeKind
    level: str
    title: str
    code: str = ""
    short_label: str = ""
    text: str = ""
    grouping: str = ""
    block: str = ""
    goal_kind: GoalKind | None = None
    goal_parts: tuple[tuple[str, int | None, int | None], ...] = ()
    measure: MeasureFacts | None = field(default=None)


_PLAIN = ("kind", "level", "title", "code", "short_label", "text", "grouping", "block", "goal_kind")


def facts_of(node: PlanNode) -> NodeFacts:
    """What stands of a node now."""
    parts = tuple((one["text"], one.get("planned"), one.get("reached")) for one in node.goal_parts)
    plain = {name: getattr(node, name) for name in _PLAIN}
    return NodeFacts(**plain, goal_parts=parts, measure=_measure_of(node) if node.measure else None)


def _measure_of(node: PlanNode) -> MeasureFacts:
    row = node.measure
    assert row is not None  # noqa: S101 – asked for measures only
    named = tuple(Named(one.role, one.name, who_of(one), one.kind) for one in parties_of(node.id))
    names = ("period", "is_placeholder", "parties_raw", "continues_id", "nested_plan", "nested_plan_id")
    return MeasureFacts(
        **{name: getattr(row, name) for name in (*names, "deliverables", "follow_up_on")},
        is_settled=row.settlement is not Settlement.NOT_SETTLED,
        parties=named,
    )


def mark_of(facts: NodeFacts) -> str:
    """A mark of exactly these words, to tell whether somebody has changed them since."""
    words = json.dumps(asdict(facts), sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def add_node(plan: Plan, parent: PlanNode | None, facts: NodeFacts, *, by: Person, now: datetime) -> PlanNode:
    """Put a node into the plan, last among its sisters. RuleBroken: plan-adopted, plan-too-deep,
    node-under-measure."""
    open_for_changes(plan)
    _may_hold(parent)
    last = select(func.max(PlanNode.position)).where(PlanNode.plan_id == plan.id)
    node = PlanNode(plan=plan, parent=parent, position=(db.session.scalar(last) or 0) + 1)
    _write(node, facts)
    db.session.add(node)
    db.session.flush()
    refuse_too_deep(plan)
    _write_measure(plan, node, facts)
    _note("node-added", node, by, now, after={"title": node.title, "level": node.level})
    return node


def propose(area: PlanNode, facts: NodeFacts, *, by: Person, now: datetime) -> PlanNode:
    """A reference group's proposal in its area: it stands in the draft as possible at once, since nothing
    that is possible is decided (B2.5, B3.3). RuleBroken: plan-adopted."""
    node = add_node(area.plan, area, facts, by=by, now=now)
    _note("measure-proposed", node, by, now, after={"proposed-by": by.name, "parent": area.title})
    return node


def change_node(node: PlanNode, facts: NodeFacts, *, seen: str, by: Person, now: datetime) -> None:
    """Write a node anew. `seen` is the mark of what the writer saw.

    RuleBroken: plan-adopted, node-changed-meanwhile, node-continues-itself.
    """
    open_for_changes(node.plan)
    _hold(node)
    before = facts_of(node)
    if seen != mark_of(before):
        raise RuleBroken("node-changed-meanwhile", title=node.title)
    _write(node, facts)
    _write_measure(node.plan, node, facts)
    db.session.flush()
    _note("node-changed", node, by, now, before=_said(before), after=_said(facts_of(node)))


def _hold(node: PlanNode) -> None:
    """Of two who save at once the later one waits, and then sees what the first one saved."""
    db.session.flush()
    db.session.execute(select(PlanNode.id).where(PlanNode.id == node.id).with_for_update())
    db.session.expire_all()


def _write(node: PlanNode, facts: NodeFacts) -> None:
    for name in _PLAIN:
        setattr(node, name, getattr(facts, name))
    node.goal_parts = [
        {"text": text, "planned": planned, "reached": reached} for text, planned, reached in facts.goal_parts
    ]


def _write_measure(plan: Plan, node: PlanNode, facts: NodeFacts) -> None:
    said = facts.measure
    if said is None:
        return
    if said.continues_id == node.id:
        raise RuleBroken("node-continues-itself", title=node.title)
    row = node.measure or Measure()
    node.measure = row
    period, _doubt = periods.read(said.period)
    row.period, row.first_year, row.last_year = said.period, period.first_year, period.last_year
    row.first_season, row.last_season = period.first_season, period.last_season
    for name in ("is_placeholder", "parties_raw", "continues_id", "nested_plan", "nested_plan_id"):
        setattr(row, name, getattr(said, name))
    row.deliverables, row.follow_up_on = said.deliverables, said.follow_up_on
    row.settlement = _settlement(said)
    write_parties(plan, node.id, said.parties)


def _settlement(said: MeasureFacts) -> Settlement:
    if not said.is_settled:
        return Settlement.NOT_SETTLED
    answering = any(party.role in ANSWERING for party in said.parties)
    return Settlement.STATED if answering else Settlement.NOT_STATED


def _said(facts: NodeFacts) -> dict[str, Any]:
    said: dict[str, Any] = {
        "title": facts.title,
        "text": facts.text,
        "code": facts.code,
        "level": facts.level,
    }
    said["short_label"], said["grouping"] = facts.short_label, facts.grouping
    said["goal-parts"] = [text for text, _planned, _reached in facts.goal_parts]
    if facts.measure is not None:
        said["period"] = facts.measure.period
        said["parties"] = [party.name for party in facts.measure.parties]
    return said


def _may_hold(parent: PlanNode | None) -> None:
    if parent is not None and parent.kind is NodeKind.MEASURE:
        raise RuleBroken("node-under-measure", title=parent.title)


def sisters(node: PlanNode) -> list[PlanNode]:
    """The nodes under the same parent, in order, with the node itself."""
    return list(
        db.session.scalars(
            select(PlanNode)
            .where(PlanNode.plan_id == node.plan_id, PlanNode.parent_id.is_not_distinct_from(node.parent_id))
            .order_by(PlanNode.position, PlanNode.id)
        )
    )


def shift(node: PlanNode, steps: int, *, by: Person, now: datetime) -> None:
    """One step up (-1) or down (1) among its sisters. RuleBroken: plan-adopted."""
    open_for_changes(node.plan)
    order = sisters(node)
    at = order.index(node)
    to = min(max(at + steps, 0), len(order) - 1)
    if to == at:
        return
    places = sorted(one.position for one in order)
    if len(set(places)) < len(places):
        places = list(range(places[0], places[0] + len(places)))
    order.insert(to, order.pop(at))
    for one, place in zip(order, places, strict=True):
        one.position = place
    _note("node-moved", node, by, now)


def move(node: PlanNode, parent: PlanNode | None, *, by: Person, now: datetime) -> None:
    """Let a node stand under another. RuleBroken: plan-adopted, plan-too-deep, node-under-measure,
    node-under-itself."""
    open_for_changes(node.plan)
    _may_hold(parent)
    above = parent
    while above is not None:
        if above.id == node.id:
            raise RuleBroken("node-under-itself", title=node.title)
        above = above.parent
    before = node.parent.title if node.parent else ""
    node.parent = parent
    last = select(func.max(PlanNode.position)).where(PlanNode.plan_id == node.plan_id)
    node.position = (db.session.scalar(last) or 0) + 1
    db.session.flush()
    refuse_too_deep(node.plan)
    after = {"parent": parent.title if parent else ""}
    _note("node-moved", node, by, now, before={"parent": before}, after=after)


_OWN = frozenset({"measure", "measure_party", "node_link", "plan_money", "area_criteria", "plan_goal"})
"""What belongs to a node and goes with it; whatever else points at one is history."""


def remove_node(node: PlanNode, *, by: Person, now: datetime) -> None:
    """Take a node out of the plan. RuleBroken: plan-adopted, node-in-use, node-has-children,
    node-is-continued, node-has-history."""
    _hold(node)
    check_removable(node)
    _note("node-removed", node, by, now, before={"title": node.title, "level": node.level})
    table = PlanNode.__table__
    for name in _OWN - {"measure"}:
        own = PlanNode.metadata.tables[name]
        for key in own.foreign_keys:
            if key.column.table is table:
                db.session.execute(own.delete().where(key.parent == node.id))
    db.session.delete(node)
    db.session.flush()


def check_removable(node: PlanNode) -> None:
    """RuleBroken as for `remove_node`."""
    open_for_changes(node.plan)
    if db.session.scalar(select(StrategyLink.id).where(StrategyLink.node_id == node.id).limit(1)):
        raise RuleBroken("node-in-use", title=node.title)
    if db.session.scalar(select(IssueNode.id).where(IssueNode.node_id == node.id).limit(1)):
        raise RuleBroken("node-in-use", title=node.title)
    if db.session.scalar(select(PriorityEntry.id).where(PriorityEntry.node_id == node.id).limit(1)):
        raise RuleBroken("node-in-use", title=node.title)
    if db.session.scalar(select(PlanNode.id).where(PlanNode.parent_id == node.id).limit(1)):
        raise RuleBroken("node-has-children", title=node.title)
    if db.session.scalar(select(Measure.id).where(Measure.continues_id == node.id).limit(1)):
        raise RuleBroken("node-is-continued", title=node.title)
    moved = select(Reallocation.id).where(
        Reallocation.from_money_id.in_(_money(node)) | Reallocation.to_money_id.in_(_money(node))
    )
    table: Any = PlanNode.__table__
    if db.session.scalar(moved.limit(1)) or pointing_at(table, node.id, but=_OWN | {"strategy_link"}):
        raise RuleBroken("node-has-history", title=node.title)


def _money(node: PlanNode) -> Any:
    return select(PlanMoney.id).where(PlanMoney.node_id == node.id)


def holders(plan_id: int) -> Sequence[PlanNode]:
    """The nodes that others can stand under: everything but measures, in the plan's order."""
    return db.session.scalars(
        select(PlanNode)
        .where(PlanNode.plan_id == plan_id, PlanNode.kind != NodeKind.MEASURE)
        .order_by(PlanNode.position, PlanNode.id)
    ).all()


def _note(
    happened: str,
    node: PlanNode,
    by: Person,
    now: datetime,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    journal.note(
        happened, by=by, now=now, council=node.plan.body_id, about=node.title, before=before, after=after
    )
