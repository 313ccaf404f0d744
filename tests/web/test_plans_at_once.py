"""Two people at one plan in the same moment: nothing slips past a decision, and no money is moved twice."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from flask import Flask
from lxml import html

from councilflow.extensions import db
from councilflow.models import (
    Body,
    Measure,
    Person,
    Plan,
    PlanImport,
    PlanMoney,
    PlanNode,
    PlanVersion,
    Reallocation,
    StatusReport,
)
from councilflow.process.plans.values import MoneyKind, MoneyState, NodeKind, PlanStatus
from councilflow.services import visibility
from councilflow.services.plans import document_of, importing, versions
from tests.conftest import Make
from tests.web.test_two_at_once import counted, pressed

TODAY = visibility.today(datetime.now(UTC))
ROUNDS = 3
"""So often each is tried: who comes first is chance."""


class Kept:
    """A plan with an area, two measures and money on both, and two who keep it."""

    def __init__(self, make: Make) -> None:
        self.council = make.council()
        self.one, self.other = make.secretary(self.council), make.secretary(self.council)
        self.area = make.node(self.council, kind=NodeKind.AREA)
        self.second = self.point(make, "Kompetens", NodeKind.AREA)
        self.measures = [self.point(make, f"Insats {at}", NodeKind.MEASURE) for at in (1, 2)]
        self.cells = [
            self.money(make, node, amount) for node, amount in zip(self.measures, (100, 0), strict=True)
        ]

    @property
    def here(self) -> str:
        return f"/plans/{self.area.plan_id}"

    def point(self, make: Make, title: str, kind: NodeKind) -> PlanNode:
        node = PlanNode(plan_id=self.area.plan_id, kind=kind, level="Nivå", title=title)
        if kind is NodeKind.MEASURE:
            node.parent_id, node.measure = self.area.id, Measure()
        return make.save(node)

    def money(self, make: Make, node: PlanNode, amount: int) -> PlanMoney:
        facts = {"kind": MoneyKind.BUDGET, "state": MoneyState.AMOUNT, "raw": str(amount), "amount": amount}
        return make.save(PlanMoney(plan_id=node.plan_id, node_id=node.id, **facts))

    def drafts(self, *titles: str) -> list[PlanImport]:
        plan, council = db.session.get_one(Plan, self.area.plan_id), db.session.get_one(Body, self.council.id)
        by, now = db.session.get_one(Person, self.one.id), datetime.now(UTC)
        table = [f"Fokusområde\tInsats\tAnsvar\nNytt\t{title}\tTimrå kommun\n" for title in titles]
        return [importing.keep(council, one.encode(), plan=plan, by=by, now=now) for one in table]


@pytest.fixture
def kept(make: Make) -> Kept:
    return Kept(make)


ADOPTED = {"on": TODAY.isoformat(), "case_no": "2026/1", "item": "", "note": ""}


def test_what_is_adopted_is_what_stands(app: Flask, make: Make, kept: Kept) -> None:
    """Whoever writes while the plan is adopted comes before, and is in the version, or after, and is told."""
    plan_id = kept.area.plan_id
    for at in range(ROUNDS):
        title = f"I sista stund {at}"
        pressed(
            app,
            (kept.one, f"{kept.here}/adopt", ADOPTED),
            (kept.other, f"{kept.here}/nodes/new?level=0", {"level": "0", "title": title}),
            (kept.other, f"{kept.here}/money/new", {"kind": "budget", "raw": "100", "title": title}),
        )
        db.session.expire_all()
        plan = db.session.get_one(Plan, plan_id)
        newest = sa.select(PlanVersion).where(PlanVersion.plan_id == plan_id)
        adopted = db.session.scalars(newest.order_by(PlanVersion.number.desc()).limit(1)).one()
        assert plan.status is PlanStatus.ADOPTED
        assert versions.document_in(adopted) == document_of(plan)
        plan.status = PlanStatus.DRAFT
        db.session.commit()


def test_nothing_comes_to_stand_under_itself(app: Flask, kept: Kept) -> None:
    for _at in range(ROUNDS):
        first, second = kept.area.id, kept.second.id
        pressed(
            app,
            (kept.one, f"{kept.here}/nodes/{first}/move", {"parent": second}),
            (kept.other, f"{kept.here}/nodes/{second}/move", {"parent": first}),
        )
        db.session.expire_all()
        assert counted(PlanNode.id.in_((first, second)), PlanNode.parent_id.is_(None)) == 1
        db.session.execute(sa.update(PlanNode).where(PlanNode.id.in_((first, second))).values(parent_id=None))


def test_the_same_money_is_moved_once(app: Flask, kept: Kept) -> None:
    giver, taker = kept.cells
    move = {"giver": f"c{giver.id}", "taker": f"c{taker.id}", "amount": "80", "case_no": "2026/2"}
    move |= {"moved_on": TODAY.isoformat(), "item": ""}
    post = (kept.one, f"{kept.here}/reallocations/new", move)
    lower = {"kind": "budget", "raw": "50", "node": str(kept.measures[0].id)}
    less = (kept.other, f"{kept.here}/money/{giver.id}", lower)
    statuses = pressed(app, post, post, less)
    assert max(statuses) < 500
    db.session.expire_all()
    moved = db.session.scalar(sa.select(sa.func.sum(Reallocation.amount))) or 0
    assert moved <= db.session.get_one(PlanMoney, giver.id).amount


def test_money_goes_to_no_line_that_is_taken_away(app: Flask, kept: Kept) -> None:
    giver, taker = kept.cells
    move = {"giver": f"c{giver.id}", "taker": f"c{taker.id}", "amount": "80", "case_no": "2026/2"}
    move |= {"moved_on": TODAY.isoformat(), "item": ""}
    for gone in (taker, giver):
        statuses = pressed(
            app,
            (kept.one, f"{kept.here}/reallocations/new", move),
            (kept.other, f"{kept.here}/money/{gone.id}/remove", {}),
        )
        assert max(statuses) < 500, statuses
        db.session.execute(sa.delete(Reallocation))


def test_an_import_comes_in_once(app: Flask, kept: Kept) -> None:
    draft = kept.drafts("Insats ur tabellen")[0]
    here = f"/councils/{kept.council.id}/plans/imports/{draft.id}"
    plan_id = kept.area.plan_id
    db.session.commit()
    page = app.test_client().sign_in(kept.one).get(here)
    data = {"seen": html.fromstring(page.get_data()).xpath("string(//input[@name='seen']/@value)")}
    statuses = pressed(app, (kept.one, f"{here}/carry-out", data), (kept.other, f"{here}/carry-out", data))
    assert max(statuses) < 500
    assert counted(PlanNode.plan_id == plan_id, PlanNode.title == "Insats ur tabellen") == 1


def test_an_import_is_undone_before_somebody_reports_or_not_at_all(app: Flask, kept: Kept) -> None:
    for at in range(ROUNDS):
        draft = kept.drafts(f"Insats {at} ur tabellen")[0]
        importing.carry_out(draft, by=db.session.get_one(Person, kept.one.id), now=datetime.now(UTC))
        found = sa.select(PlanNode.id).where(PlanNode.title == f"Insats {at} ur tabellen")
        node_id, draft_id = db.session.scalars(found).one(), draft.id
        said = {"reported_on": TODAY.isoformat(), "state": "", "text": "Det går framåt."}
        statuses = pressed(
            app,
            (kept.one, f"/councils/{kept.council.id}/plans/imports/{draft_id}/undo", {}),
            (kept.other, f"{kept.here}/nodes/{node_id}/status", said),
        )
        assert max(statuses) < 500, statuses
        there = counted(PlanNode.id == node_id)
        assert there == counted(StatusReport.node_id == node_id)
        assert sorted(status < 400 for status in statuses) == [False, True], statuses
