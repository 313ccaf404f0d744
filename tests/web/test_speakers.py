"""The list of speakers: asked for on the own device, kept by whoever leads, and nobody else's business."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from lxml import html

from councilflow.extensions import db
from councilflow.models import Dissent, JournalEntry, Presenter, Recusal, RequestKey, SpeakerRequest
from councilflow.process.councils import Category
from councilflow.process.meeting import MeetingState, Presence
from councilflow.services import desk, live
from councilflow.services.desk import recusals, speakers, table

NOW = datetime(2026, 12, 4, 8, 0, tzinfo=UTC)
KEY = "en-nyckel-som-sidan-gav"


class Room:
    def __init__(self, make):
        self.council = make.council(speaking_minutes=3)
        home = make.organisation("Sollefteå kommun")
        self.chair, self.secretary = make.chair(self.council), make.secretary(self.council)
        self.anna = make.seat(self.council, name="Anna Ek", organisation_id=home.id)
        self.bo = make.seat(self.council, name="Bo Alm", organisation_id=home.id)
        self.observer = make.seat(self.council, name="Olle Tyst", category=Category.OBSERVER)
        self.presenter = make.person("Petra Föredrar")
        self.meeting = make.meeting(self.council, state=MeetingState.INVITED, invited_at=NOW)
        self.item, self.other = make.item(self.meeting, title="Vården"), make.item(self.meeting)
        self.presents(make, self.item)
        desk.open_meeting(self.meeting, self.secretary, NOW)
        desk.call_roll(self.meeting, {}, others=Presence.REMOTE, by=self.secretary, now=NOW)
        self.take_up(self.item)
        self.ask, self.lead = f"/items/{self.item.id}/floor", f"/items/{self.item.id}/speakers"

    def presents(self, make, item):
        make.save(Presenter(item_id=item.id, name=self.presenter.name, email=self.presenter.email))

    def take_up(self, item):
        table.take_up(item, by=self.secretary, now=datetime.now(UTC))
        db.session.commit()

    def asks(self, person, **facts):
        speakers.ask(self.item, by=person, now=datetime.now(UTC), **facts)
        db.session.commit()

    def waiting(self):
        return [row.name for row in speakers.listed(self.item.id) if row.begun_at is None]

    def page(self):
        return f"/meetings/{self.meeting.id}/live"


@pytest.fixture
def room(make):
    return Room(make)


def test_one_press_on_the_own_device_and_one_to_take_it_back(client, room):
    client.sign_in(room.anna)
    assert "Begär ordet" in client.get(room.page()).text
    client.post(room.ask, data={"step": "ask"})
    assert room.waiting() == ["Anna Ek"]
    page = client.get(room.page()).text
    assert "Du står på talarlistan" in page
    assert "Begär ordet" not in page
    client.post(room.ask, data={"step": "take-back"})
    assert room.waiting() == []


def test_the_same_request_three_times_is_one(client, room):
    """A phone on a bad line: it happens once, and each gets the answer of the first."""
    client.sign_in(room.anna)
    answers = [client.post(room.ask, data={"step": "ask", "once": KEY}) for _ in range(3)]
    assert [answer.headers["Location"] for answer in answers] == [room.page()] * 3
    assert room.waiting() == ["Anna Ek"]
    client.post(room.ask, data={"step": "take-back"})
    client.post(room.ask, data={"step": "ask", "once": KEY})  # comes late, long after it was taken back
    assert room.waiting() == []
    assert len(db.session.scalars(sa.select(RequestKey)).all()) == 1


def test_the_key_of_somebody_else_swallows_nothing(client, room):
    client.sign_in(room.anna)
    client.post(room.ask, data={"step": "ask", "once": KEY})
    client.sign_in(room.bo)
    client.post(room.ask, data={"step": "ask", "once": KEY})
    assert room.waiting() == ["Anna Ek", "Bo Alm"]


def test_who_may_not_speak_finds_no_trace_of_it_and_cannot(client, room):
    client.sign_in(room.observer)
    assert "Begär ordet" not in client.get(room.page()).text
    assert client.post(room.ask, data={"step": "ask"}).status_code == 409
    client.sign_in(room.anna)
    assert client.post(room.lead, data={"step": "next"}).status_code == 403
    assert room.waiting() == []


def test_who_has_jav_or_has_left_is_refused(client, room, make):
    lines = {line.name: line for line in live.state(room.meeting.id, NOW).roll}
    recusal = Recusal(item_id=room.item.id, attendance_id=lines["Anna Ek"].id)
    recusal.by_id, recusal.noted_at = room.secretary.id, NOW
    make.save(recusal)
    desk.presence.move(room.meeting, lines["Bo Alm"].id, Presence.ABSENT, by=room.secretary, now=NOW)
    db.session.commit()
    for person in (room.anna, room.bo):
        client.sign_in(person)
        assert client.post(room.ask, data={"step": "ask"}).status_code == 409
    assert not {"Anna Ek", "Bo Alm"} & {one.name for one in speakers.speakers(room.item)}


def test_who_leaves_the_room_or_has_jav_leaves_the_list(client, room):
    lines = {line.name: line for line in live.state(room.meeting.id, NOW).roll}
    for person in (room.chair, room.anna, room.bo):
        room.asks(person)
    by = {"by": room.secretary, "now": datetime.now(UTC)}
    speakers.go_on(room.item, **by)
    recusals.recuse(room.item, lines["Anna Ek"].id, **by)
    db.session.commit()
    assert room.waiting() == ["Bo Alm"]
    for name in (room.chair.name, "Bo Alm"):
        desk.presence.move(room.meeting, lines[name].id, Presence.ABSENT, **by)
    db.session.commit()
    assert room.waiting() == []
    [spoke] = speakers.listed(room.item.id)
    assert spoke.ended_at is not None
    gone = sa.select(JournalEntry.about).where(JournalEntry.event == "speaker-left")
    assert db.session.scalars(gone.order_by(JournalEntry.id)).all() == ["Anna Ek", "Bo Alm"]


def test_who_presents_speaks_on_the_own_item_only(client, room):
    client.sign_in(room.presenter)
    assert "Begär ordet" in client.get(room.page()).text
    client.post(room.ask, data={"step": "ask"})
    assert room.waiting() == ["Petra Föredrar"]
    room.take_up(room.other)
    page = client.get(room.page()).text
    assert "Begär ordet" not in page
    assert "Talare" not in page
    assert client.post(f"/items/{room.other.id}/floor", data={"step": "ask"}).status_code == 403


def test_whoever_leads_gives_the_floor_in_order_and_a_reply_goes_first(client, room):
    room.asks(room.anna)
    room.asks(room.chair)
    client.sign_in(room.chair)
    page = client.get(room.page()).text
    assert "Ge ordet till Anna Ek" in page
    first = re.search(r'name="speaker" value="(\d+)"', page)[1]
    for _ in range(2):  # pressed twice, only one comes
        client.post(room.lead, data={"step": "next", "speaker": first})
    client.sign_in(room.bo)
    client.post(room.ask, data={"step": "reply"})
    state = live.state(room.meeting.id, datetime.now(UTC))
    assert [row.name for row in state.speakers] == ["Anna Ek", "Bo Alm", room.chair.name]
    page = client.get(room.page()).text
    assert "Har ordet" in page
    assert "0 av 3 min" in page
    client.sign_in(room.anna)
    assert client.post(room.ask, data={"step": "reply"}).status_code == 409  # to oneself


def test_the_list_is_closed_and_moved_and_the_secretary_puts_people_up(client, room):
    room.asks(room.anna)
    client.sign_in(room.secretary)
    client.post(room.lead, data={"step": "close"})
    bo = next(one for one in speakers.speakers(room.item) if one.name == "Bo Alm")
    client.post(room.lead, data={"step": "put-up", "who": bo.key})
    assert room.waiting() == ["Anna Ek", "Bo Alm"]
    last = db.session.scalars(sa.select(SpeakerRequest.id).order_by(SpeakerRequest.id.desc())).first()
    client.post(room.lead, data={"step": "nearer", "speaker": last})
    assert room.waiting() == ["Bo Alm", "Anna Ek"]
    client.post(room.lead, data={"step": "remove", "speaker": last})
    client.sign_in(room.bo)
    assert client.post(room.ask, data={"step": "ask"}).status_code == 409
    assert room.waiting() == ["Anna Ek"]
    events = db.session.scalars(sa.select(JournalEntry.event).order_by(JournalEntry.id)).all()
    assert events[-2:] == ["speakers-closed", "speaker-removed"]  # who asked is nobody's to read afterwards


def test_who_has_the_floor_leaves_it_when_the_item_leaves_the_table(room):
    room.asks(room.anna)
    speakers.go_on(room.item, by=room.chair, now=datetime.now(UTC))
    room.take_up(room.other)
    assert all(row.ended_at is not None for row in speakers.listed(room.item.id))


def test_what_is_changed_before_it_is_sent_again_is_another_request(client, room):
    """Who goes back in the browser has a page with a key that was used, and loses nothing by it."""
    client.sign_in(room.anna)
    client.post(room.ask, data={"step": "ask", "once": KEY})
    client.post(room.ask, data={"step": "take-back", "once": KEY})
    assert room.waiting() == []
    page = f"/items/{room.item.id}/dissent"
    found = html.fromstring(client.get(page).text)
    voice = found.xpath("//main//input[@name='voice']/@value")[0]
    facts = {"voice": voice, "kind": "dissenting_view", "once": KEY}
    for text in ("Nej till förslaget.", "Nej till förslaget.", "Nej till förslaget, av ett annat skäl."):
        client.post(page, data=facts | {"text": text})
    said = db.session.scalars(sa.select(Dissent.text).order_by(Dissent.id)).all()
    assert said.count("Nej till förslaget.") <= 1
    assert said[-1] == "Nej till förslaget, av ett annat skäl."


def test_the_screen_in_the_room_says_who_speaks_and_who_is_next_but_not_on_a_secret_item(client, room):
    for person in (room.anna, room.bo, room.chair):
        room.asks(person)
    client.sign_in(room.chair)
    at = f"/meetings/{room.meeting.id}/live/screen"
    assert re.search(r"Näst på tur\s*</span>\s*Anna Ek · Bo Alm", client.get(at).text)
    client.post(room.lead, data={"step": "next"})
    page = client.get(at).text
    assert re.search(r"Har ordet</span> <b>Anna Ek</b>", page)
    assert re.search(r"Sedan\s*</span>\s*Bo Alm · ", page)
    assert "<button" not in page
    room.item.is_secret, room.item.secrecy_section = True, "19 kap. 1 § OSL"
    room.meeting.version += 1
    db.session.commit()
    page = client.get(at).text
    assert not [name for name in ("Anna Ek", "Bo Alm", "Har ordet", "Sedan") if name in page]
