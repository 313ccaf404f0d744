"""People who sign in, and what is known of their attempts to."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from councilflow.models.base import Base


class Person(Base):
    __tablename__ = "person"

    name: Mapped[str]
    email: Mapped[str] = mapped_column(unique=True)  # kept in lower case
    title: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    phone_hidden: Mapped[bool] = mapped_column(default=False)  # from the others in the council (A36)
    language: Mapped[str] = mapped_column(default="sv")
    password_hash: Mapped[str | None]
    session_key: Mapped[str]  # changes with the password, which ends every session
    feed_version: Mapped[int] = mapped_column(default=0)  # of the secret calendar; 0: none, below: closed
    is_administrator: Mapped[bool] = mapped_column(default=False)
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]


class PasswordLink(Base):
    """A link by which somebody chooses a password; only a hash of its secret is kept."""

    __tablename__ = "password_link"

    person_id: Mapped[int] = mapped_column(index=True)
    secret_hash: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SignInAttempt(Base):
    """A failed attempt to sign in, counted by address of mail and of network (A.7)."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (Index("ix_sign_in_attempt_email_at", "email", "at"),)

    email: Mapped[str]
    network_address: Mapped[str]
    at: Mapped[datetime]
