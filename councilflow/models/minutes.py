"""The minutes on their way from a draft to a signed file."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from councilflow.models.base import Base
from councilflow.models.meetings import Meeting
from councilflow.models.people import Person
from councilflow.process.minutes import MinutesState


class MinutesDocument(Base):
    """The minutes of one meeting. `snapshot` is the frozen value tree (JSON), from the moment of locking."""

    __tablename__ = "minutes"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), unique=True)
    state: Mapped[MinutesState] = mapped_column(default=MinutesState.DRAFT)
    snapshot: Mapped[str] = mapped_column(default="")
    fingerprint: Mapped[str] = mapped_column(default="")  # SHA-256 of the snapshot
    sent_for_review_at: Mapped[datetime | None]
    locked_at: Mapped[datetime | None]
    signed_at: Mapped[datetime | None]

    meeting: Mapped[Meeting] = relationship()
    revisions: Mapped[list[MinutesRevision]] = relationship(
        back_populates="document", order_by="MinutesRevision.number"
    )
    reviews: Mapped[list[MinutesReview]] = relationship(
        back_populates="document", order_by="MinutesReview.id"
    )
    files: Mapped[list[SignedFile]] = relationship(back_populates="document", order_by="SignedFile.number")


class MinutesRevision(Base):
    """Every save of the draft. `passages` maps a passage's key to {"made": …, "text": …}: the sentence that
    came from the record, and what the secretary made of it."""

    __tablename__ = "minutes_revision"
    __table_args__ = (UniqueConstraint("document_id", "number"),)

    document_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"), index=True)
    number: Mapped[int]
    passages: Mapped[dict[str, Any]]
    saved_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    saved_at: Mapped[datetime]

    document: Mapped[MinutesDocument] = relationship(back_populates="revisions")
    saved_by: Mapped[Person] = relationship()


class MinutesReview(Base):
    """A justerare's word on a revision: approved, or sent back with a comment."""

    __tablename__ = "minutes_review"

    document_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"), index=True)
    revision: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    approved: Mapped[bool]
    comment: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]

    document: Mapped[MinutesDocument] = relationship(back_populates="reviews")
    person: Mapped[Person] = relationship()


class SignedFile(Base):
    """One revision of the PDF: number 0 is the unsigned file that was locked, then one for each signature."""

    __tablename__ = "signed_file"
    __table_args__ = (UniqueConstraint("document_id", "number"),)

    document_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"), index=True)
    number: Mapped[int]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str] = mapped_column(index=True)
    made_at: Mapped[datetime]

    document: Mapped[MinutesDocument] = relationship(back_populates="files")
