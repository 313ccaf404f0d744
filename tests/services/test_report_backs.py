"""From the signing to what each organisation has taken home, and who is reminded."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from councilflow.extensions import db
from councilflow.models import Dissent, FormalDecision, Implementation, Mail, ReportBack
from councilflow.process.afterwards import FormalState, ReportBackState
from councilflow.process.errors import RuleBroken
from councilflow.process.report_backs import Report
from councilflow.services import report_backs, start
from councilflow.services.minutes import SigningPlace
from councilflow.services.report_backs import reading, reminding
from councilflow.services.report_backs.summary import summary
from councilflow.services.start import Task
from tests.decided import NOW, SIGNED, Decided
from tests.held import held_meeting
from tests.services.test_standpoints import statements

pytestmark = pytest.mark.one_database

DONE = Report(state=ReportBackState.DONE, forum="Kommunfullmäktige", done_on=date(2026, 10, 26))


@pytest.fixture
def county(make: Any) -> Decided:
    one = Decided(make)
    report_backs.begin(one.meeting, now=SIGNED)
    db.session.commit()
    return one


def report(county: Decided, number: int = 1) -> ReportBack:
    own = ReportBack.organisation_id == county.organisations[number - 1].id
    return db.session.scalars(sa.select(ReportBack).where(own)).one()


def test_with_the_last_signature_every_organisation_is_asked_once(make, tmp_path):
    held = held_meeting(make)
    assert db.session.scalar(sa.select(sa.func.count(ReportBack.id))) == 0
    held.signed(SigningPlace(tmp_path, "site"))
    asked = db.session.scalars(sa.select(ReportBack)).all()
    assert len(asked) == 4
    assert {one.due_on for one in asked} == {date(2026, 12, 7) + timedelta(days=30)}


def test_it_is_a_task_until_it_is_done_and_late_for_the_secretariat(county):
    who = county.viewer(county.officials[0])
    tasks = [one for one in start.waiting(who, now=NOW) if one.task is Task.REPORT_BACK]
    assert [(one.due, one.organisation_id) for one in tasks] == [
        (date(2026, 11, 8), county.organisations[0].id)
    ]
    by = {"by": county.officials[0], "now": NOW}
    report_backs.enter(report(county), DONE, version=1, **by)
    assert not [one for one in start.waiting(who, now=NOW) if one.task is Task.REPORT_BACK]
    keeper = county.viewer(county.secretary)
    late = next(one for one in start.waiting(keeper, now=NOW) if one.task is Task.FOLLOW_REPORT_BACKS)
    assert late.count == 9, "the host and eight others"
    found = reading.matrix(county.council.id, now=NOW)
    assert [cell.is_late for cell in found.lines[0].cells if cell].count(False) == 1


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (Report(state=ReportBackState.DONE, done_on=date(2026, 10, 26)), "report-without-forum"),
        (Report(state=ReportBackState.DONE, forum="KF"), "report-without-day"),
        (Report(state=ReportBackState.DONE, forum="KF", done_on=date(2027, 1, 1)), "report-day-to-come"),
        (Report(state=ReportBackState.DONE, forum="KF", done_on=date(2026, 9, 1)), "report-before-meeting"),
        (Report(state=ReportBackState.NOT_APPLICABLE), "report-without-reason"),
    ],
)
def test_what_cannot_be_is_refused(county, said, code):
    with pytest.raises(RuleBroken, match=code):
        report_backs.enter(report(county), said, version=1, by=county.officials[0], now=NOW)


def test_nobody_writes_over_what_a_colleague_saved_meanwhile(county):
    by = {"by": county.officials[0], "now": NOW}
    report_backs.enter(report(county), DONE, version=1, **by)
    with pytest.raises(RuleBroken, match="somebody-saved-first"):
        report_backs.enter(report(county), DONE, version=1, **by)


def test_the_summary_tells_what_the_record_says_and_keeps_secrets_out(county):
    county.take(2, "Hemlig upphandling", is_secret=True)
    county.enter(1, FormalState.PLANNED)
    own = county.organisations[0]
    db.session.add(
        Implementation(standpoint_id=county.standpoint.id, organisation_id=own.id, text="Kartlägger")
    )
    view = Dissent(item_id=county.item.id, organisation_id=own.id, organisation=own.name, text="För dyrt.")
    view.requested_by_id, view.requested_at = county.chair.id, NOW
    db.session.add(view)
    coming = county.make.meeting(county.council)
    db.session.commit()
    told = summary(report(county), language="nn")
    assert told.language == "nn"
    assert [one.title for one in told.standpoints] == ["Gemensam vuxenutbildning"]
    assert told.others == ()
    one = told.standpoints[0]
    assert (one.owed[0].body, one.owed[0].on) == ("Kommunstyrelsen", date(2026, 12, 15))
    assert (one.doing[0].text, one.doing[0].is_own) == ("Kartlägger", True)
    assert one.views[0].text == "För dyrt."
    assert told.next_on == coming.starts_at.date()
    other = summary(report(county, 2)).standpoints[0]
    assert other.owed[0].state is FormalState.UNSETTLED
    assert not other.doing[0].is_own


def test_reminders_go_once_before_the_day_and_to_nobody_who_has_done_it(county):
    report_backs.enter(report(county), DONE, version=1, by=county.officials[0], now=NOW)
    db.session.commit()
    early = SIGNED + timedelta(days=10)
    assert reminding.send_due(early) == 0
    assert reminding.send_due(NOW) > 0
    assert reminding.send_due(NOW) == 0
    told = set(db.session.execute(sa.select(Mail.to_name, Mail.kind)).all())
    assert ("Tjänsteperson 2", "report-back-reminder") in told
    assert "Tjänsteperson 1" not in {name for name, _kind in told}


def test_a_summary_costs_the_same_however_much_there_is(county):
    one = report(county)
    few = statements(lambda: summary(one))
    for number in range(10, 20):
        county.take(number, f"Fråga {number}")
    one = report(county)
    assert statements(lambda: summary(one)) == few
    assert db.session.scalar(sa.select(sa.func.count(FormalDecision.id))) > 100


def test_the_secretariat_reminds_once_a_day_and_nobody_who_has_done_it(county):
    report_backs.enter(report(county), DONE, version=1, by=county.officials[0], now=NOW)
    db.session.commit()
    by = {"by": county.secretary, "now": NOW}
    reached = {one.to.name for one in reminding.letters(county.council, now=NOW)}
    assert "Tjänsteperson 2" in reached
    assert "Tjänsteperson 1" not in reached
    assert reminding.send(county.council, **by) == len(reached)
    db.session.commit()
    later = NOW + timedelta(hours=2)
    assert reminding.letters(county.council, now=later) == []
    with pytest.raises(RuleBroken, match="nobody-left-to-remind"):
        reminding.send(county.council, by=county.secretary, now=later)
    assert reminding.letters(county.council, now=NOW + timedelta(days=1))
    letters = db.session.scalars(sa.select(Mail)).all()
    assert {one.meeting_id for one in letters} == {county.meeting.id}, "they stand in its mail log"
    assert {one.kind for one in letters} == {"report-back-reminder"}


def test_nobody_is_reminded_long_before_the_day(county):
    assert reminding.letters(county.council, now=SIGNED + timedelta(days=5)) == []


def test_what_others_changed_or_rejected_is_taken_home_and_what_they_agreed_to_is_not(county):
    county.enter(1, FormalState.DECIDED)
    county.enter(2, FormalState.CHANGED, note="Bara i fyra år.")
    county.enter(3, FormalState.REJECTED, note="För dyrt.")
    db.session.commit()
    told = summary(report(county, 4)).standpoints[0].elsewhere
    assert [(one.organisation, one.note) for one in told] == [
        ("Kommun nr 2", "Bara i fyra år."),
        ("Kommun nr 3", "För dyrt."),
    ]
    own = summary(report(county, 3)).standpoints[0]
    assert [one.organisation for one in own.elsewhere] == ["Kommun nr 2"], "the own stands apart"
    assert own.owed[0].state is FormalState.REJECTED


def test_what_waits_is_counted_whole(county):
    who = county.viewer(county.officials[0])
    assert reading.many_waiting(who) == len(reading.waiting(who, now=NOW)) == 1
    report_backs.enter(report(county), DONE, version=1, by=county.officials[0], now=NOW)
    assert reading.many_waiting(who) == 0
