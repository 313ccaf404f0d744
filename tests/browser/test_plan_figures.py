"""A plan's money and figures in a real browser: nobody is shut out, and pictures fit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from councilflow.extensions import db
from councilflow.models import Indicator
from councilflow.services import plans
from councilflow.services.plans import indicators
from tests.browser.axe import hold_open_to_everybody
from tests.conftest import NOW, Make, wipe
from tests.excerpts import HALLINGDAL

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Live

# What the browser shows does not depend on the database.
pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("live", ["sqlite"], indirect=True, scope="session"),
]
WIDE, NARROW = 1280, 320


@pytest.fixture
def plan(live: Live, browser_page: Page) -> Iterator[str]:
    """The address of a plan with figures, in a browser where its secretary is signed in."""
    with live.app.app_context():
        wipe()  # whoever had this database before may have left a county in it
        make = Make()
        council = make.council()
        secretary = make.secretary(council)
        made = plans.new_plan(council, HALLINGDAL)
        plans.add_document(made, HALLINGDAL, now=NOW)
        [jobs] = db.session.scalars(sa.select(Indicator).where(Indicator.key == "jobs"))
        facts = {"year": 2022, "dimension": "Industri", "comment": ""}
        indicators.note_value(jobs, written="8", **facts, by=secretary, now=NOW)
        db.session.commit()
        address, cookie = f"/plans/{made.id}", live.cookie(secretary)
        db.session.remove()
    browser_page.context.add_cookies([cookie])  # type: ignore[list-item]  # what the browser asks for
    yield live.url + address
    with live.app.app_context():
        wipe()
        db.session.commit()
        db.session.remove()


def test_nobody_is_shut_out_of_money_and_figures(plan: str, browser_page: Page) -> None:
    for page in ("budget", "indicators/2", "indicators/1/targets"):
        browser_page.goto(f"{plan}/{page}")
        hold_open_to_everybody(browser_page, [WIDE, NARROW])


def test_a_picture_is_read_where_it_is_narrow_as_well(plan: str, browser_page: Page) -> None:
    browser_page.goto(f"{plan}/indicators/1")
    for width in (WIDE, NARROW):
        browser_page.set_viewport_size({"width": width, "height": 900})
        shown = browser_page.get_by_role("img", name="Nye arbeidsplasser, arbeidsplasser")
        assert shown.count() == 2, "the years and the industries, once each"
        drawn = shown.first.evaluate("one => one.getBoundingClientRect().width / one.viewBox.baseVal.width")
        assert drawn > 0.95, "words in a picture are no smaller than those beside it"
