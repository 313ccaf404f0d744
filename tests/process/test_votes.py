"""What is put against what, what a count says, and who decides a tie (KL 5:53–56; kommuneloven § 11-9)."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from councilflow.process.errors import RuleBroken
from councilflow.process.profiles import PROFILES
from councilflow.process.record import MinutesProfile
from councilflow.process.sitting import Ballot
from councilflow.process.votes import (
    FROM_THE_PAPERS,
    RULES,
    Tally,
    adopted,
    check_ballots,
    check_counts,
    check_pair,
    decided,
    next_question,
    standing,
    tally,
)

KL, IPR = RULES[MinutesProfile.KL], RULES[MinutesProfile.IPR]
PAPERS = FROM_THE_PAPERS


class Put(NamedTuple):
    motion_id: int | None
    against_id: int | None
    carried: bool | None


def test_only_bodies_that_vote_have_rules_for_it():
    assert {profile for profile in MinutesProfile if PROFILES[profile].votes} == set(RULES)


@pytest.mark.parametrize(
    ("counted", "chair", "result"),
    [
        (Tally(5, 3), None, (True, False)),
        (Tally(3, 5, 9), None, (False, False)),
        (Tally(4, 4), Ballot.FOR, (True, True)),
        (Tally(4, 4), Ballot.AGAINST, (False, True)),
        (Tally(4, 4), None, "vote-is-tied"),
        (Tally(4, 4), Ballot.ABSTAINS, "vote-is-tied"),
        (Tally(0, 0, 7), None, "nobody-voted"),
    ],
)
def test_the_larger_side_wins_and_the_chair_decides_a_tie(counted, chair, result):
    if isinstance(result, tuple):
        assert decided(counted, chair, KL) == result
        return
    with pytest.raises(RuleBroken, match=result):
        decided(counted, chair, KL)


@pytest.mark.parametrize(
    ("counts", "unanimous"),
    [
        ([(Ballot.FOR, 4)], True),
        ([(Ballot.AGAINST, 4)], True),
        ([(Ballot.FOR, 4), (Ballot.ABSTAINS, 1)], False),
        ([(Ballot.FOR, 4), (Ballot.AGAINST, 1)], False),
        ([], False),
    ],
)
def test_unanimous_is_when_everybody_said_the_same(counts, unanimous):
    assert tally(counts).unanimous is unanimous


@pytest.mark.parametrize(
    ("counts", "rule", "code"),
    [
        ({"S": {Ballot.FOR: 2}, "M": {Ballot.AGAINST: 1}}, KL, None),
        ({"S": {Ballot.FOR: 1, Ballot.ABSTAINS: 1}, "M": {Ballot.AGAINST: 1}}, KL, None),
        ({"S": {Ballot.FOR: 1, Ballot.ABSTAINS: 1}, "M": {Ballot.AGAINST: 1}}, IPR, "may-not-abstain"),
        ({"S": {Ballot.FOR: 3}, "M": {Ballot.AGAINST: 1}}, KL, "votes-do-not-add-up"),
        ({"S": {Ballot.FOR: 2}}, KL, "votes-do-not-add-up"),
        ({"S": {Ballot.FOR: 2}, "M": {Ballot.FOR: 1}, "V": {Ballot.FOR: 1}}, KL, "votes-do-not-add-up"),
    ],
)
def test_a_count_by_party_is_of_those_who_are_there(counts, rule, code):
    present = {"S": 2, "M": 1}
    if code is None:
        check_counts(counts, present, rule)
        return
    with pytest.raises(RuleBroken, match=code):
        check_counts(counts, present, rule)


@pytest.mark.parametrize(
    ("ballots", "code"),
    [({1: Ballot.FOR}, "ballots-missing"), (dict.fromkeys((1, 2, 3), Ballot.FOR), "not-at-the-vote")],
)
def test_a_count_by_person_has_everybody_once(ballots, code):
    check_ballots({1: Ballot.FOR, 2: Ballot.AGAINST}, {1, 2}, IPR)
    with pytest.raises(RuleBroken, match=code):
        check_ballots(ballots, {1, 2}, IPR)


@pytest.mark.parametrize(("rule", "code"), [(KL, None), (IPR, "may-not-abstain")])
def test_who_is_there_may_abstain_in_sweden_and_must_vote_in_norway(rule, code):
    ballots = {1: Ballot.FOR, 2: Ballot.ABSTAINS}
    if code is None:
        check_ballots(ballots, {1, 2}, rule)
        return
    with pytest.raises(RuleBroken, match=code):
        check_ballots(ballots, {1, 2}, rule)


def test_counter_proposals_meet_each_other_before_the_one_from_the_papers():
    alternatives = [PAPERS, 1, 2, 3]
    votes: list[Put] = []
    assert next_question(alternatives, votes) == (2, 3)
    votes.append(Put(2, 3, carried=False))  # 2 falls
    assert next_question(alternatives, votes) == (1, 3)
    votes.append(Put(1, 3, carried=True))  # 3 falls
    assert next_question(alternatives, votes) == (PAPERS, 1)
    votes.append(Put(None, 1, carried=False))  # the papers fall
    assert standing(alternatives, votes) == [1]
    assert next_question(alternatives, votes) is None
    assert adopted(alternatives, votes) == [1]


def test_an_addition_is_put_by_itself_and_stands_beside_the_rest():
    votes = [Put(1, None, carried=True)]
    assert adopted([PAPERS, 1], votes) == []  # the proposal in the papers has not been put
    votes.append(Put(None, None, carried=True))
    assert adopted([PAPERS, 1], votes) == [PAPERS, 1]


@pytest.mark.parametrize(("first", "against"), [(1, 1), (2, 1), (1, PAPERS), (9, None), (PAPERS, 2)])
def test_what_has_fallen_is_not_put_again(first, against):
    votes = [Put(1, 2, carried=True)]
    with pytest.raises(RuleBroken, match="question-not-open"):
        check_pair(first, against, [PAPERS, 1, 2], votes)
    check_pair(PAPERS, 1, [PAPERS, 1, 2], votes)
