"""The times that presenters have been told, and who has another one since (A68)."""

from __future__ import annotations

from dataclasses import dataclass

from councilflow.models import Invitee, Meeting
from councilflow.process.timetable import Slot
from councilflow.services.invitations.own_item import planned_times


@dataclass(frozen=True, slots=True)
class Shifted:
    """A presenter whose planned time is another than the one told. Either is None while nobody knows it."""

    invitee: Invitee
    item: str
    told: Slot | None
    planned: Slot | None


def keep(invitee: Invitee, planned: Slot | None) -> None:
    """Remember the time that a mail tells."""
    invitee.slot_starts_at = planned.starts_at if planned else None
    invitee.slot_ends_at = planned.ends_at if planned else None


def shifted(meeting: Meeting) -> list[Shifted]:
    """The presenters whose time has changed since they were last told, in the order of the agenda."""
    if meeting.invitation is None:
        return []
    planned, items = planned_times(meeting), {item.id: item for item in meeting.items}
    found = []
    for one in meeting.invitation.invitees:
        if one.item_id is None or one.withdrawn_at is not None or one.item_id not in items:
            continue
        told = Slot(one.slot_starts_at, one.slot_ends_at) if one.slot_starts_at else None
        if told != planned[one.item_id]:
            found.append(Shifted(one, items[one.item_id].title, told, planned[one.item_id]))
    order = list(items)
    return sorted(found, key=lambda each: order.index(each.invitee.item_id or 0))
