"""From the job to the finished files."""

from __future__ import annotations

import hashlib
import io
import shutil
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from councilflow.documents import agenda
from councilflow.documents.package.foreign import Insert, Refused, prepared
from councilflow.documents.package.merge import merge
from councilflow.documents.package.values import Job, Made
from councilflow.documents.package.write import write
from councilflow.i18n import gettext as _
from councilflow.i18n import speaking
from councilflow.process.packages import IN_ZIP, Enclosed, LeftOut, Omitted

_CHUNK = 1024 * 1024
_EARLIEST = (1980, 1, 1, 0, 0, 0)

Told = Callable[[int, str], None]
"""Hears how many parts are done, and the hash of the file that is opened next (empty: none)."""


def make(job: Job, told: Told) -> Made:
    """Make both files in the job's folder. The same job gives the same bytes."""
    inserts, omitted, done = {}, list(job.package.omitted), 0
    for chapter in job.package.chapters:
        for file in chapter.files:
            told(done, file.sha256)
            try:
                inserts[file.attachment_id] = _insert(job, file)
            except Refused as refused:
                omitted.append(_omitted(file, chapter.entry.position, refused.reason))
            done += 1
    told(done, "")
    pdf, pages = _bind(job, inserts, tuple(omitted))
    told(done + 1, "")
    packed = _pack(job, lambda count: told(done + 1 + count, ""))
    told(job.parts, "")
    return Made(pdf, packed, _digest(pdf), _digest(packed), pages, tuple(omitted))


def _insert(job: Job, file: Enclosed) -> Insert:
    if file.sha256 in job.avoid:
        raise Refused(LeftOut.BROKEN)
    place = job.places.get(file.sha256)
    if place is None or not place.exists():
        raise Refused(LeftOut.MISSING)
    return prepared(place, file.media_type, job.folder / f"{file.attachment_id}.pdf")


def _omitted(file: Enclosed, item: int | None, reason: LeftOut) -> Omitted:
    name = file.zip_name if reason in IN_ZIP else ""
    return Omitted(item, file.number, file.title, reason, name, file.link, file.attachment_id)


def _bind(job: Job, inserts: dict[int, Insert], omitted: tuple[Omitted, ...]) -> tuple[Path, int]:
    own = write(job, inserts, omitted, job.folder / "own.pdf")
    places = [(own.waiting[number], insert) for number, insert in inserts.items()]
    target = job.folder / "package.pdf"
    pages = merge(own, places, target, now=job.now)
    for insert in inserts.values():
        insert.path.unlink()
    return target, pages


def _pack(job: Job, told: Callable[[int], None]) -> Path:
    """The agenda and every file as it was handed in; nothing is packed tighter, since it is already."""
    target, package = job.folder / "package.zip", job.package
    with ZipFile(target, "w", ZIP_STORED) as archive:
        with speaking(package.paper.language):
            name = _("00 Dagordning.pdf")
        _add(archive, name, io.BytesIO(agenda.as_pdf(package.paper, now=job.now, archive=package.archive)))
        for count, file in enumerate(package.files, 1):
            place = job.places.get(file.sha256)
            if place is not None and place.exists():
                with place.open("rb") as content:
                    _add(archive, file.zip_name, content)
            told(count)
    return target


def _add(archive: ZipFile, name: str, content: io.BufferedIOBase) -> None:
    entry = ZipInfo(name, _EARLIEST)
    entry.create_system, entry.external_attr = 3, 0o644 << 16
    with archive.open(entry, "w", force_zip64=False) as part:
        shutil.copyfileobj(content, part, _CHUNK)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
