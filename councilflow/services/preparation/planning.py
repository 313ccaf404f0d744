"""Who sees to which items at home, where they are talked about and when: for several items at once (A73)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from councilflow.extensions import db
from councilflow.models import AgendaItem, Meeting, Person, Preparation
from councilflow.process.errors import RuleBroken
from councilflow.services.dissents import check_under_way, plain
from councilflow.services.preparation.overview import PREPARED
from councilflow.services.preparation.room import check_holds_stance, people, row_of
from councilflow.services.visibility import today

NOBODY = 0
"""Chosen where nobody is to be responsible any more."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What is settled for the chosen items; what is None or empty stays as it is."""

    responsible_id: int | None = None  # NOBODY takes the name away
    forum: str = ""
    met_on: date | None = None

    @property
    def is_empty(self) -> bool:
        return self.responsible_id is None and not self.forum.strip() and self.met_on is None


def arrange(
    meeting: Meeting,
    organisation_id: int,
    seen: Mapping[int, int],
    settled: Arrangement,
    *,
    by: Person,
    now: datetime,
) -> int:
    """Settle it for several items of a meeting, and say for how many (A73). Nobody outside can tell (H.5).

    `seen` maps each chosen item to the version of its draft that was on the page (0: nothing written).
    RuleBroken: nothing-chosen, nothing-to-arrange, not-your-organisation, not-in-the-room,
    preparation-not-begun, meeting-is-closed, somebody-saved-first.
    """
    items = db.session.scalars(
        select(AgendaItem)
        .where(AgendaItem.meeting_id == meeting.id, AgendaItem.kind.in_(PREPARED))
        .where(AgendaItem.id.in_(seen))
        .order_by(AgendaItem.id)
    ).all()
    if not items:
        raise RuleBroken("nothing-chosen")
    if settled.is_empty:
        raise RuleBroken("nothing-to-arrange")
    check_holds_stance(items[0], organisation_id, by=by, now=now)
    check_under_way(meeting)
    if settled.responsible_id:
        inside = people(meeting.council_id, organisation_id, today(now))
        if settled.responsible_id not in {one.id for one in inside}:
            raise RuleBroken("not-in-the-room")
    for item in items:
        row = row_of(item, organisation_id, by=by, now=now)
        if row.version != seen[item.id]:
            raise RuleBroken("somebody-saved-first", who=row.updated_by.name)
        _settle(row, settled, by=by, now=now)
    db.session.flush()
    return len(items)


def _settle(row: Preparation, settled: Arrangement, *, by: Person, now: datetime) -> None:
    """Where and when are handed in with the rest, so that they make a new version; who sees to it is not."""
    if settled.responsible_id is not None:
        row.responsible_id = settled.responsible_id or None
    forum, met_on = plain(settled.forum).strip() or row.forum, settled.met_on or row.met_on
    if (forum, met_on) != (row.forum, row.met_on):
        row.forum, row.met_on = forum, met_on
        row.version, row.updated_by_id, row.updated_at = row.version + 1, by.id, now
