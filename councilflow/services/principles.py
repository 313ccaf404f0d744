"""The budkavle: the council's working principles, in versions that stay readable (A92)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import func, select

from councilflow.extensions import db
from councilflow.models import Body, Person, WorkingPrinciples
from councilflow.services import journal


def principles_of(council_id: int, *, on: date) -> WorkingPrinciples | None:
    """The budkavle in force on a day: the highest version that has begun (A92)."""
    return db.session.scalars(
        select(WorkingPrinciples)
        .where(WorkingPrinciples.body_id == council_id, WorkingPrinciples.valid_from <= on)
        .order_by(WorkingPrinciples.version.desc())
        .limit(1)
    ).first()


def versions_of_principles(council_id: int) -> Sequence[WorkingPrinciples]:
    """Every version of the budkavle, the latest first."""
    return db.session.scalars(
        select(WorkingPrinciples)
        .where(WorkingPrinciples.body_id == council_id)
        .order_by(WorkingPrinciples.version.desc())
    ).all()


def adopt_principles(
    council: Body, *, title: str, lines: Sequence[str], valid_from: date, by: Person, now: datetime
) -> WorkingPrinciples:
    """A new version of the budkavle; the earlier ones stay readable (A92)."""
    db.session.execute(select(Body.id).where(Body.id == council.id).with_for_update())
    highest = db.session.scalar(
        select(func.max(WorkingPrinciples.version)).where(WorkingPrinciples.body_id == council.id)
    )
    adopted = WorkingPrinciples(
        body_id=council.id,
        version=(highest or 0) + 1,
        title=title,
        principles=list(lines),
        valid_from=valid_from,
    )
    db.session.add(adopted)
    journal.note(
        "principles-adopted",
        by=by,
        now=now,
        council=council,
        about=title,
        after={"version": adopted.version, "valid_from": valid_from.isoformat(), "principles": list(lines)},
    )
    return adopted
