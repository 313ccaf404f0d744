"""The tables. Importing this package registers them all."""

from councilflow.models.agenda import AgendaItem, Attachment, Issue, Presenter, Question, StrategyLink
from councilflow.models.base import Base
from councilflow.models.councils import (
    Body,
    GoverningDocument,
    Membership,
    NominationAnswer,
    NominationRequest,
    Organisation,
    Seat,
    SeatRule,
    WorkingPrinciples,
)
from councilflow.models.imports import ImportDraft
from councilflow.models.journal import JournalEntry, JournalHead
from councilflow.models.mail import Mail
from councilflow.models.meetings import (
    Attendance,
    ChecklistMark,
    Dissent,
    ExtraInvitee,
    Invitation,
    Invitee,
    Meeting,
    MeetingCost,
    MeetingSeries,
    NumberSeries,
    Signatory,
)
from councilflow.models.minutes import (
    Extract,
    MinutesDocument,
    MinutesReview,
    MinutesRevision,
    Notice,
    OutsideSignature,
    SignedFile,
    Supplement,
)
from councilflow.models.people import PasswordLink, Person, SignInAttempt
from councilflow.models.plans import Plan, PlanNode
from councilflow.models.preparation import Preparation, PreparationComment, Submission

__all__ = [
    "AgendaItem",
    "Attachment",
    "Attendance",
    "Base",
    "Body",
    "ChecklistMark",
    "Dissent",
    "ExtraInvitee",
    "Extract",
    "GoverningDocument",
    "ImportDraft",
    "Invitation",
    "Invitee",
    "Issue",
    "JournalEntry",
    "JournalHead",
    "Mail",
    "Meeting",
    "MeetingCost",
    "MeetingSeries",
    "Membership",
    "MinutesDocument",
    "MinutesReview",
    "MinutesRevision",
    "NominationAnswer",
    "NominationRequest",
    "Notice",
    "NumberSeries",
    "Organisation",
    "OutsideSignature",
    "PasswordLink",
    "Person",
    "Plan",
    "PlanNode",
    "Preparation",
    "PreparationComment",
    "Presenter",
    "Question",
    "Seat",
    "SeatRule",
    "SignInAttempt",
    "Signatory",
    "SignedFile",
    "StrategyLink",
    "Submission",
    "Supplement",
    "WorkingPrinciples",
]
