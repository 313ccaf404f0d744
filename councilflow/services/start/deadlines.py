"""What a secretary has to see to before its day has passed: signatures that others owe, and the notice on the
board (KL 5:69, 8:12)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import and_, exists, func, or_, select

from councilflow.extensions import db
from councilflow.models import Body, Meeting, MinutesDocument, MinutesReview, Notice, Signatory, SignedFile
from councilflow.process.meeting import SignatoryRole, local_date
from councilflow.process.minutes import MinutesState
from councilflow.process.notices import down_from, post_by
from councilflow.process.profiles import WITH_NOTICE
from councilflow.process.rights import Act
from councilflow.services.start.tasks import MEETING, Task, Waiting, ended_on, held_on
from councilflow.services.visibility import Viewer

SOON = timedelta(days=3)
"""How long before the last day the secretary is asked to remind the others."""

RECENT = timedelta(days=60)
"""Minutes signed longer ago than this are from before the council kept notices."""


def reminding(viewer: Viewer, now: datetime) -> Iterator[Waiting]:
    """Minutes that somebody else has not approved or signed, when the last day is near or past."""
    approved = exists().where(
        MinutesReview.document_id == MinutesDocument.id,
        MinutesReview.person_id == Signatory.person_id,
        MinutesReview.approved,
        MinutesReview.at >= MinutesDocument.sent_for_review_at,
    )
    signed = exists().where(
        SignedFile.document_id == MinutesDocument.id,
        SignedFile.person_id == Signatory.person_id,
        SignedFile.superseded.is_(False),
    )
    missing = func.count(Signatory.id).label("missing")
    rows = db.session.execute(
        select(*MEETING, Body.signing_days, MinutesDocument.state.label("minutes"), missing)
        .join(Body, Body.id == Meeting.council_id)
        .join(MinutesDocument, MinutesDocument.meeting_id == Meeting.id)
        .join(Signatory, Signatory.meeting_id == Meeting.id)
        .where(
            Meeting.council_id.in_(viewer.councils_with(Act.WRITE_MINUTES)),
            Signatory.person_id != viewer.person_id,
            or_(
                and_(
                    MinutesDocument.state == MinutesState.IN_REVIEW,
                    Signatory.role == SignatoryRole.ELECTED,
                    ~approved,
                ),
                and_(MinutesDocument.state == MinutesState.LOCKED, ~signed),
            ),
        )
        .group_by(*MEETING, Body.signing_days, MinutesDocument.state)
        .order_by(Meeting.starts_at)
        .limit(20)
    )
    for row in rows:
        due = ended_on(row) + timedelta(days=row.signing_days)
        if due - SOON <= _today(row, now):
            task = Task.REMIND_SIGNERS if row.minutes is MinutesState.LOCKED else Task.REMIND_REVIEWERS
            yield Waiting(
                task, due, row.council, meeting_id=row.meeting_id, meeting_on=held_on(row), count=row.missing
            )


def announcing(viewer: Viewer, now: datetime) -> Iterator[Waiting]:
    """Notices to put up, and those that have been up for long enough."""
    rows = db.session.execute(
        select(*MEETING, MinutesDocument.signed_at, Notice.posted_on)
        .join(Body, Body.id == Meeting.council_id)
        .join(MinutesDocument, MinutesDocument.meeting_id == Meeting.id)
        .outerjoin(Notice, Notice.document_id == MinutesDocument.id)
        .where(
            Meeting.council_id.in_(viewer.councils_with(Act.WRITE_MINUTES)),
            func.coalesce(Meeting.minutes_profile, Body.minutes_profile).in_(WITH_NOTICE),
            MinutesDocument.state == MinutesState.SIGNED,
            Notice.taken_down_on.is_(None),
            or_(Notice.id.is_not(None), MinutesDocument.signed_at >= now - RECENT),
        )
        .order_by(MinutesDocument.signed_at)
        .limit(20)
    )
    for row in rows:
        facts: dict[str, Any] = {"meeting_id": row.meeting_id, "meeting_on": held_on(row)}
        if row.posted_on is None:
            due = post_by(local_date(row.signed_at, ZoneInfo(row.time_zone)))
            yield Waiting(Task.POST_NOTICE, due, row.council, **facts)
        elif down_from(row.posted_on) <= _today(row, now):
            # It may come down from that day on; that it stays up longer is nobody's delay.
            yield Waiting(Task.TAKE_DOWN_NOTICE, _today(row, now), row.council, **facts)


def _today(row: Any, now: datetime) -> Any:
    return local_date(now, ZoneInfo(row.time_zone))
