"""What the plans of a council have led to, as far as the viewer may know it: a constant number of statements.

Items come by the agendas that the viewer reads, statements and questions of the påverkansagenda by the
councils, measures by the plans.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import CTE, ColumnElement, and_, func, or_, select, true, union_all

from councilflow.extensions import db
from councilflow.models import (
    AdvocacyIssue,
    AgendaItem,
    Body,
    Measure,
    Meeting,
    NodeLink,
    NodeMention,
    Plan,
    PlanNode,
    PlanShare,
    Statement,
    StrategyLink,
)
from councilflow.process.escaping import escaped
from councilflow.process.meeting import local_date
from councilflow.process.plans.statistics import (
    Fact,
    Table,
    Tally,
    by_year,
    item_tallies,
    measure_tallies,
    table,
    years_of,
)
from councilflow.process.plans.values import LinkKind, NodeKind, PlanStatus
from councilflow.services.plans.access import plans_for
from councilflow.services.plans.choosing import coded
from councilflow.services.plans.linkage import first_year
from councilflow.services.visibility import Viewer, advocacy_for, agendas_for, statements_for

MOST = 300
"""So many areas and goals have a row; the first in the order of the plans."""


@dataclass(frozen=True)
class Statistics:
    areas: Table
    goals: Table
    years: Table
    known_years: list[int]
    year: int | None
    more: bool  # there are areas or goals without a row


def of_council(council_id: int, who: Viewer, *, year: int | None, no_year: str) -> Statistics:
    """Over all plans of a council that hold, its own and those it shares. `no_year` is the word for what has
    no year. Seven statements."""
    shared = select(PlanShare.plan_id).where(PlanShare.body_id == council_id)
    own = and_(or_(Plan.body_id == council_id, Plan.id.in_(shared)), Plan.status != PlanStatus.ENDED)
    return _counted(own, who, year, no_year)


def of_plan(plan_id: int, who: Viewer, *, year: int | None, no_year: str) -> Statistics:
    """The same of one plan."""
    return _counted(Plan.id == plan_id, who, year, no_year)


def _counted(which: ColumnElement[bool], who: Viewer, year: int | None, no_year: str) -> Statistics:
    heads = _heads(which)
    facts = [fact for kind in _KINDS for fact in kind(_reach(which, who), who)]
    everything = [*facts, *_measures_by_year(which)]
    shown = heads[:MOST]
    parts = {row.id: (coded(row.code, row.title), f"{row.level}, {row.plan}") for row in shown}
    goals = {row.id: parts[row.id] for row in shown if row.kind is NodeKind.GOAL}
    areas = {row.id: parts[row.id] for row in shown if row.kind is not NodeKind.GOAL}
    with_measures = [*facts, *_measures(_reach(which, who))]
    return Statistics(
        areas=table(with_measures, areas, year=year),
        goals=table(with_measures, goals, year=year),
        years=by_year(everything, no_year),
        known_years=years_of(everything),
        year=year,
        more=len(heads) > MOST,
    )


def _is_head() -> ColumnElement[bool]:
    """What has a row: all that stands at the top of a plan, and every goal."""
    return or_(PlanNode.parent_id.is_(None), PlanNode.kind == NodeKind.GOAL)


def _heads(which: ColumnElement[bool]) -> Sequence[Any]:
    return db.session.execute(
        select(
            PlanNode.id,
            PlanNode.kind,
            PlanNode.level,
            PlanNode.code,
            PlanNode.title,
            Plan.title.label("plan"),
        )
        .join(Plan, Plan.id == PlanNode.plan_id)
        .where(which, _is_head(), PlanNode.kind != NodeKind.MEASURE)
        .order_by(Plan.position, Plan.id, PlanNode.position, PlanNode.id)
        .limit(MOST + 1)
    ).all()


def _reach(which: ColumnElement[bool], who: Viewer) -> CTE:
    """Every head with itself, all that stands below it and all that serves one of those, in plans that the
    viewer reads: `at` and `node`."""
    readable = select(Plan.id).where(true() if who.is_administrator else plans_for(who))
    edges = union_all(
        select(PlanNode.parent_id.label("upper"), PlanNode.id.label("lower")).where(
            PlanNode.parent_id.is_not(None), PlanNode.plan_id.in_(readable)
        ),
        select(NodeLink.second_id, NodeLink.first_id)
        .join(PlanNode, PlanNode.id == NodeLink.first_id)
        .where(NodeLink.kind == LinkKind.SERVES, PlanNode.plan_id.in_(readable)),
    ).subquery()
    start = (
        select(PlanNode.id.label("at"), PlanNode.id.label("node"))
        .join(Plan, Plan.id == PlanNode.plan_id)
        .where(which, _is_head())
    )
    reach = start.cte("reach", recursive=True)
    return reach.union(select(reach.c.at, edges.c.lower).join(edges, edges.c.upper == reach.c.node))


def _items(reach: CTE, who: Viewer) -> Iterator[Fact]:
    rows = db.session.execute(
        select(reach.c.at, AgendaItem.id, AgendaItem.outcome, Meeting.starts_at, Body.time_zone)
        .join(StrategyLink, StrategyLink.node_id == reach.c.node)
        .join(AgendaItem, AgendaItem.id == StrategyLink.item_id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .join(Body, Body.id == Meeting.council_id)
        .where(agendas_for(who))
        .distinct()
    )
    for row in rows:
        year = local_date(row.starts_at, ZoneInfo(row.time_zone)).year
        yield Fact(row.at, ("item", row.id), item_tallies(row.outcome), year)


def _statements(reach: CTE, who: Viewer) -> Iterator[Fact]:
    day = func.coalesce(Statement.sent_on, Statement.due_on).label("day")
    rows = db.session.execute(
        select(reach.c.at, Statement.id, day)
        .join(NodeMention, NodeMention.node_id == reach.c.node)
        .join(Statement, Statement.id == NodeMention.statement_id)
        .where(statements_for(who))
        .distinct()
    )
    for row in rows:
        yield Fact(row.at, ("statement", row.id), (Tally.STATEMENTS,), row.day.year if row.day else None)


def _advocacy(reach: CTE, who: Viewer) -> Iterator[Fact]:
    rows = db.session.execute(
        select(reach.c.at, AdvocacyIssue.id, AdvocacyIssue.period)
        .join(NodeMention, NodeMention.node_id == reach.c.node)
        .join(AdvocacyIssue, AdvocacyIssue.id == NodeMention.advocacy_id)
        .where(advocacy_for(who))
        .distinct()
    )
    for row in rows:
        yield Fact(row.at, ("advocacy", row.id), (Tally.ADVOCACY,), first_year(row.period))


_KINDS = (_items, _statements, _advocacy)


def _measures(reach: CTE) -> Iterator[Fact]:
    """Measures by the year they begin, placeholders left out (B3.14); counted where they stand."""
    rows = db.session.execute(
        select(reach.c.at, Measure.state, Measure.first_year, func.count(Measure.id).label("many"))
        .join(Measure, Measure.node_id == reach.c.node)
        .where(Measure.is_placeholder.is_(False))
        .group_by(reach.c.at, Measure.state, Measure.first_year)
    )
    for row in rows:
        yield Fact(row.at, None, measure_tallies(row.state), row.first_year, count=row.many)


def _measures_by_year(which: ColumnElement[bool]) -> Iterator[Fact]:
    rows = db.session.execute(
        select(Measure.state, Measure.first_year, func.count(Measure.id).label("many"))
        .join(PlanNode, PlanNode.id == Measure.node_id)
        .join(Plan, Plan.id == PlanNode.plan_id)
        .where(which, Measure.is_placeholder.is_(False))
        .group_by(Measure.state, Measure.first_year)
    )
    for row in rows:
        yield Fact(0, None, measure_tallies(row.state), row.first_year, count=row.many)


def as_csv(tables: Sequence[tuple[str, Table]], heads: Sequence[str], total: str) -> bytes:
    """The tables below each other as one file that spreadsheets open: UTF-8 with its mark, semicolons. Each
    row begins with the name of its table; `heads` name the columns, `total` the last row of each table."""
    written = io.StringIO(newline="")
    rows = csv.writer(written, delimiter=";", lineterminator="\r\n")
    rows.writerow(heads)
    for name, one in tables:
        for row in one.rows:
            said = [name, escaped(row.title), escaped(row.place)]
            rows.writerow([*said, *(row.counts[tally] for tally in Tally)])
        rows.writerow([name, total, "", *(one.total[tally] for tally in Tally)])
    return b"\xef\xbb\xbf" + written.getvalue().encode()
