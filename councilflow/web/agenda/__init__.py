"""The agenda: its items and their documents, their order, and the steps until it is set."""

from __future__ import annotations

from councilflow.web.agenda import (
    arrange,
    changes,
    comments,
    files,
    history,
    items,
    settling,
    standing,
    timetable,
)
from councilflow.web.agenda.blueprint import bp

__all__ = [
    "arrange",
    "bp",
    "changes",
    "comments",
    "files",
    "history",
    "items",
    "settling",
    "standing",
    "timetable",
]
