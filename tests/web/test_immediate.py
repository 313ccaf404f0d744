"""A paragraph approved at the meeting itself: from the secretary's tick to the paper that is signed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from councilflow.extensions import db
from councilflow.models import JournalEntry, Meeting, MinutesDocument, Supplement
from councilflow.process.consensus import Outcome
from councilflow.process.councils import Country
from councilflow.process.meeting import MeetingState, Presence
from councilflow.process.minutes import from_json
from councilflow.process.record import MinutesProfile
from councilflow.services import desk
from councilflow.services.minutes import reading

pytestmark = pytest.mark.one_database

NOW = datetime(2026, 12, 4, 8, 0, tzinfo=UTC)
TOLD = "Justeras omedelbart"


class Table:
    """A meeting that goes on, with two items that are ready to be settled."""

    def __init__(self, make, **facts):
        self.council = make.council(**facts)
        self.chair, self.secretary = make.chair(self.council), make.secretary(self.council)
        self.home = make.organisation("Timrå kommun")
        self.member = make.seat(self.council, organisation_id=self.home.id)
        self.meeting = make.meeting(self.council, state=MeetingState.INVITED)
        ready = {"preparation_closed_at": NOW, "presented_at": NOW}
        self.plan = make.item(self.meeting, title="Länstransportplanen", **ready)
        self.road = make.item(self.meeting, title="Kustvägen", **ready)
        desk.open_meeting(self.meeting, self.secretary, NOW)
        db.session.commit()
        desk.call_roll(self.meeting, {}, others=Presence.REMOTE, by=self.secretary, now=NOW)
        desk.elect(self.meeting, [self.member.id], by=self.secretary, now=NOW)
        db.session.commit()

    @property
    def at(self) -> str:
        return f"/items/{self.plan.id}/desk"


@pytest.fixture
def table(make):
    return Table(make)


STATED = {
    "step": "record",
    "outcome": "consensus",
    "wording": "Rådet är enigt.",
    "discussion": "Restiden.",
}


def test_from_the_word_of_the_chair_to_a_paper_to_sign_is_a_tick_and_a_press(client, table):
    client.sign_in(table.secretary)
    client.post(table.at, data=STATED | {"at_once": "y"})

    assert TOLD in client.get(f"/items/{table.road.id}/desk").text
    assert TOLD in client.get(f"/meetings/{table.meeting.id}/live").text
    assert TOLD in client.get(f"/meetings/{table.meeting.id}/close").text
    client.post(f"/items/{table.road.id}/desk", data=STATED)
    assert client.post(f"/meetings/{table.meeting.id}/close").status_code == 302

    minutes = f"/meetings/{table.meeting.id}/minutes"
    page = client.get(minutes).text
    assert "En paragraf justeras omedelbart" in page
    assert page.count(" checked") == 1
    assert 'value="1" checked' in page
    assert "Paragrafen justeras omedelbart." in page
    client.post(f"{minutes}/at-once", data={"paragraphs": ["1"]})
    made = db.session.scalars(sa.select(Supplement)).one()
    (paragraph,) = from_json(made.snapshot).paragraphs
    assert (paragraph.number, paragraph.wording) == (1, "Rådet är enigt.")
    assert "En paragraf justeras omedelbart" not in client.get(minutes).text


def test_what_is_approved_at_once_lies_fast_until_it_is_taken_back(client, table):
    client.sign_in(table.secretary)
    client.post(table.at, data=STATED | {"at_once": "y"})

    other = STATED | {"wording": "Något annat."}
    for changed in (other, STATED | {"outcome": "postponed"}, STATED | {"discussion": "Nytt."}):
        answer = client.post(table.at, data=changed)
        assert answer.status_code == 409
        assert "ligger fast" in answer.text
    note = f"/items/{table.plan.id}/note"
    assert client.post(note, data={"discussion": "Nytt.", "note_version": "2"}).status_code == 409
    assert client.post(table.at, data={"step": "record"}).location == f"/items/{table.road.id}/desk"
    db.session.expire_all()
    assert (table.plan.outcome, table.plan.adopted, table.plan.discussion) == (
        Outcome.CONSENSUS,
        "Rådet är enigt.",
        "Restiden.",
    )

    assert client.post(f"{table.at}/open-again").location == table.at
    assert client.post(table.at, data=other | {"wording_seen": "Rådet är enigt."}).status_code == 302
    db.session.expire_all()
    assert (table.plan.adopted, table.plan.immediate_approval_at) == ("Något annat.", None)
    happened = db.session.scalars(sa.select(JournalEntry.event).order_by(JournalEntry.id)).all()
    assert [one for one in happened if "immediate" in one] == [
        "immediate-approval-noted",
        "immediate-approval-withdrawn",
    ]


@pytest.mark.parametrize("step", ["stay", "record"])
def test_a_view_is_still_taken_in_until_the_meeting_closes(client, table, step):
    client.sign_in(table.secretary)
    client.post(table.at, data=STATED | {"at_once": "y"})
    view = {
        "step": step,
        "voice": f"{table.home.id}-{table.member.id}",
        "dissent_kind": "dissenting_view",
        "dissent": "Vi ser det annorlunda.",
    }
    assert client.post(table.at, data=view).status_code == 302
    db.session.expire_all()
    assert table.plan.outcome is Outcome.CONSENSUS_NOTED


def test_nothing_is_approved_at_once_without_an_outcome_or_after_the_meeting(client, table):
    client.sign_in(table.secretary)
    assert client.post(table.at, data={"step": "stay", "at_once": "y"}).status_code == 409
    for item in (table.plan, table.road):
        client.post(f"/items/{item.id}/desk", data=STATED | {"at_once": "y"})
    client.post(f"/meetings/{table.meeting.id}/close")
    assert client.post(f"{table.at}/open-again").status_code == 409
    db.session.expire_all()
    assert table.plan.immediate_approval_at is not None


def test_a_norwegian_council_sees_no_trace_of_it(client, make):
    table = Table(
        make,
        minutes_profile=MinutesProfile.IPR,
        country=Country.NORWAY,
        time_zone="Europe/Oslo",
        document_language="nb",
        advisory=False,
    )
    client.sign_in(table.secretary)
    stated = STATED | {"outcome": "decided"}
    assert "at_once" not in client.get(table.at).text
    assert client.post(table.at, data=stated | {"at_once": "y"}).status_code == 409
    for item in (table.plan, table.road):
        assert client.post(f"/items/{item.id}/desk", data=stated).status_code == 302
    assert "omedelbart" not in client.get(f"/meetings/{table.meeting.id}/close").text
    client.post(f"/meetings/{table.meeting.id}/close")
    minutes = f"/meetings/{table.meeting.id}/minutes"
    assert "omedelbart" not in client.get(minutes).text
    assert client.get(f"{minutes}/at-once").status_code == 409
    assert db.session.scalars(sa.select(Meeting.state)).all() == [MeetingState.HELD]


def test_the_draft_says_it_in_the_language_of_the_council(client, make):
    table = Table(make, document_language="en")
    client.sign_in(table.secretary)
    client.post(table.at, data=STATED | {"at_once": "y"})
    client.post(f"/items/{table.road.id}/desk", data=STATED)
    client.post(f"/meetings/{table.meeting.id}/close")
    document = db.session.scalars(sa.select(MinutesDocument)).one()
    first, second = reading.draft_of(document).paragraphs
    assert len(first.course) > len(second.course)
