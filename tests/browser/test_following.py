"""The page that follows the meeting, with several people at once and one of them without a network."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from councilflow.extensions import db
from councilflow.models import AgendaItem, Amendment, Person
from councilflow.process.meeting import MeetingState, Presence
from councilflow.services import desk
from councilflow.services.desk import amendments, table
from tests.browser import windows
from tests.browser.axe import hold_open_to_everybody
from tests.conftest import Make, wipe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

    from tests.browser.conftest import Live

# What the browser shows does not depend on the database.
pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("live", ["sqlite"], indirect=True, scope="session"),
]


HEARD = """() => {
  const told = document.querySelector("[data-told]");
  const heard = [];
  new MutationObserver(() => {
    if (told.textContent) heard.push(told.textContent);
    document.body.dataset.heard = heard.join(" ");
  }).observe(told, { childList: true });
}"""
"""Writes down each time the page tells something of a wording."""

NEWS = "Ny ordalydelse på punkt 2."


@dataclass
class Room:
    address: str
    cookies: dict[str, dict[str, str]]
    people: dict[str, int]
    item_id: int


def at_the_desk(live: Live, room: Room, act: Callable[[AgendaItem, Person, datetime], object]) -> None:
    with live.app.app_context():
        item = db.session.get_one(AgendaItem, room.item_id)
        act(item, db.session.get_one(Person, room.people["secretary"]), datetime.now(UTC))
        db.session.commit()
        db.session.remove()


def suggest(live: Live, room: Room, text: str) -> None:
    def act(item: AgendaItem, by: Person, now: datetime) -> None:
        line = next(one for one in amendments.proposers(item) if one.name == "Ledamot")
        amendments.suggest(item, text, line_id=line.id, by=by, now=now)

    at_the_desk(live, room, act)


def take_back_the_last(live: Live, room: Room) -> None:
    def act(item: AgendaItem, by: Person, now: datetime) -> None:
        last = db.session.get_one(Amendment, amendments.listed(item.id)[-1].id)
        amendments.withdraw(last, by=by, now=now)

    at_the_desk(live, room, act)


def take_in_the_first(live: Live, room: Room) -> None:
    def act(item: AgendaItem, by: Person, now: datetime) -> None:
        first = db.session.get_one(Amendment, amendments.listed(item.id)[0].id)
        amendments.take_in(first, first.text, by=by, now=now)

    at_the_desk(live, room, act)


@pytest.fixture
def room(live: Live) -> Iterator[Room]:
    with live.app.app_context():
        wipe()  # whoever had this database before may have left a county in it
        make, now = Make(), datetime.now(UTC)
        council = make.council()
        secretary, member = make.secretary(council), make.seat(council, name="Ledamot")
        meeting = make.meeting(council, state=MeetingState.INVITED, starts_at=now)
        items = [make.item(meeting, title=f"Fråga {number}") for number in (1, 2)]
        desk.open_meeting(meeting, secretary, now)
        desk.call_roll(meeting, {}, others=Presence.REMOTE, by=secretary, now=now)
        db.session.commit()
        people: dict[str, Person] = {"secretary": secretary, "member": member}
        made = Room(
            f"{live.url}/meetings/{meeting.id}/live",
            {name: live.cookie(person) for name, person in people.items()},
            {name: person.id for name, person in people.items()},
            items[1].id,
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


def test_a_new_wording_is_told_once_to_who_reads_by_ear(browser: Browser, live: Live, room: Room) -> None:
    at_the_desk(live, room, lambda item, by, now: table.take_up(item, by=by, now=now))
    member = windows.window(browser, room.cookies["member"])
    member.clock.install()
    member.goto(room.address)
    member.get_by_text("Ansluten.").wait_for()
    member.evaluate(HEARD)
    heard = member.locator("body")
    suggest(live, room, "Den första ordalydelsen.")
    expect(heard).to_have_attribute("data-heard", NEWS)
    suggest(live, room, "Den andra ordalydelsen.")
    expect(heard).to_have_attribute("data-heard", f"{NEWS} {NEWS}")
    take_back_the_last(live, room)
    member.get_by_text("Den andra").wait_for(state="detached")
    at_the_desk(live, room, lambda item, _by, _now: setattr(item, "minutes", 55))
    member.locator("[data-part=now]", has_text="55 min").wait_for()  # no news of a wording
    member.clock.fast_forward(11_000)
    expect(heard).to_have_attribute("data-heard", f"{NEWS} {NEWS}")
    take_in_the_first(live, room)
    member.get_by_text("Texten som den är nu").wait_for()
    member.clock.fast_forward(11_000)
    expect(heard).to_have_attribute("data-heard", f"{NEWS} {NEWS} {NEWS}")
    member.context.close()


@pytest.mark.parametrize("letters", [300, 900, 2500])
def test_a_text_of_any_length_fits_the_screen_in_the_room(
    browser: Browser, live: Live, room: Room, letters: int
) -> None:
    at_the_desk(live, room, lambda item, by, now: table.take_up(item, by=by, now=now))
    wall = opened(browser, room, "member", "/screen", viewport={"width": 1920, "height": 1080})
    wall.locator("[data-part=wall]", has_text="Fråga 2").wait_for()
    text = ("Regionala samverkansrådet ställer sig bakom förslaget. " * 60)[:letters]
    at_the_desk(live, room, lambda item, _by, _now: setattr(item, "adopted", text))
    wall.get_by_text("Regionala samverkansrådet ställer").wait_for()
    wall.wait_for_function("document.documentElement.scrollHeight <= 1080")
    size = wall.locator(".cf-wall-text").evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
    assert size >= 42, "read from the back row"
    rest = wall.get_by_text("Texten är längre än skärmen.")
    expect(rest).to_be_visible() if letters == 2500 else expect(rest).to_be_hidden()
    wall.context.close()


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
