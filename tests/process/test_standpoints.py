"""How far a standpoint has come, what an organisation's chain may say, and what may replace what."""

from __future__ import annotations

from datetime import date

import pytest

from councilflow.process.afterwards import FormalState, StandpointState
from councilflow.process.errors import RuleBroken
from councilflow.process.formal_decisions import (
    Step,
    check_more,
    check_step,
    due_on,
    flaws,
    is_late,
    is_silent,
    kept,
    standing,
)
from councilflow.process.standpoints import Progress, check_carried_out, check_replacement, state_of

TODAY = date(2026, 12, 1)
TAKEN = date(2026, 10, 1)
U, N, P, D, C, R = FormalState
MADE = {"needed": 5, "decided": 5}


@pytest.mark.parametrize(
    ("progress", "facts", "state"),
    [
        ({"unsettled": 9}, {"is_in_force": False}, StandpointState.AWAITS_SIGNING),
        ({"unsettled": 9}, {}, StandpointState.IN_FORCE),  # nobody has said that one is needed
        ({}, {}, StandpointState.IN_FORCE),
        ({"unsettled": 4, "needed": 5}, {}, StandpointState.IN_FORMAL_DECISION),
        ({"needed": 5, "decided": 4}, {}, StandpointState.IN_FORMAL_DECISION),
        (MADE, {}, StandpointState.IN_FORCE),  # decided; nobody has said what is done
        (MADE | {"efforts": 5, "efforts_left": 1}, {}, StandpointState.IN_FORCE),
        (MADE | {"efforts": 5}, {}, StandpointState.CARRIED_OUT),
        (MADE | {"efforts": 5, "changed": 2}, {}, StandpointState.CARRIED_OUT),
        (MADE | {"efforts": 5, "rejected": 5}, {}, StandpointState.IN_FORCE),
        (MADE | {"efforts": 5, "rejected": 1}, {}, StandpointState.IN_FORCE),
        (MADE | {"efforts": 4, "idle": 1}, {}, StandpointState.IN_FORCE),  # one has not said what it does
        (MADE | {"efforts": 5, "unsettled": 2}, {}, StandpointState.IN_FORCE),  # two have not answered
        ({"needed": 5, "decided": 5, "rejected": 5}, {"is_carried_out": True}, StandpointState.CARRIED_OUT),
        (MADE | {"efforts": 5}, {"is_replaced": True}, StandpointState.REPLACED),
    ],
)
def test_how_far_a_standpoint_has_come(progress, facts, state):
    usual = {"is_in_force": True, "is_replaced": False, "is_carried_out": False}
    assert state_of(Progress(organisations=9, **progress), **usual | facts) is state


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (1, 1, "standpoint-replaces-itself"),
        (3, 1, "standpoint-replaced-by-older"),
        (2, 1, "standpoint-replaced-in-a-circle"),  # of the same day: 1 is replaced by 2 already
        (3, 4, None),
        (2, 3, None),
    ],
)
def test_what_may_replace_what(old, new, code):
    taken = {1: TAKEN, 2: TAKEN, 3: TODAY, 4: TODAY}
    replaced_by = {1: 2, 2: None, 3: None, 4: None}
    if code is None:
        check_replacement(old, new, replaced_by=replaced_by, taken_on=taken)
    else:
        with pytest.raises(RuleBroken, match=code):
            check_replacement(old, new, replaced_by=replaced_by, taken_on=taken)


def test_a_circle_of_three_is_found():
    replaced_by, taken = {1: 2, 2: 3, 3: None}, dict.fromkeys((1, 2, 3), TAKEN)
    with pytest.raises(RuleBroken, match="standpoint-replaced-in-a-circle"):
        check_replacement(3, 1, replaced_by=replaced_by, taken_on=taken)


def test_nothing_is_carried_out_before_it_is_in_force():
    with pytest.raises(RuleBroken, match="standpoint-not-signed"):
        check_carried_out(TODAY, in_force_on=None, today=TODAY)
    with pytest.raises(RuleBroken, match="standpoint-done-too-early"):
        check_carried_out(TAKEN, in_force_on=TODAY, today=TODAY)
    check_carried_out(TODAY, in_force_on=TAKEN, today=TODAY)


