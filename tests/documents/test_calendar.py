"""The calendar request, read by a second pair of eyes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from councilflow.documents.calendar import Contact, Occasion, cancel, request
from councilflow.process.timetable import Night
from tests.documents.samples import NOW

CHAIR = Contact(name='Ordföranden, "Sundsvall"', email="ordforande@sundsvall.example")
MEMBER = Contact(name="Ledamoten i Ånge", email="ledamot@ange.example")
OCCASION = Occasion(
    uid="6-2026@council.example",
    sequence=0,
    title="Regionala samverkansrådet; möte 6/2026",
    starts_at=datetime(2026, 12, 4, 8, 0, tzinfo=UTC),
    ends_at=datetime(2026, 12, 4, 11, 15, tzinfo=UTC),
    zone=ZoneInfo("Europe/Stockholm"),
    organizer=CHAIR,
    place="Regionens hus, Härnösand",
    link="https://moten.example.org/6",
    description="1. Öppnande\n2. Kompetens, teknik; och mer",
)


def read(content: bytes) -> tuple[Calendar, Event]:
    calendar = Calendar.from_ical(content)
    [event] = calendar.walk("VEVENT")
    return calendar, event


def test_the_request_can_be_read_back() -> None:
    calendar, event = read(request(OCCASION, to=MEMBER, now=NOW))
    assert calendar["METHOD"] == "REQUEST"
    assert event["UID"] == OCCASION.uid
    assert event["SEQUENCE"] == 0
    assert event["STATUS"] == "CONFIRMED"
    assert event["SUMMARY"] == OCCASION.title
    assert event["DESCRIPTION"] == OCCASION.description
    assert event["LOCATION"] == OCCASION.place
    assert event["URL"] == OCCASION.link
    assert event["DTSTAMP"].dt == NOW


def test_the_clock_is_that_of_the_council() -> None:
    content = request(OCCASION, to=MEMBER, now=NOW)
    calendar, event = read(content)
    assert b"DTSTART;TZID=Europe/Stockholm:20261204T090000" in content
    assert event["DTSTART"].dt == OCCASION.starts_at
    assert event["DTEND"].dt == OCCASION.ends_at
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Stockholm"]


def test_the_chair_invites_and_only_the_recipient_is_named() -> None:
    _calendar, event = read(request(OCCASION, to=MEMBER, now=NOW))
    assert event["ORGANIZER"] == f"mailto:{CHAIR.email}"
    assert event["ATTENDEE"] == f"mailto:{MEMBER.email}"
    assert event["ATTENDEE"].params["RSVP"] == "TRUE"
    assert event["ATTENDEE"].params["CN"] == MEMBER.name


def test_a_change_keeps_the_uid_and_raises_the_sequence() -> None:
    later = replace(OCCASION, sequence=1, starts_at=datetime(2026, 12, 4, 9, 0, tzinfo=UTC))
    _calendar, event = read(request(later, to=MEMBER, now=NOW))
    assert (event["UID"], event["SEQUENCE"]) == (OCCASION.uid, 1)


def test_each_day_of_a_meeting_stands_by_itself_under_one_uid() -> None:
    """Summer time ends in the night between the first two days."""
    nights = (
        Night(datetime(2026, 10, 24, 15, 0, tzinfo=UTC), datetime(2026, 10, 25, 11, 0, tzinfo=UTC)),
        Night(datetime(2026, 10, 25, 16, 0, tzinfo=UTC), datetime(2026, 10, 26, 8, 0, tzinfo=UTC)),
    )
    days = replace(
        OCCASION,
        starts_at=datetime(2026, 10, 24, 10, 0, tzinfo=UTC),
        ends_at=datetime(2026, 10, 26, 11, 0, tzinfo=UTC),
        nights=nights,
    )
    first, *others = Calendar.from_ical(request(days, to=MEMBER, now=NOW)).walk("VEVENT")
    assert first["RRULE"] == {"FREQ": ["DAILY"], "COUNT": [3]}
    assert "RECURRENCE-ID" not in first
    stockholm = OCCASION.zone
    assert [(one.decoded("dtstart"), one.decoded("dtend")) for one in (first, *others)] == [
        (datetime(2026, 10, 24, 12, tzinfo=stockholm), datetime(2026, 10, 24, 17, tzinfo=stockholm)),
        # The second day has the hours of the first, so the rule says it all.
        (datetime(2026, 10, 26, 9, tzinfo=stockholm), datetime(2026, 10, 26, 12, tzinfo=stockholm)),
    ]
    assert [one.decoded("recurrence-id") for one in others] == [datetime(2026, 10, 26, 12, tzinfo=stockholm)]
    assert {(one["UID"], one["SEQUENCE"], one["STATUS"]) for one in (first, *others)} == {
        (OCCASION.uid, 0, "CONFIRMED")
    }


def test_a_cancelled_meeting_is_taken_out() -> None:
    calendar, event = read(cancel(replace(OCCASION, sequence=2), to=MEMBER, now=NOW))
    assert (calendar["METHOD"], event["STATUS"], event["UID"]) == ("CANCEL", "CANCELLED", OCCASION.uid)


def test_a_meeting_over_two_days_is_one_entry_even_when_the_clocks_change() -> None:
    night = replace(
        OCCASION,
        starts_at=datetime(2026, 10, 24, 10, 0, tzinfo=UTC),
        ends_at=datetime(2026, 10, 25, 11, 0, tzinfo=UTC),
        link="",
        place="",
    )
    content = request(night, to=MEMBER, now=NOW)
    assert b"DTSTART;TZID=Europe/Stockholm:20261024T120000" in content
    assert b"DTEND;TZID=Europe/Stockholm:20261025T120000" in content
    assert "LOCATION" not in read(content)[1]
