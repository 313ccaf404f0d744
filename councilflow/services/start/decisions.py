"""What waits after the signing: decisions at home, those that are late, and standpoints to look at again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import select

from councilflow.extensions import db
from councilflow.models import AgendaItem, Body, Standpoint
from councilflow.process.rights import Act
from councilflow.services.formal_decisions import waiting
from councilflow.services.start.tasks import Task, Waiting
from councilflow.services.visibility import Viewer, standpoints_for, today

SOON = timedelta(days=7)
"""So long before its day a standpoint to follow up is on the list."""


def at_home(viewer: Viewer, now: datetime) -> Iterator[Waiting]:
    """One line for all of them: the page of one's own decisions shows which (A82)."""
    found = waiting.of_organisations(viewer, now=now)
    if found:
        councils = {one.row.council for one in found}
        council = councils.pop() if len(councils) == 1 else ""
        first = found[0]
        yield Waiting(
            Task.ENTER_FORMAL_DECISIONS, first.due, council, count=len(found), title=first.row.title
        )


def late(viewer: Viewer, now: datetime) -> Iterator[Waiting]:
    """For the secretariat: what is late, one line for each council."""
    managed = viewer.councils_with(Act.MANAGE_COUNCIL)
    found = waiting.late_in(viewer, managed, now=now) if managed else []
    for council_id in dict.fromkeys(one.row.council_id for one in found):
        here = [one for one in found if one.row.council_id == council_id]
        yield Waiting(
            Task.FOLLOW_FORMAL_DECISIONS,
            here[0].due,
            here[0].row.council,
            council_id=council_id,
            count=len(here),
        )


def following_up(viewer: Viewer, now: datetime) -> Iterator[Waiting]:
    """For the secretariat: standpoints whose day to be looked at again has come."""
    managed = viewer.councils_with(Act.MANAGE_COUNCIL)
    if not managed:
        return
    rows = db.session.execute(
        select(Standpoint.item_id, Standpoint.follow_up_on, AgendaItem.title, Body.name.label("council"))
        .join(AgendaItem, AgendaItem.id == Standpoint.item_id)
        .join(Body, Body.id == Standpoint.council_id)
        .where(
            standpoints_for(viewer),
            Standpoint.council_id.in_(managed),
            Standpoint.follow_up_on <= today(now) + SOON,
            Standpoint.carried_out_on.is_(None),
            Standpoint.replaced_by_id.is_(None),
        )
        .order_by(Standpoint.follow_up_on, Standpoint.id)
        .limit(20)
    )
    for row in rows:
        yield Waiting(
            Task.FOLLOW_UP_STANDPOINT, row.follow_up_on, row.council, item_id=row.item_id, title=row.title
        )
