"""Holidays, warnings, conflicts and what stands in a calendar, for whom."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from councilflow import i18n
from councilflow.extensions import db
from councilflow.models import Body, ExtraInvitee, Invitation, Invitee, Meeting, Person, Presenter, Seat
from councilflow.process.calendar import Frequency
from councilflow.process.councils import BodyKind, Category, Country
from councilflow.process.meeting import InvitationAnswer, MeetingState
from councilflow.process.timetable import Night
from councilflow.services import meetings, visibility
from councilflow.services.calendar import feed
from councilflow.services.calendar.conflicts import Conflict, conflicts, conflicts_of
from councilflow.services.calendar.export import calendar_of_council
from councilflow.services.calendar.holidays import holidays_on
from councilflow.services.calendar.warnings import CountWarning, FreeDayWarning, year_warnings
from tests.conftest import NOW, Make
from tests.documents.icalendar_rules import faults_of, read

MORNING = datetime(2026, 12, 4, 8, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def viewer_of(person: Person) -> visibility.Viewer:
    found = visibility.viewer(person.id, person.session_key, now=NOW)
    assert found is not None
    return found


# --- Holidays --------------------------------------------------------------------------------------------

HOLIDAYS = [
    (Country.SWEDEN, "sv", date(2026, 6, 19), "Midsommarafton"),
    (Country.SWEDEN, "sv", date(2026, 12, 24), "Julafton"),
    (Country.SWEDEN, "sv", date(2026, 4, 3), "Långfredagen"),
    (Country.SWEDEN, "sv", date(2026, 4, 2), None),
    (Country.SWEDEN, "nb", date(2026, 6, 6), "Nationaldagen"),
    (Country.SWEDEN, "en", date(2026, 6, 6), "National Day"),
    (Country.SWEDEN, "sv", date(2028, 2, 29), None),
    (Country.NORWAY, "nb", date(2026, 5, 17), "Grunnlovsdag"),
    (Country.NORWAY, "sv", date(2026, 4, 2), "Skjærtorsdag"),
    (Country.NORWAY, "en", date(2026, 4, 2), "Maundy Thursday"),
    (Country.NORWAY, "sv", date(2026, 12, 24), "Julafton"),
    (Country.NORWAY, "nb", date(2026, 6, 6), None),
]


@pytest.mark.parametrize(("country", "language", "day", "name"), HOLIDAYS)
def test_each_country_has_its_own_holidays(
    country: Country, language: str, day: date, name: str | None
) -> None:
    with i18n.speaking(language):
        assert holidays_on(country, day.year).get(day) == name


def test_the_holidays_come_in_the_order_of_the_year() -> None:
    days = list(holidays_on(Country.NORWAY, 2027))
    assert days == sorted(days)
    assert {day.year for day in days} == {2027}


# --- Warnings --------------------------------------------------------------------------------------------


def wide_council(make: Make) -> Body:
    return make.council(
        "Stora", kind=BodyKind.WIDE_COUNCIL, short_name="Stora", meetings_least=2, meetings_most=3
    )


@pytest.mark.parametrize(
    ("days", "cancelled", "what"),
    [
        ((), 0, (Frequency.TOO_FEW, 0, 2)),
        (("2026-03-10",), 0, (Frequency.TOO_FEW, 1, 2)),
        (("2026-03-10", "2026-09-15"), 0, None),
        (("2026-03-10", "2026-09-15"), 1, (Frequency.TOO_FEW, 1, 2)),
        (("2026-01-07", "2026-03-10", "2026-06-10", "2026-09-15"), 0, (Frequency.TOO_MANY, 4, 3)),
        (("2026-01-07", "2026-03-10", "2026-06-10", "2026-09-15"), 1, None),
        (("2025-12-18", "2026-03-10", "2027-01-12"), 0, (Frequency.TOO_FEW, 1, 2)),
    ],
)
def test_the_wider_council_is_warned_of_a_year_with_too_few_or_too_many_meetings(
    make: Make, days: tuple[str, ...], cancelled: int, what: tuple[Frequency, int, int] | None
) -> None:
    council = wide_council(make)
    for n, day in enumerate(days):
        state = MeetingState.CANCELLED if n < cancelled else MeetingState.PREPARING
        make.meeting(council, starts_at=datetime.fromisoformat(f"{day}T09:00+01:00"), state=state)
    found = [one for one in year_warnings(council.id, 2026) if isinstance(one, CountWarning)]
    assert [(one.what, one.count, one.bound) for one in found] == ([what] if what else [])


def test_a_meeting_counts_in_the_year_of_the_councils_own_clock(make: Make) -> None:
    council = wide_council(make)
    make.meeting(council, starts_at=datetime(2025, 12, 31, 23, 30, tzinfo=UTC))  # half past midnight
    [warning] = [one for one in year_warnings(council.id, 2026) if isinstance(one, CountWarning)]
    assert warning.count == 1


def test_a_council_that_has_set_no_bounds_is_not_warned(make: Make) -> None:
    council = make.council()
    for month in range(1, 13):
        make.meeting(council, starts_at=datetime(2026, month, 10, 8, tzinfo=UTC))
    counted = [one for one in year_warnings(council.id, 2026) if isinstance(one, CountWarning)]
    assert counted == []


@pytest.mark.parametrize(
    ("country", "starts_at", "hours", "warned"),
    [
        (Country.SWEDEN, "2026-12-04T09:00+01:00", 3, []),
        (Country.SWEDEN, "2026-12-05T09:00+01:00", 3, [(date(2026, 12, 5), "")]),
        (Country.SWEDEN, "2026-06-19T09:00+02:00", 3, [(date(2026, 6, 19), "Midsommarafton")]),
        (Country.NORWAY, "2026-06-19T09:00+02:00", 3, []),
        (Country.NORWAY, "2026-05-25T09:00+02:00", 3, [(date(2026, 5, 25), "Andre pinsedag")]),
        (Country.SWEDEN, "2026-12-30T12:00+01:00", 24, [(date(2026, 12, 31), "Nyårsafton")]),
        (
            Country.SWEDEN,
            "2026-12-31T12:00+01:00",
            24,
            [(date(2026, 12, 31), "Nyårsafton"), (date(2027, 1, 1), "Nyårsdagen")],
        ),
    ],
)
def test_a_meeting_on_a_day_when_nobody_works_is_warned_of(
    make: Make, country: Country, starts_at: str, hours: int, warned: list[tuple[date, str]]
) -> None:
    council = make.council(country=country)
    begins = datetime.fromisoformat(starts_at)
    make.meeting(council, starts_at=begins, ends_at=begins + timedelta(hours=hours))
    found = [one for one in year_warnings(council.id, 2026) if isinstance(one, FreeDayWarning)]
    assert [(one.day, one.holiday) for one in found] == warned


# --- Conflicts -------------------------------------------------------------------------------------------


class Two:
    """Two councils that share a member and meet at overlapping times; the secretary of each sits in one."""

    def __init__(self, make: Make) -> None:
        self.make = make
        self.one = make.council("Regionala", short_name="Regionala")
        self.other = make.council("Hälsorådet", short_name="Hälsorådet")
        self.shared = make.seat(self.one, name="Anna Berg")
        make.seat(self.other, person=self.shared)
        make.seat(self.one, name="Bara här")
        make.seat(self.other, name="Bara där")
        self.secretary = make.secretary(self.one)
        self.here = make.meeting(self.one, starts_at=MORNING)
        self.there = make.meeting(self.other, starts_at=MORNING + timedelta(hours=2))

    def found(self, who: Person | None = None) -> list[Conflict]:
        return conflicts_of(viewer_of(who or self.secretary), MORNING - DAY, MORNING + DAY)


def test_somebody_called_to_two_meetings_at_once_is_found(make: Make) -> None:
    two = Two(make)
    [conflict] = two.found()
    assert conflict.people == ("Anna Berg",)
    assert (conflict.meeting.meeting_id, conflict.meeting.council) == (two.here.id, "Regionala")
    assert conflict.other is None, "the other council is none of the secretary's business"


def test_who_may_know_of_both_is_told_both(make: Make) -> None:
    two = Two(make)
    make.seat(two.other, Category.OBSERVER, person=two.secretary)
    [conflict] = two.found()
    assert conflict.other is not None
    assert (conflict.other.meeting_id, conflict.other.council) == (two.there.id, "Hälsorådet")
    assert conflict.other.starts_at.hour == 11, "on the council's own clock"


def test_whoever_plans_both_is_told_once(make: Make) -> None:
    two = Two(make)
    make.seat(two.other, Category.SECRETARY, person=two.secretary)
    assert len(two.found()) == 1


def test_a_member_is_told_of_no_conflicts(make: Make) -> None:
    two = Two(make)
    assert two.found(two.shared) == []


def change_nothing(two: Two) -> None:
    pass


def end_the_seat(two: Two) -> None:
    [seat] = db.session.query(Seat).filter_by(person_id=two.shared.id, body_id=two.other.id)
    seat.ends_on = date(2026, 12, 3)


def end_the_seat_that_day(two: Two) -> None:
    [seat] = db.session.query(Seat).filter_by(person_id=two.shared.id, body_id=two.other.id)
    seat.ends_on = date(2026, 12, 4)


def cancel(two: Two) -> None:
    two.there.state = MeetingState.CANCELLED


def let_it_follow(two: Two) -> None:
    two.there.starts_at, two.there.ends_at = two.here.ends_at, two.here.ends_at + timedelta(hours=1)


def only_observe(two: Two) -> None:
    [seat] = db.session.query(Seat).filter_by(person_id=two.shared.id, body_id=two.other.id)
    seat.category = Category.OBSERVER


def span_two_days(two: Two) -> None:
    two.there.starts_at = two.here.starts_at - DAY
    two.there.ends_at = two.here.starts_at + timedelta(hours=1)


def sleep_meanwhile(two: Two) -> None:
    """Lunch to lunch, two days, with the other meeting in the evening between them (A61)."""
    span_two_days(two)
    evening, morning = two.here.starts_at - timedelta(hours=18), two.here.starts_at - timedelta(hours=1)
    two.there.nights = (Night(evening, morning),)
    two.here.starts_at, two.here.ends_at = evening, evening + timedelta(hours=2)


def sleep_until_it_begins(two: Two) -> None:
    span_two_days(two)
    night = Night(two.here.starts_at - timedelta(hours=18), two.here.starts_at - timedelta(minutes=1))
    two.there.nights = (night,)


def invite_alone(two: Two) -> None:
    end_the_seat(two)
    two.make.save(
        ExtraInvitee(
            meeting_id=two.there.id, person_id=two.shared.id, name="Anna Berg", category=Category.ACTOR
        )
    )


@pytest.mark.parametrize(
    ("change", "count"),
    [
        (change_nothing, 1),
        (end_the_seat, 0),
        (end_the_seat_that_day, 1),
        (cancel, 0),
        (let_it_follow, 0),
        (only_observe, 0),
        (span_two_days, 1),
        (sleep_meanwhile, 0),
        (sleep_until_it_begins, 1),
        (invite_alone, 1),
    ],
)
def test_only_those_called_on_the_day_collide(make: Make, change, count: int) -> None:
    two = Two(make)
    change(two)
    db.session.commit()
    assert len(two.found()) == count
    asked = conflicts(two.one.id, two.here.starts_at, two.here.ends_at, ignoring=two.here.id)
    assert len(asked) == count


def test_members_of_the_narrower_council_are_called_to_the_wider_one(make: Make) -> None:
    two = Two(make)
    wide = make.council("Stora", kind=BodyKind.WIDE_COUNCIL, includes_id=two.one.id, short_name="Stora")
    make.meeting(wide, starts_at=MORNING)
    names = {conflict.other.council: conflict.people for conflict in two.found() if conflict.other}
    assert names == {"Stora": ("Anna Berg", "Bara här", "Sekreterare")}


def test_a_meeting_that_is_only_being_planned_is_tried(make: Make) -> None:
    two = Two(make)
    hour = timedelta(hours=1)
    assert [c.people for c in conflicts(two.other.id, MORNING - hour, MORNING + hour)] == [("Anna Berg",)]
    assert conflicts(two.other.id, MORNING - 2 * hour, MORNING) == []
    [told] = conflicts(two.other.id, MORNING, MORNING + hour, seen_by=viewer_of(two.secretary))
    assert told.other is not None
    assert told.other.council == "Regionala"
    night = Night(MORNING - 2 * hour, MORNING + 5 * hour)
    assert conflicts(two.other.id, MORNING - 3 * hour, MORNING + 6 * hour, nights=[night]) == []


# --- What stands in a calendar ---------------------------------------------------------------------------


class Subscriber:
    """A member with a calendar, and a meeting that nobody is called to yet."""

    def __init__(self, make: Make) -> None:
        self.make = make
        self.council = make.council("Regionala samverkansrådet")
        self.chair = make.chair(self.council)
        self.person = make.seat(self.council, name="Ledamoten i Ånge")
        self.meeting = make.meeting(self.council, place="Härnösand", link="https://video.example/hemlig-lank")

    def invite(self, **facts: object) -> Invitee:
        """Call people, without the mail."""
        self.meeting.state = MeetingState.INVITED
        invitation = Invitation(
            meeting_id=self.meeting.id,
            in_name_of=self.chair.name,
            issued_by_id=self.chair.id,
            issued_at=NOW,
            uid="kallelsen@councilflow",
            sequence=3,
        )
        self.make.save(invitation)
        person = facts.pop("person", self.person)
        return self.make.save(
            Invitee(
                invitation_id=invitation.id,
                person_id=person.id,
                name=person.name,
                email=person.email,
                language="sv",
                category=None if facts else Category.MEMBER,
                secret=f"x{person.id}",
                **facts,
            )
        )

    def events(self, person: Person | None = None, now: datetime = NOW, **kept: bool):
        db.session.commit()
        content = feed.calendar_of(person or self.person, now=now, **kept)
        assert faults_of(content, method="PUBLISH") == []
        return read(content)


def test_a_planned_meeting_is_tentative_and_says_little(make: Make) -> None:
    [event] = Subscriber(make).events()
    assert event.status.value == "TENTATIVE"
    assert event.summary.value == "Regionala samverkansrådet: möte (preliminärt)"
    assert "video.example" not in event.serialize()
    assert not hasattr(event, "location")


def test_a_meeting_that_people_are_called_to_keeps_the_name_of_the_call(make: Make) -> None:
    subscriber = Subscriber(make)
    subscriber.invite()
    [event] = subscriber.events()
    assert (event.uid.value, event.sequence.value) == ("kallelsen@councilflow", "3")
    assert (event.status.value, event.transp.value) == ("CONFIRMED", "OPAQUE")
    assert event.location.value == "Härnösand"
    assert "https://video.example/hemlig-lank" in event.description.value
    assert event.url.value.endswith(f"/meetings/{subscriber.meeting.id}")
    assert event.organizer.value == f"mailto:{subscriber.chair.email}"


def test_whoever_has_said_no_is_not_shown_as_busy(make: Make) -> None:
    subscriber = Subscriber(make)
    subscriber.invite().answer = InvitationAnswer.ABSENT
    [event] = subscriber.events()
    assert event.transp.value == "TRANSPARENT"


def test_what_came_as_a_call_can_be_left_out(make: Make) -> None:
    subscriber = Subscriber(make)
    later = make.meeting(subscriber.council, starts_at=MORNING + 30 * DAY)
    subscriber.invite()
    assert len(subscriber.events()) == 2
    [event] = subscriber.events(with_called=False)
    assert event.url.value.endswith(f"/meetings/{later.id}")


@pytest.mark.parametrize(("days", "statuses"), [(0, ["CANCELLED"]), (59, ["CANCELLED"]), (61, [])])
def test_a_cancelled_meeting_is_told_of_for_sixty_days(make: Make, days: int, statuses: list[str]) -> None:
    subscriber = Subscriber(make)
    subscriber.meeting.state, subscriber.meeting.cancelled_at = MeetingState.CANCELLED, NOW
    events = subscriber.events(now=NOW + days * DAY)
    assert [event.status.value for event in events] == statuses
    assert all(event.summary.value.startswith("Inställt: ") for event in events)


def test_a_meeting_of_last_year_stays_and_an_older_one_goes(make: Make) -> None:
    subscriber = Subscriber(make)
    assert len(subscriber.events(now=MORNING + 300 * DAY)) == 1
    assert subscriber.events(now=MORNING + 400 * DAY) == []


@pytest.mark.parametrize(
    ("ends_on", "count"),
    [
        (date(2026, 11, 19), 0),
        (date(2026, 11, 20), 0),
        (date(2026, 12, 3), 0),
        (date(2026, 12, 4), 1),
        (None, 1),
    ],
)
def test_a_seat_that_has_ended_by_then_no_longer_gives_the_meeting(
    make: Make, ends_on: date | None, count: int
) -> None:
    subscriber = Subscriber(make)
    [seat] = db.session.query(Seat).filter_by(person_id=subscriber.person.id)
    seat.ends_on = ends_on
    assert len(subscriber.events()) == count


def test_a_new_term_goes_on_where_the_old_one_ends(make: Make) -> None:
    subscriber = Subscriber(make)
    [seat] = db.session.query(Seat).filter_by(person_id=subscriber.person.id)
    seat.ends_on = date(2026, 11, 30)
    make.seat(subscriber.council, person=subscriber.person, starts_on=date(2026, 12, 1))
    assert len(subscriber.events()) == 1


def test_members_of_the_narrower_council_have_the_meetings_of_the_wider(make: Make) -> None:
    subscriber = Subscriber(make)
    wide = make.council("Stora", kind=BodyKind.WIDE_COUNCIL, includes_id=subscriber.council.id)
    make.meeting(wide, starts_at=MORNING + DAY)
    assert [event.summary.value for event in subscriber.events()] == [
        "Regionala samverkansrådet: möte (preliminärt)",
        "Stora: möte (preliminärt)",
    ]


def test_nobody_has_the_meetings_of_others(make: Make) -> None:
    subscriber = Subscriber(make)
    make.meeting(make.council("Grannlänets råd"))
    assert len(subscriber.events()) == 1
    assert subscriber.events(make.person()) == []


def test_somebody_invited_to_one_meeting_alone_has_that_one(make: Make) -> None:
    subscriber, guest = Subscriber(make), make.person("Gästen")
    make.meeting(subscriber.council, starts_at=MORNING + DAY)
    make.save(
        ExtraInvitee(
            meeting_id=subscriber.meeting.id, person_id=guest.id, name="Gästen", category=Category.ACTOR
        )
    )
    assert subscriber.events(guest) == [], "nobody has called the guest yet"
    subscriber.invite()
    [event] = subscriber.events(guest)
    assert event.url.value.endswith(f"/meetings/{subscriber.meeting.id}")


def test_a_presenter_has_the_time_of_the_own_item_and_no_word_of_the_agenda(make: Make) -> None:
    subscriber, presenter = Subscriber(make), make.person("Föredraganden")
    make.item(subscriber.meeting, title="Hemlig första punkt", minutes=30)
    item = make.item(subscriber.meeting, title="Hemlig egen punkt", minutes=20)
    make.save(Presenter(item=item, name=presenter.name, email=presenter.email.upper()))
    assert subscriber.events(presenter) == []
    subscriber.invite(person=presenter, item_id=item.id)
    [event] = subscriber.events(presenter)
    assert event.uid.value == f"{item.id}.kallelsen@councilflow", "that of the call to the item"
    assert event.dtstart.value == MORNING + timedelta(minutes=30)
    assert event.dtend.value == MORNING + timedelta(minutes=50)
    assert event.url.value.endswith(f"/presenting/{item.id}")
    assert "Hemlig" not in event.serialize()
    assert subscriber.events(presenter, with_called=False) == []


def test_no_calendar_tells_the_agenda(make: Make) -> None:
    subscriber = Subscriber(make)
    item, home = make.item(subscriber.meeting, title="Hemlig punkt"), make.organisation("Ånge kommun")
    subscriber.invite()
    writer = make.seat(subscriber.council, organisation_id=home.id)
    make.draft(item, writer, home, note="Hemlig hållning")
    db.session.commit()
    for person in (subscriber.person, writer):
        assert b"Hemlig" not in feed.calendar_of(person, now=NOW)
    assert b"Hemlig" not in calendar_of_council(subscriber.council)


def test_a_calendar_speaks_its_readers_language(make: Make) -> None:
    subscriber = Subscriber(make)
    subscriber.person.language = "en"
    db.session.commit()
    name = feed.calendar_of(subscriber.person, now=NOW).decode()
    assert "NAME:" in name
    assert i18n.language() == "sv"


def test_moving_a_meeting_raises_its_sequence_and_says_when(make: Make) -> None:
    subscriber = Subscriber(make)
    planned = meetings.plan(
        subscriber.council,
        starts_at=MORNING + DAY,
        ends_at=MORNING + DAY + timedelta(hours=1),
        kind=subscriber.meeting.kind,
        form=subscriber.meeting.form,
        place="",
        link="",
        by=subscriber.chair,
        now=NOW,
    )
    before = subscriber.events()[-1]
    meetings.change(
        planned,
        starts_at=MORNING + 2 * DAY,
        ends_at=MORNING + 2 * DAY + timedelta(hours=1),
        kind=planned.kind,
        form=planned.form,
        place="",
        link="",
        by=subscriber.chair,
        now=NOW + DAY,
    )
    after = subscriber.events()[-1]
    assert after.uid.value == before.uid.value
    assert int(after.sequence.value) > int(before.sequence.value)
    assert after.last_modified.value == NOW + DAY


def test_the_file_of_a_council_leaves_out_the_way_into_its_meetings(make: Make) -> None:
    subscriber = Subscriber(make)
    subscriber.invite()
    make.meeting(subscriber.council, starts_at=MORNING - 900 * DAY, state=MeetingState.HELD)
    content = calendar_of_council(subscriber.council)
    assert faults_of(content, method="PUBLISH") == []
    assert len(read(content)) == 2
    assert b"hemlig-lank" not in content


# --- The secret ------------------------------------------------------------------------------------------


def secret_of(person: Person) -> str:
    return feed.path_of(person).removeprefix("/calendar/feed/").removesuffix(".ics")


def test_an_address_holds_until_it_is_renewed_closed_or_its_owner_leaves(make: Make) -> None:
    person = make.person()
    assert feed.behind(secret_of(person)) is None, "there is none yet"
    feed.renew(person, now=NOW)
    first = secret_of(person)
    assert feed.behind(first) is person
    feed.renew(person, now=NOW)
    second = secret_of(person)
    assert (feed.behind(first), feed.behind(second)) == (None, person)
    feed.close(person, now=NOW)
    assert feed.behind(second) is None
    assert feed.behind(secret_of(person)) is None, "what a closed address would be is none either"
    feed.renew(person, now=NOW)
    third = secret_of(person)
    assert len({first, second, third}) == 3, "no address ever comes back"
    assert feed.behind(third) is person
    person.is_active = False
    assert feed.behind(third) is None


@pytest.mark.parametrize(
    "spoil",
    [
        lambda mine, other: "",
        lambda mine, other: mine[:-1],
        lambda mine, other: mine + "A",
        lambda mine, other: f"{other.partition('-')[0]}-{mine.partition('-')[2]}",
        lambda mine, other: f"0{mine}",
        lambda mine, other: "9" * 5000,
        lambda mine, other: "²-x",
        lambda mine, other: "99999999999-x",
    ],
)
def test_nothing_but_the_very_address_leads_there(make: Make, spoil) -> None:
    mine, other = make.person(), make.person()
    feed.renew(mine, now=NOW)
    feed.renew(other, now=NOW)
    assert feed.behind(spoil(secret_of(mine), secret_of(other))) is None


def test_the_journal_says_that_an_address_was_made_and_not_which(make: Make) -> None:
    person = make.person("Ledamoten i Ånge")
    feed.renew(person, now=NOW)
    feed.close(person, now=NOW)
    db.session.commit()
    rows = db.session.execute(sa.text("select event, about, before, after from journal_entry")).all()
    assert [row.event for row in rows] == ["feed-renewed", "feed-closed"]
    assert secret_of(person)[:20] not in str(rows)


# --- As many questions at any size -----------------------------------------------------------------------


def statements(ask) -> list[str]:
    said: list[str] = []
    db.session.expunge_all()

    def listen(_connection, _cursor, statement, *_more) -> None:
        if not statement.startswith("BEGIN"):
            said.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", listen)
    try:
        ask()
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", listen)
    return said


@pytest.mark.one_database
def test_nothing_asks_more_of_the_database_when_there_are_more_meetings(make: Make) -> None:
    two = Two(make)
    person_id, council_id, key = two.secretary.id, two.one.id, two.secretary.session_key

    def ask_all() -> None:
        who = visibility.viewer(person_id, key, now=NOW)
        person = db.session.get_one(Person, person_id)
        council = db.session.get_one(Body, council_id)
        feed.calendar_of(person, now=NOW)
        calendar_of_council(council)
        assert who is not None
        conflicts_of(who, MORNING - 400 * DAY, MORNING + 400 * DAY)
        conflicts(council_id, MORNING, MORNING + DAY, seen_by=who)
        year_warnings(council_id, 2026)

    before = statements(ask_all)
    for n in range(200):
        for council in (two.one, two.other):
            db.session.add(
                Meeting(council=council, starts_at=MORNING + n * DAY / 4, ends_at=MORNING + (n + 1) * DAY / 4)
            )
    for n in range(50):
        person = Person(name=f"P{n}", email=f"p{n}@x.se", session_key="k", created_at=NOW)
        db.session.add(person)
        db.session.flush()
        for council in (two.one, two.other):
            db.session.add(
                Seat(
                    body_id=council.id,
                    person_id=person.id,
                    category=Category.MEMBER,
                    starts_on=date(2023, 1, 1),
                )
            )
    db.session.commit()
    assert len(statements(ask_all)) == len(before)
