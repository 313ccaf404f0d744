"""The note on an item: kept while it is written, and never written over unseen."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from councilflow.extensions import db
from councilflow.models import AgendaItem, JournalEntry, Meeting
from councilflow.process.consensus import Outcome
from councilflow.process.meeting import MeetingState, Presence
from councilflow.services import desk

NOW = datetime(2026, 12, 4, 8, 0, tzinfo=UTC)


class Room:
    def __init__(self, make):
        self.council = make.council()
        self.chair, self.secretary = make.chair(self.council), make.secretary(self.council)
        self.second = make.secretary(self.council)
        self.member = make.seat(self.council, organisation_id=make.organisation("Kramfors kommun").id)
        self.meeting = make.meeting(self.council, state=MeetingState.INVITED, invited_at=NOW)
        self.item = make.item(self.meeting, title="Vården", proposal="Rådet ställer sig bakom.")
        desk.open_meeting(self.meeting, self.secretary, NOW)
        desk.call_roll(self.meeting, {}, others=Presence.REMOTE, by=self.secretary, now=NOW)
        db.session.commit()
        self.at, self.desk = f"/items/{self.item.id}/note", f"/items/{self.item.id}/desk"

    def stands(self):
        db.session.expire_all()
        return db.session.get_one(AgendaItem, self.item.id)


@pytest.fixture
def room(make):
    return Room(make)


def test_what_is_typed_is_kept_and_nobody_elses_page_is_sent_again(client, room):
    version = db.session.get_one(Meeting, room.meeting.id).version
    client.sign_in(room.secretary)
    answer = client.post(room.at, data={"discussion": "Rådet talade om vården.", "note_version": 1})
    assert answer.json["words"].startswith("Sparat ")
    assert answer.json["version"] == 2
    assert room.stands().discussion == "Rådet talade om vården."
    assert db.session.get_one(Meeting, room.meeting.id).version == version
    again = client.post(room.at, data={"discussion": "Rådet talade om vården.", "note_version": 1})
    assert again.json["version"] == 2  # the answer was lost on the way, the text was not


def test_two_secretaries_see_both_texts_and_how_they_go_together(client, room):
    client.sign_in(room.secretary)
    client.post(room.at, data={"discussion": "Vården.", "note_version": 1})
    client.sign_in(room.second)
    ours = {"discussion": "Vården. Bussarna.", "note_version": 2, "note_base": "Vården."}
    assert client.post(room.at, data=ours).status_code == 200
    client.sign_in(room.secretary)
    mine = {"discussion": "Vården. Tågen.", "note_version": 2, "note_base": "Vården."}
    answer = client.post(room.at, data=mine)
    assert answer.status_code == 409
    assert answer.json == {
        "field": "discussion",
        "theirs": "Vården. Bussarna.",
        "version": 3,
        "merged": "Vården. Bussarna. Tågen.",
    }
    assert room.stands().discussion == "Vården. Bussarna."
    unchanged = {"discussion": "Vården.", "note_version": 2, "note_base": "Vården."}
    assert client.post(room.at, data=unchanged).json["discussion"] == "Vården. Bussarna."


def test_without_a_script_the_page_shows_both_and_offers_them_as_one(client, room):
    client.sign_in(room.second)
    client.post(room.at, data={"discussion": "Bussarna.", "note_version": 1})
    client.sign_in(room.secretary)
    mine = {"discussion": "Tågen.", "note_version": "1", "note_base": "", "step": "stay"}
    shown = client.post(room.desk, data=mine)
    assert shown.status_code == 409
    assert "Bussarna." in shown.text
    assert "Tågen." in shown.text
    merged = client.post(room.desk, data=mine | {"step": "merge"})
    assert "Bussarna. Tågen." in merged.text
    assert room.stands().discussion == "Bussarna."
    kept = client.post(room.desk, data=mine | {"step": "mine", "note_newest": "2"})
    assert kept.status_code == 302
    assert room.stands().discussion == "Tågen."


def test_a_wording_that_was_changed_meanwhile_is_shown(client, room):
    client.sign_in(room.secretary)
    proposal = room.item.proposal
    seen = {"note_version": 1, "discussion": "", "wording_seen": proposal}
    assert client.post(room.at, data=seen | {"wording": f"{proposal} Gärna."}).status_code == 200
    client.sign_in(room.second)
    answer = client.post(room.at, data=seen | {"wording": f"{proposal} Snart."})
    assert (answer.status_code, answer.json["field"]) == (409, "wording")
    assert answer.json["theirs"] == f"{proposal} Gärna."
    assert room.stands().adopted == f"{proposal} Gärna."


def test_the_journal_has_the_note_as_it_stood_when_the_meeting_closed(client, room):
    client.sign_in(room.secretary)
    for text in ("V", "Vå", "Vård"):
        version = room.stands().note_version
        client.post(room.at, data={"discussion": text, "note_version": version})
    told = sa.select(JournalEntry.after).where(JournalEntry.event == "discussion-noted")
    assert db.session.scalars(told).all() == []
    item = room.stands()
    item.preparation_closed_at = item.presented_at = NOW
    desk.record_outcome(item, Outcome.CONSENSUS, wording="Så.", by=room.secretary, now=NOW)
    desk.elect(item.meeting, [room.member.id], by=room.secretary, now=NOW)
    desk.close_meeting(item.meeting, room.secretary, NOW)
    db.session.commit()
    assert [one["discussion"] for one in db.session.scalars(told)] == ["Vård"]
    late = client.post(room.at, data={"discussion": "Efteråt", "note_version": 4})
    assert late.status_code == 409
    assert room.stands().discussion == "Vård"


def test_only_who_keeps_the_record_writes(client, room):
    client.sign_in(room.member)
    assert client.post(room.at, data={"discussion": "Mitt"}).status_code == 403


def test_nothing_is_left_in_the_browser_of_who_signs_out(client, room):
    client.sign_in(room.secretary)
    assert client.get(f"/meetings/{room.item.meeting_id}").headers["Cache-Control"] == "private, no-cache"
    assert client.post("/sign-out").headers["Clear-Site-Data"] == '"cache", "storage"'


def test_sentences_are_filled_in_from_the_record_and_the_councils_own_to_change(client, room):
    client.sign_in(room.secretary)
    assert "Samtal förs om Vården." in client.get(room.desk).text
    pages = f"/councils/{room.council.id}/text-modules"
    odd = client.post(pages, data={"title": "Ny", "text": "Se {borgmästare}."})
    assert odd.status_code == 409
    assert "borgmästare" in odd.text
    client.post(pages, data={"title": "Ny", "text": "{ordförande} tackar. {föredragande} talar."})
    page = client.get(room.desk).text
    assert f"{room.chair.name} tackar. [föredragande] talar." in page  # nobody presents: a gap that is seen
    assert "Samtal förs om Vården." in page  # those one starts with are the council's own from here on
    client.sign_in(room.member)
    assert client.get(pages).status_code == 403
