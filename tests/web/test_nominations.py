"""Asking the organisations for names, answering, and giving those named their seats (B1.16)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
import sqlalchemy as sa
from lxml import html

from councilflow import i18n
from councilflow.extensions import db
from councilflow.models import (
    JournalEntry,
    Mail,
    Membership,
    NominationAnswer,
    NominationRequest,
    Person,
    Seat,
    SeatRule,
)
from councilflow.process.councils import BodyKind, Category, OrganisationKind, Scope, Side
from councilflow.services import nominations, visibility
from tests.asked import questions_of
from tests.conftest import Make

pytestmark = pytest.mark.one_database

TODAY = visibility.today(datetime.now(UTC))
DUE = TODAY + timedelta(days=14)
NAMES = {
    "kind": "names",
    "names-0-name": "Anna Berg",
    "names-0-email": "Anna@Timra.example",
    "names-0-title": "Näringslivschef",
}


class County:
    """A council with three municipalities, its secretary, and a project group that nobody belongs to yet."""

    def __init__(self, make: Make) -> None:
        self.make = make
        self.council = make.council()
        self.group = make.council(
            "Projektgruppen för kollektivtrafik", kind=BodyKind.PROJECT_GROUP, council_id=self.council.id
        )
        self.secretary = make.secretary(self.council)
        self.timra = self.home("Timrå kommun", mailbox="kommun@timra.example")
        self.ange = self.home("Ånge kommun")
        self.sundsvall = self.home("Sundsvalls kommun", mailbox="registrator@sundsvall.example")
        self.official = make.seat(self.council, Category.OFFICIAL, organisation_id=self.timra.id)
        self.majority = make.seat(self.council, organisation_id=self.timra.id)
        self.opposition = make.seat(self.council, organisation_id=self.timra.id, side=Side.OPPOSITION)
        self.ange_official = make.seat(
            self.council,
            Category.OFFICIAL,
            organisation_id=self.ange.id,
            person=make.person("Olav", language="nb"),
        )

    def home(self, name: str, **facts: Any) -> Any:
        organisation = self.make.organisation(name, **facts)
        membership = Membership(body_id=self.council.id, organisation_id=organisation.id)
        membership.starts_on = date(2023, 1, 1)
        self.make.save(membership)
        return organisation

    @property
    def pages(self) -> str:
        return f"/councils/{self.council.id}/nominations"

    def ask(self, client: Any, **changed: Any) -> NominationRequest:
        """The secretary asks all three for names to the project group."""
        data: dict[str, Any] = {
            "title": "Namn till projektgruppen",
            "text": "Vi möts fyra gånger.",
            "seats": "member",
            "names_wanted": 2,
            "due_on": DUE.isoformat(),
            "organisations": [self.timra.id, self.ange.id, self.sundsvall.id],
        }
        body = changed.pop("body", self.group)
        url = f"/councils/{self.council.id}/bodies/{body.id}/nominations/new"
        answer = client.sign_in(self.secretary).post(url, data=data | changed)
        assert answer.status_code == 302, html.fromstring(answer.text).xpath("string(//main)")
        return db.session.scalars(sa.select(NominationRequest).order_by(NominationRequest.id.desc())).first()

    def answer_of(self, request: NominationRequest, organisation: Any) -> NominationAnswer:
        return db.session.scalars(
            sa.select(NominationAnswer).where(
                NominationAnswer.request_id == request.id, NominationAnswer.organisation_id == organisation.id
            )
        ).one()

    def seat_url(self, answer: NominationAnswer) -> str:
        return f"{self.pages}/{answer.request_id}/answers/{answer.id}/seat"


@pytest.fixture
def county(make: Make) -> County:
    return County(make)


def letters() -> dict[str, str]:
    """Every mail in the outbox as plain text, by address; the subject first."""
    found = {}
    for row in db.session.scalars(sa.select(Mail).order_by(Mail.id)):
        message = message_from_bytes(row.message, policy=default)
        text = message.get_body(("plain",)).get_content()
        found[row.to_address] = f"{row.subject}\n{text}"
    return found


def events() -> list[str]:
    return list(db.session.scalars(sa.select(JournalEntry.event).order_by(JournalEntry.id)))


def text_of(answer: Any) -> str:
    return " ".join(html.fromstring(answer.text).xpath("string(//main)").split())


# --- Asking ---------------------------------------------------------------------------------------------


@pytest.mark.both_databases
def test_the_secretary_asks_and_those_who_may_answer_get_a_mail(client, county):
    request = county.ask(client)
    sent = letters()
    assert set(sent) == {
        "kommun@timra.example",
        "registrator@sundsvall.example",
        county.official.email,
        county.majority.email,
        county.ange_official.email,
    }
    assert f"/nominations/{request.id}?organisation={county.timra.id}" in sent[county.majority.email]
    assert "Vi möts fyra gånger." in sent["kommun@timra.example"]
    assert county.majority.name in sent["kommun@timra.example"], "the mailbox reads who may answer"
    assert f"/nominations/{request.id}" not in sent["registrator@sundsvall.example"]
    assert "så skriver sekretariatet in det" in sent["registrator@sundsvall.example"]
    assert "names-asked-for" in events()


def test_each_reads_the_mail_in_the_own_language(client, county):
    county.ask(client)
    message = sa.select(Mail.message).where(Mail.to_address == county.ange_official.email)
    letter = message_from_bytes(db.session.scalars(message).one(), policy=default)
    assert letter["Content-Language"] == "nb"
    assert i18n_date(DUE) in letter.get_body(("plain",)).get_content()


def i18n_date(day: date) -> str:
    with i18n.speaking("nb"):
        return i18n.date_long(day)


def test_every_organisation_is_chosen_beforehand(client, county):
    url = f"/councils/{county.council.id}/bodies/{county.council.id}/nominations/new"
    page = html.fromstring(client.sign_in(county.secretary).get(url).text)
    chosen = page.xpath("//input[@name='organisations' and @checked]/@value")
    assert set(map(int, chosen)) == {county.timra.id, county.ange.id, county.sundsvall.id}


def test_a_group_with_organisations_of_its_own_asks_only_those(client, county, make):
    make.save(Membership(body_id=county.group.id, organisation_id=county.ange.id, starts_on=TODAY))
    url = f"/councils/{county.council.id}/bodies/{county.group.id}/nominations/new"
    page = html.fromstring(client.sign_in(county.secretary).get(url).text)
    assert page.xpath("//input[@name='organisations']/@value") == [str(county.ange.id)]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("title", "", "Skriv vad ni söker namn till."),
        ("due_on", (TODAY - timedelta(days=1)).isoformat(), "Den dagen har redan varit."),
        ("due_on", "", "Skriv vilken dag svaren ska vara inne."),
        ("names_wanted", "0", "Skriv ett antal mellan 1 och 20."),
        ("organisations", [], "Välj minst en organisation."),
        ("seats", "preparer", "Välj ett av alternativen."),
    ],
)
def test_a_request_that_lacks_something_is_asked_for_again(client, county, field, value, said):
    data = {
        "title": "Namn",
        "seats": "member",
        "names_wanted": 1,
        "due_on": DUE.isoformat(),
        "organisations": [county.timra.id],
    }
    url = f"/councils/{county.council.id}/bodies/{county.group.id}/nominations/new"
    answer = client.sign_in(county.secretary).post(url, data=data | {field: value})
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert letters() == {}


def test_an_organisation_that_does_not_belong_cannot_be_asked(client, county, make):
    stranger = make.organisation("Långt borta kommun", mailbox="kommun@borta.example")
    data = {"title": "Namn", "seats": "member", "names_wanted": 1, "due_on": DUE.isoformat()}
    url = f"/councils/{county.council.id}/bodies/{county.group.id}/nominations/new"
    answer = client.sign_in(county.secretary).post(url, data=data | {"organisations": [stranger.id]})
    assert answer.status_code == 422
    assert letters() == {}


def test_a_body_without_organisations_says_what_to_do(client, make):
    council = make.council()
    url = f"/councils/{council.id}/bodies/{council.id}/nominations/new"
    page = client.sign_in(make.secretary(council)).get(url)
    assert "Ingen organisation hör till" in page.text


# --- Answering ------------------------------------------------------------------------------------------


def test_an_organisation_names_somebody_and_may_change_until_it_is_closed(client, county):
    request = county.ask(client)
    url = f"/nominations/{request.id}"
    client.sign_in(county.official)
    assert client.post(url, data=NAMES).status_code == 302
    stored = county.answer_of(request, county.timra)
    assert stored.nominees == [
        {"name": "Anna Berg", "email": "anna@timra.example", "title": "Näringslivschef"}
    ]
    assert "Anna Berg" in html.tostring(html.fromstring(client.get(url).text)).decode()

    client.sign_in(county.majority).post(url, data={"kind": "declines", "note": "Ingen kan."})
    db.session.refresh(stored)
    assert (stored.declines, stored.nominees, stored.note) == (True, [], "Ingen kan.")

    client.sign_in(county.secretary).post(f"{county.pages}/{request.id}/close")
    late = client.sign_in(county.official).post(url, data=NAMES)
    assert late.status_code == 422
    assert "är avslutad" in text_of(late)
    db.session.refresh(stored)
    assert stored.declines
    assert "Förfrågan är avslutad" in client.get(url).text
    assert [one for one in events() if one.startswith("names-")] == [
        "names-asked-for",
        "names-given",
        "names-declined",
        "names-closed",
    ]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"kind": ""}, "Välj om ni föreslår namn eller avstår."),
        ({"kind": "declines"}, "Skriv varför ni avstår."),
        ({"names-0-name": "", "names-0-email": "", "names-0-title": ""}, "Skriv minst ett namn"),
        ({"names-0-email": ""}, "Skriv personens e-postadress."),
        ({"names-0-email": "anna"}, "Skriv en e-postadress"),
        ({"names-0-name": ""}, "Skriv personens namn."),
        ({"names-1-name": "A", "names-1-email": "ANNA@timra.example"}, "står två gånger"),
    ],
)
def test_an_answer_that_lacks_something_is_asked_for_again(client, county, changed, said):
    request = county.ask(client)
    answer = client.sign_in(county.official).post(f"/nominations/{request.id}", data=NAMES | changed)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert county.answer_of(request, county.timra).answered_at is None


def test_more_names_than_asked_for_are_not_taken_in(client, county):
    request = county.ask(client, names_wanted=1)
    more = {"names-1-name": "Bo", "names-1-email": "bo@timra.example"}
    client.sign_in(county.official).post(f"/nominations/{request.id}", data=NAMES | more)
    assert len(county.answer_of(request, county.timra).nominees) == 1


def test_an_organisation_sees_only_its_own_answer(client, county):
    request = county.ask(client)
    client.sign_in(county.official).post(f"/nominations/{request.id}", data=NAMES)
    client.sign_in(county.ange_official)
    for page in (f"/nominations/{request.id}", "/nominations"):
        assert "Anna Berg" not in client.get(page).text
        assert "Timrå" not in text_of(client.get(page))
    theirs = f"/nominations/{request.id}?organisation={county.timra.id}"
    assert client.get(theirs).status_code == 404
    assert client.post(theirs, data={"kind": "declines", "note": "Nej."}).status_code == 404
    assert not county.answer_of(request, county.timra).declines


def test_the_opposition_reads_the_answer_and_does_not_give_it(client, county):
    request = county.ask(client)
    url = f"/nominations/{request.id}"
    client.sign_in(county.official).post(url, data=NAMES)
    page = client.sign_in(county.opposition).get(url)
    assert "Anna Berg" in page.text
    assert html.fromstring(page.text).xpath("//main//textarea | //main//input") == []
    assert client.post(url, data={"kind": "declines", "note": "Nej."}).status_code == 403
    assert not county.answer_of(request, county.timra).declines


def test_strangers_and_administrators_find_no_request_by_its_number(client, county, make):
    request = county.ask(client)
    stranger = make.seat(make.council("Annat råd"), organisation_id=county.timra.id)
    preparer = make.preparer(county.council)
    gone = make.seat(county.council, organisation_id=county.timra.id, ends_on=TODAY - timedelta(days=1))
    administrator = make.person(is_administrator=True)
    for person in (stranger, preparer, gone, administrator, county.secretary):
        client.sign_in(person)
        assert client.get(f"/nominations/{request.id}").status_code == 404
        assert client.post(f"/nominations/{request.id}", data=NAMES).status_code == 404
        assert request.title not in client.get("/nominations").text
    for person in (stranger, preparer, gone, county.official):
        client.sign_in(person)
        for page in (county.pages, f"{county.pages}/{request.id}", f"{county.pages}/{request.id}/close"):
            assert client.get(page).status_code in (403, 404)


def test_the_secretary_of_another_council_reaches_nothing_through_the_own_address(client, county, make):
    request = county.ask(client)
    client.sign_in(county.official).post(f"/nominations/{request.id}", data=NAMES)
    answer = county.answer_of(request, county.timra)
    other = make.council("Annat råd")
    client.sign_in(make.secretary(other))
    theirs = f"/councils/{other.id}/nominations/{request.id}"
    for page in (theirs, f"{theirs}/close", f"{theirs}/answers/{answer.id}"):
        assert client.get(page).status_code == 404
        assert client.post(page).status_code in (404, 405)
    assert client.post(f"{theirs}/remind").status_code == 404
    seat = {"number": 0, "email": "anna@timra.example"}
    assert client.post(f"{theirs}/answers/{answer.id}/seat", data=seat).status_code == 404
    mine = NominationRequest(body_id=other.id, category=Category.MEMBER, title="Vår", due_on=DUE)
    mine.asked_by_id, mine.asked_at = county.secretary.id, datetime.now(UTC)
    make.save(mine)
    crossed = f"/councils/{other.id}/nominations/{mine.id}/answers/{answer.id}"
    assert client.get(crossed).status_code == 404
    assert client.post(f"{crossed}/seat", data=seat).status_code == 404
    new = f"/councils/{other.id}/bodies/{county.group.id}/nominations/new"
    assert client.get(new).status_code == 404


@pytest.mark.both_databases
def test_what_waits_is_told_to_those_who_may_answer_and_no_longer_when_they_have(client, app, county):
    request = county.ask(client)

    def waiting(person: Person) -> list[str]:
        viewer = visibility.viewer(person.id, person.session_key, now=datetime.now(UTC))
        return [one.title for one in nominations.waiting_for(viewer)] if viewer else []

    assert waiting(county.official) == waiting(county.majority) == ["Namn till projektgruppen"]
    assert waiting(county.opposition) == waiting(county.secretary) == []
    client.sign_in(county.official).post(f"/nominations/{request.id}", data=NAMES)
    assert waiting(county.official) == []
    assert waiting(county.ange_official) == ["Namn till projektgruppen"]
    client.sign_in(county.secretary).post(f"{county.pages}/{request.id}/close")
    assert waiting(county.ange_official) == []


def test_somebody_of_two_organisations_answers_for_each(client, county):
    county.make.seat(
        county.council, Category.OFFICIAL, person=county.official, organisation_id=county.sundsvall.id
    )
    request = county.ask(client)
    client.sign_in(county.official)
    url = f"/nominations/{request.id}?organisation="
    client.post(f"{url}{county.timra.id}", data=NAMES)
    client.post(f"{url}{county.sundsvall.id}", data={"kind": "declines", "note": "Vi avstår."})
    assert not county.answer_of(request, county.timra).declines
    assert county.answer_of(request, county.sundsvall).declines


# --- Following and giving seats -------------------------------------------------------------------------


@pytest.mark.both_databases
def test_the_secretary_reads_all_answers_in_one_table(client, county):
    request = county.ask(client)
    client.sign_in(county.official).post(f"/nominations/{request.id}", data=NAMES)
    client.sign_in(county.ange_official).post(
        f"/nominations/{request.id}", data={"kind": "declines", "note": "Vi har ingen."}
    )
    stored = db.session.get_one(NominationRequest, request.id)
    stored.due_on = TODAY - timedelta(days=1)
    db.session.commit()
    page = text_of(client.sign_in(county.secretary).get(f"{county.pages}/{request.id}"))
    assert "2 av 3 organisationer har svarat. En är sen." in page
    for shown in ("Anna Berg, Näringslivschef", "Ny i registret", "Avstår", "”Vi har ingen.”"):
        assert shown in page
    assert "Har inte svarat i tid" in page
    assert "2 av 3" in text_of(client.get(county.pages))


@pytest.mark.both_databases
def test_only_those_who_owe_an_answer_are_reminded(client, county):
    request = county.ask(client)
    client.sign_in(county.official).post(f"/nominations/{request.id}", data=NAMES)
    db.session.execute(sa.delete(Mail))
    client.sign_in(county.secretary).post(f"{county.pages}/{request.id}/remind")
    sent = letters()
    assert set(sent) == {"registrator@sundsvall.example", county.ange_official.email}
    assert "Påminnelse: Namn till projektgruppen" in sent["registrator@sundsvall.example"]

    client.sign_in(county.ange_official).post(f"/nominations/{request.id}", data=NAMES)
    answer = county.answer_of(request, county.sundsvall)
    client.sign_in(county.secretary).post(
        f"{county.pages}/{request.id}/answers/{answer.id}", data={"kind": "declines", "note": "I brev."}
    )
    assert client.post(f"{county.pages}/{request.id}/remind").status_code == 409


def test_the_secretary_writes_in_an_answer_that_came_in_a_letter(client, county):
    request = county.ask(client)
    answer = county.answer_of(request, county.sundsvall)
    url = f"{county.pages}/{request.id}/answers/{answer.id}"
    assert client.post(url, data=NAMES).status_code == 302
    db.session.refresh(answer)
    assert answer.nominees[0]["name"] == "Anna Berg"
    assert answer.answered_by_id == county.secretary.id


def named(client: Any, county: County, request: NominationRequest, **changed: Any) -> NominationAnswer:
    client.sign_in(county.official).post(f"/nominations/{request.id}", data=NAMES | changed)
    client.sign_in(county.secretary)
    return county.answer_of(request, county.timra)


@pytest.mark.both_databases
def test_a_new_name_becomes_a_person_with_a_seat_by_one_press(client, county):
    request = county.ask(client)
    answer = named(client, county, request, **{"names-0-side": "majority", "names-0-party": "S"})
    page = html.fromstring(client.get(f"{county.pages}/{request.id}?from=2026-12-24").text)
    form = next(one for one in page.forms if one.action == county.seat_url(answer))
    client.post(form.action, data=dict(form.form_values()))

    seat = db.session.scalars(sa.select(Seat).where(Seat.body_id == county.group.id)).one()
    assert (seat.category, seat.side, seat.party) == (Category.MEMBER, Side.MAJORITY, "S")
    assert (seat.organisation_id, seat.starts_on) == (county.timra.id, date(2026, 12, 24))
    person = seat.person
    assert (person.name, person.email, person.title) == (
        "Anna Berg",
        "anna@timra.example",
        "Näringslivschef",
    )
    assert person.password_hash is None
    assert "Har fått sin plats" in client.get(f"{county.pages}/{request.id}").text
    assert events()[-2:] == ["person-added", "seat-added"]

    again = client.post(form.action, data=dict(form.form_values()))
    assert again.status_code == 409
    assert "Anna Berg har redan fått sin plats." in text_of(again)


def test_who_is_in_the_register_is_known_by_the_address(client, county, make):
    known = make.person("Anna Bergström", email="anna@timra.example")
    request = county.ask(client)
    answer = named(client, county, request)
    assert "Finns i registret som Anna Bergström" in client.get(f"{county.pages}/{request.id}").text
    client.post(county.seat_url(answer), data={"number": 0, "email": "anna@timra.example"})
    seat = db.session.scalars(sa.select(Seat).where(Seat.body_id == county.group.id)).one()
    assert seat.person_id == known.id
    assert db.session.scalar(sa.select(sa.func.count()).where(Person.email == "anna@timra.example")) == 1


def test_a_seat_that_is_refused_says_why_and_adds_nobody(client, county):
    request = county.ask(client, seats="speaking_function")
    answer = named(client, county, request, **{"names-0-title": ""})
    facts = {"number": 0, "email": "anna@timra.example", "name": "Anna Berg"}
    refused = client.post(county.seat_url(answer), data=facts)
    assert refused.status_code == 409
    assert "Anna Berg fick ingen plats" in text_of(refused)
    assert "Skriv vilken funktion platsen gäller." in text_of(refused)
    assert db.session.scalar(sa.select(Person.id).where(Person.email == "anna@timra.example")) is None


def test_a_closed_account_and_a_changed_answer_are_refused(client, county, make):
    make.person("Anna", email="anna@timra.example", is_active=False)
    request = county.ask(client)
    answer = named(client, county, request)
    facts = {"number": 0, "email": "anna@timra.example"}
    assert "är stängt" in text_of(client.post(county.seat_url(answer), data=facts))
    for changed in ({"email": "bo@timra.example"}, {"number": 1}, {"number": "x" * 99, "email": ""}):
        refused = client.post(county.seat_url(answer), data=facts | changed)
        assert refused.status_code == 409
    assert db.session.scalar(sa.select(Seat.id).where(Seat.body_id == county.group.id)) is None


def test_the_title_becomes_the_function_and_the_rule_says_which_seat(client, county, make):
    rule = SeatRule(body_id=county.group.id, title="En projektledare från varje kommun", least=1)
    rule.category, rule.scope, rule.starts_on = Category.MEMBER, Scope.EACH_ORGANISATION, date(2023, 1, 1)
    make.save(rule)
    request = county.ask(client, seats=f"rule-{rule.id}")
    assert "En projektledare från varje kommun" in letters()[county.majority.email]
    answer = named(client, county, request)
    client.post(county.seat_url(answer), data={"number": 0, "email": "anna@timra.example"})
    assert db.session.scalar(sa.select(Seat.rule_id).where(Seat.body_id == county.group.id)) == rule.id

    request = county.ask(client, seats="speaking_function")
    answer = named(client, county, request)
    client.post(county.seat_url(answer), data={"number": 0, "email": "anna@timra.example"})
    functions = db.session.scalars(sa.select(Seat.function).where(Seat.body_id == county.group.id))
    assert "Näringslivschef" in list(functions)


def test_a_rule_for_one_kind_of_organisation_is_not_asked_of_another(client, county, make):
    rule = SeatRule(body_id=county.group.id, title="Regionens ledamöter", category=Category.MEMBER)
    rule.scope, rule.starts_on = Scope.EACH_ORGANISATION, date(2023, 1, 1)
    rule.organisation_kind = OrganisationKind.REGION
    make.save(rule)
    url = f"/councils/{county.council.id}/bodies/{county.group.id}/nominations/new"
    data = {"title": "Namn", "seats": f"rule-{rule.id}", "names_wanted": 1, "due_on": DUE.isoformat()}
    answer = client.sign_in(county.secretary).post(url, data=data | {"organisations": [county.timra.id]})
    assert answer.status_code == 422
    assert "Regionens ledamöter är inte platser för Timrå kommun." in text_of(answer)


def test_who_has_a_seat_stays_named_when_the_organisation_answers_anew(client, county):
    request = county.ask(client)
    answer = named(client, county, request)
    client.post(county.seat_url(answer), data={"number": 0, "email": "anna@timra.example"})
    client.sign_in(county.official)
    page = client.get(f"/nominations/{request.id}")
    assert "Har fått sin plats" in page.text
    bo = {"kind": "names", "names-0-name": "Bo", "names-0-email": "bo@timra.example"}
    client.post(f"/nominations/{request.id}", data=bo)
    db.session.refresh(answer)
    assert [one["name"] for one in answer.nominees] == ["Anna Berg", "Bo"]
    declined = client.post(f"/nominations/{request.id}", data={"kind": "declines", "note": "Nej."})
    assert declined.status_code == 422


def test_a_seat_entered_by_mistake_and_taken_away_can_be_given_anew(client, county):
    request = county.ask(client, body=county.council)
    answer = named(client, county, request)
    facts = {"number": 0, "email": "anna@timra.example"}
    client.post(county.seat_url(answer), data=facts)
    seat = db.session.scalars(sa.select(Seat).order_by(Seat.id.desc())).first()
    client.post(f"/councils/{county.council.id}/seats/{seat.id}/withdraw")
    assert "Ge platsen" in client.get(f"{county.pages}/{request.id}").text
    assert client.post(county.seat_url(answer), data=facts).status_code == 302


def test_names_to_the_preparatory_group(client, county, make):
    group = make.council("Beredningsgruppen", kind=BodyKind.PREPARATORY_GROUP, council_id=county.council.id)
    request = county.ask(client, body=group, seats="preparer")
    answer = named(client, county, request)
    client.post(county.seat_url(answer), data={"number": 0, "email": "anna@timra.example"})
    seat = db.session.scalars(sa.select(Seat).where(Seat.body_id == group.id)).one()
    assert (seat.category, seat.side) == (Category.PREPARER, None)


@pytest.mark.both_databases
def test_a_request_costs_the_same_however_many_are_asked(client, county, make):
    request = county.ask(client)
    page = f"{county.pages}/{request.id}"
    before = questions_of(client, page)
    for n in range(30):
        organisation = make.organisation(f"Kommun nummer {n}")
        answer = NominationAnswer(request_id=request.id, organisation_id=organisation.id)
        answer.nominees = [{"name": f"Namn {n}", "email": f"namn{n}@example.org"}]
        answer.answered_at, answer.answered_by_id = datetime.now(UTC), county.secretary.id
        make.save(answer)
    assert questions_of(client, page) == before


def test_a_day_that_nobody_can_mean_gets_a_sentence_and_no_seat(client, county):
    request = county.ask(client)
    answer = named(client, county, request)
    page = client.get(f"{county.pages}/{request.id}?from=2027-02-30")
    assert "ebruari har ingen dag 30." in text_of(page)
    facts = {"number": 0, "email": "anna@timra.example", "starts_on": "2027-02-30"}
    refused = client.post(county.seat_url(answer), data=facts)
    assert refused.status_code == 409
    assert "ebruari har ingen dag 30." in text_of(refused)
    assert db.session.scalar(sa.select(Seat.id).where(Seat.body_id == county.group.id)) is None


def test_the_way_to_the_requests_stands_where_one_looks_for_it(client, county):
    client.sign_in(county.official)
    assert 'href="/nominations"' in client.get("/councils").text
    manage = client.sign_in(county.secretary).get(f"/councils/{county.council.id}/manage")
    assert f'href="{county.pages}"' in manage.text
