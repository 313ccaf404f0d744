"""What became of five thousand standpoints in twelve organisations: what the pages that list them ask the
database for, and how long they take."""

from __future__ import annotations

import time
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from flask import Flask

from bench.county import HELD_AT
from bench.figures import Figure, median
from bench.page import call, environ, session_cookie
from bench.plans import rows
from councilflow.extensions import db
from councilflow.models import (
    AgendaItem,
    Body,
    FormalDecision,
    Meeting,
    Organisation,
    Person,
    Plan,
    PlanNode,
    ReportBack,
    Seat,
    Standpoint,
    StrategyLink,
)
from councilflow.process.afterwards import FormalState, ReportBackState
from councilflow.process.agenda import ItemKind
from councilflow.process.consensus import Outcome
from councilflow.process.councils import BodyKind, Category, OrganisationKind
from councilflow.process.formal_decisions import MADE
from councilflow.process.meeting import MeetingState

SIZES = (50, 5000)
"""Standpoints of a council; times are taken on the last."""
ORGANISATIONS, EACH = 12, 50
"""Members of each council, and standpoints of each meeting."""
AREAS = 10
YEAR = HELD_AT.year
PAGES = {
    "register": "/standpoints",
    "areas and goals": "/standpoints/goals",
    "matrix": "/councils/{council}/formal-decisions",
    "overdue": "/councils/{council}/formal-decisions/overdue",
    "report backs": "/councils/{council}/report-backs",
    "who does what": "/councils/{council}/efforts",
    "year": f"/councils/{{council}}/year-report/{YEAR}",
    "said outwards": "/councils/{council}/outwards",
    "start": "/",
}


def settle() -> dict[int, tuple[int, str]]:
    """A council of each size with its secretary: standpoints → id of the council, session. Commits."""
    homes = rows(
        Organisation,
        [
            {"name": f"Medlem {at}", "short_name": f"M{at}", "kind": OrganisationKind.MUNICIPALITY}
            for at in range(ORGANISATIONS)
        ],
    )
    councils = {size: _council(size, homes) for size in SIZES}
    db.session.commit()
    return councils


def _council(size: int, homes: list[int]) -> tuple[int, str]:
    council = Body(name=f"Råd med {size}", short_name="R", kind=BodyKind.COUNCIL, host_id=homes[0])
    secretary = Person(name="S", email=f"s{size}@example.org", session_key=f"s{size}", created_at=HELD_AT)
    db.session.add_all([council, secretary])
    db.session.flush()
    seat = {"body_id": council.id, "person_id": secretary.id, "organisation_id": homes[0]}
    rows(Seat, [seat | {"category": Category.SECRETARY, "starts_on": date(2010, 1, 1)}])
    nodes = _areas(council.id)
    for begun in range(0, size, EACH):
        _meeting(council.id, begun, homes, nodes)
    return council.id, f"{secretary.id}:{secretary.session_key}"


def _areas(council_id: int) -> list[int]:
    (plan,) = rows(Plan, [{"body_id": council_id, "title": "Utvecklingsstrategi", "short_title": "RUS"}])
    named = [{"title": f"Område {at}", "level": "Område", "position": at} for at in range(AREAS)]
    return rows(PlanNode, [{"plan_id": plan} | one for one in named])


def _meeting(council_id: int, begun: int, homes: list[int], nodes: list[int]) -> None:
    """A meeting with its standpoints, five meetings in each year, the first one this year."""
    starts_at = HELD_AT - timedelta(days=70 * (begun // EACH))
    met = {"council_id": council_id, "starts_at": starts_at, "ends_at": starts_at + timedelta(hours=3)}
    (meeting,) = rows(Meeting, [met | {"state": MeetingState.HELD}])
    items = rows(AgendaItem, [_item(meeting, begun + at) for at in range(1, EACH + 1)])
    rows(StrategyLink, [{"item_id": item, "node_id": nodes[item % AREAS]} for item in items])
    day = starts_at.date()
    taken = [
        {
            "item_id": item,
            "council_id": council_id,
            "year": day.year,
            "number": begun + at,
            "taken_on": day,
            "in_force_on": day + timedelta(days=7),
        }
        for at, item in enumerate(items, 1)
    ]
    standpoints = rows(Standpoint, taken)
    rows(FormalDecision, [_decision(one, home, day) for one in standpoints for home in homes])
    due = {"meeting_id": meeting, "due_on": day + timedelta(days=37)}
    states = (ReportBackState.DONE, ReportBackState.OPEN)
    rows(ReportBack, [due | {"organisation_id": home, "state": states[home % 2]} for home in homes])


def _item(meeting_id: int, number: int) -> dict[str, Any]:
    facts = {"meeting_id": meeting_id, "position": number, "number": number, "kind": ItemKind.STANDPOINT}
    title = f"Gemensamma prioriteringar i länet, del {number}"
    return facts | {"title": title, "outcome": Outcome.CONSENSUS, "adopted": "Rådet står bakom förslaget."}


def _decision(standpoint_id: int, home: int, day: date) -> dict[str, Any]:
    """Every state there is, spread over standpoints and organisations."""
    states = list(FormalState)
    state = states[(standpoint_id + home) % len(states)]
    facts: dict[str, Any] = {"standpoint_id": standpoint_id, "organisation_id": home, "state": state}
    facts |= {"deciding_body": "Kommunfullmäktige", "planned_on": None, "decided_on": None}
    if state is FormalState.PLANNED:
        facts["planned_on"] = day + timedelta(days=90)
    elif state in MADE:
        facts["decided_on"] = day + timedelta(days=30)
    return facts


def measure(app: Flask, councils: dict[int, tuple[int, str]], *, rounds: int) -> list[Figure]:
    """Queries of each page, login and rights included: the most, and how much they differ by size; and the
    time on the wall at the largest."""
    said: list[str] = []
    with app.app_context():
        sa.event.listen(db.engine, "before_cursor_execute", lambda *event: said.append(event[2]))
    sizes, figures = " / ".join(map(str, SIZES)), []
    for name, page in PAGES.items():
        counts = []
        pages = [
            environ(page.format(council=council_id), session_cookie(app, session))
            for council_id, session in councils.values()
        ]
        for asked in pages:
            said.clear()
            call(app, asked, 200)
            counts.append(sum(one.lstrip().upper().startswith(("SELECT", "WITH")) for one in said))
        times = [_seconds(app, pages[-1]) for _round in range(rounds)]
        where = f"{name} of {SIZES[-1]} standpoints × {ORGANISATIONS} organisations"
        figures += [
            Figure(f"queries of {name} at {sizes} standpoints", max(counts)),
            Figure(f"difference of {name} by size", max(counts) - min(counts), 0),
            Figure(f"{where}: median", median(times) * 1000, unit=" ms"),
        ]
    return figures


def _seconds(app: Flask, asked: dict[str, Any]) -> float:
    begun = time.perf_counter()
    call(app, asked, 200)
    return time.perf_counter() - begun
