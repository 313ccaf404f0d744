"""Who may propose at the table, and until when: another wording in a council that comes to agree, a motion in
a body that votes."""

from __future__ import annotations

from councilflow.models import AgendaItem
from councilflow.process.meeting import MeetingState
from councilflow.process.rights import Act
from councilflow.services.desk import amendments
from councilflow.web.access import can, viewer


def is_open(item: AgendaItem) -> bool:
    """While the meeting goes on and nothing is stated yet."""
    return item.meeting.state is MeetingState.ONGOING and item.outcome is None


def proposers(item: AgendaItem) -> list[amendments.Found]:
    """For whom the viewer may propose: everybody with the right when the viewer keeps the record."""
    if not is_open(item):
        return []
    lines = amendments.proposers(item)
    if can(Act.RECORD_MEETING):
        return lines
    return [line for line in lines if line.person_id == viewer().person_id]
