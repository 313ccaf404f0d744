"""What ever touched a part of a plan, as far as the viewer may know it (A94, A96).

Each kind is one statement, whether it is asked of one node or of all that lies below it. What somebody may
read is settled in `visibility` and `access` and only there: items by the agenda of their meeting, statements
by the council that makes them, nodes by their plan.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, func, or_, select, true
from sqlalchemy.orm import aliased

from councilflow.extensions import db
from councilflow.models import (
    AdvocacyIssue,
    AgendaItem,
    Body,
    Meeting,
    NodeLink,
    NodeMention,
    Plan,
    PlanGoal,
    PlanImport,
    PlanNode,
    PlanReport,
    Statement,
    StatusReport,
    StrategyLink,
)
from councilflow.process.meeting import local_date
from councilflow.process.plans.linkage import Touch, TouchKind, by_year, item_kind
from councilflow.process.plans.values import LinkKind, ReportState
from councilflow.process.profiles import PROFILES
from councilflow.services.plans.access import plans_for
from councilflow.services.visibility import Viewer, advocacy_for, agendas_for, statements_for, today

MOST = 200
"""So many lines of each kind are shown, the newest first."""
ACROSS = (LinkKind.SERVES, LinkKind.FOLLOWS)

Nodes = Collection[int] | Select[tuple[int]]
"""The nodes that are asked about: their ids, or a select of them such as `choosing.below`."""


@dataclass(frozen=True)
class Touched:
    """What was found: by year, and whether some kind has more than is shown."""

    years: list[tuple[int | None, list[Touch]]]
    more: bool

    @property
    def count(self) -> int:
        return sum(len(lines) for _year, lines in self.years)


def touched(who: Viewer, nodes: Nodes) -> Touched:
    """Everything that touched these nodes: items, standpoints, statements, questions of the påverkansagenda,
    parts of other plans, plans that work for them, reports and imports. Nine statements."""
    found = [list(lines) for lines in (kind(who, nodes) for kind in _KINDS)]
    shown = chain.from_iterable(lines[:MOST] for lines in found)
    return Touched(by_year(shown), more=any(len(lines) > MOST for lines in found))


def _items(who: Viewer, nodes: Nodes) -> Iterator[Touch]:
    """Items whose meeting the viewer reads; a draft agenda is for those who prepare it (H.4)."""
    rows = db.session.execute(
        select(
            AgendaItem.id,
            AgendaItem.title,
            AgendaItem.number,
            AgendaItem.outcome,
            Meeting.starts_at,
            Body.name,
            Body.time_zone,
            func.coalesce(Meeting.minutes_profile, Body.minutes_profile).label("profile"),
            func.min(PlanNode.title).label("node"),
        )
        .join(StrategyLink, StrategyLink.item_id == AgendaItem.id)
        .join(PlanNode, PlanNode.id == StrategyLink.node_id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .join(Body, Body.id == Meeting.council_id)
        .where(StrategyLink.node_id.in_(nodes), agendas_for(who))
        .group_by(AgendaItem.id, Meeting.id, Body.id)
        .order_by(Meeting.starts_at.desc(), AgendaItem.id.desc())
        .limit(MOST + 1)
    )
    for row in rows:
        yield Touch(
            item_kind(row.outcome),
            row.id,
            row.title,
            on=local_date(row.starts_at, ZoneInfo(row.time_zone)),
            number=row.number,
            outcome=row.outcome,
            outcome_word=PROFILES[row.profile].outcome,
            place=row.name,
            node=row.node,
        )


def _statements(who: Viewer, nodes: Nodes) -> Iterator[Touch]:
    rows = db.session.execute(
        select(
            Statement.id,
            Statement.body_id,
            Statement.title,
            Statement.state,
            Statement.sent_on,
            Statement.due_on,
            Body.name,
            func.min(PlanNode.title).label("node"),
        )
        .join(NodeMention, NodeMention.statement_id == Statement.id)
        .join(PlanNode, PlanNode.id == NodeMention.node_id)
        .join(Body, Body.id == Statement.body_id)
        .where(NodeMention.node_id.in_(nodes), statements_for(who))
        .group_by(Statement.id, Body.id)
        .order_by(Statement.id.desc())
        .limit(MOST + 1)
    )
    for row in rows:
        facts = {"place": row.name, "state": row.state, "council_id": row.body_id, "node": row.node}
        yield Touch(TouchKind.STATEMENT, row.id, row.title, on=row.sent_on or row.due_on, **facts)


def _advocacy(who: Viewer, nodes: Nodes) -> Iterator[Touch]:
    rows = db.session.execute(
        select(
            AdvocacyIssue.id,
            AdvocacyIssue.body_id,
            AdvocacyIssue.title,
            AdvocacyIssue.state,
            AdvocacyIssue.period,
            Body.name,
            func.min(PlanNode.title).label("node"),
        )
        .join(NodeMention, NodeMention.advocacy_id == AdvocacyIssue.id)
        .join(PlanNode, PlanNode.id == NodeMention.node_id)
        .join(Body, Body.id == AdvocacyIssue.body_id)
        .where(NodeMention.node_id.in_(nodes), advocacy_for(who))
        .group_by(AdvocacyIssue.id, Body.id)
        .order_by(AdvocacyIssue.id.desc())
        .limit(MOST + 1)
    )
    for row in rows:
        facts = {"place": row.name, "state": row.state, "council_id": row.body_id, "node": row.node}
        yield Touch(TouchKind.ADVOCACY, row.id, row.title, year=first_year(row.period), **facts)


def first_year(period: str) -> int | None:
    """The first year that a period names; None when it names none."""
    found = re.search(r"\b(?:19|20)\d\d\b", period)
    return int(found[0]) if found else None


def _nodes(who: Viewer, nodes: Nodes) -> Iterator[Touch]:
    """Parts of plans that serve these or go on from them, and those that these serve or go on from."""
    yield from _across(who, nodes, here=NodeLink.first_id, there=NodeLink.second_id)
    yield from _across(who, nodes, here=NodeLink.second_id, there=NodeLink.first_id)


def _across(who: Viewer, nodes: Nodes, *, here: Any, there: Any) -> Iterator[Touch]:
    at_home = aliased(PlanNode)
    rows = db.session.execute(
        select(
            PlanNode.id,
            PlanNode.plan_id,
            PlanNode.title,
            PlanNode.level,
            Plan.title.label("plan"),
            Plan.first_year,
            NodeLink.kind,
            NodeLink.reason,
            at_home.title.label("node"),
        )
        .select_from(NodeLink)
        .join(PlanNode, PlanNode.id == there)
        .join(Plan, Plan.id == PlanNode.plan_id)
        .join(at_home, at_home.id == here)
        .where(here.in_(nodes), NodeLink.kind.in_(ACROSS), _read_by(who))
        .order_by(NodeLink.id.desc())
        .limit(MOST + 1)
    )
    is_ahead = here is NodeLink.first_id
    for row in rows:
        facts = {"plan_id": row.plan_id, "place": f"{row.level}, {row.plan}", "node": row.node}
        said = {"link": row.kind, "is_ahead": is_ahead, "reason": row.reason}
        yield Touch(TouchKind.NODE, row.id, row.title, year=row.first_year, **facts, **said)


def _plans(who: Viewer, nodes: Nodes) -> Iterator[Touch]:
    rows = db.session.execute(
        select(
            Plan.id, Plan.title, Plan.owner, Plan.first_year, PlanGoal.reason, PlanNode.title.label("node")
        )
        .join(PlanGoal, PlanGoal.plan_id == Plan.id)
        .join(PlanNode, PlanNode.id == PlanGoal.node_id)
        .where(PlanGoal.node_id.in_(nodes), _read_by(who))
        .order_by(Plan.id.desc())
        .limit(MOST + 1)
    )
    for row in rows:
        facts = {"plan_id": row.id, "place": row.owner, "reason": row.reason, "node": row.node}
        yield Touch(TouchKind.PLAN, row.id, row.title, year=row.first_year, **facts)


def _reports(who: Viewer, nodes: Nodes) -> Iterator[Touch]:
    """Reports that were handed in; a draft is its writers' own."""
    rows = db.session.execute(
        select(
            PlanReport.id,
            PlanReport.plan_id,
            PlanReport.title,
            PlanReport.funder,
            PlanReport.kind,
            PlanReport.to_on,
            PlanReport.submitted_at,
            PlanNode.title.label("node"),
        )
        .join(PlanNode, PlanNode.id == PlanReport.node_id)
        .join(Plan, Plan.id == PlanNode.plan_id)
        .where(PlanReport.node_id.in_(nodes), PlanReport.state == ReportState.SUBMITTED, _read_by(who))
        .order_by(PlanReport.id.desc())
        .limit(MOST + 1)
    )
    for row in rows:
        day = today(row.submitted_at) if row.submitted_at else row.to_on
        facts = {"plan_id": row.plan_id, "place": row.funder, "state": row.kind, "node": row.node}
        yield Touch(TouchKind.REPORT, row.id, row.title, on=day, **facts)


