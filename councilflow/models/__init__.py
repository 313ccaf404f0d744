"""The tables. Importing this package registers them all."""

from councilflow.models.agenda import AgendaItem, Attachment, Issue, Presenter, Question, StrategyLink
from councilflow.models.base import Base
from councilflow.models.councils import Body, Organisation, Seat, WorkingPrinciples
from councilflow.models.journal import JournalEntry, JournalHead
from councilflow.models.mail import Mail
from councilflow.models.meetings import (
    Attendance,
    Dissent,
    Invitation,
    Invitee,
    Meeting,
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
    "Dissent",
    "Extract",
    "Invitation",
    "Invitee",
    "Issue",
    "JournalEntry",
    "JournalHead",
    "Mail",
    "Meeting",
    "MinutesDocument",
    "MinutesReview",
    "MinutesRevision",
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
    "SignInAttempt",
    "Signatory",
    "SignedFile",
    "StrategyLink",
    "Submission",
    "Supplement",
    "WorkingPrinciples",
]
