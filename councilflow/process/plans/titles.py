"""What a plan is called where its whole title does not fit."""

from __future__ import annotations

SHORT = 40
"""Characters of a short title."""


def short_title(title: str) -> str:
    """The title in at most SHORT characters: in whole words, so that no year loses its end, and marked as
    cut."""
    if len(title) <= SHORT:
        return title
    kept = title[: SHORT - 1]  # room for the mark
    words = kept if title[SHORT - 1].isspace() else kept.rpartition(" ")[0]
    return f"{(words or kept).rstrip(' –-,.:;')}…"
