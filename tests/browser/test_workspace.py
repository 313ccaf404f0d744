"""The workspace of an agenda in a real browser: by pointer, by keys, and with somebody else there too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from councilflow.extensions import db
from councilflow.process.agenda import IssueState
from tests.browser.axe import hold_open_to_everybody
from tests.browser.windows import opened
from tests.conftest import Make, wipe

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

    from tests.browser.conftest import Live

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("live", ["sqlite"], indirect=True, scope="session"),
]

TALL = {"width": 1280, "height": 1600}


@dataclass
class Room:
    """The workspace's address, and two people who prepare the agenda: Bredband, Vatten, Vägar."""

    url: str
    place: str
    one: dict[str, str]
    other: dict[str, str]


@pytest.fixture
def room(live: Live) -> Iterator[Room]:
    with live.app.app_context():
        wipe()  # whoever had this database before may have left a county in it
        make = Make()
        meeting = make.meeting(make.council())
        for title in ("Bredband", "Vatten", "Vägar"):
            item = make.item(meeting, title=title)
        one, other = make.preparer(meeting.council, name="Beredare ett"), make.preparer(meeting.council)
        make.issue(meeting.council, one, title="Nattåg", state=IssueState.PREPARED)
        room = Room(
            f"{live.url}/meetings/{meeting.id}/agenda",
            f"{live.url}/items/{item.id}/place",
            live.cookie(one),
            live.cookie(other),
        )
        db.session.remove()
    yield room
    with live.app.app_context():
        wipe()
        db.session.commit()
        db.session.remove()


def row(page: Page, title: str) -> Locator:
    return page.locator("tr[data-item]").filter(has_text=title)


def in_order(page: Page, *titles: str) -> None:
    expect(page.locator("tr[data-item] .cf-title")).to_have_text(list(titles))


def drag(page: Page, what: Locator, onto: Locator) -> None:
    """Take something by its dots and let it go on the lower half of a row."""
    grip, target = what.locator("[data-grip]").bounding_box(), onto.bounding_box()
    assert grip is not None
    assert target is not None
    page.mouse.move(grip["x"] + grip["width"] / 2, grip["y"] + grip["height"] / 2)
    page.mouse.down()
    page.mouse.move(target["x"] + 100, target["y"] + target["height"] * 0.8, steps=5)
    page.mouse.up()


def test_an_agenda_is_built_by_pointer_and_by_keys(browser: Browser, room: Room):
    page = opened(browser, room.one, room.url, viewport=TALL)
    drag(page, row(page, "Bredband"), row(page, "Vägar"))
    in_order(page, "Vatten", "Vägar", "Bredband")
    row(page, "Bredband").locator("[data-grip]").press("ArrowUp")
    in_order(page, "Vatten", "Bredband", "Vägar")
    expect(page.get_by_role("status")).to_have_text("Bredband är nu punkt 2 av 3.")
    expect(row(page, "Bredband").locator("[data-grip]")).to_be_focused()
    up = row(page, "Vägar").get_by_role("button", name="Upp")
    up.press("Enter")
    up.press("Enter")
    in_order(page, "Vägar", "Vatten", "Bredband")
    drag(page, page.locator("[data-issue]"), row(page, "Vägar"))
    in_order(page, "Vägar", "Nattåg", "Vatten", "Bredband")
    drag(page, row(page, "Nattåg"), page.locator("#ws-pool"))
    in_order(page, "Vägar", "Vatten", "Bredband")
    expect(page.locator("[data-issue]")).to_have_count(1)
    page.context.close()


def test_what_somebody_else_does_comes_without_losing_what_is_being_written(browser: Browser, room: Room):
    page, other = (
        opened(browser, room.one, room.url, viewport=TALL),
        opened(browser, room.other, room.url, viewport=TALL),
    )
    writing = row(other, "Vägar").get_by_label("Minuter")
    writing.fill("55")
    row(page, "Vatten").get_by_role("button", name="Upp").click()
    in_order(page, "Vatten", "Bredband", "Vägar")
    in_order(other, "Vatten", "Bredband", "Vägar")  # within the next look, without a step of its own
    expect(other.get_by_role("status")).to_have_text("Beredare ett flyttade punkten Vatten")
    expect(writing).to_have_value("55")
    expect(writing).to_be_focused()
    beside = row(page, "Vägar").get_by_label("Minuter")
    beside.fill("40")
    beside.press("Tab")
    expect(other.get_by_role("status")).to_have_text("Beredare ett ändrade punkternas tider")
    writing.press("Tab")
    expect(other.get_by_role("alert")).to_contain_text("Vägar: nu 40 min, du skrev 55 min")
    page.context.close()
    other.context.close()


def test_nobody_is_shut_out_of_the_workspace(browser: Browser, room: Room):
    page = opened(browser, room.one, room.url, viewport=TALL)
    for address in (room.url, room.place, room.url.replace("/agenda", "/timetable")):
        page.goto(address)
        hold_open_to_everybody(page, (1280, 320))
    page.context.close()
