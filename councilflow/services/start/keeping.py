"""What waits for those who keep a council: its seats, its year, and the lists of its meetings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, case, func, or_, select

from councilflow.extensions import db
from councilflow.models import Body, Meeting
from councilflow.process.councils import COUNCILS
from councilflow.process.meeting import COMING, MeetingState, local_date
from councilflow.process.rights import Act
from councilflow.services import checklists, composition, councils, nominations
from councilflow.services.plans import versions
from councilflow.services.start.tasks import Task, Waiting
from councilflow.services.visibility import ZONE, Viewer
from councilflow.services.visibility import held_on as seats_held_on

REVIEW_AHEAD = 30
"""So many days before its day the yearly look at a plan is on the list."""
PLANNING_BEGINS = 10
"""The month from which a council without meetings in the coming year is asked to plan it."""


def checklist(viewer: Viewer, now: datetime) -> Iterator[Waiting]:
    """Points past their day that only people can tick (A71)."""
    for known, lines in checklists.late_by_hand(viewer.councils_with(Act.MANAGE_COUNCIL), now=now):
        yield Waiting(
            Task.GO_THROUGH_CHECKLIST,
            min(line.due for line in lines if line.due),
            known.council,
            meeting_id=known.meeting_id,
            meeting_on=known.facts.starts_on,
            count=len(lines),
            points=tuple(line.point for line in lines),
        )


def seats_and_year(viewer: Viewer, now: datetime) -> Iterator[Waiting]:
    """Seats to fill before the next meeting (A42), and the coming year to plan (A55, A59).

    A council that has never met is led through its first steps instead.
    """
    day = now.astimezone(ZONE).date()
    kept = _kept(viewer, now, day.year + 1)
    coming = [row for row in kept if row.next_at is not None]
    yield from _seats(coming, day)
    if day.month >= PLANNING_BEGINS:
        yield from _years(kept, day)


def _kept(viewer: Viewer, now: datetime, year: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """The councils that the viewer manages and that have planned any meeting: id, name, time_zone,
    meetings_least, next_at, and how many meetings are planned in the year."""
    begins = datetime(year, 1, 1, tzinfo=ZONE)
    ends = datetime(year + 1, 1, 1, tzinfo=ZONE)
    counts = Meeting.starts_at.between(begins, ends - timedelta(seconds=1)) & (
        Meeting.state != MeetingState.CANCELLED
    )
    coming = Meeting.state.in_(COMING) & (Meeting.starts_at >= now)
    return db.session.execute(
        select(
            Body.id,
            Body.name,
            Body.time_zone,
            Body.meetings_least,
            func.min(case((coming, Meeting.starts_at))).label("next_at"),
            func.count(case((counts, Meeting.id))).label("planned"),
        )
        .join(Meeting, Meeting.council_id == Body.id)
        .where(
            Body.id.in_(viewer.councils_with(Act.MANAGE_COUNCIL)),
            Body.kind.in_(COUNCILS),
            or_(Body.closed_on.is_(None), Body.closed_on >= date(year, 1, 1)),
        )
        .group_by(Body.id, Body.name, Body.time_zone, Body.meetings_least)
        .order_by(Body.id)
    ).all()


def _seats(kept: Sequence[Any], day: date) -> Iterator[Waiting]:
    if not kept:
        return
    held: dict[int, list[Any]] = {row.id: [] for row in kept}
    for seat in councils.rows_of(list(held), seats_held_on(day)):
        held[seat.body_id].append(seat)
    layouts = composition.layouts(held, day)
    for row in kept:
        if missing := layouts[row.id].missing:
            due = local_date(row.next_at, ZoneInfo(row.time_zone))
            yield Waiting(Task.FILL_SEATS, due, row.name, council_id=row.id, count=len(missing))


def _years(kept: Sequence[Any], day: date) -> Iterator[Waiting]:
    for row in kept:
        if row.planned < (row.meetings_least or 1):
            yield Waiting(
                Task.PLAN_YEAR,
                date(day.year, 12, 31),
                row.name,
                council_id=row.id,
                count=row.planned,
                year=day.year + 1,
            )


def plans_to_review(viewer: Viewer, now: datetime) -> Iterator[Waiting]:
    """Adopted plans whose yearly look is due within a month, or was (A8)."""
    until = now.astimezone(ZONE).date() + timedelta(days=REVIEW_AHEAD)
    for one in versions.due_reviews(viewer.councils_with(Act.MANAGE_COUNCIL), until):
        yield Waiting(Task.REVIEW_PLAN, one.review_on, one.council, plan_id=one.id, title=one.title)


def asked_for_names(viewer: Viewer) -> Iterator[Waiting]:
    """Requests for names that the own organisation owes an answer to (B1.16)."""
    for one in nominations.waiting_for(viewer):
        yield Waiting(
            Task.ANSWER_NOMINATION, one.due_on, one.council, request_id=one.request_id, title=one.title
        )
