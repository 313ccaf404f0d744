"""What the council says outwards: who reads it, who keeps it, what it rests on, and how it leaves."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes

import pytest
import sqlalchemy as sa
from lxml import html

from councilflow.extensions import db
from councilflow.models import (
    AdvocacyIssue,
    AgendaItem,
    Communication,
    Hearing,
    JournalEntry,
    Mail,
    NodeMention,
    Plan,
    PlanUptake,
    Representation,
    Spokesperson,
    Standpoint,
    Statement,
)
from councilflow.process.afterwards import Channel, HearingState, UptakeState
from councilflow.process.consensus import Outcome
from councilflow.process.meeting import MeetingState
from councilflow.process.plans.values import PlanKind, StatementState, TargetLevel
from councilflow.services.visibility import today
from tests.documents.reading import text

pytestmark = pytest.mark.one_database

TODAY = today(datetime.now(UTC))


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


def said(make, council, **facts):
    usual = {"addressee": "Riksdagen", "text": "Fler tåg.", "signatory": "Eva Berg, ordförande"}
    usual |= {"decided_by": "Ordföranden", "decided_on": date(2026, 10, 12)}
    return make.save(Statement(body_id=council.id, title="Svar om tågtrafiken", **usual | facts))


LETTER = {
    "kind": "answer",
    "title": "Svar om tågtrafiken",
    "addressee": "Regeringskansliet",
    "text": "Vi vill ha fler tåg.",
    "state": "adopted",
    "decided_by": "Ordföranden",
    "decided_on": "2026-10-12",
    "version": "0",
}


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


def test_whoever_is_responsible_writes_the_answer(client, make, council):
    """The task leads somewhere: to the hearing's state and the text, and to nothing else (B1.18)."""
    official = make.seat(council)
    hearing = make.save(
        Hearing(body_id=council.id, title="Ny plan", due_on=TODAY, responsible_id=official.id, note="Hemma")
    )
    page = f"/councils/{council.id}/hearings/{hearing.id}"
    client.sign_in(official)
    assert "Skriv ett yttrande" in client.get(page).text
    assert client.post(f"{page}/edit", data={"state": "answering", "note": "Bort"}).status_code == 302
    assert (hearing.state, hearing.note) == (HearingState.ANSWERING, "Hemma")
    begun = client.post(f"{page}/answer")
    one = db.session.scalars(sa.select(Statement)).one()
    there = f"/councils/{council.id}/statements/{one.id}"
    assert begun.headers["Location"].endswith(f"{there}/edit")
    assert client.get(f"{there}/edit").status_code == 200
    written = LETTER | {"version": "1", "is_published": "y"}
    assert client.post(f"{there}/edit", data=written).status_code == 302
    assert (one.text, one.state, one.is_published) == ("Vi vill ha fler tåg.", StatementState.DRAFT, False)
    assert client.get(there).status_code == client.get(f"{there}/letter").status_code == 200


def test_whoever_is_responsible_writes_and_does_not_send(client, make, council):
    secretary, official, other = make.secretary(council), make.seat(council), make.seat(council)
    hearing = make.save(
        Hearing(body_id=council.id, title="Ny plan", due_on=TODAY, responsible_id=official.id)
    )
    page = f"/councils/{council.id}/hearings/{hearing.id}"
    client.sign_in(official).post(f"{page}/answer")
    one = db.session.scalars(sa.select(Statement)).one()
    there = f"/councils/{council.id}/statements/{one.id}"
    for closed in (
        f"{there}/send",
        f"{there}/propose",
        f"{there}/publish",
        f"/councils/{council.id}/statements/new",
    ):
        assert client.get(closed).status_code in (403, 404), closed
    client.sign_in(other)
    for closed in (there, f"{there}/edit", f"{page}/edit"):
        assert client.get(closed).status_code in (403, 404), closed
    assert client.post(f"{page}/answer").status_code == 403
    one.state = StatementState.ADOPTED
    db.session.commit()
    client.sign_in(official)
    assert client.get(f"{there}/edit").status_code == 403, "what is adopted is the secretary's"
    client.sign_in(secretary)
    assert client.get(f"{there}/edit").status_code == 200


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


# On its way


SEND = {"way": "mail", "addresses": "registrator@riksdagen.example\n", "signed_on": TODAY.isoformat()}


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


