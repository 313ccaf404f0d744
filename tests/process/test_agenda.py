"""What an item must say before its documents go out, and the ways an issue can go (A72, A87–A90)."""

from __future__ import annotations

from datetime import date

import pytest

from councilflow.process.agenda import (
    ANSWERS,
    NEEDS_REASON,
    Gap,
    IssueState,
    IssueStep,
    ItemKind,
    gaps,
    issue_after,
    numbered,
    open_issue_steps,
)
from councilflow.process.errors import RuleBroken

COMPLETE = {
    "strategy_links": 1,
    "strategy_sentence": "Länstransportplanen bär målet om tillgänglighet.",
    "background": "Trafikverket väntar svar i januari.",
    "questions": 0,
    "attachments": 0,
    "proposal": "Rådet ställer sig bakom prioriteringarna.",
}

CASES = [
    (ItemKind.STANDPOINT, {}, []),
    (ItemKind.INFORMATION, {"proposal": ""}, []),
    (ItemKind.STANDPOINT, {"proposal": " "}, [Gap.PROPOSAL]),
    (None, {"proposal": ""}, [Gap.KIND]),
    (ItemKind.INFORMATION, {"strategy_links": 0}, [Gap.STRATEGY_LINK]),
    (ItemKind.INFORMATION, {"strategy_sentence": "\n"}, [Gap.STRATEGY_SENTENCE]),
    (ItemKind.INFORMATION, {"background": " "}, [Gap.BACKGROUND]),
    (ItemKind.INFORMATION, {"background": "", "questions": 1}, []),
    (ItemKind.INFORMATION, {"background": "", "attachments": 1}, []),
    (
        None,
        {"strategy_links": 0, "strategy_sentence": "", "background": ""},
        [Gap.KIND, Gap.STRATEGY_LINK, Gap.STRATEGY_SENTENCE, Gap.BACKGROUND],
    ),
    (ItemKind.CONSULTATION, {"proposal": ""}, [Gap.CONSULTATION, Gap.ANSWERS_BY]),
    (
        ItemKind.CONSULTATION,
        {"proposal": "", "consultation": "Vad saknas?", "answers_by": date(2026, 12, 1)},
        [],
    ),
    (ItemKind.HEADING, dict.fromkeys(COMPLETE, 0) | {"strategy_sentence": "", "background": ""}, []),
    (ItemKind.STANDING, dict.fromkeys(COMPLETE, 0) | {"strategy_sentence": "", "background": ""}, []),
]


@pytest.mark.parametrize(("kind", "without", "missing"), CASES)
def test_what_an_item_lacks_is_named(kind, without, missing):
    assert gaps(kind, **COMPLETE | without) == missing


def test_headings_take_no_number():
    kinds = [ItemKind.STANDING, ItemKind.HEADING, None, ItemKind.HEADING, ItemKind.STANDPOINT]
    assert numbered(kinds) == [1, None, 2, None, 3]


@pytest.mark.parametrize(
    ("step", "to", "allowed_from"),
    [
        (
            IssueStep.TAKE_UP,
            IssueState.IN_PREPARATION,
            {"proposed", "resting", "declined", "referred_back", "postponed"},
        ),
        (IssueStep.FINISH, IssueState.PREPARED, {"in_preparation"}),
        (
            IssueStep.PUT_ON_AGENDA,
            IssueState.ON_AGENDA,
            {"proposed", "in_preparation", "prepared", "referred_back", "postponed"},
        ),
        (IssueStep.TAKE_OFF_AGENDA, IssueState.IN_PREPARATION, {"on_agenda"}),
        (
            IssueStep.REST,
            IssueState.RESTING,
            {"proposed", "in_preparation", "prepared", "referred_back", "postponed"},
        ),
        (
            IssueStep.DECLINE,
            IssueState.DECLINED,
            {"proposed", "in_preparation", "prepared", "referred_back", "postponed", "resting"},
        ),
        (IssueStep.HANDLE, IssueState.HANDLED, {"on_agenda"}),
        (IssueStep.REFER_BACK, IssueState.REFERRED_BACK, {"on_agenda"}),
        (IssueStep.POSTPONE, IssueState.POSTPONED, {"on_agenda"}),
        (IssueStep.LOSE_MEETING, IssueState.PREPARED, {"on_agenda"}),
        (IssueStep.FOLLOW_UP, IssueState.IN_FOLLOW_UP, {"handled"}),
        (IssueStep.CLOSE, IssueState.CLOSED, {"handled", "in_follow_up"}),
    ],
)
@pytest.mark.parametrize("state", IssueState)
def test_an_issue_goes_only_the_ways_there_are(state, step, to, allowed_from):
    if state in allowed_from:
        assert issue_after(state, step) is to
        assert step in open_issue_steps(state)
    else:
        with pytest.raises(RuleBroken) as refusal:
            issue_after(state, step)
        assert refusal.value.code == "issue-step-not-allowed"
        assert refusal.value.facts == {"state": state, "step": step}
        assert step not in open_issue_steps(state)


def test_a_proposer_gets_one_of_three_answers_and_the_two_that_disappoint_say_why():
    assert set(ANSWERS.values()) == {IssueState.ON_AGENDA, IssueState.RESTING, IssueState.DECLINED}
    assert set(ANSWERS) - NEEDS_REASON == {IssueStep.PUT_ON_AGENDA}


def test_a_closed_issue_is_done():
    assert open_issue_steps(IssueState.CLOSED) == []
