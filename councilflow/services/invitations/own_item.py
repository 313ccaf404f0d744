"""What a presenter sees, in the mail and on the page: the own item, and nothing else of the agenda (A68)."""

from __future__ import annotations

from typing import Any

from councilflow.i18n import speaking
from councilflow.models import AgendaItem, Meeting
from councilflow.process.timetable import Slot, slots
from councilflow.services import secrecy


def place_and_time(meeting: Meeting) -> dict[str, Any]:
    """Where and when the meeting is, in the council's time: what everybody who is invited may know."""
    zone = meeting.council.zone
    return {
        "council": meeting.council.name,
        "kind": meeting.kind,
        "called": meeting.called,
        "meeting_form": meeting.form,
        "starts_at": meeting.starts_at.astimezone(zone),
        "ends_at": meeting.ends_at.astimezone(zone),
        "days": meeting.days,
        "place": meeting.place,
        "link": meeting.link,
        "cost_rule": meeting.council.cost_rule,
    }


def own_item(item: AgendaItem) -> dict[str, Any]:
    """The item, its planned time and its files. Of the other items only the minutes are counted."""
    meeting = item.meeting
    zone = meeting.council.zone
    planned = planned_times(meeting)[item.id]
    with speaking(meeting.council.document_language):
        title, files = secrecy.title_outside(item), [secrecy.file_outside(one) for one in item.files]
    return place_and_time(meeting) | {
        "item": title,
        "item_kind": item.kind,
        "background": "" if item.is_secret else item.background.strip(),
        "attachments": [] if item.is_secret else files,
        "slot_starts": planned.starts_at.astimezone(zone) if planned else None,
        "slot_ends": planned.ends_at.astimezone(zone) if planned and planned.ends_at else None,
    }


def planned_times(meeting: Meeting) -> dict[int, Slot | None]:
    """When each item is planned, by its id."""
    found = slots(meeting.days, [(item.kind, item.minutes) for item in meeting.items])
    return dict(zip((item.id for item in meeting.items), found, strict=True))
