"""Four kinds of other opinion, each with its who and its until-when (D.2)."""

from __future__ import annotations

import pytest

from councilflow.process.dissents import (
    DISSENTS,
    STAND_AGAINST,
    Moment,
    check_kind,
    may_add_reasons,
    offered,
    usual_kind,
)
from councilflow.process.errors import RuleBroken
from councilflow.process.profiles import PROFILES, DissentKind
from councilflow.process.record import MinutesProfile

VIEW, RESERVATION = DissentKind.DISSENTING_VIEW, DissentKind.RESERVATION
STATEMENT, NOTE = DissentKind.SEPARATE_STATEMENT, DissentKind.MINUTE_NOTE
BEFORE, HERE, LEFT, CLOSED, APPROVED = Moment

WHEN = [  # the kind, and at which moments it may be asked for
    (VIEW, {BEFORE, HERE, LEFT}),
    (RESERVATION, {HERE, LEFT}),
    (STATEMENT, {HERE, LEFT, CLOSED}),
    (NOTE, {BEFORE, HERE}),
]


@pytest.mark.parametrize(("kind", "moments"), WHEN)
def test_until_when_each_kind_may_be_asked_for(kind, moments):
    assert {moment for moment in Moment if kind in offered({kind}, moment)} == moments


def test_who_keeps_the_record_enters_a_note_that_the_chair_lets_in_later():
    assert NOTE in offered({NOTE}, LEFT, recorded=True)
    assert NOTE not in offered({NOTE}, CLOSED, recorded=True)


@pytest.mark.parametrize(
    ("kind", "facts", "code"),
    [
        (RESERVATION, {}, None),
        (RESERVATION, {"text": ""}, None),  # its reasons may follow
        (RESERVATION, {"took_part": False}, "dissent-only-who-took-part"),
        (RESERVATION, {"by_organisation": True}, "dissent-only-by-person"),
        (RESERVATION, {"moment": CLOSED}, "dissent-too-late"),
        (RESERVATION, {"moment": BEFORE}, "dissent-too-early"),
        (STATEMENT, {"took_part": False, "moment": CLOSED}, None),
        (STATEMENT, {"text": " "}, "dissent-without-text"),
        (STATEMENT, {"moment": APPROVED}, "dissent-too-late"),
        (NOTE, {"by_organisation": True, "took_part": False}, None),
        (NOTE, {"moment": LEFT}, "dissent-too-late"),
        (NOTE, {"moment": LEFT, "recorded": True}, None),
        (VIEW, {}, "dissent-kind-unknown-here"),
    ],
)
def test_what_a_body_under_kommunallagen_takes_in(kind, facts, code):
    given = {"moment": HERE, "text": "Nej.", "by_organisation": False, "took_part": True} | facts
    moment = given.pop("moment")
    known = PROFILES[MinutesProfile.KL].dissents
    if code is None:
        check_kind(kind, known, moment, **given)
        return
    with pytest.raises(RuleBroken) as refused:
        check_kind(kind, known, moment, **given)
    assert refused.value.code == code


def test_the_reasons_of_a_reservation_may_be_written_until_the_minutes_are_approved():
    assert may_add_reasons(RESERVATION, CLOSED)
    assert not may_add_reasons(RESERVATION, APPROVED)
    assert not may_add_reasons(VIEW, CLOSED)


def test_a_statement_alone_leaves_the_outcome_as_it_was():
    assert set(DISSENTS) == set(DissentKind)
    assert set(DissentKind) - STAND_AGAINST == {STATEMENT}


@pytest.mark.parametrize("profile", MinutesProfile)
def test_what_is_handed_in_from_home_becomes_a_kind_the_body_knows(profile):
    assert usual_kind(PROFILES[profile].dissents) in PROFILES[profile].dissents
