"""A meeting of several days, on every page that says when something is (A61, A68)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
import sqlalchemy as sa

from councilflow.extensions import db
from councilflow.models import Meeting, Presenter
from councilflow.process.meeting import MeetingState
from councilflow.process.series import day_in
from councilflow.process.timetable import Night

pytestmark = pytest.mark.one_database

YEAR = datetime.now(UTC).year + 1
THURSDAY = day_in(YEAR, 3, weekday=3, week=2)
FRIDAY = THURSDAY + timedelta(days=1)

LUNCH_TO_LUNCH = {
    "day": THURSDAY.isoformat(),
    "begins": "12.00",
    "ends": "12.00",
    "last_day": FRIDAY.isoformat(),
    "kind": "planning",
    "form": "physical",
    "place": "Härnösand",
}
NIGHT = {"evening_1": "17.00", "morning_1": "8.30"}
BOTH = f"orsdag {THURSDAY.day} mars kl. 12.00–17.00 och fredag {FRIDAY.day} mars kl. 8.30–12.00"


@pytest.fixture
def council(make):
    return make.council()


@pytest.fixture
def meeting(make, council):
    zone = council.zone

    def at(day, hour, minute=0):
        return datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)

    made = make.meeting(
        council,
        starts_at=at(THURSDAY, 12),
        ends_at=at(FRIDAY, 12),
        nights=(Night(at(THURSDAY, 17), at(FRIDAY, 8, 30)),),
    )
    for title, minutes in (("Bredband", 240), ("Vatten", 90), ("Vägar", 120)):
        make.item(made, title=title, minutes=minutes)
    return made


def test_a_meeting_of_several_days_asks_when_each_of_them_ends(client, make, council):
    secretary = client.sign_in(make.secretary(council))
    new = f"/councils/{council.id}/meetings/new"
    assert "evening_1" not in secretary.get(new).text

    asked = secretary.post(new, data=LUNCH_TO_LUNCH)
    assert asked.status_code == 422
    assert f"Torsdag {THURSDAY.day} mars slutar" in asked.text
    assert f"Fredag {FRIDAY.day} mars börjar" in asked.text
    assert f"Skriv när torsdag {THURSDAY.day} mars slutar, till exempel 17.00." in asked.text
    assert "evening_2" not in asked.text

    early = secretary.post(new, data=LUNCH_TO_LUNCH | NIGHT | {"evening_1": "11.00"})
    assert early.status_code == 422
    assert "slutar innan den börjar." in early.text

    page = secretary.post(new, data=LUNCH_TO_LUNCH | NIGHT, follow_redirects=True)
    assert BOTH in unescape(page.text)
    (meeting,) = db.session.scalars(sa.select(Meeting)).all()
    assert 'value="08:30"' in secretary.get(f"/meetings/{meeting.id}/edit").text

    one_day = LUNCH_TO_LUNCH | NIGHT | {"last_day": "", "ends": "15.00"}
    secretary.post(f"/meetings/{meeting.id}/edit", data=one_day)
    db.session.expire_all()
    assert meeting.nights == ()


def test_the_workspace_and_the_timetable_show_where_the_night_falls(client, make, meeting):
    client.sign_in(make.preparer(meeting.council))
    for page in (f"/meetings/{meeting.id}/agenda", f"/meetings/{meeting.id}/timetable"):
        shown = unescape(client.get(page).text)
        places = [
            shown.index(f">{words}<")
            for words in ("Bredband", f"Fredag {FRIDAY.day} mars kl. 8.30–12.00", "Vatten")
        ]
        assert places == sorted(places)
        assert f">Torsdag {THURSDAY.day} mars kl. 12.00–17.00<" in shown
    item = client.get(f"/items/{meeting.items[0].id}").text
    assert f"Möte {THURSDAY.day}–{FRIDAY.day} mars" in item
    workspace = unescape(client.get(f"/meetings/{meeting.id}/agenda").text)
    assert f"Torsdag {THURSDAY.day} mars kl. 12.00–17.00: 4 tim av 5 tim." in workspace
    assert f"Fredag {FRIDAY.day} mars kl. 8.30–12.00: 3 tim 30 min av 3 tim 30 min." in workspace


def test_a_day_that_holds_too_much_says_so(client, make, meeting):
    make.item(meeting, title="Lång punkt", minutes=45)
    client.sign_in(make.preparer(meeting.council))
    workspace = unescape(client.get(f"/meetings/{meeting.id}/agenda").text)
    assert "4 tim 15 min av 3 tim 30 min, 45 min efter dagens slut." in workspace
    assert "men alla dagar räcker inte till" in workspace
    assert "kvar." not in workspace, "time left on the first day does not help the second"


def test_a_presenter_is_told_the_day_of_the_own_item(client, make, meeting):
    expert = make.person(name="Åsa Föredragande")
    item = meeting.items[1]
    make.save(Presenter(item_id=item.id, name=expert.name, email=expert.email))
    client.sign_in(make.chair(meeting.council))
    assert f"fredag {FRIDAY.day} mars kl. 8.30–10.00" in unescape(client.get(f"/items/{item.id}").text)


def test_the_calendar_shows_the_hours_of_each_day(client, make, meeting):
    meeting.state = MeetingState.INVITED
    db.session.commit()
    client.sign_in(make.secretary(meeting.council))
    month = unescape(client.get(f"/calendar?month={YEAR}-03").text)
    assert "12.00–17.00" in month
    assert "8.30–12.00" in month


def test_an_older_meeting_says_that_nobody_has_told_when_its_days_end(client, make, meeting):
    meeting.nights = ()
    db.session.commit()
    client.sign_in(make.preparer(meeting.council))
    workspace = client.get(f"/meetings/{meeting.id}/agenda").text
    assert "Ingen har skrivit när dagarna slutar" in workspace
    assert f"/meetings/{meeting.id}/edit" in workspace


def test_what_falls_under_secrecy_has_its_mark_wherever_its_time_is_planned(client, make, meeting):
    """The timetable is printed, so whoever holds the sheet must see it."""
    item = meeting.items[0]
    item.is_secret, item.secrecy_section = True, "18 kap. 1 § OSL"
    db.session.commit()
    client.sign_in(make.preparer(meeting.council))
    for page in (f"/meetings/{meeting.id}/agenda", f"/meetings/{meeting.id}/timetable"):
        assert "Sekretess enligt 18 kap. 1 § OSL" in unescape(client.get(page).text)


def test_an_empty_last_day_still_says_when_the_meeting_ends(client, make, meeting):
    for item in meeting.items:
        item.minutes = 30
    db.session.commit()
    client.sign_in(make.preparer(meeting.council))
    assert f"Mötet slutar fredag {FRIDAY.day} mars" in client.get(f"/meetings/{meeting.id}/timetable").text
    assert ": inget är planerat." in client.get(f"/meetings/{meeting.id}/agenda").text
