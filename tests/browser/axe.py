"""Asks axe about a page, and only for what is wrong: its full report weighs more than the page."""

from __future__ import annotations

from collections.abc import Iterable

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
ASK = "async options => ({violations: (await axe.run(document, options)).violations})"


def hold_open_to_everybody(page: Page, widths: Iterable[int]) -> None:
    """Nobody is shut out of the page and nothing scrolls sideways, at any of these widths (pixels)."""
    page.evaluate(AXE_SCRIPT)
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        found = AxeResults(page.evaluate(ASK, OPTIONS))
        assert found.violations_count == 0, f"{page.url} at {width}: {found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{page.url} at {width}"
