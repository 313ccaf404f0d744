"""The pages of who is there, as the secretary and a member use them."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from councilflow.extensions import db
from councilflow.models import Attendance, PresenceChange, Presenter, Recusal, Service
from councilflow.process.agenda import ItemKind
from councilflow.process.councils import Category, Office
from councilflow.process.meeting import MeetingForm, MeetingState, Presence
from councilflow.process.record import MinutesProfile
from councilflow.services import desk
from tests.conftest import NOW

pytestmark = pytest.mark.one_database

START = NOW + timedelta(days=14)


class Room:
    """An hour into a meeting of three items in a hall; everybody but the member of Timrå was called there."""

    def __init__(self, make, days=1, **facts):
        self.council = make.council(**facts)
        timra = make.organisation("Timrå kommun")
        self.chair = make.chair(self.council)
        self.vice = make.chair(self.council, name="Vice", office=Office.VICE_CHAIR)
        self.secretary = make.secretary(self.council)
        self.member = make.seat(self.council, name="Ledamot, Timrå", organisation_id=timra.id)
        make.seat(self.council, Category.SUBSTITUTE, name="Ersättare, Timrå", organisation_id=timra.id)
        self.meeting = make.meeting(
            self.council,
            state=MeetingState.INVITED,
            form=MeetingForm.PHYSICAL,
            starts_at=START,
            ends_at=START + timedelta(days=days - 1, hours=3),
        )
        self.items = [
            make.item(self.meeting, kind=ItemKind.INFORMATION, title=f"Punkt {number}", proposal="")
            for number in (1, 2, 3)
        ]
        desk.open_meeting(self.meeting, self.secretary, START)
        away = {self.line("Ledamot, Timrå").id: Presence.EXCUSED}
        desk.call_roll(self.meeting, away, others=Presence.ON_SITE, by=self.secretary, now=START)
        db.session.commit()

    def at(self, page=""):
        return f"/meetings/{self.meeting.id}/{page}"

    def line(self, name):
        db.session.expire_all()
        return db.session.scalars(sa.select(Attendance).where(Attendance.name == name)).one()


@pytest.fixture
def clock():
    """The clock of the machine, at the beginning of the meeting."""
    with time_machine.travel(START, tick=False) as clock:
        yield clock


@pytest.fixture
def room(make, client, clock):
    return Room(make)


def text(response):
    assert response.status_code == 200, response.status
    return response.get_data(as_text=True)


def test_one_step_notes_who_comes_and_a_second_corrects_it(client, room, clock):
    clock.move_to(START + timedelta(hours=1))
    client.sign_in(room.secretary)
    line = room.line("Ledamot, Timrå")
    page = text(client.get(room.at(f"presence?who={line.id}")))
    assert "Någon kommer eller går" in page
    sent = {"who": line.id, "presence": "on_site", "clock": "", "item": room.items[1].id}
    assert client.post(room.at("presence"), data=sent).status_code == 302
    assert room.line("Ledamot, Timrå").presence is Presence.ON_SITE
    change = db.session.scalars(sa.select(PresenceChange).where(PresenceChange.is_call.is_(False))).one()
    assert change.item_id == room.items[1].id
    correct = room.at(f"presence/{change.id}")
    assert "Rätta närvaron för Ledamot, Timrå" in text(client.get(correct))
    sent = {"presence": "remote", "clock": "10.30", "item": room.items[2].id}
    assert client.post(correct, data=sent).status_code == 302
    assert room.line("Ledamot, Timrå").presence is Presence.REMOTE
    assert "kl. 10.30" in text(client.get(room.at("presence")))
    assert client.post(correct, data={"step": "remove"}).status_code == 302
    assert room.line("Ledamot, Timrå").presence is Presence.EXCUSED


def test_a_time_to_come_is_said_so_and_what_was_typed_stays(client, room, clock):
    clock.move_to(START + timedelta(hours=1))
    client.sign_in(room.secretary)
    sent = {"who": room.line("Vice").id, "presence": "absent", "clock": "12.55", "item": ""}
    answer = client.post(room.at("presence"), data=sent)
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert "Den tiden har inte varit än." in page
    assert "12:55" in page or "12.55" in page


def test_the_second_day_suggests_how_everybody_stood(client, make, clock):
    room = Room(make, days=2)
    morning = START + timedelta(days=1)
    clock.move_to(morning)
    client.sign_in(room.secretary)
    day = morning.date().isoformat()
    page = text(client.get(room.at(f"roll?day={day}")))
    line = room.line("Ledamot, Timrå")
    assert f'name="line_{line.id}" id="line_{line.id}-3" value="excused" checked' in page
    assert client.post(room.at(f"roll?day={day}"), data={f"line_{line.id}": "remote", "others": "on_site"})
    calls = db.session.scalars(
        sa.select(PresenceChange).where(PresenceChange.attendance_id == line.id).order_by(PresenceChange.day)
    ).all()
    assert [one.presence for one in calls] == [Presence.EXCUSED, Presence.REMOTE]


def test_the_next_in_order_serves_by_one_press_and_is_relieved(client, room, clock):
    client.sign_in(room.secretary)
    assert "Låt Ersättare, Timrå tjänstgöra" in text(client.get(room.at("serving")))
    sent = {
        "member": room.line("Ledamot, Timrå").id,
        "substitute": room.line("Ersättare, Timrå").id,
        "item": "",
    }
    assert client.post(room.at("serving"), data=sent).status_code == 302
    service = db.session.scalars(sa.select(Service)).one()
    assert "Ersättare, Timrå" in text(client.get(f"/items/{room.items[0].id}/desk"))
    assert client.post(room.at("serving"), data=sent).status_code == 422
    assert client.post(room.at(f"serving/{service.id}/end")).status_code == 302
    db.session.expire_all()
    assert db.session.scalars(sa.select(Service)).all() == []


def test_a_member_declares_jav_and_the_desk_notes_when_the_person_leaves(client, room, clock):
    item = room.items[0]
    client.sign_in(room.vice)
    assert "Anmäl jäv" in text(client.get(f"/items/{item.id}/recusal"))
    for _again in range(3):  # the device sends the same three times
        client.post(f"/items/{item.id}/recusal", data={"reason": "sitter i bolagets styrelse"})
    noted = db.session.scalars(sa.select(Recusal)).one()
    client.sign_in(room.secretary)
    assert "sitter i bolagets styrelse" in text(client.get(room.at("recusals")))
    for step in ("left", "back"):
        assert client.post(room.at(f"recusals/{noted.id}"), data={"step": step}).status_code == 302
    db.session.expire_all()
    assert noted.left_at == noted.returned_at == START
    assert "Vice (jäv)" in text(client.get(room.at("presence/items")))
    client.post(room.at(f"recusals/{noted.id}"), data={"step": "withdraw"})
    assert "Vice (jäv)" not in text(client.get(room.at("presence/items")))


def test_the_chairs_jav_is_led_by_the_vice_chair_on_the_page(client, room, clock):
    client.sign_in(room.secretary)
    sent = {"who": room.line("Ordförande").id, "item": room.items[0].id, "reason": "", "clock": ""}
    assert client.post(room.at("recusals"), data=sent).status_code == 302
    assert "Vice leder mötet i den här punkten." in text(client.get(f"/items/{room.items[0].id}/desk"))
    assert "leder mötet i den här" not in text(client.get(f"/items/{room.items[1].id}/desk"))


def test_somebody_at_the_door_is_put_down(client, room, clock):
    client.sign_in(room.secretary)
    guest = {"name": "Besökare", "organisation": "Högskolan", "category": "observer", "presence": "on_site"}
    assert client.post(room.at("guests"), data=guest).status_code == 302
    assert room.line("Besökare").presence is Presence.ON_SITE
    presenter = {"name": "Utredare", "category": "presents", "presence": "on_site", "item": ""}
    assert client.post(room.at("guests"), data=presenter).status_code == 422
    presenter["item"] = room.items[0].id
    assert client.post(room.at("guests"), data=presenter).status_code == 302
    assert db.session.scalars(sa.select(Presenter.name)).all() == ["Utredare"]


@pytest.mark.parametrize(("profile", "told"), [(MinutesProfile.ADVISORY, False), (MinutesProfile.KL, True)])
def test_only_a_body_that_decides_counts_whether_enough_are_there(client, make, clock, profile, told):
    room = Room(make, minutes_profile=profile)
    client.sign_in(room.secretary)
    assert ("Rådet kan besluta." in text(client.get(room.at("presence")))) is told
