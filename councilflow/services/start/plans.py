"""What waits for those who answer for measures of a plan: those whose period is over (B2.5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from councilflow.services.plans import following
from councilflow.services.start.tasks import Task, Waiting
from councilflow.services.visibility import Viewer


def measures(viewer: Viewer, now: datetime) -> Iterator[Waiting]:
    """One line for all of them: the page of one's own measures shows which."""
    late = [one for one in following.mine(viewer, now) if one.is_late] if viewer.councils else []
    if late:
        councils = {one.council for one in late}
        ended = min(one.ends_on or date.max for one in late)
        council = councils.pop() if len(councils) == 1 else ""
        yield Waiting(Task.REPORT_MEASURES, ended, council, count=len(late), title=late[0].title)
