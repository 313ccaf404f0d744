"""Who may do what (A.7).

Five rights at the table are kept apart: to attend, to speak, to propose, to take part in the standpoint and
to have a view noted; a council settles some of them for itself. Beside them stand the works around the
meeting – preparing, inviting, recording, signing – which follow from the seat as well. An administrator keeps
the register of people and bodies and has none of them: nobody reads a council's papers by virtue of running
the machine (H.5).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from councilflow.process.councils import Category, Office, Side


class Right(StrEnum):
    ATTEND = "attend"
    SPEAK = "speak"
    PROPOSE = "propose"
    TAKE_PART = "take_part"
    HAVE_NOTED = "have_noted"


AT_THE_TABLE: dict[Category, frozenset[Right]] = {
    Category.MEMBER: frozenset(Right),
    Category.SUBSTITUTE: frozenset({Right.ATTEND}),
    Category.ADJUNCT: frozenset({Right.ATTEND, Right.SPEAK, Right.PROPOSE}),
    Category.SPEAKING_FUNCTION: frozenset({Right.ATTEND, Right.SPEAK}),
    Category.ACTOR: frozenset(
        {Right.ATTEND, Right.SPEAK, Right.PROPOSE}
    ),  # every organisation proposes (A72)
    Category.OBSERVER: frozenset({Right.ATTEND}),
    Category.SECRETARY: frozenset({Right.ATTEND}),
    Category.OFFICIAL: frozenset(),
    Category.PREPARER: frozenset(),
}
"""What a new council starts with."""

ADJUSTABLE: dict[Category, frozenset[Right]] = {
    Category.SUBSTITUTE: frozenset({Right.SPEAK, Right.HAVE_NOTED}),
    Category.ADJUNCT: frozenset({Right.PROPOSE, Right.HAVE_NOTED}),
    Category.SPEAKING_FUNCTION: frozenset({Right.PROPOSE}),  # "møte, tale og forslagsrett" (B1.24, B3.23)
    Category.ACTOR: frozenset({Right.PROPOSE, Right.TAKE_PART, Right.HAVE_NOTED}),
    Category.OBSERVER: frozenset({Right.ATTEND}),
}
"""What a council settles for itself; every other right stands fast."""

Settled = Mapping[str, Collection[str]]
"""What a council has settled: the rights of a category, where they differ from those it started with."""


def rights_of(category: Category, settled: Settled | None = None) -> frozenset[Right]:
    """The rights of a category at the table of a council; a substitute's as long as nobody is missing.

    What is settled counts only where it may be: nothing there takes a fixed right away or gives another.
    """
    own = settled.get(category) if settled else None
    if own is None:
        return AT_THE_TABLE[category]
    free = ADJUSTABLE.get(category, frozenset())
    return AT_THE_TABLE[category] - free | {right for right in free if right in own}


def with_right(right: Right, settled: Settled | None = None) -> list[Category]:
    """The categories that have a right at the table of a council."""
    return [category for category in Category if right in rights_of(category, settled)]


def differing(chosen: Mapping[Category, Collection[Right]]) -> dict[str, list[str]]:
    """What there is to keep of a council's choices: the categories whose rights are not the usual ones."""
    settled = {category.value: [right.value for right in rights] for category, rights in chosen.items()}
    own = {category: rights_of(category, settled) for category in chosen}
    return {
        category.value: [right.value for right in Right if right in rights]
        for category, rights in own.items()
        if rights != AT_THE_TABLE[category]
    }


class Act(StrEnum):
    """A thing one does in the product; each page names the one it is for."""

    READ_COUNCIL = "read-council"  # who sits, what binds us, the list of meetings
    READ_MEETING = "read-meeting"  # agenda and documents once the invitation is out
    READ_AGENDA = "read-agenda"  # the same of one meeting, for whom it invites without a seat (A55)
    READ_DRAFT = "read-draft"  # the agenda before that
    PROPOSE_ISSUE = "propose-issue"
    PREPARE_AGENDA = "prepare-agenda"
    SET_AGENDA = "set-agenda"
    INVITE = "invite"
    PREPARE_AT_HOME = "prepare-at-home"
    SET_STANCE = "set-stance"
    SEE_STANCES = "see-stances"
    NOTE_DISSENT = "note-dissent"
    RECORD_MEETING = "record-meeting"
    WRITE_MINUTES = "write-minutes"
    READ_MINUTES = "read-minutes"
    READ_JOURNAL = "read-journal"
    SEE_MAIL = "see-mail"
    MANAGE_COUNCIL = "manage-council"  # seats, meetings and texts of the council
    ADMINISTER = "administer"  # people, organisations and bodies of the installation


