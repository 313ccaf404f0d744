"""The meeting desk: opening, the roll, what the chair states, and the last gavel.

Everything here changes the record of a meeting that is going on. Each step takes hold of the meeting first,
so that of two people at the desk one waits for the other, and nothing gets in after the meeting has closed.
"""

from councilflow.services.desk.closing import close_meeting, gaps_before_closing
from councilflow.services.desk.immediate import approve as approve_at_once
from councilflow.services.desk.opening import open_meeting
from councilflow.services.desk.record import (
    mark_presented,
    note_discussion,
    record_outcome,
    reopen_preparation,
    unmark_presented,
)
from councilflow.services.desk.roll import call_roll, elect

__all__ = [
    "approve_at_once",
    "call_roll",
    "close_meeting",
    "elect",
    "gaps_before_closing",
    "mark_presented",
    "note_discussion",
    "open_meeting",
    "record_outcome",
    "reopen_preparation",
    "unmark_presented",
]
