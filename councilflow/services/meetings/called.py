"""How many are called to a meeting, by category: the statement is made once, and asked once a page."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Date, Integer, bindparam, case, func, literal_column, or_, select, union_all

from councilflow.extensions import db
from councilflow.models import ExtraInvitee, Seat
from councilflow.process.councils import INVITED, Category

_DAY = bindparam("day", type_=Date)
_NARROWER = bindparam("includes_id", type_=Integer)
_SEATED = (
    select(
        Seat.category,
        func.count(Seat.person_id.distinct()).label("people"),
        func.count(Seat.organisation_id.distinct()).label("organisations"),
        func.count(case((Seat.body_id == _NARROWER, Seat.organisation_id)).distinct()).label("narrower"),
    )
    .where(
        or_(Seat.body_id == bindparam("council_id"), Seat.body_id == _NARROWER),
        or_(*(Seat.category == category for category in sorted(INVITED))),
        Seat.person_id.is_not(None),
        Seat.starts_on <= _DAY,
        or_(Seat.ends_on.is_(None), Seat.ends_on >= _DAY),
    )
    .group_by(Seat.category)
)
_SEATLESS: Any = (
    select(
        ExtraInvitee.category,
        func.count(ExtraInvitee.id).label("people"),
        literal_column("0").label("organisations"),
        literal_column("0").label("narrower"),
    )
    .where(ExtraInvitee.meeting_id == bindparam("meeting_id", type_=Integer))
    .group_by(ExtraInvitee.category)
)
_CALLED = union_all(_SEATED, _SEATLESS)


class Called(NamedTuple):
    """How many are called in a category; `narrower` are the organisations of the council that the meeting's
    own includes."""

    category: Category
    people: int
    organisations: int
    narrower: int


def by_category(
    council_id: int, includes_id: int | None, *, day: date, meeting_id: int | None = None
) -> list[Called]:
    """Who is called: by the seats held on the day of the meeting, in the council and in the one it includes
    (A54), and by the list of those whom the meeting alone invites (A55). One query."""
    facts = {"council_id": council_id, "includes_id": includes_id, "day": day, "meeting_id": meeting_id}
    found: dict[Category, Called] = {}
    for row in map(Called._make, db.session.connection().execute(_CALLED, facts)):
        before = found.get(row.category)
        added = [a + b for a, b in zip(before[1:], row[1:], strict=True)] if before else row[1:]
        found[row.category] = Called(row.category, *added)
    return list(found.values())