def _status(who: Viewer, nodes: Nodes) -> Iterator[Touch]:
    rows = db.session.execute(
        select(
            StatusReport.id,
            StatusReport.reported_on,
            StatusReport.state,
            StatusReport.text,
            StatusReport.author,
            PlanNode.title,
        )
        .join(PlanNode, PlanNode.id == StatusReport.node_id)
        .join(Plan, Plan.id == PlanNode.plan_id)
        .where(StatusReport.node_id.in_(nodes), _read_by(who))
        .order_by(StatusReport.reported_on.desc(), StatusReport.id.desc())
        .limit(MOST + 1)
    )
    for row in rows:
        facts = {"place": row.author, "state": row.state, "reason": row.text, "node": row.title}
        yield Touch(TouchKind.STATUS, row.id, row.title, on=row.reported_on, **facts)


def _imports(who: Viewer, nodes: Nodes) -> Iterator[Touch]:
    rows = db.session.execute(
        select(PlanImport.id, PlanImport.file_name, PlanImport.carried_out_at, PlanNode.plan_id)
        .join(PlanNode, PlanNode.import_id == PlanImport.id)
        .join(Plan, Plan.id == PlanNode.plan_id)
        .where(PlanNode.id.in_(nodes), PlanImport.carried_out_at.is_not(None), _read_by(who))
        .group_by(PlanImport.id, PlanNode.plan_id)
        .order_by(PlanImport.id.desc())
        .limit(MOST + 1)
    )
    for row in rows:
        day = today(row.carried_out_at)
        yield Touch(TouchKind.IMPORT, row.id, row.file_name, on=day, plan_id=row.plan_id)


_KINDS = (_items, _statements, _advocacy, _nodes, _plans, _reports, _status, _imports)


def _read_by(who: Viewer) -> ColumnElement[bool]:
    """The plans that the viewer reads. Whoever keeps the register reads them all, and nothing else here."""
    return true() if who.is_administrator else or_(plans_for(who))
