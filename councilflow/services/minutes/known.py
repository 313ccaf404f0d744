"""Which of the files that were stored here has a SHA-256: minutes, supplement or extract."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import aliased

from councilflow.extensions import db
from councilflow.models import Body, Extract, Meeting, MinutesDocument, SignedFile, Supplement
from councilflow.process.meeting import local_date
from councilflow.process.minutes import MinutesState
from councilflow.process.record import FileKind, SupplementKind
from councilflow.process.span import Span, span


class Kind(StrEnum):
    """What a file is."""

    MINUTES = "minutes"
    IMMEDIATE = "immediate"  # paragraphs approved at once
    CORRECTION = "correction"
    EXTRACT = "extract"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A file that is byte for byte one of ours."""

    kind: Kind
    council: str
    days: Span
    """The days of the meeting, on the council's clock."""
    name: str
    """The number of an extract or supplement; empty for minutes."""
    is_whole: bool
    """Everybody has signed it, and it still counts."""
    is_newest: bool
    """No file with more signatures or timestamps was made of it."""
    corrected_on: tuple[date, ...] = ()
    """When corrections of these minutes were signed."""


def known(sha256: str) -> Known | None:
    """What has this SHA-256 (hexadecimal); None for a file that is not ours."""
    return _minutes(sha256) or _supplement(sha256) or _extract(sha256)


def _minutes(sha256: str) -> Known | None:
    row = _first(
        _query(sha256, MinutesDocument, SignedFile.document_id).join(
            MinutesDocument, MinutesDocument.id == SignedFile.document_id
        ),
        MinutesDocument,
    )
    if row is None:
        return None
    return Known(
        kind=Kind.MINUTES,
        name="",
        is_whole=_is_whole(row),
        corrected_on=_corrections(row),
        **_facts(row),
    )


def _supplement(sha256: str) -> Known | None:
    row = _first(
        _query(sha256, Supplement, SignedFile.supplement_id)
        .add_columns(Supplement.kind, Supplement.number.label("name"), Supplement.withdrawn_at)
        .join(Supplement, Supplement.id == SignedFile.supplement_id),
        Supplement,
    )
    if row is None:
        return None
    return Known(
        kind=Kind.IMMEDIATE if row.kind is SupplementKind.IMMEDIATE else Kind.CORRECTION,
        name=str(row.name),
        is_whole=_is_whole(row) and row.withdrawn_at is None,
        **_facts(row),
    )


def _query(sha256: str, of: type[MinutesDocument | Supplement], column: Any) -> Select[Any]:
    """The file with this SHA-256, the numbers of the newest file and of the last person's signature."""
    other = aliased(SignedFile)
    highest = select(func.max(other.number)).where(getattr(other, column.key) == column)
    signature = highest.where(other.kind == FileKind.SIGNATURE, other.superseded.is_(False))
    return (
        select(
            of.state,
            of.meeting_id,
            SignedFile.number,
            SignedFile.superseded,
            highest.correlate(SignedFile).scalar_subquery().label("newest"),
            signature.correlate(SignedFile).scalar_subquery().label("last_signature"),
        )
        .where(SignedFile.sha256 == sha256)
        .limit(1)
    )


def _first(query: Select[Any], of: type[MinutesDocument | Supplement]) -> Row[Any] | None:
    return db.session.execute(
        query.add_columns(Body.name.label("council"), Body.time_zone, Meeting.starts_at, Meeting.ends_at)
        .join(Meeting, Meeting.id == of.meeting_id)
        .join(Body, Body.id == Meeting.council_id)
    ).one_or_none()


def _is_whole(row: Row[Any]) -> bool:
    return (
        row.state is MinutesState.SIGNED
        and not row.superseded
        and row.last_signature is not None
        and row.number >= row.last_signature
    )


def _facts(row: Row[Any]) -> dict[str, Any]:
    return {
        "council": row.council,
        "days": span(row.starts_at, row.ends_at, ZoneInfo(row.time_zone)),
        "is_newest": row.number == row.newest,
    }


def _corrections(row: Row[Any]) -> tuple[date, ...]:
    signed: list[datetime | None] = list(
        db.session.scalars(
            select(Supplement.signed_at)
            .where(
                Supplement.meeting_id == row.meeting_id,
                Supplement.kind == SupplementKind.CORRECTION,
                Supplement.state == MinutesState.SIGNED,
                Supplement.withdrawn_at.is_(None),
            )
            .order_by(Supplement.number)
        )
    )
    return tuple(local_date(at, ZoneInfo(row.time_zone)) for at in signed if at)


def _extract(sha256: str) -> Known | None:
    row = db.session.execute(
        select(
            Extract.number,
            Extract.year,
            Body.name.label("council"),
            Body.time_zone,
            Meeting.starts_at,
            Meeting.ends_at,
        )
        .join(Meeting, Meeting.id == Extract.meeting_id)
        .join(Body, Body.id == Extract.council_id)
        .where(Extract.sha256 == sha256)
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    return Known(
        kind=Kind.EXTRACT,
        council=row.council,
        days=span(row.starts_at, row.ends_at, ZoneInfo(row.time_zone)),
        name=f"{row.number}/{row.year}",
        is_whole=True,
        is_newest=True,
    )
