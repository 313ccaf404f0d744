"""What those who prepare say to each other about the agenda, and who changed what: for them alone (A65)."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from councilflow.extensions import db
from councilflow.models import AgendaComment, Mail
from councilflow.process.meeting import MeetingState
from councilflow.services.agenda import comments
from tests.conftest import Make
from tests.test_wall import County, answers, browser

pytestmark = pytest.mark.one_database
WHISPER = "viskning-i-beredningen"


@pytest.fixture
def preparing(make):
    council = make.council()
    meeting = make.meeting(council)
    return SimpleNamespace(
        meeting=meeting,
        item=make.item(meeting, title="Länstransportplanen"),
        me=make.preparer(council, name="Beredaren"),
        colleague=make.secretary(council),
        member=make.seat(council, organisation_id=make.organisation("Timrå kommun").id),
    )


def say(client, preparing, text, **about):
    client.post(f"/meetings/{preparing.meeting.id}/comments", data={"text": text, **about})
    return db.session.scalars(sa.select(AgendaComment).order_by(AgendaComment.id.desc())).first()


def step(client, comment, name):
    return client.post(f"/meetings/{comment.meeting_id}/comments/{comment.id}/step", data={"step": name})


def test_a_comment_stands_at_the_item_and_among_all_of_them(client, preparing):
    client.sign_in(preparing.me)
    say(client, preparing, "Siffrorna är gamla.", item=preparing.item.id)
    say(client, preparing, "För många punkter.")
    client.sign_in(preparing.colleague)
    item = client.get(f"/items/{preparing.item.id}").text
    assert "Siffrorna är gamla." in item
    assert "Beredaren, " in item
    assert "För många punkter." not in item
    everything = client.get(f"/meetings/{preparing.meeting.id}/comments").text
    assert everything.index("För många punkter.") < everything.index("Siffrorna är gamla.")
    assert "2 kommentarer från andra är inte avklarade." in client.get("/").text
    assert db.session.scalar(sa.select(sa.func.count(Mail.id))) == 0


@pytest.mark.both_databases
def test_anybody_who_prepares_settles_and_only_the_writer_changes(client, preparing):
    one = say(client.sign_in(preparing.me), preparing, "Siffrorna är gamla.", item=preparing.item.id)
    step(client.sign_in(preparing.colleague), one, "settle")
    assert "Avklarad av Sekreterare" in client.get(f"/items/{preparing.item.id}").text
    assert "är inte avklarad" not in client.get("/").text
    step(client, one, "reopen")
    assert "Avklarad av" not in client.get(f"/items/{preparing.item.id}").text
    url = f"/meetings/{preparing.meeting.id}/comments/{one.id}"
    assert client.post(url, data={"text": "Ändrad av någon annan"}).status_code == 403
    assert step(client, one, "remove").status_code == 409
    client.sign_in(preparing.me).post(url, data={"text": "Siffrorna är från 2019."})
    shown = client.get(f"/items/{preparing.item.id}").text
    assert "Siffrorna är från 2019." in shown
    assert "Ändrad " in shown


def test_what_one_takes_away_can_be_put_back_by_oneself_alone(client, preparing):
    one = say(client.sign_in(preparing.me), preparing, "Siffrorna är gamla.", item=preparing.item.id)
    receipt = client.get(step(client, one, "remove").location)
    assert "Lägg tillbaka kommentaren" in receipt.text
    client.sign_in(preparing.colleague)
    assert "Siffrorna är gamla." not in client.get(f"/items/{preparing.item.id}").text
    assert step(client, one, "put_back").status_code == 404, "for the others there is no such comment"
    step(client.sign_in(preparing.me), one, "put_back")
    assert "Siffrorna är gamla." in client.get(f"/items/{preparing.item.id}").text


def test_an_empty_comment_says_so_and_one_after_the_meeting_is_refused(client, preparing):
    client.sign_in(preparing.me)
    url = f"/meetings/{preparing.meeting.id}/comments"
    assert client.post(url, data={"text": " "}).status_code == 422
    preparing.meeting.state = MeetingState.HELD
    assert client.post(url, data={"text": "För sent"}).status_code == 409
    assert 'name="text"' not in client.get(url).text


def test_a_comment_is_about_an_item_of_that_meeting(client, make, preparing):
    other = make.item(make.meeting(preparing.meeting.council))
    client.sign_in(preparing.me)
    url = f"/meetings/{preparing.meeting.id}/comments"
    assert client.post(url, data={"text": "Fel", "item": other.id}).status_code == 409


OUTSIDE = (
    *("member of another municipality", "official of another", "vice chair", "substitute of the same"),
    *("observer", "presenter", "invited to this meeting alone", "administrator"),
)
PAGES = (
    *("/", "/meetings", "/meetings/{meeting}", "/meetings/{meeting}/preparation", "/items/{item}"),
    *("/items/{item}/preparation", "/meetings/{meeting}/comments", "/items/{item}/history"),
    *("/meetings/{meeting}/agenda", "/meetings/{meeting}/agenda/history", "/meetings/{meeting}/changes"),
)


def test_nobody_but_those_who_prepare_sees_that_anything_is_said(app: Flask, make: Make) -> None:
    """Bytes and marks of the pages, for each way of standing outside: the same with a comment as without."""
    county = County(make)
    db.session.commit()
    urls = [one.format(meeting=county.meeting.id, item=county.item.id) for one in PAGES]
    with time_machine.travel(datetime.now(UTC), tick=False):
        outside = {role: county.outsiders[role] for role in OUTSIDE}
        outside["member"], outside["official"] = county.member, county.official
        browsers = {role: browser(app, person) for role, person in outside.items()}
        before = {role: answers(client, urls) for role, client in browsers.items()}
        preparer = county.outsiders["preparer"]
        comments.say(county.meeting, WHISPER, item_id=county.item.id, by=preparer, now=datetime.now(UTC))
        comments.say(county.meeting, WHISPER, by=preparer, now=datetime.now(UTC))
        db.session.commit()
        after = {role: answers(client, urls) for role, client in browsers.items()}
    changed = [(role, url) for role, seen in after.items() for url in urls if seen[url] != before[role][url]]
    assert changed == []
    assert WHISPER in browser(app, preparer).get(f"/items/{county.item.id}").text


def test_who_changed_what_is_told_with_the_words_that_changed(client, make, preparing):
    client.sign_in(preparing.colleague)
    kept = {"title": "Länstransportplanen", "kind": "standpoint", "proposal": preparing.item.proposal}
    kept |= {"strategy": [link.node_id for link in preparing.item.strategy_links]}
    said = {"version": preparing.item.version, "background": "Underlaget finns i tabellen.", "minutes": 25}
    client.post(f"/items/{preparing.item.id}/edit", data=kept | said)
    client.sign_in(preparing.me)
    for url in (f"/items/{preparing.item.id}/history", f"/meetings/{preparing.meeting.id}/agenda/history"):
        shown = " ".join(client.get(url).text.split())
        assert "Sekreterare ändrade punkten Länstransportplanen" in shown
        assert "bilagan.</del>" in shown
        assert "tabellen.</ins>" in shown
        assert '<h3 class="fs-6 mb-1">Bakgrund</h3>' in shown
        assert "25 min</ins>" in shown or "25 </ins>" in shown
    assert client.sign_in(preparing.member).get(url).status_code == 403
