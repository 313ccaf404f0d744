"""The påverkansagenda: its questions, who drives them, and whom they have reached."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from lxml import html

from councilflow.extensions import db
from councilflow.models import (
    AdvocacyContact,
    AdvocacyIssue,
    AgendaItem,
)
from councilflow.process.plans.values import TargetLevel
from tests.documents.reading import text
from tests.outwards import TODAY, both_write, last_events

pytestmark = pytest.mark.one_database


@pytest.fixture
def council(make):
    return make.council()


@pytest.fixture
def secretary(client, make, council):
    person = make.secretary(council)
    client.sign_in(person)
    return person


def test_the_agenda_tells_who_drives_a_question_and_whom_it_reached(client, make, council, secretary):
    sent = {"title": "Tåg", "message": "Fler.", "target_level": "eu", "state": "ongoing", "version": "0"}
    client.post(f"/councils/{council.id}/advocacy/new", data=sent)
    issue = db.session.scalars(sa.select(AdvocacyIssue)).one()
    page = f"/councils/{council.id}/advocacy/{issue.id}"
    client.post(f"{page}/parties", data={"role": "ally", "name": "Trøndelag"})
    twice = client.post(f"{page}/parties", data={"role": "lead", "name": "trøndelag"})
    assert (twice.status_code, "står redan där" in twice.text) == (422, True)
    met = {"on": TODAY.isoformat(), "kind": "meeting", "recipient": "Trafikutskottet"}
    assert client.post(f"{page}/contacts/new", data=met).status_code == 302
    tomorrow = met | {"on": (TODAY + timedelta(days=2)).isoformat()}
    assert client.post(f"{page}/contacts/new", data=tomorrow).status_code == 422
    client.sign_in(make.seat(council))
    text = client.get(page).text
    assert "Trøndelag" in text
    assert "Trafikutskottet" in text
    assert "Tåg" not in client.get(f"/councils/{council.id}/advocacy?level=national").text
    for kind, begins in (("pdf", b"%PDF"), ("xlsx", b"PK")):
        assert client.get(f"/councils/{council.id}/advocacy/export/{kind}").data.startswith(begins)
    assert client.get(f"{page}/parties").status_code == 403


def test_what_organisations_put_into_a_question_stands_on_its_page_and_in_the_agenda(
    client, make, council, secretary
):
    """Time, money and persons on a question (A23): persons by halves, and never added to each other."""
    make.seat(council)
    question = AdvocacyIssue(
        body_id=council.id, title="Fler tåg", message="Fler.", target_level=TargetLevel.EU
    )
    make.save(question)
    page = f"/councils/{council.id}/advocacy/{question.id}"
    way = html.fromstring(client.get(page).get_data()).xpath("//a[.='Lägg till en gemensam satsning']/@href")[
        0
    ]
    form = html.fromstring(client.get(way).get_data())
    assert form.xpath("//select[@name='advocacy_id']/option[@selected]/@value") == [str(question.id)]
    effort = {
        "title": "Tågkansli",
        "state": "planned",
        "advocacy_id": question.id,
        "standpoint_id": "",
        "node_id": "",
    }
    made = client.post(f"/councils/{council.id}/efforts/new", data=effort)
    give = made.headers["Location"] + "/contributions"
    organisation = council.host_id
    for kind, amount in (("person", "0,5"), ("person", "1.5"), ("hours", "7,5"), ("money", "50 000")):
        sent = {"organisation_id": organisation, "kind": kind, "amount": amount}
        assert client.post(give, data=sent).status_code == 302, amount
    shown = " ".join(html.fromstring(client.get(page).get_data()).text_content().split())
    printed = " ".join(text(client.get(f"/councils/{council.id}/advocacy/export/pdf").get_data()).split())
    for place in (shown, printed):
        for said_so in ("Timmar 7,5", "50 000 kr", "Personal 2"):
            assert said_so in place.replace("\u00a0", " "), place
    for wrong, sentence in (
        ({"amount": "många", "year": "i år"}, "Skriv ett tal, till exempel 2 eller 0,5."),
        ({"amount": "0,3"}, "Skriv hela eller halva, till exempel 1,5."),
        ({"amount": "0,5", "kind": "money"}, "Skriv hela kronor."),
        ({}, "Skriv hur mycket, eller vad det är."),
    ):
        answer = client.post(give, data={"organisation_id": organisation, "kind": "person"} | wrong)
        tree = html.fromstring(answer.get_data())
        assert answer.status_code == 422
        assert sentence in answer.text
        assert all(
            len(one.xpath(".//span[@class='visually-hidden']")) <= 1
            for one in tree.xpath("//*[@class='cf-error']")
        )
        assert "valfritt" not in tree.xpath("//label[@for='organisation_id']")[0].text_content()


def test_the_agenda_itself_is_put_before_the_council(client, make, council, secretary):
    facts = {"message": "Fler tåg.", "target_level": TargetLevel.NATIONAL}
    make.save(AdvocacyIssue(body_id=council.id, title="Tåg", **facts))
    meeting = make.meeting(council)
    client.post(f"/councils/{council.id}/advocacy/propose", data={"meeting": meeting.id})
    item = db.session.scalars(sa.select(AgendaItem)).one()
    assert "1. Tåg" in item.proposal
    assert db.session.scalars(sa.select(AdvocacyIssue.item_id)).one() == item.id


def test_a_contact_that_was_written_wrong_is_corrected_and_taken_back(client, make, council):
    question = AdvocacyIssue(body_id=council.id, title="Tåg", message="Fler.", target_level=TargetLevel.EU)
    make.save(question)
    client.sign_in(make.secretary(council))
    page = f"/councils/{council.id}/advocacy/{question.id}"
    said_so = {"on": TODAY.isoformat(), "kind": "call", "recipient": "Riksdagn", "text": "Ring igen."}
    client.post(f"{page}/contacts/new", data=said_so)
    (way,) = html.fromstring(client.get(page).get_data()).xpath("//ul[@class='cf-log']//a/@href")
    assert client.post(way, data=said_so | {"recipient": "Riksdagen"}).status_code == 302
    assert "Riksdagen" in client.get(page).text
    gone = way.replace("/edit", "/remove")
    assert "Riksdagen" in client.get(gone).text, "a look first"
    assert client.post(gone).status_code == 302
    assert "Riksdagen" not in client.get(page).text
    assert last_events(3) == [
        "advocacy-contact-noted",
        "advocacy-contact-changed",
        "advocacy-contact-removed",
    ]


def test_two_who_correct_the_same_contact_do_not_lose_each_others_words(client, make, council, secretary):
    question = AdvocacyIssue(body_id=council.id, title="Tåg", message="Fler.", target_level=TargetLevel.EU)
    make.save(question)
    page = f"/councils/{council.id}/advocacy/{question.id}"
    reached = {"on": TODAY.isoformat(), "kind": "call", "recipient": "Riksdagen"}
    client.post(f"{page}/contacts/new", data=reached)
    (way,) = html.fromstring(client.get(page).get_data()).xpath("//ul[@class='cf-log']//a/@href")
    saved, refused = both_write(client, way, {"text": "Ring igen."}, {"text": "Skriv i stället."})
    assert (saved.status_code, refused.status_code) == (302, 422)
    assert "Någon annan sparade en nyare text" in refused.text
    assert "Skriv i stället." in refused.text, "what was typed is still there"
    assert db.session.scalars(sa.select(AdvocacyContact.text)).one() == "Ring igen."
