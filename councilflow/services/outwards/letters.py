"""The letter as it was sent: its very bytes, kept in the database beside the statement (decision 0005).

A letter is laid out once, in the step that sends it. What the recipients got, what the page gives and what
everybody may read is that file; nothing changes or removes it afterwards.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from councilflow.extensions import db
from councilflow.models import SentLetter, Statement
from councilflow.process.errors import RuleBroken

Dissents = Sequence[tuple[str, str]]
"""Heading and text of each."""


def keep(statement: Statement, content: bytes, dissents: Dissents, *, now: datetime) -> SentLetter:
    """Keep what goes out. Two who send at once meet the same place, and the database refuses one."""
    kept = SentLetter(
        statement_id=statement.id,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        dissents=[list(one) for one in dissents],
        made_at=now,
    )
    db.session.add(kept)
    db.session.flush()
    return kept


def kept(statement_id: int) -> bytes | None:
    """The bytes that were sent; None before that, and of what was sent before letters were kept."""
    return db.session.scalar(select(SentLetter.content).where(SentLetter.statement_id == statement_id))


def dissents_in(statement_id: int) -> Dissents | None:
    """What the letter that was sent tells of other views; None where none is kept."""
    found = select(SentLetter.dissents).where(SentLetter.statement_id == statement_id)
    told = db.session.scalar(found)
    return None if told is None else [(heading, text) for heading, text in told]


def fingerprint(statement_id: int) -> str:
    """SHA-256 of the letter, in hexadecimal; empty where none is kept."""
    found = select(SentLetter.sha256).where(SentLetter.statement_id == statement_id)
    return db.session.scalar(found) or ""


@event.listens_for(Session, "before_flush")
def _refuse_to_change(session: Session, _context: object, _instances: object) -> None:
    """The wall behind the doors: no page offers it either."""
    changed = [*session.deleted, *(row for row in session.dirty if session.is_modified(row))]
    if any(isinstance(row, SentLetter) for row in changed):
        raise RuleBroken("statement-is-sent")
