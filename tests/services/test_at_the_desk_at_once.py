"""Several people at the desk of a meeting in the same moment, each in a thread with a session of its own."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from councilflow.extensions import db
from councilflow.models import AgendaItem, JournalEntry, Meeting, Person, SpeakerRequest
from councilflow.process.agenda import IssueState, ItemKind
from councilflow.process.consensus import Outcome
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import MeetingState, Presence
from councilflow.process.record import MinutesProfile
from councilflow.services import desk, once
from councilflow.services.agenda.moving import ordered
from councilflow.services.desk import changes, notes, speakers

NOW = datetime(2026, 12, 4, 8, 0, tzinfo=UTC)


class Room:
    def __init__(self, make, **facts):
        self.make = make
        self.council = make.council(f"Rådet {make.count}", **facts)
        self.chair, self.secretary = make.chair(self.council), make.secretary(self.council)
        home = make.organisation(f"Timrå kommun {make.count}")
        self.members = [
            make.seat(self.council, name=f"Ledamot {n}", organisation_id=home.id) for n in range(3)
        ]

    def meeting(self):
        meeting = self.make.meeting(self.council, state=MeetingState.INVITED, invited_at=NOW)
        self.make.item(meeting, title="Utsänd", preparation_closed_at=NOW, presented_at=NOW)
        desk.open_meeting(meeting, self.secretary, NOW)
        desk.call_roll(meeting, {}, others=Presence.REMOTE, by=self.secretary, now=NOW)
        desk.elect(meeting, [self.members[0].id], by=self.secretary, now=NOW)
        db.session.commit()
        return meeting

    def add(self, meeting, **facts):
        facts = {"reason": "Begärt vid mötet", "by": self.secretary, "now": NOW} | facts
        item = changes.add(meeting, "Ny fråga", facts.pop("kind", ItemKind.INFORMATION), **facts)
        db.session.commit()
        return item

    def settle(self, meeting):
        for item in meeting.items:
            if item.kind is not ItemKind.HEADING and item.outcome is None:
                outcome = Outcome.NONE if item.kind is ItemKind.STANDPOINT else Outcome.NOTED
                desk.record_outcome(item, outcome, by=self.secretary, now=NOW)
        db.session.commit()


@pytest.fixture
def room(make):
    return Room(make)


def at_once(app, steps):
    """Take every step in a thread of its own, all from the same moment; what each led to."""
    start, led_to = threading.Barrier(len(steps)), {}

    def take(place, step):
        with app.app_context():
            start.wait(timeout=20)
            try:
                led_to[place] = step()
                db.session.commit()
            except (RuleBroken, notes.WrittenMeanwhile) as error:
                db.session.rollback()
                led_to[place] = error
            finally:
                db.session.remove()

    db.session.commit()
    db.session.remove()
    threads = [threading.Thread(target=take, args=one) for one in enumerate(steps)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return [led_to[place] for place in range(len(steps))]


def test_numbers_have_no_gap_when_meetings_with_late_items_close_at_once(app, room):
    """Each meeting has one item of before, one added and one withdrawn; nobody gives the last a number."""
    meetings = [room.meeting() for _ in range(3)]
    for meeting in meetings:
        room.add(meeting)
        gone = room.add(meeting)
        changes.withdraw(gone, reason="Hinns inte med", by=room.secretary, now=NOW)
        room.settle(meeting)
    person = room.secretary.id

    def closing(meeting_id):
        return lambda: desk.close_meeting(
            db.session.get_one(Meeting, meeting_id), db.session.get_one(Person, person), NOW
        )

    assert at_once(app, [closing(meeting_id) for meeting_id in [one.id for one in meetings]]) == [None] * 3
    rows = db.session.execute(
        sa.select(AgendaItem.number, AgendaItem.meeting_id).where(AgendaItem.number.is_not(None))
    ).all()
    assert sorted(row.number for row in rows) == [1, 2, 3, 4, 5, 6]
    for meeting_id in {row.meeting_id for row in rows}:
        own = sorted(row.number for row in rows if row.meeting_id == meeting_id)
        assert own[1] == own[0] + 1  # the two of a meeting follow on each other


def test_two_who_change_the_agenda_at_once_both_get_what_they_asked_for(app, room):
    meeting_id, person = room.meeting().id, room.secretary.id

    def adding(title):
        def step():
            by = db.session.get_one(Person, person)
            meeting = db.session.get_one(Meeting, meeting_id)
            changes.add(meeting, title, ItemKind.INFORMATION, reason="Begärt", by=by, now=NOW)

        return step

    assert at_once(app, [adding(f"Fråga {n}") for n in range(4)]) == [None] * 4
    items = ordered(db.session.get_one(Meeting, meeting_id))
    assert sorted(one.title for one in items if one.added_at_meeting) == [f"Fråga {n}" for n in range(4)]
    assert [one.position for one in items] == list(range(1, len(items) + 1))


def test_of_two_who_write_the_same_note_at_once_one_is_shown_the_other(app, room):
    item_id = room.meeting().items[0].id

    def writing(text):
        return lambda: notes.keep(db.session.get_one(AgendaItem, item_id), text, version=1, now=NOW)

    answers = at_once(app, [writing(text) for text in ("Den ena.", "Den andra.", "Den tredje.")])
    assert answers.count(2) == 1
    clashes = [one.clash for one in answers if isinstance(one, notes.WrittenMeanwhile)]
    stands = db.session.get_one(AgendaItem, item_id).discussion
    assert {clash.theirs for clash in clashes} == {stands}
    assert all(stands in clash.merged for clash in clashes)


def test_the_same_request_at_once_happens_once_and_everybody_else_keeps_a_place(app, room):
    meeting = room.meeting()
    item_id = meeting.items[0].id

    def asking(person_id, key):
        def step():
            if not once.take(key, person_id=person_id, now=datetime.now(UTC)):
                return once.answer(key, person_id=person_id)
            by = db.session.get_one(Person, person_id)
            speakers.ask(db.session.get_one(AgendaItem, item_id), by=by, now=datetime.now(UTC))
            once.keep(key, "/dit", person_id=person_id, now=datetime.now(UTC))
            return "first"

        return step

    ids = [one.id for one in room.members]
    answers = at_once(
        app, [asking(ids[0], "n" * 20) for _ in range(3)] + [asking(i, f"{i}" * 20) for i in ids[1:]]
    )
    assert sorted(answers[:3]) == ["/dit", "/dit", "first"]
    positions = db.session.scalars(sa.select(SpeakerRequest.position)).all()
    assert sorted(positions) == [0, 1, 2]


def test_answers_are_forgotten_after_a_day(room):
    once.take("gammal-nyckel-1234", person_id=room.chair.id, now=datetime(2026, 12, 1, tzinfo=UTC))
    once.prune(NOW)
    assert once.take("gammal-nyckel-1234", person_id=room.chair.id, now=NOW)


def test_what_is_added_moved_and_withdrawn_says_why(room):
    meeting = room.meeting()
    sent_out = meeting.items[0]
    added = room.add(meeting, after=sent_out)
    changes.move(added, None, reason="Gästen måste gå", by=room.chair, now=NOW)
    db.session.commit()
    assert ordered(meeting)[0] is added
    told = sa.select(JournalEntry.event, JournalEntry.after).order_by(JournalEntry.id.desc()).limit(2)
    moved, put_up = db.session.execute(told).all()
    assert (moved.event, moved.after["reason"]) == ("item-moved", "Gästen måste gå")
    assert (put_up.event, put_up.after["reason"]) == ("item-added", "Begärt vid mötet")
    with pytest.raises(RuleBroken, match="change-without-reason"):
        changes.withdraw(added, reason=" ", by=room.chair, now=NOW)


def test_a_standpoint_is_prepared_first_except_where_the_body_decides(room, make):
    with pytest.raises(RuleBroken, match="kind-not-added-at-meeting"):
        room.add(room.meeting(), kind=ItemKind.STANDPOINT)
    db.session.rollback()
    board = Room(make, minutes_profile=MinutesProfile.KL)
    meeting = board.meeting()
    item = board.add(meeting, kind=ItemKind.STANDPOINT, proposal="Nämnden beslutar.")
    desk.record_outcome(item, Outcome.CONSENSUS, wording="Så.", by=board.secretary, now=NOW)
    assert item.outcome is Outcome.CONSENSUS  # a body that votes waits for no gate


def test_the_issue_of_a_withdrawn_item_waits_for_another_meeting_and_comes_back(room, make):
    meeting = room.meeting()
    issue = make.issue(room.council, room.chair, state=IssueState.ON_AGENDA)
    item = make.item(meeting, title="Bussarna", issue_id=issue.id)
    changes.withdraw(item, reason="Underlaget saknas", by=room.secretary, now=NOW)
    db.session.commit()
    assert issue.state is not IssueState.ON_AGENDA
    changes.restore(item, by=room.secretary, now=NOW)
    db.session.commit()
    assert (issue.state, item.kind) == (IssueState.ON_AGENDA, ItemKind.STANDPOINT)
