"""The facts beside each § of the draft: when it was dealt with, who was there, what changed at the table."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import time

from sqlalchemy import select

from councilflow.extensions import db
from councilflow.models import AgendaItem, Organisation, Submission
from councilflow.process.meeting import PRESENT
from councilflow.process.preparation import Stance
from councilflow.process.presence import Stretch
from councilflow.process.sitting import AmendmentState
from councilflow.services.minutes.record import Record


@dataclass(frozen=True, slots=True)
class Beside:
    """What the record holds of one item. Times are on the council's wall, in the order they came."""

    times: list[tuple[time, time | None]]
    there: list[str]
    away: list[str]
    """Who was on the roll and was not there, or had jäv."""
    stances: list[tuple[str, Stance]]
    """Organisation and stance, of those who changed it at the meeting (A.8)."""
    wordings: list[tuple[str, AmendmentState]]
    """Who suggested another wording, and what became of it."""


def of_items(record: Record) -> dict[int, Beside]:
    """By item. One query; the rest is in the record."""
    stances = _stances(record.meeting.id)
    return {item.id: _of(record, item.id, stances.get(item.id, [])) for item in record.items}


def _of(record: Record, item_id: int, stances: list[tuple[str, Stance]]) -> Beside:
    roll = record.roll
    present = {line for line, how in roll.there.get(item_id, {}).items() if how in PRESENT}
    return Beside(
        times=[
            (one.begun_at.astimezone(record.zone).time(), _ended(record, one))
            for one in roll.course
            if one.item == item_id and one.begun_at
        ],
        there=[line.name for line in roll.lines if line.id in present],
        away=[line.name for line in roll.lines if line.id not in present],
        stances=stances,
        wordings=[(one.suggested_by, one.state) for one in record.amendments.get(item_id, [])],
    )


def _ended(record: Record, one: Stretch) -> time | None:
    return one.ended_at.astimezone(record.zone).time() if one.ended_at else None


def _stances(meeting_id: int) -> dict[int, list[tuple[str, Stance]]]:
    rows = db.session.execute(
        select(Submission.item_id, Organisation.name, Submission.stance)
        .join(AgendaItem, AgendaItem.id == Submission.item_id)
        .join(Organisation, Organisation.id == Submission.organisation_id)
        .where(
            AgendaItem.meeting_id == meeting_id,
            Submission.at_meeting,
            Submission.is_latest,
            Submission.stance.is_not(None),
        )
        .order_by(Submission.item_id, Organisation.name)
    )
    found: dict[int, list[tuple[str, Stance]]] = defaultdict(list)
    for row in rows:
        found[row.item_id].append((row.name, row.stance))
    return found
