"""The page for signing elsewhere: both ways through it, and what it says when something is not right."""

from __future__ import annotations

import io
import json
import re

import pytest

from councilflow.extensions import db
from councilflow.process.minutes import MinutesState
from councilflow.services import minutes
from councilflow.services.minutes import SigningPlace, files
from councilflow.services.minutes.record import signers
from councilflow.signing.check import check
from councilflow.web.access import now
from tests.elsewhere import HOLDER, PASSPHRASE, Elsewhere
from tests.held import LATER, PASSWORD, Held, locked_meeting

# What the database answers is tried on both by the tests of the services.
pytestmark = pytest.mark.one_database


@pytest.fixture
def place(app) -> SigningPlace:
    return SigningPlace(app.config["DATA_DIR"], app.config["SIGNING_SECRET"])


@pytest.fixture
def locked(make, place) -> Held:
    return locked_meeting(make, place)


@pytest.fixture
def elsewhere(app, tmp_path, monkeypatch) -> Elsewhere:
    """An authority outside that the installation trusts, by its own setting. The site goes by
    the machine's clock."""
    with app.test_request_context():
        made = Elsewhere(tmp_path / "elsewhere", now())
    bundle = tmp_path / "trust.pem"
    bundle.write_bytes(made.root())
    monkeypatch.setitem(app.config, "TRUST", bundle)
    return made


def url(held: Held, page: str = "") -> str:
    return f"/meetings/{held.meeting.id}/minutes/outside{page}"


ASK = {"has_read": "y", "password": PASSWORD}


def given(client, held: Held) -> bytes:
    """The digest as the file for the service has it."""
    client.post(url(held, "/digest"), data=ASK)
    told = json.loads(client.get(url(held, "/digest.json")).data)
    assert told["algorithm"] == "SHA-256"
    return bytes.fromhex(told["digest"])


def upload(content: bytes, **facts: str) -> dict:
    return {
        "signed": (io.BytesIO(content), "protokoll.pdf"),
        "file_is_read": "y",
        "file_password": PASSWORD,
    } | facts


def newest(held: Held) -> bytes:
    return files.newest(held.document).content


def field_of(held: Held, person) -> str:
    return next(one.key for one in signers(held.meeting.id) if one.person_id == person.id)


def test_a_signature_of_a_service_is_pasted(client, locked, elsewhere):
    client.sign_in(locked.chair)
    signature = elsewhere.text(given(client, locked))
    answer = client.post(url(locked, "/signature"), data={"signature": signature}, follow_redirects=True)
    assert "Din underskrift är mottagen" in answer.text
    assert files.signed_by(locked.document) == {locked.chair.id}


def test_a_signature_of_a_service_is_uploaded_and_is_the_last(client, locked, place, elsewhere):
    for person in (locked.secretary, locked.elected):
        minutes.sign(locked.meeting.id, place=place, by=person, now=LATER)
    db.session.commit()
    client.sign_in(locked.chair)
    signature = elsewhere.signature(given(client, locked))
    sent = {"file": (io.BytesIO(signature), "underskrift.p7s")}
    answer = client.post(url(locked, "/signature"), data=sent, follow_redirects=True)
    assert "Alla har skrivit under." in answer.text
    assert locked.document.state is MinutesState.SIGNED


def test_a_file_signed_in_a_program_is_handed_in(client, locked, elsewhere):
    client.sign_in(locked.chair)
    file = client.get(f"/meetings/{locked.meeting.id}/minutes/file").data
    signed = elsewhere.signed(file, field_of(locked, locked.chair))
    answer = client.post(url(locked, "/file"), data=upload(signed), follow_redirects=True)
    assert "Din underskrift är mottagen" in answer.text
    assert newest(locked) == signed


def test_the_page_shows_the_digest_in_both_writings(client, locked, elsewhere):
    client.sign_in(locked.chair)
    digest = given(client, locked)
    page = client.get(url(locked)).text
    assert digest.hex() in re.sub(r"\s", "", page)
    told = json.loads(client.get(url(locked, "/digest.json")).data)
    assert told["digestBase64"] in page
    assert "Om underskriften är kvalificerad enligt eIDAS prövas inte här." in page


