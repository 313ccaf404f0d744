"""A plan's pages: read as a tree, as a table and by everybody; worked on by those who answer for it."""

from __future__ import annotations

from collections import Counter
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
import sqlalchemy as sa
from lxml import html

from councilflow.extensions import db
from councilflow.models import MeasureParty, PlanFile, PlanNode, StatusReport
from councilflow.process.councils import BodyKind, Category
from councilflow.process.plans.document import Measure, Money, Node, Party, Period, PlanDocument
from councilflow.process.plans.following import Concern
from councilflow.process.plans.values import (
    CURRENCIES,
    MeasureState,
    MoneyKind,
    MoneyState,
    NodeKind,
    PartyKind,
    PartyRole,
    PlanStatus,
    Settlement,
)
from councilflow.services import plans
from councilflow.services.plans import reading
from tests.asked import questions_of
from tests.conftest import NOW
from tests.process.plans.reading.reader import read_text

pytestmark = pytest.mark.one_database

AMOUNT = Money(MoneyKind.BUDGET, MoneyState.AMOUNT, "0,1 mill", 100_000, 2022)
DASH = Money(MoneyKind.BUDGET, MoneyState.DASH, "-")
EMPTY = Money(MoneyKind.BUDGET, MoneyState.NOT_STATED, "")


def measure(key: str, parent: str, title: str, *, money: Money = AMOUNT, block: str = "", **facts) -> Node:
    facts = {"period": Period("2022", 2022, 2022), "settlement": Settlement.STATED} | facts
    facts.setdefault("parties", (Party(PartyRole.RESPONSIBLE, "SR"),))
    return Node(
        key,
        NodeKind.MEASURE,
        title,
        parent=parent,
        level="Tiltak",
        block=block,
        money=(money,),
        source_line=26,
        measure=Measure(**facts),
    )


def goal(key: str, parent: str, title: str, block: str = "") -> Node:
    return Node(key, NodeKind.GOAL, title, parent=parent, level="Delmål", block=block)


SOGN = PlanDocument(
    title="Handlingsplan 2022",
    short_title="HP",
    period=Period("2022", 2022, 2022),
    language="nn",
    currency="NOK",
    levels=(
        (NodeKind.AREA, "Område"),
        (NodeKind.GOAL, "Delmål"),
        (NodeKind.STRATEGY, "Strategi (korleis)"),
        (NodeKind.MEASURE, "Tiltak"),
    ),
    nodes=(
        Node("a1", NodeKind.AREA, "Attraktiv buregion", level="Område", code="1"),
        goal("g1", "a1", "Lukkast med rekruttering"),
        Node("s1", NodeKind.STRATEGY, "Vidareutvikla omdømme", parent="a1", level="Strategi (korleis)"),
        measure("m1", "s1", "Karrieremesser", state=MeasureState.ONGOING),
        measure("m2", "s1", "Merkevare", money=EMPTY, settlement=Settlement.NOT_SETTLED, parties=()),
        measure("m3", "s1", "Stadutvikling", state=MeasureState.DONE, parties=()),
        measure("m4", "s1", "Reiseliv", money=DASH, period=Period()),
        measure(
            "m5", "s1", "Ikke konkretisert", money=EMPTY, is_placeholder=True, parties=(), period=Period()
        ),
        Node("a2", NodeKind.AREA, "Samferdsle", level="Område", code="2"),
        *(goal(f"b{n}", "a2", f"Bane {n}", block="1") for n in range(3)),
        *(
            measure(f"c{n}", "a2", f"Forum {n}", block="1", period=Period("2030", 2030, 2030))
            for n in range(2)
        ),
    ),
)


class Place:
    """A council with that plan, its secretary and somebody from Timrå."""

    def __init__(self, make, client, document: PlanDocument = SOGN, name: str = "Timrå") -> None:
        self.make, self.client = make, client
        self.council = make.council(f"Rådet i {name}")
        self.secretary = make.secretary(self.council)
        self.timra = make.organisation(f"{name} kommun")
        self.member = make.seat(self.council, organisation_id=self.timra.id)
        self.plan = plans.new_plan(self.council, document)
        plans.add_document(self.plan, document, now=NOW)
        db.session.commit()
        self.at = f"/plans/{self.plan.id}"
        rows = db.session.execute(
            sa.select(PlanNode.key, PlanNode.id).where(PlanNode.plan_id == self.plan.id)
        )
        self.ids = {row.key: row.id for row in rows}

    def node(self, key: str, step: str = "") -> str:
        return f"{self.at}/nodes/{self.ids[key]}{step}"

    def get(self, address: str, status: int = 200) -> str:
        answer = self.client.get(address)
        assert answer.status_code == status
        return answer.text

    def post(self, address: str, status: int = 302, **facts) -> str:
        answer = self.client.post(address, data=facts)
        assert answer.status_code == status, answer.text
        return answer.text


