"""When each item is planned, by the clock, and who presents what then (A68)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from councilflow.extensions import db
from councilflow.models import AgendaItem, Body, Meeting, Presenter
from councilflow.process.agenda import ItemKind, numbered
from councilflow.process.timetable import Day, Night, Slot, beginnings, days, slots


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the timetable, its times in the council's zone; `begins` is None after an item of unknown
    length, `ends` when nobody has said how long the item takes."""

    item_id: int
    number: int | None
    title: str
    kind: ItemKind | None
    minutes: int | None
    begins: datetime | None
    ends: datetime | None
    presenters: list[str]
    is_secret: bool
    secrecy_section: str
    begins_day: Day | None = None
    """The day of a meeting of several that begins here."""

    @property
    def is_heading(self) -> bool:
        return self.kind is ItemKind.HEADING

    @property
    def is_pause(self) -> bool:
        """A heading that takes time divides the meeting by a break."""
        return self.kind is ItemKind.HEADING and bool(self.minutes)


def of(meeting_id: int) -> list[Line]:
    """The whole timetable, by two queries at any size."""
    rows = _rows(meeting_id)
    presenters = defaultdict(list)
    for item_id, name, title, organisation in db.session.execute(
        select(Presenter.item_id, Presenter.name, Presenter.title, Presenter.organisation)
        .join(AgendaItem, AgendaItem.id == Presenter.item_id)
        .where(AgendaItem.meeting_id == meeting_id)
        .order_by(Presenter.id)
    ):
        presenters[item_id].append(", ".join(filter(None, (name, title, organisation))))
    numbers, planned = numbered(row.kind for row in rows), _planned(rows)
    return [
        Line(
            item_id=row.id,
            number=number,
            title=row.title,
            kind=row.kind,
            minutes=row.minutes,
            begins=slot.starts_at if slot else None,
            ends=slot.ends_at if slot else None,
            presenters=presenters[row.id],
            is_secret=row.is_secret,
            secrecy_section=row.secrecy_section,
            begins_day=day,
        )
        for row, number, slot, day in zip(rows, numbers, planned, _beginning(rows, planned), strict=True)
    ]


def slot_of(item_id: int, meeting_id: int) -> Slot | None:
    """When one item is planned, in the council's zone, by one query: for whoever presents it and sees nothing
    else of the agenda."""
    rows = _rows(meeting_id)
    return next(
        (slot for row, slot in zip(rows, _planned(rows), strict=True) if row.id == item_id),
        None,
    )


def _rows(meeting_id: int) -> list[AgendaRow]:
    return [
        AgendaRow(**row._mapping)
        for row in db.session.execute(
            select(
                AgendaItem.id,
                AgendaItem.title,
                AgendaItem.kind,
                AgendaItem.minutes,
                AgendaItem.is_secret,
                AgendaItem.secrecy_section,
                Meeting.starts_at,
                Meeting.ends_at,
                Meeting.nights,
                Body.time_zone,
            )
            .join(Meeting, Meeting.id == AgendaItem.meeting_id)
            .join(Body, Body.id == Meeting.council_id)
            .where(AgendaItem.meeting_id == meeting_id)
            .order_by(AgendaItem.position, AgendaItem.id)
        )
    ]


@dataclass(frozen=True, slots=True)
class AgendaRow:
    id: int
    title: str
    kind: ItemKind | None
    minutes: int | None
    is_secret: bool
    secrecy_section: str
    starts_at: datetime
    ends_at: datetime
    nights: tuple[Night, ...]
    time_zone: str


def _days(row: AgendaRow) -> list[Day]:
    zone = ZoneInfo(row.time_zone)
    return [day.within(zone) for day in days(row.starts_at, row.ends_at, row.nights)]


def _planned(rows: list[AgendaRow]) -> list[Slot | None]:
    return slots(_days(rows[0]), [(row.kind, row.minutes) for row in rows]) if rows else []


def _beginning(rows: list[AgendaRow], planned: list[Slot | None]) -> list[Day | None]:
    return beginnings(planned, _days(rows[0])) if rows else []
