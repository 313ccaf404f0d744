"""What becomes of a standpoint when the meeting is over (A.8, A74, A82, A96–A98, B1.17–B1.19, B2.20)."""

from __future__ import annotations

from enum import StrEnum


class FormalState(StrEnum):
    """Where an organisation is with its own decision on a standpoint (A82, G.5)."""

    UNSETTLED = "unsettled"  # nobody has said yet whether one is needed
    NOT_NEEDED = "not_needed"
    PLANNED = "planned"
    DECIDED = "decided"  # as the standpoint says
    CHANGED = "changed"
    REJECTED = "rejected"


class StandpointState(StrEnum):
    """How far a standpoint has come (A.8)."""

    AWAITS_SIGNING = "awaits_signing"  # the minutes are not signed yet
    IN_FORCE = "in_force"
    IN_FORMAL_DECISION = "in_formal_decision"
    CARRIED_OUT = "carried_out"
    REPLACED = "replaced"


class ReportBackState(StrEnum):
    """Whether a meeting's results have been taken home (A74, B1.17)."""

    OPEN = "open"
    DONE = "done"
    NOT_APPLICABLE = "not_applicable"


class EffortState(StrEnum):
    """How far something that was agreed has been carried out (A30, A96)."""

    PLANNED = "planned"
    ONGOING = "ongoing"
    DONE = "done"
    STOPPED = "stopped"


class StatementKind(StrEnum):
    """What the council sends out in its own name (A40, B1.18)."""

    ANSWER = "answer"  # to somebody who asked for views: yttrande, høringsuttalelse
    LETTER = "letter"  # skrivelse
    DECLARATION = "declaration"  # uttalande


class HearingState(StrEnum):
    """What the council does with a call for views from outside."""

    RECEIVED = "received"
    ANSWERING = "answering"
    ANSWERED = "answered"
    ABSTAINED = "abstained"


class ContactKind(StrEnum):
    """How somebody was reached (A20, B1.21)."""

    LETTER = "letter"
    MEETING = "meeting"
    VISIT = "visit"
    CALL = "call"
    OTHER = "other"


class AdvocacyRole(StrEnum):
    """What an organisation does for a question of the påverkansagenda (A20, A22)."""

    LEAD = "lead"
    CONTRIBUTES = "contributes"
    ALLY = "ally"


class Channel(StrEnum):
    """Where something is told (A98)."""

    PRESS = "press"
    WEB = "web"
    SOCIAL = "social"
    NEWSLETTER = "newsletter"
    MEETING = "meeting"
    LETTER = "letter"
    OTHER = "other"


class TellingKind(StrEnum):
    """What is told: a message, or a story of what came of it (A98)."""

    MESSAGE = "message"
    RESULT = "result"


class UptakeState(StrEnum):
    """How a municipality takes the regional plan up in its own plans (B2.17)."""

    NOT_YET = "not_yet"
    PARTLY = "partly"
    TAKEN_UP = "taken_up"
    NOT_RELEVANT = "not_relevant"
