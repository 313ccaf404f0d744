"""The file between preview and import: one for each person and council, for a day at most."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select

from councilflow.extensions import db
from councilflow.models import Body, ImportDraft, Person
from councilflow.services.files import plain_name

HOLDS = timedelta(days=1)


def keep(council: Body, content: bytes, file_name: str, *, by: Person, now: datetime) -> ImportDraft:
    """Keep a file for its preview; what the person had kept there before goes, and all that is too old."""
    own = (ImportDraft.body_id == council.id) & (ImportDraft.person_id == by.id)
    db.session.execute(delete(ImportDraft).where(or_(own, ImportDraft.made_at < now - HOLDS)))
    draft = ImportDraft(
        body_id=council.id,
        person_id=by.id,
        file_name=plain_name(file_name),
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        made_at=now,
    )
    db.session.add(draft)
    db.session.flush()
    return draft


def draft_of(council: Body, person: Person, *, now: datetime) -> ImportDraft | None:
    """The person's own file for this council, when there is one and it is no older than a day."""
    return db.session.scalar(
        select(ImportDraft).where(
            ImportDraft.body_id == council.id,
            ImportDraft.person_id == person.id,
            ImportDraft.made_at >= now - HOLDS,
        )
    )


def drop(draft: ImportDraft, *, now: datetime) -> None:
    """Throw a file away, and all that are too old."""
    too_old = ImportDraft.made_at < now - HOLDS
    db.session.execute(delete(ImportDraft).where(or_(ImportDraft.id == draft.id, too_old)))
