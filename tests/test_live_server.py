"""A meeting on the real server: several processes, streams that take no thread, and kill -9 in the middle."""

from __future__ import annotations

import http.client
import json
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from queue import Queue
from urllib.parse import urlencode

import pytest
import sqlalchemy as sa
from itsdangerous import URLSafeTimedSerializer

from councilflow.extensions import db
from councilflow.models import ItemTime
from councilflow.process.meeting import MeetingState
from councilflow.services import desk, journal
from councilflow.services.desk import table
from tests.served import Served, cookie

pytestmark = pytest.mark.no_cover  # the server is another process
PATIENCE = 60.0
"""Seconds until a test gives up; how soon everybody is back is measured in bench/live.py."""
PEOPLE = 20
"""More than the threads of both processes: each of them would wait for one that never comes free."""


class Page:
    """Somebody who follows the meeting, as the page's script does: comes back when the stream ends."""

    def __init__(self, served, address, cookie):
        self.heard: Queue = Queue()
        self._served, self._address, self._cookie = served, address, cookie
        self._left = False
        threading.Thread(target=self._follow, daemon=True).start()

    def _follow(self):
        while not self._left:
            with suppress(OSError, http.client.HTTPException):
                self._listen()
            time.sleep(0.3)

    def _listen(self):
        connection = http.client.HTTPConnection("127.0.0.1", self._served.port, timeout=PATIENCE)
        connection.request("GET", self._address, headers={"Cookie": self._cookie})
        answer = connection.getresponse()
        while answer.status == 200 and (line := answer.readline()) and not self._left:
            if line.startswith(b"data: {"):
                self.heard.put(json.loads(line[6:])["parts"])
        connection.close()

    def hears_of(self, words):
        """Wait until the page says so."""
        until = time.monotonic() + PATIENCE
        while words not in self.heard.get(timeout=max(0.1, until - time.monotonic())).get("now", ""):
            pass

    def leave(self):
        self._left = True


class Meeting:
    def __init__(self, make, app):
        council = make.council()
        self.secretary = make.secretary(council)
        people = [make.seat(council) for _ in range(PEOPLE)]
        self.meeting = make.meeting(council, state=MeetingState.INVITED)
        self.items = [make.item(self.meeting, title=f"Fråga {number}") for number in (1, 2, 3)]
        desk.open_meeting(self.meeting, self.secretary, datetime.now(UTC))
        db.session.commit()
        self.at = f"/meetings/{self.meeting.id}/live"
        self.cookies = [cookie(app, person) for person in people]
        self.token = URLSafeTimedSerializer(app.secret_key, salt="wtf-csrf-token").dumps("0" * 40)
        self.own = cookie(app, self.secretary)
        db.session.commit()

    def take_up(self, served, number):
        """As the chair's button does; the status of the answer."""
        form = urlencode({"item": self.ids[number], "csrf_token": self.token})
        headers = {"Cookie": self.own, "Content-Type": "application/x-www-form-urlencoded"}
        connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=PATIENCE)
        try:
            connection.request("POST", f"{self.at}/take-up", form, headers)
            return connection.getresponse().status
        finally:
            connection.close()


@pytest.fixture
def held(make, app):
    made = Meeting(make, app)
    made.ids = [item.id for item in made.items]
    db.session.commit()
    return made


@pytest.fixture
def served(app, held):
    served = Served(app)
    served.start()
    yield served
    served.kill()


def test_everybody_is_back_where_they_were_after_kill_9(app, held, served):
    pages = [Page(served, f"{held.at}/events", one) for one in held.cookies]
    try:
        for page in pages:
            page.hears_of("Ingen punkt")
        assert held.take_up(served, 0) == 302  # and there is still a thread to answer with
        for page in pages:
            page.hears_of("Fråga 1")

        table.take_up(held.items[1], by=held.secretary, now=datetime.now(UTC))
        db.session.commit()  # by this process: the server's own have to hear of it
        for page in pages:
            page.hears_of("Fråga 2")

        served.kill()
        served.start()
        for page in pages:
            page.hears_of("Fråga 2")
        assert held.take_up(served, 2) == 302
        for page in pages:
            page.hears_of("Fråga 3")
    finally:
        for page in pages:
            page.leave()
    db.session.rollback()
    taken_up = db.session.scalars(sa.select(ItemTime.item_id).order_by(ItemTime.id)).all()
    assert taken_up == held.ids
    assert journal.verify()[1] == []


def test_the_meeting_goes_on_when_the_clock_is_put_back_and_forth(app, held):
    served, noon = Served(app, clocked=True), datetime.now(UTC)
    served.set_clock(noon)
    served.start()
    page = Page(served, f"{held.at}/events", held.cookies[0])
    try:
        page.hears_of("Ingen punkt")
        for number, hours in enumerate((0, -1, 3)):  # summer time that somebody set by hand, and mended
            served.set_clock(noon + timedelta(hours=hours))
            assert held.take_up(served, number) == 302
            page.hears_of(f"Fråga {number + 1}")
    finally:
        page.leave()
        served.kill()
    db.session.rollback()
    times = db.session.scalars(sa.select(ItemTime).order_by(ItemTime.id)).all()
    assert [one.item_id for one in times] == held.ids
    assert all(one.ended_at is None or one.ended_at >= one.begun_at for one in times)
    assert journal.verify()[1] == []
