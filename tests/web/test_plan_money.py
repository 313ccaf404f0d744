"""The pages of a plan's money: budget against financing, moving, applying, giving."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from lxml import html

from councilflow.extensions import db
from councilflow.models import (
    Contribution,
    FundApplication,
    FundingSource,
    MeasureParty,
    PlanMoney,
    PlanNode,
    Reallocation,
)
from councilflow.process.plans.values import MoneyKind, MoneyState, PartyRole, PlanStatus
from councilflow.services import plans
from tests.asked import questions_of
from tests.conftest import NOW
from tests.excerpts import HALLINGDAL, SOGN

pytestmark = pytest.mark.one_database


@pytest.fixture
def council(make):
    return make.council()


@pytest.fixture
def secretary(make, council, client):
    found = make.secretary(council)
    client.sign_in(found)
    return found


def planned(council, document):
    plan = plans.new_plan(council, document)
    plans.add_document(plan, document, now=NOW)
    db.session.commit()
    return plan


@pytest.fixture
def plan(council):
    return planned(council, HALLINGDAL)


def words(page):
    """What a page says, spaces of every width as one."""
    said = " ".join(" ".join(html.fromstring(page.get_data()).xpath("//main//text()")).split())
    return said.replace(" .", ".").replace(" :", ":").replace(" ,", ",").replace("( ", "(").replace(" )", ")")


def node_at(key):
    return db.session.scalars(sa.select(PlanNode).where(PlanNode.key == key)).one()


def cell_on(key):
    node_id = node_at(key).id
    found = sa.select(PlanMoney).where(PlanMoney.node_id == node_id, PlanMoney.is_sum.is_(False))
    return db.session.scalars(found).one()


def test_the_budget_says_every_level_every_sum_and_where_they_differ(client, make, council, plan):
    client.sign_in(make.seat(council))
    page = words(client.get(f"/plans/{plan.id}/budget"))
    assert "Budgeten är 2 500 000 kr (2,5 miljoner) och finansieringen 2 500 000 kr (2,5 miljoner)." in page
    assert "Jämnt upp" in page
    assert "Planen anger 500 000 kr mer än vad som går att räkna ihop" in page
    assert "400 000 kr I planen: 400.000,-" in page
    assert "Planen anger ingen finansiering på enskilda punkter." in page
    assert "Viken fylkeskommune Hela planen Belopp 2 000 000 kr (2 miljoner)" in page


def test_an_amount_a_dash_nothing_and_the_unread_are_told_apart_in_words(client, make, council):
    client.sign_in(make.seat(council))
    plan = planned(council, SOGN)
    odd = cell_on("hr")
    odd.state, odd.raw = MoneyState.UNREAD, "etter avtale"
    node = PlanNode(plan_id=plan.id, level="Tiltak", title="Tomt")
    db.session.add(node)
    db.session.flush()
    empty = {"kind": MoneyKind.BUDGET, "state": MoneyState.NOT_STATED}
    db.session.add(PlanMoney(plan_id=plan.id, node_id=node.id, **empty))
    db.session.commit()
    page = words(client.get(f"/plans/{plan.id}/budget"))
    for said in (
        "4 800 000 kr I planen: 4,8 mill",
        "Streck I planen: -",
        "Ej angivet",
        "Gick inte att läsa som ett belopp I planen: etter avtale",
        "2 belopp Ett streck En ruta utan uppgift En ruta som inte gick att läsa",
        "Planen anger inga belopp för finansieringen.",
    ):
        assert said in page


def test_a_cell_is_written_changed_and_taken_away(client, secretary, plan):
    new = f"/plans/{plan.id}/money/new?node={node_at('I').id}"
    said = {"kind": "financing", "raw": "0,2 mill", "year": "2022", "source": "Innlandet"}
    assert client.post(new, data=said).status_code == 302
    cell = cell_on("I")
    assert (cell.kind, cell.amount, cell.raw) == (MoneyKind.FINANCING, 200_000, "0,2 mill")
    assert db.session.get_one(FundingSource, cell.source_id).name == "Innlandet"
    page = words(client.get(f"/plans/{plan.id}/budget"))
    assert "200 000 kr över" in page
    address = f"/plans/{plan.id}/money/{cell.id}"
    client.post(address, data=said | {"raw": "-"})
    db.session.expire_all()
    assert (cell_on("I").state, cell_on("I").amount) == (MoneyState.DASH, None)
    assert "försvinner" in client.get(f"{address}/remove").text
    client.post(f"{address}/remove")
    assert client.get(address).status_code == 404


def test_a_measure_is_paid_by_several_sources(client, secretary, plan):
    node = node_at("vertskap")
    for source, raw in (("Drift", "0,1 mill"), ("Interreg", "")):
        said = {"kind": "financing", "raw": raw, "source": source}
        client.post(f"/plans/{plan.id}/money/new?node={node.id}", data=said)
    page = words(client.get(f"/plans/{plan.id}/budget"))
    assert "Drift Vertskap for tilflyttere Belopp 100 000 kr (0,1 miljoner)" in page
    assert "Interreg Vertskap for tilflyttere Inget belopp angivet" in page
    assert "100 000 kr över" in page


def test_a_sum_beside_the_tree_is_of_what_was_ticked(client, secretary, plan):
    said = {"kind": "budget", "title": "Sum", "raw": "2 000 000", "is_sum": "y", "of_tree": "y"}
    client.post(f"/plans/{plan.id}/money/new", data=said)
    assert "Sum Budget" in words(client.get(f"/plans/{plan.id}/budget"))
    made = db.session.scalars(sa.select(PlanMoney).order_by(PlanMoney.id.desc())).first()
    assert (made.covers, made.covers_outside) == (["1", "2", "4"], False)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"raw": "mye penger", "title": "X"}, "”mye penger” går inte att läsa som ett belopp."),
        ({"raw": "5", "title": ""}, "Skriv vad raden gäller, till exempel Administration."),
        ({"raw": "5", "title": "X", "year": "22"}, "Skriv året med fyra siffror, till exempel 2026."),
        ({"raw": "5", "title": "X", "kind": "annat"}, "Välj ett av alternativen."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(client, secretary, plan, said, sentence):
    page = client.post(f"/plans/{plan.id}/money/new", data={"kind": "budget", "note": "Spør Kari"} | said)
    assert page.status_code == 422
    assert sentence in page.text
    assert "Spør Kari" in page.text
    assert db.session.scalar(sa.select(sa.func.count(PlanMoney.id))) == 9


def test_money_is_moved_by_a_decision_and_the_history_leads_there(client, secretary, make, council, plan):
    meeting = make.meeting(council, starts_at=datetime(2022, 5, 1, 8, tzinfo=UTC))
    item = make.item(meeting, number=12, title="Omfördelning av medel")
    said = {
        "giver": f"c{cell_on('C').id}",
        "taker": f"n{node_at('I').id}",
        "amount": "0,2 mill",
        "moved_on": "2022-05-02",
        "item": str(item.id),
        "reason": "Flere søkere enn ventet",
    }
    assert "1 200 000 NOK" in words(client.get(f"/plans/{plan.id}/reallocations/new"))
    client.post(f"/plans/{plan.id}/versions/new", data={"reason": "Innan pengarna flyttades"})
    assert client.post(f"/plans/{plan.id}/reallocations/new", data=said).status_code == 302
    page = client.get(f"/plans/{plan.id}/reallocations")
    assert "Från C Proaktivt arbeid till I Grønn kompetanse" in words(page)
    assert f"/items/{item.id}" in page.text
    assert "§ 12, 1 maj 2022" in words(page)
    budget = words(client.get(f"/plans/{plan.id}/budget"))
    assert "Omfördelat härifrån: 200 000 kr. Gäller nu: 1 000 000 kr" in budget
    assert "Omfördelat hit: 200 000 kr. Gäller nu: 200 000 kr" in budget
    for page in ("", "/one-page", "/table"):
        assert f'<a href="/plans/{plan.id}/reallocations">' in client.get(f"/plans/{plan.id}{page}").text
    changed = words(client.get(f"/plans/{plan.id}/differences"))
    assert "Från C Proaktivt arbeid till I Grønn kompetanse" in changed
    assert "Ingenting är ändrat" not in changed


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"case_no": ""}, "En omfördelning behöver beslutet bakom sig."),
        (
            {"amount": "2 mill"},
            "Det finns bara 1\u00a0200\u00a0000 att flytta",
        ),
        ({"amount": "0"}, "Beloppet ska vara större än noll."),
        ({"amount": "mye"}, "Skriv ett belopp, till exempel 400 000 eller 0,4 mill."),
        ({"moved_on": "i går"}, "Skriv ett datum"),
        ({"taker": "c999"}, "Välj ett av alternativen."),
        ({"giver": "n1"}, "Välj ett av alternativen."),
    ],
)
def test_what_may_not_be_moved_is_said(client, secretary, plan, changes, sentence):
    said = {
        "giver": f"c{cell_on('C').id}",
        "taker": f"c{cell_on('A').id}",
        "amount": "100",
        "moved_on": "2022-05-02",
        "case_no": "Sak 1/22",
    }
    page = client.post(f"/plans/{plan.id}/reallocations/new", data=said | changes)
    assert page.status_code == 422
    assert sentence in page.text
    assert db.session.scalars(sa.select(Reallocation)).all() == []


def test_money_of_another_plan_is_out_of_reach(client, secretary, make, plan):
    other = planned(make.council("Et annet råd"), SOGN)
    cell = db.session.scalars(sa.select(PlanMoney).where(PlanMoney.plan_id == other.id)).first()
    node = db.session.scalars(sa.select(PlanNode).where(PlanNode.plan_id == other.id)).first()
    for address in (f"money/{cell.id}", f"money/{cell.id}/remove", f"money/new?node={node.id}"):
        page = client.post(f"/plans/{plan.id}/{address}", data={"kind": "budget", "raw": "1", "title": "X"})
        assert page.status_code == 404
    said = {"amount": "1", "moved_on": "2022-05-02", "case_no": "1"}
    ends = {"giver": f"c{cell.id}", "taker": f"n{node.id}"}
    assert client.post(f"/plans/{plan.id}/reallocations/new", data=said | ends).status_code == 422
    assert client.get(f"/plans/{other.id}/budget").status_code == 404


def test_an_adopted_plan_takes_no_new_budget_and_still_what_follows(client, secretary, plan):
    plan.status = PlanStatus.ADOPTED
    db.session.commit()
    page = client.get(f"/plans/{plan.id}/budget").text
    assert "/money/" not in page
    refused = client.post(f"/plans/{plan.id}/money/new", data={"kind": "budget", "raw": "1", "title": "X"})
    assert refused.status_code == 409
    assert "är antagen och kan inte ändras" in refused.text
    said = {"applicant": "Hol kommune", "state": "sent", "applied": "100 000"}
    assert client.post(f"/plans/{plan.id}/applications/new", data=said).status_code == 302


def test_applications_show_what_own_money_sets_free(client, secretary, plan):
    new = f"/plans/{plan.id}/applications/new"
    said = {"applicant": "Hol kommune", "funder": "Viken", "phase": "pre_study", "state": "granted"}
    said |= {"applied": "400 000", "granted": "300 000", "own": "100 000", "other": "100 000"}
    client.post(new, data=said)
    page = words(client.get(f"/plans/{plan.id}/applications"))
    assert "Hävstång 1 till 5" in page
    assert "Förstudie" in page
    row = db.session.scalars(sa.select(FundApplication)).one()
    address = f"/plans/{plan.id}/applications/{row.id}"
    wrong = client.post(address, data=said | {"state": "refused"})
    assert wrong.status_code == 422
    assert "Ett beviljat belopp hör ihop med läget Beviljad" in wrong.text
    client.post(f"{address}/remove")
    assert db.session.scalars(sa.select(FundApplication)).all() == []


def test_who_is_responsible_writes_what_the_own_organisation_gives(client, make, council, plan):
    gol = make.organisation("Gol kommune")
    node = node_at("vertskap")
    party = {"role": PartyRole.RESPONSIBLE, "name": gol.name, "organisation_id": gol.id}
    db.session.add(MeasureParty(node_id=node.id, **party))
    db.session.commit()
    client.sign_in(make.seat(council, organisation_id=gol.id))
    page = f"/plans/{plan.id}/nodes/{node.id}/contributions"
    said = {"organisation": str(gol.id), "kind": "hours", "amount": "1 200", "year": "2022"}
    assert client.post(f"{page}/new", data=said).status_code == 302
    assert "Tillsammans: 1 200 timmar" in words(client.get(page))
    nothing = client.post(f"{page}/new", data=said | {"amount": "", "text": ""})
    assert (nothing.status_code, "beskriv insatsen med ord" in nothing.text) == (422, True)
    other = f"/plans/{plan.id}/nodes/{node_at('A').id}/contributions/new"
    assert client.post(other, data=said).status_code == 403
    row = db.session.scalars(sa.select(Contribution)).one()
    client.post(f"{page}/{row.id}/remove")
    assert db.session.scalars(sa.select(Contribution)).all() == []


def test_the_register_of_sources_is_kept_by_the_councils_secretary(client, make, council, secretary, plan):
    register = f"/councils/{council.id}/funding-sources"
    client.post(f"{register}/new", data={"name": "Viken"})
    twice = client.post(f"{register}/new", data={"name": "viken"})
    assert (twice.status_code, "Det finns redan en finansieringskälla" in twice.text) == (422, True)
    ids = dict(db.session.execute(sa.select(FundingSource.name, FundingSource.id)).all())
    merged = {"into": str(ids["Viken fylkeskommune"])}
    client.post(f"{register}/{ids['Viken']}/merge", data=merged)
    page = words(client.get(register))
    assert "2 källor." in page
    alone = client.post(f"{register}/{ids['Kommunene']}/merge", data={"into": str(ids["Kommunene"])})
    assert alone.status_code == 422
    assert "4 000" not in words(client.get(f"{register}/{ids['Kommunene']}"))
    other = make.council("Et annet råd")
    assert client.get(f"/councils/{other.id}/funding-sources/{ids['Kommunene']}").status_code == 404
    client.sign_in(make.seat(council))
    assert client.get(register).status_code == 200
    assert client.post(f"{register}/new", data={"name": "Egen"}).status_code == 403


def test_the_budget_costs_the_same_with_many_points(client, secretary, plan):
    address = f"/plans/{plan.id}/budget"
    few = questions_of(client, address)
    for number in range(450):
        node = PlanNode(plan_id=plan.id, level="Strategi", title=f"Strategi {number}")
        db.session.add(node)
        db.session.flush()
        cell = {"kind": MoneyKind.BUDGET, "state": MoneyState.AMOUNT, "raw": "1", "amount": 1}
        db.session.add(PlanMoney(plan_id=plan.id, node_id=node.id, **cell))
    db.session.commit()
    assert questions_of(client, address) == few
    page = words(client.get(address))
    assert "Planen är stor." in page
    assert "Vertskap for tilflyttere" not in page
    assert "Vertskap for tilflyttere" in words(client.get(f"{address}?all=1"))


def test_what_was_moved_away_does_not_come_back_by_writing_less(client, secretary, make, council):
    node = make.node(council)
    facts = {"plan_id": node.plan_id, "kind": MoneyKind.BUDGET, "state": MoneyState.AMOUNT}
    giver = make.save(PlanMoney(node_id=node.id, raw="100", amount=100, **facts))
    taker = make.save(PlanMoney(title="Administration", raw="0", amount=0, **facts))
    ends = {"plan_id": node.plan_id, "from_money_id": giver.id, "to_money_id": taker.id}
    make.save(
        Reallocation(amount=80, moved_on=NOW.date(), case_no="1", by_id=secretary.id, noted_at=NOW, **ends)
    )
    here, said = f"/plans/{node.plan_id}/money/{giver.id}", {"kind": "budget", "raw": "50"}
    answer = client.post(here, data=said)
    assert answer.status_code == 422
    assert "80" in words(answer)
    assert client.post(here, data=said | {"kind": "financing", "raw": "100"}).status_code == 409
    assert client.post(here, data=said | {"raw": "80"}).status_code == 302
