"""Whom a meeting waits for: those who have not answered, and those whose organisation has not handed in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import case, func, or_, select

from councilflow.extensions import db
from councilflow.models import (
    AgendaItem,
    Body,
    Invitation,
    Invitee,
    Mail,
    Meeting,
    Person,
    Reminder,
    Seat,
    Submission,
)
from councilflow.process.agenda import ANSWERED_BY_EACH, ItemKind
from councilflow.process.councils import BodyKind, Category
from councilflow.process.meeting import MeetingState, local_date
from councilflow.process.preparation import due_on
from councilflow.process.reminders import GOES_FROM, ReminderKind, goes_by_itself, is_fresh
from councilflow.process.rights import Holding, stance_organisations
from councilflow.services import substitutes
from councilflow.services.preparation import extensions
from councilflow.services.preparation.summary import asked_on
from councilflow.services.visibility import held_on, today

MAILED_AS = {ReminderKind.ANSWER: "answer-reminder", ReminderKind.PREPARATION: "preparation-reminder"}
"""What each is called in the mail log."""

MOVED = ("moved", "moved-copy")
"""The mails that say that a meeting has another time."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An invitation that waits for its answer. `item` is the one to present, for a presenter (A68);
    `serves_for` the member in whose place a substitute is asked to serve (D.1)."""

    secret: str
    invitee_id: int
    item: AgendaItem | None
    serves_for: str = ""


@dataclass(frozen=True, slots=True)
class Awaited:
    """An item that waits for an organisation's stance or answer, until the local day `due`."""

    item: AgendaItem
    organisation_id: int
    organisation: str
    due: date


@dataclass(slots=True, kw_only=True)
class Waiting:
    """One recipient of a reminder, and what it is about."""

    name: str
    address: str
    language: str
    person_id: int | None
    organisation: str = ""
    asked: list[Asked] = field(default_factory=list)
    awaited: list[Awaited] = field(default_factory=list)
    reminded_on: date | None = None
    """The last day that this one was reminded of the same."""
    reminded_of: date | None = None
    """The latest day that such a reminder was about."""
    mailed_at: datetime | None = None
    """When the meeting was last written about to this one."""

    def may_go(self, day: date) -> bool:
        """Never two of the same kind on one day."""
        return self.reminded_on != day


def awaited_by(meeting: Meeting, kind: ReminderKind, *, now: datetime) -> list[Waiting]:
    """Everybody whom a reminder of this kind would reach; nobody unless people are called to the meeting."""
    if meeting.state is not MeetingState.INVITED or meeting.invitation is None:
        return []
    found = _unanswered(meeting) if kind is ReminderKind.ANSWER else _unprepared(meeting, now)
    _remember(meeting, kind, found)
    return found


def due_by_itself(meeting: Meeting, kind: ReminderKind, *, now: datetime) -> list[Waiting]:
    """Those of `awaited_by` whose time has come, with what it has come for. Who was written to today about
    the meeting, or was reminded of the same day before, is left alone."""
    zone, days = meeting.council.zone, meeting.council.reminder_days
    if now.astimezone(zone).time() < GOES_FROM:
        return []
    found = []
    for one in awaited_by(meeting, kind, now=now):
        if not one.may_go(local_date(now, zone)) or _was_written_to(one, now, zone):
            continue
        if kind is ReminderKind.ANSWER:
            due = [local_date(meeting.starts_at, zone)]
        else:
            one.awaited = [a for a in one.awaited if goes_by_itself(a.due, days=days, now=now, zone=zone)]
            due = [a.due for a in one.awaited]
        due = [day for day in due if goes_by_itself(day, days=days, now=now, zone=zone)]
        if due and (one.reminded_of is None or max(due) > one.reminded_of):
            found.append(one)
    return found


def _was_written_to(one: Waiting, now: datetime, zone: ZoneInfo) -> bool:
    return one.mailed_at is not None and is_fresh(one.mailed_at, now=now, zone=zone)


def _unanswered(meeting: Meeting) -> list[Waiting]:
    """By address: somebody who sits in the council and presents an item gets one mail about both."""
    rows = db.session.scalars(
        select(Invitee)
        .where(
            Invitee.invitation_id
            == select(Invitation.id).where(Invitation.meeting_id == meeting.id).scalar_subquery(),
            Invitee.answer.is_(None),
            Invitee.withdrawn_at.is_(None),
        )
        .order_by(Invitee.id)
    )
    items = {item.id: item for item in meeting.items}
    serves = substitutes.asked_to_serve(meeting)
    found: dict[str, Waiting] = {}
    for row in rows:
        one = found.setdefault(
            row.email.lower(),
            Waiting(name=row.name, address=row.email, language=row.language, person_id=row.person_id),
        )
        item = items.get(row.item_id) if row.item_id else None
        one.asked.append(Asked(row.secret, row.id, item, serves.get(row.id, "")))
    return list(found.values())


