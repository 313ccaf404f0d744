"""Våra formella beslut: an organisation's own decisions, in all its councils."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, or_, select

from councilflow.extensions import db
from councilflow.models import AgendaItem, Body, FormalDecision, Organisation, Standpoint
from councilflow.process.afterwards import FormalState
from councilflow.process.formal_decisions import MADE
from councilflow.services.formal_decisions.reading import LINE, STEP
from councilflow.services.visibility import Viewer, formal_decisions_for, standpoints_for

PAGE = 50
SETTLED = (*sorted(MADE), FormalState.NOT_NEEDED)


@dataclass(frozen=True, slots=True)
class Page:
    rows: Sequence[Any]
    older: int | None
    """The step after which the next page goes on."""


def settled(who: Viewer, *, before: int | None = None, size: int = PAGE) -> Page:
    """What the viewer's organisations have decided, or do not need to, the latest standpoints first."""
    own = [
        and_(Standpoint.council_id == council_id, FormalDecision.organisation_id.in_(who.homes(council_id)))
        for council_id in sorted(who.councils)
        if who.homes(council_id)
    ]
    if not own:
        return Page([], None)
    query = (
        select(*STEP[:-1], *LINE)
        .join(Standpoint, Standpoint.id == FormalDecision.standpoint_id)
        .join(AgendaItem, AgendaItem.id == Standpoint.item_id)
        .join(Body, Body.id == Standpoint.council_id)
        .join(Organisation, Organisation.id == FormalDecision.organisation_id)
        .where(
            or_(*own),
            FormalDecision.state.in_(SETTLED),
            standpoints_for(who),
            formal_decisions_for(who),
        )
        .order_by(FormalDecision.id.desc())
    )
    if before is not None:
        query = query.where(FormalDecision.id < before)
    rows = db.session.execute(query.limit(size + 1)).all()
    return Page(rows[:size], rows[size - 1].id if len(rows) > size else None)


def has_home(who: Viewer) -> bool:
    """Whether the viewer belongs to any organisation that decides."""
    return any(who.homes(council_id) for council_id in who.councils)
