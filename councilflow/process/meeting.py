"""A meeting from its first draft agenda to the last gavel.

The preparatory group prepares, the chair sets the agenda and invites (A65, A69), the secretary records what
the chair states. Paragraph numbers run per council and calendar year and are given when the meeting closes,
never reused (D.4). A meeting cannot be closed while an item has no outcome by somebody's decision, and what
is not in the record by then does not get into it (A70, A86).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from councilflow.process.errors import RuleBroken


class MeetingState(StrEnum):
    PREPARING = "preparing"
    PREPARED = "prepared"
    SET = "set"
    INVITED = "invited"
    ONGOING = "ongoing"
    HELD = "held"
    CANCELLED = "cancelled"


class MeetingStep(StrEnum):
    FINISH_PREPARING = "finish_preparing"
    REOPEN = "reopen"
    SET_AGENDA = "set_agenda"
    INVITE = "invite"
    OPEN = "open"
    CLOSE = "close"
    CANCEL = "cancel"


MEETING_STEPS: dict[tuple[MeetingState, MeetingStep], MeetingState] = {
    (MeetingState.PREPARING, MeetingStep.FINISH_PREPARING): MeetingState.PREPARED,
    (MeetingState.PREPARING, MeetingStep.SET_AGENDA): MeetingState.SET,
    (MeetingState.PREPARED, MeetingStep.SET_AGENDA): MeetingState.SET,
    (MeetingState.PREPARED, MeetingStep.REOPEN): MeetingState.PREPARING,
    (MeetingState.SET, MeetingStep.REOPEN): MeetingState.PREPARING,
    (MeetingState.SET, MeetingStep.INVITE): MeetingState.INVITED,
    (MeetingState.INVITED, MeetingStep.OPEN): MeetingState.ONGOING,
    (MeetingState.ONGOING, MeetingStep.CLOSE): MeetingState.HELD,
    (MeetingState.PREPARING, MeetingStep.CANCEL): MeetingState.CANCELLED,
    (MeetingState.PREPARED, MeetingStep.CANCEL): MeetingState.CANCELLED,
    (MeetingState.SET, MeetingStep.CANCEL): MeetingState.CANCELLED,
    (MeetingState.INVITED, MeetingStep.CANCEL): MeetingState.CANCELLED,
}

AGENDA_OPEN = frozenset({MeetingState.PREPARING, MeetingState.PREPARED})
"""While the preparatory group may still change items and their order."""

EDITABLE = AGENDA_OPEN | {MeetingState.INVITED}
"""While items may still change: before the agenda is set, and after the invitation until the meeting opens,
when each change is told again (A.8)."""

DOCUMENTS_OUT = frozenset({MeetingState.INVITED, MeetingState.ONGOING, MeetingState.HELD})
"""From the invitation on, those invited read the agenda."""


def are_out(state: MeetingState, *, invited: bool) -> bool:
    """Whether those invited read the agenda: also of a meeting that was cancelled after the invitation."""
    return state in DOCUMENTS_OUT or (state is MeetingState.CANCELLED and invited)


CHANGEABLE = AGENDA_OPEN | {MeetingState.SET}
"""While a move is a plain change: nobody is invited yet."""

COMING = CHANGEABLE | {MeetingState.INVITED, MeetingState.ONGOING}
"""What will be held, or is being held: neither over nor called off."""


def meeting_after(state: MeetingState, step: MeetingStep) -> MeetingState:
    """The state that `step` leads to; RuleBroken("meeting-step-not-allowed") when there is none."""
    try:
        return MEETING_STEPS[state, step]
    except KeyError:
        raise RuleBroken("meeting-step-not-allowed", state=state, step=step) from None


class MeetingForm(StrEnum):
    DIGITAL = "digital"
    PHYSICAL = "physical"
    HYBRID = "hybrid"


class MeetingKind(StrEnum):
    REGULAR = "regular"
    EXTRA = "extra"
    PLANNING = "planning"  # lunch to lunch, over two days (A61)
    EVENT = "event"  # an assembly or conference with a programme and no decisions required (B1.23)


class CostKind(StrEnum):
    VENUE = "venue"
    MEALS = "meals"
    TRAVEL = "travel"
    OTHER = "other"


class InvitationAnswer(StrEnum):
    COMES = "comes"
    REMOTELY = "remotely"
    ABSENT = "absent"


class Presence(StrEnum):
    ON_SITE = "on_site"
    REMOTE = "remote"
    ABSENT = "absent"
    EXCUSED = "excused"


class SignatoryRole(StrEnum):
    """Who signs the minutes, in the order of the signature block (H.6)."""

    SECRETARY = "secretary"
    CHAIR = "chair"
    ELECTED = "elected"  # justerare


PRESENT = frozenset({Presence.ON_SITE, Presence.REMOTE})


class Deadline(StrEnum):
    INVITATION = "invitation"
    PREPARATION = "preparation"
    DRAFT = "draft"
    SIGNING = "signing"


def deadlines(
    starts_on: date, ends_on: date, *, invitation: int, preparation: int, draft: int, signing: int
) -> dict[Deadline, date]:
    """The local dates a meeting steers by; the arguments are days before it begins or after it ends (H.7)."""
    return {
        Deadline.INVITATION: starts_on - timedelta(days=invitation),
        Deadline.PREPARATION: starts_on - timedelta(days=preparation),
        Deadline.DRAFT: ends_on + timedelta(days=draft),
        Deadline.SIGNING: ends_on + timedelta(days=signing),
    }


def missed(
    days: Mapping[Deadline, date], *, today: date, state: MeetingState, is_drafted: bool, is_signed: bool
) -> frozenset[Deadline]:
    """The deadlines whose day is over though what was due has not come (H.7). `is_drafted` says that the
    draft of the minutes is out for review. Whether all have handed in is not known here: the day for it is
    over until the meeting opens."""
    met = {
        Deadline.INVITATION: state in DOCUMENTS_OUT,
        Deadline.PREPARATION: state in DOCUMENTS_OUT - {MeetingState.INVITED},
        Deadline.DRAFT: is_drafted,
        Deadline.SIGNING: is_signed,
    }
    return frozenset(deadline for deadline, day in days.items() if day < today and not met[deadline])


def local_date(moment: datetime, zone: ZoneInfo) -> date:
    """The date on the council's own calendar: midnight is midnight there."""
    return moment.astimezone(zone).date()


def check_times(starts_at: datetime, ends_at: datetime) -> None:
    """A meeting ends after it begins and within four days; anything else is a slip of the pen."""
    if ends_at <= starts_at:
        raise RuleBroken("meeting-ends-before-it-begins")
    if ends_at - starts_at > timedelta(days=4):
        raise RuleBroken("meeting-too-long")


PLANNED_AHEAD = timedelta(days=5 * 366)
"""How far ahead a meeting is planned; what lies beyond is a year written wrong."""


def check_ahead(starts_at: datetime, *, now: datetime) -> None:
    """A meeting is planned for a day to come, and for one that people can plan for.

    RuleBroken: meeting-in-the-past, meeting-too-far-ahead.
    """
    if starts_at <= now:
        raise RuleBroken("meeting-in-the-past")
    if starts_at - now > PLANNED_AHEAD:
        raise RuleBroken("meeting-too-far-ahead")


def check_council_stands(council: str, closed_on: date | None, last_day: date) -> None:
    """No meeting after a council's last day (H.17). RuleBroken: council-closed (council, day)."""
    if closed_on is not None and last_day > closed_on:
        raise RuleBroken("council-closed", council=council, day=closed_on)
