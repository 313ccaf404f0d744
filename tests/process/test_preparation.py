"""What an organisation sees of its own preparation, and what it lacks before it can be handed in."""

from __future__ import annotations

import pytest

from councilflow.process.preparation import (
    PreparationState,
    Stance,
    SubmissionGap,
    preparation_state,
    submission_gaps,
    summarise,
)

NO_STANCE, NO_TEXT = SubmissionGap.STANCE, SubmissionGap.DISSENT_TEXT


@pytest.mark.parametrize(
    ("begun", "submitted", "changed", "state"),
    [
        (False, False, False, PreparationState.NOT_STARTED),
        (True, False, False, PreparationState.PRIVATE),
        (True, False, True, PreparationState.PRIVATE),  # nothing is handed in, so nothing is changed since
        (True, True, False, PreparationState.SUBMITTED),
        (True, True, True, PreparationState.CHANGED),
    ],
)
def test_the_organisation_sees_where_its_preparation_stands(begun, submitted, changed, state):
    assert preparation_state(begun=begun, submitted=submitted, changed_since=changed) is state


@pytest.mark.parametrize(
    ("stance", "dissent", "requested", "missing"),
    [
        (Stance.SUPPORT, "", False, []),
        (Stance.SUPPORT_YIELDING, "", False, []),
        (Stance.NEEDS_MORE, "", False, []),
        (Stance.DISSENT, "Mittbanan saknas.", False, []),
        (Stance.DISSENT, "Mittbanan saknas.", True, []),
        (Stance.SUPPORT, "Stambanan först.", True, []),  # behind, with a view in the minutes
        (None, "", False, [NO_STANCE]),
        (Stance.DISSENT, "", False, [NO_TEXT]),
        (Stance.DISSENT, " \n ", False, [NO_TEXT]),
        (Stance.SUPPORT, "", True, [NO_TEXT]),
        (None, "", True, [NO_STANCE, NO_TEXT]),
    ],
)
def test_what_lacks_before_handing_in_is_named(stance, dissent, requested, missing):
    assert submission_gaps(stance, dissent=dissent, requested=requested) == missing


@pytest.mark.parametrize(
    ("asked", "stances", "behind", "silent"),
    [
        (8, [], 0, 8),
        (8, [Stance.SUPPORT] * 6 + [Stance.SUPPORT_YIELDING], 7, 1),
        (3, [Stance.DISSENT, Stance.NEEDS_MORE, Stance.SUPPORT], 1, 0),
    ],
)
def test_a_summary_counts_who_stands_behind_and_who_is_silent(asked, stances, behind, silent):
    summary = summarise(asked, stances)
    assert (summary.behind, summary.silent, summary.submitted) == (behind, silent, len(stances))


def test_a_summary_counts_every_stance_even_those_nobody_took():
    assert summarise(2, [Stance.DISSENT]).counts == {
        Stance.SUPPORT: 0,
        Stance.SUPPORT_YIELDING: 0,
        Stance.DISSENT: 1,
        Stance.NEEDS_MORE: 0,
    }
