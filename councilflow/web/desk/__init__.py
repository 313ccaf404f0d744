"""The meeting desk: from the opening to the last gavel, and the members' own page for a view to be noted."""

from __future__ import annotations

from councilflow.web.desk import (
    attending,
    changes,
    correcting,
    dissents,
    gates,
    immediate,
    items,
    meeting,
    notes,
    recusals,
    stances,
    standing_in,
    text_modules,
    votes,
    wording,
)
from councilflow.web.desk.blueprint import bp

__all__ = [
    "attending",
    "bp",
    "changes",
    "correcting",
    "dissents",
    "gates",
    "immediate",
    "items",
    "meeting",
    "notes",
    "recusals",
    "stances",
    "standing_in",
    "text_modules",
    "votes",
    "wording",
]
