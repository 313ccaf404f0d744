"""A plan's pages through the whole application: its tree against SQL by hand, and queries by size."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextvars import Context
from datetime import date
from types import SimpleNamespace
from typing import Any

import sqlalchemy as sa
from flask import Flask, url_for

from bench.county import County
from bench.figures import Figure, median
from bench.page import call, environ, interleaved, session_cookie
from councilflow.extensions import db
from councilflow.models import (
    Base,
    Indicator,
    IndicatorTarget,
    Measure,
    MeasureParty,
    Plan,
    PlanMoney,
    PlanNode,
)
from councilflow.process.plans.values import (
    MeasureState,
    MoneyKind,
    MoneyState,
    NodeKind,
    PartyKind,
    PartyRole,
    PlanKind,
    PlanStatus,
    Settlement,
)
from councilflow.services.plans import reading, showing
from councilflow.services.plans.showing import Wanted
from councilflow.web import pages
from councilflow.web.pages import Link
from councilflow.web.plans import tree as page

SIZES = (50, 500, 5000)
"""Measures of the plans; times are taken on the last."""
AREAS, STRATEGIES, INDICATORS = 10, 5, 4

NODES = """
SELECT n.id, n.parent_id, n.kind, n.level, n.code, n.title, n.short_label, n.text, n.grouping, n.block,
       n.goal_kind, n.reference_body_id, NULL, m.state, m.period, m.first_year, m.last_year, m.last_season,
       m.is_placeholder, m.settlement, m.follow_up_on
