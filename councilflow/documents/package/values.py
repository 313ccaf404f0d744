"""What a package is made from, and what comes of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from councilflow.process.packages import Enclosed, Omitted
from councilflow.process.papers import AgendaEntry, AgendaPaper
from councilflow.process.record import ArchiveFormat

MADE_BY = 1
"""Goes up whenever the same papers would give another package: those that are kept are then made anew."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One item: what there is to read about it, and its files in the order they are read."""

    entry: AgendaEntry
    files: tuple[Enclosed, ...] = ()

    @property
    def has_pages(self) -> bool:
        return self.entry.position is not None


@dataclass(frozen=True, slots=True)
class Package:
    """Everything that goes in. `paper` is the agenda without what falls under secrecy, `omitted` says what
    that was; `link` is the address of the meeting's page."""

    paper: AgendaPaper
    chapters: tuple[Chapter, ...]
    omitted: tuple[Omitted, ...]
    archive: ArchiveFormat
    link: str

    @property
    def files(self) -> list[Enclosed]:
        return [file for chapter in self.chapters for file in chapter.files]


def fingerprint(package: Package) -> str:
    """64 hexadecimal digits, others as soon as anything that goes in is another."""
    return hashlib.sha256(f"{MADE_BY} {package!r}".encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Job:
    """The work of making one package in `folder`, which is its own. `places` says where the bytes with a hash
    lie, `avoid` names the hashes that are not to be opened (they brought an earlier attempt down); `now`
    (aware) becomes the creation date."""

    package: Package
    places: dict[str, Path]
    folder: Path
    now: datetime
    avoid: frozenset[str] = frozenset()

    @property
    def parts(self) -> int:
        """Steps that progress is told in: our own pages, each file as pages and in the ZIP, the saving."""
        return 2 + 2 * len(self.package.files)


@dataclass(frozen=True, slots=True)
class Made:
    """The finished files, still in the job's folder."""

    pdf: Path
    zip: Path
    pdf_sha256: str
    zip_sha256: str
    pages: int
    omitted: tuple[Omitted, ...]
