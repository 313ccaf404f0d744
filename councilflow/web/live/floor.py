"""The list of speakers as the pages show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from councilflow.process.pace import minutes
from councilflow.process.sitting import SpeechKind
from councilflow.services.live.state import State


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody on the list."""

    id: int
    key: str
    name: str
    organisation: str
    is_reply: bool
    since: datetime | None = None
    """When they got the floor, in the council's zone."""
    used: int = 0
    """Whole minutes."""


@dataclass(frozen=True, slots=True)
class Queue:
    """The list of the item on the table."""

    has_floor: Asked | None
    waiting: tuple[Asked, ...]
    has_spoken: bool
    """Somebody has, or has had, the floor."""
    is_closed: bool
    usual: int | None
    """Minutes that a speech is meant to take."""

    @property
    def mark(self) -> str:
        """Changes with what everybody who may speak can do."""
        return f"{'closed' if self.is_closed else 'open'}-{'answers' if self.has_spoken else 'first'}"

    @property
    def beyond(self) -> int:
        """Whole minutes beyond what is usual, of who has the floor."""
        return max(0, self.has_floor.used - self.usual) if self.has_floor and self.usual else 0


def queue(state: State) -> Queue:
    return laid_out(state.speakers, state.at, is_closed=state.speakers_closed, usual=state.speaking_minutes)


def laid_out(rows: Any, at: datetime, *, is_closed: bool, usual: int | None) -> Queue:
    """Rows of `speakers.listed`; `at` in the council's zone."""
    speaks = next((row for row in rows if row.begun_at is not None and row.ended_at is None), None)
    return Queue(
        has_floor=_asked(speaks, at) if speaks else None,
        waiting=tuple(_asked(row, at) for row in rows if row.begun_at is None),
        has_spoken=any(row.begun_at is not None for row in rows),
        is_closed=is_closed,
        usual=usual,
    )


def _asked(row: Any, at: datetime) -> Asked:
    return Asked(
        id=row.id,
        key=f"line-{row.attendance_id}" if row.attendance_id else f"presenter-{row.presenter_id}",
        name=row.name,
        organisation=row.organisation,
        is_reply=row.kind is SpeechKind.REPLY,
        since=row.begun_at.astimezone(at.tzinfo) if row.begun_at else None,
        used=minutes(at - row.begun_at) if row.begun_at else 0,
    )
