"""The secretariat's checklists before, during and after a meeting (A.9, A71).

Every point is there for every meeting. What the system can know it ticks itself; the others are ticked by
hand. A point that does not apply to the council or the meeting is left out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from councilflow.process.agenda import ItemKind, StandingItem
from councilflow.process.consensus import Outcome
from councilflow.process.meeting import AGENDA_OPEN, Deadline, MeetingForm, MeetingState
from councilflow.process.minutes import MinutesState
from councilflow.process.notices import post_by


class Phase(StrEnum):
    BEFORE = "before"
    AT = "at"
    AFTER = "after"


class ChecklistPoint(StrEnum):
    COLLECT_PROPOSALS = "collect-proposals"
    AGENDA_DIALOGUE = "agenda-dialogue"
    COMPLETE_ITEMS = "complete-items"
    CHAIR_SETS_AGENDA = "chair-sets-agenda"
    INVITE_PRESENTERS = "invite-presenters"
    ISSUE_INVITATION = "issue-invitation"
    DOCUMENTS_OUT = "documents-out"
    BOOK_PLACE = "book-place"
    HOME_PREPARATION = "home-preparation"
    STANCES_TO_CHAIR = "stances-to-chair"
    ROLL_CALL = "roll-call"
    ELECT_SIGNATORIES = "elect-signatories"
    APPROVE_AGENDA = "approve-agenda"
    PRESENTATIONS_HELD = "presentations-held"
    OUTCOMES_RECORDED = "outcomes-recorded"
    DISSENT_ASKED_FOR = "dissent-asked-for"
    NEXT_MEETING = "next-meeting"
    DRAFT_MINUTES = "draft-minutes"
    REVIEW_MINUTES = "review-minutes"
    SIGN_MINUTES = "sign-minutes"
    PUBLISH = "publish"
    SEND_EXTRACTS = "send-extracts"
    REPORT_BACK = "report-back"
    FORMAL_DECISIONS = "formal-decisions"
    COMMUNICATE = "communicate"
    ARCHIVE = "archive"


_POINTS = tuple(ChecklistPoint)
_AT, _AFTER = _POINTS.index(ChecklistPoint.ROLL_CALL), _POINTS.index(ChecklistPoint.DRAFT_MINUTES)
PHASES: dict[Phase, tuple[ChecklistPoint, ...]] = {
    Phase.BEFORE: _POINTS[:_AT],
    Phase.AT: _POINTS[_AT:_AFTER],
    Phase.AFTER: _POINTS[_AFTER:],
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFacts:
    """What the checklists need to know of an item of the agenda."""

    kind: ItemKind | None
    standing: StandingItem | None = None
    is_complete: bool = True
    """Nothing that A88–A90 ask for is missing."""
    presenters: int = 0
    asked: int = 0
    """How many organisations are asked for a stance (H.8); 0 for what is no standpoint item."""
    handed_in: int = 0
    """How many of them have handed one in. Drafts are not counted: nobody outside knows of them (H.5)."""
    is_closed: bool = False
    """The preparation at home is closed."""
    is_presented: bool = False
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the system knows of a meeting. Days are on the council's own calendar."""

    state: MeetingState
    form: MeetingForm
    starts_on: date
    ends_on: date
    days: dict[Deadline, date]
    with_notice: bool
    """The council announces its minutes (KL 8:12)."""
    items: tuple[ItemFacts, ...] = ()
    presenters_answered: int = 0
    roll: int = 0
    called: int = 0
    """Of those on the roll, how many have been called, present or not."""
    elected: int = 0
    """The justerare."""
    dissents: int = 0
    has_next: bool = False
    """A later meeting of the council is planned."""
    minutes: MinutesState | None = None
    approved: int = 0
    """How many justerare have approved the text as it stands."""
    signing: int = 0
    signed: int = 0
    signed_on: date | None = None
    is_posted: bool = False
    extracts: int = 0
    extracts_sent: int = 0

    @property
    def is_agenda_set(self) -> bool:
        return self.state not in AGENDA_OPEN

    @property
    def is_invited(self) -> bool:
        return self.is_agenda_set and self.state is not MeetingState.SET

    @property
    def is_over(self) -> bool:
        return self.state is MeetingState.HELD

    @property
    def standpoints(self) -> list[ItemFacts]:
        return [item for item in self.items if item.kind is ItemKind.STANDPOINT]

    @property
    def questions(self) -> list[ItemFacts]:
        """The items that are no standing ones."""
        return [item for item in self.items if item.kind is not ItemKind.STANDING]

    @property
    def presenters(self) -> int:
        return sum(item.presenters for item in self.items)

    @property
    def to_present(self) -> list[ItemFacts]:
        """What a presentation belongs to (A81): standpoints, but those put off without one."""
        put_off = (Outcome.POSTPONED, Outcome.REFERRED_BACK)
        return [one for one in self.standpoints if one.is_presented or one.outcome not in put_off]


