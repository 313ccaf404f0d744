"""Whether a package still is what its METS says: every file there, none besides, every checksum right.

Nothing is unpacked: files are read where they lie, a piece at a time, and no further than they say they are
long. The METS.xml of the root is named by no checksum; what proves it is the SHA-256 of the whole ZIP that
was noted when the package was made.
"""

from __future__ import annotations

import hashlib
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import Any
from zipfile import BadZipFile, ZipFile

from lxml import etree

from councilflow.documents.sip.mets import METS, XLINK
from councilflow.documents.sip.package import ROOT_METS
from councilflow.documents.sip.xml import parsed

_PIECE = 1024 * 1024
_LONGEST_METS = 64 * _PIECE
_HREF = f"{{{XLINK}}}href"


class Reason(StrEnum):
    """Why a package does not hold."""

    NOT_A_ZIP = "not-a-zip"
    NOT_ONE_FOLDER = "not-one-folder"
    UNSAFE_NAME = "unsafe-name"  # would leave the folder it is unpacked in
    TWICE = "twice"  # two files of the same name: which one is meant?
    NO_METS = "no-mets"
    METS_UNREADABLE = "mets-unreadable"
    NOT_SHA_256 = "not-sha-256"
    MISSING = "missing"
    CHANGED = "changed"
    UNLISTED = "unlisted"  # no METS names it
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Flaw:
    """`path`: within the ZIP, empty for the whole of it."""

    path: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Verdict:
    identifier: str
    """The package's own, empty when it cannot be read."""
    sha256: str
    """Of the ZIP, in hexadecimal."""
    checked: int
    """How many files were compared with their checksum."""
    flaws: tuple[Flaw, ...]

    @property
    def holds(self) -> bool:
        return not self.flaws and self.checked > 0


@dataclass(frozen=True, slots=True)
class _Named:
    """A file as METS names it."""

    path: str
    size: int
    checksum: str
    algorithm: str
    is_mets: bool


def examine(path: Path) -> Verdict:
    """Judge a package. OSError when the file itself cannot be read; never raises for a bad package."""
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    try:
        with ZipFile(path) as archive:
            return _examine(archive, sha256)
    except (BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError):
        return Verdict("", sha256, 0, (Flaw("", Reason.NOT_A_ZIP),))


def _examine(archive: ZipFile, sha256: str) -> Verdict:
    names = [entry.filename for entry in archive.infolist() if not entry.is_dir()]
    flaws = [Flaw(name, Reason.TWICE) for name, count in Counter(names).items() if count > 1]
    flaws += [Flaw(name, Reason.UNSAFE_NAME) for name in names if not _is_safe(name)]
    folders = {name.split("/")[0] for name in names}
    if len(folders) != 1 or any("/" not in name for name in names):
        return Verdict("", sha256, 0, (*flaws, Flaw("", Reason.NOT_ONE_FOLDER)))
    [folder] = folders
    walk = _Walk(archive, set(names))
    walk.follow(f"{folder}/{ROOT_METS}")
    if walk.identifier and walk.identifier != folder:
        walk.flaws.append(Flaw(folder, Reason.NOT_ONE_FOLDER))
    unlisted = [Flaw(name, Reason.UNLISTED) for name in sorted(set(names) - walk.seen)]
    return Verdict(walk.identifier, sha256, walk.checked, (*flaws, *walk.flaws, *unlisted))


def _is_safe(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in name and ":" not in name


class _Walk:
    """The way through the METS files of a package."""

    def __init__(self, archive: ZipFile, names: set[str]) -> None:
        self._archive = archive
        self._names = names
        self.seen: set[str] = set()
        self.flaws: list[Flaw] = []
        self.checked = 0
        self.identifier = ""

    def follow(self, path: str) -> None:
        """Check everything that the METS at `path` names, and the METS files among it likewise."""
        self.seen.add(path)
        if path not in self._names:
            self.flaws.append(Flaw(path, Reason.NO_METS))
            return
        try:
            named = list(self._named(path))
        except (etree.XMLSyntaxError, ValueError):
            self.flaws.append(Flaw(path, Reason.METS_UNREADABLE))
            return
        for one in named:
            if one.path not in self.seen or not one.is_mets:
                self._compare(one)

    def _named(self, path: str) -> Iterator[_Named]:
        with self._archive.open(path) as file:
            content = file.read(_LONGEST_METS + 1)
        if len(content) > _LONGEST_METS:
            raise ValueError("too long for a METS")
        root = parsed(content)
        self.identifier = self.identifier or root.get("OBJID", "")
        folder = PurePosixPath(path).parent
        for element in root.iter(f"{{{METS}}}mdRef", f"{{{METS}}}file"):
            yield _read(element, folder)

    def _compare(self, one: _Named) -> None:
        self.seen.add(one.path)
        if one.path not in self._names:
            self.flaws.append(Flaw(one.path, Reason.MISSING))
        elif one.algorithm != "SHA-256":
            self.flaws.append(Flaw(one.path, Reason.NOT_SHA_256))
        else:
            self._compare_bytes(one)
            if one.is_mets:
                self.follow(one.path)

    def _compare_bytes(self, one: _Named) -> None:
        try:
            found = _digest(self._archive, one.path, one.size)
        except (BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError):
            self.flaws.append(Flaw(one.path, Reason.UNREADABLE))
            return
        self.checked += 1
        if found != (one.size, one.checksum.lower()):
            self.flaws.append(Flaw(one.path, Reason.CHANGED))


def _read(element: Any, folder: PurePosixPath) -> _Named:
    where = element if element.get(_HREF) else element.find(f"{{{METS}}}FLocat")
    href = where.get(_HREF, "") if where is not None else ""
    path = str(folder / href)
    return _Named(
        path=path,
        size=int(element.get("SIZE", "")),
        checksum=element.get("CHECKSUM", ""),
        algorithm=element.get("CHECKSUMTYPE", ""),
        is_mets=PurePosixPath(path).name == ROOT_METS,
    )


def _digest(archive: ZipFile, path: str, size: int) -> tuple[int, str]:
    """The length and SHA-256 of a file, read no further than one byte beyond `size`."""
    read, digest = 0, hashlib.sha256()
    with archive.open(path) as file:
        while read <= size and (piece := file.read(min(_PIECE, size + 1 - read))):
            read += len(piece)
            digest.update(piece)
    return read, digest.hexdigest()
