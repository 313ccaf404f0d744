"""The organisations that a question concerns, and what each brings to the answer (A34)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import delete, or_, select

from councilflow.extensions import db
from councilflow.models import Body, Concerned, Organisation, Seat
from councilflow.process.councils import Category
from councilflow.services.visibility import held_on


def members(council_id: int, day: date) -> Sequence[Any]:
    """The organisations that can be concerned, by name: those with a member in the council, or in the one it
    includes, on this day. id, name, short_name."""
    included = select(Body.includes_id).where(Body.id == council_id).scalar_subquery()
    seated = select(Seat.organisation_id).where(
        or_(Seat.body_id == council_id, Seat.body_id == included),
        Seat.category.in_([Category.MEMBER, Category.ACTOR]),
        held_on(day),
    )
    return db.session.execute(
        select(Organisation.id, Organisation.name, Organisation.short_name)
        .where(Organisation.id.in_(seated))
        .order_by(Organisation.name)
    ).all()


def of(*, issue_id: int | None = None, item_id: int | None = None) -> Sequence[Any]:
    """Those that somebody has named, by name: organisation_id, name, contribution. Empty: all members."""
    return db.session.execute(
        select(Concerned.organisation_id, Organisation.name, Concerned.contribution)
        .join(Organisation, Organisation.id == Concerned.organisation_id)
        .where(_side(issue_id, item_id))
        .order_by(Organisation.name)
    ).all()


def concern(
    contributions: Mapping[int, str] | None, *, issue_id: int | None = None, item_id: int | None = None
) -> None:
    """Let the question concern these organisations, each with its contribution; None changes nothing."""
    if contributions is None:
        return
    db.session.execute(delete(Concerned).where(_side(issue_id, item_id)))
    db.session.add_all(
        Concerned(issue_id=issue_id, item_id=item_id, organisation_id=organisation_id, contribution=text)
        for organisation_id, text in contributions.items()
    )


def _side(issue_id: int | None, item_id: int | None) -> Any:
    return Concerned.issue_id == issue_id if issue_id is not None else Concerned.item_id == item_id
