"""The agenda and the work at home with the keyboard alone: Tab reaches every step, and shows where one is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser import test_before_the_meeting, test_workspace
from tests.browser.test_before_the_meeting import County
from tests.browser.test_workspace import Room, in_order
from tests.browser.windows import opened

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.browser.conftest import Live

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("live", ["sqlite"], indirect=True, scope="session"),
]
TALL = test_workspace.TALL
county, room = test_before_the_meeting.county, test_workspace.room

FARTHEST = 150  # stops from the top of a page
WHERE = """() => {
    const here = document.activeElement, shown = getComputedStyle(here)
    const label = here.labels?.[0]?.innerText || here.getAttribute("aria-label") || here.textContent || ""
    return [label.replace(/\\s+/g, " ").trim(), shown.outlineStyle !== "none" || shown.boxShadow !== "none"]
}"""


def go_to(page: Page, name: str) -> None:
    """Tab until what begins so has the focus; wherever it is on the way shows."""
    for _stop in range(FARTHEST):
        page.keyboard.press("Tab")
        said, is_seen = page.evaluate(WHERE)
        if said.startswith(name):
            assert is_seen, f"nothing shows that {name} has the focus"
            return
    raise AssertionError(f"{name} is not reached by Tab on {page.url}")


def do(page: Page, name: str) -> None:
    go_to(page, name)
    page.keyboard.press("Enter")


def follow(page: Page, name: str) -> None:
    """Do what leads to another page."""
    with page.expect_navigation():
        do(page, name)


def test_an_agenda_is_built_without_a_pointer(browser: Browser, room: Room):
    page = opened(browser, room.one, room.url, viewport=TALL)
    do(page, "Upp: Vägar")
    in_order(page, "Bredband", "Vägar", "Vatten")
    follow(page, "Flytta till: Bredband")
    page.goto(room.url)
    go_to(page, "Minuter för Vatten")
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("35")
    do(page, "Spara tiderna")
    expect(page.locator("#ws-time")).to_contain_text("1 tim 15 min")
    do(page, "Sätt upp: Nattåg")
    expect(page.locator("tr[data-item]").filter(has_text="Nattåg")).to_have_count(1)
    page.context.close()


def test_an_organisation_hands_in_without_a_pointer(live: Live, county: County, browser_page: Page):
    page = browser_page
    page.context.add_cookies([county.cookies["member"]])  # type: ignore[list-item]  # as playwright has it
    page.goto(live.url + county.at_home[0])
    follow(page, "1. Länstransportplanen")
    go_to(page, "Vi ställer oss bakom och avstår något")
    page.keyboard.press("ArrowUp")
    go_to(page, "Vad ni kom fram till")
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("Vi enades i går.")
    follow(page, "Granska och lämna in")
    expect(page.get_by_role("main")).to_contain_text("Vi enades i går.")
    follow(page, "Lämna in")
    expect(page.get_by_role("main")).to_contain_text("Ni har lämnat in en punkt")
