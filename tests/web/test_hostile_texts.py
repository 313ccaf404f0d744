"""What somebody writes into a field, and what becomes of it on pages, in mail, calendars and cards."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from councilflow.extensions import db
from councilflow.models import Body, Mail, Meeting, Person
from councilflow.process.councils import OrganisationKind
from councilflow.process.meeting import MeetingState
from councilflow.services import invitations
from councilflow.services.calendar import feed

pytestmark = pytest.mark.one_database

SCRIPT = "<script>alert(1)</script>"
HOSTILE = f'Anna "x"; {SCRIPT}\r\nBcc: alla@example.org\r\nEND:VEVENT\x07\x1b\u2028{{{{ 7 * 7 }}}}'


def in_weeks(weeks: int) -> datetime:
    day = datetime.now(UTC) + timedelta(weeks=weeks)
    return day.replace(hour=8, minute=0, second=0, microsecond=0)


def test_a_field_of_one_line_gives_one_line(client, make):
    client.sign_in(make.person(is_administrator=True))
    data = {"name": HOSTILE, "title": HOSTILE, "email": "anna@example.org", "language": "sv"}
    assert client.post("/administration/people/new", data=data).status_code == 302
    person = db.session.scalars(sa.select(Person).where(Person.email == "anna@example.org")).one()
    for text in (person.name, person.title):
        assert text.isprintable()
        assert "Bcc: alla@example.org" in text, "nothing that can be read is lost"


def test_no_name_becomes_a_header_a_script_or_an_entry(client, make):
    """As a row from before the fields were careful, or from another way in."""
    region = make.organisation(HOSTILE, kind=OrganisationKind.REGION, mailbox="lada@example.org")
    council = make.council(HOSTILE, short_name=HOSTILE, host=region)
    chair, secretary = make.chair(council), make.secretary(council, function=HOSTILE)
    for person in (chair, secretary):
        person.name = person.title = person.phone = HOSTILE
    meeting = make.meeting(
        council, title=HOSTILE, place=HOSTILE, state=MeetingState.SET, starts_at=in_weeks(3)
    )
    make.item(meeting, title=HOSTILE)
    feed.renew(secretary, now=datetime.now(UTC))
    calendars = [feed.calendar_of(secretary, now=datetime.now(UTC))]
    invitations.invite(meeting, by=chair, now=datetime.now(UTC))
    db.session.commit()
    calendars.append(feed.calendar_of(secretary, now=datetime.now(UTC)))
    for content in calendars:
        assert content.count(b"END:VEVENT\r\n") == 1
        assert b"\nBcc" not in content
    sent = db.session.scalars(sa.select(Mail.message)).all()
    assert sent
    for message in sent:
        assert b"\nbcc:" not in message.partition(b"\r\n\r\n")[0].lower()
        assert SCRIPT.encode() not in message.partition(b"text/html")[2]
    client.sign_in(secretary)
    for page in pages(council, meeting):
        text = client.get(page).text
        assert SCRIPT not in text, page
        assert "{{ 7 * 7 }}" in text or "7 * 7" not in text, page
    cards = client.get(f"/councils/{council.id}/contacts.vcf").data
    assert cards.count(b"END:VCARD\r\n") == 2
    assert b"\nBcc" not in cards


def pages(council: Body, meeting: Meeting) -> list[str]:
    here, there = f"/councils/{council.id}", f"/meetings/{meeting.id}"
    return [
        "/",
        "/meetings",
        "/calendar",
        "/calendar/year",
        "/contacts",
        here,
        f"{here}/contacts",
        f"{here}/manage",
        f"{here}/composition",
        f"{here}/journal",
        f"{here}/nominations",
        f"{here}/series",
        there,
        f"{there}/move",
        f"{there}/cancel",
        f"{there}/extras",
        f"{there}/costs",
        f"{there}/checklist",
        f"{there}/recipients",
    ]
