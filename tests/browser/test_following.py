"""The page that follows the meeting, with several people at once and one of them without a network."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from councilflow.extensions import db
from councilflow.models import Person
from councilflow.process.meeting import MeetingState, Presence
from councilflow.services import desk
from tests.browser import windows
from tests.browser.axe import hold_open_to_everybody
from tests.conftest import Make, wipe

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
    cookies: dict[str, dict[str, str]]


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
            {name: live.cookie(person) for name, person in people.items()},
        )
        db.session.remove()
    yield made
    with live.app.app_context():
        db.session.rollback()
        wipe()
        db.session.commit()
        db.session.remove()


def opened(browser: Browser, room: Room, who: str, page: str = "", **facts: Any) -> Page:
    return windows.opened(browser, room.cookies[who], room.address + page, **facts)


def test_everybody_sees_what_the_chair_takes_up_and_who_lost_the_network_catches_up(
    browser: Browser, room: Room
) -> None:
    member, wall = opened(browser, room, "member"), opened(browser, room, "member", "/screen")
    member.get_by_text("Ansluten.").wait_for()
    member.get_by_text("Ledamöter: 1 av 1").click()  # opened, and stood on, while things change
    secretary = opened(browser, room, "secretary")
    windows.press(secretary, "Ta upp punkt 1")
    for page in (member, wall):
        page.locator("[data-part]", has_text="Fråga 1").first.wait_for()
    shown = member.locator("[data-part=presence] details[open]")
    expect(shown.get_by_text("Ledamot", exact=True)).to_be_visible()
    expect(shown.locator("summary")).to_be_focused()

    member.context.set_offline(True)
    windows.press(secretary, "Ta upp punkt 2")
    wall.locator("[data-part=wall]", has_text="Punkt 2").wait_for()
    member.context.set_offline(False)
    member.locator("[data-part=now]", has_text="Fråga 2").wait_for()
    for page in (member, wall, secretary):
        page.context.close()


def test_without_a_script_the_page_says_it_all_and_is_loaded_again(browser: Browser, room: Room) -> None:
    member = opened(browser, room, "member", java_script_enabled=False)
    expect(member.get_by_role("main")).to_contain_text("Ingen punkt är på bordet än")
    secretary = opened(browser, room, "secretary", java_script_enabled=False)
    windows.press(secretary, "Ta upp punkt 1")
    windows.follow(member, "Ladda om")
    expect(member.get_by_role("main")).to_contain_text("På bordet, punkt 1")
    member.context.close()
    secretary.context.close()


@pytest.mark.parametrize("page", ["", "/screen", "/screen?ground=dark", "/adjourn"])
def test_the_pages_of_a_meeting_that_goes_on_are_open_to_everybody(
    browser: Browser, room: Room, page: str
) -> None:
    shown = opened(browser, room, "secretary", page)
    hold_open_to_everybody(shown, (1280, 320))
    shown.context.close()
