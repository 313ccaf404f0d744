"""What waits to be said outwards: hearings to answer, things to tell, places to fill (A98, B1.18, B2.20)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from councilflow.process.outwards import ASK_AHEAD
from councilflow.process.rights import Act
from councilflow.services.outwards import due, representation
from councilflow.services.outwards.due import Due, Kind
from councilflow.services.start.tasks import Task, Waiting
from councilflow.services.visibility import Viewer, today

_BACK = timedelta(days=366)


def to_say(viewer: Viewer, now: datetime) -> Iterator[Waiting]:
    """Hearings for whoever is responsible, and for the secretary while nobody is; what is to be told and
    places to fill for the secretary, one line for each council. Two statements at most."""
    day = today(now)
    kept = viewer.councils_with(Act.MANAGE_COUNCIL)
    found = due.between(viewer.councils_with(Act.READ_COUNCIL), day - _BACK, day + ASK_AHEAD)
    yield from _hearings([one for one in found if one.kind is Kind.HEARING], viewer, kept)
    telling = [one for one in found if one.kind is Kind.TELLING and one.council_id in kept]
    for council_id in dict.fromkeys(one.council_id for one in telling):
        here = [one for one in telling if one.council_id == council_id]
        first = here[0]
        yield Waiting(
            Task.TELL,
            first.on,
            first.council,
            council_id=council_id,
            count=len(here),
            title=first.title[:120],
        )
    for row in representation.to_fill(kept, day) if kept else ():
        yield Waiting(Task.FILL_PLACE, row.first, row.council, council_id=row.council_id, count=row.number)


def _hearings(found: list[Due], viewer: Viewer, kept: list[int]) -> Iterator[Waiting]:
    for one in found:
        nobodys = one.responsible_id is None and one.council_id in kept
        if nobodys or one.responsible_id == viewer.person_id:
            yield Waiting(
                Task.ANSWER_HEARING,
                one.on,
                one.council,
                council_id=one.council_id,
                hearing_id=one.id,
                title=one.title,
            )
