"""What is typed in the forms of a meeting, in a real browser: without a network, and after a closed tab."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from councilflow.extensions import db
from councilflow.models import AgendaItem, Amendment, Dissent
from councilflow.process.meeting import MeetingState
from councilflow.services import desk
from councilflow.services.desk import table
from tests.browser.windows import opened, press
from tests.conftest import Make, wipe

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

    from tests.browser.conftest import Live

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("live", ["sqlite"], indirect=True, scope="session"),
]


@dataclass
class Room:
    live: Live
    item_id: int
    meeting_id: int
    member: dict[str, str]
    other: dict[str, str]
    secretary: dict[str, str]

    def at(self, way: str) -> str:
        return f"{self.live.url}/items/{self.item_id}/{way}"

    def texts(self, table: type[Amendment | Dissent]) -> list[str]:
        with self.live.app.app_context():
            found = list(db.session.scalars(sa.select(table.text).where(table.item_id == self.item_id)))
            db.session.remove()
        return found


@pytest.fixture
def room(live: Live) -> Iterator[Room]:
    with live.app.app_context():
        wipe()
        make = Make()
        council = make.council()
        meeting = make.meeting(council, state=MeetingState.INVITED)
        home = make.organisation("Sollefteå kommun")
        member = make.seat(council, name="Ledamot Ledamotsson", organisation_id=home.id)
        other = make.seat(council, name="Annan Annansson", organisation_id=home.id)
        item = make.item(meeting, title="Vatten", proposal="Vattnet räcker.")
        make.item(meeting, title="Avlopp")
        secretary = make.secretary(council)
        desk.open_meeting(meeting, secretary, datetime.now(UTC))
        table.take_up(item, by=secretary, now=datetime.now(UTC))
        db.session.commit()
        room = Room(live, item.id, meeting.id, *(live.cookie(one) for one in (member, other, secretary)))
        db.session.remove()
    yield room
    with live.app.app_context():
        wipe()
        db.session.commit()
        db.session.remove()


def test_a_members_words_wait_for_the_network_and_are_taken_in_once(browser: Browser, room: Room):
    page = opened(browser, room.member, room.at("wording"))
    text = page.locator("[name=text]")
    page.context.set_offline(True)
    text.fill("Vattnet räcker till 2030.")
    page.get_by_role("button", name="Lämna förslaget").click()
    expect(page.locator("[data-keep-state]")).to_contain_text("skickas när nätet är tillbaka")
    expect(text).to_have_value("Vattnet räcker till 2030.")
    with page.expect_navigation():
        page.context.set_offline(False)
    expect(page.get_by_text("Förslaget är lämnat")).to_be_visible()
    assert room.texts(Amendment) == ["Vattnet räcker till 2030."]
    assert page.evaluate("Object.keys(localStorage)") == []
    expect(page.locator("[name=text]")).to_have_value("Vattnet räcker.")
    page.context.close()


def test_a_closed_tab_loses_no_word_and_nobody_else_is_shown_it(browser: Browser, room: Room):
    page = opened(browser, room.member, room.at("dissent"))
    page.locator("[name=text]").fill("Vi ser det annorlunda.")
    context = page.context
    page.close()
    context.clear_cookies()
    context.add_cookies([room.other])  # type: ignore[list-item]
    page = context.new_page()
    page.goto(room.at("dissent"))
    expect(page.locator("[name=text]")).to_have_value("")
    context.clear_cookies()
    context.add_cookies([room.member])  # type: ignore[list-item]
    page.goto(room.at("dissent"))
    expect(page.locator("[name=text]")).to_have_value("Vi ser det annorlunda.")
    expect(page.locator("[data-keep-state]")).to_contain_text("har lagts tillbaka")
    page.goto(room.live.url)
    press(page, "Logga ut")
    page.goto(f"{room.live.url}/sign-in")
    assert page.evaluate("Object.keys(localStorage)") == []
    context.close()


def closed_and_opened_again(page: Page, address: str) -> Page:
    context = page.context
    page.close()
    page = context.new_page()
    page.goto(address)
    return page


def test_why_somebody_has_jav_is_kept_on_the_own_device_and_at_the_desk(browser: Browser, room: Room):
    page = opened(browser, room.member, room.at("recusal"))
    page.locator("[name=reason]").fill("Min syster äger bolaget.")
    page = closed_and_opened_again(page, room.at("recusal"))
    expect(page.locator("[name=reason]")).to_have_value("Min syster äger bolaget.")
    press(page, "Anmäl jäv")
    expect(page.get_by_text("Ditt jäv är antecknat.")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage)") == []
    page.context.close()

    at = f"{room.live.url}/meetings/{room.meeting_id}/recusals"
    page = opened(browser, room.secretary, at)
    page.locator("[name=who]").select_option(label="Annan Annansson, Sollefteå kommun")
    page.locator("[name=item]").select_option(index=1)
    page.locator("[name=reason]").fill("Sitter i bolagets styrelse.")
    page = closed_and_opened_again(page, at)
    expect(page.locator("[name=reason]")).to_have_value("Sitter i bolagets styrelse.")
    expect(page.locator("[name=item]")).not_to_have_value("")
    press(page, "Anteckna jäv")
    expect(page.get_by_text("Sitter i bolagets styrelse.")).to_be_visible()
    expect(page.locator("[name=reason]")).to_have_value("")
    page.context.close()


def test_who_wrote_against_another_text_is_told_so_and_may_drop_it(browser: Browser, room: Room):
    page = opened(browser, room.member, room.at("wording"))
    page.locator("[name=text]").fill("Vattnet räcker till 2030.")
    with room.live.app.app_context():
        db.session.execute(
            sa.update(AgendaItem).where(AgendaItem.id == room.item_id).values(adopted="Vattnet räcker länge.")
        )
        db.session.commit()
        db.session.remove()
    page = closed_and_opened_again(page, room.at("wording"))
    expect(page.locator("[name=text]")).to_have_value("Vattnet räcker till 2030.")
    expect(state_of(page)).to_have_text(
        "Texten på bordet har ändrats sedan du skrev det som har lagts tillbaka."
    )
    page.locator("[name=text]").press_sequentially("!")
    page = closed_and_opened_again(page, room.at("wording"))
    expect(state_of(page)).to_contain_text("har ändrats sedan du skrev")
    page.get_by_role("button", name="Ta bort det jag skrev").click()
    expect(page.locator("[name=text]")).to_have_value("Vattnet räcker länge.")
    expect(state_of(page)).to_have_text("Det du skrev är borttaget.")
    assert page.evaluate("Object.keys(localStorage)") == []
    page.context.close()


def state_of(page: Page) -> Locator:
    return page.locator("[data-keep-state]")


def test_a_chosen_stance_is_kept_and_dropped(browser: Browser, room: Room):
    page = opened(browser, room.member, room.at("stance"))
    page.get_by_label("Avvikande synpunkt", exact=True).first.check()
    page = closed_and_opened_again(page, room.at("stance"))
    expect(page.get_by_label("Avvikande synpunkt", exact=True).first).to_be_checked()
    page.get_by_role("button", name="Ta bort det jag skrev").click()
    expect(page.locator("[name=stance]:checked")).to_have_count(0)
    page.context.close()


def test_the_desk_keeps_a_dissent_that_is_not_saved_yet(browser: Browser, room: Room):
    page = opened(browser, room.secretary, room.at("desk"))
    page.get_by_text("Skriv in en synpunkt som begärs nu").click()
    page.locator("[name=voice]").select_option(index=1)
    page.locator("[name=dissent]").fill("Ordagrant detta.")
    context = page.context
    page.close()
    page = context.new_page()
    page.goto(room.at("desk"))
    expect(page.locator("[name=dissent]")).to_have_value("Ordagrant detta.")
    expect(page.locator("[name=dissent]")).to_be_visible()
    press(page, "Spara utan utfall och stanna")
    expect(page.locator(".cf-noted")).to_contain_text("Ordagrant detta.")
    expect(page.locator("[name=dissent]")).to_have_value("")
    assert room.texts(Dissent) == ["Ordagrant detta."]
    context.close()