def phase_of(state: MeetingState) -> Phase:
    """The list that counts now."""
    if state is MeetingState.ONGOING:
        return Phase.AT
    return Phase.AFTER if state is MeetingState.HELD else Phase.BEFORE


def points(facts: Facts) -> list[ChecklistPoint]:
    """The points that apply to this meeting, in order; none to one that is cancelled."""
    if facts.state is MeetingState.CANCELLED:
        return []
    return [point for point in ChecklistPoint if _APPLIES.get(point, _always)(facts)]


def known(point: ChecklistPoint, facts: Facts, today: date) -> bool | None:
    """Whether a point is done, as far as the system knows; None when only people can tell."""
    rule = _KNOWN.get(point)
    return rule(facts, today) if rule else None


def due(point: ChecklistPoint, facts: Facts) -> date | None:
    """The last day for a point, by the council's deadlines (H.7); None where the council has set none."""
    if point is ChecklistPoint.PUBLISH:
        return post_by(facts.signed_on or facts.days[Deadline.SIGNING])
    if point in _DUE:
        return facts.days[_DUE[point]]
    return facts.starts_on if point in PHASES[Phase.AT] else None


def counted(point: ChecklistPoint, facts: Facts) -> tuple[int, int] | None:
    """How many of how many, where a point is done in parts."""
    rule = _COUNTED.get(point)
    found = rule(facts) if rule else None
    return found if found and found[1] else None


def is_late(point: ChecklistPoint, facts: Facts, *, done: bool, today: date) -> bool:
    """Whether the day of a point has passed. What only people can tell, and what belonged before or at a
    meeting, is no longer asked for once the meeting is over."""
    day = due(point, facts)
    if done or day is None or day >= today:
        return False
    return not facts.is_over or point in PHASES[Phase.AFTER] or known(point, facts, today) is not None


def _always(_facts: Facts) -> bool:
    return True


def _has_standpoints(facts: Facts) -> bool:
    return bool(facts.standpoints)


_P = ChecklistPoint

_APPLIES: dict[ChecklistPoint, Callable[[Facts], bool]] = {
    # Until the agenda is out somebody may still be asked to present.
    _P.INVITE_PRESENTERS: lambda f: bool(f.presenters) or not f.is_invited,
    _P.BOOK_PLACE: lambda f: f.form is not MeetingForm.DIGITAL,
    _P.HOME_PREPARATION: _has_standpoints,
    _P.STANCES_TO_CHAIR: _has_standpoints,
    _P.PRESENTATIONS_HELD: _has_standpoints,
    _P.DISSENT_ASKED_FOR: _has_standpoints,
    _P.FORMAL_DECISIONS: _has_standpoints,
    _P.COMMUNICATE: _has_standpoints,
    _P.PUBLISH: lambda f: f.with_notice,
}
"""When a point has a meaning; those not named always have one."""


def _is_complete(facts: Facts) -> bool:
    return bool(facts.questions) and all(item.is_complete for item in facts.items)


def _is_prepared_at_home(facts: Facts) -> bool:
    """Every organisation has handed in what it was asked for, or the time for it is over."""
    return facts.is_over or (
        facts.is_invited and all(item.is_closed or item.handed_in >= item.asked for item in facts.standpoints)
    )


def _has_summary(facts: Facts, today: date) -> bool:
    """The chair has a summary of stances to go by (A76): all are in, or those that came in time."""
    late = today > facts.days[Deadline.PREPARATION]
    came = any(item.handed_in for item in facts.standpoints)
    return _is_prepared_at_home(facts) or (late and came)


def _is_agenda_approved(facts: Facts) -> bool | None:
    """The meeting approves its agenda on an item of its own, or on the opening; without either, only people
    can tell."""
    for about in (StandingItem.AGENDA, StandingItem.OPENING):
        if found := [item for item in facts.items if item.standing is about]:
            return all(item.outcome for item in found)
    return None


_DRAFTED = frozenset({MinutesState.IN_REVIEW, MinutesState.LOCKED, MinutesState.SIGNED})
_REVIEWED = frozenset({MinutesState.LOCKED, MinutesState.SIGNED})

