"""What the page of an item says of changes since the invitation (A.8)."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from councilflow.process.meeting import MeetingState
from councilflow.process.rights import Act
from councilflow.services.agenda import late
from councilflow.web.access import can
from councilflow.words.agenda import fact_words


def on_item(item: Any) -> dict[str, Any]:
    """What the page of an item says of its changes since the invitation."""
    rows = late.of_item(item.id) if item.changed_at is not None or item.withdrawn_kind else []
    return {
        "zone": ZoneInfo(item.time_zone),
        "late_changes": [{"what": fact_words(row.what), "at": row.at, "by": row.by} for row in rows],
        "may_change_late": can(Act.PREPARE_AGENDA) and item.meeting_state is MeetingState.INVITED,
    }
