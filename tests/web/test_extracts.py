"""The pages of extracts: who comes in, what a click does, and who sees the addresses."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from councilflow.extensions import db
from councilflow.models import Extract, Mail, Organisation
from councilflow.services import mail
from councilflow.services.minutes import SigningPlace
from tests.held import LATER, PASSWORD, Held, held_meeting, signed_meeting
from tests.postman import working

# What the database answers is tried on both by the tests of the services.
pytestmark = pytest.mark.one_database


@pytest.fixture
def place(app) -> SigningPlace:
    return SigningPlace(app.config["DATA_DIR"], app.config["SIGNING_SECRET"])


@pytest.fixture
def signed(make, place) -> Held:
    return signed_meeting(make, place)


def url(held: Held, page: str = "") -> str:
    return f"/meetings/{held.meeting.id}/minutes/extracts{page}"


def kramfors() -> int:
    return db.session.scalars(sa.select(Organisation.id).where(Organisation.name == "Kramfors kommun")).one()


def made() -> list[Extract]:
    db.session.expire_all()
    return list(db.session.scalars(sa.select(Extract).order_by(Extract.id)))


def make_some(client, held: Held, **changes):
    usual = {"paragraph": 2, "organisations": kramfors(), "others": "Landsarkivet", "password": PASSWORD}
    return client.sign_in(held.secretary).post(url(held, "/new"), data=usual | changes)


# --- Who comes in ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("is_signed", [False, True])
def test_each_page_is_for_those_it_is_for(client, make, place, is_signed):
    held = signed_meeting(make, place) if is_signed else held_meeting(make)
    if is_signed:
        make_some(client, held)
    people = (held.secretary, held.chair, held.elected, held.member)
    pages = {
        "": (200, 200, 200, 200) if is_signed else (409, 409, 409, 403),
        "/new": (200, 403, 403, 403) if is_signed else (409, 403, 403, 403),
    }
    if is_signed:
        number = made()[0].id
        pages[f"/{number}"] = (200, 200, 200, 200)
        pages[f"/{number}/send"] = (200, 403, 403, 403)
    found = {
        page: tuple(client.sign_in(who).get(url(held, page)).status_code for who in people) for page in pages
    }
    assert found == pages


def test_another_council_does_not_know_of_them(client, signed, make):
    make_some(client, signed)
    number = made()[0].id
    stranger = make.secretary(make.council("Annat råd"))
    client.sign_in(stranger)
    for page in ("", "/new", f"/{number}", f"/{number}/send"):
        assert client.get(url(signed, page)).status_code == 404


def test_an_extract_is_found_under_its_own_meeting_only(client, signed, make):
    make_some(client, signed)
    other = make.meeting(signed.council)
    number = made()[0].id
    for page in ("", "/send"):
        assert client.get(f"/meetings/{other.id}/minutes/extracts/{number}{page}").status_code == 404


def test_before_the_minutes_are_signed_the_page_says_why(client, make):
    held = held_meeting(make)
    answer = client.sign_in(held.secretary).get(url(held, "/new"))
    assert answer.status_code == 409
    assert "Protokollet är inte justerat än, så inga utdrag kan göras ur det." in answer.text


# --- Making ---------------------------------------------------------------------------------------------


def test_the_secretary_makes_one_for_each_recipient_with_one_password(client, signed):
    answer = make_some(client, signed, others="Landsarkivet\nTrafikverket, diariet@trafikverket.example")
    assert answer.status_code == 302
    page = client.get(answer.location).text
    assert "3 utdrag är gjorda och bestyrkta" in page
    assert [(one.recipient, one.email) for one in made()] == [
        ("Kramfors kommun", "kommun@k.example.org"),
        ("Landsarkivet", ""),
        ("Trafikverket", "diariet@trafikverket.example"),
    ]
    for words in ("1/2026", "3/2026", "Lämnas på papper", "I kö sedan", "diariet@trafikverket.example"):
        assert words in page or words.replace("2026", str(made()[0].year)) in page


def test_the_file_is_served_byte_for_byte(client, signed):
    make_some(client, signed)
    one = made()[0]
    number, content, year = one.id, one.content, one.year
    answer = client.sign_in(signed.member).get(url(signed, f"/{number}"))
    assert answer.data == content
    assert answer.mimetype == "application/pdf"
    assert f"protokollsutdrag-1-{year}.pdf" in answer.headers["Content-Disposition"]


REFUSED = [
    ({"password": ""}, "Skriv ditt lösenord."),
    ({"password": "fel"}, "Lösenordet stämmer inte. Försök igen."),
    ({"paragraph": 99}, "Välj ett av alternativen."),
    ({"organisations": [], "others": ""}, "Välj minst en organisation eller skriv en mottagare."),
    ({"others": "Trafikverket, diariet@@trafikverket"}, "är ingen e-postadress"),
    ({"others": "x" * 201}, "Mottagarens namn får vara högst 200 tecken."),
    ({"others": "\n".join(f"Mottagare {n}" for n in range(41))}, "Välj högst 40 mottagare på en gång."),
]


@pytest.mark.parametrize(("changes", "sentence"), REFUSED)
def test_what_is_missing_is_said_at_its_field_and_nothing_is_made(client, signed, changes, sentence):
    answer = make_some(client, signed, **changes)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert made() == []


def test_guessing_the_password_is_stopped(client, signed):
    answers = [make_some(client, signed, password=f"fel {n}").status_code for n in range(6)]
    assert answers == [422] * 5 + [429]


def test_the_paragraph_can_come_with_the_address(client, signed):
    page = client.sign_in(signed.secretary).get(url(signed, "/new?paragraph=3")).text
    assert '<option selected value="3">' in page


def test_the_page_of_the_minutes_leads_there(client, signed, make):
    minutes = f"/meetings/{signed.meeting.id}/minutes"
    assert url(signed, "/new") in client.sign_in(signed.secretary).get(minutes).text
    page = client.sign_in(signed.member).get(minutes).text
    assert url(signed) in page
    assert url(signed, "/new") not in page


# --- Where they went ------------------------------------------------------------------------------------


def test_only_those_who_make_extracts_see_addresses(client, signed):
    make_some(client, signed)
    page = client.sign_in(signed.member).get(url(signed)).text
    assert "Kramfors kommun" in page
    assert "kommun@k.example.org" not in page
    assert "Skicka igen" not in page


def test_a_failed_letter_shows_and_goes_again_to_the_address_as_corrected(client, signed):
    db.session.execute(sa.delete(Mail))
    with working() as postman:
        postman.refused_addresses["kommun@k.example.org"] = "550 5.1.1 No such user"
        make_some(client, signed, others="")
        number = made()[0].id
        deliver(postman.server)
        page = client.get(url(signed)).text
        assert "Ett utdrag gick inte att skicka." in page
        assert "Adressen finns inte hos mottagaren." in page
        assert 'value="kommun@k.example.org"' in client.get(url(signed, f"/{number}/send")).text

        wrong = client.post(url(signed, f"/{number}/send"), data={"email": "diariet"})
        assert wrong.status_code == 422
        assert "Skriv en e-postadress" in wrong.text
        right = client.post(url(signed, f"/{number}/send"), data={"email": "diariet@kramfors.example"})
        assert right.status_code == 302
        twice = client.post(url(signed, f"/{number}/send"), data={"email": "diariet@kramfors.example"})
        assert twice.status_code == 409
        assert "väntar redan på att skickas" in twice.text
        deliver(postman.server)
        assert postman.addresses == ["diariet@kramfors.example"]
    assert "Skickat igen" in client.get(url(signed)).text


def deliver(server: str) -> None:
    db.session.commit()
    transport = mail.Smtp(server, tls="none", timeout=5)
    mail.deliver_due(transport, clock=lambda: max(LATER, *_due()))


def _due():
    return [at for at in db.session.scalars(sa.select(Mail.next_attempt_at)) if at] or [LATER]
