"""What waits after a meeting: the draft, the review and the signatures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import and_, exists, func, or_, select

from councilflow.extensions import db
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
from councilflow.process.meeting import SignatoryRole, local_date
from councilflow.process.minutes import MinutesState
from councilflow.process.record import SupplementKind
from councilflow.process.rights import Act
from councilflow.services.start.tasks import MEETING, Task, Waiting, ended_on, held_on
from councilflow.services.visibility import Viewer


def minutes(viewer: Viewer) -> Iterator[Waiting]:
    """Drafts to write, with who sent them back as their title, and approved drafts to lock (D.1)."""
    approvals = (
        select(func.count(func.distinct(MinutesReview.person_id)))
        .where(
            MinutesReview.document_id == MinutesDocument.id,
            MinutesReview.approved,
            MinutesReview.revision == _latest_revision(),
            MinutesReview.at >= MinutesDocument.sent_for_review_at,
        )
        .scalar_subquery()
    )
    sent_back = (
        select(Person.name)
        .join(MinutesReview, MinutesReview.person_id == Person.id)
        .where(
            MinutesReview.document_id == MinutesDocument.id,
            ~MinutesReview.approved,
            MinutesReview.at >= MinutesDocument.sent_for_review_at,
        )
        .order_by(MinutesReview.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    elected = (
        select(func.count(Signatory.id))
        .where(Signatory.meeting_id == Meeting.id, Signatory.role == SignatoryRole.ELECTED)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(
            *MEETING,
            Body.draft_days,
            Body.signing_days,
            MinutesDocument.state.label("minutes"),
            (approvals >= elected).label("approved"),
            sent_back.label("sent_back_by"),
        )
        .join(Body, Body.id == Meeting.council_id)
        .join(MinutesDocument, MinutesDocument.meeting_id == Meeting.id)
        .where(
            Meeting.council_id.in_(viewer.councils_with(Act.WRITE_MINUTES)),
            MinutesDocument.state.in_([MinutesState.DRAFT, MinutesState.IN_REVIEW]),
        )
        .limit(20)
    )
    for row in rows:
        facts: dict[str, Any] = {"meeting_id": row.meeting_id, "meeting_on": held_on(row)}
        if row.minutes is MinutesState.DRAFT:
            due = ended_on(row) + timedelta(days=row.draft_days)
            sign_by = ended_on(row) + timedelta(days=row.signing_days)
            title = row.sent_back_by or ""
            yield Waiting(Task.WRITE_MINUTES, due, row.council, title=title, sign_by=sign_by, **facts)
        elif row.approved:
            due = ended_on(row) + timedelta(days=row.signing_days)
            yield Waiting(Task.LOCK_MINUTES, due, row.council, **facts)


def _latest_revision() -> Any:
    return (
        select(func.max(MinutesRevision.number))
        .where(MinutesRevision.document_id == MinutesDocument.id)
        .correlate(MinutesDocument)
        .scalar_subquery()
    )


def signing(viewer: Viewer) -> Iterator[Waiting]:
    """Minutes to review as justerare, and minutes to sign (H.6)."""
    reviewed = exists().where(
        MinutesReview.document_id == MinutesDocument.id,
        MinutesReview.person_id == viewer.person_id,
        MinutesReview.revision == _latest_revision(),
        MinutesReview.at >= MinutesDocument.sent_for_review_at,  # words that came since ask once more
    )
    signed = exists().where(
        SignedFile.document_id == MinutesDocument.id,
        SignedFile.person_id == viewer.person_id,
        SignedFile.superseded.is_(False),
    )
    rows = db.session.execute(
        select(*MEETING, Body.signing_days, MinutesDocument.state.label("minutes"))
        .join(Body, Body.id == Meeting.council_id)
        .join(MinutesDocument, MinutesDocument.meeting_id == Meeting.id)
        .join(Signatory, Signatory.meeting_id == Meeting.id)
        .where(
            Signatory.person_id == viewer.person_id,
            or_(
                and_(
                    MinutesDocument.state == MinutesState.IN_REVIEW,
                    Signatory.role == SignatoryRole.ELECTED,
                    ~reviewed,
                ),
                and_(MinutesDocument.state == MinutesState.LOCKED, ~signed),
            ),
        )
        .limit(20)
    )
    for row in rows:
        task = Task.SIGN_MINUTES if row.minutes is MinutesState.LOCKED else Task.REVIEW_MINUTES
        due = ended_on(row) + timedelta(days=row.signing_days)
        yield Waiting(task, due, row.council, meeting_id=row.meeting_id, meeting_on=held_on(row))


@dataclass(frozen=True, slots=True)
class LastMinutes:
    meeting_id: int
    council: str
    held_on: date
    signed_on: date


def last_minutes(viewer: Viewer) -> LastMinutes | None:
    """The minutes that were signed last, in any of the viewer's councils."""
    row = db.session.execute(
        select(*MEETING, MinutesDocument.signed_at)
        .join(Body, Body.id == Meeting.council_id)
        .join(MinutesDocument, MinutesDocument.meeting_id == Meeting.id)
        .where(
            Meeting.council_id.in_(viewer.councils_with(Act.READ_MINUTES)),
            MinutesDocument.state == MinutesState.SIGNED,
            MinutesDocument.signed_at.is_not(None),
        )
        .order_by(MinutesDocument.signed_at.desc(), Meeting.id.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    signed_on = local_date(row.signed_at, ZoneInfo(row.time_zone))
    return LastMinutes(row.meeting_id, row.council, held_on(row), signed_on)


def supplements(viewer: Viewer) -> Iterator[Waiting]:
    """Paragraphs approved at once, due the day they were made, and corrections, that wait for a signature."""
    signed = exists().where(
        SignedFile.supplement_id == Supplement.id,
        SignedFile.person_id == viewer.person_id,
        SignedFile.superseded.is_(False),
    )
    rows = db.session.execute(
        select(
            *MEETING,
            Body.signing_days,
            Supplement.id.label("supplement_id"),
            Supplement.kind,
            Supplement.signers,
            Supplement.made_at,
        )
        .join(Body, Body.id == Meeting.council_id)
        .join(Supplement, Supplement.meeting_id == Meeting.id)
        .where(Supplement.state == MinutesState.LOCKED, Supplement.withdrawn_at.is_(None), ~signed)
        .order_by(Supplement.id.desc())
        .limit(100)
    )
    for row in rows:
        if not any(one["person_id"] == viewer.person_id for one in row.signers):
            continue
        made_on = local_date(row.made_at, ZoneInfo(row.time_zone))
        at_once = row.kind is SupplementKind.IMMEDIATE
        yield Waiting(
            Task.SIGN_AT_ONCE if at_once else Task.SIGN_CORRECTION,
            made_on if at_once else made_on + timedelta(days=row.signing_days),
            row.council,
            meeting_id=row.meeting_id,
            supplement_id=row.supplement_id,
            meeting_on=held_on(row),
        )
