"""Changes of the agenda after the invitation: noted as they are made, whoever makes them and how (A.8).

    with late.watching(meeting, by=by, now=now):
        ...            # anything that changes items, their order or their times

Before the invitation it notes nothing. What an organisation prepares at home is no part of the agenda, and is
nowhere looked at here (H.5).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from councilflow.extensions import db
from councilflow.models import AgendaItem, Concerned, LateChange, Meeting, Person
from councilflow.process.agenda import ItemKind
from councilflow.process.errors import RuleBroken
from councilflow.process.late_changes import ADDED, POSITION, RESTORED, WITHDRAWN, changed, moved
from councilflow.process.meeting import MeetingState
from councilflow.services import journal, secrecy
from councilflow.services.agenda.noted import noted


@dataclass(frozen=True, slots=True)
class _Picture:
    """An agenda at a moment: its items in order, and what each says."""

    order: list[int]
    said: dict[int, dict[str, Any]]


@contextmanager
def watching(meeting: Meeting, *, by: Person, now: datetime) -> Iterator[None]:
    """Note what changes on an agenda that has gone out, by comparing it with itself afterwards."""
    if meeting.state is not MeetingState.INVITED:
        yield
        return
    before = _picture(meeting)
    yield
    db.session.flush()
    after = _picture(meeting)
    items = {item.id: item for item in meeting.items}
    for item_id, what in _differences(before, after).items():
        log(items[item_id], what, by=by, now=now)


def log(item: AgendaItem, what: Sequence[str], *, by: Person, now: datetime) -> None:
    """Note one change of an item whose agenda has gone out; `what` are the names of what changed."""
    if item.meeting.state is not MeetingState.INVITED or not what:
        return
    db.session.add(
        LateChange(
            meeting_id=item.meeting_id,
            item_id=item.id,
            title=item.title,
            what=list(what),
            at=now,
            by_id=by.id,
        )
    )
    item.changed_at = now


def _picture(meeting: Meeting) -> _Picture:
    items = sorted(meeting.items, key=lambda one: (one.position, one.id))
    concerned = _concerned(items)
    return _Picture(
        order=[item.id for item in items],
        said={item.id: _said(item) | {"concerned": concerned[item.id]} for item in items},
    )


def _said(item: AgendaItem) -> dict[str, Any]:
    """A new version of a file has the same title and other bytes."""
    return noted(item) | {
        "attachments": [(one.title, one.sha256) for one in item.files],
        "presenters": [(one.name, one.email) for one in item.presenters],
    }


def _concerned(items: Sequence[AgendaItem]) -> dict[int, list[Any]]:
    rows = db.session.execute(
        select(Concerned.item_id, Concerned.organisation_id, Concerned.contribution)
        .where(Concerned.item_id.in_([item.id for item in items]))
        .order_by(Concerned.organisation_id)
    )
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.item_id].append((row.organisation_id, row.contribution))
    return found


def _differences(before: _Picture, after: _Picture) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    shifted = set(moved(before.order, after.order))
    for item_id in after.order:
        if item_id not in before.said:
            found[item_id] = [ADDED]
            continue
        what = changed(before.said[item_id], after.said[item_id])
        what += [POSITION] if item_id in shifted else []
        if what:
            found[item_id] = what
    return found


def withdraw(item: AgendaItem, *, by: Person, now: datetime) -> None:
    """Take an item out of a meeting that people are invited to. Its line stays, so that everybody sees that
    it was withdrawn, and what the organisations have handed in about it is kept as it was received.

    RuleBroken: item-cannot-be-withdrawn when it is a heading or withdrawn already.
    """
    if item.kind is ItemKind.HEADING:
        raise RuleBroken("item-cannot-be-withdrawn")
    item.withdrawn_kind, item.kind = item.kind or ItemKind.INFORMATION, ItemKind.HEADING
    item.version += 1
    log(item, [WITHDRAWN], by=by, now=now)
    _note("item-withdrawn", item, by=by, now=now)


def restore(item: AgendaItem, *, by: Person, now: datetime) -> None:
    """Put a withdrawn item back in its place. RuleBroken: item-is-not-withdrawn."""
    if item.withdrawn_kind is None:
        raise RuleBroken("item-is-not-withdrawn")
    item.kind, item.withdrawn_kind = item.withdrawn_kind, None
    item.version += 1
    log(item, [RESTORED], by=by, now=now)
    _note("item-restored", item, by=by, now=now)


def _note(event: str, item: AgendaItem, *, by: Person, now: datetime) -> None:
    journal.note(
        event,
        by=by,
        now=now,
        meeting=item.meeting,
        about=secrecy.title_outside(item),
        after={"item": item.id},
    )


def unsent(meeting_id: int) -> Sequence[LateChange]:
    """The changes that nobody has been told of, the first first."""
    return db.session.scalars(
        select(LateChange)
        .where(LateChange.meeting_id == meeting_id, LateChange.told_at.is_(None))
        .order_by(LateChange.id)
    ).all()


def of_meeting(meeting_id: int) -> Sequence[Any]:
    """Every change since the invitation, the latest first: item_id, title, is_secret, secrecy_section, what,
    at, by, told_at."""
    return db.session.execute(
        select(
            LateChange.item_id,
            LateChange.title,
            AgendaItem.title.label("title_now"),
            AgendaItem.is_secret,
            AgendaItem.secrecy_section,
            LateChange.what,
            LateChange.at,
            Person.name.label("by"),
            LateChange.told_at,
        )
        .join(Person, Person.id == LateChange.by_id)
        .outerjoin(AgendaItem, AgendaItem.id == LateChange.item_id)
        .where(LateChange.meeting_id == meeting_id)
        .order_by(LateChange.id.desc())
        .limit(200)
    ).all()


def of_item(item_id: int) -> Sequence[Any]:
    """The changes of one item, the latest first: what, at, by."""
    return db.session.execute(
        select(LateChange.what, LateChange.at, Person.name.label("by"))
        .join(Person, Person.id == LateChange.by_id)
        .where(LateChange.item_id == item_id)
        .order_by(LateChange.id.desc())
        .limit(50)
    ).all()


def waits(meeting_ids: Iterable[int]) -> dict[int, tuple[int, datetime]]:
    """The meetings with changes that nobody has been told of: how many items, and since when."""
    rows = db.session.execute(
        select(LateChange.meeting_id, LateChange.item_id, LateChange.at).where(
            LateChange.meeting_id.in_(list(meeting_ids)), LateChange.told_at.is_(None)
        )
    ).all()
    found: dict[int, tuple[set[Any], datetime]] = {}
    for row in rows:
        items, first = found.get(row.meeting_id, (set(), row.at))
        found[row.meeting_id] = items | {row.item_id}, min(first, row.at)
    return {meeting_id: (len(items), first) for meeting_id, (items, first) in found.items()}
