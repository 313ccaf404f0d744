"""The meetings of a council: its own, and those that a wider council holds together with it (A62)."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, or_, select

from councilflow.models import AgendaItem, Body, Meeting


def meetings_of(council_id: int) -> ColumnElement[bool]:
    """In a query of meetings: those of the council, joint ones included."""
    wider = select(Body.id).where(Body.includes_id == council_id)
    return or_(Meeting.council_id == council_id, and_(Meeting.is_joint, Meeting.council_id.in_(wider)))


def items_of(council_id: int) -> ColumnElement[bool]:
    """In a query of items with their meetings: what the council dealt with. What a joint meeting marks as the
    other council's alone is that council's."""
    shared = or_(AgendaItem.of_council_id.is_(None), AgendaItem.of_council_id == council_id)
    return and_(meetings_of(council_id), or_(Meeting.council_id == council_id, shared))
