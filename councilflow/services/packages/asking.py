"""Asking for a package, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import delete, exists, select

from councilflow.documents.package import Package, fingerprint
from councilflow.extensions import db
from councilflow.models import Meeting, MeetingPackage, Person
from councilflow.process.packages import Omitted, PackageState
from councilflow.services.packages.gathering import package_of
from councilflow.services.packages.keeping import where


@dataclass(frozen=True, slots=True)
class Standing:
    """The package as the papers are now. `row` is None while nobody has asked for that; `has_changed` tells
    that an earlier one was made of other papers."""

    package: Package
    row: MeetingPackage | None
    has_changed: bool

    @property
    def omitted(self) -> list[Omitted]:
        """What is not among its pages; before it is made, only what falls under secrecy is known."""
        if self.row is not None and self.row.state is PackageState.READY:
            return [Omitted.from_json(one) for one in self.row.left_out]
        return list(self.package.omitted)


def standing(meeting_id: int, *, folder: Path, now: datetime) -> Standing:
    """Where the package of a meeting stands. One that has lost its files counts as not made."""
    package = package_of(meeting_id, now=now)
    row = _row(meeting_id, fingerprint(package))
    if row is not None and not _is_whole(row, folder):
        row = None
    others = exists().where(
        MeetingPackage.meeting_id == meeting_id, MeetingPackage.state == PackageState.READY
    )
    return Standing(package, row, row is None and bool(db.session.scalar(select(others))))


def ask(meeting: Meeting, *, folder: Path, by: Person, now: datetime) -> MeetingPackage:
    """Have the package made from the papers as they are, unless it is made or on its way already; those made
    of other papers go. Call it with the meeting's row locked."""
    mark = fingerprint(package_of(meeting.id, now=now))
    db.session.execute(
        delete(MeetingPackage).where(
            MeetingPackage.meeting_id == meeting.id, MeetingPackage.fingerprint != mark
        ),
        execution_options={"synchronize_session": False},
    )
    row = _row(meeting.id, mark)
    if row is None:
        row = MeetingPackage(meeting_id=meeting.id, fingerprint=mark, asked_at=now)
        db.session.add(row)
    elif row.state is PackageState.FAILED or not _is_whole(row, folder):
        row.state, row.attempts, row.claimed_until, row.asked_at = PackageState.WAITING, 0, None, now
        row.done = row.parts = row.pages = 0
        row.pdf_sha256 = row.zip_sha256 = ""
    else:
        return row
    row.asked_by_id = by.id
    return row


def file_of(meeting_id: int, kind: str, *, folder: Path, now: datetime) -> Path | None:
    """The finished file (`kind` pdf or zip) of the papers as they are now; None when there is none. What was
    made of other papers is never given out: something may have come under secrecy since."""
    row = standing(meeting_id, folder=folder, now=now).row
    if row is None or row.state is not PackageState.READY:
        return None
    return where(row.pdf_sha256 if kind == "pdf" else row.zip_sha256, folder=folder)


def newest(meeting_id: int) -> MeetingPackage | None:
    """The package that was asked for last, whatever it was made of."""
    return db.session.scalar(
        select(MeetingPackage)
        .where(MeetingPackage.meeting_id == meeting_id)
        .order_by(MeetingPackage.id.desc())
        .limit(1)
    )


def _row(meeting_id: int, mark: str) -> MeetingPackage | None:
    return db.session.scalar(
        select(MeetingPackage).where(
            MeetingPackage.meeting_id == meeting_id, MeetingPackage.fingerprint == mark
        )
    )


def _is_whole(row: MeetingPackage, folder: Path) -> bool:
    if row.state is not PackageState.READY:
        return True
    return all(where(one, folder=folder).exists() for one in (row.pdf_sha256, row.zip_sha256))
