"""Statements and letters: who reads and keeps them, what they rest on, and how they leave."""

from __future__ import annotations

from datetime import date, timedelta
from email import message_from_bytes

import pytest
import sqlalchemy as sa
from lxml import html

from councilflow.extensions import db
from councilflow.models import (
    AdvocacyIssue,
    AgendaItem,
    Hearing,
    JournalEntry,
    Mail,
    NodeMention,
    Statement,
)
from councilflow.process.afterwards import HearingState
from councilflow.process.plans.values import StatementState, TargetLevel
from tests.documents.reading import text
from tests.outwards import LETTER, SEND, TODAY, said, standpoint

pytestmark = pytest.mark.one_database


@pytest.fixture
def council(make):
    return make.council()


@pytest.fixture
def secretary(client, make, council):
    person = make.secretary(council)
    client.sign_in(person)
    return person


def test_a_statement_is_entered_with_what_it_rests_on(client, make, council, secretary):
    node, item = make.node(council), standpoint(make, council)
    answer = client.post(
        f"/councils/{council.id}/statements/new",
        data=LETTER | {"item_id": item.id, "nodes": [node.id]},
        follow_redirects=True,
    )
    assert answer.status_code == 200
    for words in ("Svar om tågtrafiken", "Regeringskansliet", "Gemensam vuxenutbildning", node.title):
        assert words in answer.text
    assert db.session.scalars(sa.select(JournalEntry.event)).all() == ["statement-added"]


def test_taking_a_node_away_from_a_statement_leaves_the_others(client, make, council, secretary):
    one, other = make.node(council), make.node(council, "Bredband")
    client.post(f"/councils/{council.id}/statements/new", data=LETTER | {"nodes": [one.id, other.id]})
    made = db.session.scalars(sa.select(Statement)).one()
    page = f"/councils/{council.id}/statements/{made.id}/edit"
    assert client.post(page, data=LETTER | {"version": "1", "nodes": [other.id]}).status_code == 302
    assert db.session.scalars(sa.select(NodeMention.node_id)).all() == [other.id]


def test_two_who_write_the_same_statement_do_not_lose_each_others_words(client, make, council, secretary):
    made = said(make, council, state=StatementState.DRAFT)
    page = f"/councils/{council.id}/statements/{made.id}/edit"
    first, second = (
        LETTER | {"version": "1", "text": "Den första."},
        LETTER | {"version": "1", "text": "Den andra."},
    )
    assert client.post(page, data=first).status_code == 302
    refused = client.post(page, data=second)
    assert refused.status_code == 422
    assert "Den andra." in refused.text, "what was typed is still there"
    assert db.session.scalars(sa.select(Statement.text)).one() == "Den första."


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": ""}, "Skriv en rubrik."),
        ({"addressee": ""}, "Skriv vem det riktar sig till."),
        ({"state": "sent"}, "Välj ett av alternativen."),
        ({"kind": "burnt"}, "Välj ett av alternativen."),
    ],
)
def test_what_is_wrong_is_said_at_the_field(client, council, secretary, wrong, sentence):
    answer = client.post(f"/councils/{council.id}/statements/new", data=LETTER | wrong)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert db.session.scalars(sa.select(Statement)).all() == []


def test_a_letter_says_adopted_only_of_the_words_that_were(client, make, council, secretary):
    item = standpoint(make, council, adopted="Länet vill ha fler tåg.")
    one = said(make, council, state=StatementState.ADOPTED, item_id=item.id, text="Länet vill ha färre tåg.")
    page = f"/councils/{council.id}/statements/{one.id}"
    sent = {"version": one.version, "way": "other", "otherwise": "Med post", "signed_on": TODAY.isoformat()}
    look = client.post(f"{page}/send", data=sent).text
    assert "Texten är inte den som rådet antog" in look
    assert "<del>" in look
    printed = " ".join(text(client.get(f"{page}/letter").get_data()).split())
    assert "Antaget" not in printed
    assert "Med anledning av" in printed
    one.text = "Hej.\n\nLänet vill ha\nfler tåg."
    db.session.commit()
    assert "Texten är inte den som rådet antog" not in client.post(f"{page}/send", data=sent).text
    assert "Antaget § 6" in " ".join(text(client.get(f"{page}/letter").get_data()).split())


