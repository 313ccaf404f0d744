"""What may be sent and told outwards, and where a place in a forum stands."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from councilflow.process.afterwards import EffortState, HearingState
from councilflow.process.errors import RuleBroken
from councilflow.process.outwards import (
    Standing,
    check_decided,
    check_link,
    check_may_send,
    check_period,
    check_sent,
    check_told,
    is_adopted_in,
    is_hearing_late,
    is_telling_late,
    standing,
)
from councilflow.process.plans.values import StatementState

TODAY = date(2026, 12, 4)
LETTER = {"text": "a", "signatory": "b", "is_decided": True}
DECIDED = {"is_taken": False, "decided_by": "Ordföranden", "decided_on": TODAY, "today": TODAY}
BEFORE, AFTER = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (lambda: check_may_send(StatementState.SENT, **LETTER), "statement-is-sent"),
        (lambda: check_may_send(StatementState.DRAFT, **LETTER), "statement-not-adopted"),
        (lambda: check_may_send(StatementState.ADOPTED, **LETTER | {"text": " "}), "statement-without-text"),
        (
            lambda: check_may_send(StatementState.ADOPTED, **LETTER | {"signatory": ""}),
            "statement-without-signatory",
        ),
        (
            lambda: check_may_send(StatementState.ADOPTED, **LETTER | {"is_decided": False}),
            "statement-without-decision",
        ),
        (lambda: check_decided(**DECIDED | {"decided_by": " "}), "statement-without-decision"),
        (lambda: check_decided(**DECIDED | {"decided_on": None}), "statement-without-decision"),
        (lambda: check_decided(**DECIDED | {"decided_on": AFTER}), "statement-decision-to-come"),
        (lambda: check_sent(TODAY, AFTER, today=TODAY), "sent-day-to-come"),
        (lambda: check_sent(TODAY, BEFORE, today=TODAY), "sent-before-signed"),
        (lambda: check_told(EffortState.DONE, None, today=TODAY), "told-without-day"),
        (lambda: check_told(EffortState.DONE, AFTER, today=TODAY), "told-day-to-come"),
        (lambda: check_told(EffortState.PLANNED, TODAY, today=TODAY), "told-but-not-done"),
        (lambda: check_period(TODAY, BEFORE), "ends-before-it-begins"),
        (lambda: check_link("javascript:alert(1)"), "link-unsafe"),
    ],
)
def test_what_a_rule_refuses(rule, code):
    with pytest.raises(RuleBroken) as refused:
        rule()
    assert refused.value.code == code


def test_what_the_rules_let_pass():
    check_may_send(StatementState.ADOPTED, **LETTER)
    check_decided(**DECIDED)
    check_decided(is_taken=True, decided_by="", decided_on=None, today=TODAY)
    check_sent(TODAY, TODAY, today=TODAY)
    check_told(EffortState.DONE, TODAY, today=TODAY)
    check_period(TODAY, TODAY)
    check_link("https://example.org")


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "is_named", "expected"),
    [
        (BEFORE, None, True, Standing.HOLDS),
        (BEFORE, TODAY, True, Standing.ENDS_SOON),
        (BEFORE, TODAY + timedelta(days=91), True, Standing.HOLDS),
        (AFTER, None, True, Standing.COMING),
        (BEFORE, None, False, Standing.VACANT),
        (BEFORE - timedelta(days=9), BEFORE, True, Standing.ENDED),
    ],
)
def test_where_a_place_in_a_forum_stands(starts_on, ends_on, is_named, expected):
    assert standing(starts_on, ends_on, is_named=is_named, today=TODAY) is expected


def test_what_is_late_is_late_the_day_after():
    assert is_hearing_late(HearingState.RECEIVED, BEFORE, TODAY)
    assert not is_hearing_late(HearingState.RECEIVED, TODAY, TODAY)
    assert not is_hearing_late(HearingState.ABSTAINED, BEFORE, TODAY)
    assert is_telling_late(EffortState.PLANNED, BEFORE, TODAY)
    assert not is_telling_late(EffortState.DONE, BEFORE, TODAY)


@pytest.mark.parametrize(
    ("text", "wording", "expected"),
    [
        ("Hej.\n\nLänet  vill ha\nfler tåg. Tack.", "Länet vill ha fler tåg.", True),
        ("Länet vill ha fler tåg.", "Rådet står bakom:\n\nLänet vill ha\nfler tåg.", True),
        ("fler tåg.", "Rådet står bakom:\n\nLänet vill ha fler tåg.", False),
        ("Länet vill ha färre tåg.", "Länet vill ha fler tåg.", False),
        ("Länet vill ha fler tåg.", "", False),
    ],
)
def test_a_letter_is_adopted_only_when_it_says_what_was_agreed(text, wording, expected):
    assert is_adopted_in(text, wording) is expected
