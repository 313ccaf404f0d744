"""What waits for a person, by date: one line for each thing that only they, or their seat, can do.

Each query asks for one kind of thing in all of the person's councils at once, so that the page costs the
same with one council and with a hundred.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from councilflow.services.start import (
    after,
    at,
    before,
    deadlines,
    decisions,
    extensions,
    home,
    keeping,
    outwards,
    plans,
    substitutes,
)
from councilflow.services.start.after import LastMinutes, last_minutes
from councilflow.services.start.at import NextMeeting, next_meeting
from councilflow.services.start.tasks import Task, Waiting
from councilflow.services.visibility import Viewer

__all__ = [
    "LastMinutes",
    "NextMeeting",
    "Task",
    "Waiting",
    "last_minutes",
    "next_meeting",
    "urgent",
    "waiting",
]


def waiting(viewer: Viewer, *, now: datetime) -> list[Waiting]:
    """Everything that waits for the viewer, the most urgent first."""
    found = [
        *before.issues(viewer),
        *before.resting(viewer, now),
        *before.agendas(viewer, now),
        *before.changes(viewer, now),
        *substitutes.to_call(viewer, now),
        *extensions.to_answer(viewer),
        *before.comments(viewer, now),
        *before.invitations(viewer, now),
        *before.home(viewer, now),
        *before.closing(viewer, now),
        *before.presenting(viewer, now),
        *at.meetings(viewer, now),
        *at.mail(viewer),
        *after.minutes(viewer),
        *after.signing(viewer),
        *deadlines.reminding(viewer, now),
        *deadlines.announcing(viewer, now),
        *after.supplements(viewer),
        *keeping.asked_for_names(viewer),
        *keeping.checklist(viewer, now),
        *keeping.seats_and_year(viewer, now),
        *keeping.plans_to_review(viewer, now),
        *plans.measures(viewer, now),
        *decisions.at_home(viewer, now),
        *decisions.late(viewer, now),
        *decisions.following_up(viewer, now),
        *outwards.to_say(viewer, now),
        *home.report_backs(viewer, now),
        *home.late_report_backs(viewer, now),
        *home.efforts_to_follow_up(viewer, now),
    ]
    return sorted(found, key=lambda one: (one.due, one.task))


def urgent(tasks: Iterable[Waiting], today: date) -> int:
    """How many of the tasks should have been done already."""
    return sum(1 for task in tasks if task.due < today)