@pytest.mark.parametrize("data", [{}, {"has_read": "y", "password": "fel"}, {"password": PASSWORD}])
def test_nobody_gets_a_digest_without_having_read_and_proved_who_they_are(client, locked, elsewhere, data):
    client.sign_in(locked.chair)
    assert client.post(url(locked, "/digest"), data=data).status_code == 422
    assert client.get(url(locked, "/digest.json")).status_code == 409


def test_a_file_is_not_taken_in_with_a_wrong_password(client, locked, elsewhere):
    client.sign_in(locked.chair)
    signed = elsewhere.signed(newest(locked), field_of(locked, locked.chair))
    assert client.post(url(locked, "/file"), data=upload(signed, file_password="fel")).status_code == 422
    assert files.signed_by(locked.document) == set()


def test_an_empty_form_says_what_is_missing(client, locked, elsewhere):
    client.sign_in(locked.chair)
    given(client, locked)
    answer = client.post(url(locked, "/signature"), data={})
    assert answer.status_code == 422
    assert "Klistra in underskriften eller välj filen med den." in answer.text


def test_who_was_overtaken_is_told_so_and_gets_a_new_digest(client, locked, place, elsewhere):
    client.sign_in(locked.chair)
    old = given(client, locked)
    minutes.sign(locked.meeting.id, place=place, by=locked.secretary, now=LATER)
    db.session.commit()
    refused = client.post(url(locked, "/signature"), data={"signature": elsewhere.text(old)})
    assert refused.status_code == 409
    assert "Protokollet har en nyare fil" in refused.text
    assert "Någon annan har skrivit under sedan du hämtade" in client.get(url(locked)).text
    assert given(client, locked) != old


def test_an_installation_that_trusts_nobody_outside_says_so(client, locked):
    assert "litar inte på någon utfärdare" in client.sign_in(locked.chair).get(url(locked)).text


def test_the_page_is_for_those_who_sign(client, locked, elsewhere):
    assert client.sign_in(locked.member).get(url(locked)).status_code == 403
    assert client.post(url(locked, "/digest"), data=ASK).status_code == 403


# --- Signing here, with a certificate in a file of one's own --------------------------------------------


def own(content: bytes, passphrase: str = PASSPHRASE) -> dict:
    file = (io.BytesIO(content), "eva.p12")
    return {"has_read": "y", "password": PASSWORD, "own_file": file, "own_passphrase": passphrase}


def sign_page(held: Held) -> str:
    return f"/meetings/{held.meeting.id}/minutes/sign"


def test_a_person_signs_here_with_a_certificate_in_a_file(client, locked, app, place, elsewhere):
    client.sign_in(locked.chair)
    answer = client.post(sign_page(locked), data=own(elsewhere.file()), follow_redirects=True)
    assert "Du har skrivit under protokollet" in answer.text
    trust = [place.authority.root_certificate(now=LATER), elsewhere.root()]
    verdict = check(newest(locked), trust=trust)
    assert verdict.holds_so_far
    assert [one.name for one in verdict.persons] == [HOLDER]


@pytest.mark.parametrize(
    ("passphrase", "sentence"),
    [("fel", "öppnar inte certifikatfilen"), (PASSPHRASE, "installationen inte litar på")],
)
def test_a_file_that_does_not_open_or_is_not_trusted_signs_nothing(
    client, locked, elsewhere, tmp_path, passphrase, sentence
):
    stranger = Elsewhere(tmp_path / "stranger", elsewhere.at)
    client.sign_in(locked.chair)
    answer = client.post(sign_page(locked), data=own(stranger.file(), passphrase))
    assert answer.status_code == 409
    assert sentence in answer.text
    assert files.signed_by(locked.document) == set()


def test_the_ways_outside_are_offered_only_where_somebody_outside_is_trusted(client, locked, elsewhere, app):
    client.sign_in(locked.chair)
    assert "Skriv under någon annanstans" in client.get(sign_page(locked)).text
    app.config["TRUST"] = None
    page = client.get(sign_page(locked)).text
    assert "Skriv under någon annanstans" not in page
    assert "own_file" not in page
