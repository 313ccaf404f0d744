"""The secretariat's checklists of a meeting: what is known, and what people have ticked (A.9, A71)."""

from councilflow.services.checklists.marks import tick, untick
from councilflow.services.checklists.reading import (
    Checklist,
    Line,
    Progress,
    late_by_hand,
    of_meeting,
)

__all__ = ["Checklist", "Line", "Progress", "late_by_hand", "of_meeting", "tick", "untick"]
