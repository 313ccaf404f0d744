"""Statements and the påverkansagenda: who reads them, who keeps them, and what they rest on."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from councilflow.extensions import db
from councilflow.models import AdvocacyIssue, JournalEntry, NodeMention, Statement
from councilflow.process.consensus import Outcome
from councilflow.process.meeting import MeetingState
from councilflow.process.plans.values import StatementState, TargetLevel

pytestmark = pytest.mark.one_database


@pytest.fixture
def council(make):
    return make.council()


@pytest.fixture
def secretary(client, make, council):
    person = make.secretary(council)
    client.sign_in(person)
    return person


def standpoint(make, council, **facts):
    """An item of a held meeting in which the council agreed."""
    usual = {"outcome": Outcome.CONSENSUS, "number": 6, "title": "Gemensam vuxenutbildning"}
    return make.item(make.meeting(council, state=MeetingState.HELD), **usual | facts)


SENT = {
    "title": "Svar om tågtrafiken",
    "addressee": "Regeringskansliet",
    "text": "Vi vill ha fler tåg.",
    "state": "sent",
    "sent_on": "2026-11-02",
}


def test_a_statement_is_entered_with_what_it_rests_on(client, make, council, secretary):
    node, item = make.node(council), standpoint(make, council)
    answer = client.post(
        f"/councils/{council.id}/statements/new",
        data=SENT | {"item_id": item.id, "nodes": [node.id]},
        follow_redirects=True,
    )
    assert answer.status_code == 200
    for words in ("Svar om tågtrafiken", "Regeringskansliet", "Gemensam vuxenutbildning", node.title):
        assert words in answer.text
    assert db.session.scalars(sa.select(Statement.sent_on)).one() == date(2026, 11, 2)
    assert db.session.scalars(sa.select(JournalEntry.event)).all() == ["statement-added"]


def test_taking_a_node_away_from_a_statement_leaves_the_others(client, make, council, secretary):
    one, other = make.node(council), make.node(council, "Bredband")
    client.post(f"/councils/{council.id}/statements/new", data=SENT | {"nodes": [one.id, other.id]})
    said = db.session.scalars(sa.select(Statement)).one()
    client.post(f"/councils/{council.id}/statements/{said.id}/edit", data=SENT | {"nodes": [other.id]})
    assert db.session.scalars(sa.select(NodeMention.node_id)).all() == [other.id]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": ""}, "Skriv en rubrik."),
        ({"addressee": ""}, "Skriv vem det riktar sig till."),
        ({"sent_on": ""}, "Skriv också vilken dag det skickades."),
        ({"state": "draft"}, "Välj läget Skickat, eller ta bort dagen."),
        ({"state": "burnt"}, "Välj ett av alternativen."),
    ],
)
def test_what_is_wrong_is_said_at_the_field(client, council, secretary, wrong, sentence):
    answer = client.post(f"/councils/{council.id}/statements/new", data=SENT | wrong)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert db.session.scalars(sa.select(Statement)).all() == []


def test_a_draft_is_read_by_those_who_prepare_and_nobody_else(client, make, council):
    facts = {"addressee": "Riksdagen", "state": StatementState.DRAFT}
    draft = make.save(Statement(body_id=council.id, title="Hemligt utkast", **facts))
    listed, page = f"/councils/{council.id}/statements", f"/councils/{council.id}/statements/{draft.id}"
    client.sign_in(make.seat(council))
    assert "Hemligt utkast" not in client.get(listed).text
    assert client.get(page).status_code == 404
    client.sign_in(make.preparer(council))
    assert "Hemligt utkast" in client.get(listed).text
    assert client.get(page).status_code == 200


def test_what_a_statement_rests_on_is_told_only_to_those_who_read_that_item(client, make, council):
    """The agenda of a meeting that nobody is called to yet is not for the members."""
    item = make.item(make.meeting(council), title="Ännu inte kallad")
    said = {"addressee": "Riksdagen", "state": StatementState.ADOPTED, "item_id": item.id}
    one = make.save(Statement(body_id=council.id, title="Yttrande", **said))
    page = f"/councils/{council.id}/statements/{one.id}"
    client.sign_in(make.seat(council))
    assert "Ännu inte kallad" not in client.get(page).text
    client.sign_in(make.secretary(council))
    assert "Ännu inte kallad" in client.get(page).text


def test_an_address_of_one_council_does_not_open_what_another_says(client, make, council, secretary):
    other = make.council("Grannrådet")
    facts = {"addressee": "Riksdagen", "state": StatementState.SENT}
    said = make.save(Statement(body_id=other.id, title="Grannens", **facts))
    issue = {"message": "Tåg", "target_level": TargetLevel.EU}
    asked = make.save(AdvocacyIssue(body_id=other.id, title="Grannens", **issue))
    for page in (f"statements/{said.id}", f"advocacy/{asked.id}"):
        assert client.get(f"/councils/{council.id}/{page}").status_code == 404
        assert client.get(f"/councils/{council.id}/{page}/edit").status_code == 404
    item = standpoint(make, other)
    answer = client.post(f"/councils/{council.id}/statements/new", data=SENT | {"item_id": item.id})
    assert answer.status_code == 422


def test_a_question_of_the_agenda_says_its_level_and_stays_in_order(client, make, council, secretary):
    for title in ("Tåg", "Flyg"):
        sent = {"title": title, "message": "Mer.", "target_level": "eu", "state": "ongoing"}
        client.post(f"/councils/{council.id}/advocacy/new", data=sent)
    issues = db.session.scalars(sa.select(AdvocacyIssue).order_by(AdvocacyIssue.position)).all()
    assert [(one.title, one.target_level) for one in issues] == [
        ("Tåg", TargetLevel.EU),
        ("Flyg", TargetLevel.EU),
    ]
    page = client.get(f"/councils/{council.id}/advocacy").text
    assert page.index("Tåg") < page.index("Flyg")
    client.sign_in(make.seat(council))
    assert client.get(f"/councils/{council.id}/advocacy/{issues[0].id}").status_code == 200
    assert client.get(f"/councils/{council.id}/advocacy/new").status_code == 403
