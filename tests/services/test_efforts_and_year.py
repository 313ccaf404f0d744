"""Who does what, and what the year of a council comes to."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from councilflow.documents import annual as paper
from councilflow.extensions import db
from councilflow.models import Attendance, Implementation, JournalEntry, Standpoint, Statement
from councilflow.process.afterwards import EffortState, FormalState, StandpointState
from councilflow.process.councils import BodyKind, Category
from councilflow.process.efforts import Effort, Work
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import MeetingState, Presence
from councilflow.process.plans.values import ContributionKind, StatementState
from councilflow.services import annual, efforts, report_backs, start
from councilflow.services.efforts import reading
from councilflow.services.efforts.reading import Wanted
from councilflow.services.standpoints import following_up
from councilflow.services.start import Task
from tests.decided import NOW, SIGNED, Decided
from tests.documents.reading import text
from tests.services.test_standpoints import statements

pytestmark = pytest.mark.one_database


@pytest.fixture
def county(make: Any) -> Decided:
    return Decided(make)


def add(county: Decided, number: int = 1, **facts: Any) -> Implementation:
    said = Work(**{"text": f"Arbete {number}", "follow_up_on": date(2026, 11, 1)} | facts)
    organisation = county.organisations[number - 1]
    by = {"by": county.officials[number - 1], "now": NOW}
    row = efforts.add(organisation.id, said, standpoint=county.standpoint, **by)
    db.session.commit()
    return row


def joint(county: Decided, **facts: Any) -> Any:
    said = Effort(title="Gemensam rekrytering", **facts)
    row = efforts.make(county.council, said, by=county.secretary, now=NOW)
    db.session.commit()
    return row


def test_what_is_due_is_a_task_and_stands_in_the_next_follow_up(county):
    row = add(county)
    joint(county, follow_up_on=date(2026, 11, 10))
    own = start.waiting(county.viewer(county.officials[0]), now=NOW)
    task = next(one for one in own if one.task is Task.FOLLOW_UP_EFFORTS)
    assert (task.due, task.count) == (date(2026, 11, 1), 1)
    keeper = start.waiting(county.viewer(county.secretary), now=NOW)
    assert [one.count for one in keeper if one.task is Task.FOLLOW_UP_EFFORTS] == [1]
    told = following_up.words(county.make.meeting(county.council), now=NOW)
    assert "Kommun nr 1 – Arbete 1, följs upp den 1 november 2026" in told
    assert "Gemensam rekrytering, följs upp den 10 november 2026" in told
    done = Work(text="Arbete 1", state=EffortState.DONE, follow_up_on=date(2026, 11, 1))
    efforts.enter(row, done, version=1, by=county.officials[0], now=NOW)
    assert row.done_on == NOW.date()
    assert "Arbete 1" not in following_up.words(county.make.meeting(county.council), now=NOW)
    with pytest.raises(RuleBroken, match="somebody-saved-first"):
        efforts.enter(row, done, version=1, by=county.officials[0], now=NOW)


def test_hours_crowns_and_persons_are_summed_apart_by_organisation(county):
    effort = joint(county)
    by = {"year": 2026, "text": "", "by": county.secretary, "now": NOW}
    for number, kind, amount in (
        (1, ContributionKind.HOURS, 100),
        (1, ContributionKind.HOURS, 20),
        (1, ContributionKind.MONEY, 5_000_000_000),
        (2, ContributionKind.PERSON, 2),
    ):
        efforts.give(effort, county.organisations[number - 1].id, kind, amount=amount, **by)
    found = {(one.organisation, one.kind): one.amount for one in reading.given_in(county.council.id)}
    assert found == {
        ("Kommun nr 1", ContributionKind.HOURS): 120,
        ("Kommun nr 1", ContributionKind.MONEY): 5_000_000_000,
        ("Kommun nr 2", ContributionKind.PERSON): 2,
    }
    with pytest.raises(RuleBroken, match="effort-has-parts"):
        efforts.remove(effort, by=county.secretary, now=NOW)
    with pytest.raises(RuleBroken, match="contribution-says-nothing"):
        efforts.give(effort, county.organisations[0].id, ContributionKind.HOURS, amount=None, **by)
    db.session.commit()
    assert "effort-contribution-added" in {one.event for one in db.session.scalars(sa.select(JournalEntry))}


def test_what_is_done_for_a_secret_standpoint_stands_in_no_list(county):
    add(county)
    county.item.is_secret = True
    db.session.commit()
    assert reading.work_in_council(county.council.id, Wanted()).rows == []
    who = county.viewer(county.officials[0])
    assert reading.due(who, [], by=NOW.date()) == []


# --- The year ---------------------------------------------------------------------------------------------


def attend(county: Decided, meeting: Any, number: int, presence: Presence) -> None:
    one = county.organisations[number - 1]
    line = Attendance(meeting_id=meeting.id, organisation_id=one.id, organisation=one.name, name="L")
    line.category, line.position, line.presence = Category.MEMBER, number, presence
    db.session.add(line)


def a_year(county: Decided) -> Any:
    """A meeting with a public and a secret case, attendance, decisions of every kind, and a committee."""
    county.every_kind()
    county.take(2, "Hemlig upphandling", is_secret=True)
    attend(county, county.meeting, 1, Presence.ON_SITE)
    attend(county, county.meeting, 2, Presence.ABSENT)
    report_backs.begin(county.meeting, now=SIGNED)
    sent = Statement(body_id=county.council.id, title="Svar om tågen", addressee="Regeringen")
    sent.state, sent.sent_on = StatementState.SENT, date(2026, 5, 2)
    db.session.add(sent)
    committee = county.make.council("Arbetsutskottet", kind=BodyKind.WORKING_COMMITTEE)
    committee.council_id = county.council.id
    met = county.make.meeting(committee, starts_at=county.meeting.starts_at, state=MeetingState.HELD)
    county.make.item(met, title="Beredning av budgeten", number=4)
    db.session.commit()
    return annual.report(county.viewer(county.secretary), county.council, 2026, now=NOW)


def test_the_year_tells_the_same_story_as_every_other_list(county):
    report = a_year(county)
    council, committee = report.bodies
    assert [one.number for one in council.cases] == [1, 2]
    assert [(one.title, one.is_secret) for one in council.cases][1] == ("", True)
    assert [one.title for one in committee.cases] == ["Beredning av budgeten"]
    assert [(one.organisation, one.meetings, one.called_to) for one in council.attended] == [
        ("Kommun nr 1", 1, 1),
        ("Kommun nr 2", 0, 1),
    ]
    assert [one.state for one in report.standpoints] == [StandpointState.IN_FORMAL_DECISION]
    decisions = dict(report.decisions)
    assert (decisions[FormalState.REJECTED], decisions[FormalState.CHANGED]) == (1, 1)
    assert report.late_report_backs == 10
    assert [one.title for one in report.statements] == ["Svar om tågen"]
    empty = annual.report(county.viewer(county.secretary), county.council, 2019, now=NOW)
    assert empty.is_empty


def test_who_does_not_read_the_committee_finds_nothing_of_it(county):
    a_year(county)
    report = annual.report(county.viewer(county.officials[0]), county.council, 2026, now=NOW)
    assert [one.name for one in report.bodies] == [county.council.name]


def test_the_files_of_the_year_say_what_the_page_says_and_keep_secrets(county):
    report = a_year(county)
    told = text(paper.as_pdf(report, now=NOW))
    for words in (
        "Gemensam vuxenutbildning",
        "Ärende under sekretess",
        "§ 2/2026",
        "Svar om tågen",
        "Avslag",
    ):
        assert words in told
    assert "Hemlig" not in told
    book = load_workbook(io.BytesIO(paper.as_workbook(report)))
    assert book["Ärenden"]["D2"].value == "Gemensam vuxenutbildning"
    assert book["Ärenden"]["C2"].value.date() == date(2026, 10, 2)
    numbers = {
        sheet: {row[place] for row in book[sheet].iter_rows(min_row=2, values_only=True)}
        for sheet, place in (("Ärenden", 1), ("Ställningstaganden", 0))
    }
    assert numbers["Ställningstaganden"] <= numbers["Ärenden"], "a case is found by one number on every sheet"
    assert "Hemlig" not in str([row for sheet in book for row in sheet.iter_rows(values_only=True)])


def test_no_list_asks_more_when_there_is_more(county):
    who = county.viewer(county.secretary)
    council_id = county.council.id
    council = county.council
    add(county)
    looks = {
        "work": lambda: reading.work_in_council(council_id, Wanted()),
        "efforts": lambda: reading.efforts_in_council(council_id, Wanted()),
        "year": lambda: annual.report(who, council, 2026, now=NOW),
    }
    for look in looks.values():
        look()
    few = {name: statements(look) for name, look in looks.items()}
    for number in range(2, 8):
        county.take(number, f"Fråga {number}")
        add(county, number)
        joint(county)
    assert council.host.name
    assert {name: statements(look) for name, look in looks.items()} == few
    assert db.session.scalar(sa.select(sa.func.count(Standpoint.id))) == 7
