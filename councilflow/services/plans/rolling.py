"""Rolling measures over from one action plan into the next (rullering, B2.15).

Each chosen measure gets a new one in the plan that comes, with a link back to the old (FOLLOWS); the old one
stays as it is. What stands above it in the tree comes along once, or is found again by name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from councilflow.extensions import db
from councilflow.models import Measure, MeasureParty, NodeLink, Person, Plan, PlanNode
from councilflow.process.errors import RuleBroken
from councilflow.process.plans.linkage import ROLLS, state_after_rolling
from councilflow.process.plans.values import LinkKind, MeasureState
from councilflow.services import journal
from councilflow.services.plans.choosing import coded
from councilflow.services.plans.writing import open_for_changes

MOST = 300
"""So many measures are offered in one go; of a larger plan an area at a time."""


@dataclass(frozen=True, slots=True)
class Offered:
    id: int
    title: str
    state: MeasureState
    period: str
    under: str
    is_taken: bool  # goes on in the plan that comes already

    @property
    def rolls(self) -> bool:
        return self.state in ROLLS and not self.is_taken


def offered(source_id: int, target_id: int) -> tuple[list[Offered], bool]:
    """The measures of a plan that the next may take over, and whether there are more. One statement."""
    above, taken = aliased(PlanNode), aliased(PlanNode)
    follows = (
        select(NodeLink.id)
        .join(taken, taken.id == NodeLink.first_id)
        .where(
            NodeLink.second_id == PlanNode.id,
            NodeLink.kind == LinkKind.FOLLOWS,
            taken.plan_id == target_id,
        )
        .exists()
    )
    rows = db.session.execute(
        select(
            PlanNode.id,
            PlanNode.code,
            PlanNode.title,
            Measure.state,
            Measure.period,
            above.title.label("under"),
            follows.label("is_taken"),
        )
        .join(Measure, Measure.node_id == PlanNode.id)
        .outerjoin(above, above.id == PlanNode.parent_id)
        .where(PlanNode.plan_id == source_id, Measure.is_placeholder.is_(False))
        .order_by(follows, Measure.state.in_([MeasureState.DONE, MeasureState.CANCELLED]))
        .order_by(PlanNode.position, PlanNode.id)
        .limit(MOST + 1)
    ).all()
    found = [
        Offered(
            row.id, coded(row.code, row.title), row.state, row.period, row.under or "", bool(row.is_taken)
        )
        for row in rows[:MOST]
    ]
    return found, len(rows) > MOST


def sources_for(plan: Plan) -> list[Any]:
    """The council's other plans that measures can come from, the newest first: id, title, period."""
    with_measures = select(PlanNode.plan_id).join(Measure, Measure.node_id == PlanNode.id)
    return list(
        db.session.execute(
            select(Plan.id, Plan.title, Plan.period)
            .where(Plan.body_id == plan.body_id, Plan.id != plan.id, Plan.id.in_(with_measures))
            .order_by(Plan.first_year.desc(), Plan.id.desc())
        )
    )


def roll_over(
    source: Plan, target: Plan, node_ids: Collection[int], *, by: Person, now: datetime
) -> list[PlanNode]:
    """Take these measures of `source` into `target`; what was taken already is left out. Gives the new ones.

    RuleBroken: plan-adopted, for the plan that comes; nothing-to-roll; roll-over-elsewhere, when the plans
    are not of one council.
    """
    open_for_changes(target)
    if source.body_id != target.body_id or source.id == target.id:
        raise RuleBroken("roll-over-elsewhere", title=source.title)
    rolling = _Rolling(source, target, node_ids)
    made = [rolling.take(node) for node in _chosen(source.id, node_ids) if node.id not in rolling.taken]
    if not made:
        raise RuleBroken("nothing-to-roll", title=source.title)
    db.session.flush()
    rolling.bring_parties()
    journal.note(
        "measures-rolled-over",
        by=by,
        now=now,
        council=target.body_id,
        about=target.title,
        after={"from_plan": source.title, "measures": [node.title for node in made]},
    )
    return made


def _chosen(plan_id: int, node_ids: Collection[int]) -> Iterable[PlanNode]:
    query = select(PlanNode).join(Measure, Measure.node_id == PlanNode.id)
    chosen = query.where(PlanNode.plan_id == plan_id, PlanNode.id.in_(node_ids))
    return db.session.scalars(chosen.order_by(PlanNode.position, PlanNode.id)).all()


