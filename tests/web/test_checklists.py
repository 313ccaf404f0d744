"""The secretariat's checklists: what ticks itself, what people tick, and who sees the lists (A.9, A71)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from lxml import html

from councilflow.extensions import db
from councilflow.models import ChecklistMark, JournalEntry
from councilflow.process.councils import Category
from councilflow.process.meeting import MeetingForm, MeetingState

pytestmark = pytest.mark.one_database


@pytest.fixture
def council(make):
    return make.council()


def ticked(page: str, point: str) -> bool:
    """Whether a point of the page is done; fails when it is not there."""
    line = html.fromstring(page).get_element_by_id(point)
    words = " ".join(line.xpath(".//h3")[0].text_content().split())
    return words.endswith("klart")


def shown(page: str) -> list[str]:
    return html.fromstring(page).xpath("//ul[@class='cf-todo']/li/@id")


def test_the_chair_and_the_secretary_see_it_and_nobody_else_does(client, make, council):
    address = f"/meetings/{make.meeting(council, state=MeetingState.INVITED).id}/checklist"
    for person, status in (
        (make.chair(council), 200),
        (make.secretary(council), 200),
        (make.seat(council, organisation_id=make.organisation().id), 403),
        (make.seat(council, Category.OFFICIAL, organisation_id=make.organisation().id), 403),
        (make.preparer(council), 403),
        (make.person(), 404),
        (make.person(is_administrator=True), 404),
        (make.secretary(make.council("Ett annat råd")), 404),
    ):
        assert client.sign_in(person).get(address).status_code == status, person.name
        for step in ("tick", "untick"):
            answer = client.post(f"{address}/{step}", data={"point": "collect-proposals"})
            assert (answer.status_code in (403, 404)) == (status != 200)
    assert client.sign_in(make.secretary(council)).get("/meetings/999999/checklist").status_code == 404


@pytest.mark.both_databases
def test_a_point_is_ticked_with_a_note_and_the_tick_taken_away(client, make, council):
    meeting = make.meeting(council, form=MeetingForm.PHYSICAL)
    client.sign_in(make.secretary(council))
    address = f"/meetings/{meeting.id}/checklist"
    assert not ticked(client.get(address).text, "book-place")
    client.post(f"{address}/tick", data={"point": "book-place", "note": "Ådalens folkets hus, bokat"})
    page = client.get(address).text
    assert ticked(page, "book-place")
    assert "Ådalens folkets hus, bokat" in page
    assert "av Sekreterare" in page
    client.post(f"{address}/tick", data={"point": "book-place", "note": "en gång till"})
    assert db.session.query(ChecklistMark).count() == 1, "what is ticked stays as it was"
    client.post(f"{address}/untick", data={"point": "book-place"})
    assert not ticked(client.get(address).text, "book-place")
    events = [
        (one.event, one.before, one.after) for one in db.session.query(JournalEntry).order_by(JournalEntry.id)
    ]
    told = {"point": "book-place", "note": "Ådalens folkets hus, bokat"}
    assert events == [("checklist-ticked", {}, told), ("checklist-unticked", told, {})]
    journal = client.get(f"/councils/{council.id}/journal").text
    assert "Boka lokal och det som hör till" in journal


@pytest.mark.parametrize("point", ["chair-sets-agenda", "sign-minutes"])
def test_what_the_system_knows_is_not_ticked_by_hand(client, make, council, point):
    meeting = make.meeting(council)
    client.sign_in(make.secretary(council))
    line = html.fromstring(client.get(f"/meetings/{meeting.id}/checklist").text).get_element_by_id(point)
    assert not line.xpath(".//form")
    answer = client.post(f"/meetings/{meeting.id}/checklist/tick", data={"point": point})
    assert answer.status_code == 409
    assert "bockas av av sig själv" in answer.text
    assert db.session.query(ChecklistMark).count() == 0


@pytest.mark.parametrize(
    ("point", "status"), [("book-place", 409), ("publish", 409), ("no-such-point", 404), ("", 404)]
)
def test_a_point_that_does_not_apply_is_not_there_and_cannot_be_ticked(client, make, council, point, status):
    meeting = make.meeting(council, form=MeetingForm.DIGITAL)
    client.sign_in(make.secretary(council))
    assert point not in shown(client.get(f"/meetings/{meeting.id}/checklist").text)
    answer = client.post(f"/meetings/{meeting.id}/checklist/tick", data={"point": point})
    assert answer.status_code == status


def test_a_note_that_is_too_long_says_so_at_its_field_and_keeps_what_was_written(client, make, council):
    meeting = make.meeting(council)
    client.sign_in(make.secretary(council))
    answer = client.post(
        f"/meetings/{meeting.id}/checklist/tick", data={"point": "collect-proposals", "note": "å" * 501}
    )
    assert answer.status_code == 422
    page = html.fromstring(answer.text)
    field = page.get_element_by_id("note-collect-proposals")
    assert field.get("value") == "å" * 501
    assert "Högst 500 tecken." in page.get_element_by_id(field.get("aria-describedby")).text_content()
    assert page.xpath("//div[@class='cf-errors']//a/@href") == ["#note-collect-proposals"]


def test_what_is_late_comes_first(client, make, council):
    meeting = make.meeting(council, starts_at=datetime(2020, 3, 6, 8, 0, tzinfo=UTC))
    page = client.sign_in(make.secretary(council)).get(f"/meetings/{meeting.id}/checklist").text
    assert "Det här är sent" in page
    assert page.index("Det här är sent") < page.index("Inför mötet")
    assert "Skulle ha varit klart fredag 28 februari" in page


def test_a_cancelled_meeting_has_nothing_left_to_do(client, make, council):
    meeting = make.meeting(council, state=MeetingState.CANCELLED)
    page = client.sign_in(make.secretary(council)).get(f"/meetings/{meeting.id}/checklist").text
    assert shown(page) == []
    assert "Mötet är inställt." in page
