"""The page that follows the meeting, its stream, and what each who follows may see of it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from queue import Queue

import pytest
import sqlalchemy as sa

from councilflow.extensions import db
from councilflow.models import Attendance, ExtraInvitee, Meeting, Presenter, Seat, Submission
from councilflow.process.consensus import Outcome
from councilflow.process.councils import Category
from councilflow.process.meeting import MeetingState, Presence
from councilflow.process.preparation import Stance
from councilflow.process.timetable import Night
from councilflow.services import desk
from councilflow.services.desk import table
from councilflow.web.live import hearing, hub

NOW = datetime(2026, 12, 4, 8, 0, tzinfo=UTC)
PATIENCE = 20.0
"""Seconds until a test gives up that waits for something that should come at once."""


class Room:
    """A meeting that goes on, with people at the table, a guest, somebody who presents one item, and words of
    all kinds that not everybody may see."""

    def __init__(self, make):
        self.council = make.council()
        home = make.organisation("Sollefteå kommun")
        self.chair, self.secretary = make.chair(self.council), make.secretary(self.council)
        self.member = make.seat(self.council, name="Ledamot Ledamotsson", organisation_id=home.id)
        self.guest, self.presenter = make.person("Gäst"), make.person("Föredragande")
        self.stranger = make.chair(make.council("Ett annat råd"))
        self.meeting = make.meeting(self.council, state=MeetingState.INVITED, invited_at=NOW)
        self.opening = make.item(self.meeting, title="Första frågan", proposal="Förslagets ord.")
        self.secret = make.item(self.meeting, title="Den hemliga frågan", is_secret=True)
        self.presented = make.item(self.meeting, title="Den föredragna frågan")
        make.save(Presenter(item_id=self.presented.id, name="Föredragande", email=self.presenter.email))
        extra = ExtraInvitee(meeting_id=self.meeting.id, category=Category.OBSERVER)
        extra.person_id, extra.name = self.guest.id, self.guest.name
        make.save(extra)
        make.draft(self.opening, self.member, home, note="Hemmets anteckning", stance=Stance.DISSENT)
        handed_in = Submission(item_id=self.opening.id, organisation_id=home.id, stance=Stance.DISSENT)
        handed_in.submitted_by_id, handed_in.submitted_at, handed_in.is_latest = self.member.id, NOW, True
        handed_in.dissent, handed_in.version = "Hemmets avvikande mening", 1
        make.save(handed_in)
        desk.open_meeting(self.meeting, self.secretary, NOW)
        desk.call_roll(self.meeting, {}, others=Presence.REMOTE, by=self.secretary, now=NOW)
        db.session.commit()
        self.at = f"/meetings/{self.meeting.id}/live"

    def take_up(self, item):
        table.take_up(item, by=self.secretary, now=datetime.now(UTC))
        db.session.commit()


@pytest.fixture
def room(make):
    return Room(make)


@contextmanager
def following(client, address) -> Iterator[Queue]:
    """The events of an open stream as they come; None when it has ended."""
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "text/event-stream")
    heard: Queue = Queue()

    def listen() -> None:
        for chunk in answer.response:
            lines = dict(line.split(": ", 1) for line in chunk.decode().strip().splitlines())
            if lines.get("event") == "state":
                heard.put(json.loads(lines["data"]))
            elif lines.get("event") == "end":
                heard.put("end")
        heard.put(None)

    threading.Thread(target=listen, daemon=True).start()
    try:
        yield heard
    finally:
        for topic in list(hub.of(client.application)._topics.values()):
            for follower in list(topic.followers):
                follower.stream.close()
        hub.of(client.application).wake()


def test_who_comes_is_told_all_of_it_and_then_what_changes(client, room):
    client.sign_in(room.member)
    with following(client, f"{room.at}/events") as heard:
        first = heard.get(timeout=PATIENCE)
        assert "Ingen punkt är på bordet än" in first["parts"]["now"]
        room.take_up(room.opening)
        then = heard.get(timeout=PATIENCE)
        assert "Första frågan" in then["parts"]["now"]
        assert then["version"] > first["version"]
        assert then["key"] != first["key"]
        assert "presence" not in then["parts"]  # nobody came or went
        room.meeting.state = MeetingState.HELD
        db.session.commit()
        assert "Mötet är avslutat" in heard.get(timeout=PATIENCE)["parts"]["now"]


def test_what_another_process_writes_is_heard(client, room):
    """A connection of its own, past the session: as any other process writes."""
    client.sign_in(room.member)
    meeting_id = room.meeting.id
    with following(client, f"{room.at}/events") as heard:
        heard.get(timeout=PATIENCE)
        db.session.commit()
        with db.engine.connect() as other:
            other.execute(
                sa.update(Meeting)
                .where(Meeting.id == meeting_id)
                .values(state=MeetingState.HELD, version=Meeting.version + 1)
            )
            if db.engine.dialect.name == "postgresql":
                other.execute(sa.text("select pg_notify('councilflow_meetings', '')"))
            other.commit()
        assert "Mötet är avslutat" in heard.get(timeout=PATIENCE)["parts"]["now"]


def everything(client, room):
    """All that the pages, the pieces and the stream of a meeting say to whoever is signed in."""
    words = [client.get(f"{room.at}{page}").text for page in ("", "/state", "/own")]
    with following(client, f"{room.at}/events") as heard:
        words.append(json.dumps(heard.get(timeout=PATIENCE), ensure_ascii=False))
    return "\n".join(json.dumps(json.loads(w), ensure_ascii=False) if w.startswith("{") else w for w in words)


PRIVATE = ["Hemmets anteckning", "Hemmets avvikande mening", "cf-stance"]


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("role", "sees", "not_for_them"),
    [
        ("member", ["Första frågan", "Den hemliga frågan", "Ledamot Ledamotsson", "Förslagets ord"], []),
        (
            "guest",
            ["Första frågan", "Den föredragna frågan", "Sekretess"],
            ["Den hemliga frågan", "Ledamot Ledamotsson", "Förslagets ord", "Konsensus"],
        ),
        (
            "presenter",
            ["Den föredragna frågan", "Punkt 1"],
            ["Första frågan", "Den hemliga frågan", "Ledamot Ledamotsson", "Förslagets ord", "Konsensus"],
        ),
    ],
)
def test_each_who_follows_sees_what_is_theirs(client, room, role, sees, not_for_them):
    room.secret.outcome = Outcome.CONSENSUS
    room.take_up(room.opening)
    client.sign_in(getattr(room, role))
    said = everything(client, room)
    assert [words for words in sees if words not in said] == []
    assert [words for words in [*not_for_them, *PRIVATE] if words in said] == []


@pytest.mark.one_database
def test_the_screen_in_the_room_hides_what_is_secret_and_has_nothing_to_press(client, room):
    room.secret.proposal = "Hemliga ord."
    room.take_up(room.secret)
    page = client.sign_in(room.member).get(f"{room.at}/screen").text
    assert "Sekretess" in page
    assert "Den hemliga frågan" not in page
    assert "Hemliga ord" not in page
    assert "<button" not in page
    assert "<a " not in page
    with following(client, f"{room.at}/events?screen=1") as heard:
        assert "hemliga" not in json.dumps(heard.get(timeout=PATIENCE)).lower()


@pytest.mark.one_database
def test_who_presents_a_secret_item_is_told_to_those_who_read_it(client, room, make):
    make.save(Presenter(item_id=room.secret.id, name="Säkerhetsskyddschefen", email="skydd@example.org"))
    room.take_up(room.secret)
    told = {
        (role, page): "Säkerhetsskyddschefen" in client.sign_in(getattr(room, role)).get(room.at + page).text
        for role, page in (("member", ""), ("member", "/screen"), ("guest", ""), ("presenter", ""))
    }
    assert [place for place, is_told in told.items() if is_told] == [("member", "")]


@pytest.mark.one_database
@pytest.mark.parametrize("page", ["", "/events", "/state", "/own", "/screen", "/adjourn"])
def test_who_does_not_belong_finds_no_meeting_to_follow(client, room, page):
    assert client.get(room.at + page).status_code == 302
    assert client.sign_in(room.stranger).get(room.at + page).status_code == 404
    for who in (room.guest, room.presenter):
        status = client.sign_in(who).get(f"{room.at}/screen").status_code
        assert status in (403, 404)


@pytest.mark.one_database
def test_before_the_agenda_is_out_only_those_who_prepare_follow(client, room):
    room.meeting.state = MeetingState.PREPARING
    db.session.commit()
    statuses = {
        role: client.sign_in(getattr(room, role)).get(f"{room.at}/state").status_code
        for role in ("secretary", "member", "guest", "presenter")
    }
    assert statuses == {"secretary": 200, "member": 403, "guest": 404, "presenter": 404}


@pytest.mark.one_database
@pytest.mark.parametrize("end", ["seat", "password"])
def test_the_stream_of_whoever_belongs_no_longer_ends(client, room, monkeypatch, end):
    assert max(hub.ASKS_AFTER) < 60
    monkeypatch.setattr(hub, "ASKS_AFTER", (0.0, 0.1))
    client.sign_in(room.member)
    with following(client, f"{room.at}/events") as heard:
        heard.get(timeout=PATIENCE)
        if end == "seat":
            db.session.execute(
                sa.update(Seat).where(Seat.person_id == room.member.id).values(ends_on=date(2024, 1, 1))
            )
        else:
            room.member.session_key = "another"
        db.session.commit()
        said = []
        while (one := heard.get(timeout=PATIENCE)) is not None:
            said.append(one)
        assert said[-1] == "end"


def test_an_open_stream_holds_no_connection_to_the_database(client, room):
    client.sign_in(room.member)
    with following(client, f"{room.at}/events") as heard:
        heard.get(timeout=PATIENCE)
        room.take_up(room.opening)
        heard.get(timeout=PATIENCE)
        db.session.remove()
        wait = threading.Event()
        for _ in range(100):
            if db.engine.pool.checkedout() == 0:  # the hub may be looking right now
                break
            wait.wait(0.05)
        assert db.engine.pool.checkedout() == 0


@pytest.mark.one_database
def test_a_database_that_is_away_is_told_of_once_and_followed_when_it_is_back(
    client, room, monkeypatch, caplog
):
    client.sign_in(room.member)
    with monkeypatch.context() as broken, following(client, f"{room.at}/events") as heard:
        heard.get(timeout=PATIENCE)
        asked: Queue = Queue()

        def away(*_arguments):
            asked.put(None)
            raise OSError("away")

        for name in ("has_changed", "__init__"):
            broken.setattr(hearing.Asking, name, away)
        for _ in range(3):
            asked.get(timeout=PATIENCE)
        broken.undo()
        room.take_up(room.opening)
        assert "Första frågan" in heard.get(timeout=PATIENCE)["parts"]["now"]
    told = [record for record in caplog.records if "cannot be followed" in record.getMessage()]
    assert len(told) == 1


@pytest.mark.one_database
def test_there_is_an_end_to_how_many_streams_one_person_opens(client, room, monkeypatch):
    monkeypatch.setattr(hub, "MOST_OF_ONE", 1)
    client.sign_in(room.member)
    with following(client, f"{room.at}/events") as heard:
        heard.get(timeout=PATIENCE)
        refused = client.get(f"{room.at}/events")
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "10")
        assert client.get(f"{room.at}/state").status_code == 200  # the page looks by itself now and then


@pytest.mark.one_database
def test_who_has_seen_it_all_is_not_sent_it_again(client, room):
    client.sign_in(room.member)
    client.get(room.at)
    for page in ("", "/state"):
        first = client.get(room.at + page)
        again = client.get(room.at + page, headers={"If-None-Match": first.headers["ETag"]})
        assert again.status_code == 304, page
        room.take_up(room.opening if not page else room.presented)
        changed = client.get(room.at + page, headers={"If-None-Match": first.headers["ETag"]})
        assert changed.status_code == 200


@pytest.mark.one_database
def test_chair_and_secretary_move_the_table_and_nobody_else_does(client, room):
    step = {"item": room.opening.id}
    assert client.sign_in(room.member).post(f"{room.at}/take-up", data=step).status_code == 403
    assert client.sign_in(room.chair).post(f"{room.at}/take-up", data=step).location == room.at
    assert "På bordet, punkt 1" in client.get(room.at).text
    assert client.post(f"{room.at}/take-up", data={"item": "999999"}).status_code == 404
    assert client.post(f"{room.at}/take-up", data={"item": "ett"}).status_code == 404
    assert client.post(f"{room.at}/adjourn", data={"until": "kvart över"}).status_code == 422
    assert client.post(f"{room.at}/adjourn", data={"until": "13.00", "reason": "Lunch"}).location == room.at
    page = client.get(room.at).text
    assert "Mötet är ajournerat till" in page
    assert "Lunch" in page
    assert client.post(f"{room.at}/take-up", data=step).status_code == 409
    assert client.post(f"{room.at}/resume").location == room.at
    assert "På bordet, punkt 1" in client.get(room.at).text


@pytest.mark.one_database
def test_the_next_day_of_the_meeting_is_suggested_when_it_is_let_rest(client, room):
    now = datetime.now(room.council.zone)
    evening, morning = now + timedelta(minutes=20), now + timedelta(days=1)
    room.meeting.starts_at, room.meeting.ends_at = now - timedelta(hours=4), morning + timedelta(hours=3)
    room.meeting.nights = (Night(evening, morning),)
    db.session.commit()
    page = client.sign_in(room.secretary).get(f"{room.at}/adjourn").text
    day, clock = f'value="{morning:%Y-%m-%d}"', f'value="{morning:%H:%M}"'
    assert day in page
    assert clock in page
    assert "Fyll i den tiden" not in page
    room.meeting.nights = (Night(now + timedelta(hours=4), morning),)
    db.session.commit()
    page = client.get(f"{room.at}/adjourn").text
    assert day not in page
    assert "Mötets nästa dag börjar" in page
    assert clock in client.get(f"{room.at}/adjourn?next=1").text
    said = {"day": f"{morning:%Y-%m-%d}", "until": f"{morning:%H.%M}", "reason": "Natt"}
    assert client.post(f"{room.at}/adjourn", data=said).location == room.at
    assert "Mötet är ajournerat till" in client.get(room.at).text
    page = client.get(f"{room.at}/adjourn").text
    assert clock in page, "what was said stands when it is changed"
    assert "Natt" in page


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("said", "flaw"),
    [
        ({"day": "2020-03-12", "until": "8.30"}, "Den tiden har redan varit."),
        ({"day": "2199-03-12"}, "Skriv klockslaget också."),
        ({"day": "31/2 2027", "until": "8.30"}, "februari har ingen dag 31."),
    ],
)
def test_a_meeting_is_not_let_rest_until_what_cannot_be(client, room, said, flaw):
    refused = client.sign_in(room.secretary).post(f"{room.at}/adjourn", data=said)
    assert refused.status_code == 422
    assert flaw in refused.text
    assert "Mötet är ajournerat" not in client.get(room.at).text


@pytest.mark.one_database
def test_presence_counts_whoever_is_here(client, room):
    line = db.session.scalars(sa.select(Attendance).where(Attendance.person_id == room.member.id)).one()
    line.presence = Presence.ABSENT
    db.session.commit()
    page = client.sign_in(room.member).get(room.at).text
    assert "Ledamöter: 1 av 2" in page
    assert "Inte här: 1" in page


@pytest.mark.one_database
def test_before_the_roll_is_called_nobody_is_counted(client, room):
    db.session.execute(sa.update(Attendance).values(presence=None))
    db.session.commit()
    page = client.sign_in(room.member).get(room.at).text
    assert "Uppropet är inte gjort än." in page
    assert "0 av 2" not in page
