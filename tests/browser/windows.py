"""Windows of the browser, and what one does in them. Nothing here says how fast anything must be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PATIENCE = 60_000
"""Milliseconds until a test gives up that waits for something which should come at once."""


def window(browser: Browser, cookie: dict[str, str] | None = None, **facts: Any) -> Page:
    """A window of a browser of its own, in Swedish and without moving pictures; signed in by the cookie."""
    shown = {"viewport": {"width": 1280, "height": 900}, "locale": "sv-SE", "reduced_motion": "reduce"}
    context = browser.new_context(**{**shown, **facts})
    context.set_default_timeout(PATIENCE)
    if cookie:
        context.add_cookies([cookie])  # type: ignore[list-item]  # what the browser asks for
    return context.new_page()


def opened(browser: Browser, cookie: dict[str, str], url: str, **facts: Any) -> Page:
    page = window(browser, cookie, **facts)
    page.goto(url)
    return page


def press(page: Page, name: Any, *, exact: bool = False) -> None:
    """And come where it leads: whoever goes elsewhere at once would take the step back."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=exact).first.click()


def follow(page: Page, name: Any) -> None:
    with page.expect_navigation():
        page.get_by_role("link", name=name).first.click()
