"""The parts that every page is made of: open to everybody, and whole at every width."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.axe import hold_open_to_everybody

if TYPE_CHECKING:
    from playwright.sync_api import Page

# The page of parts asks no database anything, so one is enough.
pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("live", ["sqlite"], indirect=True, scope="session"),
]

WIDE, MIDDLE, NARROW = 1280, 834, 320


@pytest.fixture
def parts(browser_page: Page, live_url: str) -> Page:
    browser_page.goto(f"{live_url}/parts")
    return browser_page


@pytest.mark.parametrize("width", [WIDE, MIDDLE, NARROW])
def test_nobody_is_shut_out_and_nothing_scrolls_sideways(parts: Page, width: int) -> None:
    hold_open_to_everybody(parts, [width])


def test_the_error_summary_takes_the_focus_and_leads_to_the_fields(parts: Page) -> None:
    expect(parts.locator(".cf-errors")).to_be_focused()
    links = parts.locator(".cf-errors a")
    for number in range(links.count()):
        target = (links.nth(number).get_attribute("href") or "").removeprefix("#")
        links.nth(number).click()
        assert parts.evaluate("document.activeElement.id") == target


def test_the_summary_says_what_the_field_says(parts: Page) -> None:
    for sentence in parts.locator(".cf-errors li").all_inner_texts():
        assert parts.locator(".cf-error", has_text=sentence).count() == 1


def test_every_field_is_tied_to_its_label_hint_and_error(parts: Page) -> None:
    loose = parts.evaluate("""() => {
        const told = field => (field.getAttribute('aria-describedby') || '').split(' ').filter(Boolean);
        const wrong = field => field.closest('.cf-field-error') && !field.closest('fieldset');
        return [...document.querySelectorAll('main :is(input:not([type=hidden]), select, textarea)')]
            .filter(field => !field.labels.length
                || told(field).some(id => !document.getElementById(id))
                || (wrong(field) && field.getAttribute('aria-invalid') !== 'true')
                || (wrong(field) && !told(field).includes(`${field.id}-error`)))
            .map(field => field.id);
    }""")
    assert loose == []


def test_no_id_stands_twice(parts: Page) -> None:
    assert (
        parts.evaluate("""() => {
        const ids = [...document.querySelectorAll('[id]')].map(one => one.id);
        return ids.filter((id, place) => ids.indexOf(id) !== place);
    }""")
        == []
    )


def test_what_one_presses_is_large_enough(parts: Page) -> None:
    parts.set_viewport_size({"width": NARROW, "height": 900})
    small = parts.evaluate("""() => [...document.querySelectorAll('.btn, nav a')]
        .map(one => [one.textContent.trim(), one.getBoundingClientRect().height])
        .filter(([, height]) => height < 44)""")
    assert small == []


def test_the_first_stop_of_the_keyboard_leads_past_the_frame(browser_page: Page, live_url: str) -> None:
    browser_page.goto(f"{live_url}/assets/nothing")  # an error page has no field that takes the focus
    browser_page.keyboard.press("Tab")
    assert browser_page.evaluate("document.activeElement.className") == "cf-skip"
    browser_page.keyboard.press("Enter")
    assert browser_page.evaluate("document.activeElement.id") == "innehall"


def test_the_typefaces_come_from_here(parts: Page, live_url: str) -> None:
    faces = parts.evaluate("""() => document.fonts.ready.then(
        all => [...all].filter(face => face.status === 'loaded').map(face => face.family))""")
    assert {"Source Sans", "Source Serif"} <= {face.strip('"') for face in faces}
    addresses = parts.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
    assert all(address.startswith(live_url) for address in addresses)
