"""The letters about minutes: whose signature is waited for, and that the minutes are signed (D.1)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import select

from councilflow.extensions import db
from councilflow.models import Attendance, Meeting, MinutesDocument, Person
from councilflow.process.councils import Category
from councilflow.process.record import SupplementKind
from councilflow.services import mail
from councilflow.services.minutes import files
from councilflow.services.minutes.record import Signer, mailboxes, signers_of

_READERS = (Category.MEMBER, Category.SUBSTITUTE, Category.ADJUNCT)


def ask_for_signatures(thing: files.Signed, *, url: str, now: datetime, again: Iterable[int] = ()) -> None:
    """Write to those whose signature is missing. `url` is the path of the page to sign on; `again` are the
    ids of those who had signed a file that no longer counts."""
    asked_again = set(again)
    signed = files.signed_by(thing)
    for one in signers_of(thing):
        if one.person_id not in signed:
            _ask(thing, one, url=url, now=now, again=one.person_id in asked_again)


def _ask(thing: files.Signed, signer: Signer, *, url: str, now: datetime, again: bool) -> None:
    meeting = thing.meeting
    kind = None if isinstance(thing, MinutesDocument) else thing.kind
    mail.queue(
        "minutes",
        to=mail.Recipient.of(db.session.get_one(Person, signer.person_id)),
        template="minutes_sign",
        facts={
            "council": meeting.council.name,
            "day": _day(meeting),
            "at_once": kind is SupplementKind.IMMEDIATE,
            "correction": kind is SupplementKind.CORRECTION,
            "again": again,
            "url": mail.address_of(url),
        },
        meeting=meeting,
        now=now,
    )


def send_signed(thing: files.Signed, *, url: str, now: datetime) -> None:
    """Tell members and substitutes where to read what is signed now, and send each organisation's official
    mailbox the file itself. `url` is the path of its page."""
    meeting = thing.meeting
    facts = {
        "council": meeting.council.name,
        "day": _day(meeting),
        "correction": not isinstance(thing, MinutesDocument),
        "url": mail.address_of(url),
    }
    readers = db.session.scalars(
        select(Person)
        .where(
            Person.id.in_(
                select(Attendance.person_id).where(
                    Attendance.meeting_id == meeting.id, Attendance.category.in_(_READERS)
                )
            ),
            Person.email != "",
        )
        .order_by(Person.id)
    )
    for person in readers:
        _send("minutes", mail.Recipient.of(person), facts | {"enclosed": False}, meeting, now)
    file = mail.Enclosure(f"{_day(meeting).isoformat()}.pdf", "application/pdf", files.newest(thing).content)
    for box in mailboxes(meeting.id):
        to = mail.Recipient(box.name, box.mailbox, meeting.council.document_language)
        _send("minutes", to, facts | {"enclosed": True}, meeting, now, file)


def _send(
    kind: str,
    to: mail.Recipient,
    facts: dict[str, object],
    meeting: Meeting,
    now: datetime,
    *enclosed: mail.Enclosure,
) -> None:
    mail.queue(
        kind, to=to, template="minutes_signed", facts=facts, meeting=meeting, now=now, enclosures=enclosed
    )


def _day(meeting: Meeting) -> date:
    return meeting.starts_at.astimezone(meeting.council.zone).date()
