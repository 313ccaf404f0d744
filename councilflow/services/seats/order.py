"""The order in which the substitutes of an organisation serve (A42)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select

from councilflow.extensions import db
from councilflow.models import Body, Person, Seat
from councilflow.process.councils import Category
from councilflow.process.errors import RuleBroken
from councilflow.services import journal
from councilflow.services.bodies import council_of
from councilflow.services.seats.entry import name_of
from councilflow.services.visibility import today


def move(seat: Seat, *, up: bool, by: Person, now: datetime) -> None:
    """Let a substitute serve before the one above, or after the one below, of the same organisation (A42).

    RuleBroken: only-substitutes-are-ordered. The first stays first, and the last stays last.
    """
    if seat.category is not Category.SUBSTITUTE:
        raise RuleBroken("only-substitutes-are-ordered")
    db.session.execute(select(Body.id).where(Body.id == seat.body_id).with_for_update())
    order = _beside(seat, now)
    place = order.index(seat) if seat in order else 0
    other = place - 1 if up else place + 1
    if seat not in order or not 0 <= other < len(order):
        return
    before, positions = [name_of(one) for one in order], sorted({one.position for one in order})
    order[place], order[other] = order[other], order[place]
    if len(positions) < len(order):  # two came to stand at one place
        positions = list(range(positions[0], positions[0] + len(order)))
    for one, position in zip(order, positions, strict=True):
        one.position = position
    journal.note(
        "substitutes-ordered",
        by=by,
        now=now,
        council=council_of(seat.body),
        about=seat.organisation.name if seat.organisation else seat.body.name,
        before={"order": before},
        after={"order": [name_of(one) for one in order]},
    )


def _beside(seat: Seat, now: datetime) -> list[Seat]:
    """The substitutes of the same organisation who serve today or later, in their order."""
    found = db.session.scalars(
        select(Seat)
        .where(
            Seat.body_id == seat.body_id,
            Seat.category == Category.SUBSTITUTE,
            Seat.organisation_id == seat.organisation_id,
            or_(Seat.ends_on.is_(None), Seat.ends_on >= today(now)),
        )
        .order_by(Seat.position, Seat.id)
        .execution_options(populate_existing=True)
    )
    return list(found)
