"""The page where anybody can check a file."""

from __future__ import annotations

from io import BytesIO

import pytest

from councilflow.services.minutes import SigningPlace
from tests.held import signed_meeting


@pytest.fixture
def signed(make, app):
    """The bytes of minutes that three people have signed."""
    place = SigningPlace(app.config["DATA_DIR"], app.config["SIGNING_SECRET"])
    return signed_meeting(make, place).document.files[-1].content


def check(client, content: bytes):
    file = (BytesIO(content), "protokoll.pdf")
    return client.post("/check", data={"file": file}, content_type="multipart/form-data")


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
