"""A meeting as they see it whom it alone invites: when, where, and what goes out before it (A55)."""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from zoneinfo import ZoneInfo

from councilflow.process.profiles import PROFILES
from councilflow.services import secrecy
from councilflow.services.meetings import invited, reading
from councilflow.web.access import viewer
from councilflow.web.meetings import beside
from councilflow.web.pages import render


def page_of(meeting_id: int) -> str:
    """The agenda and the documents; nothing of what was said or came of it."""
    meeting = invited.seen_by(viewer(), meeting_id)
    zone = ZoneInfo(meeting.time_zone)
    files: dict[int, list[Any]] = defaultdict(list)
    for file in reading.attachments(meeting_id):
        if not file.is_secret:
            files[file.item_id].append(file)
    return render(
        "meetings/invited.html",
        meeting=meeting,
        called=PROFILES[meeting.minutes_profile].outcome,
        day=beside.days_of(meeting, zone),
        when=beside.when(meeting, zone),
        cancelled_on=beside.cancelled_on(meeting, zone),
        items=reading.items(meeting_id, while_open=False),
        files=files,
        told=secrecy.told,
        file_words=beside.file_words,
        late_words=beside.late_words,
        councils=beside.councils_of(meeting),
    )
