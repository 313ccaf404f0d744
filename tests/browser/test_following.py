"""The page that follows the meeting, with several people at once and one of them without a network."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from councilflow.extensions import db
from councilflow.models import Person
from councilflow.process.meeting import MeetingState, Presence
from councilflow.services import desk
from tests.browser.axe import hold_open_to_everybody
from tests.conftest import Make, wipe
from tests.served import cookie

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from tests.browser.conftest import Live

# What the browser shows does not depend on the database.
pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("live", ["sqlite"], indirect=True, scope="session"),
]


@dataclass
class Room:
    address: str
    cookies: dict[str, str]


@pytest.fixture
def room(live: Live) -> Iterator[Room]:
    with live.app.app_context():
        wipe()  # whoever had this database before may have left a county in it
        make, now = Make(), datetime.now(UTC)
        council = make.council()
        secretary, member = make.secretary(council), make.seat(council, name="Ledamot")
        meeting = make.meeting(council, state=MeetingState.INVITED, starts_at=now)
        for number in (1, 2):
            make.item(meeting, title=f"Fråga {number}")
        desk.open_meeting(meeting, secretary, now)
        desk.call_roll(meeting, {}, others=Presence.REMOTE, by=secretary, now=now)
        db.session.commit()
        people: dict[str, Person] = {"secretary": secretary, "member": member}
        made = Room(
            f"{live.url}/meetings/{meeting.id}/live",
            {name: cookie(live.app, person) for name, person in people.items()},
        )
        db.session.remove()
    yield made
    with live.app.app_context():
        db.session.rollback()
        wipe()
        db.session.commit()
        db.session.remove()


def opened(browser: Browser, room: Room, who: str, page: str = "", **facts: Any) -> Page:
    name, _, value = room.cookies[who].partition("=")
    context = browser.new_context(**facts)
    context.add_cookies([{"name": name, "value": value, "url": room.address}])
    shown = context.new_page()
    shown.goto(room.address + page)
    return shown


def test_everybody_sees_what_the_chair_takes_up_and_who_lost_the_network_catches_up(
    browser: Browser, room: Room
) -> None:
    member, wall = opened(browser, room, "member"), opened(browser, room, "member", "/screen")
    member.get_by_text("Ansluten.").wait_for()
    member.get_by_text("Ledamöter: 1 av 1").click()  # opened, and stood on, while things change
    secretary = opened(browser, room, "secretary")
    secretary.get_by_role("button", name="Ta upp punkt 1").click()
    for page in (member, wall):
        page.locator("[data-part]", has_text="Fråga 1").first.wait_for()
    assert (
        member.locator("[data-part=presence] details[open]").get_by_text("Ledamot", exact=True).is_visible()
    )
    assert member.evaluate("document.activeElement.tagName") == "SUMMARY"

    member.context.set_offline(True)
    secretary.get_by_role("button", name="Ta upp punkt 2").click()
    wall.locator("[data-part=wall]", has_text="Punkt 2").wait_for()
    member.context.set_offline(False)
    member.locator("[data-part=now]", has_text="Fråga 2").wait_for()
    for page in (member, wall, secretary):
        page.context.close()


def test_without_a_script_the_page_says_it_all_and_is_loaded_again(browser: Browser, room: Room) -> None:
    member = opened(browser, room, "member", java_script_enabled=False)
    assert "Ingen punkt är på bordet än" in member.content()
    secretary = opened(browser, room, "secretary", java_script_enabled=False)
    secretary.get_by_role("button", name="Ta upp punkt 1").click()
    member.get_by_role("link", name="Ladda om").click()
    assert "På bordet, punkt 1" in member.content()
    member.context.close()
    secretary.context.close()


@pytest.mark.parametrize("page", ["", "/screen", "/screen?ground=dark", "/adjourn"])
def test_the_pages_of_a_meeting_that_goes_on_are_open_to_everybody(
    browser: Browser, room: Room, page: str
) -> None:
    shown = opened(browser, room, "secretary", page)
    hold_open_to_everybody(shown, (1280, 320))
    shown.context.close()
