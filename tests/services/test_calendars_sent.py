"""Every calendar file that leaves the product on a meeting's way, judged by another reader: the call, the
move and the cancelling by mail, and what stands in people's own calendars meanwhile."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import SMTP

import pytest
import sqlalchemy as sa

from councilflow.extensions import db
from councilflow.models import Mail, Person, Presenter
from councilflow.process.meeting import MeetingForm, MeetingState
from councilflow.services import invitations
from councilflow.services.calendar import feed
from councilflow.services.calendar.export import calendar_of_council
from councilflow.services.invitations import Move
from tests.conftest import NOW, Make
from tests.documents.icalendar_rules import faults_of, read

pytestmark = pytest.mark.one_database

FIRST = datetime(2026, 12, 4, 8, 0, tzinfo=UTC)
LATER = datetime(2026, 12, 11, 11, 0, tzinfo=UTC)
HOURS = timedelta(hours=3)
METHODS = ["REQUEST", "REQUEST", "CANCEL"]


def calendars_to(person: Person) -> list[tuple[str, bytes]]:
    """The calendar files that somebody has been sent, with their methods, in the order they were sent."""
    messages = sa.select(Mail.message).where(Mail.to_address == person.email).order_by(Mail.id)
    parts = [
        part
        for content in db.session.scalars(messages)
        for part in message_from_bytes(content, policy=SMTP).walk()
        if part.get_content_type() == "text/calendar"
    ]
    return [(str(part.get_param("method")).upper(), part.get_payload(decode=True)) for part in parts]


class Way:
    """A meeting that is called, moved and cancelled, with what its people could read after each step."""

    def __init__(self, make: Make) -> None:
        council = self.council = make.council(invitation_days=7)
        chair = make.chair(council)
        self.member = make.seat(council, name="Ledamoten; Ånge, med ett namn som måste brytas på två rader")
        self.presenter = make.person("Föredraganden")
        meeting = self.meeting = make.meeting(council, state=MeetingState.SET, link="https://video.example/7")
        item = make.item(meeting, title="Hemlig punkt", minutes=20)
        make.save(Presenter(item=item, name="Föredraganden", email=self.presenter.email))
        self.feeds: dict[Person, list[bytes]] = defaultdict(list)
        invitations.invite(meeting, by=chair, now=NOW)
        self._look()
        where = Move(
            starts_at=LATER,
            ends_at=LATER + timedelta(days=1),
            form=MeetingForm.PHYSICAL,
            place="Residenset, Härnösand",
            link="",
            reason="Krock",
        )
        invitations.move(meeting, where, sequence=0, by=chair, now=NOW + HOURS)
        self._look()
        invitations.cancel(meeting, reason="Ordföranden är sjuk", by=chair, now=NOW + 2 * HOURS)
        self._look()

    def _look(self) -> None:
        db.session.commit()
        for person in (self.member, self.presenter):
            self.feeds[person].append(feed.calendar_of(person, now=NOW + 3 * HOURS))


@pytest.fixture
def way(make: Make) -> Way:
    return Way(make)


def test_another_reader_understands_each_of_them(way: Way) -> None:
    for person in (way.member, way.presenter):
        sent = calendars_to(person)
        assert [method for method, _content in sent] == METHODS
        for method, content in sent:
            assert faults_of(content, method=method) == []
        for content in (*way.feeds[person], calendar_of_council(way.council)):
            assert faults_of(content, method="PUBLISH") == []


def test_one_entry_follows_the_meeting_from_the_call_to_the_end(way: Way) -> None:
    for person in (way.member, way.presenter):
        events = [event for _method, content in calendars_to(person) for event in read(content)]
        assert len({event.uid.value for event in events}) == 1
        sequences = [int(event.sequence.value) for event in events]
        assert sequences == sorted(set(sequences))
        assert [event.status.value for event in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
        assert [event.dtstart.value for event in events[:2]] == [FIRST, LATER]


def test_the_own_calendar_says_what_the_mail_says(way: Way) -> None:
    for person in (way.member, way.presenter):
        for (_method, sent), kept in zip(calendars_to(person), way.feeds[person], strict=True):
            [mailed], [own] = read(sent), read(kept)
            for name in ("uid", "sequence", "dtstart", "dtend", "status"):
                assert getattr(own, name).value == getattr(mailed, name).value, name
            assert b"Hemlig" not in kept, "what the agenda says is for the mail"