_KNOWN: dict[ChecklistPoint, Callable[[Facts, date], bool | None]] = {
    # When the agenda is set the time for proposals to it is over; before that, people say that all are in.
    _P.COLLECT_PROPOSALS: lambda f, _: True if f.is_agenda_set else None,
    _P.AGENDA_DIALOGUE: lambda f, _: f.state is not MeetingState.PREPARING,
    _P.COMPLETE_ITEMS: lambda f, _: f.is_invited or _is_complete(f),
    _P.CHAIR_SETS_AGENDA: lambda f, _: f.is_agenda_set,
    _P.INVITE_PRESENTERS: lambda f, _: f.is_invited if f.presenters else None,
    _P.ISSUE_INVITATION: lambda f, _: f.is_invited,
    _P.DOCUMENTS_OUT: lambda f, _: f.is_invited and all(item.is_complete for item in f.items),
    _P.HOME_PREPARATION: lambda f, _: _is_prepared_at_home(f),
    _P.STANCES_TO_CHAIR: _has_summary,
    _P.ROLL_CALL: lambda f, _: 0 < f.roll == f.called,
    _P.ELECT_SIGNATORIES: lambda f, _: f.elected > 0,
    _P.APPROVE_AGENDA: lambda f, _: _is_agenda_approved(f),
    _P.PRESENTATIONS_HELD: lambda f, _: f.is_over or all(item.is_presented for item in f.to_present),
    _P.OUTCOMES_RECORDED: lambda f, _: bool(f.items) and all(item.outcome for item in f.items),
    # A view in the record shows that it was asked for; that nobody had one, only people can tell (A86).
    _P.DISSENT_ASKED_FOR: lambda f, _: True if f.dissents else None,
    _P.NEXT_MEETING: lambda f, _: f.has_next,
    _P.DRAFT_MINUTES: lambda f, _: f.minutes in _DRAFTED,
    _P.REVIEW_MINUTES: lambda f, _: (
        f.minutes in _REVIEWED or (f.minutes is MinutesState.IN_REVIEW and 0 < f.elected <= f.approved)
    ),
    _P.SIGN_MINUTES: lambda f, _: f.minutes is MinutesState.SIGNED,
    _P.PUBLISH: lambda f, _: f.is_posted,
    # Whether anybody needs an extract only people can tell; those that are made are to be sent.
    _P.SEND_EXTRACTS: lambda f, _: f.extracts_sent == f.extracts if f.extracts else None,
}
"""What the system can tell; every other point is ticked by hand."""

_BEFORE_INVITATION = (
    _P.COLLECT_PROPOSALS,
    _P.AGENDA_DIALOGUE,
    _P.COMPLETE_ITEMS,
    _P.CHAIR_SETS_AGENDA,
    _P.INVITE_PRESENTERS,
    _P.ISSUE_INVITATION,
    _P.DOCUMENTS_OUT,
    _P.BOOK_PLACE,
)
_DUE: dict[ChecklistPoint, Deadline] = {
    **dict.fromkeys(_BEFORE_INVITATION, Deadline.INVITATION),
    _P.HOME_PREPARATION: Deadline.PREPARATION,
    _P.STANCES_TO_CHAIR: Deadline.PREPARATION,
    _P.DRAFT_MINUTES: Deadline.DRAFT,
    _P.REVIEW_MINUTES: Deadline.SIGNING,
    _P.SIGN_MINUTES: Deadline.SIGNING,
}

_COUNTED: dict[ChecklistPoint, Callable[[Facts], tuple[int, int] | None]] = {
    _P.COMPLETE_ITEMS: lambda f: (sum(item.is_complete for item in f.questions), len(f.questions)),
    _P.INVITE_PRESENTERS: lambda f: (f.presenters_answered, f.presenters) if f.is_invited else None,
    _P.HOME_PREPARATION: lambda f: (
        sum(item.handed_in for item in f.standpoints),
        sum(item.asked for item in f.standpoints),
    ),
    _P.ROLL_CALL: lambda f: (f.called, f.roll),
    _P.PRESENTATIONS_HELD: lambda f: (sum(item.is_presented for item in f.to_present), len(f.to_present)),
    _P.OUTCOMES_RECORDED: lambda f: (sum(bool(item.outcome) for item in f.items), len(f.items)),
    _P.REVIEW_MINUTES: lambda f: (f.approved, f.elected),
    _P.SIGN_MINUTES: lambda f: (f.signed, f.signing),
    _P.SEND_EXTRACTS: lambda f: (f.extracts_sent, f.extracts),
}
