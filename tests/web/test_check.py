"""The page where anybody can check a file."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest

from councilflow.extensions import db
from councilflow.process.correction import Change
from councilflow.process.errors import RuleBroken
from councilflow.services import minutes as services
from councilflow.services.minutes import SigningPlace, extracts, files
from councilflow.services.minutes.record import signers
from councilflow.web.throttle import Throttle
from tests.held import LATER, signed_meeting

pytestmark = pytest.mark.one_database


@pytest.fixture
def signed(make, app):
    """The bytes of minutes that three people have signed."""
    place = SigningPlace(app.config["DATA_DIR"], app.config["SIGNING_SECRET"])
    return signed_meeting(make, place).document.files[-1].content


def check(client, content: bytes):
    file = (BytesIO(content), "protokoll.pdf")
    return client.post("/check", data={"file": file}, content_type="multipart/form-data")


@pytest.mark.both_databases
def test_signed_minutes_are_recognised_without_an_account(client, signed):
    page = check(client, signed)
    assert page.status_code == 200
    assert "Handlingen är oförändrad" in page.text
    assert page.text.count("Giltig") == 4


def test_one_changed_byte_is_told(client, signed):
    changed = bytearray(signed)
    changed[len(signed) // 2] ^= 1
    page = check(client, bytes(changed))
    assert "Handlingen är oförändrad" not in page.text
    assert "Ingen fil med exakt det här innehållet" in page.text


@pytest.mark.parametrize("content", [b"", b"hej", b"%PDF-1.7\n"])
def test_what_is_no_minutes_gets_a_sentence(client, content):
    page = check(client, content)
    assert page.status_code == 200
    assert "Handlingen håller inte" in page.text


def test_without_a_file_it_asks_for_one(client):
    page = client.post("/check", data={})
    assert page.status_code == 422
    assert "Välj en fil att kontrollera." in page.text


def test_it_tells_the_seal_the_archive_and_what_is_not_proved(client, signed):
    page = check(client, signed)
    assert "Rådets stämpel" in page.text
    assert "Filen uppfyller kraven för arkivering (PDF/A) och tillgänglighet (PDF/UA)" in page.text
    assert "Tiden för en underskrift utan egen tidsstämpel kommer från installationen själv." in page.text
    assert "inte kvalificerade elektroniska underskrifter" in page.text


def test_an_earlier_revision_is_no_newest_one(client, make, app):
    place = SigningPlace(app.config["DATA_DIR"], app.config["SIGNING_SECRET"])
    kept = signed_meeting(make, place).document.files
    for earlier in kept[:-1]:
        page = check(client, earlier.content)
        assert "Handlingen är oförändrad" not in page.text
        assert "från tiden före den sista underskriften" in page.text


def test_it_needs_no_secret(client, signed, app, monkeypatch):
    monkeypatch.setitem(app.config, "SIGNING_SECRET", "another one")
    assert "Handlingen är oförändrad" in check(client, signed).text


def test_minutes_that_were_corrected_say_so_and_the_correction_is_known(client, make, app):
    place = SigningPlace(app.config["DATA_DIR"], app.config["SIGNING_SECRET"])
    held = signed_meeting(make, place)
    corrected = held.document.files[-1].content
    correction = services.correct(
        held.meeting.id,
        (Change(paragraph=2, said="tolv år", should_say="tio år"),),
        "Planens längd skrevs fel.",
        signers(held.meeting.id),
        place=place,
        by=held.secretary,
        now=LATER,
    )
    db.session.commit()
    for person in held.signatories:
        services.sign_supplement(correction.id, place=place, by=person, now=LATER)
        db.session.commit()
    assert "Protokollet är rättat." in check(client, corrected).text
    page = check(client, files.newest(correction).content)
    assert "Handlingen är oförändrad" in page.text
    assert "Rättelse av protokollet" in page.text


def test_an_extract_is_recognised(client, make, app):
    place = SigningPlace(app.config["DATA_DIR"], app.config["SIGNING_SECRET"])
    held = signed_meeting(make, place)
    (made,) = extracts.make(
        held.meeting.id, 2, [extracts.Addressee("Länsstyrelsen")], place=place, by=held.secretary, now=LATER
    )
    db.session.commit()
    page = check(client, made.content)
    assert "Handlingen är oförändrad" in page.text
    assert "Protokollsutdrag 1/2026 från mötet" in page.text


def test_somebody_who_checks_without_end_is_stopped():
    throttle = Throttle(at_once=1, most=2, window=timedelta(minutes=10), patience=0)
    for _ in range(2):
        with throttle.turn("192.0.2.1", now=LATER):
            pass
    with pytest.raises(RuleBroken) as refused, throttle.turn("192.0.2.1", now=LATER):
        pass
    assert (refused.value.code, refused.value.facts) == ("too-many-checks", {"minutes": 10})
    with throttle.turn("192.0.2.1", now=LATER + timedelta(minutes=11)):
        with pytest.raises(RuleBroken) as refused, throttle.turn("192.0.2.2", now=LATER):
            pass
        assert refused.value.code == "check-busy"
