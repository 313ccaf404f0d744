"""What the pages and commands about minutes read: rows, no objects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select

from councilflow.extensions import db
from councilflow.i18n import speaking
from councilflow.models import (
    Body,
    Meeting,
    MinutesDocument,
    MinutesReview,
    MinutesRevision,
    Person,
    Signatory,
    SignedFile,
    Supplement,
)
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import SignatoryRole
from councilflow.process.minutes import Minutes, MinutesState, from_json
from councilflow.process.values import fingerprint
from councilflow.services.minutes.compose import from_record
from councilflow.services.minutes.passages import Passages
from councilflow.services.minutes.record import Record, approvals_of, read

Rows = Sequence[Row[*tuple[Any, ...]]]

_HEAD = (
    MinutesDocument.id,
    MinutesDocument.meeting_id,
    MinutesDocument.state,
    MinutesDocument.fingerprint,
    MinutesDocument.sent_for_review_at,
    MinutesDocument.approved_at,
    MinutesDocument.locked_at,
    MinutesDocument.signed_at,
)


def head(meeting_id: int) -> Row[*tuple[Any, ...]]:
    """The minutes of a meeting, without their text. RuleBroken: minutes-not-begun."""
    row = db.session.execute(
        select(*_HEAD, MinutesDocument.snapshot).where(MinutesDocument.meeting_id == meeting_id)
    ).one_or_none()
    if row is None:
        raise RuleBroken("minutes-not-begun")
    return row


def spoken(meeting_id: int) -> str:
    """The language that the minutes of a meeting are written in."""
    return str(
        db.session.scalar(
            select(Body.document_language)
            .join(Meeting, Meeting.council_id == Body.id)
            .where(Meeting.id == meeting_id)
        )
    )


def named(meeting_id: int) -> Row[*tuple[Any, ...]]:
    """What a file of a meeting is named and made by: short_name, time_zone and archive_format of the council,
    starts_at, ends_at."""
    return db.session.execute(
        select(Body.short_name, Body.time_zone, Body.archive_format, Meeting.starts_at, Meeting.ends_at)
        .join(Body, Body.id == Meeting.council_id)
        .where(Meeting.id == meeting_id)
    ).one()


def draft(document_id: int, number: int | None = None) -> Row[*tuple[Any, ...]]:
    """A revision, the newest unless `number` says which: number, passages, saved_at, who saved it."""
    wanted = MinutesRevision.document_id == document_id
    query = (
        select(
            MinutesRevision.number,
            MinutesRevision.passages,
            MinutesRevision.saved_at,
            Person.name.label("saved_by"),
        )
        .join(Person, Person.id == MinutesRevision.saved_by_id)
        .where(wanted)
        .order_by(MinutesRevision.number.desc())
        .limit(1)
    )
    if number is not None:
        query = query.where(MinutesRevision.number == number)
    return db.session.execute(query).one()


def revisions(document_id: int) -> Rows:
    """Every save, the latest first: number, version (1, 2, 3 … as readers count them: a number is left out
    when a save gave way to the next of its sitting), saved_at, saved_by."""
    return db.session.execute(
        select(
            MinutesRevision.number,
            func.row_number().over(order_by=MinutesRevision.number).label("version"),
            MinutesRevision.saved_at,
            Person.name.label("saved_by"),
        )
        .join(Person, Person.id == MinutesRevision.saved_by_id)
        .where(MinutesRevision.document_id == document_id)
        .order_by(MinutesRevision.number.desc())
    ).all()


def text(minutes: Row[*tuple[Any, ...]]) -> Minutes:
    """What the minutes say: as they were locked, or until then as the newest revision has them.

    `minutes` is a row of `head`.
    """
    if minutes.snapshot:
        return from_json(minutes.snapshot)
    return draft_text(read(minutes.meeting_id), draft(minutes.id).passages)


def draft_of(document: MinutesDocument) -> Minutes:
    """What the draft says now, of minutes that are held."""
    return draft_text(read(document.meeting_id), draft(document.id).passages)


def mark_of(minutes: Minutes) -> str:
    """Changes with every word that stands in a §."""
    return fingerprint(minutes.paragraphs)


def draft_text(record: Record, passages: Passages) -> Minutes:
    with speaking(record.meeting.language):
        return from_record(record, passages)


@dataclass(frozen=True, slots=True)
class Hand:
    """Somebody who signs, and what they have done about it. Instants are aware, in UTC."""

    person_id: int
    name: str
    organisation: str
    role: SignatoryRole
    signed_at: datetime | None
    approved_at: datetime | None
    """Since the draft was last sent for review."""


def hands(minutes: Row[*tuple[Any, ...]]) -> list[Hand]:
    """Those who sign, in the order of the signature block. `minutes` is a row of `head`."""
    signed = select(func.max(SignedFile.made_at)).where(
        SignedFile.document_id == minutes.id,
        SignedFile.person_id == Signatory.person_id,
        SignedFile.superseded.is_(False),
    )
    approved = select(func.max(MinutesReview.at)).where(
        approvals_of(minutes.id), MinutesReview.person_id == Signatory.person_id
    )
    rows = db.session.execute(
        select(
            Signatory.person_id,
            Signatory.name,
            Signatory.organisation,
            Signatory.role,
            signed.correlate(Signatory).scalar_subquery(),
            approved.correlate(Signatory).scalar_subquery(),
        )
        .where(Signatory.meeting_id == minutes.meeting_id)
        .order_by(Signatory.position, Signatory.id)
    )
    return [Hand(*row) for row in rows]


def signatories(meeting_id: int) -> Rows:
    """The list of those who sign, as rows: id, person_id, role, name, organisation."""
    return db.session.execute(
        select(Signatory.id, Signatory.person_id, Signatory.role, Signatory.name, Signatory.organisation)
        .where(Signatory.meeting_id == meeting_id)
        .order_by(Signatory.position, Signatory.id)
    ).all()


def supplements(meeting_id: int) -> Sequence[Supplement]:
    """Everything that was made to be signed beside the minutes, withdrawn or not, in its order."""
    return db.session.scalars(
        select(Supplement).where(Supplement.meeting_id == meeting_id).order_by(Supplement.number)
    ).all()


def signing_times(supplement: Supplement) -> dict[int, datetime]:
    """When each has signed a supplement, by the id of the person (aware, UTC)."""
    rows = db.session.execute(
        select(SignedFile.person_id, SignedFile.made_at).where(
            SignedFile.supplement_id == supplement.id,
            SignedFile.superseded.is_(False),
            SignedFile.person_id.is_not(None),
        )
    )
    return {row.person_id: row.made_at for row in rows}


def reviews(document_id: int) -> Rows:
    """What the reviewers have said, the latest first: name, approved, comment, at, revision."""
    return db.session.execute(
        select(
            Person.name,
            MinutesReview.approved,
            MinutesReview.comment,
            MinutesReview.at,
            MinutesReview.revision,
        )
        .join(Person, Person.id == MinutesReview.person_id)
        .where(MinutesReview.document_id == document_id)
        .order_by(MinutesReview.id.desc())
    ).all()


def newest_file(document_id: int) -> Row[*tuple[Any, ...]] | None:
    """The newest file: number, content, sha256; None while the minutes are not locked."""
    return db.session.execute(
        select(SignedFile.number, SignedFile.content, SignedFile.sha256)
        .where(SignedFile.document_id == document_id, SignedFile.superseded.is_(False))
        .order_by(SignedFile.number.desc())
        .limit(1)
    ).one_or_none()


def newest_file_size(document_id: int) -> int | None:
    """Its size in bytes, without reading it."""
    return db.session.scalar(
        select(func.length(SignedFile.content))
        .where(SignedFile.document_id == document_id, SignedFile.superseded.is_(False))
        .order_by(SignedFile.number.desc())
        .limit(1)
    )


@dataclass(frozen=True, slots=True)
class SignedMinutes:
    """Signed minutes as they are listed for scripts."""

    id: int
    minutes: Minutes
    sha256: str


def all_signed() -> list[SignedMinutes]:
    """Every signed minutes of the installation, the oldest meeting first."""
    last = (
        select(SignedFile.document_id, func.max(SignedFile.number).label("number"))
        .group_by(SignedFile.document_id)
        .subquery()
    )
    rows = db.session.execute(
        select(MinutesDocument.id, MinutesDocument.snapshot, SignedFile.sha256)
        .join(Meeting, Meeting.id == MinutesDocument.meeting_id)
        .join(last, last.c.document_id == MinutesDocument.id)
        .join(
            SignedFile,
            (SignedFile.document_id == last.c.document_id) & (SignedFile.number == last.c.number),
        )
        .where(MinutesDocument.state == MinutesState.SIGNED)
        .order_by(Meeting.starts_at, MinutesDocument.id)
    )
    return [SignedMinutes(row.id, from_json(row.snapshot), row.sha256) for row in rows]


def signed_file(document_id: int) -> bytes | None:
    """The exact bytes of signed minutes; None when there are none of this id."""
    state = db.session.scalar(select(MinutesDocument.state).where(MinutesDocument.id == document_id))
    found = newest_file(document_id) if state is MinutesState.SIGNED else None
    return found.content if found else None
