"""A plan is taken away as a file by whoever reads it, and what loads again is the same plan."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from sqlalchemy import select

from councilflow.extensions import db
from councilflow.models import Body, Plan
from councilflow.process.councils import Category
from councilflow.services import plans
from councilflow.services.plans.importing import source_of
from tests.conftest import NOW
from tests.services.test_plan_tables import HALLINGDAL

pytestmark = pytest.mark.one_database


@pytest.fixture
def plan(make):
    council = make.council()
    made = plans.new_plan(council, HALLINGDAL)
    plans.add_document(made, HALLINGDAL, now=NOW)
    db.session.commit()
    return made


@pytest.fixture
def reader(make, plan, client):
    person = make.seat(db.session.get_one(Body, plan.body_id), Category.MEMBER)
    return client.sign_in(person)


@pytest.mark.parametrize("kind", ["xlsx", "csv", "json"])
def test_what_is_taken_away_loads_to_the_same_plan(reader, plan, kind):
    answer = reader.get(f"/plans/{plan.id}/export/{kind}")
    assert answer.status_code == 200
    assert f"handlingsplan-2022.{kind}" in answer.headers["Content-Disposition"]
    assert source_of(answer.data, f"plan.{kind}").document == HALLINGDAL


@pytest.mark.parametrize("kind", ["pdf", "turned", "one-page"])
def test_the_papers_are_pdf(reader, plan, kind):
    answer = reader.get(f"/plans/{plan.id}/export/{kind}")
    assert answer.data.startswith(b"%PDF-")
    assert answer.mimetype == "application/pdf"


def test_there_is_no_other_kind(reader, plan):
    assert reader.get(f"/plans/{plan.id}/export/exe").status_code == 404


def test_nobody_else_gets_it(make, client, plan):
    assert client.get(f"/plans/{plan.id}/export/json").status_code in (302, 401)
    stranger = make.seat(make.council("Annat råd"), Category.MEMBER)
    assert client.sign_in(stranger).get(f"/plans/{plan.id}/export/json").status_code == 404


def test_a_command_writes_and_reads_it(app, make, plan, tmp_path):
    run = app.test_cli_runner().invoke
    council = db.session.get_one(Body, plan.body_id)
    make.seat(council, Category.SECRETARY)
    for suffix in ("json", "xlsx", "csv", "pdf"):
        file = tmp_path / f"plan.{suffix}"
        told = run(args=["plan", "export", council.name, str(file)])
        assert told.exit_code == 0, told.output
    other = make.council("Andra rådet")
    make.seat(other, Category.SECRETARY)
    told = run(args=["plan", "import", other.name, str(tmp_path / "plan.xlsx")])
    assert told.exit_code == 0, told.output
    copy = db.session.scalars(select(Plan).where(Plan.body_id == other.id)).one()
    assert replace(plans.document_of(copy), short_title="") == replace(HALLINGDAL, short_title="")


def test_a_command_prints_the_schema(app):
    printed = json.loads(app.test_cli_runner().invoke(args=["plan", "schema"]).output)
    assert printed["$id"] == "urn:councilflow:plan:1"


def test_a_file_of_another_kind_is_refused(app, plan, tmp_path):
    told = app.test_cli_runner().invoke(args=["plan", "export", str(plan.body_id), str(tmp_path / "a.exe")])
    assert told.exit_code == 1
    assert "should end with" in told.output
