"""What belongs to the archive package of a meeting: the signed files, the extracts and the attachments.

Only the public record is gathered here. What organisations prepare at home is in no query of this folder
(H.5), nor are drafts of the minutes, comments of reviewers, or files that were superseded before signing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, func, or_, select

from councilflow.documents.sip.names import Folder, suffix_of
from councilflow.extensions import db
from councilflow.i18n import gettext as _
from councilflow.i18n import speaking
from councilflow.models import (
    AgendaItem,
    Attachment,
    Body,
    Extract,
    Meeting,
    MinutesDocument,
    Organisation,
    Person,
    SignedFile,
    Supplement,
)
from councilflow.process.errors import RuleBroken
from councilflow.process.minutes import MinutesState
from councilflow.process.record import FileKind, SupplementKind
from councilflow.process.span import Span, span
from councilflow.services import files, secrecy

PIECE = 1024 * 1024
Read = Callable[[], Iterable[bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A file of the record. `path`: within the data of the representation; `size` in bytes."""

    path: str
    title: str
    kind: str
    """minutes, immediate, correction, extract or attachment."""
    paragraph: int | None
    media_type: str
    size: int
    sha256: str
    made_at: datetime
    read: Read
    recipient: str = ""
    secrecy: str = ""
    """Its mark of secrecy in words, of its own or of its §; empty when it is open."""
    original_name: str = ""
    by: str = ""
    """Who attested it, or put it beside its item."""
    revisions: tuple[Row[*tuple[Any, ...]], ...] = ()
    """How the file came about, step by step: number, kind, made_at, size, sha256, name (of the signer)."""

    @property
    def is_signed(self) -> bool:
        return self.kind != "attachment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """Everything that goes into the package, before a byte of it is read."""

    meeting: Row[*tuple[Any, ...]]
    """A row of `subject`."""
    pieces: tuple[Piece, ...]
    secrecy: dict[int, str]
    """The marks of secrecy in words, by the number of the § that has one."""

    @property
    def size(self) -> int:
        """Of the files together, in bytes."""
        return sum(piece.size for piece in self.pieces)

    def of(self, *kinds: str) -> list[Piece]:
        return [piece for piece in self.pieces if piece.kind in kinds]


def contents(meeting_id: int, *, folder: Path) -> Contents:
    """The record of a meeting; `folder` is the data folder.

    RuleBroken: minutes-not-begun, archive-before-signing, archive-file-missing (with its name).
    """
    meeting = subject(meeting_id)
    with speaking(meeting.language):
        secret = _secrecy(meeting_id)
        pieces = (
            _minutes(meeting),
            *_supplements(meeting),
            *(_marked(one, secret) for one in _extracts(meeting)),
            *(_marked(one, secret) for one in _attachments(meeting, folder)),
        )
    return Contents(meeting=meeting, pieces=pieces, secrecy=secret)


def _secrecy(meeting_id: int) -> dict[int, str]:
    """The package is for the archive alone and holds what is secret too; so it says what is."""
    rows = db.session.execute(
        select(AgendaItem.number, AgendaItem.secrecy_section).where(
            AgendaItem.meeting_id == meeting_id, AgendaItem.is_secret, AgendaItem.number.is_not(None)
        )
    )
    return {row.number: secrecy.told(row.secrecy_section) for row in rows}


def _marked(piece: Piece, secret: dict[int, str]) -> Piece:
    """A file of a secret § is as secret as the §, whatever its own mark says."""
    return replace(piece, secrecy=piece.secrecy or secret.get(piece.paragraph or 0, ""))


def subject(meeting_id: int) -> Row[*tuple[Any, ...]]:
    """The meeting and its signed minutes. RuleBroken: minutes-not-begun, archive-before-signing."""
    row = db.session.execute(
        select(
            Meeting.id,
            Meeting.council_id,
            Meeting.starts_at,
            Meeting.ends_at,
            Meeting.closed_at,
            Body.name.label("council"),
            Body.short_name,
            Body.time_zone,
            Body.document_language.label("language"),
            func.coalesce(Meeting.minutes_profile, Body.minutes_profile).label("minutes_profile"),
            Body.archive_format,
            Organisation.name.label("host"),
            MinutesDocument.id.label("document_id"),
            MinutesDocument.state,
            MinutesDocument.snapshot,
            MinutesDocument.fingerprint,
            MinutesDocument.signed_at,
        )
        .join(Body, Body.id == Meeting.council_id)
        .join(Organisation, Organisation.id == Body.host_id)
        .join(MinutesDocument, MinutesDocument.meeting_id == Meeting.id)
        .where(Meeting.id == meeting_id)
    ).one_or_none()
    if row is None:
        raise RuleBroken("minutes-not-begun")
    if row.state is not MinutesState.SIGNED:
        raise RuleBroken("archive-before-signing", state=row.state)
    return row


def days_of(meeting: Row[*tuple[Any, ...]]) -> Span:
    """The meeting's days on the wall of the council chamber."""
    return span(meeting.starts_at, meeting.ends_at, ZoneInfo(meeting.time_zone))


