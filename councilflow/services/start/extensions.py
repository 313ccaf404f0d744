"""Organisations that have asked for more time, and have no answer yet (A85)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from councilflow.extensions import db
from councilflow.models import AgendaItem, Body, Extension, Meeting
from councilflow.process.meeting import MeetingState, local_date
from councilflow.process.rights import Act
from councilflow.services.start.tasks import MEETING, Task, Waiting, held_on
from councilflow.services.visibility import Viewer


def to_answer(viewer: Viewer) -> Iterator[Waiting]:
    """For those who answer: due the day by which all hand in, or the day of asking when that is later. One
    query; never what the organisation has written."""
    rows = db.session.execute(
        select(
            *MEETING,
            Body.preparation_days,
            func.count(Extension.organisation_id.distinct()).label("organisations"),
            func.min(Extension.asked_at).label("asked_at"),
        )
        .join(Body, Body.id == Meeting.council_id)
        .join(AgendaItem, AgendaItem.meeting_id == Meeting.id)
        .join(Extension, Extension.item_id == AgendaItem.id)
        .where(
            Meeting.council_id.in_(viewer.councils_with(Act.RECORD_MEETING)),
            Meeting.state == MeetingState.INVITED,
            AgendaItem.preparation_closed_at.is_(None),
            Extension.granted.is_(None),
        )
        .group_by(*MEETING, Body.preparation_days)
        .order_by(Meeting.starts_at)
        .limit(20)
    )
    for row in rows:
        usual = held_on(row) - timedelta(days=row.preparation_days)
        yield Waiting(
            Task.ANSWER_EXTENSIONS,
            max(usual, local_date(row.asked_at, ZoneInfo(row.time_zone))),
            row.council,
            meeting_id=row.meeting_id,
            meeting_on=held_on(row),
            count=row.organisations,
        )
