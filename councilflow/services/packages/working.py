"""The work itself: a package is claimed, made by a process of its own, and told as ready.

A worker claims a row in a transaction of its own, for as long as the lease; while the work goes on it renews
the lease and tells how far it has come, each time in a transaction as short as an update. A worker that is
killed renews nothing: when the lease is over, another one begins anew.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import ColumnElement, and_, delete, exists, or_, select, update

from councilflow.documents.package import Job, fingerprint
from councilflow.extensions import db, reading
from councilflow.models import MeetingPackage
from councilflow.process.packages import ATTEMPTS, PackageState
from councilflow.services import files
from councilflow.services.packages import child, keeping
from councilflow.services.packages.gathering import package_of

LEASE = timedelta(minutes=2)
"""How long a claimed package is left alone after its worker was last heard of."""

Clock = Callable[[], datetime]
Stop = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Claimed:
    """A package while one worker has it; `attempts` tells this worker from the next."""

    id: int
    meeting_id: int
    fingerprint: str
    attempts: int
    asked_at: datetime


def make_next(*, folder: Path, clock: Clock, stop: Stop = lambda: False) -> bool:
    """Make the package that has waited longest; whether there was one.

    `folder` is the data folder, `clock` gives the aware instant each time it is asked. When `stop` says so,
    the work is given back and waits for the next worker. Ends the transaction of the session it is called in.
    """
    db.session.rollback()
    claimed = _claim(clock())
    if claimed is None:
        return False
    work = Path(tempfile.mkdtemp(dir=keeping.corner(folder)))
    try:
        _make(claimed, work, folder=folder, clock=clock, stop=stop)
    finally:
        db.session.rollback()
        shutil.rmtree(work, ignore_errors=True)
    keeping.sweep(folder)
    return True


def _make(claimed: Claimed, work: Path, *, folder: Path, clock: Clock, stop: Stop) -> None:
    job = _job(claimed, work, folder, clock())
    if job is None or not _mark(claimed, parts=job.parts, done=0):
        return

    def told(done: int) -> bool:
        return not stop() and _mark(claimed, done=done, claimed_until=clock() + LEASE)

    outcome = child.run(job, told)
    if outcome.made is None:
        _give_back(claimed, outcome.was_stopped)
        return
    made = outcome.made
    keeping.settle(made.pdf, made.pdf_sha256, folder=folder)
    keeping.settle(made.zip, made.zip_sha256, folder=folder)
    _mark(
        claimed,
        state=PackageState.READY,
        done=job.parts,
        pages=made.pages,
        pdf_sha256=made.pdf_sha256,
        zip_sha256=made.zip_sha256,
        left_out=[one.as_json() for one in made.omitted],
        ended_at=clock(),
        claimed_until=None,
    )


def _job(claimed: Claimed, work: Path, folder: Path, now: datetime) -> Job | None:
    """What is to be made. When the papers have changed since somebody asked, the row stands for the papers as
    they are now; None when another row does so already."""
    with reading():
        package = package_of(claimed.meeting_id, now=now)
        mark = fingerprint(package)
        taken = exists().where(
            MeetingPackage.meeting_id == claimed.meeting_id, MeetingPackage.fingerprint == mark
        )
        is_known = bool(db.session.scalar(select(taken)))
        db.session.rollback()
    if mark != claimed.fingerprint and is_known:
        db.session.execute(delete(MeetingPackage).where(MeetingPackage.id == claimed.id))
        db.session.commit()
        return None
    if mark != claimed.fingerprint and not _mark(claimed, fingerprint=mark):
        return None
    places = {file.sha256: files.where(file.sha256, folder=folder) for file in package.files}
    return Job(package, places, work, claimed.asked_at)


def _is_due(now: datetime) -> ColumnElement[bool]:
    abandoned = and_(MeetingPackage.state == PackageState.WORKING, MeetingPackage.claimed_until <= now)
    return or_(MeetingPackage.state == PackageState.WAITING, abandoned)


def _claim(now: datetime) -> Claimed | None:
    with reading():  # looked into every few seconds, which must not keep writers waiting
        is_waiting = bool(db.session.scalar(select(exists().where(_is_due(now)))))
        db.session.rollback()
    if not is_waiting:
        return None
    found = db.session.execute(
        select(MeetingPackage.id, MeetingPackage.attempts)
        .where(_is_due(now))
        .order_by(MeetingPackage.asked_at, MeetingPackage.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).one_or_none()
    if found is None:
        db.session.rollback()
        return None
    is_given_up = found.attempts >= ATTEMPTS
    row = db.session.execute(
        update(MeetingPackage)
        .where(MeetingPackage.id == found.id)
        .values(
            attempts=MeetingPackage.attempts + (0 if is_given_up else 1),
            state=PackageState.FAILED if is_given_up else PackageState.WORKING,
            claimed_until=None if is_given_up else now + LEASE,
            begun_at=now,
            done=0,
        )
        .returning(
            MeetingPackage.id,
            MeetingPackage.meeting_id,
            MeetingPackage.fingerprint,
            MeetingPackage.attempts,
            MeetingPackage.asked_at,
        ),
        execution_options={"synchronize_session": False},
    ).one()
    db.session.commit()
    return None if is_given_up else Claimed(**row._mapping)


def _give_back(claimed: Claimed, was_stopped: bool) -> None:
    """Let it wait for the next attempt; being stopped counts as none."""
    attempts = claimed.attempts - 1 if was_stopped else claimed.attempts
    state = PackageState.FAILED if attempts >= ATTEMPTS else PackageState.WAITING
    _mark(claimed, state=state, attempts=attempts, claimed_until=None, done=0)


def _mark(claimed: Claimed, **values: object) -> bool:
    """Write something into the row, as long as it is still this worker's; whether it was."""
    result = db.session.execute(
        update(MeetingPackage)
        .where(
            MeetingPackage.id == claimed.id,
            MeetingPackage.attempts == claimed.attempts,
            MeetingPackage.state == PackageState.WORKING,
        )
        .values(**values),
        execution_options={"synchronize_session": False},
    )
    db.session.commit()
    return bool(result.rowcount)  # type: ignore[attr-defined]  # of an update
