"""Views that somebody wants in the minutes, word for word (A86, D.2, H.2).

An organisation has its view noted through whoever holds its stance right, before the meeting by handing in
its preparation and during it until it closes. A single member, and anybody else to whose seat the council has
given that right (A.7), may have a view of their own noted, printed with name, organisation and side. Which
kinds there are, whose they may be and until when, says `process.dissents`. What nobody asked to have noted is
not here.
"""

from councilflow.services.correcting import hold_with_minutes as hold
from councilflow.services.dissents.noting import (
    add_reasons,
    follow_submission,
    note_dissent,
    plain,
    stands_against,
    withdraw,
)
from councilflow.services.dissents.times import check_under_way, moment_of

__all__ = [
    "add_reasons",
    "check_under_way",
    "follow_submission",
    "hold",
    "moment_of",
    "note_dissent",
    "plain",
    "stands_against",
    "withdraw",
]
