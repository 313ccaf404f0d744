"""The secretary's desk in a real browser, while others act on the item that lies on it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from councilflow.extensions import db
from councilflow.models import AgendaItem, Attendance, Person
from councilflow.process.consensus import Outcome
from councilflow.services.desk import amendments, recusals
from tests.browser.test_keep import Room, room  # noqa: F401 – the fixture
from tests.browser.windows import opened

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("live", ["sqlite"], indirect=True, scope="session"),
]


def happens(room: Room, step: Callable[[AgendaItem, Attendance], object]) -> None:  # noqa: F811
    with room.live.app.app_context():
        who = db.session.scalars(sa.select(Attendance).where(Attendance.name == "Ledamot Ledamotsson")).one()
        step(db.session.get_one(AgendaItem, room.item_id), who)
        db.session.commit()
        db.session.remove()


def test_the_desk_follows_and_nothing_being_written_is_touched(browser: Browser, room: Room):  # noqa: F811
    page = opened(browser, room.secretary, room.at("desk"))
    expect(page.get_by_text("Ansluten.")).to_be_visible()
    note = page.locator("[name=discussion]")
    note.press_sequentially("Vatt")

    def suggest(item: AgendaItem, line: Attendance) -> None:
        by = db.session.get_one(Person, line.person_id)
        amendments.suggest(item, "Vattnet räcker länge.", by=by, now=datetime.now(UTC))

    def declare(item: AgendaItem, line: Attendance) -> None:
        by = db.session.get_one(Person, line.person_id)
        recusals.recuse(item, line.id, by=by, now=datetime.now(UTC))

    changed = page.get_by_text("Något har ändrats")
    happens(room, suggest)
    expect(page.get_by_text("Ett förslag till annan ordalydelse väntar")).to_be_visible()
    happens(room, declare)
    expect(page.get_by_text("Deltar inte på grund av jäv")).to_be_visible()
    expect(note).to_be_focused()
    note.press_sequentially("net")
    expect(note).to_have_value("Vattnet")
    expect(changed).to_be_hidden()

    def put_off(item: AgendaItem, _line: Attendance) -> None:
        item.outcome = Outcome.POSTPONED

    happens(room, put_off)
    expect(changed).to_be_visible()
    page.context.close()


def test_the_desk_follows_where_the_paragraph_lies_fast(browser: Browser, room: Room):  # noqa: F811
    def approve(item: AgendaItem, _line: Attendance) -> None:
        item.outcome, item.adopted = Outcome.CONSENSUS, "Vattnet räcker."
        item.immediate_approval_at = datetime.now(UTC)

    def declare(item: AgendaItem, line: Attendance) -> None:
        by = db.session.get_one(Person, line.person_id)
        recusals.recuse(item, line.id, by=by, now=datetime.now(UTC))

    happens(room, approve)
    page = opened(browser, room.secretary, room.at("desk"))
    expect(page.get_by_text("Ansluten.")).to_be_visible()
    happens(room, declare)
    expect(page.get_by_text("Deltar inte på grund av jäv")).to_be_visible()
    page.context.close()
