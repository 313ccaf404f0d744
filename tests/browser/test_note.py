"""The secretary's note in a real browser: without a network, in two windows, and after a closed tab."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from councilflow.extensions import db
from councilflow.models import AgendaItem
from councilflow.process.meeting import MeetingState
from councilflow.services import desk
from tests.browser.windows import opened, press
from tests.conftest import Make, wipe

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.browser.conftest import Live

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("live", ["sqlite"], indirect=True, scope="session"),
]


@dataclass
class Room:
    live: Live
    item_id: int
    cookie: dict[str, str]

    @property
    def url(self) -> str:
        return f"{self.live.url}/items/{self.item_id}/desk"

    def stands(self) -> str:
        with self.live.app.app_context():
            text = db.session.get_one(AgendaItem, self.item_id).discussion
            db.session.remove()
        return text


@pytest.fixture
def room(live: Live) -> Iterator[Room]:
    with live.app.app_context():
        wipe()  # whoever had this database before may have left a county in it
        make = Make()
        meeting = make.meeting(make.council(), state=MeetingState.INVITED)
        item = make.item(meeting, title="Vatten")
        secretary = make.secretary(meeting.council)
        desk.open_meeting(meeting, secretary, datetime.now(UTC))
        db.session.commit()
        room = Room(live, item.id, live.cookie(secretary))
        db.session.remove()
    yield room
    with live.app.app_context():
        wipe()
        db.session.commit()
        db.session.remove()


def said(page: Page, words: str) -> None:
    expect(page.locator("[data-note-state]")).to_contain_text(words)


def test_nothing_typed_is_lost_by_a_dead_network_or_a_closed_tab(browser: Browser, room: Room):
    page = opened(browser, room.cookie, room.url)
    note = page.locator("[name=discussion]")
    note.fill("Vattnet.")
    said(page, "Sparat")
    page.context.set_offline(True)
    note.fill("Vattnet. Avloppet.")
    said(page, "Sparas i webbläsaren tills nätet är tillbaka")
    page.get_by_role("button", name="Spara och gå").click()  # leads nowhere without a network
    expect(note).to_have_value("Vattnet. Avloppet.")
    page.context.set_offline(False)
    said(page, "Sparat")
    assert room.stands() == "Vattnet. Avloppet."
    page.context.set_offline(True)
    note.fill("Vattnet. Avloppet. Slammet.")
    again, context = room.url, page.context
    page.close()
    context.set_offline(False)
    page = context.new_page()
    page.goto(again)
    expect(page.locator("[name=discussion]")).to_have_value("Vattnet. Avloppet. Slammet.")
    said(page, "Sparat")
    assert room.stands() == "Vattnet. Avloppet. Slammet."
    press(page, "Logga ut")
    assert page.evaluate("Object.keys(localStorage)") == []
    context.close()


def test_two_windows_of_the_same_person_are_put_together(browser: Browser, room: Room):
    one = opened(browser, room.cookie, room.url)
    two = one.context.new_page()
    two.goto(room.url)
    two.locator("[name=discussion]").fill("Fönster två.")
    said(two, "Sparat")
    one.locator("[name=discussion]").fill("Fönster ett.")
    expect(one.locator("[data-note-clash]")).to_contain_text("Fönster två.")
    one.get_by_role("button", name="Lägg ihop texterna").click()
    said(one, "Sparat")
    assert room.stands() == "Fönster två. Fönster ett."
    one.context.close()
