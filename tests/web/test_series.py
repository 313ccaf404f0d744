"""The pages of a series: laying it down, planning a year by one press, and ending it (A55, A59, A61)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from councilflow.extensions import db
from councilflow.models import Meeting, MeetingSeries
from councilflow.process.councils import BodyKind
from councilflow.process.meeting import MeetingState
from councilflow.process.series import day_in

pytestmark = pytest.mark.one_database

YEAR = datetime.now(UTC).year + 1
FRIDAY = 4

WRITTEN = {
    "title": "Månadsmöte",
    "months": ["1", "2", "3"],
    "week": "1",
    "weekday": "4",
    "days": "1",
    "begins": "09:00",
    "ends": "12:00",
    "kind": "regular",
    "form": "digital",
}


def first_friday(month: int):
    return day_in(YEAR, month, weekday=FRIDAY, week=1)


@pytest.fixture
def council(make):
    return make.council()


@pytest.fixture
def secretary(client, make, council):
    return client.sign_in(make.secretary(council))


def lay_down(secretary, council, **facts) -> str:
    """Write a series; gives the address of its page."""
    answer = secretary.post(f"/councils/{council.id}/series/new", data=WRITTEN | facts)
    assert answer.status_code == 302, answer.text
    return answer.location


def test_a_series_is_laid_down_and_a_year_planned_by_one_press(secretary, council):
    assert f'href="/councils/{council.id}/series"' in secretary.get(f"/councils/{council.id}/manage").text
    page = lay_down(secretary, council)
    shown = secretary.get(f"{page}?year={YEAR}").text
    assert "Första fredagen i månaden, kl. 9.00–12.00, i januari, februari och mars" in shown
    chosen = [first_friday(month).isoformat() for month in (2, 3)]
    answer = secretary.post(f"{page}?year={YEAR}", data={"slot": chosen}, follow_redirects=True)
    assert "2 möten är planerade" in answer.text
    assert answer.text.count("Redan planerat") == 2
    meetings = db.session.scalars(sa.select(Meeting).order_by(Meeting.starts_at)).all()
    assert [meeting.series_day.isoformat() for meeting in meetings] == chosen
    index = secretary.get(f"/councils/{council.id}/series").text
    assert "2 möten att vänta" in index


@pytest.mark.parametrize("like", ["monthly", "lunch", "wide", "", "nonsense"])
def test_a_form_begins_with_what_councils_usually_do(secretary, council, like):
    page = secretary.get(f"/councils/{council.id}/series/new?like={like}")
    assert page.status_code == 200
    assert page.text.count(" checked") > 2


def test_a_day_is_changed_as_one_writes_it(secretary, council):
    page = f"{lay_down(secretary, council)}?year={YEAR}"
    given = first_friday(1)
    later = given + timedelta(days=7)
    data = {"slot": given.isoformat(), f"day-{given}": f"{later.day}/{later.month} {YEAR}"}
    assert secretary.post(page, data=data).status_code == 302
    (meeting,) = db.session.scalars(sa.select(Meeting)).all()
    assert meeting.starts_at.astimezone(council.zone).date() == later
    assert meeting.series_day == given


def test_what_is_wrong_with_a_day_is_said_at_its_row_and_nothing_is_planned(secretary, council):
    page = f"{lay_down(secretary, council)}?year={YEAR}"
    january, february, march = (first_friday(month).isoformat() for month in (1, 2, 3))
    for data, sentence in (
        ({"slot": [january, february], f"day-{january}": f"31/2 {YEAR}"}, "februari har ingen dag 31."),
        ({"slot": [january, february], f"day-{january}": "2020-01-03"}, "Den tiden har redan varit."),
        ({"slot": [january, february], f"day-{january}": february}, "Den dagen är vald till ett annat möte"),
        ({"slot": [february], f"day-{march}": f"9/3 {YEAR}"}, "Du har ändrat dagen men inte valt mötet."),
        ({}, "Välj minst en dag."),
        ({"slot": ["nonsense"]}, "Välj minst en dag."),
    ):
        answer = secretary.post(page, data=data)
        assert answer.status_code == 422, data
        assert sentence in answer.text
        assert db.session.scalar(sa.select(sa.func.count(Meeting.id))) == 0


def test_a_day_on_a_holiday_is_pointed_out_and_not_chosen(secretary, council):
    weekday = datetime(YEAR, 1, 1, tzinfo=UTC).weekday()
    page = secretary.get(f"{lay_down(secretary, council, weekday=str(weekday))}?year={YEAR}").text
    row = page.split(f'id="slot-{YEAR}-01-01"')[1].split("</tr>")[0]
    assert "Nyårsdagen" in row
    assert "checked" not in row


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": ""}, "Skriv vad serien heter"),
        ({"months": []}, "Välj minst en månad."),
        ({"months": ["13"]}, "Serien går inte att spara så."),
        ({"ends": "08:00"}, "Mötet slutar innan det börjar."),
        ({"week": "7"}, "Välj ett av alternativen."),
        ({"weekday": "x"}, "Välj ett av alternativen."),
        ({"form": "physical"}, "Skriv var ni träffas."),
    ],
)
def test_a_series_that_cannot_be_is_asked_for_again(secretary, council, wrong, sentence):
    answer = secretary.post(f"/councils/{council.id}/series/new", data=WRITTEN | wrong)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert db.session.scalar(sa.select(sa.func.count(MeetingSeries.id))) == 0


def test_lunch_to_lunch_says_both_days(secretary, council):
    facts = {"days": "2", "begins": "12:00", "ends": "12:00", "weekday": "3", "months": ["9"]}
    facts |= {"evening": "17:00", "morning": "8:30"}
    page = lay_down(secretary, council, **facts)
    shown = secretary.get(f"{page}?year={YEAR}").text
    assert "Första torsdagen i månaden kl. 12.00 till fredag kl. 12.00, i september" in shown
    day = day_in(YEAR, 9, weekday=3, week=1)
    secretary.post(f"{page}?year={YEAR}", data={"slot": day.isoformat()})
    (meeting,) = db.session.scalars(sa.select(Meeting)).all()
    assert [(one.starts_at.hour, one.ends_at.hour) for one in meeting.days] == [(12, 17), (8, 12)]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"evening": ""}, "Skriv när dagen slutar, till exempel 17.00."),
        ({"morning": ""}, "Skriv när dagen börjar, till exempel 8.30."),
        ({"evening": "11:00"}, "Den första dagen slutar innan den börjar."),
        ({"morning": "12:00"}, "Den andra dagen slutar innan den börjar."),
    ],
)
def test_both_days_of_a_series_have_a_beginning_and_an_end(secretary, council, wrong, sentence):
    facts = {"days": "2", "begins": "12:00", "ends": "12:00", "evening": "17:00", "morning": "8:30"}
    answer = secretary.post(f"/councils/{council.id}/series/new", data=WRITTEN | facts | wrong)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_a_series_of_a_wide_council_may_be_joint(client, make, council):
    wide = make.council("Stora samverkansrådet", kind=BodyKind.WIDE_COUNCIL, includes_id=council.id)
    secretary = client.sign_in(make.secretary(wide))
    assert "gemensamma" in secretary.get(f"/councils/{wide.id}/series/new").text
    page = lay_down(secretary, wide, is_joint="y")
    secretary.post(f"{page}?year={YEAR}", data={"slot": first_friday(2).isoformat()})
    assert db.session.scalars(sa.select(Meeting.is_joint)).all() == [True]


def test_a_changed_series_leaves_its_meetings_alone(secretary, council):
    page = lay_down(secretary, council)
    secretary.post(f"{page}?year={YEAR}", data={"slot": first_friday(2).isoformat()})
    assert "Månadsmöte" in secretary.get(f"{page}/edit").text
    answer = secretary.post(f"{page}/edit", data=WRITTEN | {"weekday": "1"}, follow_redirects=True)
    assert "Möten som redan är planerade står kvar som de var." in answer.text
    (meeting,) = db.session.scalars(sa.select(Meeting)).all()
    assert meeting.starts_at.astimezone(council.zone).date() == first_friday(2)


def test_a_series_is_ended_and_asks_about_what_nobody_has_worked_on(secretary, council):
    page = lay_down(secretary, council)
    secretary.post(f"{page}?year={YEAR}", data={"slot": first_friday(2).isoformat()})
    shown = secretary.get(f"{page}/end").text
    assert "Ett planerat möte har ingen arbetat med än:" in shown
    today = datetime.now(UTC).date().isoformat()
    refused = secretary.post(f"{page}/end", data={"on": today, "cancels": "y"})
    assert refused.status_code == 422
    assert "Skriv varför mötena ställs in." in refused.text
    data = {"on": today, "cancels": "y", "reason": "Rådet ses på annat sätt."}
    answer = secretary.post(f"{page}/end", data=data, follow_redirects=True)
    assert "Ett möte är inställt." in answer.text
    assert db.session.scalars(sa.select(Meeting.state)).all() == [MeetingState.CANCELLED]
    assert "Efter rådets eller seriens sista dag" in secretary.get(f"{page}?year={YEAR}").text


def test_only_who_keeps_the_council_has_its_series(client, make, secretary, council):
    page = lay_down(secretary, council)
    other = make.council("Annat råd")
    own = page.rsplit("/", 1)[1]
    for person in (make.seat(council), make.chair(council), make.preparer(council)):
        client.sign_in(person)
        assert client.get(page).status_code == 403
        assert client.post(page, data={}).status_code == 403
    client.sign_in(make.secretary(other))
    assert client.get(page).status_code == 404
    assert client.get(f"/councils/{other.id}/series/{own}").status_code == 404
