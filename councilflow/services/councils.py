"""Councils and who belongs to them, as pages ask for it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select

from councilflow.extensions import db
from councilflow.models import Body, Organisation
from councilflow.services.visibility import Viewer


def named(council_ids: Collection[int]) -> Sequence[Body]:
    """These councils, by name."""
    if not council_ids:
        return []
    return db.session.scalars(select(Body).where(Body.id.in_(council_ids)).order_by(Body.name)).all()


def organisations_of(viewer: Viewer, council_id: int) -> Sequence[Organisation]:
    """The organisations the viewer sits for in a council, by name."""
    ids = {held.organisation_id for held in viewer.held_in(council_id) if held.organisation_id is not None}
    if not ids:
        return []
    return db.session.scalars(
        select(Organisation).where(Organisation.id.in_(ids)).order_by(Organisation.name)
    ).all()
