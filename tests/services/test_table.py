"""What is on the table, and a meeting that rests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from councilflow.extensions import db
from councilflow.models import Adjournment, ItemTime, JournalEntry
from councilflow.process.agenda import ItemKind
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import MeetingState
from councilflow.services import live
from councilflow.services.desk import table

NOW = datetime(2026, 12, 4, 8, 0, tzinfo=UTC)


class Room:
    def __init__(self, make):
        self.council = make.council()
        self.secretary = make.secretary(self.council)
        self.meeting = make.meeting(self.council, state=MeetingState.ONGOING, opened_at=NOW, starts_at=NOW)
        self.first, self.second, self.third = (make.item(self.meeting, minutes=10) for _ in range(3))

    def take_up(self, item, minute):
        table.take_up(item, by=self.secretary, now=after(minute))
        db.session.commit()

    def adjourn(self, minute, **facts):
        table.adjourn(self.meeting, by=self.secretary, now=after(minute), **facts)
        db.session.commit()

    def resume(self, minute):
        table.resume(self.meeting, by=self.secretary, now=after(minute))
        db.session.commit()

    def state(self, minute):
        return live.state(self.meeting.id, after(minute))


def after(minute):
    return NOW + timedelta(minutes=minute)


@pytest.fixture
def room(make):
    return Room(make)


def stretches():
    rows = db.session.execute(sa.select(ItemTime.item_id, ItemTime.begun_at, ItemTime.ended_at)).all()
    return [tuple(row) for row in rows]


def test_taking_up_an_item_takes_the_other_one_off_the_table(room):
    room.take_up(room.first, 0)
    room.take_up(room.second, 12)
    state = room.state(15)
    assert (state.now.id, state.before.id) == (room.second.id, room.first.id)
    assert [stop.id for stop in state.coming] == [room.third.id]
    assert [stop.used for stop in state.stops] == [timedelta(minutes=m) for m in (12, 3, 0)]
    assert state.behind == timedelta(minutes=2)


def test_the_same_request_three_times_takes_it_up_once(room):
    for minute in (0, 1, 2):
        room.take_up(room.first, minute)
    assert stretches() == [(room.first.id, NOW, None)]
    assert db.session.scalars(sa.select(JournalEntry.event)).all() == ["item-taken-up"]


def test_a_clock_that_was_set_back_ends_nothing_before_it_began(room):
    room.take_up(room.first, 5)
    room.take_up(room.second, 2)
    assert stretches()[0] == (room.first.id, after(5), after(5))
    assert room.state(0).now.used == timedelta()


def test_a_meeting_that_rests_uses_no_time_and_goes_on_where_it_was(room):
    room.take_up(room.first, 0)
    room.adjourn(5, until=after(60), reason="Lunch")
    resting = room.state(30)
    assert (resting.now, resting.rests_until, resting.rest_reason) == (None, after(60), "Lunch")
    with pytest.raises(RuleBroken, match="meeting-rests"):
        room.take_up(room.second, 31)
    db.session.rollback()
    room.resume(62)
    assert room.state(64).now.id == room.first.id
    assert room.state(64).now.used == timedelta(minutes=7)


def test_saying_another_hour_while_it_rests_is_the_same_rest(room):
    room.adjourn(5, until=after(60))
    room.adjourn(6, until=after(90))
    room.resume(80)
    room.resume(81)
    rests = db.session.execute(sa.select(Adjournment.begun_at, Adjournment.until, Adjournment.ended_at)).all()
    assert [tuple(rest) for rest in rests] == [(after(5), after(90), after(80))]


def test_the_table_follows_the_record_only_where_the_record_is(room):
    table.follow(room.first, room.second.id, by=room.secretary, now=after(1))
    assert room.state(1).now.id == room.second.id  # nothing lay there before
    table.follow(room.first, room.third.id, by=room.secretary, now=after(2))
    assert room.state(2).now.id == room.second.id  # somebody mends an earlier item
    table.follow(room.second, room.third.id, by=room.secretary, now=after(3))
    assert room.state(3).now.id == room.third.id


def test_neither_headings_nor_a_meeting_that_is_over_come_on_the_table(room, make):
    heading = make.item(room.meeting, kind=ItemKind.HEADING, strategy=False)
    with pytest.raises(RuleBroken, match="heading-not-taken-up"):
        room.take_up(heading, 0)
    db.session.rollback()
    room.meeting.state = MeetingState.HELD
    db.session.commit()
    with pytest.raises(RuleBroken, match="meeting-not-ongoing"):
        room.take_up(room.first, 0)
