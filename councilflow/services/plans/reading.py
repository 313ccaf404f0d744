"""A plan as its pages read it: rows and not objects, three statements however large it is.

What is counted is counted here, once: measures without the placeholders (B3.14), money without the sums that
the plan states itself and without other currencies (H.14). Amounts are whole kroner.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Row, String, case, exists, select, type_coerce
from sqlalchemy.orm import aliased

from councilflow.extensions import db
from councilflow.models import (
    Body,
    FundingSource,
    GoalAssessment,
    Measure,
    MeasureParty,
    Plan,
    PlanMoney,
    PlanNode,
    Reallocation,
)
from councilflow.process.plans.following import Concern, concerns
from councilflow.process.plans.sums import counts
from councilflow.process.plans.values import (
    GoalKind,
    GoalResult,
    MeasureState,
    MoneyKind,
    MoneyState,
    NodeKind,
    PartyKind,
    PartyRole,
    Season,
    Settlement,
)
from councilflow.services.plans.points import Cell, Point, Tree

__all__ = ["Cell", "Point", "Tree", "heading", "opened", "tree"]


def heading(plan_id: int) -> Row[*tuple[Any, ...]]:
    """The plan's row with the names around it: council, council_id, above (its parent's title).

    `is_reallocated` says that other amounts are in force than those that the plan itself says (B3.17).
    """
    above = aliased(Plan)
    return db.session.execute(
        select(
            *(column for column in Plan.__table__.c),
            Body.id.label("council_id"),
            Body.name.label("council"),
            above.title.label("above"),
            exists().where(Reallocation.plan_id == Plan.id).label("is_reallocated"),
        )
        .join(Body, Body.id == Plan.body_id)
        .outerjoin(above, above.id == Plan.parent_id)
        .where(Plan.id == plan_id)
    ).one()


_LATEST = (
    select(GoalAssessment.result)
    .where(GoalAssessment.node_id == PlanNode.id)
    .order_by(GoalAssessment.assessed_on.desc(), GoalAssessment.id.desc())
    .limit(1)
    .scalar_subquery()
)
_WORDS: dict[str, Any] = {
    word.value: word
    for kind in (NodeKind, GoalKind, GoalResult, MeasureState, Season, Settlement)
    for word in kind
}


_MONEY_KINDS = {kind.value: kind for kind in MoneyKind}
_MONEY_STATES = {state.value: state for state in MoneyState}


def _plain(column: Any) -> Any:
    """A stored word as it is stored: to look 50,000 of them up afterwards is quicker than one by one."""
    return type_coerce(column, String)


_NODES = (
    select(
        PlanNode.id,
        PlanNode.parent_id,
        _plain(PlanNode.kind).label("kind"),
        PlanNode.level,
        PlanNode.code,
        PlanNode.title,
        PlanNode.short_label,
        PlanNode.text,
        PlanNode.grouping,
        PlanNode.block,
        _plain(PlanNode.goal_kind).label("goal_kind"),
        PlanNode.reference_body_id,
        case((PlanNode.kind == NodeKind.GOAL, _LATEST)).label("result"),
        _plain(Measure.state).label("state"),
        Measure.period,
        Measure.first_year,
        Measure.last_year,
        _plain(Measure.last_season).label("last_season"),
        Measure.is_placeholder,
        _plain(Measure.settlement).label("settlement"),
        Measure.follow_up_on,
    )
    .outerjoin(Measure, Measure.node_id == PlanNode.id)
    .order_by(PlanNode.position, PlanNode.id)
)
_PARTIES = (
    select(
        MeasureParty.node_id,
        _plain(MeasureParty.role).label("role"),
        MeasureParty.name,
        _plain(MeasureParty.kind).label("kind"),
    )
    .join(PlanNode, PlanNode.id == MeasureParty.node_id)
    .order_by(MeasureParty.position, MeasureParty.id)
)
_MONEY = (
    select(
        PlanMoney.node_id,
        _plain(PlanMoney.kind).label("kind"),
        _plain(PlanMoney.state).label("state"),
        PlanMoney.raw,
        PlanMoney.amount,
        PlanMoney.currency,
        PlanMoney.year,
        PlanMoney.is_sum,
        PlanMoney.title,
        FundingSource.name.label("source"),
    )
    .outerjoin(FundingSource, FundingSource.id == PlanMoney.source_id)
    .order_by(PlanMoney.position, PlanMoney.id)
)


def tree(plan_id: int, *, currency: str, today: date) -> Tree:
    """The whole plan in three statements. `currency` is the plan's own, `today` the local day."""
    db.session.flush()
    ask = db.session.connection().execute  # rows and nothing else: no objects are made of them
    points = {row[0]: _point(row) for row in ask(_NODES.where(PlanNode.plan_id == plan_id))}
    roles = {role.value: role for role in PartyRole}
    for node_id, role, name, kind in ask(_PARTIES.where(PlanNode.plan_id == plan_id)):
        points[node_id].parties.append((roles[role], name))
        if kind == PartyKind.PERSON:
            points[node_id].people.add(name)
    lines = []
    for row in ask(_MONEY.where(PlanMoney.plan_id == plan_id)):
        cell = Cell(row[0], _MONEY_KINDS[row[1]], _MONEY_STATES[row[2]], *row[3:])
        if cell.node_id is not None:
            points[cell.node_id].money.append(cell)
        elif counts(cell, currency):
            lines.append(cell)
    top = _hang(points)
    order = _as_read(top)
    _count(order, currency, today)
    return Tree(order, top, lines)


