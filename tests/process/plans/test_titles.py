"""A plan's short title is in whole words: a cut year would be another year."""

from __future__ import annotations

import pytest

from councilflow.process.plans.titles import SHORT, short_title


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("Regional utvecklingsstrategi", "Regional utvecklingsstrategi"),
        ("x" * SHORT, "x" * SHORT),
        ("Regionalplan for Sogn – handlingsplan 2022", "Regionalplan for Sogn – handlingsplan…"),
        ("Handlingsplan for Regionrådet – 2026–2029 a", "Handlingsplan for Regionrådet…"),
        ("x" * 60, "x" * (SHORT - 1) + "…"),
    ],
)
def test_a_short_title_never_cuts_a_word(title, short):
    assert short_title(title) == short
    assert len(short) <= SHORT
