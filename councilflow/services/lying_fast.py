"""Which §§ lie fast while the rest of the minutes can still change: those approved at once (D.1)."""

from __future__ import annotations

from sqlalchemy import select

from councilflow.extensions import db
from councilflow.models import AgendaItem, Supplement
from councilflow.process.immediate import check_open
from councilflow.process.minutes import from_json
from councilflow.process.record import SupplementKind


def lies_fast(item: AgendaItem) -> bool:
    """Whether the meeting approved the § at once, or it has a paper of its own, signed or to be signed."""
    return item.immediate_approval_at is not None or item.number in on_paper(item.meeting_id)


def check_paragraph_open(item: AgendaItem) -> None:
    """RuleBroken("paragraph-lies-fast") for such a §."""
    check_open(is_approved=lies_fast(item))


def on_paper(meeting_id: int) -> set[int]:
    """The numbers of the §§ that have a paper of their own."""
    rows = db.session.scalars(
        select(Supplement.snapshot).where(
            Supplement.meeting_id == meeting_id,
            Supplement.kind == SupplementKind.IMMEDIATE,
            Supplement.withdrawn_at.is_(None),
        )
    )
    return {paragraph.number for text in rows for paragraph in from_json(text).paragraphs}
