"""UUIDs for a Noark core that are the same in every package of this installation."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import aliased

from councilflow.documents.sip.describe import Document
from councilflow.documents.sip.noark import Identities
from councilflow.extensions import db
from councilflow.models import AgendaItem, JournalEntry, Meeting
from councilflow.services.archive.gathering import Contents


def of(inside: Contents, documents: Iterable[Document]) -> Identities:
    """What the meeting, its cases and its files are known by, and the meetings and cases beside them."""
    space, meeting = _space(), inside.meeting
    beside = _beside(meeting.council_id, meeting.id)
    cases = db.session.execute(
        select(AgendaItem.id, AgendaItem.number).where(
            AgendaItem.meeting_id == meeting.id, AgendaItem.number.is_not(None)
        )
    ).all()
    earlier, later = _elsewhere(space, meeting.id)
    return Identities(
        meeting=_id(space, "meeting", meeting.id),
        previous=_id(space, "meeting", beside[0]) if beside[0] else "",
        following=_id(space, "meeting", beside[1]) if beside[1] else "",
        cases={row.number: _id(space, "item", row.id) for row in cases},
        earlier=earlier,
        later=later,
        files={one.path: _id(space, "file", f"{meeting.fingerprint}/{one.path}") for one in documents},
    )


def _space() -> UUID:
    """Of this installation: its journal begins with an entry that no other has."""
    first = db.session.scalar(select(JournalEntry.hash).order_by(JournalEntry.id).limit(1))
    return uuid5(NAMESPACE_URL, f"urn:x-councilflow:{first or ''}")


def _id(space: UUID, kind: str, key: object) -> str:
    return str(uuid5(space, f"{kind}/{key}"))


def _beside(council_id: int, meeting_id: int) -> tuple[int | None, int | None]:
    """The council's meeting before this one, and after."""
    order = list(
        db.session.scalars(
            select(Meeting.id).where(Meeting.council_id == council_id).order_by(Meeting.starts_at, Meeting.id)
        )
    )
    here = order.index(meeting_id)
    return order[here - 1] if here else None, order[here + 1] if here + 1 < len(order) else None


def _elsewhere(space: UUID, meeting_id: int) -> tuple[dict[int, tuple[str, ...]], dict[int, tuple[str, ...]]]:
    """The same case in other meetings, by number of paragraph: in earlier ones, and in later ones."""
    mine, other = aliased(AgendaItem), aliased(AgendaItem)
    here, there = aliased(Meeting), aliased(Meeting)
    rows = db.session.execute(
        select(mine.number, other.id, (there.starts_at < here.starts_at).label("is_earlier"))
        .join(other, other.issue_id == mine.issue_id)
        .join(here, here.id == mine.meeting_id)
        .join(there, there.id == other.meeting_id)
        .where(mine.meeting_id == meeting_id, other.meeting_id != meeting_id, mine.number.is_not(None))
        .where(other.number.is_not(None))
        .order_by(there.starts_at, other.id)
    ).all()
    earlier: dict[int, tuple[str, ...]] = {}
    later: dict[int, tuple[str, ...]] = {}
    for row in rows:
        side = earlier if row.is_earlier else later
        side[row.number] = (*side.get(row.number, ()), _id(space, "item", row.id))
    return earlier, later
