"""A plan's value into the tables: a new plan whole, or what an import adds to one that stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy import delete, or_, select
from sqlalchemy.orm.attributes import set_committed_value

from councilflow.extensions import db, is_writing
from councilflow.models import (
    Body,
    FundingSource,
    GoalAssessment,
    Indicator,
    IndicatorTarget,
    IndicatorValue,
    MeasureParty,
    Milestone,
    NodeLink,
    Organisation,
    PhaseStep,
    Plan,
    PlanMoney,
    PlanNode,
    StatusReport,
)
from councilflow.models import Measure as MeasureRow
from councilflow.process.errors import RuleBroken
from councilflow.process.plans import document as value
from councilflow.process.plans.titles import short_title
from councilflow.process.plans.values import PartyKind, PlanStatus, Settlement

_GAINS = ("code", "short_label", "text", "grouping", "block", "level", "goal_kind")
"""What a node that stands already may gain from an import, where it was empty."""
DEEPEST = 50
"""Levels of a plan under one another; no plan has ten."""
_PERIOD = ("period", "first_year", "last_year", "first_season", "last_season")


@dataclass(frozen=True, slots=True)
class Gain:
    """Something empty that an import filled in, emptied when it is undone. Without a key: of the plan."""

    key: str
    name: str


def hold(plan: Plan) -> None:
    """Of two who change a plan at once the later one waits, and then sees how it stands. NoResultFound: it
    was taken away."""
    standing = select(Plan.status).where(Plan.id == plan.id).with_for_update(key_share=True)
    set_committed_value(plan, "status", db.session.scalars(standing).one())


def open_for_changes(plan: Plan) -> None:
    """Whoever writes holds the plan from here. RuleBroken: plan-adopted, when it is locked (B1.14)."""
    if is_writing():
        hold(plan)
    if plan.status is not PlanStatus.DRAFT:
        raise RuleBroken("plan-adopted", title=plan.title)


def refuse_too_deep(plan: Plan) -> None:
    """RuleBroken: plan-too-deep, when more stand under one another than a page or a document can show."""
    rows = select(PlanNode.id, PlanNode.parent_id).where(PlanNode.plan_id == plan.id)
    below: dict[int | None, list[int]] = {}
    for node_id, parent_id in db.session.execute(rows):
        below.setdefault(parent_id, []).append(node_id)
    level = below.get(None, [])
    for _depth in range(DEEPEST):
        level = [one for above in level for one in below.get(above, ())]
    if level:
        raise RuleBroken("plan-too-deep", most=DEEPEST)


def new_plan(body: Body, document: value.PlanDocument, *, parent: Plan | None = None) -> Plan:
    """An empty plan with the names and words of the document; `add_document` gives it its tree."""
    plan = Plan(
        body_id=body.id,
        parent_id=parent.id if parent else None,
        kind=document.kind,
        title=document.title,
        short_title=document.short_title or short_title(document.title),
        language=document.language,
        currency=document.currency,
        levels=[[kind.value, word] for kind, word in document.levels],
        **_plan_words(document),
        **_period(document.period),
    )
    db.session.add(plan)
    db.session.flush()
    return plan


def add_document(
    plan: Plan, document: value.PlanDocument, *, now: datetime, import_id: int | None = None
) -> list[Gain]:
    """Put the document's tree into a plan. Nodes whose keys stand there are found again and only gain.

    Everything made carries `import_id`. `now` is an aware instant. Gives what was filled in on what stood.
    RuleBroken: plan-adopted, plan-too-deep.
    """
    open_for_changes(plan)
    writing = _Writing(plan, now, import_id)
    writing.fill_in_plan(document)
    for node in document.nodes:
        writing.node(node)
    db.session.flush()
    refuse_too_deep(plan)
    for node in document.nodes:
        writing.hang_on(node)
    for line in document.lines:
        writing.money(line, None)
    for link in document.links:
        writing.link(link)
    for indicator in document.indicators:
        writing.indicator(indicator)
    db.session.flush()
    return writing.gains


def empty_again(gained: Plan | PlanNode, name: str) -> None:
    """Take back one `Gain`: what it filled in is empty as it was before."""
    if name in ("levels", "goal_parts"):
        setattr(gained, name, [])
    elif name == "measure.period":
        for part in _PERIOD:
            setattr(_measure_of(gained), part, "" if part == "period" else None)
    elif name == "measure.parties":
        measure = _measure_of(gained)
        measure.parties_raw, measure.settlement = "", Settlement.NOT_STATED
        db.session.execute(delete(MeasureParty).where(MeasureParty.node_id == gained.id))
    elif name == "measure.phase":
        _measure_of(gained).phase = None
    else:
        setattr(gained, name, None if name == "goal_kind" else "")


def _measure_of(node: Plan | PlanNode) -> MeasureRow:
    return db.session.scalars(select(MeasureRow).where(MeasureRow.node_id == node.id)).one()


def _plan_words(document: value.PlanDocument) -> dict[str, str]:
    return {name: getattr(document, name) for name in ("text", "vision", "overall_goal", "core_values")}


def _period(period: value.Period) -> dict[str, Any]:
    return {
        "period": period.raw,
        "first_year": period.first_year,
        "last_year": period.last_year,
        "first_season": period.first_season,
        "last_season": period.last_season,
    }


def _parts(node: value.Node) -> list[dict[str, Any]]:
    return [{"text": part.text, "planned": part.planned, "reached": part.reached} for part in node.goal_parts]


def _known(plan: Plan) -> dict[str, dict[str, Any]]:
    """Who in the register goes by which name, in small letters: organisations and the council's bodies."""
    found: dict[str, dict[str, Any]] = {}
    organisations = select(Organisation.id, Organisation.name, Organisation.short_name)
    for row in db.session.execute(organisations):
        for name in (row.name, row.short_name):
            found[name.lower()] = {"organisation_id": row.id, "kind": PartyKind.ORGANISATION}
    bodies = select(Body.id, Body.name, Body.short_name).where(
        or_(Body.id == plan.body_id, Body.council_id == plan.body_id)
    )
    for row in db.session.execute(bodies):
        for name in (row.name, row.short_name):
            found[name.lower()] = {"body_id": row.id, "kind": PartyKind.BODY}
    return found


