"""Where a meeting stands this instant, in rows: eight queries at most, whatever its size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, and_, exists, func, literal, select
from sqlalchemy.orm import aliased

from councilflow.extensions import db
from councilflow.models import (
    DEALT_WITH,
    Adjournment,
    AgendaItem,
    Attendance,
    Body,
    ItemTime,
    Meeting,
    Presenter,
    Recusal,
    Service,
)
from councilflow.process.agenda import ItemKind
from councilflow.process.consensus import Outcome
from councilflow.process.meeting import MeetingState
from councilflow.process.pace import Stretch, Timed, behind, used
from councilflow.process.profiles import PROFILES, OutcomeWord, Profile
from councilflow.process.sitting import AmendmentState
from councilflow.process.timetable import Day, days, late_mornings
from councilflow.services.desk import amendments, speakers

Rows = Sequence[Row[*tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Stop:
    """An item in the order of the meeting, with what the clock says of it."""

    id: int
    position: int
    title: str
    kind: ItemKind | None
    minutes: int | None
    is_secret: bool
    secrecy_section: str
    outcome: Outcome | None
    immediate_approval_at: datetime | None
    adopted: str
    proposal: str
    speakers_closed_at: datetime | None
    of_council: str | None
    """The council that the item of a joint meeting belongs to, by its short name (A62)."""
    used: timedelta
    was_taken_up: bool
    is_now: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """The meeting as it stands; its instants are in the council's own zone."""

    id: int
    version: int
    council_id: int
    council: str
    title: str
    rules: Profile
    """Those that the meeting was opened under."""
    meeting: MeetingState
    starts_at: datetime
    days: tuple[Day, ...]
    opened_at: datetime | None
    at: datetime
    """When this was read."""
    stops: tuple[Stop, ...]
    now: Stop | None
    """What is on the table."""
    rests_since: datetime | None
    rests_until: datetime | None
    rest_reason: str
    behind: timedelta
    presenters: Rows
    """Of what is on the table."""
    speakers: Rows
    """Of what is on the table: who spoke, who has the floor, who waits."""
    speakers_closed: bool
    speaking_minutes: int | None
    """What a speech is meant to take."""
    wordings: Rows
    """Other wordings of what is on the table that somebody has suggested and nobody has settled."""
    roll: Rows
    """`has_jav`: takes no part in what is on the table."""

    @property
    def called(self) -> OutcomeWord:
        return self.rules.outcome

    @property
    def before(self) -> Stop | None:
        """The item before the one on the table."""
        places = [index for index, stop in enumerate(self.stops) if stop.is_now]
        return self.stops[places[0] - 1] if places and places[0] else None

    @property
    def coming(self) -> tuple[Stop, ...]:
        """What follows the item on the table and is not done; with nothing there, all that waits."""
        place = next((index for index, stop in enumerate(self.stops) if stop.is_now), -1)
        return tuple(stop for stop in self.stops[place + 1 :] if stop.outcome is None)


def versions(meeting_ids: Collection[int]) -> dict[int, int]:
    """The version that each meeting has now, by its id."""
    rows = db.session.execute(select(Meeting.id, Meeting.version).where(Meeting.id.in_(meeting_ids)))
    return {row.id: row.version for row in rows}


def state(meeting_id: int, now: datetime) -> State:
    """The meeting as it stands. NoResultFound when there is none."""
    head = _head(meeting_id)
    zone = ZoneInfo(head.time_zone)
    stops = _stops(meeting_id, now)
    on_table = next((stop for stop in stops if stop.is_now), None)
    rests = _rests(meeting_id)
    rest = next((one for one in rests if one.ended_at is None), None)
    late = max(timedelta(), head.opened_at - head.starts_at) if head.opened_at else timedelta()
    late += late_mornings(head.nights, [(one.begun_at, one.ended_at) for one in rests], now)
    timed = [Timed(stop.minutes, stop.used, is_now=stop.is_now) for stop in stops]
    return State(
        id=meeting_id,
        version=head.version,
        council_id=head.council_id,
        council=head.council,
        title=head.title,
        rules=PROFILES[head.minutes_profile],
        meeting=head.state,
        starts_at=head.starts_at.astimezone(zone),
        days=tuple(day.within(zone) for day in days(head.starts_at, head.ends_at, head.nights)),
        opened_at=head.opened_at.astimezone(zone) if head.opened_at else None,
        at=now.astimezone(zone),
        stops=stops,
        now=on_table,
        rests_since=rest.begun_at.astimezone(zone) if rest else None,
        rests_until=rest.until.astimezone(zone) if rest and rest.until else None,
        rest_reason=rest.reason if rest else "",
        behind=behind(timed, opened_late=late),
        presenters=_presenters(on_table.id) if on_table else [],
        speakers=speakers.listed(on_table.id) if on_table else [],
        speakers_closed=on_table is not None and on_table.speakers_closed_at is not None,
        speaking_minutes=head.speaking_minutes,
        wordings=_wordings(on_table, PROFILES[head.minutes_profile]),
        roll=_roll(meeting_id, on_table.id if on_table else None),
    )


