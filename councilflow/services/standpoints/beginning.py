"""A standpoint begins its life when the meeting closes, and is in force from the signing of the minutes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select

from councilflow.extensions import db
from councilflow.models import AgendaItem, FormalDecision, Meeting, Standpoint
from councilflow.process.consensus import STANDPOINT_TAKEN
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import local_date
from councilflow.services.preparation.summary import asked_on


def begin(meeting: Meeting) -> list[Standpoint]:
    """Put what a meeting has taken into the register, with an open question to each member organisation that
    counts in it: is a decision of your own needed? (A82, H.8). What is there already stays as it is."""
    there = set(
        db.session.scalars(
            select(Standpoint.item_id)
            .join(AgendaItem, AgendaItem.id == Standpoint.item_id)
            .where(AgendaItem.meeting_id == meeting.id)
        )
    )
    taken_on = local_date(meeting.starts_at, meeting.council.zone)
    begun = []
    for item in meeting.items:
        if item.outcome not in STANDPOINT_TAKEN or item.number is None or item.id in there:
            continue
        made = Standpoint(
            item_id=item.id,
            council_id=meeting.council_id,
            year=taken_on.year,
            number=item.number,
            taken_on=taken_on,
        )
        db.session.add(made)
        db.session.flush()
        db.session.add_all(
            FormalDecision(standpoint_id=made.id, organisation_id=one.id) for one in asked_on(item)
        )
        begun.append(made)
    db.session.flush()
    return begun


def held(item_id: int) -> Standpoint | None:
    """The standpoint of an item, held so that nobody builds on it meanwhile; None when there is none."""
    return db.session.scalar(
        select(Standpoint)
        .where(Standpoint.item_id == item_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def take_back(standpoint: Standpoint) -> None:
    """Take out of the register what the council never agreed on: its outcome was written down wrongly. Nobody
    has been asked anything yet, since organisations answer once it is in force. Who calls holds it.

    RuleBroken: paragraph-lies-fast, for one in force.
    """
    if standpoint.in_force_on is not None:
        raise RuleBroken("paragraph-lies-fast")
    db.session.execute(delete(FormalDecision).where(FormalDecision.standpoint_id == standpoint.id))
    db.session.delete(standpoint)
    db.session.flush()


def come_into_force(meeting: Meeting, *, now: datetime, numbers: Collection[int] | None = None) -> None:
    """The minutes are signed, or the paragraphs with these numbers alone (omedelbar justering)."""
    waiting = (
        select(Standpoint)
        .join(AgendaItem, AgendaItem.id == Standpoint.item_id)
        .where(AgendaItem.meeting_id == meeting.id, Standpoint.in_force_on.is_(None))
    )
    if numbers is not None:
        waiting = waiting.where(AgendaItem.number.in_(numbers))
    for one in db.session.scalars(waiting):
        one.in_force_on = local_date(now, meeting.council.zone)