FROM plan_node n LEFT JOIN measure m ON m.node_id = n.id WHERE n.plan_id = ? ORDER BY n.position, n.id
"""
PARTIES = """
SELECT p.node_id, p.role, p.name FROM measure_party p JOIN plan_node n ON n.id = p.node_id
WHERE n.plan_id = ? ORDER BY p.position, p.id
"""
MONEY = """
SELECT m.node_id, m.kind, m.state, m.raw, m.amount, m.currency, m.year, m.is_sum, m.title, s.name
FROM plan_money m LEFT JOIN funding_source s ON s.id = m.source_id
WHERE m.plan_id = ? ORDER BY m.position, m.id
"""
HEAD = """
SELECT p.title, p.period, p.kind, p.status, p.overall_goal, p.vision, p.currency, b.id, b.name
FROM plan p JOIN body b ON b.id = p.body_id WHERE p.id = ?
"""


def settle(council_id: int) -> dict[int, int]:
    """A plan of each size in the council: number of measures → id of the plan. Commits."""
    plans = {size: _plan(council_id, size) for size in SIZES}
    db.session.commit()
    return plans


def _plan(council_id: int, size: int) -> int:
    plan = Plan(
        body_id=council_id, kind=PlanKind.ACTION_PLAN, title=f"Plan med {size} insatser", short_title="P"
    )
    db.session.add(plan)
    db.session.flush()
    areas = rows(PlanNode, [_node(plan.id, None, NodeKind.AREA, "Område", at) for at in range(AREAS)])
    strategies = [
        _node(plan.id, area, NodeKind.STRATEGY, "Strategi", at) for area in areas for at in range(STRATEGIES)
    ]
    above = rows(PlanNode, strategies)
    nodes = [_node(plan.id, above[at % len(above)], NodeKind.MEASURE, "Insats", at) for at in range(size)]
    measures = rows(PlanNode, nodes)
    rows(Measure, [_measure(node) for node in measures])
    roles = (PartyRole.RESPONSIBLE, PartyRole.PARTICIPANT)
    who = {"kind": PartyKind.TEXT, "name": "Kommunerna", "position": 0}
    rows(MeasureParty, [{"node_id": node, "role": role, **who} for node in measures for role in roles])
    rows(PlanMoney, [_money(plan.id, node) for node in measures])
    named = [{"plan_id": plan.id, "key": f"i-{at}", "name": f"Indikator {at}"} for at in range(INDICATORS)]
    indicators = rows(Indicator, named)
    years = [
        {"indicator_id": one, "year": year, "value": 10.0} for one in indicators for year in (2026, 2027)
    ]
    rows(IndicatorTarget, years)
    return plan.id


def _node(plan_id: int, parent: int | None, kind: NodeKind, level: str, at: int) -> dict[str, Any]:
    facts = {"plan_id": plan_id, "parent_id": parent, "kind": kind, "level": level, "position": at}
    return facts | {"title": f"{level} nummer {at} som gör något nyttigt för länet"}


def _measure(node_id: int) -> dict[str, Any]:
    states = list(MeasureState)
    facts = {"state": states[node_id % len(states)], "settlement": Settlement.STATED, "is_placeholder": False}
    return {"node_id": node_id, "period": "2026–2027", "first_year": 2026, "last_year": 2027, **facts}


def _money(plan_id: int, node_id: int) -> dict[str, Any]:
    facts = {"kind": MoneyKind.BUDGET, "state": MoneyState.AMOUNT, "raw": "400 000", "amount": 400_000}
    return {"plan_id": plan_id, "node_id": node_id, "year": 2026, **facts}


def rows(table: type[Base], facts: list[dict[str, Any]]) -> list[int]:
    """Store many rows at once; their ids in order."""
    made = db.session.scalars(sa.insert(table).returning(table.id, sort_by_parameter_order=True), facts)
    return list(made)


def measure(app: Flask, county: County, plans: dict[int, int], *, rounds: int) -> list[Figure]:
    """The ratio of CPU time between the tree page and the same by hand; its time; queries by size."""
    asked = environ(f"/plans/{plans[SIZES[-1]]}", session_cookie(app, county.readers[1]))
    call(app, asked, 200)
    works: dict[str, Callable[[], object]] = {
        "page": lambda: call(app, asked, 200),
        "by_hand": _by_hand(app, asked, plans[SIZES[-1]]),
    }
    times = interleaved(rounds, **works)
    ratio = median(times["page"]) / median(times["by_hand"])
    return [
        Figure(f"plan of {SIZES[-1]} measures: CPU of its tree against SQL by hand", ratio, 2),
        Figure(f"plan of {SIZES[-1]} measures: median CPU", median(times["page"]) / 1e6, unit=" ms"),
        *queries(app, county, plans),
    ]


def queries(app: Flask, county: County, plans: dict[int, int]) -> list[Figure]:
    """SELECTs of each page, login and rights included: the most, and how much they differ by size."""
    said: list[str] = []
    with app.app_context():
        sa.event.listen(db.engine, "before_cursor_execute", lambda *event: said.append(event[2]))
        nodes = {plan: _a_measure(plan) for plan in plans.values()}
    figures = []
    cookie = session_cookie(app, county.readers[1])
    for name in ("", "/table", "/budget", "/indicators", "/nodes/"):
        counts = []
        for plan in plans.values():
            url = f"/plans/{plan}{name}" + (str(nodes[plan]) if name == "/nodes/" else "")
            said.clear()
            call(app, environ(url, cookie), 200)
            counts.append(
                sum(statement.lstrip().upper().startswith(("SELECT", "WITH")) for statement in said)
            )
        sizes = " / ".join(map(str, plans))
        label = f"plan{name or ' tree'}".replace("/", " ").rstrip()
        figures.append(Figure(f"queries of {label} at {sizes} measures", max(counts)))
        figures.append(Figure(f"difference of {label} by size", max(counts) - min(counts), 0))
    return figures


def _a_measure(plan_id: int) -> int:
    wanted = sa.select(PlanNode.id).where(PlanNode.plan_id == plan_id, PlanNode.kind == NodeKind.MEASURE)
    return int(db.session.scalars(wanted.order_by(PlanNode.id).limit(1)).one())


def _by_hand(app: Flask, asked: dict[str, Any], plan_id: int) -> Callable[[], None]:
    """The page as somebody in a hurry would write it: SQL by hand and the same template, without login,
    rights, hooks or headers. What is counted is counted by the same code."""
    connection = sqlite3.connect(app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///"))
    with app.request_context(asked):
        template = pages.environment("sv").get_template("plans/show.html")
        frame = pages._frame()

    def once() -> None:
        with app.request_context(dict(asked)):
            app.make_response(template.render(frame | _facts(connection, plan_id)))

    return lambda: Context().run(once)


def _facts(connection: sqlite3.Connection, plan_id: int) -> dict[str, Any]:
    title, period, kind, status, goal, vision, currency, council_id, council = connection.execute(
        HEAD, (plan_id,)
    ).fetchone()
    plan = SimpleNamespace(
        id=plan_id,
        title=title,
        period=period,
        kind=PlanKind(kind),
        status=PlanStatus(status),
        currency=currency,
    )
    plan.overall_goal, plan.vision, plan.council_id, plan.council = goal, vision, council_id, council
    plan.published_at, plan.above = None, None
    tree = _tree(connection, plan_id, currency)
    wanted, states = Wanted(), page.by_state(tree)
    return {
        "plan": plan,
        "tree": tree,
        "wanted": wanted,
        "shown": showing.shown(tree, wanted),
        "areas": showing.areas(tree),
        "found": page.found(tree, states),
        "states": states,
        "concerns": page.by_concern(tree),
        "keeps": False,
        "ways": [Link(url_for("plans.table", plan_id=plan_id), "Tabell")],
        "tools": [],
        "funders": None,
        "address": page.address_with(plan_id),
    }


def _tree(connection: sqlite3.Connection, plan_id: int, currency: str) -> reading.Tree:
    points = {row[0]: reading._point(row) for row in connection.execute(NODES, (plan_id,))}
    roles = {role.value: role for role in PartyRole}
    for node_id, role, name in connection.execute(PARTIES, (plan_id,)):
        points[node_id].parties.append((roles[role], name))
    kinds = {kind.value: kind for kind in MoneyKind}
    states = {state.value: state for state in MoneyState}
    for node_id, kind, state, *rest in connection.execute(MONEY, (plan_id,)):
        if node_id is not None:
            points[node_id].money.append(reading.Cell(node_id, kinds[kind], states[state], *rest))
    top = reading._hang(points)
    order = reading._as_read(top)
    reading._count(order, currency, date(2026, 11, 20))
    return reading.Tree(order, top, [])