def _head(meeting_id: int) -> Row[*tuple[Any, ...]]:
    return db.session.execute(
        select(
            Meeting.version,
            Meeting.council_id,
            Meeting.title,
            Meeting.state,
            Meeting.starts_at,
            Meeting.ends_at,
            Meeting.nights,
            Meeting.opened_at,
            Body.name.label("council"),
            Body.time_zone,
            Body.speaking_minutes,
            func.coalesce(Meeting.minutes_profile, Body.minutes_profile).label("minutes_profile"),
        )
        .join(Body, Body.id == Meeting.council_id)
        .where(Meeting.id == meeting_id)
    ).one()


def _stops(meeting_id: int, now: datetime) -> tuple[Stop, ...]:
    stretches: dict[int, list[Stretch]] = defaultdict(list)
    for row in db.session.execute(
        select(ItemTime.item_id, ItemTime.begun_at, ItemTime.ended_at)
        .join(AgendaItem, AgendaItem.id == ItemTime.item_id)
        .where(AgendaItem.meeting_id == meeting_id)
    ):
        stretches[row.item_id].append(Stretch(row.begun_at, row.ended_at))
    rows = db.session.execute(
        select(
            AgendaItem.id,
            AgendaItem.title,
            AgendaItem.kind,
            AgendaItem.minutes,
            AgendaItem.is_secret,
            AgendaItem.secrecy_section,
            AgendaItem.outcome,
            AgendaItem.immediate_approval_at,
            AgendaItem.adopted,
            AgendaItem.proposal,
            AgendaItem.speakers_closed_at,
            Body.short_name.label("of_council"),
        )
        .outerjoin(Body, Body.id == AgendaItem.of_council_id)
        .where(AgendaItem.meeting_id == meeting_id, DEALT_WITH)
        .order_by(AgendaItem.position, AgendaItem.id)
    ).all()
    return tuple(
        Stop(
            position=position,
            used=used(stretches[row.id], now),
            was_taken_up=bool(stretches[row.id]),
            is_now=any(one.ended_at is None for one in stretches[row.id]),
            **row._mapping,
        )
        for position, row in enumerate(rows, start=1)
    )


def _rests(meeting_id: int) -> Rows:
    """The breaks of the meeting, the latest first."""
    return db.session.execute(
        select(Adjournment.begun_at, Adjournment.ended_at, Adjournment.until, Adjournment.reason)
        .where(Adjournment.meeting_id == meeting_id)
        .order_by(Adjournment.id.desc())
    ).all()


def _presenters(item_id: int) -> Rows:
    return db.session.execute(
        select(Presenter.name, Presenter.title, Presenter.organisation)
        .where(Presenter.item_id == item_id)
        .order_by(Presenter.id)
    ).all()


def _wordings(on_table: Stop | None, rules: Profile) -> Rows:
    """None where the council votes between motions, and none once the outcome is stated."""
    if on_table is None or rules.votes or on_table.outcome or on_table.kind is not ItemKind.STANDPOINT:
        return []
    return amendments.listed(on_table.id, AmendmentState.SUGGESTED)


def _roll(meeting_id: int, item_id: int | None) -> Rows:
    member = aliased(Attendance)
    has_jav: ColumnElement[bool] = literal(value=False)
    if item_id is not None:
        has_jav = exists().where(Recusal.item_id == item_id, Recusal.attendance_id == Attendance.id)
    return db.session.execute(
        select(
            Attendance.id,
            Attendance.person_id,
            Attendance.name,
            Attendance.organisation,
            Attendance.category,
            Attendance.presence,
            has_jav.label("has_jav"),
            member.name.label("serving_for"),
        )
        .outerjoin(Service, and_(Service.substitute_id == Attendance.id, Service.until_item_id.is_(None)))
        .outerjoin(member, member.id == Service.member_id)
        .where(Attendance.meeting_id == meeting_id)
        .order_by(Attendance.position, Attendance.id)
    ).all()
