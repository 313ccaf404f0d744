"""Reminders before a meeting: who is reminded of what, and when it happens by itself (A69, A73).

A reminder of the same kind goes to one address at most once a day, and never to somebody who has answered or
handed in. By itself it goes once for each day that it is about, so a meeting that is moved is reminded of
anew.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

GOES_FROM = time(8)
"""By the council's clock: nobody is reminded in the night."""


class ReminderKind(StrEnum):
    ANSWER = "answer"  # of the invitation, to those who have not answered
    PREPARATION = "preparation"  # of what an organisation has not handed in


def goes_by_itself(due: date, *, days: int, now: datetime, zone: ZoneInfo) -> bool:
    """Whether the time has come: `days` before the day it is about until that day, from eight in the morning.

    `days` is the council's setting; 0 means that nothing goes by itself.
    """
    here = now.astimezone(zone)
    return days > 0 and due - timedelta(days=days) <= here.date() <= due and here.time() >= GOES_FROM


def is_fresh(asked_at: datetime, *, now: datetime, zone: ZoneInfo) -> bool:
    """Whether somebody was asked as late as today; who has just been asked is not reminded by itself."""
    return asked_at.astimezone(zone).date() >= now.astimezone(zone).date()
