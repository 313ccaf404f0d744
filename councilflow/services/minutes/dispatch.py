"""Where the extracts of minutes went: the letters they travel with, and their log (expediering, D.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, case, event, inspect, select
from sqlalchemy.orm import Session

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import speaking
from councilflow.models import Attendance, Body, Extract, Mail, Meeting, Organisation, Person
from councilflow.process.errors import RuleBroken
from councilflow.process.extracts import paragraph_of
from councilflow.process.mail import MailState
from councilflow.process.span import span
from councilflow.services import journal, mail, secrecy
from councilflow.services.mail import Enclosure, Mailing, Recipient, Sender
from councilflow.services.minutes import hold
from councilflow.services.minutes.signed import source_of


def name_of(extract: Extract) -> str:
    """3/2026"""
    return f"{extract.number}/{extract.year}"


def check_may_be_mailed(meeting_id: int, paragraph: int) -> None:
    """What falls under secrecy is handed over in another way than by mail. RuleBroken: extract-is-secret."""
    if secrecy.mark_of(meeting_id, paragraph):
        raise RuleBroken("extract-is-secret", paragraph=paragraph)


def post(extract: Extract, title: str, *, by: Person, now: datetime) -> Mail:
    """The letter with the extract as a file, in the council's language; the answer goes to the secretary."""
    meeting = extract.meeting
    council = meeting.council
    with speaking(council.document_language):
        file_name = _("Protokollsutdrag %(number)s-%(year)s.pdf", number=extract.number, year=extract.year)
    letter = mail.queue(
        "extract",
        to=Recipient(extract.recipient, extract.email, council.document_language),
        template="extract",
        facts={
            "council": council.name,
            "number": name_of(extract),
            "paragraph": extract.paragraph,
            "title": title,
            "days": span(meeting.starts_at, meeting.ends_at, council.zone),
            "recipient": extract.recipient,
            "secretary": by.name,
            "check_url": mail.address_of("/check"),
        },
        sender=Sender(by.name, by.email),
        enclosures=[Enclosure(file_name, "application/pdf", extract.content)],
        meeting=meeting,
        now=now,
    )
    db.session.flush()
    extract.mail_id = letter.id
    return letter


def send(extract_id: int, *, email: str, by: Person, now: datetime) -> Extract:
    """Send an extract once more, or for the first time, to this address. The file itself does not change.

    NoResultFound; RuleBroken: mail-on-its-way while the one before still waits to be sent, extract-is-secret.
    """
    extract = db.session.scalars(select(Extract).where(Extract.id == extract_id)).one()
    hold(extract.meeting_id)
    db.session.refresh(extract)  # somebody may just have sent it
    check_may_be_mailed(extract.meeting_id, extract.paragraph)
    before = latest_letter(extract.meeting_id).get(extract.mail_id)
    if before is not None and before.state is MailState.QUEUED:
        raise RuleBroken("mail-on-its-way", to=extract.recipient)
    extract.email = email
    text = source_of(extract.meeting_id, extract.paragraph).text
    title = paragraph_of(text, extract.paragraph).title
    post(extract, title, by=by, now=now).is_resend = before is not None
    journal.note(
        "extract-sent",
        by=by,
        now=now,
        meeting=extract.meeting,
        about=extract.recipient,
        after={"extract": name_of(extract)},
    )
    return extract


def latest_letter(meeting_id: int) -> dict[int | None, Mailing]:
    """By the id of the letter an extract went with: the one that went last.

    A letter that is sent again from the mail log is a row of its own there, with the same subject.
    """
    letters = [one for one in mail.log_of(meeting_id) if one.kind == "extract"]
    newest: dict[str, Mailing] = {}
    for one in letters:
        newest.setdefault(one.subject, one)
    return {one.id: newest[one.subject] for one in letters}


@dataclass(frozen=True, slots=True)
class Sent:
    """One line of the log of extracts. Instants are aware, in UTC."""

    id: int
    number: int
    year: int
    paragraph: int
    recipient: str
    email: str
    attested_by: str
    made_at: datetime
    letter: Mailing | None
    """None: handed over on paper."""


def log_of(meeting_id: int) -> list[Sent]:
    """Every extract of a meeting's minutes and where it went, the latest first."""
    rows = db.session.execute(
        select(
            Extract.id,
            Extract.number,
            Extract.year,
            Extract.paragraph,
            Extract.recipient,
            Extract.email,
            Person.name.label("attested_by"),
            Extract.made_at,
            Extract.mail_id,
        )
        .join(Person, Person.id == Extract.attested_by_id)
        .where(Extract.meeting_id == meeting_id)
        .order_by(Extract.year.desc(), Extract.number.desc())
    ).all()
    letters = latest_letter(meeting_id)
    return [Sent(*row[:-1], letter=letters.get(row.mail_id)) for row in rows]


def mailboxes(meeting_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """The organisations that can be sent extracts at their official address (D.1): id, name, mailbox; those
    that were called to this meeting first."""
    called = select(Attendance.organisation_id).where(Attendance.meeting_id == meeting_id)
    return db.session.execute(
        select(Organisation.id, Organisation.name, Organisation.mailbox)
        .where(Organisation.closed_on.is_(None), Organisation.mailbox != "")
        .order_by(case((Organisation.id.in_(called), 0), else_=1), Organisation.name)
    ).all()


def file_of(meeting_id: int, extract_id: int) -> Row[*tuple[Any, ...]] | None:
    """The exact bytes of an extract of this meeting: number, year, content; None when there is none."""
    return db.session.execute(
        select(Extract.number, Extract.year, Extract.content).where(
            Extract.id == extract_id, Extract.meeting_id == meeting_id
        )
    ).one_or_none()


def address_of(extract_id: int) -> str:
    """Where an extract is to be sent today: the organisation's mailbox, else where it was sent before."""
    row = db.session.execute(
        select(Extract.email, Organisation.mailbox)
        .outerjoin(Organisation, Organisation.id == Extract.organisation_id)
        .where(Extract.id == extract_id)
    ).one()
    return str(row.mailbox or row.email)


def known(sha256: str) -> Row[*tuple[Any, ...]] | None:
    """Which extract has exactly these bytes: number, year, paragraph, made_at, council, starts_at, time_zone;
    None for a file that is no extract of ours."""
    return db.session.execute(
        select(
            Extract.number,
            Extract.year,
            Extract.paragraph,
            Extract.made_at,
            Body.name.label("council"),
            Body.time_zone,
            Meeting.starts_at,
        )
        .join(Meeting, Meeting.id == Extract.meeting_id)
        .join(Body, Body.id == Extract.council_id)
        .where(Extract.sha256 == sha256)
        .limit(1)
    ).one_or_none()


_MAY_CHANGE = frozenset({"email", "mail_id"})
"""Where an extract was sent; everything else about it stands from the moment it was attested."""


@event.listens_for(Session, "before_flush")
def _refuse_to_change(session: Session, _context: object, _instances: object) -> None:
    """The wall behind the doors: no page offers it either."""
    if any(isinstance(row, Extract) for row in session.deleted):
        raise RuleBroken("extract-stands")
    for row in session.dirty:
        if isinstance(row, Extract) and _changed(row) - _MAY_CHANGE:
            raise RuleBroken("extract-stands")


def _changed(row: Extract) -> set[str]:
    state: Any = inspect(row)
    return {attribute.key for attribute in state.attrs if attribute.history.has_changes()}
