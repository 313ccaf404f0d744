"""Who takes part in an item: present, with the right, and without a conflict of interest (KL 5:66, 6:28)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Row, select

from councilflow.extensions import db
from councilflow.models import AgendaItem, Attendance, Recusal
from councilflow.process.errors import RuleBroken
from councilflow.process.rights import Right, with_right
from councilflow.services import attendance

Found = Row[*tuple[Any, ...]]


def at_item(item: AgendaItem) -> Sequence[Found]:
    """The lines of the roll that take part in the item, in its order: id, person_id, name, organisation_id,
    organisation, party, category, office. A substitute who serves has the member's rights."""
    roll = attendance.read(item.meeting_id)
    there, serving = roll.there.get(item.id, {}), roll.serving.get(item.id, {})
    may = with_right(Right.TAKE_PART, item.meeting.council.rights)
    return [line for line in roll.lines if line.id in there and (line.category in may or line.id in serving)]


def took_part(item: AgendaItem, person_id: int) -> bool:
    """Whether this person took part in the item."""
    return any(line.person_id == person_id for line in at_item(item))


def check_not_recused(item: AgendaItem, *person_ids: int | None) -> None:
    """Refuse a step on an item by, or for, somebody with a conflict of interest in it (KL 6:28).

    RuleBroken: recused (name).
    """
    if (name := _recused(item.id, person_ids)) is not None:
        raise RuleBroken("recused", name=name)


def is_recused(item_id: int, person_id: int) -> bool:
    """Whether somebody takes no part in an item because of jäv."""
    return _recused(item_id, [person_id]) is not None


def _recused(item_id: int, person_ids: Iterable[int | None]) -> str | None:
    """The name of the first of them who has jäv in the item."""
    return db.session.scalar(
        select(Attendance.name)
        .join(Recusal, Recusal.attendance_id == Attendance.id)
        .where(Recusal.item_id == item_id, Attendance.person_id.in_([one for one in person_ids if one]))
        .limit(1)
    )
