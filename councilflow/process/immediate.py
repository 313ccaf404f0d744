"""A paragraph that is approved at the meeting, before the rest of the minutes (omedelbar justering, D.1).

What it says then lies fast; § and paper come when the meeting closes. Norwegian law has no such approval.
"""

from __future__ import annotations

from councilflow.process.consensus import Outcome
from councilflow.process.errors import RuleBroken
from councilflow.process.profiles import Profile


def check_known(profile: Profile) -> None:
    """RuleBroken("no-immediate-approval") for a body whose rules do not have it."""
    if not profile.immediate_approval:
        raise RuleBroken("no-immediate-approval")


def check_may_be_approved(profile: Profile, outcome: Outcome | None) -> None:
    """RuleBroken: no-immediate-approval, outcome-not-stated."""
    check_known(profile)
    if outcome is None:
        raise RuleBroken("outcome-not-stated")


def check_open(*, is_approved: bool) -> None:
    """RuleBroken("paragraph-lies-fast") when what an item came to can be changed no more."""
    if is_approved:
        raise RuleBroken("paragraph-lies-fast")
