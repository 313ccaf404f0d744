"""Long-term data and a closing timestamp for what everybody has signed (PAdES B-LTA; H.6).

The timestamp authority is asked while others may write; what it gave is kept only when nothing came between.
Whatever fails leaves everything as it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select

from councilflow.documents.gate import approve
from councilflow.extensions import begin_as, db
from councilflow.models import MinutesDocument, SignedFile, Supplement
from councilflow.process.errors import RuleBroken
from councilflow.process.minutes import MinutesState
from councilflow.process.record import FileKind
from councilflow.services import journal
from councilflow.services.minutes import files
from councilflow.services.minutes.draft import hold, hold_supplement
from councilflow.services.minutes.place import SigningPlace
from councilflow.signing.preserve import preserve as close


@dataclass(frozen=True, slots=True)
class Waiting:
    """A signed document without a closing timestamp, or with one that is to be renewed."""

    meeting_id: int
    supplement_id: int | None
    """None: the minutes themselves."""


def waiting(*, older_than: datetime | None = None) -> list[Waiting]:
    """All that everybody has signed and that has no closing timestamp, the oldest meeting first; with
    `older_than` (aware) also what was closed before that."""
    found = []
    for thing, newest in (*_all(MinutesDocument), *_all(Supplement)):
        closed = newest.kind is FileKind.TIMESTAMP
        if not closed or (older_than is not None and newest.made_at < older_than):
            found.append(Waiting(thing.meeting_id, thing.id if isinstance(thing, Supplement) else None))
    return sorted(found, key=lambda one: (one.meeting_id, one.supplement_id or 0))


def _all(kind: Any) -> list[tuple[files.Signed, Row[*tuple[Any, ...]]]]:
    """Everything that is signed, and of its newest file: kind, made_at."""
    column = SignedFile.document_id if kind is MinutesDocument else SignedFile.supplement_id
    highest = (
        select(column.label("of"), func.max(SignedFile.number).label("number"))
        .where(SignedFile.superseded.is_(False), column.is_not(None))
        .group_by(column)
        .subquery()
    )
    things: dict[int, files.Signed] = {
        one.id: one for one in db.session.scalars(select(kind).where(kind.state == MinutesState.SIGNED))
    }
    newest = select(column, SignedFile.id, SignedFile.kind, SignedFile.made_at).join(
        highest, (highest.c.of == column) & (highest.c.number == SignedFile.number)
    )
    return [(things[row[0]], row) for row in db.session.execute(newest) if row[0] in things]


def preserve(one: Waiting, *, place: SigningPlace, now: datetime) -> SignedFile:
    """Keep one more file of a document: with long-term data and a closing timestamp. `now`: aware.

    RuleBroken: no-timestamp-service, timestamp-not-had, revocation-not-had, certificate-revoked,
    signatures-do-not-hold, minutes-not-signed, document-not-approved, preserved-meanwhile (another did the
    same).
    """
    if place.timestamps is None:
        raise RuleBroken("no-timestamp-service")
    newest = files.newest(_thing(one))
    number, content = newest.number, newest.content
    db.session.rollback()
    closed = approve(
        close(content, trust=place.trust, timestamps=place.timestamps, at=now, revocation=place.revocation)
    )
    begin_as(writer=True)
    thing = _thing(one, held=True)
    if files.newest(thing).number != number:
        raise RuleBroken("preserved-meanwhile")
    file = files.add(thing, FileKind.TIMESTAMP, closed, now=now)
    which = "minutes" if isinstance(thing, MinutesDocument) else str(thing.kind)
    journal.note(
        f"{which}-preserved",
        by=None,
        now=now,
        meeting=thing.meeting,
        before={"file": number},
        after={"file": file.number, "sha256": file.sha256},
    )
    return file


def _thing(one: Waiting, *, held: bool = False) -> files.Signed:
    if one.supplement_id is not None:
        supplement = db.session.get_one(Supplement, one.supplement_id)
        thing: files.Signed = hold_supplement(supplement.id) if held else supplement
    elif held:
        thing = hold(one.meeting_id)
    else:
        thing = db.session.scalars(
            select(MinutesDocument).where(MinutesDocument.meeting_id == one.meeting_id)
        ).one()
    if thing.state is not MinutesState.SIGNED:
        raise RuleBroken("minutes-not-signed", state=thing.state)
    return thing
