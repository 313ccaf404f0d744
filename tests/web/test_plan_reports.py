"""The pages of projects and reports: the leader reports by form, the report is written and submitted."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
import sqlalchemy as sa
from docx import Document
from lxml import html
from openpyxl import load_workbook

from councilflow.documents.gate import findings
from councilflow.extensions import db
from councilflow.models import Indicator, IndicatorTarget, Measure, MeasureParty, Plan, PlanNode, PlanReport
from councilflow.process.plans.values import MeasureState, NodeKind, PartyKind, PartyRole
from tests.asked import questions_of
from tests.conftest import Client, Make

pytestmark = pytest.mark.one_database


class Place:
    """A plan with one project, its leader, its secretary and a member who only reads."""

    def __init__(self, client: Client, make: Make) -> None:
        self.client = client
        self.council = make.council("Hallingdal regionråd")
        self.secretary = make.secretary(self.council)
        self.leader = make.seat(self.council, name="Åse Øverland")
        self.reader = make.seat(self.council, name="Nils Gol")
        self.plan = make.save(Plan(body_id=self.council.id, title="Sats på Hallingdal", short_title="Sats"))
        self.node = PlanNode(plan_id=self.plan.id, kind=NodeKind.MEASURE, level="Tiltak", title="Reiseliv")
        self.node.measure = Measure(state=MeasureState.ADOPTED)
        make.save(self.node)
        party = {"role": PartyRole.PROJECT_LEADER, "kind": PartyKind.PERSON, "name": "Åse Øverland"}
        make.save(MeasureParty(node_id=self.node.id, person_id=self.leader.id, **party))
        self.jobs = make.save(Indicator(plan_id=self.plan.id, name="Nye arbeidsplasser", dimension="Næring"))
        for place, dimension in enumerate(("Reiseliv", "Landbruk")):
            aim = {"dimension": dimension, "year": 2026, "value": 5, "raw": "5", "position": place}
            make.save(IndicatorTarget(indicator_id=self.jobs.id, **aim))
        self.at = f"/plans/{self.plan.id}"
        self.project = f"{self.at}/nodes/{self.node.id}"

    def get(self, who: Any, page: str, status: int = 200) -> str:
        answer = self.client.sign_in(who).get(page)
        assert answer.status_code == status
        return str(answer.get_data(as_text=True))

    def post(self, who: Any, page: str, status: int = 302, **fields: str) -> Any:
        answer = self.client.sign_in(who).post(page, data=fields)
        assert answer.status_code == status
        return answer

    def begun(self) -> str:
        """The address of a final report about the project."""
        form = {"template": "ready-final", "title": "Sluttrapport", "funder": "Viken"}
        page = f"{self.project}/reports/from-template"
        return str(self.post(self.leader, page, **form).headers["Location"])

    def submitted(self, report: str) -> None:
        page = html.fromstring(self.get(self.leader, f"{report}/submit"))
        [version] = page.xpath("//input[@name='version']/@value")
        self.post(self.leader, f"{report}/submit", version=version)


@pytest.fixture
def place(client: Client, make: Make) -> Place:
    return Place(client, make)


def said(page: str) -> str:
    return " ".join(" ".join(html.fromstring(page).itertext()).split())


def test_a_leader_reports_and_corrects_what_was_wrong(place: Place) -> None:
    field = f"figure-{place.jobs.id}"
    form = {"state": "ongoing", "text": "To kurs er i gang.", "year": "2026", f"{field}-0": "30"}
    wrong = place.post(place.leader, f"{place.project}/reports/new", 422, **form | {f"{field}-1": "mange"})
    assert "”mange” är inget tal." in said(wrong.get_data(as_text=True))
    place.post(place.leader, f"{place.project}/reports/new", **form)
    right = {"year": "2026", f"{field}-0": "3", f"{field}-1": "", "reason": "Tastefeil."}
    place.post(place.leader, f"{place.project}/reports/correct", **right)
    told = said(place.get(place.reader, f"{place.project}/project"))
    assert "Nye arbeidsplasser Reiseliv 2026 3" in told
    assert "Åse Øverland Tastefeil. Nye arbeidsplasser, Reiseliv, 2026: −27" in told
    place.post(place.reader, f"{place.project}/reports/new", 403, **form)


def test_the_secretary_sees_who_has_not_reported(place: Place) -> None:
    assert "Reiseliv Beslutad Åse Øverland Aldrig" in said(
        place.get(place.secretary, f"{place.at}/reports/waiting")
    )
    place.post(place.leader, f"{place.project}/reports/new", text="I gang.", state="ongoing")
    told = said(place.get(place.secretary, f"{place.at}/reports/waiting"))
    assert "Alla insatser har en rapport för perioden." in told
    backwards = place.get(place.secretary, f"{place.at}/reports/waiting?from=2026-12-01&to=2026-01-01")
    assert "Slutet ligger före början." in said(backwards)


def test_a_draft_is_read_by_those_who_write_it_and_a_report_by_all(place: Place) -> None:
    report = place.begun()
    place.get(place.reader, report, 404)
    place.get(place.reader, f"{report}/file.pdf", 404)
    assert "Sluttrapport" not in said(place.get(place.reader, f"{place.at}/reports"))
    assert "Sluttrapport" in said(place.get(place.leader, f"{place.at}/reports"))
    place.submitted(report)
    assert "Inlämnad den" in said(place.get(place.reader, report))
    place.post(place.reader, f"{report}/sections/1", 403, title="Bakgrunn", text="Min", version="1")
    place.post(place.leader, f"{report}/withdraw", 403, reason="Feil.")
    place.post(place.secretary, f"{report}/withdraw", reason="Feil.")
    place.get(place.reader, report, 404)


def test_two_who_write_under_one_heading_see_both_texts(place: Place) -> None:
    report = place.begun()
    heading = {"title": "Bakgrund", "version": "1"}
    place.post(place.leader, f"{report}/sections/1", text="Åses tekst.", **heading)
    answer = place.post(place.secretary, f"{report}/sections/1", 409, text="Min tekst.", **heading)
    page = html.fromstring(answer.get_data(as_text=True))
    assert "Åses tekst." in page.xpath("string(//blockquote)")
    assert "Min tekst." in page.xpath("string(//textarea[@name='text'])")
    [version] = page.xpath("//input[@name='version']/@value")
    place.post(place.secretary, f"{report}/sections/1", text="Vår tekst.", title="Bakgrund", version=version)
    assert "Vår tekst." in place.get(place.leader, report)


def test_what_is_missing_leads_to_where_it_is_mended(place: Place) -> None:
    report = place.begun()
    goal = PlanNode(
        plan_id=place.plan.id, parent_id=place.node.id, kind=NodeKind.GOAL, level="Mål", title="Mål 3B"
    )
    db.session.add(goal)
    db.session.commit()
    page = html.fromstring(place.get(place.leader, report))
    ways = {
        way.text_content(): way.get("href") for way in page.xpath("//section[@aria-labelledby='saknas']//a")
    }
    assert ways["Mål 3B"] == f"{report}/goals"
    assert ways["Utvärdering och fortsatt arbete"].startswith(report)
    field = f"result-{goal.id}"
    place.post(place.leader, f"{report}/goals", 422, **{f"text-{goal.id}": "Uten vurdering."})
    place.post(place.leader, f"{report}/goals", **{field: "too_early", f"text-{goal.id}": "Om to år."})
    told = said(place.get(place.leader, report))
    assert "Kan inte mätas ännu Motivering: Om to år." in told


def test_a_submitted_report_is_had_as_three_files(place: Place) -> None:
    report = place.begun()
    place.post(place.leader, f"{report}/sections/1", title="Bakgrund", text="Áŋŋel", version="1")
    place.submitted(report)
    files = {}
    for kind in ("pdf", "docx", "xlsx"):
        answer = place.client.sign_in(place.reader).get(f"{report}/file.{kind}")
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"] == f"attachment; filename=Sluttrapport.{kind}"
        files[kind] = answer.data
        assert place.client.get(f"{report}/file.{kind}").data == answer.data
    assert findings(files["pdf"]) == []
    assert "Áŋŋel" in [paragraph.text for paragraph in Document(io.BytesIO(files["docx"])).paragraphs]
    assert "Sluttrapport" in [row[0].value for row in load_workbook(io.BytesIO(files["xlsx"])).worksheets[0]]
    assert place.client.get(f"{report}/file.exe").status_code == 404


def test_a_template_of_the_council_orders_its_headings(place: Place) -> None:
    headings = {
        "name": "Vikens mal",
        "kind": "final",
        "funder": "Viken",
        "headings-0-title": "Økonomi",
        "headings-0-place": "2",
        "headings-1-title": "Måloppnåelse",
        "headings-1-place": "1",
        "headings-1-parts": "goals",
    }
    council = f"/councils/{place.council.id}/report-templates"
    place.post(place.secretary, f"{council}/new", 422, name="Tom", kind="final")
    place.post(place.secretary, f"{council}/new", **headings)
    offered = html.fromstring(place.get(place.secretary, f"{place.at}/reports/new"))
    [own] = [value for value in offered.xpath("//input[@name='template']/@value") if value.startswith("own-")]
    answer = place.post(place.secretary, f"{place.at}/reports/new", template=own, title="Rapport", about="")
    page = html.fromstring(place.get(place.secretary, answer.headers["Location"]))
    assert [one.text for one in page.xpath("//h2[starts-with(@id, 'rubrik-')]")] == [
        "Måloppnåelse",
        "Økonomi",
    ]
    assert db.session.scalar(sa.select(PlanReport.funder)) == "Viken"


def test_the_pages_ask_the_same_however_much_there_is(place: Place) -> None:
    client = place.client.sign_in(place.secretary)
    pages = [f"{place.at}/reports", f"{place.at}/reports/waiting", f"{place.project}/project"]
    place.submitted(place.begun())
    client.sign_in(place.secretary)
    before = [questions_of(client, page) for page in pages]
    for number in range(3):
        place.submitted(place.begun())
        node = PlanNode(
            plan_id=place.plan.id, kind=NodeKind.MEASURE, level="Tiltak", title=f"Tiltak {number}"
        )
        node.measure = Measure(state=MeasureState.ONGOING)
        db.session.add(node)
        place.post(place.leader, f"{place.project}/reports/new", text=f"Rapport {number}", state="ongoing")
    client.sign_in(place.secretary)
    assert [questions_of(client, page) for page in pages] == before


def test_a_decision_between_phases_names_its_case(place: Place) -> None:
    place.post(place.leader, f"{place.project}/project/phase", phase="pre_project", starts_on="2026-01-01")
    decided = {"decision": "continue", "decided_on": "2026-06-01"}
    answer = place.post(place.leader, f"{place.project}/project/decision", 422, **decided)
    assert "Beslutet om en fas tas någonstans." in said(answer.get_data(as_text=True))
    place.post(place.leader, f"{place.project}/project/decision", note="Styringsgruppa, sak 12/26", **decided)
    told = said(place.get(place.reader, f"{place.project}/project"))
    assert re.search(
        r"Förprojekt Avslutad med beslut .* Gå vidare 1 juni 2026 ?Styringsgruppa, sak 12/26", told
    )
