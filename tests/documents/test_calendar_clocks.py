"""Days and clocks in the calendar request, read back by two programs that know nothing of each other.

Each works out the instants by the rules of the zone that the file itself carries, so that what they find is
what a calendar without our own time zones would show.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import vobject
from icalendar import Calendar

from councilflow.documents.calendar import Occasion, cancel, request
from tests.documents.samples import NOW
from tests.documents.test_calendar import MEMBER, OCCASION

ZONES = ["Europe/Stockholm", "Europe/Oslo"]

MEETINGS = {
    "an ordinary morning": ("2026-12-04 09:00", "2026-12-04 12:00"),
    "summer": ("2027-07-01 09:00", "2027-07-01 12:00"),
    "lunch to lunch over the night the clocks go forward": ("2027-03-27 12:00", "2027-03-28 12:00"),
    "lunch to lunch over the night the clocks go back": ("2026-10-24 12:00", "2026-10-25 13:00"),
    "from before the hour that is skipped": ("2027-03-28 01:30", "2027-03-28 03:30"),
    "the morning after the clocks changed": ("2026-10-25 09:00", "2026-10-25 12:00"),
    "the leap day": ("2028-02-29 09:00", "2028-02-29 16:00"),
    "over the leap day": ("2028-02-28 12:00", "2028-03-01 13:00"),
    "over midnight of New Year": ("2026-12-31 22:00", "2027-01-01 01:00"),
    "to midnight": ("2026-12-04 18:00", "2026-12-05 00:00"),
    "from midnight": ("2027-06-04 00:00", "2027-06-04 01:00"),
    "the last day of a year of 53 weeks": ("2026-12-31 09:00", "2026-12-31 12:00"),
    "five years ahead": ("2031-06-06 09:00", "2031-06-07 12:00"),
}


def occasion(name: str, zone: str) -> Occasion:
    begins, ends = (
        datetime.fromisoformat(written).replace(tzinfo=ZoneInfo(zone)) for written in MEETINGS[name]
    )
    return replace(
        OCCASION, starts_at=begins.astimezone(UTC), ends_at=ends.astimezone(UTC), zone=ZoneInfo(zone)
    )


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("name", MEETINGS)
def test_icalendar_reads_the_instants_by_the_zone_in_the_file(name: str, zone: str) -> None:
    meeting = occasion(name, zone)
    content = request(meeting, to=MEMBER, now=NOW)
    calendar = Calendar.from_ical(content)
    (event,) = calendar.walk("VEVENT")
    (rules,) = calendar.walk("VTIMEZONE")
    own = rules.to_tz(lookup_tzid=False)
    for key, instant in (("dtstart", meeting.starts_at), ("dtend", meeting.ends_at)):
        assert event.decoded(key) == instant
        by_the_file = event.decoded(key).replace(tzinfo=own)
        assert by_the_file.astimezone(UTC) == instant
    written = content.decode()
    for key, wall in zip(("DTSTART", "DTEND"), MEETINGS[name], strict=True):
        stamp = wall.replace("-", "").replace(":", "").replace(" ", "T") + "00"
        assert f"{key};TZID={zone}:{stamp}" in written


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("name", MEETINGS)
def test_vobject_reads_the_same(name: str, zone: str) -> None:
    meeting = occasion(name, zone)
    read = vobject.readOne(request(meeting, to=MEMBER, now=NOW).decode())
    assert read.method.value == "REQUEST"
    assert len(list(read.vevent_list)) == 1, "a meeting over several days is one entry"
    assert read.vevent.dtstart.value.astimezone(UTC) == meeting.starts_at
    assert read.vevent.dtend.value.astimezone(UTC) == meeting.ends_at
    assert read.vevent.uid.value == meeting.uid


@pytest.mark.parametrize("name", MEETINGS)
def test_what_was_put_in_is_what_is_taken_out(name: str) -> None:
    meeting = occasion(name, "Europe/Stockholm")
    put, taken = (
        vobject.readOne(made(replace(meeting, sequence=n), to=MEMBER, now=NOW).decode())
        for n, made in enumerate((request, cancel))
    )
    assert (put.vevent.uid.value, put.vevent.sequence.value) == (meeting.uid, "0")
    assert (taken.vevent.uid.value, taken.vevent.sequence.value) == (meeting.uid, "1")
    assert (taken.method.value, taken.vevent.status.value) == ("CANCEL", "CANCELLED")
    assert put.vevent.dtstart.value == taken.vevent.dtstart.value


def test_every_day_of_a_year_is_the_day_it_was_in_the_chamber() -> None:
    day = date(2027, 1, 1)
    while day.year == 2027:
        begins = datetime(day.year, day.month, day.day, 0, 30, tzinfo=ZoneInfo("Europe/Oslo"))
        late = begins.replace(hour=23, minute=30)
        meeting = replace(OCCASION, starts_at=begins.astimezone(UTC), ends_at=late.astimezone(UTC))
        read = Calendar.from_ical(request(meeting, to=MEMBER, now=NOW)).walk("VEVENT")[0]
        assert read.decoded("dtstart").date() == read.decoded("dtend").date() == day
        day += timedelta(days=7)
