"""When the record of a meeting may be written: while it goes on, and for a reason while its minutes are a
draft."""

from __future__ import annotations

from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import MeetingState
from councilflow.process.minutes import MinutesState

CORRECTED_IN = frozenset({MinutesState.DRAFT})
"""Where the minutes stand while the record behind them may be corrected: never read by anybody, or sent back.
What lies before the reviewers, is agreed, locked or signed says what the record said then."""


def check_record(meeting: MeetingState, minutes: MinutesState | None) -> None:
    """Whether the record may be written at all. `minutes` None: not begun.

    RuleBroken: meeting-not-ongoing (state), record-lies-before-reviewers (state).
    """
    if meeting is MeetingState.ONGOING:
        return
    if meeting is not MeetingState.HELD or minutes is None:
        raise RuleBroken("meeting-not-ongoing", state=meeting)
    if minutes not in CORRECTED_IN:
        raise RuleBroken("record-lies-before-reviewers", state=minutes)


def check_correction(meeting: MeetingState, minutes: MinutesState | None, reason: str) -> None:
    """The same for a step: what is changed after the meeting has closed is changed for a reason (A86, D.1).

    RuleBroken: as `check_record`, and correction-unexplained.
    """
    check_record(meeting, minutes)
    if meeting is MeetingState.HELD and not reason.strip():
        raise RuleBroken("correction-unexplained")
