"""Into the outbox, and what the mail log says of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any

from sqlalchemy import event, exists, select
from sqlalchemy.orm import Session

from councilflow.extensions import db
from councilflow.models import Mail, Meeting, Person
from councilflow.process.errors import RuleBroken
from councilflow.process.mail import MailState
from councilflow.services.mail.compose import (
    BadAddress,
    Enclosure,
    Listed,
    Recipient,
    Sender,
    compose,
    mailbox,
    new_message_id,
    one_line,
    written,
)
from councilflow.services.mail.transport import Trouble

SECRET = frozenset({"password", "action-link", "preparation-reminder"})
"""Kinds of mail whose text opens a door: it is forgotten as soon as it is sent, and cannot be sent again."""


def queue(
    kind: str,
    *,
    to: Recipient,
    template: str,
    facts: Mapping[str, Any],
    now: datetime,
    sender: Sender | None = None,
    enclosures: Sequence[Enclosure] = (),
    calendar: bytes | None = None,
    meeting: Meeting | None = None,
) -> Mail:
    """Put one mail to one recipient into the outbox, in the running transaction.

    `kind` is the word in the mail log (invitation, presenting, copy, password, minutes …; kinds in SECRET
    are forgotten once sent); `template` a name in templates/mail; `facts` what it may use – instants already
    in the zone they are to be shown in. `sender` says in whose name it goes out and who gets the answer;
    `enclosures` are files; `calendar` an iCalendar stream in UTF-8. With a `meeting` the mail stands in that
    meeting's mail log. An address that cannot be one is told in the log at once and never tried.
    """
    row = Mail(
        meeting_id=meeting.id if meeting else None,
        person_id=to.person_id,
        invitee_id=to.invitee_id,
        kind=kind,
        to_name=one_line(to.name),
        to_address=one_line(to.address),
        state=MailState.QUEUED,
        queued_at=now,
        next_attempt_at=now,
    )
    try:
        made = compose(
            to,
            template,
            facts,
            sender=sender or Sender(),
            enclosures=enclosures,
            calendar=calendar,
            now=now,
            listed=Listed(meeting.council_id, meeting.council.name) if meeting else None,
        )
    except BadAddress:
        subject = one_line(written(template, facts, language=to.language)[0])
        _give_up(row, Trouble.ADDRESS, subject=subject)
    else:
        row.subject, row.message_id, row.message = str(made["Subject"]), made["Message-ID"], made.as_bytes()
    db.session.add(row)
    db.session().info["mail_queued"] = True
    return row


def _give_up(row: Mail, trouble: Trouble, *, subject: str) -> None:
    row.subject, row.message, row.message_id = subject, b"", new_message_id()
    row.state, row.next_attempt_at, row.last_error = MailState.FAILED, None, f"{trouble}: {row.to_address}"


def again(mail: Mail, *, now: datetime) -> Mail:
    """Send a mail once more, as it was, in a row of its own: to where the person has the mail today.

    RuleBroken: mail-on-its-way while it still waits to be sent, mail-forgotten when its text is gone.
    """
    if mail.state is MailState.QUEUED:
        raise RuleBroken("mail-on-its-way", to=mail.to_name)
    if not mail.message:
        raise RuleBroken("mail-forgotten", to=mail.to_name)
    person = db.session.get(Person, mail.person_id) if mail.person_id else None
    row = Mail(
        meeting_id=mail.meeting_id,
        person_id=mail.person_id,
        invitee_id=mail.invitee_id,
        kind=mail.kind,
        to_name=mail.to_name,
        to_address=person.email if person else mail.to_address,
        subject=mail.subject,
        state=MailState.QUEUED,
        is_resend=True,
        queued_at=now,
        next_attempt_at=now,
        message_id=new_message_id(),
    )
    try:
        row.message = _readdressed(mail.message, row, now)
    except BadAddress:
        _give_up(row, Trouble.ADDRESS, subject=row.subject)
    db.session.add(row)
    db.session().info["mail_queued"] = True
    return row


def _readdressed(message: bytes, row: Mail, now: datetime) -> bytes:
    copy = message_from_bytes(message, _class=EmailMessage, policy=SMTP)
    copy.replace_header("Message-ID", row.message_id)
    copy.replace_header("Date", format_datetime(now))
    copy.replace_header("To", mailbox(row.to_name, row.to_address))
    return copy.as_bytes()


def is_due(now: datetime) -> bool:
    """Whether any mail waits to be sent; reads only."""
    due = exists().where(Mail.state == MailState.QUEUED, Mail.next_attempt_at <= now)
    return bool(db.session.scalar(select(due)))


@dataclass(frozen=True, slots=True)
class Mailing:
    """One row of the mail log. `trouble` and `server` say why the last attempt failed, where it did."""

    id: int
    kind: str
    to_name: str
    to_address: str
    subject: str
    state: MailState
    is_resend: bool
    attempts: int
    trouble: Trouble | None
    server: str
    queued_at: datetime
    next_attempt_at: datetime | None
    sent_at: datetime | None
    invitee_id: int | None


COLUMNS = (
    Mail.id,
    Mail.kind,
    Mail.to_name,
    Mail.to_address,
    Mail.subject,
    Mail.state,
    Mail.is_resend,
    Mail.attempts,
    Mail.last_error,
    Mail.queued_at,
    Mail.next_attempt_at,
    Mail.sent_at,
    Mail.invitee_id,
)
"""What a row of the log is made of; never the message itself."""


def log_of(meeting_id: int) -> list[Mailing]:
    """Every mail about a meeting, newest first."""
    rows = db.session.execute(
        select(*COLUMNS).where(Mail.meeting_id == meeting_id).order_by(Mail.queued_at.desc(), Mail.id.desc())
    ).mappings()
    return [mailing_of(dict(row)) for row in rows]


def mailing_of(row: dict[str, Any]) -> Mailing:
    """A row of `COLUMNS` as the log shows it."""
    trouble, _, server = row.pop("last_error").partition(": ")
    return Mailing(**row, trouble=Trouble(trouble) if trouble else None, server=server)


def woken_by(wake: Callable[[], None]) -> None:
    """Call `wake` whenever a transaction that queued mail has been committed."""
    _WAKERS.append(wake)


def woken_no_more(wake: Callable[[], None]) -> None:
    """A worker that has stopped is not called."""
    _WAKERS.remove(wake)


_WAKERS: list[Callable[[], None]] = []


@event.listens_for(Session, "after_commit")
def _tell_the_worker(session: Session) -> None:
    if session.info.pop("mail_queued", False):
        for wake in _WAKERS:
            wake()


@event.listens_for(Session, "after_rollback")
def _nothing_queued(session: Session) -> None:
    session.info.pop("mail_queued", None)
