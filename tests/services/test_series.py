"""Series of meetings: what they propose, what a press plans, and what they leave alone (A55, A59, A61)."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, time, timedelta

import pytest
import sqlalchemy as sa

from councilflow.extensions import db
from councilflow.models import Body, JournalEntry, Meeting, MeetingSeries, Person
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import MeetingForm, MeetingKind, MeetingState
from councilflow.process.series import Rule
from councilflow.services import agenda
from councilflow.services.meetings import series
from councilflow.services.meetings.series import Draft
from tests.conftest import NOW

pytestmark = pytest.mark.one_database

FRIDAY, THURSDAY = 4, 3


@pytest.fixture
def council(make):
    return make.council()


@pytest.fixture
def secretary(make, council):
    return make.secretary(council)


def draft(**facts) -> Draft:
    rule = {"months": (1, 2, 3), "weekday": FRIDAY, "week": 1, "begins": time(9), "ends": time(12)}
    usual = {"title": "Månadsmöte", "kind": MeetingKind.REGULAR, "form": MeetingForm.DIGITAL}
    named = {name: facts.pop(name) for name in list(facts) if name in {*rule, "days"}}
    return Draft(rule=Rule(**rule | named), **usual | facts)


def lay_down(council, secretary, **facts) -> MeetingSeries:
    made = series.add(council, draft(**facts), by=secretary, now=NOW)
    db.session.commit()
    return made


def plan(made, council, secretary, days=None, year=2027, now=NOW):
    given = {one.day: one.day for one in series.proposals(made, council, year, now=now) if one.is_open}
    meetings = series.plan(made, council, given if days is None else days, by=secretary, now=now)
    db.session.commit()
    return meetings


def test_holidays_and_weekends_are_pointed_out(council, secretary):
    made = lay_down(council, secretary, months=(1, 5, 6), weekday=FRIDAY)
    found = {one.day: one for one in series.proposals(made, council, 2027, now=NOW)}
    assert list(found) == [date(2027, 1, 1), date(2027, 5, 7), date(2027, 6, 4)]
    assert found[date(2027, 1, 1)].holidays == ("Nyårsdagen",)
    assert found[date(2027, 5, 7)].holidays == ()
    assert not any(one.is_weekend for one in found.values())
    sundays = lay_down(council, secretary, weekday=6)
    assert all(one.is_weekend for one in series.proposals(sundays, council, 2027, now=NOW))


def test_lunch_to_lunch_looks_at_both_its_days(council, secretary):
    made = lay_down(
        council, secretary, months=(12,), week=-1, weekday=THURSDAY, days=2, begins=time(12), ends=time(13)
    )
    (last,) = series.proposals(made, council, 2026, now=NOW)
    assert (last.day, last.ends_on) == (date(2026, 12, 31), date(2027, 1, 1))
    assert len(last.holidays) == 2


@pytest.mark.both_databases
def test_each_planned_day_is_a_meeting_of_its_own_in_the_councils_time(council, secretary):
    made = lay_down(council, secretary, months=(2, 7), place="", link="https://mote.example/rad")
    winter, summer = plan(made, council, secretary)
    assert winter.starts_at == datetime(2027, 2, 5, 8, 0, tzinfo=UTC)
    assert summer.starts_at == datetime(2027, 7, 2, 7, 0, tzinfo=UTC)
    assert (winter.series_id, winter.series_day, winter.link) == (
        made.id,
        date(2027, 2, 5),
        "https://mote.example/rad",
    )
    assert [item.standing for item in winter.items] == ["opening", "closing"]
    entry = db.session.scalars(sa.select(JournalEntry).where(JournalEntry.event == "series-planned")).one()
    assert entry.after == {"year": 2027, "meetings": 2}


def test_the_planning_meeting_is_one_row_over_two_days(council, secretary):
    made = lay_down(
        council,
        secretary,
        months=(3,),
        week=-1,
        weekday=5,
        days=2,
        begins=time(12),
        ends=time(12),
        kind=MeetingKind.PLANNING,
    )
    (meeting,) = plan(made, council, secretary)
    assert meeting.starts_at == datetime(2027, 3, 27, 11, 0, tzinfo=UTC)
    assert meeting.ends_at == datetime(2027, 3, 28, 10, 0, tzinfo=UTC)  # the clocks have changed that night
    assert meeting.kind is MeetingKind.PLANNING


def test_a_day_can_be_changed_or_left_out(council, secretary):
    made = lay_down(council, secretary)
    plan(made, council, secretary, days={date(2027, 1, 1): date(2027, 1, 8)})
    found = {one.day: one for one in series.proposals(made, council, 2027, now=NOW)}
    assert found[date(2027, 1, 1)].planned.starts_at == datetime(2027, 1, 8, 8, 0, tzinfo=UTC)
    assert found[date(2027, 2, 5)].is_open


@pytest.mark.both_databases
def test_what_is_planned_is_known_again_also_when_moved_or_when_the_rule_has_changed(council, secretary):
    made = lay_down(council, secretary, months=(2, 3))
    first, _second = plan(made, council, secretary)
    first.starts_at += timedelta(days=40)
    first.ends_at += timedelta(days=40)
    db.session.commit()
    series.change(made, draft(months=(2, 3, 4), week=2), by=secretary, now=NOW)
    db.session.commit()
    found = {one.day.month: one for one in series.proposals(made, council, 2027, now=NOW)}
    assert found[2].planned.id == first.id
    assert [month for month, one in found.items() if one.is_open] == [4]
    with pytest.raises(RuleBroken) as refusal:
        plan(made, council, secretary, days={found[2].day: found[2].day})
    assert refusal.value.code == "month-already-planned"


def test_a_cancelled_meeting_of_the_series_is_not_planned_over(council, secretary):
    made = lay_down(council, secretary, months=(2,))
    (meeting,) = plan(made, council, secretary)
    meeting.state = MeetingState.CANCELLED
    db.session.commit()
    (found,) = series.proposals(made, council, 2027, now=NOW)
    assert (found.is_open, found.planned.id) == (False, meeting.id)


def test_the_next_year_is_planned_from_the_same_series(council, secretary):
    made = lay_down(council, secretary, months=(12,))
    assert series.year_to_plan(made, council, now=NOW) == 2026
    plan(made, council, secretary, year=2026)
    assert series.year_to_plan(made, council, now=NOW) == 2027
    plan(made, council, secretary, year=2027)
    days = db.session.scalars(sa.select(Meeting.series_day).order_by(Meeting.series_day)).all()
    assert days == [date(2026, 12, 4), date(2027, 12, 3)]


def test_other_meetings_of_the_council_that_day_are_shown(make, council, secretary):
    made = lay_down(council, secretary, months=(2,))
    beside = make.meeting(council, starts_at=datetime(2027, 2, 5, 12, 0, tzinfo=UTC))
    make.meeting(make.council("Annat råd"), starts_at=datetime(2027, 2, 5, 12, 0, tzinfo=UTC))
    (found,) = series.proposals(made, council, 2027, now=NOW)
    assert [row.id for row in found.beside] == [beside.id]


def test_days_that_have_been_and_days_after_the_end_are_closed(make, council, secretary):
    council.closed_on = date(2026, 12, 31)
    make.save(council)
    made = lay_down(council, secretary, months=(1, 12))
    past, coming = series.proposals(made, council, 2026, now=NOW)
    assert (past.is_past, coming.is_open) == (True, True)
    assert all(one.is_after_the_end for one in series.proposals(made, council, 2027, now=NOW))
    with pytest.raises(RuleBroken) as refusal:
        plan(made, council, secretary, days={date(2027, 1, 1): date(2027, 1, 8)})
    assert refusal.value.code == "council-closed"


def test_a_meeting_in_the_skipped_hour_is_refused(council, secretary):
    made = lay_down(council, secretary, months=(3,), week=-1, weekday=6, begins=time(2, 30), ends=time(4))
    with pytest.raises(RuleBroken) as refusal:
        plan(made, council, secretary)
    assert refusal.value.code == "clock-skipped"


def test_ending_a_series_leaves_what_somebody_has_worked_on(make, council, secretary):
    made = lay_down(council, secretary, months=(2, 3, 4))
    february, march, april = plan(made, council, secretary)
    agenda.add(march, agenda.Draft(title="Bredband"), by=secretary, now=NOW)
    db.session.commit()
    ended = series.end(
        made, date(2027, 2, 5), cancels=True, reason="Rådet ses på annat sätt.", by=secretary, now=NOW
    )
    db.session.commit()
    assert ended == 1
    states = [meeting.state for meeting in (february, march, april)]
    assert states == [MeetingState.PREPARING, MeetingState.PREPARING, MeetingState.CANCELLED]
    assert april.cancel_reason == "Rådet ses på annat sätt."
    assert not any(one.is_open for one in series.proposals(made, council, 2027, now=NOW))
    with pytest.raises(RuleBroken) as refusal:
        plan(made, council, secretary, days={date(2027, 5, 7): date(2027, 5, 7)})
    assert refusal.value.code == "series-has-ended"


def test_ending_a_series_cancels_nothing_unless_asked(council, secretary):
    made = lay_down(council, secretary)
    planned = plan(made, council, secretary)
    assert series.end(made, date(2026, 11, 20), cancels=False, by=secretary, now=NOW) == 0
    db.session.commit()
    assert {meeting.state for meeting in planned} == {MeetingState.PREPARING}


def test_a_rule_that_gives_no_meeting_is_not_laid_down(council, secretary):
    for facts, code in (({"months": ()}, "series-without-months"), ({"week": 9}, "series-flawed")):
        with pytest.raises(RuleBroken) as refusal:
            lay_down(council, secretary, **facts)
        assert refusal.value.code == code
        db.session.rollback()


@pytest.mark.both_databases
def test_two_who_plan_the_same_year_at_once_make_one_meeting_of_each_day(app, council, secretary):
    made = lay_down(council, secretary)
    days = {one.day: one.day for one in series.proposals(made, council, 2027, now=NOW)}
    ids, outcomes = (council.id, made.id, secretary.id), []
    ready = threading.Barrier(2)
    db.session.commit()
    db.session.remove()

    def press() -> None:
        with app.app_context():
            ready.wait()
            try:
                held = series.found(ids[0], ids[1])
                by = db.session.get_one(Person, ids[2])
                series.plan(held, db.session.get_one(Body, ids[0]), days, by=by, now=NOW)
                db.session.commit()
                outcomes.append("")
            except RuleBroken as error:
                outcomes.append(error.code)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["", "month-already-planned"]
    assert db.session.scalar(sa.select(sa.func.count(Meeting.id))) == 3
