"""What waits after the signing beside decisions: results to take home, and work to follow up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from councilflow.process.rights import Act
from councilflow.services.efforts import reading as efforts
from councilflow.services.report_backs import reading
from councilflow.services.start.tasks import Task, Waiting
from councilflow.services.visibility import Viewer, today


def report_backs(viewer: Viewer, now: datetime) -> Iterator[Waiting]:
    """Meetings whose results the viewer's organisations have not taken home (A74)."""
    for one in reading.waiting(viewer, now=now, most=20):
        yield Waiting(
            Task.REPORT_BACK,
            one.row.due_on,
            one.row.council,
            meeting_id=one.row.meeting_id,
            organisation_id=one.row.organisation_id,
            meeting_on=one.met_on,
            title=one.row.organisation,
        )


def late_report_backs(viewer: Viewer, now: datetime) -> Iterator[Waiting]:
    """For the secretariat: what is late, one line for each council."""
    managed = viewer.councils_with(Act.MANAGE_COUNCIL)
    found = reading.late_in(managed, now=now) if managed else []
    for council_id in dict.fromkeys(one.row.council_id for one in found):
        here = [one for one in found if one.row.council_id == council_id]
        first = here[0].row
        yield Waiting(
            Task.FOLLOW_REPORT_BACKS, first.due_on, first.council, council_id=council_id, count=len(here)
        )


def efforts_to_follow_up(viewer: Viewer, now: datetime) -> Iterator[Waiting]:
    """Work and joint efforts whose day to be looked at has come, one line for each council (A30, A96)."""
    found = efforts.due(viewer, viewer.councils_with(Act.MANAGE_COUNCIL), by=today(now))
    for council_id in dict.fromkeys(one.council_id for one in found):
        here = [one for one in found if one.council_id == council_id]
        yield Waiting(
            Task.FOLLOW_UP_EFFORTS,
            min(one.follow_up_on for one in here),
            "",
            council_id=council_id,
            count=len(here),
            title=here[0].title or getattr(here[0], "effort", ""),
        )