@pytest.fixture
def place(make, client) -> Place:
    made = Place(make, client)
    client.sign_in(made.secretary)
    return made


def titles(page: str) -> list[str]:
    """The measures that a tree shows."""
    found = html.fromstring(page).xpath("//*[@class='cf-do-title']")
    return [" ".join(one.text_content().split()) for one in found]


@pytest.mark.both_databases
def test_the_tree_shows_the_plan_in_its_own_words(place):
    page = place.get(place.at)
    for words in ("Område", "Strategi (korleis)", "Delmål", "Lukkast med rekruttering", "100", "SR"):
        assert words in page
    assert titles(page)[:5] == [
        "Karrieremesser",
        "Merkevare",
        "Stadutvikling",
        "Reiseliv",
        "Ikke konkretisert",
    ]
    assert "Platshållare, räknas inte" in page
    assert "Läget för 6 insatser" in page


@pytest.mark.parametrize("currency", CURRENCIES)
def test_a_plan_keeps_its_currency_when_something_else_is_changed(place, currency):
    place.plan.currency = currency
    page = html.fromstring(place.get(f"{place.at}/edit"))
    assert page.xpath("//select[@name='currency']/option[@selected]/@value") == [currency]


def test_a_block_stands_as_one_and_says_why(place):
    (block,) = html.fromstring(place.get(place.at)).xpath("//*[@class='cf-together']")
    words = " ".join(block.text_content().split())
    assert "Planen säger inte vilket som hör till vilket" in words
    assert all(f"Bane {n}" in words for n in range(3))
    assert all(f"Forum {n}" in words for n in range(2))


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("list=late", ["Karrieremesser", "Merkevare"]),
        ("list=without_responsible", ["Stadutvikling"]),
        ("list=not_settled", ["Merkevare"]),
        ("list=without_financing", ["Merkevare"]),
        ("list=without_period", ["Reiseliv"]),
        ("state=done", ["Stadutvikling"]),
        ("state=possible&year=2022", ["Merkevare"]),
        ("who=SR&year=2030", ["Forum 0", "Forum 1"]),
        ("q=MERKE", ["Merkevare"]),
        ("q=omdømme&state=ongoing", ["Karrieremesser"]),
        ("q=finns+inte", []),
    ],
)
def test_each_list_and_filter_shows_exactly_its_measures(place, asked, found):
    assert titles(place.get(f"{place.at}?{asked}")) == found


SEEDS = Path(__file__).parents[3] / "shared" / "seeds"


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the sources are not here")
@pytest.mark.parametrize(
    ("number", "language", "measures", "lists"),
    [
        ("000", "nn", 21, {Concern.WITHOUT_PERIOD: 4, Concern.WITHOUT_FINANCING: 2, Concern.NOT_SETTLED: 1}),
        ("003", "nb", 20, {Concern.WITHOUT_PERIOD: 20, Concern.WITHOUT_RESPONSIBLE: 20}),
    ],
)
def test_the_lists_count_what_one_counts_by_hand(make, number, language, measures, lists):
    (source,) = SEEDS.glob(f"{number}_*.txt")
    document = read_text(source.read_text("utf-8"), language=language).document
    plan = plans.new_plan(make.council(), document)
    plans.add_document(plan, document, now=NOW)
    found = list(reading.tree(plan.id, currency="NOK", today=date(2022, 6, 1)).measures())
    assert len(found) == measures
    assert Counter(concern for point in found for concern in point.concerns) == lists


def test_the_counts_of_the_lists_are_those_of_the_lists(place):
    page = place.get(f"{place.at}/follow")
    for words in (
        "Sena: 2",
        "Utan ansvarig: 1",
        "Ansvaret inte avgjort: 1",
        "Utan finansiering: 1",
        "Utan period: 1",
        "Mål som inte är bedömda: 4",
        "Områden utan referensgrupp: 2",
    ):
        assert words in page


def test_a_large_plan_is_shown_an_area_at_a_time_with_as_few_questions(make, client):
    def large(count: int) -> PlanDocument:
        nodes = [Node(f"a{n}", NodeKind.AREA, f"Område {n}", level="Område") for n in range(4)]
        nodes += [measure(f"m{n}", f"a{n % 4}", f"Insats {n}") for n in range(count)]
        return PlanDocument(title="Plan", short_title="P", nodes=tuple(nodes))

    small, big = (Place(make, client, large(count), name=str(count)) for count in (10, 600))
    pages = ("", "/table", "/table?way=turned", "/one-page", "/follow", "/publish", "?list=late")
    for page in pages:
        costs = []
        for one in (small, big):
            client.sign_in(one.secretary)
            costs.append(questions_of(client, one.at + page))
        assert costs[0] == costs[1], page
    assert questions_of(client, big.at) <= 8
    assert questions_of(client, big.node("a1")) == questions_of(client, big.node("a2"))
    assert len(titles(big.get(big.at))) == 150
    assert titles(big.get(f"{big.at}?area={big.ids['a3']}&page=1"))[0] == "Insats 3"


