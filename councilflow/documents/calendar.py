"""The meeting as a calendar request (iCalendar, RFC 5545 and 5546).

One file for each recipient, who sees nobody else's address. The UID stays for as long as the meeting lives,
and the sequence rises with every change, so that a calendar moves the entry instead of making another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vText, vUri

from councilflow.documents.recurring import laid_out
from councilflow.documents.zones import add_zones
from councilflow.process.timetable import Night, days


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    name: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """A meeting as a calendar sees it; one of several days has a night before each but the first."""

    uid: str
    sequence: int
    title: str
    starts_at: datetime
    """Aware."""
    ends_at: datetime
    nights: Sequence[Night] = ()
    zone: ZoneInfo
    organizer: Contact
    """The chair, in whose name the invitation goes (A69)."""
    place: str = ""
    link: str = ""
    description: str = ""


def request(occasion: Occasion, *, to: Contact, now: datetime) -> bytes:
    """METHOD:REQUEST: puts the meeting in the recipient's calendar, or moves it there. `now`: aware."""
    return _calendar("REQUEST", "CONFIRMED", occasion, to, now)


def cancel(occasion: Occasion, *, to: Contact, now: datetime) -> bytes:
    """METHOD:CANCEL: takes it out again. The sequence must be higher than that of the request."""
    return _calendar("CANCEL", "CANCELLED", occasion, to, now)


def _calendar(method: str, status: str, occasion: Occasion, to: Contact, now: datetime) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Councilflow//Councilflow//SV")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add("calscale", "GREGORIAN")
    event = _event(occasion, to, now)
    event.add("status", status)
    for one in laid_out(event, days(occasion.starts_at, occasion.ends_at, occasion.nights), occasion.zone):
        calendar.add_component(one)
    add_zones(calendar, [occasion.zone], {occasion.starts_at.year, occasion.ends_at.year})
    content: bytes = calendar.to_ical()
    return content


def _event(occasion: Occasion, to: Contact, now: datetime) -> Event:
    event = Event()
    event.add("uid", occasion.uid)
    event.add("sequence", occasion.sequence)
    event.add("dtstamp", now)
    event.add("summary", occasion.title)
    if occasion.place or occasion.link:
        event.add("location", occasion.place or occasion.link)
    if occasion.link:
        event.add("url", vUri(occasion.link))
    if occasion.description:
        event.add("description", occasion.description)
    event["organizer"] = _address(occasion.organizer)
    attendee = _address(to)
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
    attendee.params["PARTSTAT"] = vText("NEEDS-ACTION")
    attendee.params["RSVP"] = vText("TRUE")
    event.add("attendee", attendee, encode=False)
    return event


def _address(contact: Contact) -> vCalAddress:
    address = vCalAddress(f"mailto:{contact.email}")
    address.params["CN"] = vText(" ".join(contact.name.replace('"', "'").split()))
    return address
