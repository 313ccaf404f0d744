"""The words that plans are made of (B.5, B.6, G.5). The stored word is the value."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class PlanKind(StrEnum):
    STRATEGY = "strategy"  # the regional development strategy (A1)
    STRATEGIC_PLAN = "strategic_plan"  # under the strategy (A2)
    INTENT = "intent"  # viljeinriktning, a declaration of intent (A7)
    ACTION_PLAN = "action_plan"  # of a year or a few (B2.15, B3.1)
    PROGRAMME = "programme"
    PROJECT = "project"  # with goals of four kinds and a final report (B4.2)
    LINKED = "linked"  # a sub-strategy or programme of somebody else's, registered (A14)


class PlanStatus(StrEnum):
    DRAFT = "draft"
    ADOPTED = "adopted"
    ENDED = "ended"


class NodeKind(StrEnum):
    """How a node behaves; what it is called is the plan's own word (H.15)."""

    THEME = "theme"  # cross-cutting, applies to all areas (B2.8)
    AREA = "area"  # area, focus area, område, innsatsområde, satsingsområde
    GOAL = "goal"  # of any kind, attached to any node (B1.3)
    STRATEGY = "strategy"
    MEASURE = "measure"  # tiltak, insats, hovedaktivitet
    OTHER = "other"


class GoalKind(StrEnum):
    MAIN = "main"  # hovedmål, overordnet mål, prosjektmål
    LONG_TERM = "long_term"  # overordna langsiktig mål (B2.9)
    SUB_GOAL = "sub_goal"  # delmål
    RESULT = "result"  # resultatmål (B3.13, B4.2)
    ACTIVITY = "activity"  # aktivitetsmål (B3.13)
    EFFECT = "effect"  # effektmål (B4.2)


class GoalResult(StrEnum):
    NOT_MET = "not_met"
    PARTLY = "partly"
    MET = "met"
    TOO_EARLY = "too_early"


class MeasureState(StrEnum):
    POSSIBLE = "possible"
    ADOPTED = "adopted"
    ONGOING = "ongoing"
    DONE = "done"
    PAUSED = "paused"
    CANCELLED = "cancelled"


class ProjectPhase(StrEnum):
    PRE_STUDY = "pre_study"
    PRE_PROJECT = "pre_project"
    MAIN_PROJECT = "main_project"


class PartyRole(StrEnum):
    """What somebody is to a measure (B1.6, B2.12), or in a project (B3.21, B4.3)."""

    RESPONSIBLE = "responsible"
    PARTICIPANT = "participant"
    EXECUTOR = "executor"
    SECRETARY = "secretary"
    CLIENT = "client"  # oppdragsgiver
    OWNER = "owner"  # prosjekteier
    PROJECT_RESPONSIBLE = "project_responsible"  # prosjektansvarlig, PA
    PROJECT_LEADER = "project_leader"  # prosjektleder, PL
    STEERING_GROUP = "steering_group"
    PROJECT_GROUP = "project_group"
    REFERENCE_GROUP = "reference_group"


class PartyKind(StrEnum):
    ORGANISATION = "organisation"
    BODY = "body"
    NETWORK = "network"
    ROLE = "role"
    PERSON = "person"
    TEXT = "text"  # as written, nobody in the register


class Settlement(StrEnum):
    """Whether a measure says who is responsible (B1.7)."""

    STATED = "stated"
    NOT_SETTLED = "not_settled"  # "blir avklart gjennom …"
    NOT_STATED = "not_stated"


class MoneyKind(StrEnum):
    BUDGET = "budget"
    FINANCING = "financing"


class MoneyState(StrEnum):
    """What a cell for money says; the first three are told apart in the sources (B1.8)."""

    AMOUNT = "amount"
    DASH = "dash"
    NOT_STATED = "not_stated"
    UNREAD = "unread"  # something stands there that is no number; kept as written


class Season(StrEnum):
    WINTER = "winter"
    SPRING = "spring"
    SUMMER = "summer"
    AUTUMN = "autumn"


class LinkKind(StrEnum):
    SERVES = "serves"  # a focus area serves a goal of the strategy above it, with a reason (A4)
    COVERS = "covers"  # a target or a measure covers more strategies than the one it stands under (B3.12)
    FOLLOWS = "follows"  # it goes on from another plan's node (rullering, B2.15)


class ReviewResult(StrEnum):
    """What came of looking a plan through (A8)."""

    UNCHANGED = "unchanged"
    ADJUSTED = "adjusted"


class ApprovalStep(StrEnum):
    """What an assembly does with a plan on its way to being adopted (B3.2)."""

    HANDLES = "handles"
    ADOPTS = "adopts"


class ApprovalResult(StrEnum):
    WAITING = "waiting"
    APPROVED = "approved"
    CHANGED = "changed"
    REJECTED = "rejected"


class ReportState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"


class ReportKind(StrEnum):
    STATUS = "status"  # of a period
    FINAL = "final"  # to a funder, by its template (B4.1)


class ContributionKind(StrEnum):
    """What an organisation puts in (A23, B4.11)."""

    HOURS = "hours"
    MONEY = "money"
    PERSON = "person"


class PhaseDecision(StrEnum):
    """What was decided at the end of a phase (PLP, B3.21)."""

    CONTINUE = "continue"
    CHANGE = "change"
    STOP = "stop"


class ApplicationState(StrEnum):
    """What became of an application for funds (B2.19, B3.18)."""

    PLANNED = "planned"
    SENT = "sent"
    GRANTED = "granted"
    PARTLY = "partly"
    REFUSED = "refused"


class TargetLevel(StrEnum):
    """Whom the påverkansagenda speaks to (A21)."""

    EU = "eu"
    NATIONAL = "national"
    INTERREGIONAL = "interregional"
    REGIONAL = "regional"


class AdvocacyState(StrEnum):
    PLANNED = "planned"
    ONGOING = "ongoing"
    ENDED = "ended"


class StatementState(StrEnum):
    DRAFT = "draft"
    ADOPTED = "adopted"
    SENT = "sent"


CROWNS: Final = ("SEK", "NOK", "DKK")
CURRENCIES: Final = (*CROWNS, "EUR")
"""What a plan may count in; crowns are written "kr" whichever they are."""


def usual_currency(language: str) -> str:
    """What a plan in this language counts in unless it says otherwise."""
    return "NOK" if language in ("nb", "nn") else "SEK"