def test_a_plan_of_hundreds_of_hits_is_turned_page_by_page(make, client):
    nodes = [Node("a", NodeKind.AREA, "Område", level="Område")]
    nodes += [measure(f"m{n}", "a", f"Insats {n}") for n in range(500)]
    big = Place(make, client, PlanDocument(title="Plan", short_title="P", nodes=tuple(nodes)))
    client.sign_in(big.secretary)
    seen = [titles(big.get(f"{big.at}?page={page}")) for page in (1, 2, 3)]
    assert [title for page in seen for title in page] == [f"Insats {n}" for n in range(500)]


def test_the_table_has_the_plans_own_columns_in_both_directions(place):
    page = html.fromstring(place.get(f"{place.at}/table"))
    heads = [one.text_content() for one in page.xpath("(//thead)[1]//th")]
    assert heads == ["Strategi (korleis)", "Tiltak", "Dato/tid", "Ansvar", "Budsjett"]
    assert page.xpath("//td[contains(@class, 'is-merged') and @rowspan='2']//li[contains(., 'Bane 2')]")
    turned = html.fromstring(place.get(f"{place.at}/table?way=turned"))
    assert turned.xpath("//thead//th[contains(., 'Vidareutvikla omdømme')]")


def test_what_a_cell_said_stands_beside_its_reading(place):
    page = html.fromstring(place.get(place.node("m1"))).xpath("//section[@aria-labelledby='pengar']")[0]
    cells = [" ".join(one.text_content().split()) for one in page.xpath(".//tbody/tr/*")]
    assert cells == ["Budget", "2022", "0,1 mill", "100 000 kr"]


def test_who_answers_for_a_measure_reports_and_nobody_else(place, client):
    client.sign_in(place.member)
    place.get(place.node("m1", "/status"), 403)
    facts = {"role": PartyRole.RESPONSIBLE, "kind": PartyKind.ORGANISATION, "name": "Timrå kommun"}
    place.make.save(plans_party(place, "m1", organisation_id=place.timra.id, **facts))
    place.post(place.node("m1", "/status"), reported_on="2026-11-01", state="done", text="Gjort i maj.")
    page = place.get(place.node("m1"))
    assert "Gjort i maj." in page
    assert "Klar" in page
    place.post(place.node("m1", "/status"), reported_on="2026-11-02", state="ongoing", text="Inte riktigt.")
    said = db.session.scalars(sa.select(StatusReport.text).order_by(StatusReport.id)).all()
    assert said == ["Gjort i maj.", "Inte riktigt."], "a correction is a report of its own"


def plans_party(place: Place, key: str, **facts):
    return MeasureParty(node_id=place.ids[key], **facts)


def test_what_is_late_waits_on_the_first_page(place, client):
    facts = {"role": PartyRole.RESPONSIBLE, "kind": PartyKind.ORGANISATION, "name": "Timrå kommun"}
    place.make.save(plans_party(place, "m1", organisation_id=place.timra.id, **facts))
    place.make.save(plans_party(place, "c0", organisation_id=place.timra.id, **facts))
    client.sign_in(place.member)
    assert "Rapportera en sen insats" in place.get("/")
    page = place.get("/measures/mine")
    assert page.index("Karrieremesser") < page.index("Forum 0")


def test_thousands_of_ones_own_measures_are_read_page_by_page(place, client, monkeypatch):
    monkeypatch.setattr("councilflow.services.plans.following.ON_A_PAGE", 1)
    facts = {"role": PartyRole.RESPONSIBLE, "kind": PartyKind.ORGANISATION, "name": "Timrå kommun"}
    place.make.save(plans_party(place, "m1", organisation_id=place.timra.id, **facts))
    place.make.save(plans_party(place, "c0", organisation_id=place.timra.id, **facts))
    client.sign_in(place.member)
    first, last = place.get("/measures/mine"), place.get("/measures/mine?page=99")
    assert "2 insatser." in first
    assert "Forum 0" not in first
    assert "Forum 0" in last
    assert "Sida 2 av 2" in last


