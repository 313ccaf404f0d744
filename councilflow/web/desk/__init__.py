"""The meeting desk: from the opening to the last gavel, and the members' own page for a view to be noted."""

from __future__ import annotations

from councilflow.web.desk import dissents, items, meeting
from councilflow.web.desk.blueprint import bp

__all__ = ["bp", "dissents", "items", "meeting"]
