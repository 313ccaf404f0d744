"""What happened, in order: a chain in which each entry carries the hash of the one before."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from councilflow.models.base import Base


class JournalEntry(Base):
    """One step somebody took. Nothing private is ever written here (H.5)."""

    __tablename__ = "journal_entry"

    council_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"), index=True)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    who: Mapped[str]
    event: Mapped[str]  # the key of a sentence
    about: Mapped[str]  # the item, person or paper, in words
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    after: Mapped[dict[str, Any]] = mapped_column(default=dict)
    previous_hash: Mapped[str] = mapped_column(unique=True)
    hash: Mapped[str] = mapped_column(unique=True)


class JournalHead(Base):
    """The end of the chain: one row, locked while an entry is appended. Its seal is keyed, so that cutting
    the chain short shows as well."""

    __tablename__ = "journal_head"

    entries: Mapped[int] = mapped_column(default=0)
    hash: Mapped[str]
    seal: Mapped[str]
