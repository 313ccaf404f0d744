"""The calendar pages, what they tell whom, and the calendar that people take home."""

from __future__ import annotations

import runpy
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from gunicorn.config import Config
from lxml import html

from councilflow.cli.calendar import command
from councilflow.extensions import db
from councilflow.models import ExtraInvitee, Meeting, Seat
from councilflow.process.councils import BodyKind, Category, Country
from councilflow.process.meeting import MeetingForm, MeetingKind, MeetingState
from councilflow.services import visibility
from councilflow.services.calendar import feed
from councilflow.web.calendar import subscribing
from tests.documents.icalendar_rules import faults_of, read

pytestmark = pytest.mark.one_database  # its services are tried on both

DAY = timedelta(days=1)
DECEMBER = "/calendar?month=2026-12"


@pytest.fixture(autouse=True)
def _unhurried():
    """Each test begins with nobody having fetched anything."""
    subscribing._throttle._recent.clear()


class Council:
    """A council with a member and a secretary who look at its calendar."""

    def __init__(self, client, make) -> None:
        self.client, self.make = client, make
        self.council = make.council("Regionala samverkansrådet", short_name="Regionala")
        self.member = make.seat(self.council)
        self.secretary = make.secretary(self.council)

    def meeting(self, starts_at: str, hours: int = 3, **facts) -> Meeting:
        begins = datetime.fromisoformat(starts_at)
        facts = {"ends_at": begins + timedelta(hours=hours), "council": self.council} | facts
        return self.make.meeting(facts.pop("council"), starts_at=begins, **facts)

    def page(self, address: str = DECEMBER, who=None):
        answer = self.client.sign_in(who or self.member).get(address)
        assert answer.status_code == 200
        return html.fromstring(answer.text)


@pytest.fixture
def council(client, make) -> Council:
    return Council(client, make)


def words(node) -> str:
    return " ".join(node.text_content().split())


def on(page, day: str) -> str:
    [cell] = page.xpath(f"//td[.//time[@datetime='{day}']]")
    return words(cell)


# --- A month ---------------------------------------------------------------------------------------------


