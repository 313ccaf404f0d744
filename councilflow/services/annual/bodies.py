"""The meetings, cases and attendance of a council and the bodies under it, in a calendar year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from councilflow.extensions import db
from councilflow.models import DEALT_WITH, AgendaItem, Attendance, Body, Meeting, PresenceChange
from councilflow.process.annual import Attended, BodyYear, Case, Held
from councilflow.process.councils import Category
from councilflow.process.meeting import PRESENT, MeetingState, local_date
from councilflow.process.profiles import PROFILES
from councilflow.process.rights import Act
from councilflow.services.visibility import Viewer

AT_THE_TABLE = (Category.MEMBER, Category.SUBSTITUTE, Category.ADJUNCT, Category.ACTOR)
"""Whose attendance is counted: those who sit there for an organisation."""


def within(year: int) -> ColumnElement[bool]:
    """The meetings that may be of a year, a day wider at both ends; `_of_year` looks at the council's own
    calendar."""
    first, last = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
    a_day = timedelta(hours=14)
    return and_(Meeting.starts_at >= first - a_day, Meeting.starts_at < last + a_day)


def years_of_bodies(who: Viewer, council: Body, year: int) -> tuple[BodyYear, ...]:
    """The council first, then the bodies under it that the viewer reads, by name; one that has not met in the
    year is left out, but for the council itself. Four statements."""
    bodies = _bodies(who, council)
    meetings = [row for row in _meetings([one.id for one in bodies]) if _of_year(row, year)]
    ids = [row.id for row in meetings]
    cases, attended = _cases(ids), _attended(ids)
    found = []
    for body in bodies:
        own = [row for row in meetings if row.council_id == body.id]
        if own or body.id == council.id:
            found.append(_year_of(body, own, cases, attended))
    return tuple(found)


def _bodies(who: Viewer, council: Body) -> list[Any]:
    """The secretary of the council keeps its groups as well; everybody else reads their own."""
    keeps = Act.MANAGE_COUNCIL in who.acts_in(council.id)
    mine = set(who.councils_with(Act.READ_COUNCIL)) | set(who.bodies)
    rows = db.session.execute(
        select(Body.id, Body.name, Body.minutes_profile)
        .where(or_(Body.id == council.id, Body.council_id == council.id))
        .order_by(Body.name)
    ).all()
    read = [row for row in rows if row.id == council.id or keeps or row.id in mine]
    return sorted(read, key=lambda row: row.id != council.id)


def _meetings(body_ids: Collection[int]) -> Iterable[Any]:
    return db.session.execute(
        select(
            Meeting.id,
            Meeting.council_id,
            Meeting.starts_at,
            Meeting.number,
            Meeting.kind,
            Meeting.form,
            Meeting.title,
            func.coalesce(Meeting.minutes_profile, Body.minutes_profile).label("minutes_profile"),
            Body.time_zone,
        )
        .join(Body, Body.id == Meeting.council_id)
        .where(Meeting.council_id.in_(body_ids), Meeting.state == MeetingState.HELD)
        .order_by(Meeting.starts_at, Meeting.id)
    ).all()


def _of_year(row: Any, year: int) -> bool:
    return _day(row).year == year


def _day(row: Any) -> date:
    return local_date(row.starts_at, ZoneInfo(row.time_zone))


def _cases(meeting_ids: Collection[int]) -> dict[int, list[Any]]:
    rows = db.session.execute(
        select(
            AgendaItem.meeting_id,
            AgendaItem.number,
            AgendaItem.title,
            AgendaItem.kind,
            AgendaItem.outcome,
            AgendaItem.registry_no,
            AgendaItem.is_secret,
        )
        .where(AgendaItem.meeting_id.in_(meeting_ids), AgendaItem.number.is_not(None), DEALT_WITH)
        .order_by(AgendaItem.number)
    )
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.meeting_id].append(row)
    return found


def _attended(meeting_ids: Collection[int]) -> dict[int, list[Any]]:
    """By meeting: organisation, how many of its people were called and how many were there at any time."""
    came = exists().where(PresenceChange.attendance_id == Attendance.id, PresenceChange.presence.in_(PRESENT))
    rows = db.session.execute(
        select(
            Attendance.meeting_id,
            Attendance.organisation,
            Attendance.category,
            or_(Attendance.presence.in_(PRESENT), came).label("was_there"),
        ).where(
            Attendance.meeting_id.in_(meeting_ids),
            Attendance.organisation != "",
            Attendance.category.in_(AT_THE_TABLE),
        )
    )
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.meeting_id].append(row)
    return found


def _year_of(
    body: Any, meetings: list[Any], cases: dict[int, list[Any]], attended: dict[int, list[Any]]
) -> BodyYear:
    return BodyYear(
        name=body.name,
        meetings=tuple(
            Held(
                on=_day(row),
                number=row.number,
                kind=row.kind,
                form=row.form,
                title=row.title,
                cases=len(cases[row.id]),
            )
            for row in meetings
        ),
        cases=tuple(_case(row, one) for row in meetings for one in cases[row.id]),
        attended=_by_organisation([attended[row.id] for row in meetings]),
    )


def _case(meeting: Any, one: Any) -> Case:
    return Case(
        number=one.number,
        title="" if one.is_secret else one.title,
        on=_day(meeting),
        kind=one.kind,
        outcome=one.outcome,
        called=PROFILES[meeting.minutes_profile].outcome,
        registry_no=one.registry_no,
        is_secret=one.is_secret,
    )


def _by_organisation(meetings: Iterable[list[Any]]) -> tuple[Attended, ...]:
    """A substitute who was there fills a seat; one who was not is nobody's absence."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for lines in meetings:
        by_organisation: dict[str, list[Any]] = defaultdict(list)
        for line in lines:
            by_organisation[line.organisation].append(line)
        for organisation, own in by_organisation.items():
            seats = [line for line in own if line.category is not Category.SUBSTITUTE]
            present = sum(1 for line in own if line.was_there)
            count = counts[organisation]
            count[0] += 1 if present else 0
            count[1] += 1
            count[2] += min(present, len(seats)) if seats else present
            count[3] += len(seats)
    return tuple(
        Attended(organisation=name, meetings=count[0], called_to=count[1], present=count[2], seats=count[3])
        for name, count in sorted(counts.items())
    )
