"""Whom the council can make responsible for something that it says outwards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import or_, select

from councilflow.extensions import db
from councilflow.models import Body, Person, Seat
from councilflow.services.visibility import held_on


def people_of(council_id: int, day: date, *, kept: int | None = None) -> Sequence[Any]:
    """Everybody with a seat in the council or in a group of it on a day, and `kept`; by name: id, name,
    title, email."""
    seated = (
        select(Seat.person_id)
        .join(Body, Body.id == Seat.body_id)
        .where(or_(Body.id == council_id, Body.council_id == council_id), held_on(day))
    )
    return db.session.execute(
        select(Person.id, Person.name, Person.title, Person.email)
        .where(or_(Person.id.in_(seated), Person.id == (kept or 0)))
        .order_by(Person.name, Person.id)
    ).all()


def name_of(person_id: int | None) -> str:
    """The name of somebody that a row points at; empty when it points at nobody."""
    if person_id is None:
        return ""
    return db.session.scalar(select(Person.name).where(Person.id == person_id)) or ""
