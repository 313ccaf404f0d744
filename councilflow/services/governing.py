"""Governing documents: statutes, agreements, rules of procedure, each in versions that stay (B2.16)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

from sqlalchemy import Row, func, select

from councilflow.extensions import db
from councilflow.models import Body, GoverningDocument, Person
from councilflow.process.errors import RuleBroken
from councilflow.services import files, journal

LIMIT = 20 * files.CHUNK
"""The largest file of a governing document, in bytes."""


SUFFIXES = (".pdf", ".docx", ".odt")
"""What a chooser of files may offer."""


@dataclass(frozen=True, slots=True)
class File:
    """A file that was judged by its content."""

    name: str
    media_type: str
    content: bytes


def taken_in(stream: BinaryIO, name: str, *, clamd: str) -> File:
    """Judge a file of a governing document; only PDF and text documents are taken.

    RuleBroken: those of `files.store`.
    """
    with TemporaryDirectory(prefix="governing-") as folder:
        stored = files.store(stream, name, folder=Path(folder), limit=LIMIT, clamd=clamd)
        if not stored.file_name.lower().endswith(SUFFIXES):
            raise RuleBroken("file-kind-refused", name=stored.file_name)
        content = files.where(stored.sha256, folder=Path(folder)).read_bytes()
    return File(stored.file_name, stored.media_type, content)


def add(
    body: Body,
    *,
    title: str,
    valid_from: date,
    adopted: str,
    file: File | None,
    link: str,
    by: Person,
    now: datetime,
) -> GoverningDocument:
    """Enter a version of a governing document; the ones before it stay.

    RuleBroken: document-missing, when there is neither a file nor a link.
    """
    if file is None and not link:
        raise RuleBroken("document-missing")
    db.session.execute(select(Body.id).where(Body.id == body.id).with_for_update())
    highest, known = db.session.execute(
        select(func.max(GoverningDocument.version), func.max(GoverningDocument.title)).where(
            GoverningDocument.body_id == body.id, func.lower(GoverningDocument.title) == title.lower()
        )
    ).one()
    document = GoverningDocument(
        body_id=body.id,
        title=known or title,
        version=(highest or 0) + 1,
        valid_from=valid_from,
        adopted=adopted,
        link=link,
        added_by_id=by.id,
        added_at=now,
    )
    if file is not None:
        document.filename, document.media_type, document.content = file.name, file.media_type, file.content
    db.session.add(document)
    after = {"version": document.version, "valid_from": valid_from.isoformat(), "adopted": adopted}
    journal.note("document-added", by=by, now=now, council=body, about=document.title, after=after)
    return document


@dataclass(frozen=True, slots=True)
class Versions:
    """One governing document: the version that holds today, if any, and every version, the latest first."""

    title: str
    current: Row[*tuple[Any, ...]] | None
    versions: list[Row[*tuple[Any, ...]]]


def documents_of(body_id: int, day: date) -> list[Versions]:
    """The governing documents of a body by title; a version has id, version, valid_from, adopted, filename,
    link, added_at and added_by. Of two that have begun the later one holds."""
    rows = db.session.execute(
        select(
            GoverningDocument.id,
            GoverningDocument.title,
            GoverningDocument.version,
            GoverningDocument.valid_from,
            GoverningDocument.adopted,
            GoverningDocument.filename,
            GoverningDocument.link,
            GoverningDocument.added_at,
            Person.name.label("added_by"),
        )
        .join(Person, Person.id == GoverningDocument.added_by_id)
        .where(GoverningDocument.body_id == body_id)
        .order_by(GoverningDocument.title, GoverningDocument.version.desc())
    ).all()
    return [_versions(title, list(found), day) for title, found in groupby(rows, lambda row: row.title)]


def _versions(title: str, rows: list[Row[*tuple[Any, ...]]], day: date) -> Versions:
    begun = [row for row in rows if row.valid_from <= day]
    current = max(begun, key=lambda row: (row.valid_from, row.version), default=None)
    return Versions(title, current, rows)


def titles(body_id: int) -> Sequence[str]:
    """What the body's governing documents are called."""
    return db.session.scalars(
        select(GoverningDocument.title).where(GoverningDocument.body_id == body_id).distinct()
    ).all()


def file_in(body_id: int, document_id: int) -> GoverningDocument | None:
    """A version with a file of its own, when it is this body's."""
    found = db.session.get(GoverningDocument, document_id)
    return found if found is not None and found.body_id == body_id and found.content is not None else None