def test_nothing_is_adopted_or_sent_without_a_word_of_who_decided(client, make, council, secretary):
    nobody = LETTER | {"decided_by": "", "decided_on": ""}
    refused = client.post(f"/councils/{council.id}/statements/new", data=nobody)
    assert refused.status_code == 422
    assert "Det står inte vem som har beslutat." in refused.text
    one = said(make, council, state=StatementState.ADOPTED, decided_by="", decided_on=None)
    page = f"/councils/{council.id}/statements/{one.id}"
    sent = {"version": one.version, "way": "other", "otherwise": "Med post", "signed_on": TODAY.isoformat()}
    assert client.post(f"{page}/send", data=sent | {"step": "send"}).status_code == 422
    one.decided_by, one.decided_on = "Ordföranden Eva Berg", date(2026, 10, 12)
    db.session.commit()
    printed = " ".join(text(client.get(f"{page}/letter").get_data()).split())
    assert "Beslutat av Ordföranden Eva Berg, 12 oktober 2026" in printed
    assert client.post(f"{page}/send", data=sent | {"step": "send"}).status_code == 302


def test_a_draft_is_read_by_those_who_prepare_and_nobody_else(client, make, council):
    draft = said(make, council, state=StatementState.DRAFT)
    listed, page = f"/councils/{council.id}/statements", f"/councils/{council.id}/statements/{draft.id}"
    client.sign_in(make.seat(council))
    assert draft.title not in client.get(listed).text
    assert draft.title not in client.get(f"/councils/{council.id}/outwards").text
    for closed in (page, f"{page}/letter"):
        assert client.get(closed).status_code == 404
    client.sign_in(make.preparer(council))
    assert draft.title in client.get(listed).text
    assert client.get(page).status_code == 200


def test_what_a_statement_rests_on_is_told_only_to_those_who_read_that_item(client, make, council):
    """The agenda of a meeting that nobody is called to yet is not for the members."""
    item = make.item(make.meeting(council), title="Ännu inte kallad")
    one = said(make, council, state=StatementState.ADOPTED, item_id=item.id)
    page = f"/councils/{council.id}/statements/{one.id}"
    client.sign_in(make.seat(council))
    assert "Ännu inte kallad" not in client.get(page).text
    client.sign_in(make.secretary(council))
    assert "Ännu inte kallad" in client.get(page).text


def test_a_letter_begins_with_what_the_council_agreed_on_unless_it_is_secret(
    client, make, council, secretary
):
    item = standpoint(make, council, adopted="Rådet vill ha fler tåg.")
    secret = standpoint(make, council, adopted="Hemlig ordalydelse", is_secret=True, secrecy_section="18:1")
    new = f"/councils/{council.id}/statements/new?standpoint="
    assert "Rådet vill ha fler tåg." in client.get(f"{new}{item.id}").text
    assert "Hemlig ordalydelse" not in client.get(f"{new}{secret.id}").text
    elsewhere = standpoint(make, make.council("Grannrådet"), adopted="Grannens ord")
    assert "Grannens ord" not in client.get(f"{new}{elsewhere.id}").text


def test_an_address_of_one_council_does_not_open_what_another_says(client, make, council, secretary):
    other = make.council("Grannrådet")
    theirs = said(make, other, state=StatementState.SENT)
    asked = make.save(AdvocacyIssue(body_id=other.id, title="G", message="T", target_level=TargetLevel.EU))
    for page in (f"statements/{theirs.id}", f"statements/{theirs.id}/letter", f"advocacy/{asked.id}"):
        assert client.get(f"/councils/{council.id}/{page}").status_code == 404
    item = standpoint(make, other)
    answer = client.post(f"/councils/{council.id}/statements/new", data=LETTER | {"item_id": item.id})
    assert answer.status_code == 422


