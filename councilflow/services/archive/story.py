"""The journal of a meeting as it goes into the archive.

Each step with who, when and what about. The texts that a step changed stay behind: they are drafts, and a
draft that is put into an archive has become a public record (TF 2:12).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Row, select

from councilflow.documents.sip.journal import Entry
from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.models import JournalEntry
from councilflow.words import EVENTS

KEPT = ("state", "number", "file", "sha256", "fingerprint", "in_name_of", "on_order", "invited")
"""The facts that go along: where things stood, and which exact file a step was about."""


def entries(meeting_id: int) -> Iterator[Entry]:
    """Every step around a meeting, in order, in the language that is spoken."""
    columns = JournalEntry.__table__.c
    rows = db.session.execute(
        select(*columns).where(columns.meeting_id == meeting_id).order_by(columns.id)
    ).all()
    return (_entry(number, row) for number, row in enumerate(rows, start=1))


def _entry(number: int, row: Row[*tuple[Any, ...]]) -> Entry:
    sentence = EVENTS.get(row.event)
    facts = {"who": row.who, "about": row.about}
    return Entry(
        number=number,
        at=row.at,
        event=row.event,
        words=str(sentence) % facts if sentence else _("%(who)s gjorde en ändring: %(about)s", **facts),
        facts=tuple((name, str(row.after[name])) for name in KEPT if row.after.get(name) not in (None, "")),
        hash=row.hash,
        previous_hash=row.previous_hash,
    )
