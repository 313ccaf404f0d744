"""What the minutes of a meeting say, and how they become final.

The minutes are a value: everything that is printed, in the order of F.1, as plain words, dates and choices.
Labels are not part of it; the document puts them in the council's language. The fingerprint of the value is
what people sign. The minutes go from a draft to the justerare's review; once every justerare has approved,
they are locked, the exact file is made and waits for its signatures; signed minutes never change (KL 5:69).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum

from councilflow.process import values
from councilflow.process.agenda import ItemKind
from councilflow.process.consensus import STANDPOINT_TAKEN, Outcome
from councilflow.process.councils import Category, Office, Side
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import MeetingForm, MeetingKind, Presence, SignatoryRole
from councilflow.process.presence import Move
from councilflow.process.profiles import DissentKind, OutcomeWord
from councilflow.process.sitting import VoteWay
from councilflow.process.values import since

FORMAT = 4
"""Of the minutes as a value. In 1 no paragraph could be approved before the others; in 2 every outcome was
called a standpoint; in 3 nobody's coming and going was told by the clock."""


class MinutesState(StrEnum):
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    LOCKED = "locked"  # every justerare has approved; the exact file exists and awaits its signatures
    SIGNED = "signed"


class MinutesStep(StrEnum):
    SEND_FOR_REVIEW = "send_for_review"
    SEND_BACK = "send_back"
    LOCK = "lock"
    UNLOCK = "unlock"  # only while nobody has signed; who calls knows whether anybody has
    SIGN_LAST = "sign_last"


STEPS: dict[tuple[MinutesState, MinutesStep], MinutesState] = {
    (MinutesState.DRAFT, MinutesStep.SEND_FOR_REVIEW): MinutesState.IN_REVIEW,
    (MinutesState.IN_REVIEW, MinutesStep.SEND_BACK): MinutesState.DRAFT,
    (MinutesState.IN_REVIEW, MinutesStep.LOCK): MinutesState.LOCKED,
    (MinutesState.LOCKED, MinutesStep.UNLOCK): MinutesState.DRAFT,
    (MinutesState.LOCKED, MinutesStep.SIGN_LAST): MinutesState.SIGNED,
}


def after(state: MinutesState, step: MinutesStep) -> MinutesState:
    """The state that `step` leads to; RuleBroken("minutes-step-not-allowed") when there is none."""
    try:
        return STEPS[state, step]
    except KeyError:
        raise RuleBroken("minutes-step-not-allowed", state=state, step=step) from None


def open_steps(state: MinutesState) -> list[MinutesStep]:
    """The steps to offer, in the order they normally happen."""
    return [step for step in MinutesStep if (state, step) in STEPS]


