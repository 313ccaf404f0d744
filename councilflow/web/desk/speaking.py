"""The list of speakers beside the item at the desk."""

from __future__ import annotations

from typing import Any

from councilflow.models import AgendaItem
from councilflow.services.attendance import Roll
from councilflow.services.desk import course, speakers
from councilflow.web.access import now
from councilflow.web.live.floor import laid_out


def facts(item: AgendaItem, sitting: course.Sitting, roll: Roll, presenters: course.Rows) -> dict[str, Any]:
    """What templates/desk/_speakers.html shows."""
    queue = laid_out(
        speakers.listed(item.id),
        now().astimezone(sitting.zone),
        is_closed=item.speakers_closed_at is not None,
        usual=item.meeting.council.speaking_minutes,
    )
    open_now = item.outcome is None
    found = speakers.on_the_roll(item, roll, presenters, sitting.rights) if open_now else []
    return {"queue": queue, "may_be_put_up": found}
