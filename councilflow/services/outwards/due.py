"""The days that what is said outwards has to keep: hearings to answer, things to tell, places to fill."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import literal, null, select, union_all

from councilflow.extensions import db
from councilflow.models import Body, Communication, Hearing, Representation
from councilflow.process.outwards import UNANSWERED, UNTOLD
from councilflow.services.outwards.communication import tells_no_secret


class Kind(StrEnum):
    """What has a day."""

    HEARING = "hearing"
    TELLING = "telling"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Due:
    """Something with a local day. `responsible_id` is the person whose task it is, when one is named."""

    kind: Kind
    id: int
    title: str
    on: date
    council_id: int
    council: str
    short_name: str
    responsible_id: int | None = None


def between(council_ids: Sequence[int], first: date, last: date) -> list[Due]:
    """What is not done yet and has its day from `first` to `last`, in the order of days. One statement."""
    if not council_ids:
        return []
    told = select(
        literal(Kind.TELLING.value).label("kind"),
        Communication.id,
        Communication.message.label("title"),
        Communication.planned_on.label("on"),
        Communication.body_id.label("council_id"),
        null().label("responsible_id"),
    ).where(
        Communication.state.in_(list(UNTOLD)),
        Communication.planned_on.between(first, last),
        tells_no_secret(),
    )
    asked = select(
        literal(Kind.HEARING.value).label("kind"),
        Hearing.id,
        Hearing.title,
        Hearing.due_on.label("on"),
        Hearing.body_id.label("council_id"),
        Hearing.responsible_id,
    ).where(Hearing.state.in_(list(UNANSWERED)), Hearing.due_on.between(first, last))
    placed = select(
        literal(Kind.PLACE.value).label("kind"),
        Representation.id,
        Representation.forum.label("title"),
        Representation.ends_on.label("on"),
        Representation.body_id.label("council_id"),
        null().label("responsible_id"),
    ).where(Representation.ends_on.between(first, last))
    found = union_all(asked, told, placed).subquery()
    rows = db.session.execute(
        select(found, Body.name.label("council"), Body.short_name)
        .join(Body, Body.id == found.c.council_id)
        .where(found.c.council_id.in_(council_ids))
        .order_by(found.c.on, found.c.kind, found.c.id)
        .limit(500)
    )
    return [
        Due(
            Kind(row.kind),
            row.id,
            row.title,
            row.on,
            row.council_id,
            row.council,
            row.short_name,
            row.responsible_id,
        )
        for row in rows
    ]
