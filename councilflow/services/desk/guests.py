"""Guests and presenters who are put down at the door, with or without an account (A55, A68)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, select

from councilflow.extensions import db
from councilflow.models import (
    AgendaItem,
    Attendance,
    Meeting,
    Motion,
    Person,
    PresenceChange,
    Presenter,
    Recusal,
    SpeakerRequest,
)
from councilflow.process import presence as rules
from councilflow.process.councils import Category
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import MeetingState, Presence
from councilflow.services import attendance, journal
from councilflow.services.desk.hold import hold_record
from councilflow.services.desk.presence import check_item, settle
from councilflow.services.lying_fast import check_paragraph_open

AT_THE_DOOR = (Category.OBSERVER, Category.ADJUNCT, Category.SPEAKING_FUNCTION, Category.ACTOR)
"""What somebody without a seat can be put down as."""


def add_guest(
    meeting: Meeting,
    *,
    name: str,
    organisation: str = "",
    function: str = "",
    category: Category = Category.OBSERVER,
    presence: Presence = Presence.ON_SITE,
    correction: str = "",
    by: Person,
    now: datetime,
) -> Attendance:
    """Put somebody down on the roll, there from the item on the table; after the meeting has closed, for a
    reason (`correction`), there from the beginning.

    RuleBroken: those of `hold_record`, not-invited-as.
    """
    hold_record(meeting, correction, by=by, now=now)
    if category not in AT_THE_DOOR:
        raise RuleBroken("not-invited-as", category=category)
    roll = attendance.read(meeting.id)
    last = select(func.coalesce(func.max(Attendance.position), 0)).where(Attendance.meeting_id == meeting.id)
    line = Attendance(
        meeting_id=meeting.id,
        name=name.strip(),
        organisation=organisation.strip(),
        function=function.strip(),
        category=category,
        position=(db.session.scalar(last) or 0) + 1,
        presence=presence,
    )
    db.session.add(line)
    db.session.flush()
    at = meeting.opened_at if meeting.state is MeetingState.HELD else None
    db.session.add(
        PresenceChange(
            meeting_id=meeting.id,
            attendance_id=line.id,
            day=roll.today(at or now),
            at=at or now,
            presence=presence,
            item_id=None if at else rules.on_the_table(now, roll.course),
            is_call=at is not None,
            by_id=by.id,
        )
    )
    journal.note(
        "guest-added", by=by, now=now, meeting=meeting, about=line.name, after={"presence": presence}
    )
    settle(meeting, by=by, now=now)
    return line


def add_presenter(
    item: AgendaItem,
    *,
    name: str,
    title: str = "",
    organisation: str = "",
    correction: str = "",
    by: Person,
    now: datetime,
) -> None:
    """Put somebody down as presenting an item. RuleBroken: those of `hold_record`, paragraph-lies-fast,
    not-on-the-agenda."""
    hold_record(item.meeting, correction, by=by, now=now)
    _check_open(item)
    check_item(attendance.read(item.meeting_id), item.id)
    told = {"name": name.strip(), "title": title.strip(), "organisation": organisation.strip()}
    db.session.add(Presenter(item_id=item.id, **told))
    journal.note("guest-added", by=by, now=now, meeting=item.meeting, about=told["name"])


def presenters(meeting_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """Who presents an item of the meeting, in the order of the agenda: id, item_id, name, organisation."""
    return db.session.execute(
        select(Presenter.id, Presenter.item_id, Presenter.name, Presenter.organisation)
        .join(AgendaItem, AgendaItem.id == Presenter.item_id)
        .where(AgendaItem.meeting_id == meeting_id)
        .order_by(AgendaItem.position, AgendaItem.id, Presenter.id)
    ).all()


def remove_guest(line: Attendance, *, correction: str = "", by: Person, now: datetime) -> None:
    """Take somebody off the roll who was put down by mistake, with what was noted of them.

    RuleBroken: those of `hold_record`, has-a-seat (name), guest-has-spoken (name).
    """
    # Whoever was invited, or has an account, follows the meeting by this line: away is noted in the roll.
    meeting = db.session.get_one(Meeting, line.meeting_id)
    hold_record(meeting, correction, by=by, now=now)
    if not came_uninvited(line):
        raise RuleBroken("has-a-seat", name=line.name)
    if _acted(line):
        raise RuleBroken("guest-has-spoken", name=line.name)
    for noted in (PresenceChange, Recusal, SpeakerRequest):
        db.session.execute(delete(noted).where(noted.attendance_id == line.id))
    name, was = line.name, line.presence
    db.session.delete(line)
    journal.note("guest-removed", by=by, now=now, meeting=meeting, about=name, before={"presence": was})
    settle(meeting, by=by, now=now)


def remove_presenter(presenter: Presenter, *, correction: str = "", by: Person, now: datetime) -> None:
    """Take somebody off who was put down as presenting by mistake.

    RuleBroken: those of `hold_record`, paragraph-lies-fast, guest-has-spoken (name).
    """
    item = db.session.get_one(AgendaItem, presenter.item_id)
    hold_record(item.meeting, correction, by=by, now=now)
    _check_open(item)
    of_presenter = SpeakerRequest.presenter_id == presenter.id
    if db.session.scalar(select(SpeakerRequest.id).where(of_presenter, SpeakerRequest.begun_at.is_not(None))):
        raise RuleBroken("guest-has-spoken", name=presenter.name)
    db.session.execute(delete(SpeakerRequest).where(of_presenter))
    journal.note("guest-removed", by=by, now=now, meeting=item.meeting, about=presenter.name)
    db.session.delete(presenter)
    db.session.flush()


def _check_open(item: AgendaItem) -> None:
    """A § that lies on a paper of its own says who presented it."""
    if item.meeting.state is MeetingState.HELD:
        check_paragraph_open(item)


def came_uninvited(line: Any) -> bool:
    """Whether the line (a row or an Attendance) is of somebody who was only put down at the door."""
    known = (line.seat_id, line.extra_id, line.person_id)
    return known == (None, None, None) and line.category in AT_THE_DOOR


def _acted(line: Attendance) -> bool:
    """Whether the person has had the floor or proposed something, so that the record names them elsewhere."""
    spoken = select(SpeakerRequest.id).where(
        SpeakerRequest.attendance_id == line.id, SpeakerRequest.begun_at.is_not(None)
    )
    proposed = select(Motion.id).where(Motion.attendance_id == line.id)
    return db.session.scalar(spoken.limit(1)) is not None or db.session.scalar(proposed.limit(1)) is not None