_KEPT = ("kind", "level", "code", "title", "short_label", "text", "grouping", "block", "goal_kind")
_SAID = ("phase", "is_placeholder", "nested_plan", "nested_plan_id", "deliverables")
_SETTLED = ("settlement", "parties_raw", "follow_up_on")


@dataclass
class _Rolling:
    """What is known of both plans while it goes on: the tree of the old one, and what the new one has."""

    source: Plan
    target: Plan
    node_ids: Collection[int]
    taken: dict[int, PlanNode] = field(init=False)  # by the id of the old node
    old: dict[int, PlanNode] = field(init=False)
    places: Any = field(init=False)

    def __post_init__(self) -> None:
        old = select(PlanNode).where(
            PlanNode.plan_id == self.source.id, PlanNode.id.in_(self._branches(self.source.id))
        )
        self.old = {node.id: node for node in db.session.scalars(old)}
        said = select(Measure).join(PlanNode, PlanNode.id == Measure.node_id)
        chosen = said.where(PlanNode.plan_id == self.source.id, PlanNode.id.in_(self.node_ids))
        self.said = {one.node_id: one for one in db.session.scalars(chosen)}
        follows = select(NodeLink.second_id, PlanNode).join(PlanNode, PlanNode.id == NodeLink.first_id)
        there = follows.where(PlanNode.plan_id == self.target.id, NodeLink.kind == LinkKind.FOLLOWS)
        self.taken = {row[0]: row[1] for row in db.session.execute(there)}
        named = select(PlanNode).where(
            PlanNode.plan_id == self.target.id, PlanNode.id.not_in(select(Measure.node_id))
        )
        self.named = {
            (node.parent_id, node.kind, node.code, node.title): node for node in db.session.scalars(named)
        }
        last = select(func.max(PlanNode.position)).where(PlanNode.plan_id == self.target.id)
        self.places = count((db.session.scalar(last) or 0) + 1)
        self.pairs: list[tuple[PlanNode, PlanNode]] = []

    @staticmethod
    def _branches(plan_id: int) -> Any:
        """What something stands under."""
        return select(PlanNode.parent_id).where(PlanNode.plan_id == plan_id, PlanNode.parent_id.is_not(None))

    def take(self, old: PlanNode) -> PlanNode:
        made = self._made(old, self._above(old.parent_id))
        said = self.said[old.id]
        goes_on = said.last_year is not None and said.last_year >= (
            self.target.first_year or said.last_year + 1
        )
        made.measure = Measure(
            state=state_after_rolling(said.state),
            **{name: getattr(said, name) for name in (*_SAID, *_SETTLED)},
            **({name: getattr(said, name) for name in _PERIOD} if goes_on else {}),
        )
        self.pairs.append((old, made))
        return made

    def _above(self, old_id: int | None) -> PlanNode | None:
        """What the new measure stands under: found again, by its link or its name, or made."""
        if old_id is None:
            return None
        if old_id in self.taken:
            return self.taken[old_id]
        old = self.old[old_id]
        above = self._above(old.parent_id)
        found = self.named.get((above.id if above else None, old.kind, old.code, old.title))
        self.taken[old_id] = found or self._made(old, above)
        return self.taken[old_id]

    def _made(self, old: PlanNode, above: PlanNode | None) -> PlanNode:
        facts = {name: getattr(old, name) for name in _KEPT}
        made = PlanNode(
            plan_id=self.target.id,
            parent_id=above.id if above else None,
            agenda_2030=list(old.agenda_2030),
            reference_body_id=old.reference_body_id,
            position=next(self.places),
            **facts,
        )
        db.session.add(made)
        db.session.flush()
        db.session.add(NodeLink(first_id=made.id, second_id=old.id, kind=LinkKind.FOLLOWS))
        return made

    def bring_parties(self) -> None:
        """Who is responsible and takes part comes along; money and history stay with the old plan."""
        new = {old.id: made.id for old, made in self.pairs}
        rows = select(MeasureParty).where(MeasureParty.node_id.in_(new)).order_by(MeasureParty.position)
        for row in db.session.scalars(rows).all():
            facts = {name: getattr(row, name) for name in _PARTY}
            db.session.add(MeasureParty(node_id=new[row.node_id], **facts))
        db.session.flush()


_PERIOD = ("period", "first_year", "last_year", "first_season", "last_season")
_PARTY = ("position", "role", "kind", "name", "organisation_id", "body_id", "person_id")
