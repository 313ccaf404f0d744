"""Signed minutes stand: the session itself refuses to write anything behind them.

No page offers it either; this is the wall behind the doors. It covers the minutes with their revisions and
reviews, the record of the items, the roll with what was noted of it, the noted views, proposals and votes,
and the list of those who sign. A file that was stored never changes, whether everybody has signed or not.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, event, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import get_history

from councilflow.models import (
    Adjournment,
    AgendaItem,
    Amendment,
    Attachment,
    Attendance,
    Base,
    Dissent,
    ItemTime,
    MinutesDocument,
    MinutesReview,
    MinutesRevision,
    Motion,
    PassageComment,
    PresenceChange,
    Presenter,
    Recusal,
    Service,
    Signatory,
    SignedFile,
    SpeakerRequest,
    StrategyLink,
    Supplement,
    Vote,
)
from councilflow.process.errors import RuleBroken
from councilflow.process.minutes import MinutesState
from councilflow.process.record import FileKind

_BY_MEETING = (Adjournment, AgendaItem, Attendance, PresenceChange, Service, Signatory)
_BY_ITEM = (
    Amendment,
    Attachment,
    Dissent,
    ItemTime,
    Motion,
    Presenter,
    Recusal,
    SpeakerRequest,
    StrategyLink,
    Vote,
)
_BY_DOCUMENT = (MinutesRevision, MinutesReview, PassageComment)


@event.listens_for(Session, "before_flush")
def _refuse_behind_signed(session: Session, _context: object, _instances: object) -> None:
    written = [*session.new, *session.deleted, *(row for row in session.dirty if session.is_modified(row))]
    if any(_was_signed(row) for row in written if isinstance(row, MinutesDocument | Supplement)):
        raise RuleBroken("minutes-are-signed")
    if any(_changes_a_file(session, row) for row in written if isinstance(row, SignedFile)):
        raise RuleBroken("minutes-are-signed")
    conditions = [condition for row in written if (condition := _document_behind(row)) is not None]
    if not conditions:
        return
    with session.no_autoflush:
        found = session.execute(
            select(MinutesDocument.id)
            .where(MinutesDocument.state == MinutesState.SIGNED, or_(*conditions))
            .limit(1)
        ).first()
    if found is not None:
        raise RuleBroken("minutes-are-signed")


def _changes_a_file(session: Session, file: SignedFile) -> bool:
    """A stored file never changes and never goes; only long-term data is added once everybody has signed."""
    if file not in session.new:
        return True
    if file.kind is FileKind.TIMESTAMP:
        return False
    with session.no_autoflush:
        thing = (
            session.get(MinutesDocument, file.document_id)
            if file.document_id
            else session.get(Supplement, file.supplement_id)
        )
        return thing is not None and _was_signed(thing)


def _was_signed(document: MinutesDocument | Supplement) -> bool:
    """Whether the document was signed before this change: the change that signs it is a lawful one."""
    history = get_history(document, "state")
    before: Any = history.deleted or history.unchanged
    return bool(before) and before[0] is MinutesState.SIGNED


def _document_behind(row: Base) -> ColumnElement[bool] | None:
    """Which minutes a row belongs to; None for what has nothing to do with minutes."""
    if isinstance(row, _BY_MEETING):
        return MinutesDocument.meeting_id == row.meeting_id
    if isinstance(row, _BY_DOCUMENT):
        return MinutesDocument.id == row.document_id
    if isinstance(row, _BY_ITEM):
        of_item = select(AgendaItem.meeting_id).where(AgendaItem.id == row.item_id)
        return MinutesDocument.meeting_id.in_(of_item)
    return None
