"""The chair's invitation: whom it goes to, sending it, and what they answer (A63, A68, A69, A87)."""

from councilflow.services.invitations import latecomers
from councilflow.services.invitations.answers import Answering, answer, behind, overview
from councilflow.services.invitations.before import cautions, not_called
from councilflow.services.invitations.cancelling import cancel, check_cancellable, told
from councilflow.services.invitations.guests import Guest, Guests, Mailbox, PresentingGuest, expected
from councilflow.services.invitations.issue import gaps_of, invite
from councilflow.services.invitations.moving import Move, Reach, check_move, invitation_of, move, reach_of
from councilflow.services.invitations.own_item import own_item, place_and_time
from councilflow.services.invitations.papers import agenda_paper, latest_days
from councilflow.services.invitations.single import catch_up, check_withdrawable, resend, since, withdraw

__all__ = [
    "Answering",
    "Guest",
    "Guests",
    "Mailbox",
    "Move",
    "PresentingGuest",
    "Reach",
    "agenda_paper",
    "answer",
    "behind",
    "cancel",
    "catch_up",
    "cautions",
    "check_cancellable",
    "check_move",
    "check_withdrawable",
    "expected",
    "gaps_of",
    "invitation_of",
    "invite",
    "latecomers",
    "latest_days",
    "move",
    "not_called",
    "overview",
    "own_item",
    "place_and_time",
    "reach_of",
    "resend",
    "since",
    "told",
    "withdraw",
]