def _unprepared(meeting: Meeting, now: datetime) -> list[Waiting]:
    """Those who carry the stance of an organisation that has handed in nothing on some item (A83)."""
    waiting = _awaited(meeting)
    if not waiting:
        return []
    found: dict[int, Waiting] = {}
    for person, organisation_id in _carriers(meeting, set(waiting), now):
        one = found.setdefault(
            person.id,
            Waiting(name=person.name, address=person.email, language=person.language, person_id=person.id),
        )
        known = {(a.item.id, a.organisation_id) for a in one.awaited}
        new = [a for a in waiting[organisation_id] if (a.item.id, a.organisation_id) not in known]
        one.awaited.extend(new)
        names = dict.fromkeys(a.organisation for a in one.awaited)
        one.organisation = ", ".join(names)
    return sorted(found.values(), key=lambda one: (one.organisation, one.name))


def _awaited(meeting: Meeting) -> dict[int, list[Awaited]]:
    """The open items by the organisation that is silent on them, with the day each is due."""
    open_items = [
        item for item in meeting.items if item.kind in ANSWERED_BY_EACH and item.preparation_closed_at is None
    ]
    sent = db.session.execute(
        select(Submission.item_id, Submission.organisation_id)
        .join(AgendaItem, AgendaItem.id == Submission.item_id)
        .where(AgendaItem.meeting_id == meeting.id)
    )
    handed_in = {(row.item_id, row.organisation_id) for row in sent}
    usual, granted = extensions.usual_due(meeting), extensions.granted_until(meeting.id)
    found: dict[int, list[Awaited]] = defaultdict(list)
    by_council: dict[int | None, list[tuple[int, str]]] = {}
    for item in open_items:
        if item.of_council_id not in by_council:
            by_council[item.of_council_id] = [(one.id, one.name) for one in asked_on(item)]
        for organisation_id, name in by_council[item.of_council_id]:
            if (item.id, organisation_id) in handed_in:
                continue
            own = item.answers_by if item.kind is ItemKind.CONSULTATION and item.answers_by else usual
            more = granted.get((item.id, organisation_id))
            due = due_on(own, [more] if more else [])
            found[organisation_id].append(Awaited(item, organisation_id, name, due))
    return found


def _carriers(
    meeting: Meeting, organisation_ids: Iterable[int], now: datetime
) -> Iterable[tuple[Person, int]]:
    """Who may hand in for an organisation today: the seats that `Viewer.stance_homes` counts. One query."""
    council = meeting.council
    rows = db.session.execute(
        select(Person, Seat.organisation_id, Seat.category, Seat.side)
        .join(Seat, Seat.person_id == Person.id)
        .join(Body, Body.id == Seat.body_id)
        .where(
            or_(
                Body.id == council.id,
                Body.id == council.includes_id,
                (Body.council_id == council.id) & (Body.kind == BodyKind.PREPARATORY_GROUP),
            ),
            Seat.organisation_id.in_(organisation_ids),
            Seat.category.in_([Category.MEMBER, Category.OFFICIAL]),
            Person.is_active,
            Person.email != "",
            held_on(today(now)),
        )
        .order_by(Seat.position, Seat.id)
    )
    seen: set[tuple[int, int]] = set()
    for person, organisation_id, category, side in rows:
        carried = stance_organisations([Holding(council.id, organisation_id, category, side)])
        if organisation_id in carried and (person.id, organisation_id) not in seen:
            seen.add((person.id, organisation_id))
            yield person, organisation_id


def _remember(meeting: Meeting, kind: ReminderKind, found: list[Waiting]) -> None:
    """When each was last reminded of the same, and written to about the meeting. What was sent before the
    meeting moved was about another day. Two queries."""
    moved_at = (
        select(func.max(Mail.queued_at))
        .where(Mail.meeting_id == meeting.id, Mail.kind.in_(MOVED))
        .scalar_subquery()
    )
    is_about_this_day = or_(moved_at.is_(None), Reminder.sent_at > moved_at)
    rows = db.session.execute(
        select(
            Reminder.address,
            func.max(Reminder.sent_on).label("sent_on"),
            func.max(case((is_about_this_day, Reminder.due_on))).label("due_on"),
        )
        .where(Reminder.meeting_id == meeting.id, Reminder.kind == kind)
        .group_by(Reminder.address)
    )
    last = {row.address: row for row in rows}
    written = db.session.execute(
        select(func.lower(Mail.to_address).label("address"), func.max(Mail.queued_at).label("at"))
        .where(Mail.meeting_id == meeting.id, Mail.kind.not_in(MAILED_AS.values()))
        .group_by(func.lower(Mail.to_address))
    )
    mailed = {row.address: row.at for row in written}
    for one in found:
        row = last.get(one.address.lower())
        one.reminded_on, one.reminded_of = (row.sent_on, row.due_on) if row else (None, None)
        one.mailed_at = mailed.get(one.address.lower())
