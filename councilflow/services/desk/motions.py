"""Proposals to decide on (yrkanden), in a body whose rules know votes (KL 5:67, 1; H.12)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, or_, select

from councilflow.extensions import db
from councilflow.models import AgendaItem, Motion, Person, Vote
from councilflow.process.agenda import ItemKind
from councilflow.process.errors import RuleBroken
from councilflow.process.rights import Act
from councilflow.services import visibility
from councilflow.services.desk.amendments import note_on, own_line, proposers
from councilflow.services.desk.hold import hold_open
from councilflow.services.dissents import plain

Found = Row[*tuple[Any, ...]]


def propose(item: AgendaItem, text: str, *, line_id: int | None = None, by: Person, now: datetime) -> Motion:
    """Put a proposal on the record. `line_id`: whose it is, when who keeps the record writes it in.

    RuleBroken: meeting-not-ongoing, no-votes-here, outcome-already-stated, may-not-propose,
    motion-without-text.
    """
    hold_undecided(item)
    line = _line(item, line_id, by=by, now=now)
    if not text.strip():
        raise RuleBroken("motion-without-text")
    last = db.session.scalar(select(func.max(Motion.position)).where(Motion.item_id == item.id)) or 0
    made = Motion(
        item_id=item.id,
        position=last + 1,
        text=plain(text).strip(),
        proposed_by=line.name,
        party=line.party,
        attendance_id=line.id,
        at=now,
    )
    db.session.add(made)
    db.session.flush()
    note_on("motion-made", item, made.proposed_by, by=by, now=now, after={"text": made.text})
    return made


def withdraw(motion: Motion, *, by: Person, now: datetime) -> None:
    """Take a proposal back before it has been put; it is then in no minutes (KL 5:67, 1).

    RuleBroken: meeting-not-ongoing, outcome-already-stated, motion-is-put, may-not-propose.
    """
    item = db.session.get_one(AgendaItem, motion.item_id)
    hold_undecided(item)
    db.session.refresh(motion)
    own = own_line(item, by.id)
    is_own = own is not None and own.id == motion.attendance_id
    if not is_own and not records(item, by=by, now=now):
        raise RuleBroken("may-not-propose")
    if _is_put(motion):
        raise RuleBroken("motion-is-put")
    if motion.withdrawn_at is None:
        motion.withdrawn_at = now
        note_on("motion-withdrawn", item, motion.proposed_by, by=by, now=now, before={"text": motion.text})


def of_item(item_id: int) -> Sequence[Found]:
    """The proposals in the order they came, the withdrawn too: id, position, text, proposed_by, party,
    attendance_id, withdrawn_at, adopted, at."""
    return db.session.execute(
        select(
            Motion.id,
            Motion.position,
            Motion.text,
            Motion.proposed_by,
            Motion.party,
            Motion.attendance_id,
            Motion.withdrawn_at,
            Motion.adopted,
            Motion.at,
        )
        .where(Motion.item_id == item_id)
        .order_by(Motion.position)
    ).all()


def hold_undecided(item: AgendaItem) -> None:
    """Hold the meeting for a step on an item that a body with votes has not decided yet."""
    hold_open(item.meeting)
    db.session.refresh(item)
    if not item.meeting.profile.votes or item.kind is not ItemKind.STANDPOINT:
        raise RuleBroken("no-votes-here")
    if item.outcome is not None:
        raise RuleBroken("outcome-already-stated", outcome=item.outcome)


def records(item: AgendaItem, *, by: Person, now: datetime) -> bool:
    """Whether this person keeps the record of the meeting."""
    who = visibility.viewer(by.id, by.session_key, now=now)
    return who is not None and Act.RECORD_MEETING in who.acts_in(item.meeting.council_id)


def _line(item: AgendaItem, line_id: int | None, *, by: Person, now: datetime) -> Found:
    own = own_line(item, by.id)
    if line_id is None or (own is not None and own.id == line_id):
        if own is None:
            raise RuleBroken("may-not-propose")
        return own
    named = next((line for line in proposers(item) if line.id == line_id), None)
    if named is None or not records(item, by=by, now=now):
        raise RuleBroken("may-not-propose")
    return named


def _is_put(motion: Motion) -> bool:
    put = select(Vote.id).where(or_(Vote.motion_id == motion.id, Vote.against_id == motion.id))
    return db.session.scalar(put.limit(1)) is not None
