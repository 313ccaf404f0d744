"""What statements and questions of the påverkansagenda have in common: what they rest on and are about.

Every member of the council reads them and its secretary keeps them. A statement that is still a draft is
read by those who prepare. What one rests on is told to nobody who may not read that item.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select, update

from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.models import AdvocacyIssue, AgendaItem, Body, JournalEntry, Meeting, NodeMention, Statement
from councilflow.process.consensus import STANDPOINT_TAKEN
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import MeetingState, local_date
from councilflow.services import secrecy
from councilflow.services.register import plain
from councilflow.services.visibility import Viewer, agendas_for

OFFERED = 200
"""So many standpoints a form offers, the newest first."""

Said = Statement | AdvocacyIssue
_MENTION: dict[type[Said], Any] = {
    Statement: NodeMention.statement_id,
    AdvocacyIssue: NodeMention.advocacy_id,
}


@dataclass(frozen=True, slots=True)
class Resting:
    """The item that something rests on, as its reader may know it."""

    item_id: int
    title: str
    number: int | None
    day: date
    is_taken: bool = False
    """Whether the council has met and agreed there."""
    is_secret: bool = False


def nodes_of(said: Said) -> list[int]:
    """The ids of the nodes that it is about."""
    here = _MENTION[type(said)] == said.id
    return list(db.session.scalars(select(NodeMention.node_id).where(here).order_by(NodeMention.id)))


def rests_on(said: Said, who: Viewer) -> Resting | None:
    """The item that it rests on; nothing when there is none that the viewer reads."""
    return item(said.item_id, who) if said.item_id else None


def item(item_id: int, who: Viewer) -> Resting | None:
    """One item, when the viewer reads the agenda that it stands on."""
    row = db.session.execute(_items().where(AgendaItem.id == item_id, agendas_for(who))).one_or_none()
    return _resting(row) if row else None


def standpoints_of(council_id: int, *, kept: int | None = None) -> list[Resting]:
    """What something can rest on: standpoints of held meetings, the newest first, and what it rests on."""
    taken = (Meeting.state == MeetingState.HELD) & AgendaItem.outcome.in_(STANDPOINT_TAKEN)
    rows = db.session.execute(
        _items()
        .where(Meeting.council_id == council_id, taken | (AgendaItem.id == (kept or 0)))
        .order_by(Meeting.starts_at.desc(), AgendaItem.number.desc(), AgendaItem.id.desc())
        .limit(OFFERED)
    )
    return [_resting(row) for row in rows]


def _items() -> Select[*tuple[Any, ...]]:
    return (
        select(
            AgendaItem.id,
            secrecy.open_title().label("title"),
            AgendaItem.number,
            AgendaItem.outcome,
            AgendaItem.is_secret,
            Meeting.state,
            Meeting.starts_at,
            Body.time_zone,
        )
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .join(Body, Body.id == Meeting.council_id)
    )


def _resting(row: Any) -> Resting:
    taken = row.state is MeetingState.HELD and row.outcome in STANDPOINT_TAKEN
    day = local_date(row.starts_at, ZoneInfo(row.time_zone))
    return Resting(row.id, row.title, row.number, day, taken, row.is_secret)


def check_version(said: Said, version: int | None, *events: str) -> None:
    """Hold what is about to change, and refuse what was written from an older version of it.

    `events` are those of the journal by which it is saved. RuleBroken: somebody-saved-first (who).
    """
    db.session.refresh(said, with_for_update=True)
    if said.version == version:
        return
    last = (
        select(JournalEntry.who)
        .where(
            JournalEntry.council_id == said.body_id,
            JournalEntry.event.in_(events),
            JournalEntry.about == said.title,
        )
        .order_by(JournalEntry.id.desc())
        .limit(1)
    )
    raise RuleBroken("somebody-saved-first", who=db.session.scalar(last) or _("Någon annan"))


def write(
    said: Said, facts: Mapping[str, Any], node_ids: Collection[int]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Set what differs; gives what the journal keeps of it before and after."""
    is_new = said.id is None
    linked = [] if is_new else nodes_of(said)
    before = (
        {} if is_new else {name: plain(getattr(said, name)) for name in facts} | {"links": sorted(linked)}
    )
    for name, value in facts.items():
        setattr(said, name, value)
    db.session.add(said)
    db.session.flush()
    _mention(said, linked, node_ids)
    after = {name: plain(value) for name, value in facts.items()} | {"links": sorted(node_ids)}
    changed = [name for name in after if before.get(name) != after[name]]
    if changed and not is_new:
        said.version += 1
    db.session.flush()
    return {name: before[name] for name in changed if name in before}, {name: after[name] for name in changed}


def _mention(said: Said, linked: Collection[int], node_ids: Collection[int]) -> None:
    column = _MENTION[type(said)]
    for row in db.session.scalars(select(NodeMention).where(column == said.id)):
        if row.node_id not in node_ids:
            db.session.delete(row)
    for node_id in node_ids:
        if node_id not in linked:
            db.session.add(NodeMention(node_id=node_id, **{column.key: said.id}))


def forget(item_id: int) -> None:
    """An item leaves its agenda: what was to be agreed on there rests on nothing again."""
    for table in (Statement, AdvocacyIssue):
        db.session.execute(update(table).where(table.item_id == item_id).values(item_id=None))
