"""The standpoints that councils have taken, as lists ask for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, false, func, literal, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from councilflow.extensions import db
from councilflow.models import AgendaItem, Body, Dissent, Meeting
from councilflow.process.consensus import STANDPOINT_TAKEN, Outcome
from councilflow.process.meeting import MeetingState, local_date
from councilflow.process.profiles import PROFILES, OutcomeWord
from councilflow.services.visibility import Viewer, meetings_for

PAGE = 50


@dataclass(frozen=True, slots=True)
class Standpoint:
    """One standpoint; `day` is the meeting's date where the council meets."""

    item_id: int
    meeting_id: int
    number: int
    title: str
    outcome: Outcome
    wording: str
    council: str
    day: date
    dissents: int
    called: OutcomeWord


@dataclass(frozen=True, slots=True)
class Page:
    standpoints: Sequence[Standpoint]
    older: int | None
    """The item after which the next page goes on; None on the last page."""


def taken(viewer: Viewer, *, before: int | None = None, size: int = PAGE) -> Page:
    """Standpoints of the viewer's own councils, from meetings that are closed, newest first.

    `before` is the item that the last page ended with. Going on from a place and not from a count costs the
    same on every page.
    """
    query = _select(viewer)
    if before is not None:
        query = query.where(_older_than(before))
    rows = db.session.execute(query.limit(size + 1)).all()
    found = [
        Standpoint(
            item_id=row.id,
            meeting_id=row.meeting_id,
            number=row.number,
            title=row.title,
            outcome=row.outcome,
            wording=row.adopted,
            council=row.council,
            day=local_date(row.starts_at, ZoneInfo(row.time_zone)),
            dissents=row.dissents,
            called=PROFILES[row.minutes_profile].outcome,
        )
        for row in rows[:size]
    ]
    return Page(found, older=found[-1].item_id if len(rows) > size else None)


_ORDER: tuple[InstrumentedAttribute[Any], ...] = (Meeting.starts_at, Meeting.id, AgendaItem.number)


def _select(viewer: Viewer) -> Select[*tuple[Any, ...]]:
    dissents = (
        select(func.count()).where(Dissent.item_id == AgendaItem.id).correlate(AgendaItem).scalar_subquery()
    )
    return (
        select(
            AgendaItem.id,
            AgendaItem.meeting_id,
            AgendaItem.number,
            AgendaItem.title,
            AgendaItem.outcome,
            AgendaItem.adopted,
            Body.name.label("council"),
            Body.time_zone,
            func.coalesce(Meeting.minutes_profile, Body.minutes_profile).label("minutes_profile"),
            Meeting.starts_at,
            dissents.label("dissents"),
        )
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .join(Body, Body.id == Meeting.council_id)
        .where(
            meetings_for(viewer), Meeting.state == MeetingState.HELD, AgendaItem.outcome.in_(STANDPOINT_TAKEN)
        )
        .order_by(*(column.desc() for column in _ORDER))
    )


def _older_than(item_id: int) -> ColumnElement[bool]:
    """What comes after an item in the list; nothing when that item is gone."""
    place = db.session.execute(
        select(*_ORDER).join(AgendaItem, AgendaItem.meeting_id == Meeting.id).where(AgendaItem.id == item_id)
    ).one_or_none()
    if place is None:
        return false()
    there = [literal(value, column.type) for value, column in zip(place, _ORDER, strict=True)]
    return tuple_(*_ORDER) < tuple_(*there)
