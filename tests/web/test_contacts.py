"""The directory of those who sit in the councils, and who sees it (A36)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import vobject
from lxml import html

from councilflow.documents.vcard import Card, cards
from councilflow.extensions import db
from councilflow.models import Body, Person, Seat
from councilflow.process.councils import BodyKind, Category
from councilflow.services import contacts, visibility
from councilflow.services.contacts import dialled
from councilflow.web.access import now
from tests.asked import questions_of


@pytest.fixture
def today(app: Any) -> date:
    with app.test_request_context():
        return visibility.today(now())


def names(answer: Any) -> list[str]:
    """Everybody a page of the directory lists, in its order."""
    return [one.text_content() for one in html.fromstring(answer.text).xpath("//table//*[@class='cf-title']")]


def test_members_find_each_other_with_mail_and_phone(client, make):
    council, timra = make.council(), make.organisation("Timrå kommun")
    secretary = make.secretary(council)
    anna = make.person("Anna Berg", title="Kommunalråd", phone="060-12 34 56")
    make.seat(council, person=anna, organisation_id=timra.id, party="S")

    page = client.sign_in(secretary).get("/contacts")
    assert names(page) == ["Anna Berg", "Sekreterare"]
    for shown in ("Kommunalråd", "Timrå kommun", "Ledamot, majoritet (S)", council.name):
        assert shown in page.text
    links = html.fromstring(page.text).xpath("//td//a/@href")
    assert f"mailto:{anna.email}" in links
    assert "tel:060123456" in links


def test_the_directory_is_filtered_by_council_organisation_and_words(client, make):
    council, group = make.council(), make.council("Styrgruppen", kind=BodyKind.STEERING_GROUP)
    timra, ange = make.organisation("Timrå kommun"), make.organisation("Ånge kommun")
    reader = make.seat(council, name="Åsa Läsare", organisation_id=timra.id)
    make.seat(group, person=reader, organisation_id=timra.id)
    make.seat(council, name="Bo Berg", organisation_id=ange.id)
    make.seat(group, name="Cia Ström", organisation_id=ange.id)
    client.sign_in(reader)

    def shown(**asked: Any) -> list[str]:
        return names(client.get("/contacts", query_string=asked))

    assert shown() == ["Bo Berg", "Cia Ström", "Åsa Läsare"]
    assert shown(council=group.id) == ["Cia Ström", "Åsa Läsare"]
    assert shown(organisation=ange.id) == ["Bo Berg", "Cia Ström"]
    assert shown(council=group.id, organisation=ange.id) == ["Cia Ström"]
    assert shown(q="ånge berg") == ["Bo Berg"]
    assert shown(q="ledamot saknas") == []
    assert "passar in på det du sökte" in client.get("/contacts?q=saknas").text


def test_who_no_longer_sits_or_sits_elsewhere_is_not_there(client, make, today):
    council, other = make.council(), make.council("Annat råd")
    reader = make.secretary(council)
    gone = make.seat(council, name="Borta", ends_on=today - timedelta(days=1))
    coming = make.seat(council, name="Kommande", starts_on=today + timedelta(days=1))
    stranger = make.seat(other, name="Främling")
    make.person("Utan plats")
    client.sign_in(reader)

    assert names(client.get("/contacts")) == ["Sekreterare"]
    assert names(client.get(f"/contacts?council={other.id}")) == ["Sekreterare"]
    assert names(client.get(f"/councils/{council.id}/contacts")) == ["Sekreterare"]
    for person in (gone, coming, stranger):
        assert client.get(f"/contacts/{person.id}.vcf").status_code == 404
        assert person.email not in client.get(f"/councils/{council.id}/contacts.vcf").text
    assert client.get(f"/councils/{other.id}/contacts").status_code == 404
    assert client.get(f"/councils/{other.id}/contacts.vcf").status_code == 404


def test_an_administrator_without_a_seat_reads_no_directory(client, make):
    council = make.council()
    member = make.seat(council, name="Anna Berg")
    client.sign_in(make.person(is_administrator=True))
    assert "Anna Berg" not in client.get("/contacts").text
    for page in (
        f"/councils/{council.id}/contacts",
        f"/councils/{council.id}/contacts.vcf",
        f"/contacts/{member.id}.vcf",
    ):
        assert client.get(page).status_code == 404


def test_a_page_does_not_tell_where_a_stranger_stands_in_the_alphabet(client, make):
    council = make.council()
    reader = make.secretary(council, name="Bo")
    make.seat(council, name="Diana")
    stranger = make.seat(make.council("Annat råd"), name="Cecilia")
    assert names(client.sign_in(reader).get(f"/contacts?after={stranger.id}")) == ["Bo", "Diana"]


def test_the_wider_council_shows_those_of_the_one_it_includes(client, make):
    council = make.council()
    wide = make.council("Stora rådet", kind=BodyKind.WIDE_COUNCIL, includes_id=council.id)
    make.seat(council, name="Anna")
    make.preparer(council, name="Beredaren")
    actor = make.seat(wide, Category.ACTOR, name="Aktören")
    assert names(client.sign_in(actor).get("/contacts")) == ["Aktören", "Anna"]
    assert client.get(f"/councils/{council.id}/contacts").status_code == 404


def test_the_secretary_of_a_council_reads_the_directory_of_its_groups(client, make):
    council = make.council()
    group = make.council("Projektgruppen", kind=BodyKind.PROJECT_GROUP, council_id=council.id)
    make.seat(group, name="Projektledaren")
    member = make.seat(council, name="Ledamoten")
    secretary = make.secretary(council)
    assert "Projektledaren" in names(client.sign_in(secretary).get("/contacts"))
    assert client.get(f"/councils/{group.id}/contacts").status_code == 200
    assert "Projektledaren" not in names(client.sign_in(member).get("/contacts"))
    assert client.get(f"/councils/{group.id}/contacts").status_code == 404


def test_a_hidden_number_is_shown_to_nobody_and_the_owner_sees_so(client, make):
    council = make.council()
    anna = make.seat(council, person=make.person("Anna", phone="060-12 34 56"))
    reader = make.secretary(council)
    profile = {"name": "Anna", "phone": "060-12 34 56", "language": "sv"}
    assert "060-12 34 56" in client.sign_in(anna).get("/profile").text.partition("Det här ser de andra")[2]

    client.post("/profile", data=profile | {"phone_hidden": "y"})
    assert "Ditt telefonnummer är dolt." in client.get("/profile").text
    pages = ("/contacts", f"/councils/{council.id}/contacts", f"/contacts/{anna.id}.vcf")
    for page in (*pages, f"/councils/{council.id}/contacts.vcf"):
        for one in (reader, anna):
            assert "12 34 56" not in client.sign_in(one).get(page).text

    client.sign_in(anna).post("/profile", data=profile)
    assert "060-12 34 56" in client.sign_in(reader).get("/contacts").text


def test_somebody_without_a_seat_reads_that_nobody_sees_them(client, make):
    page = client.sign_in(make.person("Anna", phone="1")).get("/profile")
    assert "du finns inte under Kontakter" in page.text


def test_a_whole_council_is_listed_by_organisation(client, make):
    council, timra = make.council(), make.organisation("Timrå kommun")
    secretary = make.seat(council, Category.SECRETARY, name="Sekreteraren")
    make.seat(council, name="Anna", organisation_id=timra.id)
    page = client.sign_in(secretary).get(f"/councils/{council.id}/contacts")
    headings = html.fromstring(page.text).xpath("//main//h2/text()")
    assert headings[:2] == ["Timrå kommun", "Utan organisation"]


def test_a_council_can_be_taken_into_an_address_book(client, make):
    council, timra = make.council(), make.organisation("Timrå kommun; Öst, Väst")
    anna = make.person('Anna Maria "Ann" Åström\\;', title="Råd, ordf", phone="+46 (0)60-12 34 56")
    make.seat(council, person=anna, organisation_id=timra.id)
    reader = make.secretary(council)
    answer = client.sign_in(reader).get(f"/councils/{council.id}/contacts.vcf")

    assert answer.mimetype == "text/vcard"
    assert answer.headers["Content-Disposition"] == "attachment; filename=regionala-samverkansradet.vcf"
    found = {one.fn.value: one for one in vobject.readComponents(answer.text)}
    assert set(found) == {anna.name, "Sekreterare"}
    card = found[anna.name]
    assert card.version.value == "4.0"
    assert (card.n.value.family, card.n.value.given) == ("Åström\\;", 'Anna Maria "Ann"')
    assert card.email.value == anna.email
    assert card.tel.value == "+46 (0)60-12 34 56"
    assert card.title.value == "Råd, ordf"
    assert card.role.value == "Ledamot, Regionala samverkansrådet"
    again = client.get(f"/contacts/{anna.id}.vcf")
    assert vobject.readOne(again.text).uid.value == card.uid.value


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("060-12 34 56", "060123456"),
        ("+46 (0)60-12 34 56 (växel)", "+4660123456"),
        ("0046 (0)60 123", "004660123"),
        ("Mobil: 070 – 123 45 67", "0701234567"),
        ("växeln", ""),
        ("12", ""),
        ("", ""),
    ],
)
def test_a_number_is_dialled_as_people_write_it(typed: str, number: str) -> None:
    assert dialled(typed) == number


def test_lines_of_a_card_are_short_and_no_letter_is_cut() -> None:
    name = "Å" * 200 + "\r\nBCC: x"
    content = cards([Card(uid="urn:x", name=name, email="a@b.se")])
    assert max(map(len, content.split(b"\r\n"))) <= 75
    assert content.count(b"\n") == content.count(b"\r\n")
    assert vobject.readOne(content.decode()).fn.value == "Å" * 200 + " \nBCC: x"


def test_the_directory_costs_the_same_with_five_hundred_people(client, make):
    council, timra = make.council(), make.organisation("Timrå kommun")
    reader = make.secretary(council)
    client.sign_in(reader)
    pages = ("/contacts", f"/councils/{council.id}/contacts", f"/councils/{council.id}/contacts.vcf")
    before = {page: questions_of(client, page) for page in pages}
    many(council, timra.id, 500)
    assert {page: questions_of(client, page) for page in pages} == before
    seen: list[str] = []
    page = "/contacts"
    while page:
        answer = client.get(page)
        seen += names(answer)
        page = next(iter(html.fromstring(answer.text).xpath("//a[text()='Fler kontakter']/@href")), "")
    assert len(seen) == len(set(seen)) == 501
    assert contacts.PAGE < 501


def many(council: Body, organisation_id: int, count: int) -> None:
    """People with a seat each, put in at once."""
    first = (db.session.scalar(sa.select(sa.func.max(Person.id))) or 0) + 1
    people = [
        {
            "id": first + n,
            "name": f"Person {n:03}",
            "email": f"many{n}@example.org",
            "session_key": f"many{n}",
            "created_at": visibility.datetime(2026, 1, 1, tzinfo=visibility.ZONE),
        }
        for n in range(count)
    ]
    seats = [
        {
            "body_id": council.id,
            "person_id": person["id"],
            "organisation_id": organisation_id,
            "category": Category.MEMBER,
            "starts_on": date(2023, 1, 1),
        }
        for person in people
    ]
    db.session.execute(sa.insert(Person), people)
    db.session.execute(sa.insert(Seat), seats)
    db.session.commit()
