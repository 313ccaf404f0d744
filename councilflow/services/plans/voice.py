"""What the council says outwards: statements (A40, B1.18) and the påverkansagenda (A20, A21).

Every member of the council reads them and its secretary keeps them. A statement that is still a draft is
read by those who prepare. What one rests on is told to nobody who may not read that item.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, select, true

from councilflow.extensions import db
from councilflow.models import AdvocacyIssue, AgendaItem, Body, Meeting, NodeMention, Person, Statement
from councilflow.process.consensus import STANDPOINT_TAKEN
from councilflow.process.meeting import MeetingState, local_date
from councilflow.services import journal
from councilflow.services.register import plain
from councilflow.services.visibility import Viewer, agendas_for, statements_for

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


def statements_of(council_id: int, who: Viewer, *, drafts: bool) -> Sequence[Any]:
    """Statements, the newest first: id, title, addressee, state, due_on, sent_on. `drafts`: whether the
    viewer keeps the council and so reads its drafts as well."""
    mine = true() if drafts else statements_for(who)
    return db.session.execute(
        select(
            Statement.id,
            Statement.title,
            Statement.addressee,
            Statement.state,
            Statement.due_on,
            Statement.sent_on,
        )
        .where(Statement.body_id == council_id, mine)
        .order_by(func.coalesce(Statement.sent_on, Statement.due_on).desc(), Statement.id.desc())
    ).all()


def advocacy_of(council_id: int) -> Sequence[Any]:
    """The påverkansagenda in its order: id, title, target_level, policy_area, recipients, period, state."""
    return db.session.execute(
        select(
            AdvocacyIssue.id,
            AdvocacyIssue.title,
            AdvocacyIssue.target_level,
            AdvocacyIssue.policy_area,
            AdvocacyIssue.recipients,
            AdvocacyIssue.period,
            AdvocacyIssue.state,
        )
        .where(AdvocacyIssue.body_id == council_id)
        .order_by(AdvocacyIssue.position, AdvocacyIssue.id)
    ).all()


def statement(statement_id: int, council_id: int, who: Viewer, *, drafts: bool) -> Statement | None:
    """One statement, when the viewer may read it there."""
    mine = true() if drafts else statements_for(who)
    return db.session.scalar(
        select(Statement).where(Statement.id == statement_id, Statement.body_id == council_id, mine)
    )


def advocacy(advocacy_id: int, council_id: int) -> AdvocacyIssue | None:
    return db.session.scalar(
        select(AdvocacyIssue).where(AdvocacyIssue.id == advocacy_id, AdvocacyIssue.body_id == council_id)
    )


def nodes_of(said: Said) -> list[int]:
    """The ids of the nodes that it is about."""
    here = _MENTION[type(said)] == said.id
    return list(db.session.scalars(select(NodeMention.node_id).where(here).order_by(NodeMention.id)))


def rests_on(said: Said, who: Viewer) -> Resting | None:
    """The item that it rests on; nothing when there is none that the viewer reads."""
    if said.item_id is None:
        return None
    row = db.session.execute(_items().where(AgendaItem.id == said.item_id, agendas_for(who))).one_or_none()
    return _resting(row) if row else None


def standpoints_of(council_id: int, *, kept: int | None = None) -> list[Resting]:
    """What a statement can rest on: standpoints of held meetings, the newest first, and what it rests on."""
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
        select(AgendaItem.id, AgendaItem.title, AgendaItem.number, Meeting.starts_at, Body.time_zone)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .join(Body, Body.id == Meeting.council_id)
    )


def _resting(row: Any) -> Resting:
    return Resting(row.id, row.title, row.number, local_date(row.starts_at, ZoneInfo(row.time_zone)))


def write_statement(
    council: Body,
    standing: Statement | None,
    facts: Mapping[str, Any],
    node_ids: Collection[int],
    *,
    by: Person,
    now: datetime,
) -> Statement:
    """Enter a statement or change one. `facts` are the columns of the table by name."""
    made = standing or Statement(body_id=council.id)
    before, after = _write(made, facts, node_ids)
    if standing is None:
        journal.note("statement-added", by=by, now=now, council=council, about=made.title, after=after)
    elif before != after:
        about = made.title
        journal.note(
            "statement-changed", by=by, now=now, council=council, about=about, before=before, after=after
        )
    return made


def write_advocacy(
    council: Body,
    standing: AdvocacyIssue | None,
    facts: Mapping[str, Any],
    node_ids: Collection[int],
    *,
    by: Person,
    now: datetime,
) -> AdvocacyIssue:
    """Enter a question of the påverkansagenda or change one. `facts` are the columns by name."""
    made = standing or AdvocacyIssue(body_id=council.id, position=_last_place(council.id) + 1)
    before, after = _write(made, facts, node_ids)
    if standing is None:
        journal.note("advocacy-added", by=by, now=now, council=council, about=made.title, after=after)
    elif before != after:
        about = made.title
        journal.note(
            "advocacy-changed", by=by, now=now, council=council, about=about, before=before, after=after
        )
    return made


def _last_place(council_id: int) -> int:
    last = select(func.max(AdvocacyIssue.position)).where(AdvocacyIssue.body_id == council_id)
    return db.session.scalar(last) or 0


def _write(
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
    column = _MENTION[type(said)]
    for row in db.session.scalars(select(NodeMention).where(column == said.id)):
        if row.node_id not in node_ids:
            db.session.delete(row)
    for node_id in node_ids:
        if node_id not in linked:
            db.session.add(NodeMention(node_id=node_id, **{column.key: said.id}))
    db.session.flush()
    after = {name: plain(value) for name, value in facts.items()} | {"links": sorted(node_ids)}
    changed = [name for name in after if before.get(name) != after[name]]
    return {name: before[name] for name in changed if name in before}, {name: after[name] for name in changed}
