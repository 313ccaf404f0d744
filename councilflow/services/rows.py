"""Rows that two people may take away at the same time."""

from __future__ import annotations

from sqlalchemy import select

from councilflow.extensions import db
from councilflow.models import Base


def is_still_there(row: Base) -> bool:
    """Whether a row is in its table yet; if so, nobody else takes it away before this transaction ends."""
    table = type(row)
    found = db.session.scalar(select(table.id).where(table.id == row.id).with_for_update())
    return found is not None