KS = {"deciding_body": "Kommunstyrelsen"}
MADE_IT = KS | {"decided_on": date(2026, 11, 5)}


@pytest.mark.parametrize(
    ("facts", "before", "after", "code"),
    [
        ({"state": U}, [], [], None),
        ({"state": N, "note": "Ryms i delegationen."}, [], [], None),
        ({"state": P, "planned_on": TODAY}, [], [], "formal-without-body"),
        (KS | {"state": P}, [], [], "formal-without-plan"),
        (KS | {"state": P, "planned_on": TODAY}, [], [], None),
        (KS | {"state": D}, [], [], "formal-without-day"),
        (KS | {"state": D, "decided_on": date(2026, 12, 2)}, [], [], "formal-day-to-come"),
        (KS | {"state": D, "decided_on": date(2026, 9, 30)}, [], [], "formal-before-standpoint"),
        (MADE_IT | {"state": D}, [], [], None),
        (MADE_IT | {"state": C}, [], [], "formal-without-words"),
        (MADE_IT | {"state": R, "note": "Vi har inte råd."}, [], [], None),
        (MADE_IT | {"state": D}, [P], [], "formal-out-of-order"),
        (MADE_IT | {"state": D}, [D], [P], None),
        (KS | {"state": P, "planned_on": TODAY}, [], [D], "formal-out-of-order"),
        ({"state": N}, [], [P], "formal-chain-is-settled"),
        ({"state": U}, [P], [], "formal-chain-is-settled"),
        (MADE_IT | {"state": D, "link": "javascript:alert(1)"}, [], [], "formal-link-unsafe"),
    ],
)
def test_what_a_step_may_say(facts, before, after, code):
    step = Step(**facts)
    if code is None:
        check_step(step, before=before, after=after, taken_on=TAKEN, today=TODAY)
        return
    with pytest.raises(RuleBroken) as refused:
        check_step(step, before=before, after=after, taken_on=TAKEN, today=TODAY)
    assert refused.value.code == code


def test_everything_that_is_wrong_with_a_step_is_said_at_once():
    found = flaws(
        Step(state=R, link="javascript:alert(1)"), before=[P], after=[], taken_on=TAKEN, today=TODAY
    )
    assert [one.code for one in found] == [
        "formal-link-unsafe",
        "formal-without-body",
        "formal-without-day",
        "formal-without-words",
        "formal-out-of-order",
    ]


def test_the_last_step_says_where_an_organisation_is():
    assert standing([D, P]) is P
    assert standing([D, R]) is R
    assert standing([U]) is U


def test_a_chain_goes_on_only_where_a_decision_is_needed():
    for states in ([], [U], [N]):
        with pytest.raises(RuleBroken, match="formal-chain-not-begun"):
            check_more(states)
    check_more([P])
    with pytest.raises(RuleBroken, match="formal-too-many-steps"):
        check_more([P] * 6)


def test_what_is_not_decided_has_no_day_and_no_paragraph():
    step = Step(state=P, planned_on=TODAY, reference="§ 4", decided_on=TAKEN, **KS)
    assert (kept(step).decided_on, kept(step).reference) == (None, "")
    assert kept(Step(state=U, note="Hej", **KS)) == Step(state=U)


def test_when_something_is_late():
    assert is_late(P, date(2026, 11, 30), TODAY)
    assert not is_late(P, TODAY, TODAY)
    assert not is_late(D, date(2026, 11, 30), TODAY)
    assert is_silent(U, date(2026, 10, 31), TODAY)
    assert not is_silent(U, date(2026, 11, 1), TODAY)
    assert not is_silent(U, None, TODAY)
    assert due_on(P, TODAY, TAKEN) == TODAY
    assert due_on(U, None, date(2026, 11, 1)) == TODAY
