"""What a plan measures: indicators, their targets, and what they were (B3.5–B3.8, B3.19)."""

from __future__ import annotations

from councilflow.services.plans.indicators.reading import Given, Measured, indicators_of, measured
from councilflow.services.plans.indicators.writing import (
    Aim,
    Described,
    add_indicator,
    change_indicator,
    note_value,
    remove_indicator,
    remove_value,
    set_targets,
    unread_targets,
)

__all__ = [
    "Aim",
    "Described",
    "Given",
    "Measured",
    "add_indicator",
    "change_indicator",
    "indicators_of",
    "measured",
    "note_value",
    "remove_indicator",
    "remove_value",
    "set_targets",
    "unread_targets",
]
