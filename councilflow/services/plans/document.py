"""A plan out of the tables as a value (B.6): the same few statements however large it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from sqlalchemy import Row, select

from councilflow.extensions import db
from councilflow.models import (
    FundingSource,
    GoalAssessment,
    Indicator,
    IndicatorTarget,
    IndicatorValue,
    MeasureParty,
    Milestone,
    NodeLink,
    PhaseStep,
    Plan,
    PlanMoney,
    PlanNode,
    StatusReport,
)
from councilflow.models import Measure as MeasureRow
from councilflow.process.plans import document as value
from councilflow.process.plans.values import NodeKind

Rows = Sequence[Row[*tuple[Any, ...]]]
Made = TypeVar("Made")


def document_of(plan: Plan) -> value.PlanDocument:
    """The whole plan with its history and its figures, in thirteen statements."""
    return _sound(_as_stored(plan))


def _sound(document: value.PlanDocument) -> value.PlanDocument:
    """The same where every sum is of nodes that still stand."""
    known = document.by_key

    def stands(money: value.Money) -> value.Money:
        left = tuple(key for key in money.covers if key in known)
        return money if len(left) == len(money.covers) else replace(money, covers=left)

    if all(key in known for key in _covered(document)):
        return document
    nodes = tuple(replace(node, money=tuple(map(stands, node.money))) for node in document.nodes)
    return replace(document, nodes=nodes, lines=tuple(map(stands, document.lines)))


def _covered(document: value.PlanDocument) -> Iterator[str]:
    for money in (*document.lines, *(one for node in document.nodes for one in node.money)):
        yield from money.covers


def _as_stored(plan: Plan) -> value.PlanDocument:
    return value.PlanDocument(
        title=plan.title,
        short_title=plan.short_title,
        kind=plan.kind,
        period=_period(plan),
        language=plan.language,
        currency=plan.currency,
        vision=plan.vision,
        overall_goal=plan.overall_goal,
        core_values=plan.core_values,
        text=plan.text,
        levels=tuple((NodeKind(kind), word) for kind, word in plan.levels),
        nodes=_nodes(plan.id),
        links=_links(plan.id),
        lines=tuple(money_of(row) for row in money_rows(plan.id) if row.node_id is None),
        indicators=_indicators(plan.id),
    )


def _nodes(plan_id: int) -> tuple[value.Node, ...]:
    rows = db.session.execute(
        select(PlanNode.__table__).where(PlanNode.plan_id == plan_id).order_by(PlanNode.position, PlanNode.id)
    ).all()
    keys = {row.id: row.key for row in rows}
    money = _by_node((row.node_id, money_of(row)) for row in money_rows(plan_id) if row.node_id is not None)
    measures = _measures(plan_id, keys)
    assessed = _by_node(
        (row.node_id, value.Assessment(row.assessed_on, row.result, row.text, row.author))
        for row in _hanging(GoalAssessment, plan_id, GoalAssessment.assessed_on)
    )
    return tuple(
        value.Node(
            key=row.key,
            kind=row.kind,
            title=row.title,
            parent=keys.get(row.parent_id, ""),
            level=row.level,
            code=row.code,
            short_label=row.short_label,
            text=row.text,
            grouping=row.grouping,
            block=row.block,
            source_line=row.source_line,
            money=money.get(row.id, ()),
            measure=measures.get(row.id),
            goal_kind=row.goal_kind,
            goal_parts=tuple(value.GoalPart(**part) for part in row.goal_parts),
            assessments=assessed.get(row.id, ()),
        )
        for row in _parents_first(rows)
    )


def _parents_first(rows: Rows) -> list[Row[*tuple[Any, ...]]]:
    """As one reads the tree; a position counts among sisters."""
    below: dict[int | None, list[Row[*tuple[Any, ...]]]] = defaultdict(list)
    for row in rows:
        below[row.parent_id].append(row)
    ordered, waiting = [], list(reversed(below[None]))
    while waiting:
        row = waiting.pop()
        ordered.append(row)
        waiting.extend(reversed(below[row.id]))
    return ordered


def _measures(plan_id: int, keys: dict[int, str]) -> dict[int, value.Measure]:
    parties = _by_node(
        (row.node_id, value.Party(row.role, row.name, row.kind))
        for row in _hanging(MeasureParty, plan_id, MeasureParty.position)
    )
    history = _by_node(
        (row.node_id, value.StatusNote(row.reported_on, row.state, row.text, row.author))
        for row in _hanging(StatusReport, plan_id, StatusReport.reported_on)
    )
    phases = _by_node(
        (
            row.node_id,
            value.Phase(row.phase, row.starts_on, row.ends_on, row.decision, row.decided_on, row.note),
        )
        for row in _hanging(PhaseStep, plan_id, PhaseStep.id)
    )
    milestones = _by_node(
        (row.node_id, value.Milestone(row.title, row.planned_on, row.reached_on))
        for row in _hanging(Milestone, plan_id, Milestone.position)
    )
    return {
        row.node_id: value.Measure(
            period=_period(row),
            state=row.state,
            phase=row.phase,
            is_placeholder=row.is_placeholder,
            continues=keys.get(row.continues_id, ""),
            nested_plan=row.nested_plan,
            deliverables=row.deliverables,
            settlement=row.settlement,
            parties_raw=row.parties_raw,
            parties=parties.get(row.node_id, ()),
            follow_up_on=row.follow_up_on,
            history=history.get(row.node_id, ()),
            phases=phases.get(row.node_id, ()),
            milestones=milestones.get(row.node_id, ()),
        )
        for row in _hanging(MeasureRow, plan_id, MeasureRow.id)
    }


def _period(row: Any) -> value.Period:
    return value.Period(row.period, row.first_year, row.last_year, row.first_season, row.last_season)


def _hanging(table: Any, plan_id: int, *order: Any) -> Rows:
    """What hangs on the nodes of a plan."""
    return db.session.execute(
        select(table.__table__)
        .join(PlanNode, PlanNode.id == table.node_id)
        .where(PlanNode.plan_id == plan_id)
        .order_by(*order, table.id)
    ).all()


def _by_node(pairs: Iterable[tuple[int, Made]]) -> dict[int, tuple[Made, ...]]:
    found: dict[int, list[Made]] = defaultdict(list)
    for node_id, made in pairs:
        found[node_id].append(made)
    return {node_id: tuple(many) for node_id, many in found.items()}


def money_rows(plan_id: int) -> Rows:
    return db.session.execute(
        select(PlanMoney.__table__, FundingSource.name.label("source"))
        .outerjoin(FundingSource, FundingSource.id == PlanMoney.source_id)
        .where(PlanMoney.plan_id == plan_id)
        .order_by(PlanMoney.position, PlanMoney.id)
    ).all()


def money_of(row: Any) -> value.Money:
    """A cell from its row, in whole kroner; `source` is the name of who pays."""
    return value.Money(
        kind=row.kind,
        state=row.state,
        raw=row.raw,
        amount=row.amount,
        year=row.year,
        currency=row.currency,
        source=row.source or "",
        title=row.title,
        is_sum=row.is_sum,
        covers=tuple(row.covers),
        covers_outside=row.covers_outside,
        note=row.note,
    )


def _links(plan_id: int) -> tuple[value.Link, ...]:
    """The links between two nodes of this plan; those to other plans are the business of `linkage`."""
    first, second = PlanNode.__table__.alias("first"), PlanNode.__table__.alias("second")
    rows = db.session.execute(
        select(first.c.key, second.c.key.label("other"), NodeLink.kind, NodeLink.reason)
        .join(NodeLink, NodeLink.first_id == first.c.id)
        .join(second, second.c.id == NodeLink.second_id)
        .where(first.c.plan_id == plan_id, second.c.plan_id == plan_id)
        .order_by(NodeLink.id)
    ).all()
    return tuple(value.Link(row.key, row.other, row.kind, row.reason) for row in rows)


def _indicators(plan_id: int) -> tuple[value.Indicator, ...]:
    def of(table: Any) -> Rows:
        return db.session.execute(
            select(table.__table__, PlanNode.key.label("node"))
            .join(Indicator, Indicator.id == table.indicator_id)
            .outerjoin(PlanNode, PlanNode.id == table.node_id)
            .where(Indicator.plan_id == plan_id)
            .order_by(table.id)
        ).all()

    targets = _by_node(
        (
            row.indicator_id,
            value.Target(row.value, row.raw, row.dimension, row.year, row.node or "", row.is_sum),
        )
        for row in of(IndicatorTarget)
    )
    values = _by_node(
        (
            row.indicator_id,
            value.Value(row.year, row.value, row.text, row.dimension, row.comment, row.node or ""),
        )
        for row in of(IndicatorValue)
    )
    rows = db.session.execute(
        select(Indicator.__table__, PlanNode.key.label("node"))
        .outerjoin(PlanNode, PlanNode.id == Indicator.node_id)
        .where(Indicator.plan_id == plan_id)
        .order_by(Indicator.position, Indicator.id)
    ).all()
    words = ("key", "name", "unit", "dimension", "definition", "counting_rule", "source", "cadence")
    return tuple(
        value.Indicator(
            **{word: getattr(row, word) for word in words},
            node=row.node or "",
            targets=targets.get(row.id, ()),
            values=values.get(row.id, ()),
        )
        for row in rows
    )
