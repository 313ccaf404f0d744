"""Seats: who sits in a body, for whom, as what and for how long (A42–A48).

A seat is never overwritten: it ends on a day, and what comes after it is a new row, so that the people of any
past meeting stay who they were.
"""

from councilflow.services.seats.changing import add, change, end, is_used, withdraw
from councilflow.services.seats.entry import SeatEntry
from councilflow.services.seats.many import Many, enter_many
from councilflow.services.seats.order import move
from councilflow.services.seats.reading import before_and_after, seat_in

__all__ = [
    "Many",
    "SeatEntry",
    "add",
    "before_and_after",
    "change",
    "end",
    "enter_many",
    "is_used",
    "move",
    "seat_in",
    "withdraw",
]
