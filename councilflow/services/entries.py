"""Reading the journal, newest first, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select

from councilflow.extensions import db
from councilflow.models import JournalEntry, Meeting

PAGE = 50


@dataclass(frozen=True, slots=True)
class Entries:
    """One page of entries: id, at, who, event, about, before, after, meeting_id, meeting_at."""

    rows: Sequence[Row[*tuple[Any, ...]]]
    next_before: int | None
    """What `before` is for the page that follows; None on the last one."""


def entries(council_id: int | None, *, meeting_id: int | None = None, before: int | None = None) -> Entries:
    """A council's entries, or with None those of the register; `before` is where the last page ended."""
    query = (
        select(
            JournalEntry.id,
            JournalEntry.at,
            JournalEntry.who,
            JournalEntry.event,
            JournalEntry.about,
            JournalEntry.before,
            JournalEntry.after,
            JournalEntry.meeting_id,
            Meeting.starts_at.label("meeting_at"),
        )
        .outerjoin(Meeting, Meeting.id == JournalEntry.meeting_id)
        .where(_of(council_id))
        .order_by(JournalEntry.id.desc())
    )
    if meeting_id is not None:
        query = query.where(JournalEntry.meeting_id == meeting_id)
    if before is not None:
        query = query.where(JournalEntry.id < before)
    rows = db.session.execute(query.limit(PAGE + 1)).all()
    page = rows[:PAGE]
    return Entries(page, page[-1].id if len(rows) > PAGE else None)


def meetings_of(council_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """The council's meetings to choose among, the latest first: id, starts_at."""
    return db.session.execute(
        select(Meeting.id, Meeting.starts_at)
        .where(Meeting.council_id == council_id)
        .order_by(Meeting.starts_at.desc())
        .limit(100)
    ).all()


def _of(council_id: int | None) -> Any:
    return JournalEntry.council_id.is_(None) if council_id is None else JournalEntry.council_id == council_id