def opened(tree: Tree) -> Tree:
    """The same tree for everybody: people are left out, offices, groups and organisations stand (H.13)."""
    for point in tree.order:
        if point.people:
            point.parties = [(role, name) for role, name in point.parties if name not in point.people]
    return tree


def _point(row: Any) -> Point:
    """A row of `_NODES`, its words looked up. Of what is no measure the period is empty."""
    node_id, parent_id, kind, level, code, title, short_label, text, grouping, block = row[:10]
    goal_kind, group_id, result, state, period = row[10:15]
    first_year, last_year, last_season, is_placeholder, settlement, follow_up_on = row[15:]
    look = _WORDS.get
    return Point(
        node_id,
        parent_id,
        _WORDS[kind],
        level,
        code,
        title,
        short_label,
        text,
        grouping,
        block,
        look(goal_kind),
        group_id,
        result,
        look(state),
        period or "",
        first_year,
        last_year,
        look(last_season),
        bool(is_placeholder),
        look(settlement),
        follow_up_on,
    )


def _hang(points: dict[int, Point]) -> list[Point]:
    top = []
    for point in points.values():
        if point.parent_id in points:
            point.parent = points[point.parent_id]
            point.parent.children.append(point)
        else:
            top.append(point)
    return top


def _as_read(top: list[Point]) -> list[Point]:
    order, waiting = [], list(reversed(top))
    while waiting:
        point = waiting.pop()
        order.append(point)
        waiting.extend(reversed(point.children))
    return order


def _count(order: list[Point], currency: str, today: date) -> None:
    for point in order:  # parents before children
        above = point.parent
        if above is not None:
            point.paid_above = above.paid_above or above.says_how
        if point.is_measure:
            _count_measure(point, today)
        for cell in point.money:
            _add(point, cell, currency)
    for point in reversed(order):  # children before parents
        above = point.parent
        if above is not None:
            above.measures += point.measures
            above.done += point.done
            above.late += point.late
            above.placeholders += point.placeholders
            above.budget += point.budget
            above.financing += point.financing


def _count_measure(point: Point, today: date) -> None:
    if point.is_placeholder:
        point.placeholders += 1
        return
    point.concerns = concerns(point, today)
    point.measures += 1
    point.done += point.state is MeasureState.DONE
    point.late += Concern.LATE in point.concerns


def _add(point: Point, cell: Cell, currency: str) -> None:
    if counts(cell, currency) and cell.amount is not None:
        if cell.kind is MoneyKind.BUDGET:
            point.budget += cell.amount
        else:
            point.financing += cell.amount
