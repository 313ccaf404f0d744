"""The files behind what is signed: every revision is kept with its SHA-256, and none is changed (D.5).

A document is laid out once it is locked: the unsigned base, certified by the council's seal. Each signature
is a revision of the newest file. When somebody else is to sign, a new base is laid out and supersedes the
earlier ones, whose bytes stay.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, update

from councilflow.extensions import db
from councilflow.models import MinutesDocument, SignedFile, Supplement
from councilflow.process.record import FileKind

Signed = MinutesDocument | Supplement
"""What files are kept of."""


def of(thing: Signed) -> ColumnElement[bool]:
    """The condition on SignedFile for the files of `thing`."""
    if isinstance(thing, MinutesDocument):
        return SignedFile.document_id == thing.id
    return SignedFile.supplement_id == thing.id


def newest(thing: Signed) -> SignedFile:
    """The file with the highest number. NoResultFound while nothing is laid out."""
    return db.session.scalars(
        select(SignedFile).where(of(thing)).order_by(SignedFile.number.desc()).limit(1)
    ).one()


def last_signed(thing: Signed) -> SignedFile:
    """The file that the last person signed, which is what was agreed on. NoResultFound while nobody has."""
    return db.session.scalars(
        select(SignedFile)
        .where(of(thing), SignedFile.superseded.is_(False), SignedFile.kind == FileKind.SIGNATURE)
        .order_by(SignedFile.number.desc())
        .limit(1)
    ).one()


def signed_by(thing: Signed) -> set[int]:
    """The ids of those whose signature counts."""
    found = db.session.scalars(
        select(SignedFile.person_id).where(of(thing), SignedFile.superseded.is_(False))
    )
    return {person_id for person_id in found if person_id is not None}


def lay_out(thing: Signed, base: bytes, sealed: bytes, *, now: datetime) -> SignedFile:
    """Keep a new base and its sealed revision, and let them supersede what was there; gives the sealed."""
    supersede(thing)
    add(thing, FileKind.BASE, base, now=now)
    return add(thing, FileKind.SEAL, sealed, now=now)


def supersede(thing: Signed) -> None:
    """Let nothing that is kept so far count any longer."""
    db.session.execute(update(SignedFile).where(of(thing)).values(superseded=True))


def add(
    thing: Signed, kind: FileKind, content: bytes, *, now: datetime, person_id: int | None = None
) -> SignedFile:
    """Keep one more revision. Two who add at once get the same number, and the database refuses one."""
    db.session.flush()
    last = db.session.scalar(select(func.max(SignedFile.number)).where(of(thing)))
    file = SignedFile(
        document_id=thing.id if isinstance(thing, MinutesDocument) else None,
        supplement_id=thing.id if isinstance(thing, Supplement) else None,
        number=0 if last is None else last + 1,
        kind=kind,
        person_id=person_id,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        made_at=now,
    )
    db.session.add(file)
    db.session.flush()
    return file
