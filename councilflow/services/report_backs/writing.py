"""What an organisation says of its report back: where, when, and what was said."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from councilflow.extensions import db
from councilflow.models import Meeting, Organisation, Person, ReportBack
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import local_date
from councilflow.process.report_backs import Report, check_report, kept
from councilflow.services import journal
from councilflow.services.register import plain

_FACTS = ("state", "forum", "planned_on", "done_on", "reason", "note")
_NOTED = {"state": "report_back", "note": "report_note", "planned_on": "report_planned_on"}
"""What the journal calls them, where their own names mean something else there."""


def enter(row: ReportBack, report: Report, *, version: int, by: Person, now: datetime) -> None:
    """Keep what the organisation says, from `version` of it.

    RuleBroken: somebody-saved-first (who), and those of `check_report`.
    """
    db.session.refresh(row, with_for_update=True)
    if row.version != version:
        raise RuleBroken("somebody-saved-first", who=_name(row.updated_by_id))
    meeting = db.session.get_one(Meeting, row.meeting_id)
    zone = meeting.council.zone
    check_report(report, held_on=local_date(meeting.starts_at, zone), today=local_date(now, zone))
    before = _said(row)
    for name in _FACTS:
        setattr(row, name, getattr(kept(report), name))
    after = _said(row)
    if before == after:
        return
    row.version += 1
    row.updated_by_id, row.updated_at, row.reminded_at = by.id, now, None
    db.session.flush()
    changed = [name for name in after if before[name] != after[name]]
    journal.note(
        "report-back-entered",
        by=by,
        now=now,
        meeting=meeting,
        about=db.session.get_one(Organisation, row.organisation_id).name,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )


def _said(row: ReportBack) -> dict[str, Any]:
    return {_NOTED.get(name, name): plain(getattr(row, name)) for name in _FACTS}


def _name(person_id: int | None) -> str:
    return db.session.get_one(Person, person_id).name if person_id else ""
