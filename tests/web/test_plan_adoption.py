"""A secretary adopts a plan, opens it again and shares it; everybody reads what changed (A8, B2.21, B4.8)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from councilflow.extensions import db
from councilflow.models import Plan, PlanApproval, PlanNode, PlanShare
from councilflow.process.councils import Category
from councilflow.process.plans.values import ApprovalResult, PlanStatus
from councilflow.services import plans
from councilflow.services.plans.importing import source_of
from councilflow.services.visibility import today
from tests.conftest import NOW
from tests.services.test_plan_tables import HALLINGDAL

pytestmark = pytest.mark.one_database

DECISION = {"on": "2022-03-01", "case_no": "Sak 29/07"}


@pytest.fixture
def council(make):
    return make.council("Hallingtinget")


@pytest.fixture
def plan(council):
    made = plans.new_plan(council, HALLINGDAL)
    plans.add_document(made, HALLINGDAL, now=NOW)
    db.session.commit()
    return made.id


@pytest.fixture
def secretary(make, council, client):
    return client.sign_in(make.seat(council, Category.SECRETARY))


def adopt(secretary, plan):
    return secretary.post(f"/plans/{plan}/adopt", data=DECISION, follow_redirects=True)


def test_a_plan_is_adopted_changed_and_compared(secretary, plan):
    assert "Antagen den 1 mars 2022" in adopt(secretary, plan).text
    secretary.post(f"/plans/{plan}/open", data={"reason": "Rullering"})
    node = db.session.scalars(select(PlanNode).where(PlanNode.key == "measure")).one()
    node.title = "Støtte opp under alle andre initiativ"
    db.session.commit()
    page = secretary.get(f"/plans/{plan}/differences?from=1").text
    assert '<ins><span class="visually-hidden">Tillagt: </span>alle </ins>' in page
    old = secretary.get(f"/plans/{plan}/versions/1").text
    assert "Støtte opp under andre initiativ" in old
    assert "alle andre" not in old
    file = secretary.get(f"/plans/{plan}/versions/1/export/json")
    assert source_of(file.data, "plan.json").document == HALLINGDAL
    assert load_workbook(BytesIO(secretary.get(f"/plans/{plan}/versions/1/export/xlsx").data))


def test_everybody_is_told_that_an_adopted_plan_is_being_changed(client, secretary, plan):
    adopt(secretary, plan)
    secretary.post(f"/plans/{plan}/publish")
    visitor = client.application.test_client()
    assert "håller på att ändras" not in visitor.get(f"/public/plans/{plan}").text
    assert "öppen för alla visar ändringarna" in secretary.get(f"/plans/{plan}/open").text
    secretary.post(f"/plans/{plan}/open", data={"reason": "Ny runda"})
    assert "antogs den 1 mars 2022 gäller" in visitor.get(f"/public/plans/{plan}").text


def test_how_a_browser_breaks_lines_is_no_change(secretary, plan):
    node = db.session.scalars(select(PlanNode).where(PlanNode.key == "measure")).one()
    node.text = "en rad\r\nen till"
    db.session.commit()
    secretary.post(f"/plans/{plan}/versions/new", data={"reason": "Inför mötet"})
    assert "Ingenting är ändrat" in secretary.get(f"/plans/{plan}/differences").text


def test_without_a_decision_it_is_told_at_the_form(secretary, plan):
    answer = secretary.post(f"/plans/{plan}/adopt", data={"on": "2022-03-01"})
    assert answer.status_code == 422
    assert "ärendets nummer" in answer.text
    assert db.session.get(Plan, plan).status is PlanStatus.DRAFT


def test_an_assembly_is_asked_answers_and_is_taken_away(secretary, plan):
    new = f"/plans/{plan}/approvals/new"
    secretary.post(new, data={"step": "adopts", "assembly": "Gol kommunestyre"})
    secretary.post(new, data={"step": "handles", "assembly": "Styringsgruppa"})
    gol, group = db.session.scalars(select(PlanApproval).order_by(PlanApproval.id)).all()
    answered = {"result": "approved", **DECISION}
    secretary.post(f"/plans/{plan}/approvals/{gol.id}", data=answered)
    secretary.post(f"/plans/{plan}/approvals/{group.id}/remove")
    db.session.expire_all()
    [left] = db.session.scalars(select(PlanApproval)).all()
    assert (left.result, left.decided_on) == (ApprovalResult.APPROVED, date(2022, 3, 1))
    assert "Antagen" in adopt(secretary, plan).text
    secretary.post(f"/plans/{plan}/open", data={"reason": "Ny runda"})
    kept = secretary.get(f"/plans/{plan}/versions/1").text
    assert kept.index("Gol kommunestyre") < kept.index("Godkänt") < kept.index("1 mars 2022, Sak 29/07")


def test_the_years_look_waits_on_the_first_page_until_it_is_noted(secretary, plan):
    adopt(secretary, plan)
    row = db.session.get(Plan, plan)
    row.review_on = date(2026, 11, 1)
    db.session.commit()
    assert "Gå igenom Handlingsplan 2022" in secretary.get("/").text
    noted = {"result": "unchanged", "case_no": "Sak 4/23", "next_on": "2050-11-01"}
    answer = secretary.post(f"/plans/{plan}/review", data=noted, follow_redirects=True)
    assert "Aktualiserad utan ändring" in answer.text
    assert "Gå igenom Handlingsplan 2022" not in secretary.get("/").text


def test_a_year_after_a_look_comes_the_next_however_early_it_was(secretary, plan):
    row = db.session.get(Plan, plan)
    before = secretary.get(f"/plans/{plan}/review").text
    row.review_on = date(2050, 11, 1)
    db.session.commit()
    page = secretary.get(f"/plans/{plan}/review").text
    assert "2051" not in page
    next_year = f'value="{today(datetime.now(UTC)).year + 1}-'
    assert page.count(next_year) == before.count(next_year) == 1


def test_another_council_adopts_the_plan_that_it_shares(make, client, secretary, plan):
    ofoten = make.council("Ofoten regionråd")
    there = make.seat(ofoten, Category.SECRETARY)
    secretary.post(f"/plans/{plan}/share", data={"council": ofoten.id})
    assert adopt(secretary, plan).status_code == 422
    other = client.application.test_client().sign_in(there)
    assert other.get(f"/plans/{plan}").status_code == 200
    assert other.post(f"/plans/{plan}/adopt", data=DECISION).status_code == 403
    page = f"/councils/{ofoten.id}/shared-plans"
    assert "Handlingsplan 2022" in other.get(page).text
    other.post(f"{page}/{plan}", data={"result": "approved", **DECISION})
    assert "Antagen" in adopt(secretary, plan).text


def test_a_no_takes_the_plan_away_from_the_other_council(make, client, secretary, plan):
    ofoten = make.council("Ofoten regionråd")
    other_secretary = make.seat(ofoten, Category.SECRETARY)
    secretary.post(f"/plans/{plan}/share", data={"council": ofoten.id})
    other = client.application.test_client().sign_in(other_secretary)
    other.post(f"/councils/{ofoten.id}/shared-plans/{plan}", data={"result": "rejected", **DECISION})
    assert db.session.scalars(select(PlanShare)).all() == []
    assert other.get(f"/plans/{plan}").status_code == 404


def test_areas_come_in_from_a_plan_that_one_reads(secretary, council, plan):
    mine = Plan(body_id=council.id, title="Ny plan", short_title="Ny")
    db.session.add(mine)
    db.session.commit()
    assert "Handlingsplan 2022" in secretary.get(f"/plans/{mine.id}/bring-in").text
    secretary.post(f"/plans/{mine.id}/bring-in/{plan}", data={"areas": ["area"]})
    titles = db.session.scalars(select(PlanNode.title).where(PlanNode.plan_id == mine.id)).all()
    assert len(titles) == len(HALLINGDAL.nodes)


def test_there_is_no_other_version(secretary, plan):
    assert secretary.get(f"/plans/{plan}/versions/7").status_code == 404
    assert secretary.get(f"/plans/{plan}/versions/7/export/json").status_code == 404
    assert secretary.get(f"/plans/{plan}/differences").status_code == 302
