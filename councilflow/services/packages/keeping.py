"""The finished files in the data folder, under their own hash, and what is no longer asked for taken away."""

from __future__ import annotations

import os
import time
from pathlib import Path

from sqlalchemy import select

from councilflow.extensions import db
from councilflow.models import MeetingPackage

_SHELTERED = 3600
"""Seconds that a file is left alone whoever names it: a worker may just have put it there."""


def where(sha256: str, *, folder: Path) -> Path:
    """Where the bytes of a finished file lie; `folder` is the data folder."""
    return folder / "packages" / sha256[:2] / sha256


def corner(folder: Path) -> Path:
    """Where files are worked on: in the same file system, so that they settle in one movement."""
    place = folder / "packages" / "working"
    place.mkdir(parents=True, exist_ok=True)
    return place


def settle(finished: Path, sha256: str, *, folder: Path) -> None:
    """Give a finished file its name, whole or not at all."""
    target = where(sha256, folder=folder)
    target.parent.mkdir(parents=True, exist_ok=True)
    with finished.open("rb") as file:
        os.fsync(file.fileno())
    finished.chmod(0o640)
    finished.replace(target)


def sweep(folder: Path) -> None:
    """Take away the files that no row names any more, and what killed workers left behind."""
    rows = db.session.execute(select(MeetingPackage.pdf_sha256, MeetingPackage.zip_sha256)).all()
    db.session.rollback()
    named = {one for row in rows for one in row}
    oldest = time.time() - _SHELTERED
    for path in (folder / "packages").glob("*/**/*"):
        if path.is_file() and path.name not in named and path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
    for place in corner(folder).iterdir():
        if not any(place.iterdir()) and place.stat().st_mtime < oldest:
            place.rmdir()
