"""That signed minutes are announced on the notice board, and until when (D.1).

For a body under kommunallagen: announced at the latest on the second day after they were approved (KL 8:12),
and up until the time for appeals has ended, three weeks after the announcement (KL 8:12, 13:5). The board
itself is the host's; what is put up there is this notice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from councilflow.process.errors import RuleBroken
from councilflow.process.minutes import Range, Sitting

ANNOUNCED_WITHIN = timedelta(days=2)
STAYS_UP = timedelta(days=21)


def post_by(approved_on: date) -> date:
    """The last day for putting the notice up."""
    return approved_on + ANNOUNCED_WITHIN


def down_from(posted_on: date) -> date:
    """The first day on which the notice may be taken down."""
    return posted_on + STAYS_UP


def check_posting(posted_on: date, *, approved_on: date, today: date) -> None:
    """A notice is put up after the minutes are approved, and noted when it is up; late is late but noted.

    RuleBroken: notice-before-approval (with approved_on), notice-day-to-come.
    """
    if posted_on < approved_on:
        raise RuleBroken("notice-before-approval", approved_on=approved_on)
    if posted_on > today:
        raise RuleBroken("notice-day-to-come")


def check_removal(taken_down_on: date, *, posted_on: date, today: date) -> None:
    """RuleBroken: notice-down-too-early (with earliest), notice-day-to-come."""
    if taken_down_on < down_from(posted_on):
        raise RuleBroken("notice-down-too-early", earliest=down_from(posted_on))
    if taken_down_on > today:
        raise RuleBroken("notice-day-to-come")


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticePaper:
    """What is put up on the board."""

    council: str
    language: str
    """Of the document: sv, nb, nn or en (H.16)."""
    host: str
    meeting_number: int
    meeting_year: int
    sittings: tuple[Sitting, ...]
    paragraphs: Range | None
    approved_on: date
    posted_on: date
    kept_at: str
    """Where anybody can read the minutes."""
    posted_by: str
    """Who answers for the notice (utdragsbestyrkare)."""
    taken_down_on: date | None = None
