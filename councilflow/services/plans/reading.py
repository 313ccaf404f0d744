"""A plan as its pages read it: rows and not objects, three statements however large it is.

What is counted is counted here, once: measures without the placeholders (B3.14), money without the sums that
the plan states itself and without other currencies (H.14). Amounts are whole kroner.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Row, String, case, select, type_coerce
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
)
from councilflow.process.plans.following import ANSWERING, Concern, concerns, says_how_it_is_paid
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


class Cell(NamedTuple):
    """A cell of money, on a node or beside the tree."""

    node_id: int | None
    kind: MoneyKind
    state: MoneyState
    raw: str
    amount: int | None
    currency: str
    year: int | None
    is_sum: bool
    title: str
    source: str | None


@dataclass(slots=True)
class Point:
    """A node of the tree with what stands on it, and what adds up below it."""

    id: int
    parent_id: int | None
    kind: NodeKind
    level: str
    code: str
    title: str
    short_label: str
    text: str
    grouping: str
    block: str
    goal_kind: GoalKind | None
    reference_body_id: int | None
    result: GoalResult | None  # of the newest assessment
    state: MeasureState | None
    period: str
    first_year: int | None
    last_year: int | None
    last_season: Season | None
    is_placeholder: bool
    settlement: Settlement | None
    follow_up_on: date | None
    parties: list[tuple[PartyRole, str]] = field(default_factory=list)
    people: set[str] = field(default_factory=set)  # names of people among them
    money: list[Cell] = field(default_factory=list)
    children: list[Point] = field(default_factory=list)
    parent: Point | None = None
    paid_above: bool = False  # a node above it says how it is paid
    concerns: tuple[Concern, ...] = ()
    measures: int = 0  # with what stands below, as the rest
    done: int = 0
    late: int = 0
    placeholders: int = 0
    budget: int = 0
    financing: int = 0

    @property
    def is_measure(self) -> bool:
        return self.state is not None

    @property
    def has_responsible(self) -> bool:
        return any(role in ANSWERING for role, _name in self.parties)

    @property
    def says_how(self) -> bool:
        return any(
            says_how_it_is_paid(cell.state, cell.source, cell.raw) for cell in self.money if not cell.is_sum
        )

    @property
    def has_financing(self) -> bool:
        return self.paid_above or self.says_how

    @property
    def responsible(self) -> list[str]:
        return [name for role, name in self.parties if role in ANSWERING]

    @property
    def is_late(self) -> bool:
        return Concern.LATE in self.concerns

    @property
    def name(self) -> str:
        """The code and the title, as people say it: "A. Rekruttering"."""
        if not self.code or self.title.startswith(self.code):
            return self.title
        return f"{self.code}. {self.title}"

    @property
    def path(self) -> list[Point]:
        """From the top to the parent."""
        found, above = [], self.parent
        while above is not None:
            found.append(above)
            above = above.parent
        return found[::-1]


@dataclass(slots=True)
class Tree:
    """All points of a plan as one reads them, parents before children."""

    order: list[Point]
    top: list[Point]
    lines: list[Cell]  # money beside the tree

    def at(self, node_id: int) -> Point | None:
        return next((point for point in self.order if point.id == node_id), None)

    def measures(self) -> Iterator[Point]:
        """Without the placeholders."""
        return (point for point in self.order if point.is_measure and not point.is_placeholder)

    def total(self, name: str) -> int:
        """A count or a sum of the whole plan: `measures`, `late`, `budget` …"""
        beside = sum(line.amount for line in self.lines if line.kind.value == name and line.amount)
        return int(sum(getattr(point, name) for point in self.top) + beside)


def heading(plan_id: int) -> Row[*tuple[Any, ...]]:
    """The plan's row with the names around it: council, council_id, above (its parent's title)."""
    above = aliased(Plan)
    return db.session.execute(
        select(
            *(column for column in Plan.__table__.c),
            Body.id.label("council_id"),
            Body.name.label("council"),
            above.title.label("above"),
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
        elif not cell.is_sum and cell.currency in ("", currency):
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


def _add(point: Point, cell: Any, currency: str) -> None:
    counts = cell.state is MoneyState.AMOUNT and not cell.is_sum and cell.currency in ("", currency)
    if counts and cell.amount is not None:
        if cell.kind is MoneyKind.BUDGET:
            point.budget += cell.amount
        else:
            point.financing += cell.amount
