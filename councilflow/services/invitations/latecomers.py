"""Late papers: files that came, or were replaced, after the invitation had gone out (A87)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select

from councilflow.extensions import db
from councilflow.i18n import speaking
from councilflow.models import AgendaItem, Attachment, Meeting
from councilflow.services import secrecy


def papers(meeting: Meeting) -> Sequence[Row[*tuple[Any, ...]]]:
    """The files that stand beside an item now and were not there when the invitation went out, newest last:
    id, title, version, uploaded_at, item_id, item, position. One query; inside the house."""
    if meeting.invited_at is None:
        return []
    return db.session.execute(
        select(
            Attachment.id,
            Attachment.title,
            Attachment.version,
            Attachment.uploaded_at,
            AgendaItem.id.label("item_id"),
            AgendaItem.title.label("item"),
            AgendaItem.position,
        )
        .join(AgendaItem, AgendaItem.id == Attachment.item_id)
        .where(_late(meeting))
        .order_by(Attachment.uploaded_at, Attachment.id)
    ).all()


def titles_outside(meeting: Meeting) -> list[str]:
    """The same as a mail names them: what is secret keeps its mark alone."""
    if meeting.invited_at is None:
        return []
    found = db.session.scalars(
        select(Attachment)
        .join(AgendaItem, AgendaItem.id == Attachment.item_id)
        .where(_late(meeting), AgendaItem.is_secret.is_(False))
        .order_by(Attachment.uploaded_at, Attachment.id)
    ).all()
    with speaking(meeting.council.document_language):
        return [secrecy.file_outside(one) for one in found]


def _late(meeting: Meeting) -> Any:
    return (
        (AgendaItem.meeting_id == meeting.id)
        & Attachment.replaced_by_id.is_(None)
        & (Attachment.uploaded_at > meeting.invited_at)
    )
