"""Where a reviewer may say something that is not about the words of one passage: each § as a whole, and what
stands in the minutes straight from the record – attendance, outcomes, dissents, conflicts of interest."""

from __future__ import annotations

from collections.abc import Iterable

ATTENDANCE = "attendance"
"""The key of the place for who was there."""
OUTCOME, DISSENTS, RECUSALS, WHOLE = "outcome", "dissents", "recusals", "whole"
OF_ITEM = (OUTCOME, DISSENTS, RECUSALS, WHOLE)
"""The places of a §, in the order they come after its passages."""


def place_of(item_id: int, place: str) -> str:
    """The key of a place of an item; no passage has the same."""
    return f"item-{item_id}-{place}"


def keys(item_ids: Iterable[int]) -> set[str]:
    """Of the minutes of a meeting with these items."""
    return {ATTENDANCE, *(place_of(item_id, place) for item_id in item_ids for place in OF_ITEM)}
