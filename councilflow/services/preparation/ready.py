"""Klar hos oss: a private mark in the room that the draft waits only to be handed in (A.8, H.5).

It holds for the version of the draft that was marked: whatever is written after that takes it back. As all in
the room it is noted in no journal, and no table outside the room changes.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from councilflow.models import AgendaItem, Person
from councilflow.process.errors import RuleBroken
from councilflow.services.dissents import check_under_way
from councilflow.services.preparation.handing_in import check_complete
from councilflow.services.preparation.room import Content, check_holds_stance, own_row


def mark_ready(item: AgendaItem, organisation_id: int, *, version: int, by: Person, now: datetime) -> None:
    """Tell the colleagues who hand in that the draft is ready. `version` is the draft's that was read.

    RuleBroken: not-your-organisation, preparation-not-begun, meeting-is-closed, nothing-to-hand-in,
    somebody-saved-first, submission-incomplete.
    """
    row = _row(item, organisation_id, by=by, now=now)
    if row.version != version:
        raise RuleBroken("somebody-saved-first", who=row.updated_by.name)
    check_complete(item, Content.of(row))
    row.ready_version = row.version


def take_back(item: AgendaItem, organisation_id: int, *, by: Person, now: datetime) -> None:
    """It is not ready after all. RuleBroken: not-your-organisation, preparation-not-begun, meeting-is-closed,
    nothing-to-hand-in."""
    row = _row(item, organisation_id, by=by, now=now)
    row.ready_version = None


def _row(item: AgendaItem, organisation_id: int, *, by: Person, now: datetime) -> Any:
    check_holds_stance(item, organisation_id, by=by, now=now)
    check_under_way(item.meeting)
    row = own_row(item, organisation_id)
    if row is None or not row.version:
        raise RuleBroken("nothing-to-hand-in")
    return row
