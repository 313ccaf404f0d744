"""What is waited for: organisations that have not said whether they need a decision, and planned decisions
that have not been made. A standpoint that is replaced or carried out waits for nobody."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, false, func, literal, or_, select, tuple_

from councilflow.extensions import db
from councilflow.models import AgendaItem, Body, FormalDecision, Organisation, Standpoint
from councilflow.process.afterwards import FormalState
from councilflow.process.formal_decisions import WAITED_FOR, due_on, is_late, is_silent
from councilflow.process.meeting import local_date
from councilflow.services.formal_decisions.reading import LINE, STEP
from councilflow.services.visibility import Viewer, formal_decisions_for, standpoints_for

MOST = 500
"""So many are shown at once, those that should have been done first."""
PAGE = 50
"""So many stand on a page of an organisation's own."""


@dataclass(frozen=True, slots=True)
class Awaited:
    """A step that is waited for, until the local day `due`. `row` has the step and its standpoint."""

    row: Any
    due: date
    is_late: bool
    """The planned day has passed, or the organisation should have answered by now."""


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """A page of what an organisation is asked for, each page in the order of days."""

    rows: list[Awaited]
    next: int | None
    """The step after which the next page goes on."""


_OLDEST_FIRST: tuple[ColumnElement[Any], ...] = (
    func.coalesce(FormalDecision.planned_on, Standpoint.in_force_on),
    FormalDecision.id.expression,
)


def of_council(
    who: Viewer, council_id: int, *, now: datetime, organisation_id: int | None = None
) -> list[Awaited]:
    """What a council waits for, of one organisation or of all, the longest overdue first: at most `MOST`.
    One statement."""
    return _awaited(_query(who).where(*_here(council_id, organisation_id)), now)


def many_of_council(who: Viewer, council_id: int, *, organisation_id: int | None = None) -> int:
    """How many there are in all. One statement."""
    found = _query(who).where(*_here(council_id, organisation_id)).limit(None).order_by(None).subquery()
    return db.session.scalar(select(func.count()).select_from(found)) or 0


def organisations_of(who: Viewer, council_id: int) -> list[Any]:
    """The organisations that a council waits for, by name: id and name. One statement."""
    asked = _query(who).where(Standpoint.council_id == council_id).limit(None)
    ids = asked.with_only_columns(FormalDecision.organisation_id)
    named = select(Organisation.id, Organisation.name).where(Organisation.id.in_(ids))
    return list(db.session.execute(named.order_by(Organisation.name)).all())


def _here(council_id: int, organisation_id: int | None) -> list[ColumnElement[bool]]:
    own = [FormalDecision.organisation_id == organisation_id] if organisation_id is not None else []
    return [Standpoint.council_id == council_id, *own]


def of_organisations(who: Viewer, *, now: datetime) -> list[Awaited]:
    """What the viewer's own organisations are asked for, in all their councils: at most `MOST`. One
    statement."""
    own = _own(who)
    return _awaited(_query(who).where(or_(*own)), now) if own else []


def page_of_organisations(
    who: Viewer, *, now: datetime, after: int | None = None, size: int = PAGE
) -> WaitingPage:
    """The same, read from a place on: `after` is the step that the last page ended with. Two statements."""
    if not (own := _own(who)):
        return WaitingPage([], None)
    asked = _query(who).where(or_(*own))
    if after is not None:
        asked = asked.where(_later_than(after))
    rows = db.session.execute(asked.order_by(*_OLDEST_FIRST).limit(size + 1)).all()
    found = sorted((awaited(row, now) for row in rows[:size]), key=_place)
    return WaitingPage(found, rows[size - 1].id if len(rows) > size else None)


def _later_than(step_id: int) -> ColumnElement[bool]:
    """What comes after a step in the list; nothing when it is gone."""
    there = db.session.execute(
        select(*_OLDEST_FIRST)
        .join(Standpoint, Standpoint.id == FormalDecision.standpoint_id)
        .where(FormalDecision.id == step_id)
    ).one_or_none()
    if there is None:
        return false()
    place = [literal(value, column.type) for value, column in zip(there, _OLDEST_FIRST, strict=True)]
    return tuple_(*_OLDEST_FIRST) > tuple_(*place)


def _own(who: Viewer) -> list[ColumnElement[bool]]:
    return [
        and_(
            Standpoint.council_id == council_id,
            FormalDecision.organisation_id.in_(who.stance_homes(council_id)),
        )
        for council_id in sorted(who.councils)
        if who.stance_homes(council_id)
    ]


def late_in(who: Viewer, council_ids: Collection[int], *, now: datetime) -> list[Awaited]:
    """What is late in these councils, the longest first. One statement."""
    return [
        one for one in _awaited(_query(who).where(Standpoint.council_id.in_(council_ids)), now) if one.is_late
    ]


def is_waited_for() -> ColumnElement[bool]:
    """In a query of steps with their standpoints: somebody is to do something."""
    return and_(
        FormalDecision.state.in_(WAITED_FOR),
        Standpoint.in_force_on.is_not(None),
        Standpoint.replaced_by_id.is_(None),
        Standpoint.carried_out_on.is_(None),
        or_(FormalDecision.organisation_id.is_not(None), FormalDecision.state == FormalState.PLANNED),
    )


def query() -> Select[*tuple[Any, ...]]:
    """The steps that are waited for, whoever looks."""
    return (
        select(*STEP[:-1], *LINE, Organisation.mailbox, Organisation.language, Body.reminder_days)
        .join(Standpoint, Standpoint.id == FormalDecision.standpoint_id)
        .join(AgendaItem, AgendaItem.id == Standpoint.item_id)
        .join(Body, Body.id == Standpoint.council_id)
        .outerjoin(Organisation, Organisation.id == FormalDecision.organisation_id)
        .where(is_waited_for(), AgendaItem.is_secret.is_(False))
    )


def _query(who: Viewer) -> Select[*tuple[Any, ...]]:
    return query().where(standpoints_for(who), formal_decisions_for(who)).limit(MOST)


def _awaited(found: Select[*tuple[Any, ...]], now: datetime) -> list[Awaited]:
    rows = db.session.execute(found.order_by(*_OLDEST_FIRST)).all()
    return sorted((awaited(row, now) for row in rows), key=_place)


def awaited(row: Any, now: datetime) -> Awaited:
    """What a row of `query` is waited for, on the day of its council."""
    today = local_date(now, ZoneInfo(row.time_zone))
    late = is_late(row.state, row.planned_on, today) or is_silent(row.state, row.in_force_on, today)
    return Awaited(row, due_on(row.state, row.planned_on, row.in_force_on), late)


def _place(one: Awaited) -> tuple[date, str, int]:
    return one.due, one.row.organisation or "", one.row.id
