"""Where an agenda stands, and the steps and people that bring it there."""

from __future__ import annotations

import pytest

from councilflow.process.agenda import ItemKind, takes
from councilflow.process.agenda_states import BROUGHT_BY, AgendaState, agenda_state, way
from councilflow.process.meeting import MEETING_STEPS, MeetingState


@pytest.mark.parametrize(
    ("state", "taking_part", "is_changed", "stands"),
    [
        (MeetingState.PREPARING, 0, False, AgendaState.DRAFT),
        (MeetingState.PREPARING, 1, False, AgendaState.DRAFT),
        (MeetingState.PREPARING, 2, False, AgendaState.IN_DIALOGUE),
        (MeetingState.PREPARED, 1, False, AgendaState.PREPARED),
        (MeetingState.SET, 5, False, AgendaState.SET),
        (MeetingState.INVITED, 5, False, AgendaState.CALLED),
        (MeetingState.INVITED, 5, True, AgendaState.CHANGED),
        (MeetingState.ONGOING, 5, True, AgendaState.LOCKED),
        (MeetingState.HELD, 5, True, AgendaState.LOCKED),
        (MeetingState.CANCELLED, 5, True, None),
    ],
)
def test_where_an_agenda_stands(state, taking_part, is_changed, stands):
    assert agenda_state(state, taking_part=taking_part, is_changed=is_changed) is stands


def test_a_step_leads_to_the_state_that_names_it():
    for state, (step, _act) in BROUGHT_BY.items():
        after = {target for (_before, taken), target in MEETING_STEPS.items() if taken is step}
        assert step is None or {agenda_state(one, taking_part=2) for one in after} == {state}


def test_a_change_after_the_invitation_is_on_the_way_only_when_there_was_one():
    assert AgendaState.CHANGED not in way()
    assert way(is_changed=True) == list(AgendaState)


@pytest.mark.parametrize(
    ("kind", "minutes", "taken"),
    [
        (ItemKind.STANDPOINT, 20, 20),
        (ItemKind.STANDPOINT, None, None),
        (None, None, None),
        (ItemKind.HEADING, None, 0),
        (ItemKind.HEADING, 15, 15),
    ],
)
def test_a_heading_takes_no_time_unless_it_is_a_break(kind, minutes, taken):
    assert takes(kind, minutes) == taken
