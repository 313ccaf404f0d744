"""What a change after the invitation is called, and which items it is about (A.8)."""

from __future__ import annotations

import pytest

from councilflow.process.late_changes import changed, moved, together


@pytest.mark.parametrize(
    ("before", "after", "shifted"),
    [
        ([1, 2, 3], [1, 2, 3], []),
        ([1, 2, 3, 4, 5], [2, 3, 4, 1, 5], [1]),
        ([1, 2, 3], [1, 2, 9, 3], []),
        ([1, 2, 3], [1, 3], []),
        ([1, 2, 3, 4], [4, 1, 2, 3], [4]),
    ],
    ids=["nothing", "one moved on", "a new one shifts nobody", "one gone shifts nobody", "the last first"],
)
def test_only_what_was_moved_has_moved(before, after, shifted):
    assert moved(before, after) == shifted


def test_what_differs_is_named():
    assert changed({"title": "A", "minutes": 10}, {"title": "A", "minutes": 20}) == ["minutes"]


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        ([["background"], ["minutes", "background"]], ["background", "minutes"]),
        ([["added"], ["background"]], ["added"]),
        ([["added"], ["withdrawn"]], []),
        ([["background"], ["withdrawn"]], ["withdrawn"]),
        ([["withdrawn"], ["restored"]], []),
        ([["withdrawn"], ["restored"], ["withdrawn"]], ["withdrawn"]),
        ([["restored"]], ["restored"]),
    ],
)
def test_what_several_changes_come_to(parts, whole):
    assert together(parts) == whole