@pytest.mark.parametrize(
    ("kind", "sits_as"),
    [(BodyKind.REFERENCE_GROUP, Category.MEMBER), (BodyKind.PREPARATORY_GROUP, Category.PREPARER)],
)
def test_a_reference_group_proposes_in_its_own_area(place, client, kind, sits_as):
    group = place.make.council("Referensgruppen", council_id=place.council.id, kind=kind)
    refers = place.make.seat(group, sits_as, name="Referent")
    place.post(place.node("a1", "/reference-group"), group=group.id)
    client.sign_in(refers)
    place.post(place.node("s1", "/propose"), title="Bygdeturné", period="hösten 2022", responsible="SR")
    assert "Bygdeturné" in place.get(place.at)
    place.get(place.node("a2", "/propose"), 403)
    place.get(place.node("m1", "/propose"), 404)
    client.sign_in(place.member)
    place.get(place.node("s1", "/propose"), 403)


@pytest.mark.both_databases
def test_the_later_of_two_who_write_sees_both_texts(place):
    page = html.fromstring(place.get(place.node("a1", "/edit")))
    (seen,) = page.xpath("//input[@name='seen']/@value")
    level = page.xpath("//select[@name='level']/option[@selected]/@value")[0]
    place.post(place.node("a1", "/edit"), seen=seen, level=level, title="Först")
    refused = place.post(place.node("a1", "/edit"), 409, seen=seen, level=level, title="Sist")
    assert "Så står det nu" in refused
    assert "Först" in refused
    assert 'value="Sist"' in refused
    (newer,) = html.fromstring(refused).xpath("//input[@name='seen']/@value")
    place.post(place.node("a1", "/edit"), seen=newer, level=level, title="Sist")
    assert "Sist" in place.get(place.node("a1"))


def test_a_measure_is_written_with_its_parties_and_its_period_read_back(place):
    ways = html.fromstring(place.get(f"{place.at}/nodes/new?under={place.ids['s1']}"))
    (address,) = ways.xpath("//main//a[text()='Tiltak']/@href")
    page = html.fromstring(place.get(address))
    assert not page.xpath("//*[@name='goal_kind']"), "a measure is asked nothing that only goals have"
    level = page.xpath("//select[@name='level']/option[text()='Tiltak']/@value")[0]
    facts = {
        "level": level,
        "title": "Ny turné",
        "period": "hösten 2026",
        "parties-0-role": "responsible",
        "parties-0-name": "Timrå kommun",
        "parties-0-who": "",
        "parties-1-role": "participant",
        "parties-1-name": "",
        "parties-1-who": "",
    }
    place.post(address, **facts)
    shown = place.get(place.at)
    assert "Perioden läses som höst 2026." in shown
    assert "Timrå kommun" in shown


def test_everybody_reads_an_open_plan_and_no_names_of_people(place, client):
    facts = {"role": PartyRole.RESPONSIBLE, "kind": PartyKind.PERSON, "name": "Eva Ek"}
    place.make.save(plans_party(place, "m1", person_id=place.member.id, **facts))
    visitor = client.application.test_client()
    assert visitor.get(f"/public{place.at}").status_code == 404
    assert "Eva Ek" in place.get(place.at)
    assert "Eva Ek" not in place.get(f"{place.at}/publish"), "the review shows what everybody will see"
    place.post(f"{place.at}/publish")
    page = visitor.get(f"/public{place.at}").text
    assert "Karrieremesser" in page
    assert "Eva Ek" not in page
    assert "Eva Ek" not in visitor.get(f"/public{place.at}?who=Eva+Ek").text
    place.post(f"{place.at}/withdraw")
    assert visitor.get(f"/public{place.at}").status_code == 404


def test_the_short_form_of_the_first_start_gives_way_to_the_plan(place):
    short = f"/councils/{place.council.id}/plan"
    assert place.client.get(short).location.endswith(place.at)
    assert place.client.post(short, data={"title": "Bara mål", "short_title": "x"}).location.endswith(
        place.at
    )
    place.plan.status = PlanStatus.ADOPTED
    db.session.commit()
    assert place.client.get(short).location.endswith(place.at)
    place.post(place.node("a1", "/edit"), 409, title="Ny")


PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>"
)


def test_knowledge_stands_apart_and_is_read_by_who_reads_the_plan(place, client):
    facts = {"title": "Pendlingsanalys", "is_knowledge": "y", "file": (BytesIO(PDF), "analys.pdf")}
    place.post(place.node("m1", "/files"), **facts)
    page = place.get(place.node("m1"))
    assert "Kunskapsunderlag" in page
    file_id = db.session.scalar(sa.select(PlanFile.id))
    client.sign_in(place.member)
    with client.get(f"{place.at}/files/{file_id}") as answer:
        assert answer.data == PDF
    other = Place(place.make, client, name="Ånge")
    assert client.get(f"{other.at}/files/{file_id}").status_code == 404
    client.sign_in(other.member)
    assert client.get(f"{place.at}/files/{file_id}").status_code == 404
    client.sign_in(place.secretary)
    place.post(f"{place.at}/files/{file_id}/remove")
    assert "Pendlingsanalys" not in place.get(place.node("m1")).split("<main", 1)[1].split("Filer", 1)[1]
