"""Out of the outbox: each mail by one worker at a time, with growing pauses when it does not leave.

A worker claims a mail in a transaction of its own – one attempt more, and not due again for as long as the
lease lasts – sends it outside any transaction, and marks it. Two workers can therefore never send the same
mail. A worker that is killed between sending and marking leaves one claimed mail behind: when the lease is
over it is sent once more, with the same Message-ID, by which receivers know it again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update

from councilflow.extensions import db, reading
from councilflow.models import Mail
from councilflow.process.mail import MailState
from councilflow.services.mail.compose import in_ascii, letter_from
from councilflow.services.mail.outbox import SECRET, is_due
from councilflow.services.mail.transport import FINAL, OURS, Transport, Undelivered

PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
    timedelta(hours=24),
)
"""How long a mail rests after its first, second … failed attempt. After the one that follows the last pause
it is told as failed; by then a server has had nearly two days to come back."""

LEASE = timedelta(minutes=15)
"""How long a claimed mail is left alone: far longer than any transport may take."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What a round came to. `stopped` tells that the mail server itself is the trouble."""

    sent: int = 0
    delayed: int = 0
    failed: int = 0
    stopped: bool = False


def deliver_due(
    transport: Transport, *, clock: Callable[[], datetime], stop: Callable[[], bool] = lambda: False
) -> Counts:
    """Send everything that is due, and say how it went.

    `clock` gives the aware instant each time it is asked, since a round may take long; `stop` is asked
    between two mails. Ends the transaction of the session it is called in. When the trouble is the mail
    server's, the round ends and the rest stay due: a dead server costs each mail as few attempts as possible.
    """
    sent = delayed = failed = 0
    db.session.rollback()
    with transport:
        while not stop() and (claimed := _claim(clock())) is not None:
            try:
                transport.send(
                    claimed.message,
                    sender=letter_from(),
                    to=in_ascii(claimed.to_address),
                    message_id=claimed.message_id,
                )
            except Undelivered as error:
                state = _delay(claimed, error, clock())
                delayed += state is MailState.QUEUED
                failed += state is MailState.FAILED
                if error.trouble in OURS:
                    return Counts(sent, delayed, failed, stopped=True)
            else:
                _mark_sent(claimed, clock())
                sent += 1
    return Counts(sent, delayed, failed)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A mail while one worker has it."""

    id: int
    kind: str
    attempts: int
    is_resend: bool
    to_address: str
    message_id: str
    message: bytes


def _claim(now: datetime) -> Claimed | None:
    """Take the mail that has waited longest, for as long as the lease; None when nothing is due."""
    with reading():  # an empty outbox is looked into every few seconds and must not keep writers waiting
        waiting = is_due(now)
        db.session.rollback()
    if not waiting:
        return None
    found = db.session.scalar(
        select(Mail.id)
        .where(Mail.state == MailState.QUEUED, Mail.next_attempt_at <= now)
        .order_by(Mail.next_attempt_at, Mail.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if found is None:
        db.session.rollback()
        return None
    row = db.session.execute(
        update(Mail)
        .where(Mail.id == found)
        .values(attempts=Mail.attempts + 1, next_attempt_at=now + LEASE)
        .returning(
            Mail.id, Mail.kind, Mail.attempts, Mail.is_resend, Mail.to_address, Mail.message_id, Mail.message
        ),
        execution_options={"synchronize_session": False},
    ).one()
    db.session.commit()
    return Claimed(**row._mapping)


def _mark_sent(claimed: Claimed, now: datetime) -> None:
    state = MailState.SENT_AGAIN if claimed.is_resend else MailState.SENT
    _mark(claimed, state=state, sent_at=now, next_attempt_at=None, last_error="")


def _delay(claimed: Claimed, error: Undelivered, now: datetime) -> MailState:
    """Let it rest until the next attempt, or give it up and say so."""
    given_up = error.trouble in FINAL or claimed.attempts > len(PAUSES)
    state = MailState.FAILED if given_up else MailState.QUEUED
    next_at = None if given_up else now + PAUSES[claimed.attempts - 1]
    _mark(claimed, state=state, next_attempt_at=next_at, last_error=str(error))
    return state


def _mark(claimed: Claimed, **values: object) -> None:
    """Write down what became of the attempt, unless the lease ran out and another worker has begun one."""
    if claimed.kind in SECRET and values["state"] is not MailState.QUEUED:
        values["message"] = b""
    db.session.execute(
        update(Mail).where(Mail.id == claimed.id, Mail.attempts == claimed.attempts).values(**values),
        execution_options={"synchronize_session": False},
    )
    db.session.commit()
