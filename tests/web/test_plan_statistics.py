"""The statistics of plans: only what the viewer knows, with totals that add up, on page and in file."""

from __future__ import annotations

import csv
import io

import pytest
from lxml import html

from councilflow.extensions import db
from councilflow.models import Measure, NodeLink, NodeMention, PlanNode, Statement, StrategyLink
from councilflow.process.consensus import Outcome
from councilflow.process.meeting import MeetingState
from councilflow.process.plans.values import LinkKind, MeasureState, NodeKind, StatementState
from tests.asked import questions_of

HELD = {"state": MeetingState.HELD}


def linked(make, node, meeting, **facts):
    item = make.item(meeting, strategy=False, **facts)
    make.save(StrategyLink(item_id=item.id, node_id=node.id))


@pytest.fixture
def county(make):
    """A plan with an area that serves a goal, and a measure below the area."""

    class County:
        council = make.council()
        goal = make.node(council, "Målet", kind=NodeKind.GOAL, level="Mål")
        area = make.save(PlanNode(plan=goal.plan, kind=NodeKind.AREA, level="Område", title="Området"))
        under = {"plan_id": goal.plan_id, "parent_id": area.id}
        measure = PlanNode(kind=NodeKind.MEASURE, level="Insats", title="Insatsen", **under)

    County.measure.measure = Measure(state=MeasureState.ONGOING, first_year=2026)
    make.save(County.measure)
    make.save(NodeLink(first_id=County.area.id, second_id=County.goal.id, kind=LinkKind.SERVES))
    return County


def rows(client, address):
    """The lines of the file as dictionaries, by (table, title)."""
    content = client.get(address).data.decode("utf-8-sig")
    return {(row["Efter"], row["Rubrik"]): row for row in csv.DictReader(io.StringIO(content), delimiter=";")}


def test_what_is_linked_below_counts_for_the_area_and_the_goal_it_serves(client, make, county):
    meeting = make.meeting(county.council, **HELD)
    linked(make, county.measure, meeting, outcome=Outcome.CONSENSUS)
    linked(make, county.area, meeting, outcome=Outcome.NONE)
    client.sign_in(make.seat(county.council))
    found = rows(client, f"/councils/{county.council.id}/plans/statistics.csv")
    for name in (("Område", "Området"), ("Mål", "Målet"), ("År", "2026")):
        counts = [found[name][head] for head in ("Punkter", "Konsensus", "Inget ställningstagande")]
        assert counts == ["2", "1", "1"], name
        assert (found[name]["Insatser"], found[name]["Pågår"]) == ("1", "1"), name
    page = html.fromstring(client.get(f"/councils/{county.council.id}/plans/statistics").text)
    for table in page.xpath("//table"):
        lines = [[int(cell.text) for cell in row.xpath("./td")] for row in table.xpath("./tbody/tr")]
        total = [int(cell.text) for cell in table.xpath("./tfoot/tr/td")]
        assert total == [sum(column) for column in zip(*lines, strict=True)]


def test_only_what_the_viewer_may_read_is_counted(client, make, county):
    linked(make, county.area, make.meeting(county.council), title="Inte kallad")
    draft = Statement(body_id=county.council.id, title="Utkast", state=StatementState.DRAFT)
    make.save(NodeMention(node_id=county.area.id, statement_id=make.save(draft).id))
    there = f"/councils/{county.council.id}/plans/statistics.csv"

    def counted(person):
        client.sign_in(person)
        row = rows(client, there)["Område", "Summa"]
        return row["Punkter"], row["Yttranden och skrivelser"]

    assert counted(make.seat(county.council)) == ("0", "0")
    assert counted(make.secretary(county.council)) == ("1", "1")
    client.sign_in(make.seat(make.council("Grannrådet")))
    assert client.get(there).status_code == 404
    assert client.get(f"/plans/{county.area.plan_id}/statistics.csv").status_code == 404


@pytest.mark.one_database
def test_a_year_can_be_chosen_and_a_title_runs_no_formula(client, make, county):
    county.area.title = "=HYPERLINK(1)"
    db.session.commit()
    client.sign_in(make.seat(county.council))
    found = rows(client, f"/plans/{county.area.plan_id}/statistics.csv?year=2030")
    assert found["Område", "'=HYPERLINK(1)"]["Insatser"] == "0"
    for odd in ("x", "-1", "99999999999", "0"):
        assert client.get(f"/plans/{county.area.plan_id}/statistics?year={odd}").status_code == 200


@pytest.mark.one_database
def test_the_page_costs_the_same_however_much_there_is_to_count(client, make, county):
    client.sign_in(make.seat(county.council))
    page = f"/councils/{county.council.id}/plans/statistics"
    before = questions_of(client, page)
    meeting = make.meeting(county.council, **HELD)
    for number in range(12):
        node = make.save(
            PlanNode(
                plan=county.goal.plan, parent_id=county.area.id, level="Mål", kind=NodeKind.GOAL, title="M"
            )
        )
        linked(make, node, meeting, number=number)
    assert questions_of(client, page) == before
