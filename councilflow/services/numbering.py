"""The number of an item on its agenda, as a part of a query; `Meeting.numbers` counts a whole meeting."""

from __future__ import annotations

from sqlalchemy import ScalarSelect, and_, func, or_, select

from councilflow.models import AgendaItem
from councilflow.process.agenda import ItemKind


def place_on_agenda() -> ScalarSelect[int]:
    """In a query of items: the place of each, from 1. A heading, and what is withdrawn, is not counted."""
    other = AgendaItem.__table__.alias("other")
    return (
        select(func.count())
        .select_from(other)
        .where(
            other.c.meeting_id == AgendaItem.meeting_id,
            or_(other.c.kind.is_(None), other.c.kind != ItemKind.HEADING),
            or_(
                other.c.position < AgendaItem.position,
                and_(other.c.position == AgendaItem.position, other.c.id <= AgendaItem.id),
            ),
        )
        .correlate(AgendaItem)
        .scalar_subquery()
    )
