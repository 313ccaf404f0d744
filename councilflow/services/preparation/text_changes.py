"""What changed in an item after an organisation handed in, told to all who read the agenda (A.8)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from councilflow.extensions import db
from councilflow.models import LateChange, Person


def since(item_id: int, moment: datetime) -> Sequence[Row[*tuple[Any, ...]]]:
    """The changes of an item from a moment on, the latest first: what (names of what changed), at, by."""
    return db.session.execute(
        select(LateChange.what, LateChange.at, Person.name.label("by"))
        .join(Person, Person.id == LateChange.by_id)
        .where(LateChange.item_id == item_id, LateChange.at >= moment)
        .order_by(LateChange.at.desc(), LateChange.id.desc())
    ).all()
