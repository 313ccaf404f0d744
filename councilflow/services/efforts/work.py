"""What one organisation does for a standpoint or a joint effort (A30, A34)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from councilflow.extensions import db
from councilflow.models import Body, Implementation, JointEffort, Organisation, Person, Standpoint
from councilflow.process.efforts import Work, done_on
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import local_date
from councilflow.services import journal
from councilflow.services.register import plain
from councilflow.services.rows import is_still_there
from councilflow.services.standpoints.naming import paragraph_of

_FACTS = ("text", "responsible", "state", "follow_up_on", "note")
_NOTED = {"text": "effort_text", "state": "effort_state", "note": "effort_note"}
"""What the journal calls them, where their own names mean something else there."""


def add(
    organisation_id: int,
    work: Work,
    *,
    standpoint: Standpoint | None = None,
    effort: JointEffort | None = None,
    by: Person,
    now: datetime,
) -> Implementation:
    """Say that an organisation does something, for a standpoint, a joint effort or both."""
    row = Implementation(
        organisation_id=organisation_id,
        standpoint_id=standpoint.id if standpoint else None,
        effort_id=effort.id if effort else None,
    )
    _put(row, work)
    db.session.add(row)
    db.session.flush()
    row.done_on = done_on(work.state, None, _today(row, now))
    _touch(row, by, now)
    _note("implementation-added", row, by, now, before={}, after=_said(row))
    return row


def enter(row: Implementation, work: Work, *, version: int, by: Person, now: datetime) -> None:
    """Change it, from `version` of it. RuleBroken: somebody-saved-first (who)."""
    db.session.refresh(row, with_for_update={"key_share": True})
    if row.version != version:
        raise RuleBroken("somebody-saved-first", who=_name(row.updated_by_id))
    before = _said(row)
    _put(row, work)
    row.done_on = done_on(work.state, row.done_on, _today(row, now))
    after = _said(row)
    if before == after:
        return
    row.version += 1
    _touch(row, by, now)
    changed = [name for name in after if before[name] != after[name]]
    _note(
        "implementation-changed",
        row,
        by,
        now,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )


def drop(row: Implementation, *, by: Person, now: datetime) -> None:
    """Take it away; the journal keeps that it was."""
    if not is_still_there(row):
        return
    before = {name: value for name, value in _said(row).items() if value}
    _note("implementation-removed", row, by, now, before=before, after={})
    db.session.delete(row)
    db.session.flush()


def _put(row: Implementation, work: Work) -> None:
    for name in _FACTS:
        value = getattr(work, name)
        setattr(row, name, value.strip() if type(value) is str else value)


def _touch(row: Implementation, by: Person, now: datetime) -> None:
    row.updated_by_id, row.updated_at = by.id, now
    db.session.flush()


def _council(row: Implementation) -> int:
    if row.standpoint_id is not None:
        return db.session.get_one(Standpoint, row.standpoint_id).council_id
    return db.session.get_one(JointEffort, row.effort_id).body_id


def _today(row: Implementation, now: datetime) -> Any:
    return local_date(now, db.session.get_one(Body, _council(row)).zone)


def _said(row: Implementation) -> dict[str, Any]:
    return {_NOTED.get(name, name): plain(getattr(row, name)) for name in (*_FACTS, "done_on")}


def _name(person_id: int | None) -> str:
    return db.session.get_one(Person, person_id).name if person_id else ""


def _note(
    happened: str,
    row: Implementation,
    by: Person,
    now: datetime,
    *,
    before: dict[str, Any],
    after: dict[str, Any],
) -> None:
    standpoint = db.session.get(Standpoint, row.standpoint_id) if row.standpoint_id else None
    effort = db.session.get(JointEffort, row.effort_id) if row.effort_id else None
    what = paragraph_of(standpoint) if standpoint else effort.title if effort else ""
    whose = db.session.get_one(Organisation, row.organisation_id).name
    journal.note(
        happened,
        by=by,
        now=now,
        council=_council(row),
        about=f"{what}, {whose}",
        before=before,
        after=after,
    )
