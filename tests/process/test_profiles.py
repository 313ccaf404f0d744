"""One table says what follows from the rules that minutes are kept under (D, E, H)."""

from __future__ import annotations

import pytest

from councilflow.process.councils import Country
from councilflow.process.profiles import (
    PROFILES,
    TIME_ZONES,
    WITH_NOTICE,
    DissentKind,
    OutcomeWord,
    starting_facts,
)
from councilflow.process.record import MinutesProfile

ADVISORY, KL, IPR = MinutesProfile.ADVISORY, MinutesProfile.KL, MinutesProfile.IPR
VIEW, RESERVATION = DissentKind.DISSENTING_VIEW, DissentKind.RESERVATION
STATEMENT, NOTE = DissentKind.SEPARATE_STATEMENT, DissentKind.MINUTE_NOTE

TABLE = [  # outcome, dissents, votes (H.12), waits (A81), notice (D.1), public (H.13)
    (ADVISORY, OutcomeWord.STANDPOINT, {VIEW}, False, True, False, False),
    (KL, OutcomeWord.DECISION, {RESERVATION, STATEMENT, NOTE}, True, False, True, False),
    (IPR, OutcomeWord.DECISION, {STATEMENT, NOTE}, True, False, False, True),
]


@pytest.mark.parametrize(("profile", "outcome", "dissents", "votes", "waits", "notice", "publishes"), TABLE)
def test_what_a_profile_decides(profile, outcome, dissents, votes, waits, notice, publishes):
    found = PROFILES[profile]
    assert found.outcome is outcome
    assert found.dissents == dissents
    assert (found.votes, found.waits, found.notice, found.publishes) == (votes, waits, notice, publishes)


def test_every_profile_stands_in_the_table():
    assert set(PROFILES) == set(MinutesProfile)
    assert {profile for profile in MinutesProfile if PROFILES[profile].notice} == WITH_NOTICE


@pytest.mark.parametrize("profile", MinutesProfile)
def test_a_new_body_starts_with_the_deadlines_of_h7(profile):
    facts = starting_facts(profile)
    days = [facts[f"{name}_days"] for name in ("invitation", "preparation", "draft", "signing")]
    assert days == [7, 2, 5, 14]
    assert facts["minutes_profile"] is profile


def test_a_norwegian_council_starts_with_its_country_its_clock_and_its_language():
    facts = starting_facts(IPR)
    assert (facts["country"], facts["time_zone"], facts["document_language"], facts["advisory"]) == (
        Country.NORWAY,
        "Europe/Oslo",
        "nb",
        False,
    )


def test_every_country_has_a_clock():
    assert set(TIME_ZONES) == set(Country)