@dataclass(frozen=True, slots=True)
class Range:
    """Paragraphs from `first` to `last`, both included."""

    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """Somebody came or left in the course of the meeting, at a local time and between two paragraphs."""

    move: Move
    day: date
    at: time | None = None
    """None: it was noted on another day, and nobody noted the hour."""
    after: int | None = None
    """None: before the first paragraph."""
    before: int | None = None
    """None: after the last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A substitute in a member's place (KL 5:17, 5:66)."""

    member: str
    paragraphs: tuple[Range, ...] = ()
    """For these paragraphs only; empty: for all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """One person of the roll (F.1, 3)."""

    name: str
    category: Category
    presence: Presence
    organisation: str = ""
    party: str = ""
    side: Side | None = None
    office: Office | None = None
    function: str = ""
    serving_for: str = ""
    """A serving substitute: the member whose place is taken; several as a list in words."""
    paragraphs: tuple[Range, ...] = ()
    """Present for these paragraphs only; empty: for all."""
    movements: tuple[Movement, ...] = field(default=(), metadata=since(4))
    services: tuple[Service, ...] = field(default=(), metadata=since(4))


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjournment:
    """The meeting rested, in local time."""

    begins: time
    ends: time | None = None
    """None: nobody noted when it went on, or it went on another day."""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """One day of the meeting, in the council's local time (A61)."""

    day: date
    begins: time | None = None
    """None: the meeting goes on from an earlier day, and nobody noted the hour."""
    ends: time | None = None
    """None: it goes on another day."""
    note: str = ""
    """What else is to be said of the times, in words."""
    adjournments: tuple[Adjournment, ...] = field(default=(), metadata=since(4))
    attendance: tuple[Attendance, ...] = field(default=(), metadata=since(4))
    """The list of this day, when the roll was called on several; empty: the one of the meeting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Presenter:
    name: str
    title: str = ""
    organisation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dissent:
    """A dissenting view that was asked into the minutes, word for word (A86, H.2)."""

    organisation: str
    text: str
    person: str = ""
    """A single member's view; empty: the organisation's."""
    side: Side | None = None
    kind: DissentKind = field(default=DissentKind.DISSENTING_VIEW, metadata=since(4))


@dataclass(frozen=True, slots=True, kw_only=True)
class Recusal:
    """Somebody who took no part in the paragraph because of a conflict of interest (KL 6:28)."""

    name: str
    organisation: str = ""
    reason: str = ""
    left_at: time | None = field(default=None, metadata=since(4))
    returned_at: time | None = field(default=None, metadata=since(4))


@dataclass(frozen=True, slots=True, kw_only=True)
class FormalDecision:
    """A decision that an organisation still has to take at home (A82)."""

    organisation: str
    body: str = ""
    planned_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    what: str
    who: str = ""
    due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A proposal to decide on (yrkande) that was not withdrawn (KL 5:67, 1)."""

    text: str
    proposed_by: str
    party: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What a party, or a person, said in a vote."""

    party: str
    name: str = ""
    """By person; empty: the party's votes together."""
    behind: int = 0
    against: int = 0
    abstains: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """One question, as the chair put it, and how it ended (KL 5:67, 2, 3 and 5)."""

    question: str
    way: VoteWay
    carried: bool
    unanimous: bool = False
    casting: bool = False
    """The votes were as many on both sides, and the chair's own decided."""
    counted: tuple[Counted, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Voting:
    """What was proposed, and the questions in the order they were put (KL 5:67; kommuneloven § 11-4)."""

    proposals: tuple[Proposal, ...] = ()
    votes: tuple[Vote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One § of the minutes (F.1, 6 and 7). Empty texts are not printed."""

    number: int
    title: str
    kind: ItemKind
    outcome: Outcome
    registry_no: str = ""
    wording: str = ""
    """The wording adopted, framed first when a standpoint was taken; else what the minutes note."""
    shared_value: str = ""
    """Why together (A75, A84)."""
    strategy_links: tuple[str, ...] = ()
    strategy_sentence: str = ""
    background: str = ""
    presenters: tuple[Presenter, ...] = ()
    discussion: str = ""
    override_reason: str = ""
    """Why the chair let a standpoint be taken before its time (A81)."""
    dissents: tuple[Dissent, ...] = ()
    recusals: tuple[Recusal, ...] = ()
    formal_decisions: tuple[FormalDecision, ...] = ()
    follow_up: tuple[FollowUp, ...] = ()
    attachments: tuple[str, ...] = ()
    sent_to: tuple[str, ...] = ()
    approved_on: date | None = field(default=None, metadata=since(2))
    """The day the paragraph was approved at once (omedelbar justering)."""
    called: OutcomeWord = field(default=OutcomeWord.STANDPOINT, metadata=since(3))
    """What the council's rules call what it came to: a standpoint or a decision."""
    voting: Voting | None = field(default=None, metadata=since(4, if_any=True))
    """Only of a body whose rules have it."""
    course: str = field(default="", metadata=since(4, if_any=True))
    """How the question was dealt with at the meeting, in sentences."""
    led_by: str = field(default="", metadata=since(4))
    """Who led the meeting here, when it was somebody else than `chair` of the minutes."""

    @property
    def is_standpoint(self) -> bool:
        """Whether the council took a standpoint here."""
        return self.kind is ItemKind.STANDPOINT and self.outcome in STANDPOINT_TAKEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatory:
    """Somebody who signs. `key` names the signature field: letters, digits and low lines, unique here."""

    key: str
    name: str
    role: SignatoryRole
    organisation: str = ""
    paragraphs: tuple[Range, ...] = field(default=(), metadata=since(4))
    """For these paragraphs only; empty: for all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """Who was elected to approve the minutes, how and by when (F.1, 4; KL 5:69)."""

    elected: tuple[str, ...] = ()
    place: str = ""
    """Empty: digitally."""
    due_on: date | None = None
    note: str = field(default="", metadata=since(2))
    """Who signs instead of whom, for example."""
    agreed_on: date | None = field(default=None, metadata=since(4, if_any=True))
    """The day when the last of those who review had approved the text; the signatures come after."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """The minutes of one meeting, complete; or only the paragraphs that are approved at once."""

    council: str
    language: str
    """Of the document: sv, nb, nn or en (H.16)."""
    number: int
    """The meeting's number within `year`."""
    year: int
    form: MeetingForm
    sittings: tuple[Sitting, ...]
    chair: str
    secretary: str
    paragraphs: tuple[Paragraph, ...]
    signatories: tuple[Signatory, ...]
    kind: MeetingKind = MeetingKind.REGULAR
    host: str = ""
    """The organisation that keeps the secretariat and the archive (A26)."""
    place: str = ""
    attendance: tuple[Attendance, ...] = ()
    approval: Approval = Approval()
    standing_note: str = ""
    """Printed at the end, as "Samverkansråden är rådgivande. …" (A78, F.1, 8)."""
    recipients: tuple[str, ...] = ()
    immediate: bool = field(default=False, metadata=since(2))
    """Only the paragraphs that are approved at once; the whole minutes follow by themselves."""
    format: int = FORMAT
    """Rises when the shape of this value changes, so that old minutes stay readable."""

    @property
    def range(self) -> Range | None:
        """The first and the last paragraph; None for minutes without any."""
        numbers = [paragraph.number for paragraph in self.paragraphs]
        return Range(min(numbers), max(numbers)) if numbers else None


def from_json(text: str) -> Minutes:
    """The minutes that `as_json` wrote. KeyError, TypeError or ValueError for anything else."""
    minutes: Minutes = values.read(text, Minutes)
    return minutes
