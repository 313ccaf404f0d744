"""The workspace of an agenda: two people who build it at once, the pool beside it, and the timetable."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from councilflow.extensions import db
from councilflow.models import AgendaItem, Attachment, Issue, Meeting, MinutesDocument, Presenter, SignedFile
from councilflow.process.agenda import IssueState, ItemKind, StandingItem
from councilflow.process.consensus import Outcome
from councilflow.process.meeting import MeetingState
from councilflow.process.minutes import MinutesState
from councilflow.process.record import FileKind
from tests.conftest import NOW
from tests.services.test_files import pdf

pytestmark = pytest.mark.one_database

STANDING = {"kind": ItemKind.STANDING, "strategy": False, "background": "", "proposal": ""}


@pytest.fixture
def room(client, make):
    """An agenda of an opening, three items and a closing, and two people who prepare it."""
    council = make.council()
    meeting = make.meeting(council)
    opening = make.item(meeting, standing=StandingItem.OPENING, title="Öppnande", minutes=10, **STANDING)
    items = [make.item(meeting, title=title) for title in ("Bredband", "Vatten", "Vägar")]
    closing = make.item(meeting, standing=StandingItem.CLOSING, title="Avslutning", minutes=5, **STANDING)
    one, other = make.preparer(council, name="Timrås beredare"), make.preparer(council, name="Ånges beredare")
    client.sign_in(one)
    return SimpleNamespace(
        meeting=meeting,
        council=council,
        opening=opening,
        items=items,
        closing=closing,
        one=one,
        other=other,
        url=f"/meetings/{meeting.id}/agenda",
    )


def titles(room):
    db.session.expire_all()
    return [item.title for item in db.session.get_one(Meeting, room.meeting.id).items]


def test_the_moves_of_two_people_are_merged(client, room):
    bredband, vatten, vagar = room.items
    client.post(room.url, data={"moved": vagar.id, "after": room.opening.id})
    # The other still sees the old order, and puts Bredband after Vatten.
    client.sign_in(room.other).post(room.url, data={"moved": bredband.id, "after": vatten.id})
    assert titles(room) == ["Öppnande", "Vägar", "Vatten", "Bredband", "Avslutning"]


def test_a_time_that_somebody_else_has_changed_is_not_overwritten_unseen(client, room):
    item, beside = room.items[:2]
    mine = {
        f"seen-{item.id}": "20",
        f"minutes-{item.id}": "40",
        f"seen-{beside.id}": "20",
        f"minutes-{beside.id}": "20",
    }
    client.sign_in(room.other).post(
        room.url, data={f"seen-{item.id}": "20", f"minutes-{item.id}": "30", f"minutes-{beside.id}": "25"}
    )
    refused = client.sign_in(room.one).post(room.url, data=mine)
    assert refused.status_code == 409
    assert "Ånges beredare ändrade en tid medan du skrev" in refused.text
    assert "nu 30 min, du skrev 40 min" in refused.text
    db.session.expire_all()
    assert (item.minutes, beside.minutes) == (30, 25), "what I did not touch stays as the other left it"
    client.post(room.url, data=mine | {f"seen-{item.id}": "30"})
    db.session.expire_all()
    assert (item.minutes, beside.minutes) == (40, 25)


def test_an_open_page_hears_of_what_others_do_and_only_then(client, room):
    pulse = f"{room.url}/pulse"
    first = client.get(pulse)
    stamp = {"If-None-Match": first.headers["ETag"]}
    assert client.get(pulse, headers=stamp).status_code == 304
    client.sign_in(room.other).post(room.url, data={"up": room.items[2].id})
    told = client.sign_in(room.one).get(pulse, headers=stamp)
    assert told.json == {"words": "Ånges beredare flyttade punkten Vägar"}
    assert first.headers["ETag"].strip('"') in client.get(room.url).text or told.headers["ETag"].strip(
        '"'
    ) in (client.get(room.url).text)


def test_a_moved_item_says_where_it_is_and_keeps_the_focus(client, room):
    page = client.post(room.url, data={"up": room.items[1].id}, follow_redirects=True).text
    assert "Vatten är nu punkt 2 av 5." in page
    assert f'id="up-{room.items[1].id}" name="up" value="{room.items[1].id}" autofocus' in page


def test_an_item_goes_under_a_heading_or_after_any_other(client, room):
    client.post(f"/meetings/{room.meeting.id}/headings", data={"heading": "Infrastruktur"})
    heading = db.session.scalars(sa.select(AgendaItem).filter_by(kind=ItemKind.HEADING)).one()
    assert titles(room) == ["Öppnande", "Bredband", "Vatten", "Vägar", "Infrastruktur", "Avslutning"]
    url = f"/items/{room.items[0].id}/place"
    assert "Sist under Infrastruktur" in client.get(url).text
    client.post(url, data={"to": f"under-{heading.id}"})
    client.post(f"/items/{room.items[1].id}/place", data={"to": f"under-{heading.id}"})
    assert titles(room) == ["Öppnande", "Vägar", "Infrastruktur", "Bredband", "Vatten", "Avslutning"]
    client.post(url, data={"to": "after-0"})
    assert titles(room)[0] == "Bredband"
    assert client.post(url, data={"to": "after-999"}).status_code == 422


def test_a_break_takes_time_and_no_number(client, room):
    answer = client.post(
        f"/meetings/{room.meeting.id}/headings",
        data={"heading": "Kaffe", "pause": "15"},
        follow_redirects=True,
    )
    assert "Punkterna tar 1 tim 30 min av mötets 3 tim" in answer.text
    timetable = client.get(f"/meetings/{room.meeting.id}/timetable").text
    assert "10.10–10.25" in timetable
    assert client.post(f"/meetings/{room.meeting.id}/headings", data={"heading": ""}).status_code == 422
    wrong = client.post(f"/meetings/{room.meeting.id}/headings", data={"heading": "K", "pause": "0"})
    assert "Skriv tiden i hela minuter, minst 1." in wrong.text


def test_the_pool_shows_what_is_worked_on_and_finds_the_rest(client, make, room):
    for title, state in (
        ("Nattåg", IssueState.PREPARED),
        ("Isvägar", IssueState.IN_PREPARATION),
        ("Fjärrvärme", IssueState.PROPOSED),
        ("Vindkraft", IssueState.RESTING),
    ):
        make.issue(room.council, by=room.one, title=title, state=state)
    page = client.get(room.url).text
    assert page.index("Nattåg") < page.index("Isvägar")
    assert "Fjärrvärme" not in page
    assert "Visa även en fråga som ingen har tagit upp" in page
    assert "Fjärrvärme" in client.get(f"{room.url}?visa=alla").text
    found = client.get(f"{room.url}?q=nattå").text
    assert "Nattåg" in found
    assert "Isvägar" not in found
    assert "Vindkraft" not in client.get(f"{room.url}?visa=alla").text
    assert "Ingen fråga passar sökningen." in client.get(f"{room.url}?q=100%25").text


def test_an_issue_is_dropped_where_it_should_be_and_taken_back_with_one_press(client, make, room):
    issue = make.issue(room.council, by=room.one, title="Nattåg", state=IssueState.PREPARED)
    client.post(f"/meetings/{room.meeting.id}/issues/{issue.id}", data={"after": room.items[0].id})
    assert titles(room) == ["Öppnande", "Bredband", "Nattåg", "Vatten", "Vägar", "Avslutning"]
    item = db.session.scalars(sa.select(AgendaItem).filter_by(issue_id=issue.id)).one()
    client.post(room.url, data={"back": item.id})
    assert "Nattåg" not in titles(room)
    assert db.session.get_one(Issue, issue.id).state is IssueState.IN_PREPARATION


def test_what_somebody_has_written_on_is_not_taken_back_without_a_question(client, make, room):
    issue = make.issue(room.council, by=room.one, title="Nattåg", state=IssueState.PREPARED)
    client.post(f"/meetings/{room.meeting.id}/issues/{issue.id}")
    item = db.session.scalars(sa.select(AgendaItem).filter_by(issue_id=issue.id)).one()
    client.post(f"/items/{item.id}/edit", data={"title": "Nattåg", "version": 1, "background": "Mer."})
    answer = client.post(room.url, data={"back": item.id})
    assert answer.location.endswith(f"/items/{item.id}/remove")
    assert "Nattåg" in titles(room)


def test_the_page_of_forty_items_asks_no_more_than_that_of_four(client, make, room):
    def asked():
        count = []
        db.session.commit()
        sa.event.listen(db.engine, "before_cursor_execute", note := lambda *_: count.append(1))
        try:
            assert client.get(room.url).status_code == 200
        finally:
            sa.event.remove(db.engine, "before_cursor_execute", note)
        return len(count)

    asked()
    few = asked()
    for _ in range(35):
        make.item(room.meeting)
    assert asked() == few


def test_whoever_presents_an_item_sees_the_own_time_and_no_other_item(client, make, room):
    person = make.person("Föredragande")
    room.items[1].presenters.append(Presenter(name="Föredragande", email=person.email))
    room.meeting.state, room.meeting.invited_at = MeetingState.INVITED, NOW
    make.save(room.meeting)
    page = client.sign_in(person).get(f"/items/{room.items[1].id}").text
    assert "kl. 9.30–9.50, 20 min" in page
    assert "Bredband" not in page
    assert client.get(f"/meetings/{room.meeting.id}/timetable").status_code in (403, 404)


# --- Standing items --------------------------------------------------------------------------------------


def held_before(make, council, room_meeting, *, state=MinutesState.SIGNED, **facts):
    """A meeting of the council in October, with a standpoint and minutes."""
    before = make.meeting(
        council, state=MeetingState.HELD, starts_at=room_meeting.starts_at.replace(month=10, day=2)
    )
    make.item(before, title="Etableringar", outcome=Outcome.CONSENSUS, number=7, **facts)
    document = make.save(MinutesDocument(meeting=before, state=MinutesState.LOCKED))
    file = {"number": 1, "kind": FileKind.SIGNATURE, "content": pdf(), "sha256": "0" * 64, "made_at": NOW}
    make.save(SignedFile(document_id=document.id, **file))
    document.state, document.signed_at = state, NOW
    make.save(document)


def test_standing_items_come_with_the_minutes_the_standpoints_and_the_next_meeting(client, make, room):
    held_before(make, room.council, room.meeting)
    make.meeting(room.council, starts_at=room.meeting.starts_at.replace(year=2027, month=1, day=8))
    facts = STANDING | {"minutes": 5}
    previous = make.item(room.meeting, standing=StandingItem.PREVIOUS_MINUTES, version=1, **facts)
    follow_up = make.item(room.meeting, standing=StandingItem.FOLLOW_UP, version=1, **facts)
    client.post(room.url, data={"up": follow_up.id})
    db.session.expire_all()
    assert "justerades" in previous.background
    assert [one.title for one in previous.attachments] == ["Protokoll 2 oktober 2026"]
    assert follow_up.background == "§\xa07 Etableringar (2 oktober 2026)"
    assert room.closing.background == "Nästa möte är fredag 8 januari 2027 klockan 9.00."
    with client.get(f"/attachments/{previous.attachments[0].id}") as file:
        assert file.data == pdf()
    client.post(room.url, data={"down": follow_up.id})
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Attachment)) == 1


def test_minutes_that_tell_of_a_secret_item_carry_its_mark_and_its_title_is_not_followed_up(
    client, make, room
):
    secret = {"is_secret": True, "secrecy_section": "20 kap. 3 § OSL"}
    held_before(make, room.council, room.meeting, **secret)
    facts = STANDING | {"minutes": 5}
    previous = make.item(room.meeting, standing=StandingItem.PREVIOUS_MINUTES, version=1, **facts)
    follow_up = make.item(room.meeting, standing=StandingItem.FOLLOW_UP, version=1, **facts)
    client.post(room.url, data={"up": follow_up.id})
    db.session.expire_all()
    assert [(one.is_secret, one.secrecy_section) for one in previous.attachments] == [
        (True, "20 kap. 3 § OSL")
    ]
    assert "Etableringar" not in follow_up.background


def test_minutes_that_are_not_signed_are_not_handed_out(client, make, room):
    held_before(make, room.council, room.meeting, state=MinutesState.LOCKED)
    previous = make.item(
        room.meeting, standing=StandingItem.PREVIOUS_MINUTES, version=1, **STANDING | {"minutes": 5}
    )
    client.post(room.url, data={"up": previous.id})
    db.session.expire_all()
    assert previous.background == "Protokollet från 2 oktober 2026 är inte justerat än."
    assert previous.attachments == []


def test_what_somebody_has_written_on_a_standing_item_stays(client, make, room):
    held_before(make, room.council, room.meeting)
    follow_up = make.item(
        room.meeting,
        standing=StandingItem.FOLLOW_UP,
        version=2,
        **STANDING | {"background": "Vi går igenom vägarna."},
    )
    client.post(room.url, data={"up": follow_up.id})
    db.session.expire_all()
    assert follow_up.background == "Vi går igenom vägarna."


def test_a_council_settles_what_its_new_meetings_begin_with(client, make, room):
    url = f"/councils/{room.council.id}/standing-items"
    assert client.get(url).status_code == 403
    client.sign_in(make.secretary(room.council))
    assert client.get(url).status_code == 200
    chosen = {
        "chosen-opening": "y",
        "chosen-election": "y",
        "minutes-election": "2",
        "minutes-opening": "5",
        "chosen-other": "y",
        "minutes-other": "",
        "chosen-closing": "y",
        "minutes-closing": "lite",
    }
    refused = client.post(url, data=chosen)
    assert refused.status_code == 422
    assert "skriv tiden i hela minuter" in refused.text
    client.post(url, data=chosen | {"minutes-closing": "5"})
    client.post(
        f"/councils/{room.council.id}/meetings/new",
        data={
            "day": "2027-03-05",
            "begins": "09:00",
            "ends": "12:00",
            "kind": "regular",
            "form": "digital",
        },
    )
    new = db.session.scalars(sa.select(Meeting).order_by(Meeting.id.desc())).first()
    assert [(item.title, item.minutes) for item in new.items] == [
        ("Öppnande och dagordning", 5),
        ("Val av justerare", 2),
        ("Övriga frågor", None),
        ("Nästa möte och avslutning", 5),
    ]
