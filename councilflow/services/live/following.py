"""Who follows a meeting, and how much of it each of them may see (A55, A68, H.4).

Those who read the whole meeting see what everybody at it sees. Whom the meeting alone invites sees its open
items and neither who is there nor what came of anything. Who presents items sees those, and of the others
only where the meeting stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select

from councilflow.extensions import db
from councilflow.models import AgendaItem, Presenter
from councilflow.process.rights import Act
from councilflow.services.visibility import Place, Viewer, acts_at


class Sees(StrEnum):
    WHOLE = "whole"
    GUEST = "guest"
    OWN_ITEMS = "own_items"
    ROOM = "room"  # the screen on the wall: as the whole, but of what is secret only the mark


@dataclass(frozen=True, slots=True)
class Following:
    """An audience: everybody in it is shown the same."""

    sees: Sees
    items: frozenset[int] = frozenset()
    """The own items of those who see nothing else."""


def following(who: Viewer, where: Place, *, on_screen: bool = False) -> Following | None:
    """As whom the viewer follows the meeting of a place; None when it is not theirs to follow."""
    granted = acts_at(who, where)
    if Act.READ_MEETING in granted:
        return Following(Sees.ROOM if on_screen else Sees.WHOLE)
    if on_screen or where.meeting_id is None or not where.is_out:
        return None
    if Act.READ_AGENDA in granted:
        return Following(Sees.GUEST)
    own = presents_in(who, where.meeting_id)
    return Following(Sees.OWN_ITEMS, own) if own else None


def presents_in(who: Viewer, meeting_id: int) -> frozenset[int]:
    """The items of a meeting that the viewer is invited to present."""
    return frozenset(
        db.session.scalars(
            select(Presenter.item_id)
            .join(AgendaItem, AgendaItem.id == Presenter.item_id)
            .where(AgendaItem.meeting_id == meeting_id, func.lower(Presenter.email) == who.email)
        )
    )
