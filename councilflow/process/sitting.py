"""While a meeting goes on: who speaks, what is proposed, how a vote ends (D.1, KL 5:53–56).

Only bodies whose profile votes have proposals and votes; the others arrive at what they say in consensus and
find nothing of this anywhere (A79, H.12).
"""

from __future__ import annotations

from enum import StrEnum


class SpeechKind(StrEnum):
    """What somebody asks for the floor for."""

    SPEECH = "speech"
    REPLY = "reply"  # replik, to the speech that was held


class AmendmentState(StrEnum):
    """What became of another wording that somebody suggested."""

    SUGGESTED = "suggested"
    TAKEN_IN = "taken_in"
    LEFT_OUT = "left_out"
    WITHDRAWN = "withdrawn"


class VoteWay(StrEnum):
    """How a question was decided."""

    ACCLAMATION = "acclamation"  # the chair finds what the meeting has said
    BY_PARTY = "by_party"
    BY_PERSON = "by_person"


class Ballot(StrEnum):
    """What somebody said when votes were counted."""

    FOR = "for"
    AGAINST = "against"
    ABSTAINS = "abstains"
