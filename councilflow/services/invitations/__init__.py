"""The chair's invitation: whom it goes to, sending it, and what they answer (A63, A68, A69, A87)."""

from councilflow.services.invitations.answers import Answering, answer, behind, overview
from councilflow.services.invitations.guests import Guest, Guests, Mailbox, PresentingGuest, expected
from councilflow.services.invitations.issue import gaps_of, invite
from councilflow.services.invitations.own_item import own_item, place_and_time
from councilflow.services.invitations.papers import agenda_paper, latest_days

__all__ = [
    "Answering",
    "Guest",
    "Guests",
    "Mailbox",
    "PresentingGuest",
    "agenda_paper",
    "answer",
    "behind",
    "expected",
    "gaps_of",
    "invite",
    "latest_days",
    "overview",
    "own_item",
    "place_and_time",
]
