"""The register of people, organisations and bodies, and the way from an empty installation to a meeting."""

from __future__ import annotations

import re
from datetime import date

import pytest
import sqlalchemy as sa

from councilflow.extensions import db
from councilflow.models import Body, Mail, Organisation, Person, Seat
from councilflow.process.councils import BodyKind, Category
from councilflow.services import people

COUNCIL = {
    "kind": "council",
    "name": "Regionala samverkansrådet",
    "short_name": "Regionala",
    "document_language": "sv",
    "country": "SE",
    "advisory": "y",
}


@pytest.fixture
def administrator(client, make):
    person = make.person("Förvaltare", email="forvaltare@example.org", is_administrator=True)
    client.sign_in(person)
    return person


def organisation_named(name):
    return db.session.scalar(sa.select(Organisation).where(Organisation.name == name))


# --- The first start ------------------------------------------------------------------------------------


def test_a_command_makes_the_first_administrator_who_then_chooses_a_password(app, client):
    arguments = ["people", "create-administrator", "forvaltare@region.example", "--name", "Förvaltare"]
    printed = app.test_cli_runner().invoke(args=arguments)
    assert printed.exit_code == 0
    way = re.fullmatch(r"http://localhost(/password/\S+)\n", printed.output)[1]
    client.post(way, data={"password": "granar vid sjön", "again": "granar vid sjön"})
    assert "Kvar till första mötet" in client.get("/administration/").text
    assert app.test_cli_runner().invoke(args=arguments).exit_code != 0


def test_each_step_to_the_first_meeting_leads_to_where_it_is_taken(client, administrator, make):
    council = make.council()
    page = client.get(f"/councils/{council.id}/manage").text
    for way in (
        f"/councils/{council.id}/bodies/{council.id}/seats/new?category=secretary",
        f"/councils/{council.id}/bodies/{council.id}/seats/new?office=chair",
        f"/councils/{council.id}/groups/new?kind=preparatory_group",
    ):
        assert client.get(way).status_code == 200
        assert f'href="{way}"' in page
    assert client.get(f"/councils/{council.id}/bodies/{council.id}/seats/new?office=king").status_code == 200


def test_the_command_takes_a_password_from_standard_input(app, client):
    arguments = [
        "people",
        "create-administrator",
        "f@region.example",
        "--name",
        "Förvaltare",
        "--password-stdin",
    ]
    weak = app.test_cli_runner().invoke(args=arguments, input="lösenord1234\n")
    assert weak.exit_code != 0
    assert app.test_cli_runner().invoke(args=arguments, input="granar vid sjön\n").exit_code == 0
    answer = client.post("/sign-in", data={"email": "f@region.example", "password": "granar vid sjön"})
    assert answer.headers["Location"] == "/administration/"


def test_a_lost_password_is_replaced_from_the_command_line(app, client, make):
    make.person(email="ledamot@timra.example")
    printed = app.test_cli_runner().invoke(args=["people", "password-link", "Ledamot@timra.example"])
    assert printed.output.startswith("http://localhost/password/")
    assert (
        app.test_cli_runner().invoke(args=["people", "password-link", "ingen@timra.example"]).exit_code != 0
    )