def _minutes(meeting: Row[*tuple[Any, ...]]) -> Piece:
    folder, title = Folder("minutes"), _("Protokoll %(day)s", day=days_of(meeting).name)
    return _signed(
        SignedFile.document_id == meeting.document_id,
        path=folder.name(f"{meeting.short_name} {title}", ".pdf"),
        title=title,
        kind="minutes",
    )


def _supplements(meeting: Row[*tuple[Any, ...]]) -> Iterator[Piece]:
    rows = db.session.execute(
        select(Supplement.id, Supplement.kind, Supplement.number)
        .where(
            Supplement.meeting_id == meeting.id,
            Supplement.state == MinutesState.SIGNED,
            Supplement.withdrawn_at.is_(None),
        )
        .order_by(Supplement.number)
    ).all()
    folder = Folder("supplements")
    for row in rows:
        title = (
            _("Rättelse %(number)s", number=row.number)
            if row.kind is SupplementKind.CORRECTION
            else _("Omedelbart justerade paragrafer %(number)s", number=row.number)
        )
        yield _signed(
            SignedFile.supplement_id == row.id,
            path=folder.name(title, ".pdf"),
            title=title,
            kind=str(row.kind),
        )


def _signed(whose: ColumnElement[bool], *, path: str, title: str, kind: str) -> Piece:
    """The newest file, with every revision that led to it."""
    revisions = db.session.execute(
        select(
            SignedFile.id,
            SignedFile.number,
            SignedFile.kind,
            SignedFile.made_at,
            func.length(SignedFile.content).label("size"),
            SignedFile.sha256,
            Person.name,
        )
        .outerjoin(Person, Person.id == SignedFile.person_id)
        .where(whose)
        .order_by(SignedFile.number)
    ).all()
    bases = [place for place, one in enumerate(revisions) if one.kind is FileKind.BASE]
    since = revisions[bases[-1] if bases else 0 :]
    last = since[-1]
    return Piece(
        path=path,
        title=title,
        kind=kind,
        paragraph=None,
        media_type="application/pdf",
        size=last.size,
        sha256=last.sha256,
        made_at=last.made_at,
        read=_stored(SignedFile.content, SignedFile.id == last.id),
        revisions=tuple(since),
    )


def _extracts(meeting: Row[*tuple[Any, ...]]) -> Iterator[Piece]:
    rows = db.session.execute(
        select(
            Extract.id,
            Extract.year,
            Extract.number,
            Extract.paragraph,
            Extract.recipient,
            func.length(Extract.content).label("size"),
            Extract.sha256,
            Extract.made_at,
            Person.name,
        )
        .join(Person, Person.id == Extract.attested_by_id)
        .where(Extract.meeting_id == meeting.id)
        .order_by(Extract.year, Extract.number)
    ).all()
    folder = Folder("extracts")
    for row in rows:
        number = f"{row.number}/{row.year}"
        title = _("Protokollsutdrag %(number)s, § %(paragraph)s", number=number, paragraph=row.paragraph)
        yield Piece(
            path=folder.name(title, ".pdf"),
            title=title,
            kind="extract",
            paragraph=row.paragraph,
            recipient=row.recipient,
            media_type="application/pdf",
            size=row.size,
            sha256=row.sha256,
            made_at=row.made_at,
            read=_stored(Extract.content, Extract.id == row.id),
            by=row.name,
        )


def _stored(column: Any, which: ColumnElement[bool]) -> Read:
    """Reads one file from the database when it is asked for, and forgets it again."""
    return lambda: db.session.execute(select(column).where(which)).scalars()


def _attachments(meeting: Row[*tuple[Any, ...]], folder: Path) -> Iterator[Piece]:
    rows = db.session.execute(
        select(
            Attachment.title,
            Attachment.file_name,
            Attachment.media_type,
            Attachment.size,
            Attachment.sha256,
            Attachment.is_secret,
            Attachment.secrecy_section,
            Attachment.uploaded_at,
            AgendaItem.number,
            Person.name,
        )
        .join(AgendaItem, AgendaItem.id == Attachment.item_id)
        .join(Person, Person.id == Attachment.uploaded_by_id)
        .where(
            AgendaItem.meeting_id == meeting.id,
            or_(Attachment.replaced_by_id.is_(None), Attachment.pinned_at.is_not(None)),
        )
        .order_by(AgendaItem.number, Attachment.position, Attachment.id)
    ).all()
    names = Folder("attachments")
    for row in rows:
        where = files.where(row.sha256, folder=folder)
        if not where.is_file():
            raise RuleBroken("archive-file-missing", name=row.title)
        yield Piece(
            path=names.name(f"{row.number:03d} {row.title}", suffix_of(row.file_name)),
            title=row.title,
            kind="attachment",
            paragraph=row.number,
            media_type=row.media_type,
            size=row.size,
            sha256=row.sha256,
            made_at=row.uploaded_at,
            read=_lying(where),
            secrecy=secrecy.told(row.secrecy_section) if row.is_secret else "",
            original_name=row.file_name,
            by=row.name,
        )


def _lying(where: Path) -> Read:
    """Reads a file of the data folder, a piece at a time."""

    def pieces() -> Iterator[bytes]:
        with where.open("rb") as file:
            while piece := file.read(PIECE):
                yield piece

    return pieces
