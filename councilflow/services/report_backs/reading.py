"""Report backs as pages list them: an organisation's own, and all of a council's for its secretariat."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select

from councilflow.extensions import db
from councilflow.models import Body, Meeting, Organisation, ReportBack
from councilflow.process.afterwards import ReportBackState
from councilflow.process.meeting import local_date
from councilflow.process.report_backs import is_late
from councilflow.process.rights import Act
from councilflow.services.visibility import Viewer

PAGE = 20


@dataclass(frozen=True, slots=True)
class Listed:
    """A report back with its meeting. `row` has what the table says, council and organisation."""

    row: Any
    met_on: date
    is_late: bool


@dataclass(frozen=True, slots=True)
class Page:
    found: Sequence[Listed]
    older: int | None
    """The row after which the next page goes on."""


@dataclass(frozen=True, slots=True)
class Line:
    """A meeting with a cell for each column; None where the organisation was not asked."""

    meeting_id: int
    met_on: date
    cells: Sequence[Listed | None]


@dataclass(frozen=True, slots=True)
class Matrix:
    columns: Sequence[Any]
    """id, name and short_name of the organisations, by name."""
    lines: Sequence[Line]
    older: int | None
    """The meeting after which the next page goes on."""


def reports_for(who: Viewer) -> ColumnElement[bool]:
    """In a query that joins their meetings: the own organisations' report backs, and all of a council's for
    those who keep it."""
    return or_(own_of(who), Meeting.council_id.in_(who.councils_with(Act.MANAGE_COUNCIL)))


def own_of(who: Viewer) -> ColumnElement[bool]:
    """The report backs of the organisations that the viewer belongs to."""
    own = [
        and_(Meeting.council_id == council_id, ReportBack.organisation_id.in_(who.homes(council_id)))
        for council_id in sorted(who.councils)
        if who.homes(council_id)
    ]
    return or_(*own) if own else false()


def query() -> Select[*tuple[Any, ...]]:
    """Every report back with its meeting, council and organisation, whoever looks."""
    return (
        select(
            ReportBack.id,
            ReportBack.meeting_id,
            ReportBack.organisation_id,
            ReportBack.state,
            ReportBack.due_on,
            ReportBack.forum,
            ReportBack.planned_on,
            ReportBack.done_on,
            ReportBack.reason,
            ReportBack.note,
            ReportBack.updated_at,
            ReportBack.reminded_at,
            Meeting.starts_at,
            Meeting.council_id,
            Body.name.label("council"),
            Body.time_zone,
            Body.reminder_days,
            Organisation.name.label("organisation"),
            Organisation.short_name,
            Organisation.mailbox,
            Organisation.language,
        )
        .join(Meeting, Meeting.id == ReportBack.meeting_id)
        .join(Body, Body.id == Meeting.council_id)
        .join(Organisation, Organisation.id == ReportBack.organisation_id)
    )


def listed(row: Any, now: datetime) -> Listed:
    zone = ZoneInfo(row.time_zone)
    return Listed(row, local_date(row.starts_at, zone), is_late(row.state, row.due_on, local_date(now, zone)))


MOST = 100
"""So many that wait are shown at once, those that are due first."""


def many_waiting(who: Viewer) -> int:
    """How many there are in all. One statement."""
    found = (
        query().where(own_of(who), ReportBack.state == ReportBackState.OPEN).with_only_columns(func.count())
    )
    return db.session.scalar(found) or 0


def waiting(who: Viewer, *, now: datetime, most: int = MOST) -> list[Listed]:
    """What the viewer's own organisations have not taken home yet, the first due first. One statement."""
    rows = db.session.execute(
        query()
        .where(own_of(who), ReportBack.state == ReportBackState.OPEN)
        .order_by(ReportBack.due_on, ReportBack.id)
        .limit(most)
    )
    return [listed(row, now) for row in rows]


def late_in(council_ids: Collection[int], *, now: datetime) -> list[Listed]:
    """What is late in these councils. One statement."""
    rows = db.session.execute(
        query()
        .where(
            Meeting.council_id.in_(council_ids),
            ReportBack.state == ReportBackState.OPEN,
            ReportBack.due_on <= now.date(),
        )
        .order_by(ReportBack.due_on, ReportBack.id)
        .limit(500)
    )
    return [one for one in (listed(row, now) for row in rows) if one.is_late]


def waits_in(council_id: int) -> bool:
    """Whether any organisation has something of the council's left to take home."""
    some = query().where(Meeting.council_id == council_id, ReportBack.state == ReportBackState.OPEN)
    return db.session.execute(some.limit(1)).first() is not None


def settled(who: Viewer, *, now: datetime, before: int | None = None, size: int = PAGE) -> Page:
    """What the viewer's own organisations have taken home, or need not, the latest first."""
    found = query().where(own_of(who), ReportBack.state != ReportBackState.OPEN)
    if before is not None:
        found = found.where(ReportBack.id < before)
    rows = db.session.execute(found.order_by(ReportBack.id.desc()).limit(size + 1)).all()
    older = rows[size - 1].id if len(rows) > size else None
    return Page([listed(row, now) for row in rows[:size]], older)


def matrix(council_id: int, *, now: datetime, before: int | None = None, size: int = PAGE) -> Matrix:
    """Meetings down, organisations across, the latest meeting first. Two statements."""
    asked = select(ReportBack.meeting_id).distinct()
    meetings = select(Meeting.id).where(Meeting.council_id == council_id, Meeting.id.in_(asked))
    if before is not None:
        last = select(Meeting.starts_at).where(Meeting.id == before).scalar_subquery()
        meetings = meetings.where(
            or_(Meeting.starts_at < last, and_(Meeting.starts_at == last, Meeting.id < before))
        )
    order = (Meeting.starts_at.desc(), Meeting.id.desc())
    ids = db.session.scalars(meetings.order_by(*order).limit(size + 1)).all()
    older = ids[size - 1] if len(ids) > size else None
    rows = db.session.execute(query().where(ReportBack.meeting_id.in_(ids[:size])).order_by(*order)).all()
    columns = sorted({row.organisation_id: row for row in rows}.values(), key=lambda row: row.organisation)
    by_place = {(row.meeting_id, row.organisation_id): listed(row, now) for row in rows}
    lines = [
        Line(
            meeting_id,
            next(one.met_on for (of, _who), one in by_place.items() if of == meeting_id),
            [by_place.get((meeting_id, column.organisation_id)) for column in columns],
        )
        for meeting_id in ids[:size]
    ]
    return Matrix(columns, lines, older)


def report_of(who: Viewer, meeting_id: int, organisation_id: int) -> ReportBack | None:
    """One report back as a row, when the viewer may read it."""
    return db.session.scalar(
        select(ReportBack)
        .join(Meeting, Meeting.id == ReportBack.meeting_id)
        .where(
            ReportBack.meeting_id == meeting_id,
            ReportBack.organisation_id == organisation_id,
            reports_for(who),
        )
    )
