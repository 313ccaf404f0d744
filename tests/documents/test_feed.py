"""Calendars to subscribe to and to take home, read by another reader than the one that wrote them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from councilflow.documents.calendar import Contact, Occasion, cancel, request
from councilflow.documents.feed import Entry, Standing, published
from tests.documents.icalendar_rules import faults_of, read

STOCKHOLM = ZoneInfo("Europe/Stockholm")
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
ENTRY = Entry(
    uid="7@councilflow",
    sequence=2,
    title="Regionala samverkansrådet i Västernorrlands län; möte, med en lång rubrik som måste brytas",
    standing=Standing.CONFIRMED,
    starts_at=datetime(2026, 12, 4, 8, 0, tzinfo=UTC),
    ends_at=datetime(2026, 12, 4, 11, 15, tzinfo=UTC),
    zone=STOCKHOLM,
    changed_at=NOW,
    organizer='Ordföranden, "Sundsvall"\r\nX-EVIL:1',
    organizer_email="ordforande@sundsvall.example",
    place="Regionens hus, Härnösand",
    url="https://moten.example.org/meetings/7",
    description="Delta digitalt: https://video.example/7;a,b\nVälkommen",
)


def utc(*when: int) -> datetime:
    return datetime(*when, tzinfo=UTC)  # type: ignore[misc, arg-type]  # year, month, day, hour


def test_another_reader_finds_what_was_written() -> None:
    content = published("Möten – Ledamoten i Ånge", [ENTRY])
    assert faults_of(content, method="PUBLISH") == []
    [event] = read(content)
    assert (event.uid.value, event.sequence.value, event.status.value) == ("7@councilflow", "2", "CONFIRMED")
    assert event.summary.value == ENTRY.title
    assert event.location.value == ENTRY.place
    assert event.description.value == ENTRY.description
    assert event.url.value == ENTRY.url
    assert event.dtstart.value == ENTRY.starts_at
    assert event.dtend.value == ENTRY.ends_at
    assert not hasattr(event, "attendee")


def test_calendars_are_told_its_name_and_when_to_come_again() -> None:
    lines = published("Möten", [ENTRY]).decode().split("\r\n")
    for line in (
        "NAME:Möten",
        "X-WR-CALNAME:Möten",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
    ):
        assert line in lines


def test_an_empty_calendar_is_one_as_well() -> None:
    content = published("Möten", [])
    assert faults_of(content, method="PUBLISH") == []
    assert read(content) == []


def test_the_same_meetings_give_the_same_bytes() -> None:
    assert published("Möten", [ENTRY]) == published("Möten", [replace(ENTRY)])


def test_two_entries_cannot_be_the_same() -> None:
    with pytest.raises(ValueError, match="same UID"):
        published("Möten", [ENTRY, ENTRY])


TIMES = {
    "an-ordinary-morning": (utc(2026, 12, 4, 8), utc(2026, 12, 4, 11), STOCKHOLM),
    "lunch-to-lunch": (utc(2026, 8, 19, 10), utc(2026, 8, 20, 11), STOCKHOLM),
    "while-the-clock-goes-forward": (utc(2026, 3, 28, 11), utc(2026, 3, 29, 10), STOCKHOLM),
    "while-the-clock-goes-back": (utc(2026, 10, 24, 10), utc(2026, 10, 25, 11), STOCKHOLM),
    "the-hour-after-the-change": (utc(2026, 3, 29, 1), utc(2026, 3, 29, 2), STOCKHOLM),
    "until-midnight": (utc(2026, 12, 4, 20), utc(2026, 12, 4, 23), STOCKHOLM),
    "over-the-new-year": (utc(2026, 12, 31, 22), utc(2027, 1, 1, 1), STOCKHOLM),
    "on-the-leap-day": (utc(2028, 2, 29, 8), utc(2028, 2, 29, 11), STOCKHOLM),
    "in-norway": (utc(2026, 7, 1, 8), utc(2026, 7, 1, 11), ZoneInfo("Europe/Oslo")),
    "in-finland": (utc(2026, 7, 1, 8), utc(2026, 7, 1, 11), ZoneInfo("Europe/Helsinki")),
    "without-summer-time": (utc(2026, 7, 1, 8), utc(2026, 7, 1, 11), ZoneInfo("Africa/Lagos")),
    "by-other-rules": (utc(2026, 7, 1, 18), utc(2026, 7, 1, 21), ZoneInfo("America/New_York")),
    "in-utc": (utc(2026, 7, 1, 18), utc(2026, 7, 1, 21), ZoneInfo("UTC")),
}


@pytest.mark.parametrize("name", TIMES)
def test_another_reader_finds_the_same_instant(name: str) -> None:
    starts_at, ends_at, zone = TIMES[name]
    content = published("Möten", [replace(ENTRY, starts_at=starts_at, ends_at=ends_at, zone=zone)])
    assert faults_of(content, method="PUBLISH") == []
    [event] = read(content)
    assert event.dtstart.value.astimezone(UTC) == starts_at
    assert event.dtend.value.astimezone(UTC) == ends_at


def test_the_clock_changes_by_a_rule_that_every_calendar_reads() -> None:
    content = published("Möten", [ENTRY]).decode()
    assert "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3" in content
    assert "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10" in content
    assert "RDATE" not in content


def test_a_cancelled_meeting_takes_nobodys_time() -> None:
    [event] = read(published("Möten", [replace(ENTRY, standing=Standing.CANCELLED, is_busy=False)]))
    assert (event.status.value, event.transp.value) == ("CANCELLED", "TRANSPARENT")


INVITED = Occasion(
    uid=ENTRY.uid,
    sequence=1,
    title=ENTRY.title,
    starts_at=ENTRY.starts_at,
    ends_at=ENTRY.ends_at + timedelta(days=1),
    zone=STOCKHOLM,
    organizer=Contact(name='Ordföranden, "Sundsvall"', email="ordforande@sundsvall.example"),
    place=ENTRY.place,
    link="https://video.example/7",
    description=ENTRY.description,
)
MEMBER = Contact(name="Ledamoten i Ånge", email="ledamot@ange.example")


@pytest.mark.parametrize(("write", "method"), [(request, "REQUEST"), (cancel, "CANCEL")])
def test_another_reader_understands_the_call_and_its_cancelling(write, method: str) -> None:
    content = write(INVITED, to=MEMBER, now=NOW)
    assert faults_of(content, method=method) == []
    [event] = read(content)
    assert (event.uid.value, event.sequence.value) == (INVITED.uid, "1")
    assert event.attendee.value == f"mailto:{MEMBER.email}"
    assert event.organizer.value == f"mailto:{INVITED.organizer.email}"
    assert event.dtstart.value == INVITED.starts_at
    assert event.dtend.value == INVITED.ends_at


FAULTY = {
    "a bare line feed": (b"SUMMARY", b"\nSUMMARY"),
    "a long line": (b"SUMMARY:", b"SUMMARY:" + b"x" * 80),
    "no zone": (b"TZID:Europe/Stockholm", b"TZID:Elsewhere"),
    "no uid": (b"UID:7@councilflow\r\n", b""),
    "a stamp without a zone": (b"DTSTAMP:20261120T090000Z", b"DTSTAMP:20261120T090000"),
    "another method": (b"METHOD:PUBLISH", b"METHOD:REQUEST"),
}


@pytest.mark.parametrize("name", FAULTY)
def test_the_rules_find_what_is_wrong(name: str) -> None:
    assert faults_of(published("Möten", [ENTRY]).replace(*FAULTY[name]), method="PUBLISH") != []
