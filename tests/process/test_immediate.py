"""When a paragraph may be approved at the meeting itself, and what then lies fast (D.1)."""

from __future__ import annotations

import pytest

from councilflow.process.consensus import Outcome
from councilflow.process.errors import RuleBroken
from councilflow.process.immediate import check_may_be_approved, check_open
from councilflow.process.profiles import PROFILES
from councilflow.process.record import MinutesProfile

ADVISORY, KL, IPR = MinutesProfile.ADVISORY, MinutesProfile.KL, MinutesProfile.IPR


@pytest.mark.parametrize(
    ("profile", "outcome", "code"),
    [
        (ADVISORY, Outcome.CONSENSUS, None),
        (KL, Outcome.DECIDED, None),
        (KL, Outcome.NOTED, None),
        (ADVISORY, None, "outcome-not-stated"),
        (IPR, Outcome.DECIDED, "no-immediate-approval"),
        (IPR, None, "no-immediate-approval"),
    ],
)
def test_what_may_be_approved_at_once(profile, outcome, code):
    if code is None:
        check_may_be_approved(PROFILES[profile], outcome)
        return
    with pytest.raises(RuleBroken) as refused:
        check_may_be_approved(PROFILES[profile], outcome)
    assert refused.value.code == code


def test_only_what_is_approved_lies_fast():
    check_open(is_approved=False)
    with pytest.raises(RuleBroken, match="paragraph-lies-fast"):
        check_open(is_approved=True)