def test_the_pages_lead_from_nothing_to_the_first_meeting(client, administrator):
    post = client.post
    for name, kind in (("Region Västernorrland", "region"), ("Timrå kommun", "municipality")):
        post("/administration/organisations/new", data={"name": name, "short_name": name, "kind": kind})
    for name, email in (("Sekreterare", "s@region.example"), ("Ordförande", "o@region.example")):
        post("/administration/people/new", data={"name": name, "email": email, "language": "sv"})
    region = organisation_named("Region Västernorrland")
    made = post("/administration/councils/new", data=COUNCIL | {"host": region.id})
    council = db.session.scalar(sa.select(Body))
    assert made.headers["Location"] == f"/councils/{council.id}/manage"

    page = client.get(made.headers["Location"]).text
    assert "Ge rådet en sekreterare" in page
    seats = f"/councils/{council.id}/bodies/{council.id}/seats/new"
    secretary, chair = (people.person_with(email) for email in ("s@region.example", "o@region.example"))
    shared = {"organisation": region.id, "starts_on": "2023-01-01"}
    post(seats, data=shared | {"category": "secretary", "person": secretary.id})
    answer = post(
        seats, data=shared | {"category": "member", "person": chair.id, "side": "majority", "office": "chair"}
    )
    assert answer.status_code == 302
    post(
        f"/councils/{council.id}/groups/new",
        data={"kind": "preparatory_group", "name": "RUS-gruppen", "short_name": "RUS"},
    )

    client.sign_in(secretary)
    post(
        f"/councils/{council.id}/plan",
        data={"title": "Ett Västernorrland", "short_title": "RUS", "goals": "Tillgänglighet\n\nKompetens"},
    )
    page = client.get(f"/councils/{council.id}/manage").text
    assert f'href="/councils/{council.id}/meetings/new"' in page
    assert "Ett Västernorrland" in client.get(f"/councils/{council.id}").text


# --- Organisations --------------------------------------------------------------------------------------


def test_two_organisations_cannot_share_a_name(client, administrator, make):
    make.organisation("Timrå kommun")
    facts = {"name": "Timrå kommun", "short_name": "Timrå", "kind": "municipality"}
    answer = client.post("/administration/organisations/new", data=facts)
    assert answer.status_code == 422
    assert "Namnet Timrå kommun finns redan." in answer.text


def test_an_organisation_is_corrected(client, administrator, make):
    timra = make.organisation("Timra kommun")
    facts = {
        "name": "Timrå kommun",
        "short_name": "Timrå",
        "kind": "municipality",
        "mailbox": "inte en adress",
    }
    way = f"/administration/organisations/{timra.id}"
    assert client.post(way, data=facts).status_code == 422
    assert client.post(way, data=facts | {"mailbox": "kommun@timra.example"}).status_code == 302
    assert "Timrå kommun" in client.get("/administration/organisations").text


def test_an_organisation_closes_when_nobody_sits_for_it_any_longer(client, administrator, make):
    timra = make.organisation("Timrå kommun")
    make.seat(make.council(), organisation_id=timra.id)
    way = f"/administration/organisations/{timra.id}/close"
    refused = client.post(way, data={"closed_on": "2026-12-31"})
    assert refused.status_code == 422
    assert "Avsluta platserna i råden först." in refused.text
    db.session.execute(sa.update(Seat).values(ends_on=date(2026, 12, 31)))
    assert client.post(way, data={"closed_on": "2026-12-31"}).status_code == 302
    assert "Avslutad 31 december 2026" in client.get("/administration/organisations").text


# --- People ---------------------------------------------------------------------------------------------


def test_people_are_found_by_a_part_of_their_name(client, administrator, make):
    make.person("Kommunalråd Timrå", email="kommunalrad@timra.example")
    make.person("Kommunalråd Ånge", email="kommunalrad@ange.example")
    found = client.get("/administration/people?q=kommunalråd+timr").text
    assert "kommunalrad@timra.example" in found
    assert "kommunalrad@ange.example" not in found
    assert "Ingen person har" in client.get("/administration/people?q=100%25").text


def test_a_long_register_goes_page_by_page(client, administrator, make):
    db.session.add_all(
        Person(
            name=f"Ledamot {n:03}",
            email=f"l{n}@example.org",
            session_key="",
            created_at=administrator.created_at,
        )
        for n in range(60)
    )
    first = client.get("/administration/people").text
    following = re.search(r'href="(/administration/people\?q=&amp;after=\d+)"', first)[1].replace(
        "&amp;", "&"
    )
    second = client.get(following).text
    assert "Ledamot 000" not in second
    assert "Ledamot 059" in second