def test_a_month_is_a_table_of_weeks(council) -> None:
    page = council.page()
    assert words(page.xpath("//h1")[0]) == "Kalender december 2026"
    [table] = page.xpath("//table")
    assert "december 2026" in words(table.xpath("./caption")[0])
    assert [words(th) for th in table.xpath(".//th[@scope='col']")] == [
        *("Vecka", "måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
    ]
    assert [words(th)[-2:] for th in table.xpath(".//th[@scope='row']")] == ["49", "50", "51", "52", "53"]


def test_a_meeting_leads_to_its_page(council) -> None:
    meeting = council.meeting("2026-12-04T09:00+01:00", form=MeetingForm.HYBRID)
    page = council.page()
    assert "9.00–12.00 Regionala" in on(page, "2026-12-04")
    assert "På plats och digitalt, inte kallat än" in on(page, "2026-12-04")
    assert page.xpath("//td//a[contains(., 'Regionala')]/@href") == [f"/meetings/{meeting.id}"]


def test_a_meeting_over_two_days_stands_on_both(council) -> None:
    council.meeting("2026-12-09T12:00+01:00", hours=25, kind=MeetingKind.PLANNING)
    page = council.page()
    first, last = on(page, "2026-12-09"), on(page, "2026-12-10")
    assert "från 12.00" in first
    assert "dag 1 av 2" in first
    assert "till 13.00" in last
    assert "dag 2 av 2" in last


TURNS = [
    ("2026-12-31T23:00+01:00", 2, "2026-12", ["2026-12-31", "2027-01-01"]),
    ("2026-12-31T23:00+01:00", 2, "2027-01", ["2026-12-31", "2027-01-01"]),
    ("2026-12-04T21:00+01:00", 3, "2026-12", ["2026-12-04"]),
    ("2028-02-29T09:00+01:00", 3, "2028-02", ["2028-02-29"]),
    ("2026-03-29T01:30+01:00", 2, "2026-03", ["2026-03-29"]),
    ("2026-10-24T22:00+00:00", 3, "2026-10", ["2026-10-25"]),
]


@pytest.mark.parametrize(("starts_at", "hours", "month", "days"), TURNS)
def test_a_meeting_stands_on_the_days_of_the_councils_clock(council, starts_at, hours, month, days) -> None:
    council.meeting(starts_at, hours=hours)
    page = council.page(f"/calendar?month={month}")
    cells = page.xpath("//td[.//li[contains(., 'Regionala')]]")
    assert [cell.xpath(".//time/@datetime")[0] for cell in cells] == days


def test_a_cancelled_meeting_is_struck_and_says_so(council) -> None:
    council.meeting("2026-12-04T09:00+01:00", state=MeetingState.CANCELLED, cancelled_at=datetime.now(UTC))
    page = council.page()
    assert words(page.xpath("//td//s")[0]) == "9.00–12.00 Regionala"
    assert "Inställt" in on(page, "2026-12-04")


def test_holidays_are_those_of_the_councils_country(council) -> None:
    assert "Julafton" in on(council.page(), "2026-12-24")
    council.council.country = Country.NORWAY
    assert "Grunnlovsdag" in on(council.page("/calendar?month=2026-05"), "2026-05-17")


def test_where_there_are_two_countries_a_holiday_says_whose_it_is(council) -> None:
    other = council.make.council("Fjellrådet", country=Country.NORWAY)
    council.make.seat(other, person=council.member)
    page = council.page("/calendar?month=2026-06")
    assert "Nationaldagen (Sverige)" in on(page, "2026-06-06")


def test_today_is_marked(council) -> None:
    day = visibility.today(datetime.now(UTC))
    assert "i dag" in on(council.page("/calendar"), day.isoformat())
    assert council.page("/calendar?month=2001-02").xpath("//*[contains(@class, 'is-today')]") == []


def test_what_is_due_is_shown_for_whoever_asks(council) -> None:
    council.meeting("2026-12-15T09:00+01:00")
    assert "Kallelse" not in on(council.page(), "2026-12-08")
    page = council.page(f"{DECEMBER}&deadlines=1")
    assert "Kallelse och handlingar ute Regionala" in on(page, "2026-12-08")
    assert "Utkast till protokoll" in on(page, "2026-12-20")
    january = council.page("/calendar?month=2027-01&deadlines=1")
    assert "Protokollet justerat" in words(january) or "Protokollet justerat" in on(page, "2026-12-29")


def test_the_choice_of_layers_follows_along(council) -> None:
    page = council.page(f"{DECEMBER}&deadlines=1")
    links = page.xpath("//div[@class='cf-cal-bar']//a/@href")
    assert len(links) == 5
    assert all("deadlines=1" in link for link in links)
    assert page.xpath("//input[@name='deadlines']/@checked")
    assert page.xpath("//form//input[@name='month']/@value") == ["2026-12"]


def test_one_turns_to_the_next_month_over_the_new_year(council) -> None:
    page = council.page()
    assert page.xpath("//a[@rel='prev']/@href") == ["/calendar?month=2026-11"]
    assert page.xpath("//a[@rel='next']/@href") == ["/calendar?month=2027-01"]


@pytest.mark.parametrize("month", ["1999-12", "2100-01", "2026-13", "2026-0", "x", "9" * 5000, "2026", "²-1"])
def test_a_month_that_is_none_shows_this_one(council, month: str) -> None:
    today = visibility.today(datetime.now(UTC))
    page = council.page(f"/calendar?month={month}")
    assert page.xpath("//form//input[@name='month']/@value") == [f"{today:%Y-%m}"]


def test_the_calendar_ends_where_its_years_do(council) -> None:
    assert council.page("/calendar?month=2000-01").xpath("//a[@rel='prev']") == []
    assert council.page("/calendar?month=2099-12").xpath("//a[@rel='next']") == []
    assert council.page("/calendar/year?year=2099").xpath("//a[@rel='next']") == []


def test_a_month_without_meetings_says_so(council) -> None:
    assert "Inget möte den här månaden." in words(council.page())
    assert "Inget möte är planerat 2026." in words(council.page("/calendar/year?year=2026"))


# --- Who may know ----------------------------------------------------------------------------------------


def test_the_meetings_of_others_are_not_there(council) -> None:
    others = council.make.council("Grannlänets råd", short_name="Grannarna")
    council.meeting("2026-12-04T09:00+01:00", council=others)
    assert "Grannarna" not in words(council.page())
    assert "Grannarna" not in words(council.page("/calendar/year?year=2026"))
    for view in ("calendar", "calendar/year"):
        assert council.client.get(f"/councils/{others.id}/{view}").status_code == 404


def test_the_calendar_of_one_council_shows_only_that(council) -> None:
    second = council.make.council("Andra rådet", short_name="Andra")
    council.make.seat(second, person=council.member)
    council.meeting("2026-12-04T09:00+01:00", council=second)
    council.meeting("2026-12-04T13:00+01:00")
    assert "Andra" in on(council.page(), "2026-12-04")
    page = council.page(f"/councils/{council.council.id}/calendar?month=2026-12")
    assert "Andra" not in on(page, "2026-12-04")
    assert "Regionala" in on(page, "2026-12-04")


def test_a_seat_that_has_ended_shows_nothing(council) -> None:
    council.meeting("2026-12-04T09:00+01:00")
    seat = db.session.scalars(sa.select(Seat).where(Seat.person_id == council.member.id)).one()
    seat.ends_on = visibility.today(datetime.now(UTC)) - DAY
    assert "Regionala" not in words(council.page())


def test_what_a_secretary_of_a_group_may_know_but_not_open_is_no_link(council) -> None:
    group = council.make.council(
        "Arbetsgruppen", short_name="Gruppen", kind=BodyKind.WORKING_GROUP, council_id=council.council.id
    )
    council.meeting("2026-12-04T09:00+01:00", council=group)
    page = council.page(f"/councils/{group.id}/calendar?month=2026-12", council.secretary)
    assert "Gruppen" in on(page, "2026-12-04")
    assert page.xpath("//td//a") == []


def test_a_guest_has_the_one_meeting_that_invites(council) -> None:
    guest = council.make.person("Gästen")
    council.meeting("2026-12-11T09:00+01:00")
    for state in (MeetingState.SET, MeetingState.INVITED):
        meeting = council.meeting("2026-12-04T09:00+01:00", state=state, is_joint=True)
        council.make.save(
            ExtraInvitee(meeting_id=meeting.id, person_id=guest.id, name="G", category=Category.ACTOR)
        )
    page = council.page(who=guest)
    assert page.xpath("//td//a/@href") == [f"/meetings/{meeting.id}"]
    assert "gemensamt möte" in on(page, "2026-12-04")


# --- A year ----------------------------------------------------------------------------------------------


def test_a_year_has_twelve_months_with_their_meetings(council) -> None:
    council.meeting("2026-01-08T09:00+01:00")
    council.meeting("2026-12-31T23:00+01:00")
    page = council.page("/calendar/year?year=2026")
    months = page.xpath("//ol[@class='cf-year']/li")
    assert len(months) == 12
    assert "9.00–12.00 Regionala" in words(months[0])
    assert "Inga möten" in words(months[1])
    assert "från 23.00 Regionala" in words(months[11])
    assert months[0].xpath("./h2/a/@href") == ["/calendar?month=2026-01"]


def test_a_secretary_is_warned_of_a_thin_year_and_a_member_is_not(council) -> None:
    council.council.meetings_least = 2
    council.meeting("2026-12-05T09:00+01:00")
    told = words(council.page("/calendar/year?year=2026", council.secretary))
    assert "Ett möte under året. Det ska vara minst 2." in told
    assert "Mötet ligger på en helg." in told
    assert "Att se över" not in words(council.page("/calendar/year?year=2026"))
    assert "Mötet ligger på en helg." in words(council.page(DECEMBER, council.secretary))
    council.council.meetings_least = 99
    managed = words(council.page(f"/councils/{council.council.id}/manage", council.secretary))
    assert "under året. Det ska vara minst 99." in managed


def test_a_secretary_sees_who_is_called_twice_and_no_more_than_that(council) -> None:
    others = council.make.council("Hemliga rådet", short_name="Hemliga")
    shared = council.make.seat(council.council, name="Anna Berg")
    council.make.seat(others, person=shared)
    council.meeting("2026-12-04T09:00+01:00")
    council.meeting("2026-12-04T10:00+01:00", council=others, title="Hemligt möte")
    told = words(council.page(DECEMBER, council.secretary))
    assert "Upptagna i ett annat organ samtidigt: Anna Berg." in told
    assert "Hemlig" not in told
    council.make.seat(others, Category.OBSERVER, person=council.secretary)
    told = words(council.page(DECEMBER, council.secretary))
    assert "Samtidigt kallade till Hemliga 4 december 2026 kl. 10.00–13.00: Anna Berg." in told
    assert "Att se över" not in words(council.page(DECEMBER, shared))


def test_whoever_plans_or_moves_a_meeting_is_told_what_is_in_the_way(council) -> None:
    others = council.make.council("Hemliga rådet", short_name="Hemliga")
    shared = council.make.seat(council.council, name="Anna Berg")
    council.make.seat(others, person=shared)
    council.meeting("2026-12-05T10:00+01:00", council=others)
    client = council.client.sign_in(council.secretary)
    asked = {"day": "2026-12-05", "begins": "9.00", "ends": "12.00", "kind": "regular", "form": "digital"}
    planned = client.post(f"/councils/{council.council.id}/meetings/new", data=asked, follow_redirects=True)
    for told in ("Mötet ligger på en helg.", "Upptagna i ett annat organ samtidigt: Anna Berg."):
        assert told in planned.text
    meeting = council.meeting("2026-12-11T10:00+01:00")
    moved = client.post(f"/meetings/{meeting.id}/edit", data=asked, follow_redirects=True)
    assert "Anna Berg" in moved.text
    later = client.post(
        f"/meetings/{meeting.id}/edit", data=asked | {"day": "2026-12-10"}, follow_redirects=True
    )
    assert "Mötet är ändrat" in later.text
    assert "Anna Berg" not in later.text


def test_pages_ask_as_little_with_many_meetings_as_with_few(council) -> None:
    addresses = (f"{DECEMBER}&deadlines=1", "/calendar/year?year=2026")
    for _n in range(10):
        council.meeting("2026-12-04T09:00+01:00", kind=MeetingKind.EXTRA)
    before = [queries(council, address) for address in addresses]
    for n in range(390):
        begins = datetime(2026, 1, 1, 8, tzinfo=UTC) + n * timedelta(hours=22)
        db.session.add(Meeting(council=council.council, starts_at=begins, ends_at=begins + DAY / 8))
    db.session.commit()
    assert [queries(council, address) for address in addresses] == before
    assert max(before) <= 12


def queries(council: Council, address: str) -> int:
    said: list[str] = []

    def listen(_connection, _cursor, statement, *_more) -> None:
        if not statement.startswith("BEGIN"):
            said.append(statement)

    client = council.client.sign_in(council.secretary)
    sa.event.listen(db.engine, "before_cursor_execute", listen)
    try:
        assert client.get(address).status_code == 200
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", listen)
    return len(said)


# --- The own calendar ------------------------------------------------------------------------------------


@pytest.fixture
def address(council) -> str:
    """Where the member's calendar is, without the host."""
    council.meeting("2026-12-04T09:00+01:00")
    feed.renew(council.member, now=datetime.now(UTC))
    db.session.commit()
    return feed.path_of(council.member)


def test_one_makes_an_address_renews_it_and_takes_it_away(council) -> None:
    client = council.client.sign_in(council.member)
    page = client.get("/profile/calendar")
    assert "Du har ingen kalenderadress." in page.text
    shown = []
    for step in ("/profile/calendar", "/profile/calendar/renew"):
        client.post(step)
        tree = html.fromstring(client.get("/profile/calendar").text)
        assert "Den som har adressen ser tiderna" in words(tree)
        shown.append(tree.xpath("//input[@id='allt']/@value")[0])
        assert client.get(shown[-1].partition("/calendar/")[2].join(("/calendar/", ""))).status_code == 200
    assert shown[0] != shown[1]
    for one in shown[:1]:
        assert client.get(f"/calendar/{one.partition('/calendar/')[2]}").status_code == 404
    client.post("/profile/calendar/close")
    assert client.get(f"/calendar/{shown[1].partition('/calendar/')[2]}").status_code == 404
    assert "Du har ingen kalenderadress." in client.get("/profile/calendar").text


def test_looking_changes_nothing_and_a_second_press_neither(council) -> None:
    client = council.client.sign_in(council.member)
    client.get("/profile/calendar")
    assert client.get("/profile/calendar/renew").status_code == 302, "there is nothing to renew"
    client.post("/profile/calendar")
    first = client.get("/profile/calendar").text
    client.get("/profile/calendar/renew")
    client.get("/profile/calendar/close")
    client.post("/profile/calendar")
    assert "http" in first
    assert html.fromstring(first).xpath("//input[@id='allt']/@value") == html.fromstring(
        client.get("/profile/calendar").text
    ).xpath("//input[@id='allt']/@value")


def test_a_calendar_fetches_its_file_without_a_cookie(council, app, address: str) -> None:
    answer = app.test_client().get(address)
    assert answer.status_code == 200
    assert answer.content_type == "text/calendar; charset=utf-8"
    assert "private" in answer.headers["Cache-Control"]
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in answer.headers
    assert faults_of(answer.data, method="PUBLISH") == []
    assert len(read(answer.data)) == 1


def test_what_has_not_changed_is_not_sent_again(council, app, address: str) -> None:
    client = app.test_client()
    first = client.get(address)
    mark = {"If-None-Match": first.headers["ETag"]}
    again = client.get(address, headers=mark)
    assert (again.status_code, again.data) == (304, b"")
    council.meeting("2026-12-11T09:00+01:00")
    changed = client.get(address, headers=mark)
    assert changed.status_code == 200
    assert len(read(changed.data)) == 2


def test_nobody_gets_the_calendar_of_another(council, app, address: str) -> None:
    client = app.test_client()
    stranger = council.make.person()
    other = address.replace(f"/{council.member.id}-", f"/{stranger.id}-")
    assert client.get(other).status_code == 404
    assert client.get("/calendar/feed/x.ics").status_code == 404
    council.member.is_active = False
    assert client.get(address).status_code == 404


def test_an_ended_seat_empties_the_calendar(council, app, address: str) -> None:
    seat = db.session.scalars(sa.select(Seat).where(Seat.person_id == council.member.id)).one()
    seat.ends_on = date(2026, 1, 1)
    assert read(app.test_client().get(address).data) == []


def test_guessing_and_hammering_are_put_off_and_others_are_not(council, app, address: str) -> None:
    client = app.test_client()
    for _ in range(60):
        assert client.get("/calendar/feed/1-guess.ics").status_code == 404
    refused = client.get("/calendar/feed/1-guess.ics")
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "600")
    assert client.get(address).status_code == 200, "from the same place, with the right address"
    for _ in range(59):
        client.get(address)
    assert client.get(address).status_code == 429


