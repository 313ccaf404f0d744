"""Somebody called to two meetings at the same time, by the seats of the meetings' own days. A meeting of
several days takes its days and not the nights between them (A61).

Whoever plans a meeting may know that somebody is busy then; with what, only when the other meeting is one of
the viewer's own councils. Of a council of others neither name, title nor hours are told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased

from councilflow.extensions import db
from councilflow.models import Body, ExtraInvitee, Meeting, Person, Seat
from councilflow.process.councils import INVITED, in_term
from councilflow.process.meeting import MeetingState, local_date
from councilflow.process.rights import Act
from councilflow.process.timetable import Day, Night, coincide
from councilflow.process.timetable import days as sittings
from councilflow.services.visibility import Viewer

PLANNING = (Act.MANAGE_COUNCIL, Act.PREPARE_AGENDA)
"""Whoever may do one of these in a council is told of its conflicts."""

_AT_MOST = 300
"""So many pairs of meetings are looked into; nobody reads more."""

_NOT_TO_COME = (MeetingState.CANCELLED, MeetingState.HELD)


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """A meeting as a conflict names it: by its council and its time."""

    meeting_id: int | None
    """None while it is only being planned."""
    council_id: int
    council: str
    starts_at: datetime
    """On the clock of the council."""
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Some people are called to a meeting and to another one at the same time."""

    meeting: Occasion
    other: Occasion | None
    """None: it is in a body that the viewer has no right to know of."""
    people: tuple[str, ...]


def conflicts(
    council_id: int,
    starts_at: datetime,
    ends_at: datetime,
    *,
    nights: Sequence[Night] = (),
    ignoring: int | None = None,
    seen_by: Viewer | None = None,
) -> list[Conflict]:
    """With what a meeting of the council at that time would collide; for the form that plans it.

    Aware instants. `ignoring` is the meeting that is being moved. Without `seen_by`, only who is busy is
    told. Four queries, however much there is.
    """
    council = db.session.get_one(Body, council_id)
    planned = _Planned(
        ignoring,
        council_id,
        council.includes_id,
        council.short_name,
        council.time_zone,
        starts_at,
        ends_at,
        tuple(nights),
    )
    query = _others(ignoring).where(Meeting.starts_at < ends_at, Meeting.ends_at > starts_at)
    rows = db.session.execute(query.order_by(Meeting.starts_at, Meeting.id)).all()
    return _told([(planned, row) for row in rows], seen_by)


def conflicts_of(who: Viewer, first: datetime, last: datetime) -> list[Conflict]:
    """The conflicts of the meetings that the viewer plans, between two instants, each pair of meetings once.
    Four queries, however many meetings there are."""
    mine = who.councils_with(*PLANNING)
    if not mine:
        return []
    one, other = aliased(Meeting), aliased(Meeting)
    pairs = db.session.execute(
        select(one.id.label("one"), other.id.label("other"))
        .join(
            other,
            and_(other.starts_at < one.ends_at, other.ends_at > one.starts_at, other.id != one.id),
        )
        .where(
            one.council_id.in_(mine),
            one.state.not_in(_NOT_TO_COME),
            other.state.not_in(_NOT_TO_COME),
            one.starts_at < last,
            one.ends_at > first,
            or_(other.council_id.not_in(mine), one.id < other.id),
        )
        .order_by(one.starts_at, one.id, other.starts_at, other.id)
        .limit(_AT_MOST)
    ).all()
    ids = {pair.one for pair in pairs} | {pair.other for pair in pairs}
    rows = {row.id: row for row in db.session.execute(_others(None).where(Meeting.id.in_(ids)))}
    still_there = [pair for pair in pairs if pair.one in rows and pair.other in rows]
    return _told([(rows[pair.one], rows[pair.other]) for pair in still_there], who)


