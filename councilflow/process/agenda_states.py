"""Where an agenda stands, and who brings it on: from a draft until it is locked (A.8, A65).

Most of it follows from the state of its meeting. That it is in dialogue follows from that more than one has
worked on it, and that it was changed after the invitation from that somebody changed it then: neither is a
step that anybody has to remember to take.
"""

from __future__ import annotations

from enum import StrEnum

from councilflow.process.meeting import MeetingState, MeetingStep
from councilflow.process.rights import Act


class AgendaState(StrEnum):
    DRAFT = "draft"
    IN_DIALOGUE = "in_dialogue"
    PREPARED = "prepared"
    SET = "set"
    CALLED = "called"
    CHANGED = "changed"
    LOCKED = "locked"


BROUGHT_BY: dict[AgendaState, tuple[MeetingStep | None, Act]] = {
    AgendaState.DRAFT: (None, Act.PREPARE_AGENDA),
    AgendaState.IN_DIALOGUE: (None, Act.PREPARE_AGENDA),
    AgendaState.PREPARED: (MeetingStep.FINISH_PREPARING, Act.PREPARE_AGENDA),
    AgendaState.SET: (MeetingStep.SET_AGENDA, Act.SET_AGENDA),
    AgendaState.CALLED: (MeetingStep.INVITE, Act.INVITE),
    AgendaState.CHANGED: (None, Act.PREPARE_AGENDA),
    AgendaState.LOCKED: (MeetingStep.OPEN, Act.RECORD_MEETING),
}
"""The step that leads to each state, None when it comes of the work itself, and what whoever takes it may."""

_OF_MEETING = {
    MeetingState.PREPARED: AgendaState.PREPARED,
    MeetingState.SET: AgendaState.SET,
    MeetingState.INVITED: AgendaState.CALLED,
    MeetingState.ONGOING: AgendaState.LOCKED,
    MeetingState.HELD: AgendaState.LOCKED,
}

IN_DIALOGUE_FROM = 2
"""People who have worked on an agenda or commented on it; one alone writes a draft."""


def agenda_state(state: MeetingState, *, taking_part: int, is_changed: bool = False) -> AgendaState | None:
    """Where the agenda stands; None for a meeting that is cancelled.

    `taking_part` is how many people have worked on it, `is_changed` whether something changed after the
    invitation.
    """
    if state is MeetingState.PREPARING:
        return AgendaState.IN_DIALOGUE if taking_part >= IN_DIALOGUE_FROM else AgendaState.DRAFT
    if state is MeetingState.INVITED and is_changed:
        return AgendaState.CHANGED
    return _OF_MEETING.get(state)


def way(*, is_changed: bool = False) -> list[AgendaState]:
    """The states in order; the change after the invitation only where there was one."""
    return [state for state in AgendaState if is_changed or state is not AgendaState.CHANGED]
