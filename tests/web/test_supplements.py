"""Paragraphs approved at once, corrections and replacements, on the pages."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from councilflow.extensions import db
from councilflow.models import Mail, Signatory, Supplement
from councilflow.process.meeting import SignatoryRole
from councilflow.process.minutes import MinutesState
from councilflow.services.minutes import SigningPlace
from tests.held import PASSWORD, Held, held_meeting, locked_meeting, signed_meeting

# What the database answers is tried on both by the tests of the services.
pytestmark = pytest.mark.one_database

SIGN = {"has_read": "y", "password": PASSWORD}
CORRECTION = {
    "changes-0-paragraph": "2",
    "changes-0-said": "tolv år",
    "changes-0-should_say": "tio år",
    "changes-1-paragraph": "1",
    "changes-1-said": "",
    "changes-1-should_say": "",
    "reason": "Planens längd skrevs fel.",
}


@pytest.fixture
def place(app) -> SigningPlace:
    return SigningPlace(app.config["DATA_DIR"], app.config["SIGNING_SECRET"])


@pytest.fixture
def held(make) -> Held:
    return held_meeting(make)


@pytest.fixture
def locked(make, place) -> Held:
    return locked_meeting(make, place)


@pytest.fixture
def signed(make, place) -> Held:
    return signed_meeting(make, place)


def url(held: Held, rest: str = "") -> str:
    return f"/meetings/{held.meeting.id}/minutes{rest}"


def only_supplement() -> Supplement:
    db.session.expire_all()
    return db.session.scalars(sa.select(Supplement)).one()


def sign_all(client, held: Held, address: str) -> None:
    for person in held.signatories:
        assert client.sign_in(person).post(address, data=SIGN).status_code == 302


def test_a_correction_is_written_signed_and_shown_with_the_minutes(client, signed):
    client.sign_in(signed.secretary)
    assert "Är något fel i protokollet?" in client.get(url(signed)).text
    address = client.post(url(signed, "/correct"), data=CORRECTION).headers["Location"]
    page = client.get(address).text
    assert "tolv år" in page
    assert "3 underskrifter saknas." in page
    asked = db.session.scalars(
        sa.select(Mail.to_name).where(Mail.subject.like("Skriv under rättelsen%"))
    ).all()
    assert sorted(asked) == sorted(person.name for person in signed.signatories)
    assert "Skriv under rättelsen" in client.sign_in(signed.elected).get("/").text
    sign_all(client, signed, address)
    assert only_supplement().state is MinutesState.SIGNED
    client.sign_in(signed.member)
    assert "Protokollet är rättat" in client.get(url(signed)).text
    answer = client.get(f"{address}/file")
    assert answer.data.startswith(b"%PDF-1.7")
    assert client.get(url(signed, "/file")).data == signed.document.files[-1].content


def test_nobody_else_sees_a_correction_before_everybody_has_signed(client, signed):
    client.sign_in(signed.secretary)
    address = client.post(url(signed, "/correct"), data=CORRECTION).headers["Location"]
    for person in (signed.member, signed.substitute):
        client.sign_in(person)
        assert client.get(address).status_code == 404
        assert client.get(f"{address}/file").status_code == 404
        assert client.post(address, data=SIGN).status_code == 404
        assert "Rättelse av protokollet" not in client.get(url(signed)).text


@pytest.mark.parametrize(
    ("data", "status", "words"),
    [
        ({"reason": ""}, 422, "Skriv varför protokollet rättas."),
        ({"changes-0-said": "", "changes-0-should_say": ""}, 409, "säger inte vad som ska rättas"),
        ({"changes-0-should_say": "tolv år"}, 409, "är lika"),
        ({"changes-0-paragraph": "99"}, 422, "Välj ett av alternativen."),
    ],
)
def test_a_correction_that_says_too_little_is_told_what_it_lacks(client, signed, data, status, words):
    answer = client.sign_in(signed.secretary).post(url(signed, "/correct"), data=CORRECTION | data)
    assert answer.status_code == status
    assert words in answer.text
    assert db.session.scalar(sa.select(sa.func.count(Supplement.id))) == 0


def test_paragraphs_are_approved_at_once_on_the_way_to_the_minutes(client, held):
    client.sign_in(held.secretary)
    page = client.get(url(held, "/at-once")).text
    assert "§ 2 Prioriteringar i länstransportplanen" in page
    address = client.post(url(held, "/at-once"), data={"paragraphs": ["2"]}).headers["Location"]
    assert "§ 2 Prioriteringar" not in client.get(url(held, "/at-once")).text
    sign_all(client, held, address)
    page = client.sign_in(held.secretary).get(url(held)).text
    assert "Omedelbart justerade paragrafer" in page
    edit = client.get(url(held, "/edit")).text
    assert f"item-{held.standpoint.id}-summary" not in edit
    assert "justerad i en egen handling" in edit


@pytest.mark.parametrize("data", [{}, {"paragraphs": ["99"]}, {"paragraphs": ["x"]}])
def test_approving_nothing_at_once_is_told(client, held, data):
    assert client.sign_in(held.secretary).post(url(held, "/at-once"), data=data).status_code == 422


def test_a_wrong_password_signs_nothing(client, signed):
    client.sign_in(signed.secretary)
    address = client.post(url(signed, "/correct"), data=CORRECTION).headers["Location"]
    answer = client.post(address, data=SIGN | {"password": "fel"})
    assert (answer.status_code, "Lösenordet stämmer inte." in answer.text) == (422, True)
    assert client.post(address, data={"password": PASSWORD}).status_code == 422
    assert client.post(address, data=SIGN).status_code == 302
    assert client.post(address, data=SIGN).status_code == 409


def test_a_supplement_is_withdrawn_by_the_secretary_alone(client, signed):
    client.sign_in(signed.secretary)
    address = client.post(url(signed, "/correct"), data=CORRECTION).headers["Location"]
    assert client.sign_in(signed.chair).post(f"{address}/withdraw").status_code == 403
    assert client.sign_in(signed.secretary).post(f"{address}/withdraw").status_code == 302
    assert only_supplement().withdrawn_at is not None
    assert client.post(address, data=SIGN).status_code == 409
    assert "återkallad" in client.get(url(signed)).text


def test_whoever_cannot_sign_is_replaced_on_the_chairs_order(client, locked):
    client.sign_in(locked.chair)
    client.post(url(locked, "/sign"), data=SIGN)
    signatory = db.session.scalars(
        sa.select(Signatory.id).where(Signatory.role == SignatoryRole.ELECTED)
    ).one()
    data = {"signatory": signatory, "person": locked.member.id, "order": "Ordföranden, 7 december: sjuk."}
    assert client.post(url(locked, "/replace"), data=data).status_code == 302
    again = db.session.scalars(sa.select(Mail).where(Mail.to_address == locked.chair.email)).all()[-1]
    assert "gäller inte den nya filen" in bytes(again.message).decode("utf-8", "replace") or again.subject
    page = client.get(url(locked)).text
    assert "Ledamot, Sollefteå" in page
    assert client.sign_in(locked.elected).get(url(locked, "/sign")).status_code in (403, 404)
    for person in (locked.chair, locked.secretary, locked.member):
        assert client.sign_in(person).post(url(locked, "/sign"), data=SIGN).status_code == 302
    assert locked.document.state is MinutesState.SIGNED


def test_a_supplement_of_another_meeting_is_not_found(client, signed, make):
    client.sign_in(signed.secretary)
    client.post(url(signed, "/correct"), data=CORRECTION)
    number = only_supplement().id
    other = signed.planned_next()
    answer = client.get(f"/meetings/{other.id}/minutes/supplements/{number}")
    assert answer.status_code == 404
