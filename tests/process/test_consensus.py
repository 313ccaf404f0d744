"""Standpoints are taken in consensus, when their time has come, and never without what was asked to show."""

from __future__ import annotations

import pytest

from councilflow.process.agenda import ItemKind
from councilflow.process.consensus import OUTCOMES, Gate, Outcome, check_outcome, closed_gates, with_dissents
from councilflow.process.errors import RuleBroken

WORDING = "Rådet ställer sig bakom programmet."
OPEN, NOT_HELD = Gate.PREPARATION_OPEN, Gate.PRESENTATION_NOT_HELD


@pytest.mark.parametrize(
    ("closed", "held", "gates"),
    [(True, True, []), (False, True, [OPEN]), (True, False, [NOT_HELD]), (False, False, [OPEN, NOT_HELD])],
)
def test_a_standpoint_waits_for_preparation_and_presentation(closed, held, gates):
    assert closed_gates(preparation_closed=closed, presentation_held=held) == gates
    assert closed_gates(preparation_closed=closed, presentation_held=held, waits=False) == []


@pytest.mark.parametrize(
    ("outcome", "facts", "code"),
    [
        (Outcome.CONSENSUS, {}, None),
        (Outcome.CONSENSUS, {"gates": [OPEN]}, "standpoint-before-its-time"),
        (Outcome.CONSENSUS, {"gates": [OPEN], "override": " "}, "standpoint-before-its-time"),
        (Outcome.CONSENSUS, {"gates": [OPEN], "override": "Ordföranden: brådskar."}, None),
        (Outcome.CONSENSUS, {"wording": " "}, "standpoint-without-wording"),
        (Outcome.CONSENSUS, {"dissents": 1}, "dissent-must-show"),
        (Outcome.CONSENSUS_NOTED, {"dissents": 2}, None),
        (Outcome.CONSENSUS_NOTED, {}, "no-dissent-to-note"),
        (Outcome.NONE, {"wording": "", "gates": [OPEN, NOT_HELD]}, None),
        (Outcome.NONE, {"dissents": 1}, None),  # views may be noted without a standpoint as well (H.1)
        (Outcome.POSTPONED, {"wording": "", "gates": [OPEN]}, None),
        (Outcome.REFERRED_BACK, {"wording": ""}, None),
        (Outcome.NOTED, {}, "outcome-not-for-this-kind"),
    ],
)
def test_what_the_chair_can_state_of_a_standpoint_item(outcome, facts, code):
    given = {"wording": WORDING, "dissents": 0, "gates": [], "override": ""} | facts
    if code is None:
        check_outcome(ItemKind.STANDPOINT, outcome, **given)
        return
    with pytest.raises(RuleBroken) as refused:
        check_outcome(ItemKind.STANDPOINT, outcome, **given)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("outcome", "dissents", "code"),
    [
        (Outcome.CONSENSUS, 1, "opinion-must-show"),
        (Outcome.CONSENSUS_NOTED, 0, "no-opinion-to-note"),
        (Outcome.DECIDED, 1, None),
    ],
)
def test_a_body_that_decides_is_refused_in_words_of_its_own(outcome, dissents, code):
    given = {"wording": WORDING, "dissents": dissents, "gates": [], "override": "", "by_majority": True}
    if code is None:
        check_outcome(ItemKind.STANDPOINT, outcome, **given)
        return
    with pytest.raises(RuleBroken) as refused:
        check_outcome(ItemKind.STANDPOINT, outcome, **given)
    assert refused.value.code == code


def test_the_refusal_says_what_the_standpoint_waits_for():
    with pytest.raises(RuleBroken) as refused:
        check_outcome(
            ItemKind.STANDPOINT, Outcome.CONSENSUS, wording=WORDING, dissents=0, gates=[NOT_HELD], override=""
        )
    assert refused.value.facts["gates"] == [NOT_HELD]


@pytest.mark.parametrize("kind", [ItemKind.INFORMATION, ItemKind.STANDING])
@pytest.mark.parametrize("outcome", [Outcome.CONSENSUS, Outcome.CONSENSUS_NOTED, Outcome.NONE])
def test_only_a_standpoint_item_ends_in_a_standpoint(kind, outcome):
    with pytest.raises(RuleBroken, match="outcome-not-for-this-kind"):
        check_outcome(kind, outcome, wording=WORDING, dissents=1, gates=[], override="")


def test_no_outcome_is_a_tally():
    stated = {outcome for outcomes in OUTCOMES.values() for outcome in outcomes}
    assert stated == set(Outcome)
    assert not [outcome for outcome in stated if "vote" in outcome or "majority" in outcome]


@pytest.mark.parametrize(
    ("stated", "dissents", "reads"),
    [
        (Outcome.CONSENSUS, 1, Outcome.CONSENSUS_NOTED),
        (Outcome.CONSENSUS_NOTED, 0, Outcome.CONSENSUS),
        (Outcome.CONSENSUS_NOTED, 2, Outcome.CONSENSUS_NOTED),
        (Outcome.NONE, 1, Outcome.NONE),
        (Outcome.NOTED, 1, Outcome.NOTED),
        (None, 1, None),  # the chair has not stated anything yet
    ],
)
def test_a_noted_view_shows_in_what_was_stated(stated, dissents, reads):
    assert with_dissents(stated, dissents) is reads
