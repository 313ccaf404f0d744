"""The pages after a meeting in a real browser: nobody is shut out of any of them, wide or narrow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from councilflow.extensions import db
from councilflow.models import AdvocacyIssue, Plan, Statement
from councilflow.process.plans.values import PlanKind, StatementState, TargetLevel
from councilflow.services import report_backs
from tests.browser.axe import hold_open_to_everybody
from tests.conftest import Make, wipe
from tests.decided import SIGNED, Decided
from tests.said import said_by
from tests.worked import work_in

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Live

# What the browser shows does not depend on the database.
pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("live", ["sqlite"], indirect=True, scope="session"),
]
WIDE, NARROW = 1280, 320
LONG = "Underhållskapacitetsförstärkningsprogrammet för länets järnvägsinfrastruktur"


@dataclass
class County:
    """The addresses of the pages, and the cookies of those who open them."""

    pages: dict[str, list[str]]
    cookies: dict[str, dict[str, str]]


class _Made(Decided):
    """Nine organisations with decisions of every kind, and something of all that is said and done."""

    def __init__(self) -> None:
        super().__init__(Make())
        self.item.title = LONG
        self.every_kind()
        report_backs.begin(self.meeting, now=SIGNED)
        node, council_id = self.make.node(self.council, LONG), self.council.id
        plan = self.make.save(Plan(body_id=council_id, kind=PlanKind.STRATEGY, title=LONG, short_title="RUS"))
        asked = AdvocacyIssue(body_id=council_id, title=LONG, message="Fler.", target_level=TargetLevel.EU)
        sent = Statement(body_id=council_id, title=LONG, addressee="Regeringen", text="Fler tåg.")
        sent.state, sent.signatory = StatementState.ADOPTED, "Ordförande"
        asked.item_id = sent.item_id = self.item.id
        db.session.add_all([asked, sent])
        for one in db.session.query(Plan):
            one.title = f"{one.title} {one.id}"
        db.session.commit()
        self.asked, self.sent = asked.id, sent.id
        self.ids = said_by(council_id, plan.id, node.id, asked.id, self.chair.id)
        self.ids |= work_in(council_id, self.organisations[0].id)
        self.coming = self.make.meeting(self.council, starts_at=datetime.now(UTC) + timedelta(days=20))
        self.preparer = self.make.preparer(self.council)

    def leading(self) -> list[str]:
        mine = f"/councils/{self.council.id}"
        listed = (
            "formal-decisions",
            "formal-decisions/overdue",
            "formal-decisions/remind",
            "report-backs",
            "efforts",
            "efforts/new",
            f"efforts/{self.ids['effort_id']}",
            f"year-report/{SIGNED.year}",
            "outwards",
            "hearings",
            f"hearings/{self.ids['hearing_id']}",
            "statements",
            f"statements/{self.sent}",
            f"statements/{self.sent}/edit",
            f"statements/{self.sent}/send",
            "advocacy",
            f"advocacy/{self.asked}",
            f"advocacy/{self.asked}/parties",
            "communication",
            "communication/new",
            "speakers",
            "representations",
            f"representations/{self.ids['representation_id']}",
            "uptake",
        )
        here = f"/standpoints/{self.item.id}"
        own = ["/standpoints", "/standpoints/goals", here, f"{here}/edit"]
        return [*own, *(f"{mine}/{page}" for page in listed)]

    def at_home(self) -> list[str]:
        here, item = self.organisations[0].id, self.item.id
        home = f"/meetings/{self.meeting.id}/report-back/{here}"
        given = f"/councils/{self.council.id}/efforts/{self.ids['effort_id']}/contributions"
        step = f"/standpoints/{item}/decisions/{here}"
        work = f"/councils/{self.council.id}/implementations/new?item={item}"
        return ["/formal-decisions", "/report-backs", step, home, f"{home}/edit", given, work]


@pytest.fixture
def county(live: Live) -> Iterator[County]:
    with live.app.app_context():
        wipe()  # whoever had this database before may have left a county in it
        made = _Made()
        pages = {"secretary": made.leading(), "official": made.at_home()}
        pages["preparer"] = [f"/meetings/{made.coming.id}/follow-up"]
        people = {"secretary": made.secretary, "official": made.officials[0], "preparer": made.preparer}
        county = County(pages, {name: live.cookie(person) for name, person in people.items()})
        db.session.remove()
    yield county
    with live.app.app_context():
        wipe()
        db.session.commit()
        db.session.remove()


def test_nobody_is_shut_out_after_a_meeting(live: Live, county: County, browser_page: Page) -> None:
    for role, pages in county.pages.items():
        browser_page.context.clear_cookies()
        browser_page.context.add_cookies([county.cookies[role]])  # type: ignore[list-item]  # as playwright has it
        for address in pages:
            answer = browser_page.goto(live.url + address)
            assert answer is not None
            assert answer.status == 200, address
            hold_open_to_everybody(browser_page, [WIDE, NARROW])
