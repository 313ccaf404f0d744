"""Meetings as a calendar to subscribe to or to take home (iCalendar, RFC 5545, METHOD:PUBLISH).

Nothing in it asks for an answer, and nobody is named as invited. A meeting that people were called to keeps
the UID of the call, so that a calendar that knows both sees one meeting.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vText, vUri

from councilflow.documents.recurring import laid_out
from councilflow.documents.zones import add_zones
from councilflow.process.timetable import Night, days

_REFRESH = timedelta(hours=6)


class Standing(StrEnum):
    """How sure an entry is, in the words of RFC 5545."""

    TENTATIVE = "TENTATIVE"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A meeting, or somebody's own part of one. The instants are aware."""

    uid: str
    sequence: int
    title: str
    standing: Standing
    starts_at: datetime
    ends_at: datetime
    nights: Sequence[Night] = ()
    zone: ZoneInfo
    changed_at: datetime
    """When it was last revised."""
    organizer: str
    organizer_email: str
    place: str = ""
    url: str = ""
    """Of the page about it."""
    description: str = ""
    is_busy: bool = True
    """Whether it takes the reader's time."""


def published(name: str, entries: Sequence[Entry]) -> bytes:
    """A calendar of these entries, in UTF-8 with CRLF, no line over 75 octets. The same entries always give
    the same bytes. ValueError: two entries have the same UID."""
    if len({entry.uid for entry in entries}) < len(entries):
        raise ValueError("two entries of a calendar have the same UID")
    calendar = Calendar()
    calendar.add("prodid", "-//Councilflow//Councilflow//SV")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", " ".join(name.split()))
    calendar.add("x-wr-calname", " ".join(name.split()))
    calendar.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
    calendar["x-published-ttl"] = vText("PT6H")
    for entry in entries:
        for one in laid_out(_event(entry), days(entry.starts_at, entry.ends_at, entry.nights), entry.zone):
            calendar.add_component(one)
    if entries:
        add_zones(calendar, [entry.zone for entry in entries], set(_years(entries)))
    content: bytes = calendar.to_ical()
    return content


def _years(entries: Iterable[Entry]) -> Iterable[int]:
    for entry in entries:
        yield from (entry.starts_at.year, entry.ends_at.year)


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    event.add("summary", entry.title)
    event.add("status", entry.standing.value)
    event.add("transp", "OPAQUE" if entry.is_busy else "TRANSPARENT")
    event["organizer"] = _organizer(entry)
    if entry.place:
        event.add("location", entry.place)
    if entry.url:
        event.add("url", vUri(entry.url))
    if entry.description:
        event.add("description", entry.description)
    return event


def _organizer(entry: Entry) -> vCalAddress:
    address = vCalAddress(f"mailto:{entry.organizer_email}")
    address.params["CN"] = vText(" ".join(entry.organizer.replace('"', "'").split()))
    return address
