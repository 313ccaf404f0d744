"""The pages of indicators: targets against values as tables and pictures, and the forms for both."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
import sqlalchemy as sa
from lxml import html

from councilflow.extensions import db
from councilflow.models import Indicator, IndicatorTarget, IndicatorValue, PlanNode
from councilflow.process.plans.values import PlanStatus
from councilflow.services import plans
from tests.conftest import NOW
from tests.excerpts import HALLINGDAL, SOGN

pytestmark = pytest.mark.one_database


@pytest.fixture
def plan(client, make):
    council = make.council()
    made = plans.new_plan(council, HALLINGDAL)
    plans.add_document(made, HALLINGDAL, now=NOW)
    db.session.commit()
    client.sign_in(make.secretary(council))
    return made


def at(plan, name):
    found = sa.select(Indicator.id).where(Indicator.plan_id == plan.id, Indicator.name == name)
    return f"/plans/{plan.id}/indicators/{db.session.scalars(found).one()}"


def words(page):
    """What a page says, without its pictures, spaces of every width as one."""
    tree = html.fromstring(page.get_data())
    for picture in tree.xpath("//svg"):
        picture.drop_tree()
    return " ".join(" ".join(tree.xpath("//main//text()")).split())


def test_the_list_says_which_sums_do_not_hold(client, plan):
    page = words(client.get(f"/plans/{plan.id}/indicators"))
    assert "4 summor stämmer inte" in page
    assert "Nye arbeidsplasser Årlig Senaste värdet Inget värde än" in page


def test_stated_and_computed_stand_beside_each_other(client, plan):
    page = words(client.get(at(plan, "Resultatmål 2022")))
    assert "Øvrig n.liv 1 1 6 2 10 planen anger 15" in page
    assert "1 Kompetanse og rekruttering, 2022 Planen anger 13 Går att räkna ihop 10" in page
    assert "Planen anger 5 mer än vad som går att räkna ihop" in page
    jobs = words(client.get(at(plan, "Nye arbeidsplasser")))
    assert "Summa 40 60 100 200" in jobs
    assert "mer än" not in jobs
    assert "Arbeidsplasser skal regnes som bruttoarbeidsplasser." in jobs


def test_the_pictures_say_in_words_what_the_tables_say(client, plan):
    address = at(plan, "Nye arbeidsplasser")
    client.post(f"{address}/values/new", data={"year": "2022", "written": "12"})
    page = client.get(address)
    pictures = html.fromstring(page.get_data()).xpath("//figure//svg")
    assert len(pictures) == 4, "the years and the industries, each for wide pages and for narrow ones"
    said = pictures[0].xpath("string(./desc)")
    assert "2022: mål 40, värde 12." in said
    assert "2024: mål 100, värde saknas." in said
    for picture in pictures:
        assert ElementTree.fromstring(html.tostring(picture, encoding="unicode")).get("role") == "img"
    assert "style=" not in page.text
    assert "28 under målet" in words(page)


def test_a_value_is_a_number_or_words(client, plan):
    address = at(plan, "Kommune NM")
    plan.status = PlanStatus.ADOPTED  # following up goes on
    db.session.commit()
    said = {"year": "2022", "written": "plass 134", "comment": "Av 356"}
    assert client.post(f"{address}/values/new", data=said).status_code == 302
    page = words(client.get(address))
    assert "plass 134" in page
    assert "Av 356" in page
    wrong = client.post(f"{address}/values/new", data={"year": "år 1", "written": ""})
    assert (wrong.status_code, "Skriv ett tal, eller värdet med ord." in wrong.text) == (422, True)
    value = db.session.scalars(sa.select(IndicatorValue)).one()
    client.post(f"{address}/values/{value.id}/remove")
    assert db.session.scalars(sa.select(IndicatorValue)).all() == []


def grid(**changes):
    """Two rows over two years, with the sums that the plan states."""
    said = {
        "rows-0-name": "Industri",
        "rows-0-cells-0": "5",
        "rows-0-cells-1": "7,5",
        "rows-0-total": "15",
        "rows-1-name": "Reiseliv",
        "rows-1-cells-0": "1 000",
        "rows-1-cells-1": "",
        "rows-1-total": "",
        "sums-0": "",
        "sums-1": "8",
        "total": "",
    }
    return said | changes


def test_targets_are_written_in_a_grid_and_sums_stay_what_the_plan_says(client, plan):
    address = at(plan, "Kommune NM")
    years = f"{address}/targets?first=2022&last=2023"
    assert client.get(years).text.count('name="rows-') == 3 * 4, "three empty rows"
    assert client.post(years, data=grid()).status_code == 302
    kept = db.session.execute(
        sa.select(
            IndicatorTarget.dimension, IndicatorTarget.year, IndicatorTarget.value, IndicatorTarget.is_sum
        )
        .join(Indicator, Indicator.id == IndicatorTarget.indicator_id)
        .where(Indicator.name == "Kommune NM")
        .order_by(IndicatorTarget.position)
    ).all()
    assert [tuple(row) for row in kept] == [
        ("Industri", 2022, 5, False),
        ("Industri", 2023, 7.5, False),
        ("Industri", None, 15, True),
        ("Reiseliv", 2022, 1000, False),
        ("", 2023, 8, True),
    ]
    page = words(client.get(address))
    assert "12,5 planen anger 15" in page
    again = html.fromstring(client.get(f"{address}/targets").get_data())
    assert again.xpath("//input[@name='rows-0-cells-1']/@value") == ["7,5"], "as it was typed"


def test_targets_of_one_point_stand_beside_those_of_the_whole_plan(client, plan):
    address = at(plan, "Kommune NM")
    node = db.session.scalars(sa.select(PlanNode).where(PlanNode.key == "A")).one()
    client.post(f"{address}/targets?node={node.id}&first=2022&last=2023", data=grid())
    client.post(f"{address}/targets?first=2022&last=2022", data=grid(**{"rows-0-cells-0": "9"}))
    found = db.session.scalars(sa.select(IndicatorTarget).where(IndicatorTarget.dimension == "Industri"))
    values = {(one.node_id, one.year): one.value for one in found if one.raw in ("5", "9")}
    assert values == {(node.id, 2022): 5, (None, 2022): 9}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"rows-1-cells-0": "mange"}, "”mange” är inget tal."),
        ({"sums-1": "=1+1"}, "”=1+1” är inget tal."),
        ({"rows-1-name": ""}, "Skriv vad raden gäller."),
        ({"rows-1-name": "Industri"}, "Två rader heter så."),
    ],
)
def test_what_is_wrong_in_the_grid_is_said_in_its_square(client, plan, changes, sentence):
    years = f"{at(plan, 'Kommune NM')}/targets?first=2022&last=2023"
    page = client.post(years, data=grid(**changes))
    assert page.status_code == 422
    assert sentence in page.text
    assert "7,5" in page.text


def test_what_nobody_could_read_stands_in_the_grid_until_somebody_writes_a_number(client, plan):
    address = at(plan, "Kommune NM")
    facts = {"dimension": "Reiseliv", "year": 2022, "raw": "mange", "value": None}
    db.session.add(IndicatorTarget(indicator_id=int(address.rpartition("/")[2]), **facts))
    db.session.commit()
    years = f"{address}/targets?first=2022&last=2023"
    assert client.post(years, data=grid(**{"rows-1-cells-0": "mange"})).status_code == 302
    assert "mange" in words(client.get(address))
    assert client.post(years, data=grid()).status_code == 302
    assert client.post(years, data=grid(**{"rows-1-cells-0": "mange"})).status_code == 422


@pytest.mark.parametrize(
    "asked", ["first=1&last=9999", "first=x", "first=2022&last=2100", "node=0", "last=1949", "first=٢٠٢٢"]
)
def test_odd_years_in_the_address_do_no_harm(client, plan, asked):
    page = client.get(f"{at(plan, 'Kommune NM')}/targets?{asked}")
    assert page.status_code == 200
    assert page.text.count('name="sums-') <= 15


def test_a_grid_larger_than_any_page_asks_for_is_cut(client, plan):
    said = {f"rows-{row}-cells-{cell}": "1" for row in range(70) for cell in range(20)}
    said |= {f"rows-{row}-name": f"Rad {row}" for row in range(70)}
    client.post(f"{at(plan, 'Kommune NM')}/targets?first=2022&last=2023", data=said)
    rows = db.session.scalars(sa.select(IndicatorTarget).where(IndicatorTarget.dimension.like("Rad %"))).all()
    assert len(rows) <= 60 * 2


def test_an_indicator_is_made_described_and_taken_away(client, plan):
    said = {"name": "Sysselsetting", "unit": "prosent", "counting_rule": "Bosatte i alderen 20–66"}
    made = client.post(f"/plans/{plan.id}/indicators/new", data=said)
    address = at(plan, "Sysselsetting")
    assert made.location == f"{address}/targets"
    client.post(f"{address}/edit", data=said | {"source": "SSB"})
    assert "SSB" in words(client.get(address))
    client.post(f"{address}/remove")
    assert client.get(address).status_code == 404
    nameless = client.post(f"/plans/{plan.id}/indicators/new", data={"name": ""})
    assert (nameless.status_code, "Skriv vad indikatorn heter." in nameless.text) == (422, True)


def test_an_indicator_of_another_plan_is_out_of_reach(client, make, plan):
    other = plans.new_plan(make.council("Et annet råd"), SOGN)
    db.session.commit()
    mine = at(plan, "Kommune NM").rpartition("/")[2]
    for address in ("", "/edit", "/targets", "/values/new", "/remove"):
        assert client.get(f"/plans/{other.id}/indicators/{mine}{address}").status_code in (403, 404)
    row = Indicator(plan_id=other.id, name="Deres")
    db.session.add(row)
    db.session.commit()
    assert client.get(f"/plans/{plan.id}/indicators/{row.id}").status_code == 404
    assert client.post(f"/plans/{plan.id}/indicators/{row.id}/remove").status_code == 404
