"""An outcome that was written down wrongly is put right, and what the closing made of it follows."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from councilflow.process.agenda import IssueState, IssueStep, ItemKind
from councilflow.process.consensus import Outcome
from councilflow.process.errors import RuleBroken
from councilflow.process.restating import (
    BuiltOn,
    Following,
    check_nothing_built,
    check_other,
    check_votes,
    follows,
    issue_instead,
    other_outcomes,
    step_of,
)
from councilflow.process.votes import FROM_THE_PAPERS

ALL, VIEW, SOME = Outcome.CONSENSUS, Outcome.CONSENSUS_NOTED, Outcome.DECIDED
NONE, LATER, BACK, NOTED = Outcome.NONE, Outcome.POSTPONED, Outcome.REFERRED_BACK, Outcome.NOTED
IN, OUT = Following.ENTERS_REGISTER, Following.LEAVES_REGISTER
COMES, STAYS, LEAVES = Following.COMES_BACK_TO_POOL, Following.STAYS_IN_POOL, Following.LEAVES_POOL
AGAIN, MOTION = date(2027, 1, 22), 7


def refused(code: str | None, rule: Any, *args: Any, **facts: Any) -> Any:
    if code is None:
        return rule(*args, **facts)
    with pytest.raises(RuleBroken) as error:
        rule(*args, **facts)
    assert error.value.code == code
    return None


@pytest.mark.parametrize(
    ("kind", "noted", "by_majority", "dissents", "others"),
    [
        (ItemKind.STANDPOINT, ALL, False, 0, [NONE, LATER, BACK]),
        (ItemKind.STANDPOINT, LATER, False, 0, [ALL, NONE, BACK]),
        (ItemKind.STANDPOINT, LATER, False, 1, [VIEW, NONE, BACK]),  # the view shows, as it was asked to
        (ItemKind.STANDPOINT, VIEW, False, 2, [NONE, LATER, BACK]),
        (ItemKind.STANDPOINT, SOME, True, 0, [ALL, NONE, LATER, BACK]),
        (ItemKind.STANDPOINT, ALL, True, 0, [SOME, NONE, LATER, BACK]),
        (ItemKind.INFORMATION, NOTED, False, 0, [LATER, BACK]),
        (ItemKind.CONSULTATION, BACK, True, 0, [NOTED, LATER]),
        (ItemKind.STANDING, NOTED, False, 0, [LATER]),
        (ItemKind.HEADING, NOTED, False, 0, []),
    ],
)
def test_what_the_chair_may_have_stated_instead(kind, noted, by_majority, dissents, others):
    assert other_outcomes(kind, noted, by_majority=by_majority, dissents=dissents) == others


@pytest.mark.parametrize(
    ("kind", "noted", "stated", "what"),
    [
        (ItemKind.STANDPOINT, ALL, LATER, [OUT, COMES]),
        (ItemKind.STANDPOINT, VIEW, BACK, [OUT, COMES]),
        (ItemKind.STANDPOINT, ALL, NONE, [OUT]),
        (ItemKind.STANDPOINT, NONE, ALL, [IN]),
        (ItemKind.STANDPOINT, LATER, ALL, [IN, LEAVES]),
        (ItemKind.STANDPOINT, BACK, NONE, [LEAVES]),
        (ItemKind.STANDPOINT, LATER, BACK, [STAYS]),
        (ItemKind.STANDPOINT, SOME, ALL, []),
        (ItemKind.INFORMATION, NOTED, LATER, [COMES]),
        (ItemKind.INFORMATION, BACK, NOTED, [LEAVES]),
        (ItemKind.STANDING, NOTED, LATER, []),  # no question that goes anywhere
        (ItemKind.STANDING, LATER, NOTED, []),
    ],
)
def test_what_else_changes(kind, noted, stated, what):
    assert follows(kind, noted, stated) == what


@pytest.mark.parametrize(
    ("noted", "seen", "stated", "code"),
    [
        (ALL, ALL, LATER, None),
        (None, None, ALL, "outcome-not-stated"),
        (ALL, ALL, ALL, "outcome-noted-so"),
        (LATER, ALL, LATER, "outcome-corrected-meanwhile"),  # sent once more
        (LATER, ALL, NONE, "outcome-corrected-meanwhile"),  # somebody else was first
        (ALL, None, LATER, "outcome-corrected-meanwhile"),
    ],
)
def test_what_is_put_right_is_what_was_seen(noted, seen, stated, code):
    refused(code, check_other, noted, seen, stated)


@pytest.mark.parametrize(
    ("stated", "votes", "adopted", "remain", "code"),
    [
        (ALL, 0, [], False, None),
        (LATER, 0, [], True, None),
        (ALL, 1, [FROM_THE_PAPERS], False, None),
        (SOME, 2, [MOTION], False, None),
        (SOME, 1, [], False, "votes-say-otherwise"),  # it was voted down
        (ALL, 0, [], True, "questions-remained"),
        (NONE, 1, [], False, None),
        (NONE, 1, [MOTION], False, "votes-say-otherwise"),
        (LATER, 1, [FROM_THE_PAPERS], False, "votes-say-otherwise"),
        (BACK, 1, [FROM_THE_PAPERS], False, "votes-say-otherwise"),
        (BACK, 1, [MOTION], False, None),  # it may have been a motion to send it back
    ],
)
def test_the_outcome_is_what_the_votes_came_to(stated, votes, adopted, remain, code):
    refused(code, check_votes, stated, votes=votes, adopted=adopted, remain=remain)


@pytest.mark.parametrize(
    ("noted", "stated", "built", "code"),
    [
        (ALL, LATER, [], None),
        (ALL, LATER, [BuiltOn.WORK], "outcome-is-built-on"),
        (VIEW, NONE, [BuiltOn.STATEMENT], "outcome-is-built-on"),
        (NOTED, BACK, [BuiltOn.PLAN], "outcome-is-built-on"),
        (SOME, ALL, [BuiltOn.WORK], None),
        (NONE, LATER, [BuiltOn.PLAN], None),
        (LATER, ALL, [BuiltOn.PLAN], None),
    ],
)
def test_nothing_is_taken_away_under_what_bears_something(noted, stated, built, code):
    refused(code, check_nothing_built, noted, stated, built)


@pytest.mark.parametrize(
    ("state", "noted", "stated", "again", "leads_to"),
    [
        (IssueState.HANDLED, ALL, LATER, None, IssueState.POSTPONED),
        (IssueState.HANDLED, NOTED, BACK, None, IssueState.REFERRED_BACK),
        (IssueState.IN_FOLLOW_UP, ALL, LATER, None, IssueState.POSTPONED),
        (IssueState.CLOSED, NONE, BACK, None, IssueState.REFERRED_BACK),
        (IssueState.HANDLED, ALL, NONE, None, IssueState.HANDLED),
        (IssueState.CLOSED, ALL, NONE, None, IssueState.CLOSED),
        (IssueState.POSTPONED, LATER, ALL, None, IssueState.HANDLED),
        (IssueState.REFERRED_BACK, BACK, NONE, None, IssueState.HANDLED),
        (IssueState.IN_PREPARATION, BACK, ALL, None, IssueState.HANDLED),
        (IssueState.PREPARED, LATER, NOTED, None, IssueState.HANDLED),  # its next meeting was called off
        (IssueState.RESTING, LATER, ALL, None, "issue-went-on"),  # somebody has had an answer
        (IssueState.DECLINED, BACK, ALL, None, "issue-went-on"),
        (IssueState.ON_AGENDA, ALL, LATER, None, "issue-went-on"),
        (IssueState.ON_AGENDA, LATER, ALL, (AGAIN, True), "issue-on-another-agenda"),
        (IssueState.HANDLED, LATER, ALL, (AGAIN, False), "issue-dealt-with-again"),
        (IssueState.POSTPONED, LATER, NONE, (AGAIN, False), "issue-dealt-with-again"),
        (IssueState.POSTPONED, LATER, BACK, None, IssueState.REFERRED_BACK),
        (IssueState.IN_PREPARATION, BACK, LATER, None, IssueState.IN_PREPARATION),
        (IssueState.ON_AGENDA, LATER, BACK, (AGAIN, True), IssueState.ON_AGENDA),
        (IssueState.POSTPONED, LATER, BACK, (AGAIN, False), IssueState.POSTPONED),  # the later one said so
    ],
)
def test_the_question_goes_where_the_meeting_really_left_it(state, noted, stated, again, leads_to):
    day, is_to_come = again or (None, False)
    code = leads_to if not isinstance(leads_to, IssueState) else None
    facts = {"again_on": day, "is_to_come": is_to_come}
    assert refused(code, issue_instead, state, noted, stated, **facts) == (None if code else leads_to)


def test_closing_and_correcting_leave_a_question_by_the_same_steps():
    assert step_of(LATER) is IssueStep.POSTPONE
    assert step_of(BACK) is IssueStep.REFER_BACK
    assert {step_of(one) for one in (ALL, VIEW, SOME, NONE, NOTED)} == {IssueStep.HANDLE}
