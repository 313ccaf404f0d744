"""The letters about minutes: that they are sent back, whose signature is waited for, that they are signed
(D.1)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from councilflow.documents.minutes import public_copy
from councilflow.extensions import db
from councilflow.i18n import speaking
from councilflow.models import Attendance, Meeting, MinutesDocument, Person
from councilflow.process.councils import Category
from councilflow.process.meeting import SignatoryRole, local_date
from councilflow.process.minutes import from_json
from councilflow.process.record import SupplementKind
from councilflow.process.span import Span, span
from councilflow.services import mail, secrecy
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
            "days": _days(meeting),
            "at_once": kind is SupplementKind.IMMEDIATE,
            "correction": kind is SupplementKind.CORRECTION,
            "again": again,
            "url": mail.address_of(url),
        },
        meeting=meeting,
        now=now,
    )


def tell_sent_back(document: MinutesDocument, words: str, *, url: str, by: Person, now: datetime) -> None:
    """Tell the secretary that somebody has sent the minutes back, with that person's words. When the meeting
    has something under secrecy the words stay here, where they are read signed in. `url` is the path of the
    page of the minutes."""
    meeting = document.meeting
    hides = secrecy.hides_something(meeting.id)
    for one in signers_of(document):
        if one.role is SignatoryRole.SECRETARY and one.person_id != by.id:
            mail.queue(
                "minutes",
                to=mail.Recipient.of(db.session.get_one(Person, one.person_id)),
                template="minutes_sent_back",
                facts={
                    "council": meeting.council.name,
                    "days": _days(meeting),
                    "who": by.name,
                    "words": "" if hides else words,
                    "url": mail.address_of(url),
                },
                meeting=meeting,
                now=now,
            )


def send_signed(thing: files.Signed, *, url: str, now: datetime) -> None:
    """Tell members and substitutes where to read what is signed now, and send each organisation's official
    mailbox the file itself, or its open copy when something is secret. `url` is the path of its page."""
    meeting = thing.meeting
    facts = {
        "council": meeting.council.name,
        "days": _days(meeting),
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
        _send("minutes", mail.Recipient.of(person), facts | {"enclosed": False, "hides": False}, meeting, now)
    hides = secrecy.hides_something(meeting.id)
    content = _open_copy(thing, now) if hides else files.newest(thing).content
    name = f"{_days(meeting).name}.pdf"
    enclosed = [mail.Enclosure(name, "application/pdf", content)] if content else []
    facts |= {"enclosed": bool(enclosed), "hides": hides}
    for box in mailboxes(meeting.id):
        to = mail.Recipient(box.name, box.mailbox, meeting.council.document_language)
        _send("minutes", to, facts, meeting, now, *enclosed)


def _open_copy(thing: files.Signed, now: datetime) -> bytes | None:
    """The minutes without what falls under secrecy, as everybody may read them; None for a correction, whose
    words may be those of a secret §."""
    meeting = thing.meeting
    if not isinstance(thing, MinutesDocument) and thing.kind is SupplementKind.CORRECTION:
        return None
    text = from_json(thing.snapshot)
    with speaking(text.language):
        told = secrecy.minutes_outside(text, meeting.id)
    council = meeting.council
    signed_on = local_date(now, council.zone)
    return public_copy(told, now=now, signed_on=signed_on, archive=council.archive_format)


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


def _days(meeting: Meeting) -> Span:
    return span(meeting.starts_at, meeting.ends_at, meeting.council.zone)