# --- Taking a council's meetings along -------------------------------------------------------------------


@pytest.mark.parametrize("named", ["Regionala samverkansrådet", "regionala", "{id}"])
def test_a_councils_meetings_are_written_to_a_file(council, app, tmp_path, named: str) -> None:
    council.meeting("2026-12-04T09:00+01:00")
    council.meeting("2026-12-11T09:00+01:00", state=MeetingState.CANCELLED)
    file = tmp_path / "rådet.ics"
    named = named.format(id=council.council.id)
    done = app.test_cli_runner().invoke(command, ["export", named, str(file)])
    assert done.exit_code == 0, done.output
    assert faults_of(file.read_bytes(), method="PUBLISH") == []
    assert [event.status.value for event in read(file.read_bytes())] == ["TENTATIVE", "CANCELLED"]


def test_a_council_that_is_not_there_or_is_two_is_told(council, app, tmp_path) -> None:
    council.make.council("Ett annat", short_name="Regionala")
    for named, said in (("Finns inte", "There is no council"), ("Regionala", "Use its number")):
        done = app.test_cli_runner().invoke(command, ["export", named, str(tmp_path / "x.ics")])
        assert done.exit_code == 1
        assert said in done.output
    assert list(tmp_path.iterdir()) == []


# --- What the server writes down of it -------------------------------------------------------------------

SECRETS = {
    "/calendar/feed/12-geheim_-x.ics?without=called": "/calendar/feed/…?without=called",
    "/answer/7-geheim": "/answer/…",
    "/password/geheim": "/password/…",
    "/meetings/12": "/meetings/12",
}


@pytest.mark.parametrize("asked", SECRETS)
def test_the_access_log_leaves_out_what_is_as_good_as_a_key(asked: str) -> None:
    settings = runpy.run_path(str(Path(__file__).parents[2] / "gunicorn.conf.py"))
    path, _mark, query = asked.partition("?")
    environ = {
        "REQUEST_METHOD": "GET",
        "RAW_URI": asked,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "HTTP_REFERER": f"https://moten.example.org{asked}",
        "SERVER_PROTOCOL": "HTTP/1.1",
    }
    answer = SimpleNamespace(status="200 OK", sent=1, headers=[])
    asking = SimpleNamespace(headers=[("Referer", environ["HTTP_REFERER"])])
    found = settings["logger_class"](Config()).atoms(answer, asking, environ, timedelta())
    assert found["r"] == f"GET {SECRETS[asked]} HTTP/1.1"
    assert "geheim" not in str(found)
