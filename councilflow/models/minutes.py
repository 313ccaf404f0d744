"""The minutes on their way from a draft to a signed file."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from councilflow.models.base import Base
from councilflow.models.meetings import Meeting
from councilflow.models.people import Person
from councilflow.process.minutes import MinutesState
from councilflow.process.record import FileKind, SupplementKind


class MinutesDocument(Base):
    """The minutes of one meeting. `snapshot` is the frozen value tree (JSON), from the moment of locking."""

    __tablename__ = "minutes"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), unique=True)
    state: Mapped[MinutesState] = mapped_column(default=MinutesState.DRAFT)
    snapshot: Mapped[str] = mapped_column(default="")
    fingerprint: Mapped[str] = mapped_column(default="")  # SHA-256 of the snapshot
    sent_for_review_at: Mapped[datetime | None]
    locked_at: Mapped[datetime | None]
    approved_at: Mapped[datetime | None]  # godkänt by all who review; undertecknat is `signed_at`
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
    came from the record, and what the secretary made of it. What the page kept by itself while somebody wrote
    gives way to their next save of the same sitting, so numbers may be left out."""

    __tablename__ = "minutes_revision"
    __table_args__ = (UniqueConstraint("document_id", "number"),)

    document_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"), index=True)
    number: Mapped[int]
    passages: Mapped[dict[str, Any]]
    saved_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    saved_at: Mapped[datetime]
    by_itself: Mapped[bool] = mapped_column(default=False)  # kept while writing, and not in the journal yet

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


class PassageComment(Base):
    """A reviewer's word on one passage of the draft, with the secretary's answer, until it is settled."""

    __tablename__ = "passage_comment"

    document_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"), index=True)
    revision: Mapped[int]  # the one that was read
    passage: Mapped[str]  # its key
    quote: Mapped[str] = mapped_column(default="")  # the words that it is about
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str]
    at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(default="")
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    person: Mapped[Person] = relationship(foreign_keys=person_id)


class Supplement(Base):
    """A document that is signed beside the minutes: paragraphs approved at once, or a correction.

    It comes into being locked, with its value tree (JSON) in `snapshot`; while nobody has signed it may be
    withdrawn. `number` counts within the meeting. `signers` are those who are to sign this one: key (of the
    field), person_id, name, role, organisation.
    """

    __tablename__ = "supplement"
    __table_args__ = (UniqueConstraint("meeting_id", "number"),)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    kind: Mapped[SupplementKind]
    number: Mapped[int]
    state: Mapped[MinutesState] = mapped_column(default=MinutesState.LOCKED)
    snapshot: Mapped[str]
    fingerprint: Mapped[str]
    signers: Mapped[list[Any]]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    signed_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    meeting: Mapped[Meeting] = relationship()


class SignedFile(Base):
    """One revision of a PDF that is signed, of minutes or of a supplement. None is ever removed.

    The numbers run on through every base file, so that the newest file is the one with the highest number.
    A new base file supersedes what came before it: the signatures there no longer count.
    """

    __tablename__ = "signed_file"
    __table_args__ = (
        UniqueConstraint("document_id", "number"),
        UniqueConstraint("supplement_id", "number"),
        CheckConstraint("(document_id IS NULL) <> (supplement_id IS NULL)", name="of_one_document"),
    )

    document_id: Mapped[int | None] = mapped_column(ForeignKey("minutes.id"), index=True)
    supplement_id: Mapped[int | None] = mapped_column(ForeignKey("supplement.id"), index=True)
    number: Mapped[int]
    kind: Mapped[FileKind]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str] = mapped_column(index=True)
    made_at: Mapped[datetime]
    superseded: Mapped[bool] = mapped_column(default=False)

    document: Mapped[MinutesDocument | None] = relationship(back_populates="files")
    supplement: Mapped[Supplement | None] = relationship()


class OutsideSignature(Base):
    """A signature that was asked for from a service outside: the file made ready for it, and the digest
    (SHA-256, hexadecimal) that went out. It is good for as long as its base is the newest file."""

    __tablename__ = "outside_signature"

    file_id: Mapped[int] = mapped_column(ForeignKey("signed_file.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    prepared: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[str]
    made_at: Mapped[datetime]

    file: Mapped[SignedFile] = relationship()


class Extract(Base):
    """An extract of one § for one recipient, attested by the secretary (protokollsutdrag, D.3).

    Numbered within the council's year. `mail_id` is the letter that took it there.
    """

    __tablename__ = "extract"
    __table_args__ = (UniqueConstraint("council_id", "year", "number"),)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    council_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    year: Mapped[int]
    number: Mapped[int]
    paragraph: Mapped[int]
    recipient: Mapped[str]
    email: Mapped[str] = mapped_column(default="")
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    attested_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str] = mapped_column(index=True)
    made_at: Mapped[datetime]
    mail_id: Mapped[int | None] = mapped_column(ForeignKey("mail.id"))

    meeting: Mapped[Meeting] = relationship()


class Notice(Base):
    """That signed minutes were announced on the notice board, and until when (KL 8:12)."""

    __tablename__ = "notice"

    document_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"), unique=True)
    posted_on: Mapped[date]
    posted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kept_at: Mapped[str]
    taken_down_on: Mapped[date | None]

    document: Mapped[MinutesDocument] = relationship()
