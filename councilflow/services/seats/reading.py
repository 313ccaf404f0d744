"""A seat as its pages ask for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select

from councilflow.extensions import db
from councilflow.models import Body, Person, Seat
from councilflow.services.bodies import kept_with


def before_and_after(seat: Seat) -> Sequence[Row[*tuple[Any, ...]]]:
    """Everybody who has held what this seat is, the latest first: the same office, or the same side of the
    same organisation in the same category. A row has id, person, party, ground, starts_on and ends_on."""
    return db.session.execute(
        select(Seat.id, Person.name.label("person"), Seat.party, Seat.ground, Seat.starts_on, Seat.ends_on)
        .outerjoin(Person, Person.id == Seat.person_id)
        .where(
            Seat.body_id == seat.body_id,
            Seat.category == seat.category,
            Seat.function == seat.function,
            Seat.organisation_id.is_not_distinct_from(seat.organisation_id),
            Seat.side.is_not_distinct_from(seat.side),
        )
        .order_by(Seat.starts_on.desc(), Seat.id.desc())
    ).all()


def seat_in(council_id: int, seat_id: int) -> Seat | None:
    """The seat, when it belongs to this council or to the group that prepares it."""
    return db.session.scalar(
        select(Seat).join(Body, Body.id == Seat.body_id).where(Seat.id == seat_id, kept_with(council_id))
    )
