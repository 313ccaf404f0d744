"""The decisions of a council that money can be tied to: items that have got their §."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select

from councilflow.extensions import db
from councilflow.models import AgendaItem, Meeting
from councilflow.services import secrecy

MOST = 200
"""Older decisions are named by their case number."""


def decided_items(council_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """The newest first: id, number (§), title, meeting_at (aware)."""
    return db.session.execute(
        select(
            AgendaItem.id,
            AgendaItem.number,
            secrecy.open_title().label("title"),
            Meeting.starts_at.label("meeting_at"),
        )
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(Meeting.council_id == council_id, AgendaItem.number.is_not(None))
        .order_by(Meeting.starts_at.desc(), AgendaItem.number.desc())
        .limit(MOST)
    ).all()