def test_an_address_belongs_to_one_person(client, administrator, make):
    make.person(email="ledamot@timra.example")
    facts = {"name": "Någon annan", "email": "LEDAMOT@timra.example", "language": "sv"}
    answer = client.post("/administration/people/new", data=facts)
    assert answer.status_code == 422
    assert "Det finns redan en person med adressen ledamot@timra.example." in answer.text


def test_a_password_link_is_shown_once_and_works(app, client, administrator, make):
    person = make.person("Ledamot", email="ledamot@timra.example")
    page = client.post(f"/administration/people/{person.id}/link").text
    way = re.search(r'value="http://localhost(/password/[^"]+)"', page)[1]
    assert way not in client.get(f"/administration/people/{person.id}").text
    assert app.test_client().get(way).status_code == 200


def test_a_password_link_can_be_mailed(client, administrator, make):
    person = make.person("Ledamot", email="ledamot@timra.example")
    client.post(f"/administration/people/{person.id}/mail-link")
    mail = db.session.scalar(sa.select(Mail))
    assert (mail.kind, mail.to_address) == ("password", "ledamot@timra.example")
    way = re.search(rb"http://localhost(/password/[\w-]+)", mail.message.replace(b"=\n", b""))[1]
    assert client.get(way.decode()).status_code == 200


def test_a_closed_account_is_signed_out_and_can_be_opened_again(app, client, administrator, make):
    person = make.person("Ledamot", password_hash=people.hashed("granar vid sjön"))
    theirs = app.test_client().sign_in(person)
    assert theirs.get("/profile").status_code == 200
    client.post(f"/administration/people/{person.id}/close")
    assert theirs.get("/profile").status_code == 302
    facts = {"email": person.email, "password": "granar vid sjön"}
    assert theirs.post("/sign-in", data=facts).status_code == 422
    client.post(f"/administration/people/{person.id}/open")
    assert theirs.post("/sign-in", data=facts).status_code == 302


def test_somebody_must_keep_the_register(client, administrator):
    assert client.post(f"/administration/people/{administrator.id}/close").status_code == 409
    facts = {"name": "Förvaltare", "email": administrator.email, "language": "sv"}
    answer = client.post(f"/administration/people/{administrator.id}", data=facts)
    assert answer.status_code == 422
    assert "minst en person som administrerar" in answer.text


# --- Bodies ---------------------------------------------------------------------------------------------


def test_a_wider_council_includes_another(client, administrator, make):
    council = make.council()
    facts = COUNCIL | {"name": "Stora samverkansrådet", "kind": "wide_council", "includes": council.id}
    assert (
        client.post("/administration/councils/new", data=facts | {"host": council.host_id}).status_code == 302
    )
    wide = db.session.scalar(sa.select(Body).where(Body.kind == BodyKind.WIDE_COUNCIL))
    assert wide.includes_id == council.id
    assert "Omfattar också Regionala samverkansrådet" in client.get("/administration/").text


# --- Who may --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "way",
    [
        "/administration/",
        "/administration/people",
        "/administration/organisations",
        "/administration/journal",
    ],
)
def test_only_administrators_keep_the_register(client, make, way):
    secretary = make.secretary(make.council())
    assert client.sign_in(secretary).get(way).status_code == 403


def test_an_administrator_seats_people_but_reads_no_council(client, administrator, make):
    council = make.council()
    make.meeting(council)
    assert client.get(f"/councils/{council.id}/manage").status_code == 200
    assert client.get(f"/councils/{council.id}").status_code == 404
    assert client.get(f"/councils/{council.id}/journal").status_code == 404
    assert "Råd som du bara administrerar" in client.get("/councils").text


def test_the_register_tells_what_happened_to_it(client, administrator):
    client.post(
        "/administration/people/new", data={"name": "Ny", "email": "ny@example.org", "language": "sv"}
    )
    assert "Förvaltare lade till Ny" in client.get("/administration/journal").text


def test_the_category_of_a_first_seat_stands_ready(client, administrator, make):
    council = make.council()
    page = client.get(f"/councils/{council.id}/bodies/{council.id}/seats/new").text
    assert f'value="{Category.MEMBER}" checked' in page
