"""What the page that follows the meeting says of the item on the table: who has jäv, which wordings wait."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from councilflow.extensions import db
from councilflow.models import Attendance
from councilflow.services.desk import amendments, recusals
from tests.web.test_live import Room

pytestmark = pytest.mark.one_database


@pytest.fixture
def room(make):
    room = Room(make)
    room.take_up(room.opening)
    return room


def declare(room, item):
    line = db.session.scalars(sa.select(Attendance).where(Attendance.person_id == room.member.id)).one()
    recusals.recuse(item, line.id, by=room.member, now=datetime.now(UTC))
    db.session.commit()


def test_who_has_jav_takes_no_part_and_is_offered_nothing(client, room):
    page = client.sign_in(room.member).get(room.at).text
    assert "Ledamöter: 2 av 2" in page
    assert f"/items/{room.opening.id}/dissent" in page
    declare(room, room.opening)
    page = client.get(room.at).text
    assert "Ledamöter: 1 av 2" in page
    assert "Deltar inte på grund av jäv: 1" in page
    assert "Du har jäv på punkten" in page
    for way in ("dissent", "stance", "wording", "floor"):
        assert f"/items/{room.opening.id}/{way}" not in page
    others = client.sign_in(room.chair).get(room.at).text
    assert "Deltar inte på grund av jäv: 1" in others
    assert "Du har jäv på punkten" not in others


def test_who_has_jav_is_there_again_when_the_next_item_is_on_the_table(client, room):
    declare(room, room.opening)
    room.take_up(room.presented)
    page = client.sign_in(room.member).get(room.at).text
    assert "Ledamöter: 2 av 2" in page
    assert "jäv: 1" not in page


def test_jav_is_told_to_nobody_but_those_at_the_meeting(client, room):
    declare(room, room.opening)
    for who in (room.guest, room.presenter):
        client.sign_in(who)
        for page in ("", "/state", "/own"):
            assert "jäv" not in client.get(room.at + page).text
    assert "jäv" not in client.sign_in(room.member).get(f"{room.at}/screen").text


@pytest.mark.parametrize("way", ["stance", "dissent", "wording"])
def test_the_pages_of_an_item_say_at_once_that_the_reader_has_jav(client, room, way):
    address = f"/items/{room.opening.id}/{way}"
    assert 'name="csrf_token"' in client.sign_in(room.member).get(address).text
    declare(room, room.opening)
    page = client.get(address).text
    assert "Du har jäv på punkten" in page
    assert f'action="{address}' not in page


def test_the_chair_has_the_same_steps_on_the_item_as_the_members(client, room):
    for who in (room.chair, room.member):
        page = client.sign_in(who).get(room.at).text
        for way in ("dissent", "wording", "recusal"):
            assert f'href="/items/{room.opening.id}/{way}"' in page


def suggest(room, item, text="Förslagets nya ord."):
    made = amendments.suggest(item, text, by=room.member, now=datetime.now(UTC))
    db.session.commit()
    return made


def test_a_proposed_wording_is_seen_where_everybody_looks_until_it_is_settled(client, room):
    assert "annan ordalydelse</h2>" not in client.sign_in(room.chair).get(room.at).text
    made = suggest(room, room.opening)
    for page in ("", "/screen"):
        said = client.get(room.at + page).text
        assert "örslag till annan ordalydelse" in said
        assert "Ledamot Ledamotsson" in said
        assert "<ins>" in said
    assert f'href="/items/{room.opening.id}/wording"' in client.get(room.at).text
    for who in (room.guest, room.presenter):
        client.sign_in(who)
        assert all("nya " not in client.get(room.at + page).text for page in ("", "/state", "/own"))
    amendments.withdraw(made, by=room.member, now=datetime.now(UTC))
    db.session.commit()
    client.sign_in(room.chair)
    assert all("<ins>" not in client.get(room.at + page).text for page in ("", "/screen"))


def test_of_a_long_text_the_wall_shows_what_changes(client, room):
    before, after = "Detta står kvar. " * 60, "Detta står också kvar. " * 60
    room.opening.proposal = f"{before}Förslagets ord. {after}".strip()
    suggest(room, room.opening, f"{before}Förslagets nya ord. {after}")
    page = client.sign_in(room.member).get(room.at).text
    wall = client.get(f"{room.at}/screen").text
    assert page.count("Detta står") > 100
    assert 0 < wall.count("Detta står") < 20
    assert "nya " in wall
    assert "…" in wall


def test_who_declares_jav_is_led_back_to_the_meeting(client, room):
    address = f"/items/{room.opening.id}/recusal"
    assert f'href="{room.at}"' in client.sign_in(room.member).get(address).text
    declare(room, room.opening)
    assert f'href="{room.at}"' in client.get(address).text


def test_a_wording_proposed_on_a_secret_item_never_comes_on_the_wall(client, room):
    room.secret.proposal = "Hemliga ord."
    room.take_up(room.secret)
    suggest(room, room.secret, "Hemliga nya ord.")
    client.sign_in(room.member)
    assert "nya " in client.get(room.at).text
    wall = client.get(f"{room.at}/screen").text
    assert "nya " not in wall
    assert "Ledamot Ledamotsson" not in wall
