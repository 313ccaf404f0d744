"""A plan as tree, table and page in a real browser: nobody is shut out, and only tables scroll sideways."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.axe import hold_open_to_everybody
from tests.browser.test_plan_figures import NARROW, WIDE, plan

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["plan"]  # the plan of Hallingdal, its secretary signed in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("live", ["sqlite"], indirect=True, scope="session"),
]


def test_nobody_is_shut_out_of_a_plan(plan: str, browser_page: Page) -> None:
    council = plan.rpartition("/plans/")[0] + "/councils/1/plans"
    pages = ("", "?q=tiltak", "/table", "/table?way=turned", "/one-page", "/follow", "/publish", "/edit")
    nodes = ("/nodes/1", "/nodes/1/edit", "/nodes/1/move", "/nodes/new")
    for page in (council, *(f"{plan}{page}" for page in (*pages, *nodes))):
        browser_page.goto(page)
        hold_open_to_everybody(browser_page, [WIDE, NARROW])


def test_the_tree_opens_and_closes_without_a_script(plan: str, browser_page: Page) -> None:
    browser_page.goto(plan)
    area = browser_page.locator(".cf-area").first
    measure = area.locator(".cf-do-title").first
    assert measure.is_visible()
    area.locator("summary").first.click()
    assert not measure.is_visible()


def test_a_wide_table_scrolls_in_a_region_of_its_own(plan: str, browser_page: Page) -> None:
    browser_page.set_viewport_size({"width": NARROW, "height": 900})
    browser_page.goto(f"{plan}/table?way=turned")
    region = browser_page.locator(".cf-sheet-scroll").first
    assert region.get_attribute("role") == "region"
    assert region.get_attribute("aria-label")
    assert region.evaluate("one => one.scrollWidth > one.clientWidth && one.tabIndex === 0")