# Påverkansagenda


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


# Communication, representation, the plan in the members' own


def test_only_who_may_speak_today_is_offered_and_taken(client, make, council, secretary):
    now, before = make.seat(council), make.seat(council)
    yesterday = TODAY - timedelta(days=1)
    holds = make.save(Spokesperson(body_id=council.id, person_id=now.id, starts_on=yesterday))
    ended = make.save(
        Spokesperson(body_id=council.id, person_id=before.id, starts_on=date(2020, 1, 1), ends_on=yesterday)
    )
    new, node = f"/councils/{council.id}/communication/new", make.node(council)
    page = client.get(new).text
    assert (now.name in page, before.name in page) == (True, False)
    sent = {"kind": "message", "message": "Fler tåg", "channel": "press", "state": "planned"}
    sent |= {"planned_on": TODAY.isoformat(), "nodes": [node.id]}
    assert client.post(new, data=sent).status_code == 422, "nobody speaks"
    assert client.post(new, data=sent | {"spokesperson_id": ended.id}).status_code == 422
    late = (TODAY - timedelta(days=1)).isoformat()
    assert client.post(new, data=sent | {"spokesperson_id": holds.id, "planned_on": late}).status_code == 302
    assert db.session.scalars(sa.select(Communication.spokesperson_id)).one() == holds.id
    year = (TODAY - timedelta(days=1)).year
    assert "Dagen har passerat" in client.get(f"/councils/{council.id}/communication?year={year}").text


def test_who_represents_the_council_reports_and_nobody_else(client, make, council):
    theirs, other = make.seat(council), make.seat(council)
    soon = TODAY + timedelta(days=20)
    place = Representation(body_id=council.id, forum="Ostkustbanan", person_id=theirs.id, ends_on=soon)
    place.starts_on = date(2024, 1, 1)
    page = f"/councils/{council.id}/representations/{make.save(place).id}"
    told = {"on": TODAY.isoformat(), "text": "Styrelsen valde ny ordförande."}
    assert client.sign_in(other).post(f"{page}/report", data=told).status_code == 403
    assert client.sign_in(theirs).post(f"{page}/report", data=told).status_code == 302
    text = client.sign_in(other).get(page).text
    assert "Styrelsen valde ny ordförande." in text
    assert "Tar snart slut" in text
    assert "Se platserna" in client.sign_in(make.secretary(council)).get("/").text


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
    assert _events(3) == ["advocacy-contact-noted", "advocacy-contact-changed", "advocacy-contact-removed"]