@dataclass(frozen=True, slots=True)
class _Planned:
    """A meeting that is not there yet, in the shape of a row."""

    id: int | None
    council_id: int
    includes_id: int | None
    short_name: str
    time_zone: str
    starts_at: datetime
    ends_at: datetime
    nights: tuple[Night, ...]


def _others(ignoring: int | None) -> Any:
    query = (
        select(
            Meeting.id,
            Meeting.council_id,
            Body.includes_id,
            Body.short_name,
            Body.time_zone,
            Meeting.starts_at,
            Meeting.ends_at,
            Meeting.nights,
        )
        .join(Body, Body.id == Meeting.council_id)
        .where(Meeting.state.not_in(_NOT_TO_COME))
    )
    return query if ignoring is None else query.where(Meeting.id != ignoring)


def _told(pairs: list[tuple[Any, Any]], who: Viewer | None) -> list[Conflict]:
    called = _Called([row for pair in pairs for row in pair])
    found = []
    for one, other in pairs:
        if not coincide(_sittings(one), _sittings(other)):
            continue
        people = called.to(one).items() & called.to(other).items()
        if people:
            knows = who is not None and Act.READ_COUNCIL in who.acts_in(other.council_id)
            names = tuple(sorted(name for _person_id, name in people))
            found.append(
                Conflict(meeting=_occasion(one), other=_occasion(other) if knows else None, people=names)
            )
    return found


def _occasion(row: Any) -> Occasion:
    zone = ZoneInfo(row.time_zone)
    return Occasion(
        meeting_id=row.id,
        council_id=row.council_id,
        council=row.short_name,
        starts_at=row.starts_at.astimezone(zone),
        ends_at=row.ends_at.astimezone(zone),
    )


class _Called:
    """Who is called to each of some meetings: by a seat held on its day, in the council or in the one that it
    includes (A54), or invited to that meeting alone (A55). Two queries."""

    def __init__(self, rows: Collection[Any]) -> None:
        self._seats: dict[int, list[Any]] = defaultdict(list)
        self._extras: dict[int, dict[int, str]] = defaultdict(dict)
        self._found: dict[Any, dict[int, str]] = {}
        bodies = {body for row in rows for body in (row.council_id, row.includes_id) if body is not None}
        days = [_day(row) for row in rows] or [date.min]
        # Asked even when there is nothing to ask, so that a page costs the same with conflicts and without.
        self._read(bodies, min(days), max(days), {row.id for row in rows if row.id is not None})

    def _read(self, bodies: Iterable[int], first: date, last: date, meetings: Iterable[int]) -> None:
        seats = (
            select(Seat.body_id, Seat.starts_on, Seat.ends_on, Person.id, Person.name)
            .join(Person, Person.id == Seat.person_id)
            .where(
                Seat.body_id.in_(bodies),
                Seat.category.in_(INVITED),
                Seat.starts_on <= last,
                func.coalesce(Seat.ends_on, first) >= first,
            )
        )
        for seat in db.session.execute(seats):
            self._seats[seat.body_id].append(seat)
        extras = select(ExtraInvitee.meeting_id, Person.id, Person.name).join(
            Person, Person.id == ExtraInvitee.person_id
        )
        for extra in db.session.execute(extras.where(ExtraInvitee.meeting_id.in_(meetings))):
            self._extras[extra.meeting_id][extra.id] = extra.name

    def to(self, row: Any) -> dict[int, str]:
        """The people called to a meeting, by id."""
        if row not in self._found:
            day = _day(row)
            self._found[row] = self._extras.get(row.id, {}) | {
                seat.id: seat.name
                for body in (row.council_id, row.includes_id)
                for seat in self._seats.get(body, ())
                if in_term(seat.starts_on, seat.ends_on, day)
            }
        return self._found[row]


def _sittings(row: Any) -> list[Day]:
    return sittings(row.starts_at, row.ends_at, row.nights)


def _day(row: Any) -> date:
    return local_date(row.starts_at, ZoneInfo(row.time_zone))