def test_nothing_is_sent_before_it_is_looked_at_and_nothing_twice(client, make, council, secretary):
    hearing = make.save(Hearing(body_id=council.id, title="Tåg", sender="Riksdagen", due_on=TODAY))
    one = said(make, council, state=StatementState.ADOPTED, hearing_id=hearing.id)
    page = f"/councils/{council.id}/statements/{one.id}"
    looked = client.post(f"{page}/send", data=SEND | {"version": "1"})
    assert "registrator@riksdagen.example" in looked.text
    assert db.session.scalars(sa.select(Mail)).all() == []
    assert client.post(f"{page}/send", data=SEND | {"version": "1", "step": "send"}).status_code == 302
    letter = db.session.scalars(sa.select(Mail)).one()
    parts = message_from_bytes(letter.message).walk()
    assert "application/pdf" in [part.get_content_type() for part in parts]
    assert (db.session.get(Statement, one.id).sent_on, db.session.get(Hearing, hearing.id).state) == (
        TODAY,
        HearingState.ANSWERED,
    )
    for step in ("send", "edit"):
        assert client.post(f"{page}/{step}", data=SEND | LETTER | {"step": "send"}).status_code == 404
    assert client.get(f"{page}/letter").data.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"addresses": ""}, "Skriv minst en e-postadress."),
        ({"addresses": "ingen adress"}, "Det här är ingen e-postadress"),
        ({"way": "other"}, "Skriv hur det är skickat, och till vem."),
        ({"signed_on": ""}, "Skriv vilken dag det är undertecknat."),
        (
            {"signed_on": (TODAY + timedelta(days=9)).isoformat(), "step": "send"},
            "innan det var undertecknat",
        ),
        ({"version": "7", "step": "send"}, ""),
    ],
)
def test_a_letter_with_something_wrong_stays_at_home(client, make, council, secretary, wrong, sentence):
    one = said(make, council, state=StatementState.ADOPTED)
    page = f"/councils/{council.id}/statements/{one.id}/send"
    answer = client.post(page, data=SEND | {"version": "1"} | wrong)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert db.session.scalars(sa.select(Statement.state)).one() is StatementState.ADOPTED
    assert db.session.scalars(sa.select(Mail)).all() == []


def test_a_text_is_put_before_the_council_and_left_alone_when_the_item_goes(client, make, council, secretary):
    one, meeting = said(make, council, state=StatementState.DRAFT), make.meeting(council)
    page = f"/councils/{council.id}/statements/{one.id}/propose"
    assert client.post(page, data={"meeting": make.meeting(make.council("G")).id}).status_code == 422
    assert client.post(page, data={"meeting": meeting.id}).status_code == 302
    item = db.session.scalars(sa.select(AgendaItem)).one()
    assert "Fler tåg." in item.proposal
    assert db.session.scalars(sa.select(Statement.item_id)).one() == item.id
    client.post(f"/items/{item.id}/remove")
    assert db.session.scalars(sa.select(AgendaItem)).all() == []
    assert db.session.scalars(sa.select(Statement.item_id)).one() is None


def test_a_list_in_a_letter_is_a_list_on_its_pages(client, make, council, secretary):
    text = "Vi ber om:\n- fler tåg <snabbt>\n- bättre spår\n\n2. Först detta\n3. Sedan detta\nTack."
    one = said(make, council, state=StatementState.SENT, text=text, sent_on=TODAY, is_published=True)
    for page in (f"/councils/{council.id}/statements/{one.id}", f"/public/statements/{one.id}"):
        main = html.fromstring(client.get(page).get_data()).xpath("//main")[0]
        assert main.xpath(".//ul[not(@class)]/li/text()") == ["fler tåg <snabbt>", "bättre spår"], page
        numbered = main.xpath(".//ol[not(@class)]/li")
        assert [(each.get("value"), each.text) for each in numbered] == [
            ("2", "Först detta"),
            ("3", "Sedan detta"),
        ], page
