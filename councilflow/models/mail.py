"""The outbox: every mail that the product sends, written in the same transaction as its cause."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from councilflow.models.base import Base
from councilflow.process.mail import MailState


class Mail(Base):
    """One mail to one recipient, and its log row: queued, sent, failed, sent again."""

    __tablename__ = "mail"
    __table_args__ = (Index("ix_mail_state_next_attempt_at", "state", "next_attempt_at"),)

    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    invitee_id: Mapped[int | None] = mapped_column(ForeignKey("invitee.id"), index=True)
    kind: Mapped[str]  # invitation, presenting, copy, password …
    to_name: Mapped[str]
    to_address: Mapped[str]
    subject: Mapped[str]
    message: Mapped[bytes] = mapped_column(LargeBinary)  # the whole message, RFC 5322
    message_id: Mapped[str] = mapped_column(unique=True)
    state: Mapped[MailState] = mapped_column(default=MailState.QUEUED)
    is_resend: Mapped[bool] = mapped_column(default=False)
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(default="")
    queued_at: Mapped[datetime]
    next_attempt_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
