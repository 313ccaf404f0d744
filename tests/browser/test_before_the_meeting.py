"""The pages before a meeting in a real browser: nobody is shut out of any of them, wide or narrow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from councilflow.extensions import db
from councilflow.models import Attachment, IssueNode, Question
from councilflow.process.agenda import ItemKind
from councilflow.process.meeting import MeetingState
from councilflow.process.preparation import Stance
from councilflow.services import action_links, people, preparation, priorities
from councilflow.services.preparation import extensions
from tests.browser.axe import hold_open_to_everybody
from tests.conftest import Make, wipe

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Live

# What the browser shows does not depend on the database.
pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("live", ["sqlite"], indirect=True, scope="session"),
]
WIDE, NARROW = 1280, 320
PASSWORD = "vinterskog med renar"
LONG = "Underhållskapacitetsförstärkningsprogrammet för länets järnvägsinfrastruktur"


@dataclass
class County:
    """The addresses of the pages, and the cookies of those who open them."""

    leading: list[str]
    at_home: list[str]
    link: str
    cookies: dict[str, dict[str, str]]


class _Made:
    """A meeting that is called, with a standpoint, a samråd and a priority list, half of it answered."""

    def __init__(self) -> None:
        self.make, self.now = Make(), datetime.now(UTC)
        make = self.make
        self.council = make.council()
        self.timra = make.organisation("Timrå kommun")
        self.ange = make.organisation("Ånge kommun")
        self.secretary = make.secretary(self.council)
        self.member = make.seat(self.council, organisation_id=self.timra.id, name="Ledamot i Timrå")
        self.neighbour = make.seat(self.council, organisation_id=self.ange.id, name="Ledamot i Ånge")
        self.member.password_hash = people.hashed(PASSWORD)
        self.meeting = make.meeting(self.council)
        self.item = make.item(self.meeting, title="Länstransportplanen")
        make.save(Question(item_id=self.item.id, position=1, text="Hur påverkas skolskjutsen?"))
        facts = {"consultation": "Hur samordnar vi upphandlingen?", "answers_by": date(2026, 12, 1)}
        self.samrad = make.item(self.meeting, kind=ItemKind.CONSULTATION, proposal="", **facts)
        self.ranked = make.item(self.meeting, kind=ItemKind.INFORMATION, proposal="", title=LONG)
        self.secret = make.item(self.meeting, is_secret=True, secrecy_section="20 kap. 3 § OSL")
        self.later = make.item(make.meeting(self.council), title="Bredband")
        node = make.node(self.council, LONG)
        self.issue = make.issue(self.council, self.member, organisation=self.timra)
        make.save(IssueNode(issue_id=self.issue.id, node_id=node.id))
        self.paper = self._file(1)
        self._file(2, replaces=self.paper)
        self._rank(node.id)
        self.meeting.state, self.meeting.invited_at = MeetingState.INVITED, self.now
        db.session.commit()
        self._write_at_home()
        self.secret_of_link = action_links.make(self.member, self.item, self.timra.id, now=self.now)
        db.session.commit()

    def _file(self, version: int, *, replaces: Attachment | None = None) -> Attachment:
        facts: dict[str, Any] = {"title": LONG, "file_name": "plan.pdf", "media_type": "application/pdf"}
        facts |= {"size": 120_000, "sha256": str(version) * 64, "version": version, "is_secret": True}
        one: Attachment = self.make.save(
            Attachment(
                item_id=self.item.id,
                uploaded_by_id=self.secretary.id,
                uploaded_at=self.now,
                secrecy_section="20 kap. 3 § OSL",
                **facts,
            )
        )
        if replaces is not None:
            replaces.replaced_by_id = one.id
        return one

    def _rank(self, node_id: int) -> None:
        facts = {"question": "Vad är viktigast för länet?", "node_ids": (), "by": self.secretary}
        titles = [LONG, "Kustvägens mittseparering", "Stambanans norra del"]
        priorities.lay_out(self.ranked, titles=titles, now=self.now, **facts)

    def _write_at_home(self) -> None:
        for home, by in ((self.timra, self.member), (self.ange, self.neighbour)):
            for item in (self.item, self.samrad):
                stance = Stance.SUPPORT_YIELDING if item is self.item else None
                said = {"note": "Vi vill samordna.", "gives_and_gains": "Vi vinner tid och avstår pengar."}
                self.make.draft(item, by, home, stance=stance, now=self.now, **said)
        preparation.submit(self.item, self.ange.id, by=self.neighbour, now=self.now)
        preparation.submit(self.samrad, self.ange.id, by=self.neighbour, now=self.now)
        preparation.submit(self.samrad, self.timra.id, by=self.member, now=self.now)
        order = [one.id for one in priorities.entries_of(self._list())]
        priorities.rank(self.ranked, self.timra.id, order, note="Trafiken.", by=self.member, now=self.now)
        backwards = order[::-1]
        priorities.rank(self.ranked, self.ange.id, backwards, note="", by=self.neighbour, now=self.now)
        asked = {"until": date(2026, 12, 3), "reason": "Styrelsen möts då."}
        extensions.ask(self.meeting, self.timra.id, [self.item.id], by=self.member, now=self.now, **asked)
        priorities.settle(self.ranked, order, how="Rådet enades.", by=self.secretary, now=self.now)
        self.item.version += 1  # changed after it was handed in

    def _list(self) -> Any:
        return priorities.of_item(self.ranked.id)

    def leading(self) -> list[str]:
        item, samrad, ranked = self.item.id, self.samrad.id, self.ranked.id
        return [
            f"/items/{item}",
            f"/items/{self.secret.id}",
            f"/items/{item}/secrecy",
            f"/items/{item}/links",
            f"/attachments/{self.paper.id}/versions",
            f"/attachments/{self.paper.id + 1}/edit",
            f"/items/{samrad}/consultation",
            f"/items/{ranked}/priorities",
            f"/items/{ranked}/priorities/joint",
            f"/items/{self.later.id}/priorities/entries",
            f"/meetings/{self.meeting.id}/stances",
            f"/meetings/{self.meeting.id}/extensions",
            f"/meetings/{self.meeting.id}/package",
            f"/issues/{self.issue.id}",
            f"/issues/{self.issue.id}/edit",
            "/issues",
        ]

    def at_home(self) -> list[str]:
        meeting, item = self.meeting.id, self.item.id
        return [
            f"/meetings/{meeting}/preparation",
            f"/meetings/{meeting}/preparation/arrange",
            f"/meetings/{meeting}/preparation/extension",
            f"/items/{item}/preparation",
            f"/items/{item}/preparation/review",
            f"/items/{self.samrad.id}/preparation/history",
            f"/items/{self.samrad.id}/consultation",
            f"/items/{self.ranked.id}/priorities",
            f"/councils/{self.council.id}/issues/new",
        ]


@pytest.fixture
def county(live: Live) -> Iterator[County]:
    with live.app.app_context():
        wipe()  # whoever had this database before may have left a county in it
        made = _Made()
        cookies = {"secretary": live.cookie(made.secretary), "member": live.cookie(made.member)}
        county = County(made.leading(), made.at_home(), f"/act/{made.secret_of_link}", cookies)
        db.session.remove()
    yield county
    with live.app.app_context():
        wipe()
        db.session.commit()
        db.session.remove()


@pytest.mark.parametrize("role", ["secretary", "member"])
def test_nobody_is_shut_out_before_a_meeting(
    live: Live, county: County, browser_page: Page, role: str
) -> None:
    browser_page.context.add_cookies([county.cookies[role]])  # type: ignore[list-item]  # as playwright has it
    for address in county.leading if role == "secretary" else county.at_home:
        answer = browser_page.goto(live.url + address)
        assert answer is not None
        assert answer.status == 200, address
        hold_open_to_everybody(browser_page, [WIDE, NARROW])


def test_somebody_who_has_never_seen_the_product_hands_in_by_a_link(
    live: Live, county: County, browser_page: Page
) -> None:
    browser_page.goto(live.url + county.link)
    hold_open_to_everybody(browser_page, [NARROW])
    browser_page.get_by_label("Ditt lösenord").fill(PASSWORD)
    browser_page.keyboard.press("Enter")
    browser_page.get_by_role("heading", name="Det här lämnar Timrå kommun in").wait_for()
    hold_open_to_everybody(browser_page, [WIDE, NARROW])
    browser_page.get_by_role("button", name="Lämna in").press("Enter")
    browser_page.get_by_role("heading", name="Det är inlämnat").wait_for()
    hold_open_to_everybody(browser_page, [NARROW])
