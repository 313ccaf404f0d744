"""The roll: who belongs at the table on the meeting's date, who leads, and who approves the minutes.

The roll is called from the seats held on the day of the meeting, in the order of the attendance list (F.1).
The chair leads, otherwise the vice chair. The meeting elects members who are present, and do not lead it, to
approve the minutes together with the chair and the secretary (F.1, H.6). Nobody closes a meeting while
somebody is not called or an item has no outcome by somebody's decision (A70).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from councilflow.process.councils import INVITED, Category, Office, Side, comes_first
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import PRESENT, InvitationAnswer, MeetingForm, Presence, SignatoryRole

ROLL_ORDER = (*INVITED, Category.OBSERVER)
"""The categories that are called, in the order of the attendance list. Officials and preparers are not."""

ELECTED_USUALLY = 2


class Line(Protocol):
    """One line of the roll, as the rules see it."""

    @property
    def person_id(self) -> int | None: ...
    @property
    def name(self) -> str: ...
    @property
    def category(self) -> Category: ...
    @property
    def office(self) -> Office | None: ...
    @property
    def presence(self) -> Presence | None: ...


AnyLine = TypeVar("AnyLine", bound=Line)


@dataclass(frozen=True, slots=True)
class Place:
    """A seat that somebody holds on the day of the meeting, or somebody invited to it without one (A55)."""

    seat_id: int | None
    person_id: int | None
    organisation: str
    category: Category
    side: Side | None
    office: Office | None
    position: int
    is_own: bool
    """Of the council that meets, not of the narrower one it includes (A54)."""
    extra_id: int | None = None
    """Who has no seat; such a one need not have an account."""

    @property
    def who(self) -> tuple[str, int | None]:
        """The person; without an account, the line of the invitation list."""
        return ("extra", self.extra_id) if self.person_id is None else ("person", self.person_id)


def in_roll_order(places: Iterable[Place]) -> list[Place]:
    """Those to call, each person once: by category, then organisation, the majority before the opposition.

    Somebody with several seats is called for the one with an office, else the one that comes first in the
    list. Organisations stand as their first seat does. Who has no seat comes last in the category, and is
    called for the seat when there is one after all.
    """
    called = [place for place in places if place.category in ROLL_ORDER]
    first_of: dict[tuple[Category, bool, str], int] = {}
    for place in called:
        group = (place.category, place.seat_id is None, place.organisation)
        first_of[group] = min(place.position, first_of.get(group, place.position))

    def rank(place: Place) -> tuple[int, bool, int, str, bool, int, int]:
        return (
            ROLL_ORDER.index(place.category),
            place.seat_id is None,
            first_of[place.category, place.seat_id is None, place.organisation],
            place.organisation,
            _after_the_majority(place),
            place.position,
            place.seat_id or place.extra_id or 0,
        )

    def precedence(place: Place) -> tuple[bool, bool, bool, tuple[Any, ...]]:
        return place.seat_id is None, place.office is None, not place.is_own, rank(place)

    chosen: dict[tuple[str, int | None], Place] = {}
    for place in sorted(called, key=precedence):
        chosen.setdefault(place.who, place)
    return sorted(chosen.values(), key=rank)


def _after_the_majority(place: Place) -> bool:
    """Substitutes stand in the order they serve in, whichever side they come from (A42)."""
    return place.side is Side.OPPOSITION and place.category is not Category.SUBSTITUTE


def leads_from_own(places: Iterable[Place]) -> bool:
    """Whether the council that meets has an office holder of its own; else the one it includes leads."""
    return any(place.is_own and place.office for place in places)


def suggested(answer: InvitationAnswer | None, form: MeetingForm) -> Presence | None:
    """What the answer to the invitation makes likely. It holds only once the person is called."""
    if answer is None:
        return None
    if answer is InvitationAnswer.ABSENT:
        return Presence.EXCUSED
    if answer is InvitationAnswer.REMOTELY or form is MeetingForm.DIGITAL:
        return Presence.REMOTE
    return Presence.ON_SITE


def present(lines: Iterable[AnyLine]) -> list[AnyLine]:
    return [line for line in lines if line.presence in PRESENT]


def leading(lines: Iterable[AnyLine]) -> AnyLine | None:
    """Who leads the meeting: the chair when present, otherwise the vice chair."""
    here = present(lines)
    office = comes_first([line.office for line in here])
    return next((line for line in here if office and line.office is office), None)


def recording(lines: Iterable[AnyLine], *, acting: int | None = None) -> AnyLine | None:
    """Who keeps the record: the acting person when a secretary and present, else the first such secretary."""
    here = [line for line in present(lines) if line.category is Category.SECRETARY]
    return next((line for line in here if line.person_id == acting), here[0] if here else None)


def electable(lines: Sequence[AnyLine]) -> list[AnyLine]:
    """Who may be elected to approve the minutes: the members present, except the one who leads."""
    leader = leading(lines)
    return [line for line in present(lines) if line.category is Category.MEMBER and line is not leader]


def may_sign(lines: Sequence[AnyLine], role: SignatoryRole) -> list[AnyLine]:
    """Who of those present may sign the minutes in a role, when the one who should cannot (H.6)."""
    if role is SignatoryRole.SECRETARY:
        return [line for line in present(lines) if line.person_id is not None]
    return [line for line in present(lines) if line.category is Category.MEMBER]


def check_elected(lines: Sequence[Line], elected: Collection[int]) -> None:
    """Refuse an election that the roll does not carry. `elected` are person ids.

    RuleBroken codes: nobody-leads, nobody-records, nobody-elected, cannot-be-elected (with who).
    """
    if leading(lines) is None:
        raise RuleBroken("nobody-leads")
    if recording(lines) is None:
        raise RuleBroken("nobody-records")
    if not elected:
        raise RuleBroken("nobody-elected")
    allowed = {line.person_id for line in electable(lines)}
    refused = [line.name for line in lines if line.person_id in elected and line.person_id not in allowed]
    if refused or not set(elected) <= allowed:
        raise RuleBroken("cannot-be-elected", who=refused)


class ClosingGap(StrEnum):
    """What keeps a meeting from being closed."""

    ITEMS_WITHOUT_OUTCOME = "items-without-outcome"
    PEOPLE_NOT_CALLED = "people-not-called"
    NOBODY_LEADS = "nobody-leads"
    NOBODY_RECORDS = "nobody-records"
    NOBODY_ELECTED = "nobody-elected"


def closing_gaps(
    lines: Sequence[Line], *, items_without_outcome: Sequence[str], elected: Collection[int]
) -> dict[ClosingGap, list[str]]:
    """What is missing before the meeting can be closed, in the order to see to it, with names or titles."""
    gaps: dict[ClosingGap, list[str]] = {}
    if items_without_outcome:
        gaps[ClosingGap.ITEMS_WITHOUT_OUTCOME] = list(items_without_outcome)
    if uncalled := [line.name for line in lines if line.presence is None]:
        gaps[ClosingGap.PEOPLE_NOT_CALLED] = uncalled
    if leading(lines) is None:
        gaps[ClosingGap.NOBODY_LEADS] = []
    if recording(lines) is None:
        gaps[ClosingGap.NOBODY_RECORDS] = []
    allowed = {line.person_id for line in electable(lines)}
    if not elected or not set(elected) <= allowed:
        gaps[ClosingGap.NOBODY_ELECTED] = []
    return gaps