_READ = {Act.READ_COUNCIL, Act.READ_MEETING, Act.READ_MINUTES}
_HOME = {Act.PROPOSE_ISSUE, Act.PREPARE_AT_HOME}  # who prepares for an organisation proposes for it (A72)
_PREPARING = {Act.READ_DRAFT, Act.PREPARE_AGENDA, Act.PROPOSE_ISSUE, Act.SEE_STANCES}

BY_CATEGORY: dict[Category, frozenset[Act]] = {
    Category.MEMBER: frozenset(_READ | _HOME),
    Category.SUBSTITUTE: frozenset(_READ),
    Category.ADJUNCT: frozenset(_READ),
    Category.SPEAKING_FUNCTION: frozenset(_READ),
    Category.ACTOR: frozenset(_READ),
    Category.OBSERVER: frozenset(_READ),
    Category.SECRETARY: frozenset(
        _READ
        | _PREPARING
        | {
            Act.INVITE,
            Act.RECORD_MEETING,
            Act.WRITE_MINUTES,
            Act.READ_JOURNAL,
            Act.SEE_MAIL,
            Act.MANAGE_COUNCIL,
        }
    ),
    Category.OFFICIAL: frozenset(_READ | _HOME | {Act.SET_STANCE}),
    Category.PREPARER: frozenset(_READ | _PREPARING),
}

BY_RIGHT: dict[Right, Act] = {Right.PROPOSE: Act.PROPOSE_ISSUE, Right.HAVE_NOTED: Act.NOTE_DISSENT}
"""The works that follow from a right at the table. None of them opens anybody's papers (H.5)."""

PREPARES_FROM = frozenset(Category) - {Category.OBSERVER}
"""The seats in a body that prepares a council whose holders prepare with it (A66). An observer there attends
and nothing else: what the organisations have handed in is not for looking on (H.4)."""

CHAIR: frozenset[Act] = frozenset(
    _PREPARING | {Act.SET_AGENDA, Act.INVITE, Act.RECORD_MEETING, Act.READ_JOURNAL, Act.SEE_MAIL}
)
KEEPS_CHECKLIST = frozenset({Act.MANAGE_COUNCIL, Act.RECORD_MEETING, Act.WRITE_MINUTES})
"""Who works with the secretariat's checklists (A.9)."""
VICE_CHAIR: frozenset[Act] = frozenset({Act.READ_DRAFT, Act.SEE_STANCES, Act.INVITE})


@dataclass(frozen=True, slots=True)
class Holding:
    """A seat that the acting person holds today, in a council or in its preparatory group."""

    council_id: int
    organisation_id: int | None
    category: Category
    side: Side | None = None
    office: Office | None = None
    rights: frozenset[Right] | None = None
    """At the table, where the council has settled them."""

    def has(self, right: Right) -> bool:
        return right in (AT_THE_TABLE[self.category] if self.rights is None else self.rights)


def acts(holdings: Iterable[Holding]) -> frozenset[Act]:
    """Everything the holder of these seats, all of one council, may do there."""
    granted: set[Act] = set()
    for held in holdings:
        granted |= BY_CATEGORY[held.category] | {act for right, act in BY_RIGHT.items() if held.has(right)}
        if held.category is Category.MEMBER and held.side is not Side.OPPOSITION:
            granted.add(Act.SET_STANCE)  # the standpoint rests on the organisation's majority (A83)
        if held.office is Office.CHAIR:
            granted |= CHAIR
        if held.office is Office.VICE_CHAIR:
            granted |= VICE_CHAIR
    return frozenset(granted)


def home_organisations(holdings: Iterable[Holding]) -> frozenset[int]:
    """The organisations whose private preparation the holder belongs to (A73, A83, H.5)."""
    return frozenset(
        held.organisation_id
        for held in holdings
        if held.organisation_id is not None and held.category in (Category.MEMBER, Category.OFFICIAL)
    )


def stance_organisations(holdings: Iterable[Holding]) -> frozenset[int]:
    """The organisations whose stance the holder may set and hand in: majority members and officials (A83)."""
    return frozenset(
        held.organisation_id
        for held in holdings
        if held.organisation_id is not None
        and (
            held.category is Category.OFFICIAL
            or (held.category is Category.MEMBER and held.side is not Side.OPPOSITION)
        )
    )


def may(category: Category, right: Right, *, serving: bool = False, settled: Settled | None = None) -> bool:
    """Whether somebody at the table has the right; a serving substitute has those of the member."""
    seat = Category.MEMBER if serving and category is Category.SUBSTITUTE else category
    return right in rights_of(seat, settled)
