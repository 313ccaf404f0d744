"""A project goes on in phases, with a decision between them (PLP, B3.21)."""

from __future__ import annotations

from datetime import date

import pytest

from councilflow.process.errors import RuleBroken
from councilflow.process.plans.projects import (
    PhaseStanding,
    Step,
    check_opens,
    check_period,
    openable,
    standings,
)
from councilflow.process.plans.values import PhaseDecision, ProjectPhase

STUDY, PRE, MAIN = ProjectPhase
CONTINUE, CHANGE, STOP = PhaseDecision


@pytest.mark.parametrize(
    ("steps", "opens"),
    [
        ([], (STUDY, PRE, MAIN)),  # a project begins with the phase that fits it
        ([Step(STUDY)], ()),  # nothing opens before the decision
        ([Step(STUDY, CONTINUE)], (PRE, MAIN)),
        ([Step(STUDY, CHANGE)], (PRE, MAIN)),
        ([Step(STUDY, STOP)], ()),
        ([Step(PRE, CONTINUE)], (MAIN,)),  # never back to the pre-study
        ([Step(STUDY, CONTINUE), Step(PRE)], ()),
        ([Step(STUDY, CONTINUE), Step(PRE, CHANGE)], (MAIN,)),
        ([Step(PRE, CONTINUE), Step(MAIN, CONTINUE)], ()),
    ],
)
def test_what_a_decision_opens(steps: list[Step], opens: tuple[ProjectPhase, ...]) -> None:
    assert openable(steps) == opens


@pytest.mark.parametrize(
    ("steps", "phase", "code"),
    [
        ([Step(STUDY)], PRE, "phase-waits-for-decision"),
        ([Step(STUDY, STOP)], PRE, "phase-not-open"),
        ([Step(PRE, CONTINUE)], STUDY, "phase-not-open"),
        ([Step(PRE, CONTINUE)], PRE, "phase-not-open"),
    ],
)
def test_a_phase_that_cannot_begin_is_refused(steps: list[Step], phase: ProjectPhase, code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        check_opens(steps, phase)
    assert refused.value.code == code


def test_every_phase_says_where_it_stands() -> None:
    at = standings([Step(PRE, CONTINUE), Step(MAIN)])
    assert at == {
        STUDY: PhaseStanding.PASSED_OVER,
        PRE: PhaseStanding.ENDED,
        MAIN: PhaseStanding.ONGOING,
    }
    assert set(standings([]).values()) == {PhaseStanding.COMING}


def test_a_period_ends_after_it_begins() -> None:
    check_period(date(2026, 1, 1), date(2026, 1, 1))
    check_period(None, date(2026, 1, 1))
    with pytest.raises(RuleBroken, match="period-backwards"):
        check_period(date(2026, 1, 2), date(2026, 1, 1))