def test_a_report_that_was_written_wrong_is_corrected_by_those_whose_it_is(client, make, council):
    theirs, other = make.seat(council), make.seat(council)
    place = make.save(
        Representation(body_id=council.id, forum="Ostkustbanan", person_id=theirs.id, starts_on=TODAY)
    )
    client.sign_in(theirs)
    page = f"/councils/{council.id}/representations/{place.id}"
    client.post(f"{page}/report", data={"on": TODAY.isoformat(), "text": "Fel forum."})
    (way,) = html.fromstring(client.get(page).get_data()).xpath("//ul[@class='cf-log']//a/@href")
    client.sign_in(other)
    assert client.get(way).status_code == client.post(way.replace("/edit", "/remove")).status_code == 403
    client.sign_in(theirs)
    assert client.post(way, data={"on": TODAY.isoformat(), "text": "Rätt forum."}).status_code == 302
    assert "Rätt forum." in client.get(page).text
    assert client.post(way.replace("/edit", "/remove")).status_code == 302
    assert "Rätt forum." not in client.get(page).text
    assert [one.split("-", 1)[1] for one in _events(3)] == ["reported", "report-changed", "report-removed"]
    removed = db.session.scalars(sa.select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert removed.before["text"] == "Rätt forum."


def _events(most: int) -> list[str]:
    """The last ones of the journal."""
    return list(db.session.scalars(sa.select(JournalEntry.event).order_by(JournalEntry.id)))[-most:]


def test_each_organisation_answers_for_its_own_plans_and_nobody_does_it_for_them(client, make, council):
    timra, ange = make.organisation("Timrå kommun"), make.organisation("Ånge kommun")
    member = make.seat(council, organisation_id=timra.id)
    plan = make.save(Plan(body_id=council.id, kind=PlanKind.STRATEGY, title="RUS", short_title="RUS"))
    page = f"/councils/{council.id}/uptake/{plan.id}"
    sent = {"state": "taken_up", "text": "I översiktsplanen."}
    assert client.sign_in(member).post(f"{page}/{timra.id}", data=sent).status_code == 302
    assert client.post(f"{page}/{ange.id}", data=sent).status_code == 403
    assert client.sign_in(make.secretary(council)).post(f"{page}/{timra.id}", data=sent).status_code == 403
    assert db.session.scalars(sa.select(PlanUptake.state)).all() == [UptakeState.TAKEN_UP]


def test_a_hearing_waits_for_whoever_is_responsible_and_stands_in_the_calendar(
    client, make, council, secretary
):
    member = make.seat(council)
    sent = {"title": "Nationell plan", "sender": "Regeringskansliet", "state": "received"}
    sent |= {"due_on": TODAY.isoformat(), "responsible_id": member.id}
    assert client.post(f"/councils/{council.id}/hearings/new", data=sent).status_code == 302
    assert "Svara på remissen" not in client.get("/").text
    client.sign_in(member)
    assert "Svara på remissen Nationell plan" in client.get("/").text
    month = f"/councils/{council.id}/calendar?month={TODAY:%Y-%m}"
    assert "Nationell plan" in client.get(month).text, "without ticking anything"
    assert "Nationell plan" in client.get(f"/calendar/year?year={TODAY:%Y}").text
    client.sign_in(make.seat(make.council("Grannrådet")))
    assert "Nationell plan" not in client.get(f"/calendar?month={TODAY:%Y-%m}&deadlines=1").text


# For everybody


def told(make, council, **facts):
    usual = {"message": "Fler tåg", "channel": Channel.NEWSLETTER, "node_id": make.node(council).id}
    return make.save(Communication(body_id=council.id, **usual | facts))


TOLD = {"kind": "message", "channel": "newsletter", "state": "planned", "version": "1"}


def test_two_who_plan_the_same_telling_see_what_differs_and_lose_nothing(client, make, council, secretary):
    one = told(make, council)
    page, node = f"/councils/{council.id}/communication/{one.id}/edit", one.node_id
    first = TOLD | {"message": "Den första.", "audience": "Pendlare", "nodes": [node]}
    second = TOLD | {"message": "Den andra.", "audience": "Pendlare", "nodes": [node]}
    assert client.post(page, data=first).status_code == 302
    refused = client.post(page, data=second)
    assert refused.status_code == 409
    differs = html.fromstring(refused.text).xpath("//*[@role='alert']//dl/*/text()")
    assert differs == ["Budskap", "Den första."]
    form = html.fromstring(refused.text).forms[-2]
    assert (form.fields["message"].strip(), form.fields["version"]) == ("Den andra.", "2")
    assert db.session.scalars(sa.select(Communication.message)).one() == "Den första."
    assert client.post(page, data=second | {"version": "2"}).status_code == 302
    assert db.session.scalars(sa.select(Communication.message)).one() == "Den andra."


def test_what_is_told_hangs_on_the_one_part_of_a_plan_that_was_chosen(client, make, council, secretary):
    one = told(make, council)
    another = make.node(council, "Bredband")
    page = f"/councils/{council.id}/communication/{one.id}/edit"
    radios = html.fromstring(client.get(page).text).xpath("//input[@name='nodes']")
    assert {(each.get("type"), each.get("value"), each.get("checked")) for each in radios} == {
        ("radio", "0", None),
        ("radio", str(one.node_id), "checked"),
        ("radio", str(another.id), None),
    }
    sent = TOLD | {"message": "Fler tåg"}
    assert client.post(page, data=sent | {"nodes": [one.node_id, another.id]}).status_code == 422
    assert client.post(page, data=sent | {"nodes": [another.id]}).status_code == 302
    assert db.session.scalars(sa.select(Communication.node_id)).one() == another.id
    item = standpoint(make, council)
    taken = make.save(Standpoint(item_id=item.id, council_id=council.id, year=2026, number=6, taken_on=TODAY))
    none = sent | {"version": "2", "nodes": ["0"], "standpoint_id": taken.id}
    assert client.post(page, data=none).status_code == 302
    assert db.session.scalars(sa.select(Communication.node_id)).one() is None
