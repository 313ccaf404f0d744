"""With the last signature every member organisation is asked to take the results home."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from councilflow.extensions import db
from councilflow.models import Meeting, ReportBack
from councilflow.process.meeting import local_date
from councilflow.services.preparation.summary import asked


def begin(meeting: Meeting, *, now: datetime) -> None:
    """A task for each organisation of the meeting's members, due some days after the signing. Those that are
    there already stay as they are."""
    council = meeting.council
    there = set(
        db.session.scalars(select(ReportBack.organisation_id).where(ReportBack.meeting_id == meeting.id))
    )
    due_on = local_date(now, council.zone) + timedelta(days=council.report_back_days)
    db.session.add_all(
        ReportBack(meeting_id=meeting.id, organisation_id=one.id, due_on=due_on)
        for one in asked(meeting, council)
        if one.id not in there
    )
    db.session.flush()