@dataclass
class _Writing:
    plan: Plan
    now: datetime
    import_id: int | None
    gains: list[Gain] = field(default_factory=list)
    nodes: dict[str, PlanNode] = field(init=False)
    standing: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        rows = db.session.scalars(select(PlanNode).where(PlanNode.plan_id == self.plan.id)).all()
        self.nodes = {row.key: row for row in rows}
        self.standing = frozenset(self.nodes)
        self.place = count(max((row.position for row in rows), default=0) + 1)
        self.known = _known(self.plan)
        sources = select(FundingSource).where(FundingSource.body_id == self.plan.body_id)
        self.sources = {source.name: source for source in db.session.scalars(sources)}

    def fill_in_plan(self, document: value.PlanDocument) -> None:
        for name, text in _plan_words(document).items():
            if text and not getattr(self.plan, name):
                setattr(self.plan, name, text)
                self.gains.append(Gain("", name))
        if not self.plan.levels and document.levels:
            self.plan.levels = [[kind.value, word] for kind, word in document.levels]
            self.gains.append(Gain("", "levels"))

    def node(self, node: value.Node) -> None:
        if node.key in self.nodes:
            self._gain(node)
            return
        made = PlanNode(
            plan_id=self.plan.id,
            parent=self.nodes[node.parent] if node.parent else None,
            import_id=self.import_id,
            key=node.key,
            kind=node.kind,
            level=node.level,
            code=node.code,
            title=node.title,
            short_label=node.short_label,
            text=node.text,
            grouping=node.grouping,
            block=node.block,
            goal_kind=node.goal_kind,
            goal_parts=_parts(node),
            source_line=node.source_line,
            position=next(self.place),
        )
        db.session.add(made)
        self.nodes[node.key] = made

    def _gain(self, node: value.Node) -> None:
        row = self.nodes[node.key]
        for name in _GAINS:
            if getattr(node, name) and not getattr(row, name):
                setattr(row, name, getattr(node, name))
                self.gains.append(Gain(node.key, name))
        if node.goal_parts and not row.goal_parts:
            row.goal_parts = _parts(node)
            self.gains.append(Gain(node.key, "goal_parts"))
        if node.measure is not None:
            self._measure_gains(row, node.measure)

    def _measure_gains(self, row: PlanNode, measure: value.Measure) -> None:
        """What a measure that stands is told of its period, its parties and its phase for the first time."""
        stands = db.session.scalar(select(MeasureRow).where(MeasureRow.node_id == row.id))
        if stands is None:
            return
        if measure.period.raw and not stands.period:
            for name, part in _period(measure.period).items():
                setattr(stands, name, part)
            self.gains.append(Gain(row.key, "measure.period"))
        if measure.parties_raw and not stands.parties_raw and not self._has_parties(row):
            stands.parties_raw, stands.settlement = measure.parties_raw, measure.settlement
            self._parties(row, measure)
            self.gains.append(Gain(row.key, "measure.parties"))
        if measure.phase and not stands.phase:
            stands.phase = measure.phase
            self.gains.append(Gain(row.key, "measure.phase"))

    def _has_parties(self, row: PlanNode) -> bool:
        found = select(MeasureParty.id).where(MeasureParty.node_id == row.id).limit(1)
        return db.session.scalar(found) is not None

    def hang_on(self, node: value.Node) -> None:
        """Everything that belongs to a node, once all nodes have their numbers."""
        row = self.nodes[node.key]
        for money in node.money:
            self.money(money, row)
        if node.key in self.standing:
            return
        for one in node.assessments:
            facts = {"assessed_on": one.on, "result": one.result, "text": one.text, "author": one.author}
            db.session.add(GoalAssessment(node_id=row.id, noted_at=self.now, **facts))
        if node.measure is not None:
            self._measure(row, node.measure)

    def _measure(self, row: PlanNode, measure: value.Measure) -> None:
        db.session.add(
            MeasureRow(
                node_id=row.id,
                state=measure.state,
                phase=measure.phase,
                is_placeholder=measure.is_placeholder,
                continues_id=self.nodes[measure.continues].id if measure.continues else None,
                nested_plan=measure.nested_plan,
                deliverables=measure.deliverables,
                settlement=measure.settlement,
                parties_raw=measure.parties_raw,
                follow_up_on=measure.follow_up_on,
                **_period(measure.period),
            )
        )
        self._parties(row, measure)
        self._history(row, measure)

    def _parties(self, row: PlanNode, measure: value.Measure) -> None:
        for place, party in enumerate(measure.parties):
            who = self.known.get(party.name.lower(), {"kind": party.kind})
            db.session.add(
                MeasureParty(node_id=row.id, position=place, role=party.role, name=party.name, **who)
            )

    def _history(self, row: PlanNode, measure: value.Measure) -> None:
        for note in measure.history:
            facts = {"reported_on": note.on, "state": note.state, "text": note.text, "author": note.author}
            db.session.add(StatusReport(node_id=row.id, noted_at=self.now, **facts))
        for step in measure.phases:
            facts = {"starts_on": step.starts_on, "ends_on": step.ends_on, "note": step.note}
            decided = {"decision": step.decision, "decided_on": step.decided_on}
            db.session.add(PhaseStep(node_id=row.id, phase=step.phase, **facts, **decided))
        for place, milestone in enumerate(measure.milestones):
            days = {"planned_on": milestone.planned_on, "reached_on": milestone.reached_on}
            db.session.add(Milestone(node_id=row.id, position=place, title=milestone.title, **days))

    def money(self, money: value.Money, row: PlanNode | None) -> None:
        db.session.add(
            PlanMoney(
                plan_id=self.plan.id,
                node_id=row.id if row else None,
                source_id=self._source(money.source).id if money.source else None,
                import_id=self.import_id,
                position=next(self.place),
                kind=money.kind,
                state=money.state,
                title=money.title,
                raw=money.raw,
                amount=money.amount,
                currency=money.currency,
                year=money.year,
                is_sum=money.is_sum,
                covers=list(money.covers),
                covers_outside=money.covers_outside,
                note=money.note,
            )
        )

    def _source(self, name: str) -> FundingSource:
        if name not in self.sources:
            self.sources[name] = FundingSource(body_id=self.plan.body_id, name=name)
            db.session.add(self.sources[name])
            db.session.flush()
        return self.sources[name]

    def link(self, link: value.Link) -> None:
        ends = {"first_id": self.nodes[link.first].id, "second_id": self.nodes[link.second].id}
        db.session.add(NodeLink(import_id=self.import_id, kind=link.kind, reason=link.reason, **ends))

    def indicator(self, indicator: value.Indicator) -> None:
        words: Mapping[str, str] = {
            name: getattr(indicator, name)
            for name in ("name", "unit", "dimension", "definition", "counting_rule", "source", "cadence")
        }
        found = db.session.scalar(
            select(Indicator).where(Indicator.plan_id == self.plan.id, Indicator.key == indicator.key)
        )
        row = found or Indicator(
            plan_id=self.plan.id,
            node_id=self.nodes[indicator.node].id if indicator.node else None,
            import_id=self.import_id,
            key=indicator.key,
            position=next(self.place),
            **words,
        )
        db.session.add(row)
        db.session.flush()
        for place, target in enumerate(indicator.targets):
            facts = {"dimension": target.dimension, "year": target.year, "value": target.value}
            db.session.add(
                IndicatorTarget(
                    indicator_id=row.id,
                    node_id=self.nodes[target.node].id if target.node else None,
                    import_id=self.import_id,
                    position=place,
                    raw=target.raw,
                    is_sum=target.is_sum,
                    **facts,
                )
            )
        for one in indicator.values:
            texts = {"text": one.text, "comment": one.comment, "dimension": one.dimension}
            db.session.add(
                IndicatorValue(
                    indicator_id=row.id,
                    node_id=self.nodes[one.node].id if one.node else None,
                    year=one.year,
                    value=one.value,
                    noted_at=self.now,
                    **texts,
                )
            )
