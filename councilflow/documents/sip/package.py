"""A package as a ZIP: one folder, in a fixed order, with the time it was made on every entry.

Nothing is compressed: what is large is so already, and a file that lies as it is can be found again in a
damaged package. While a file is copied its bytes are counted and hashed; one that is not what was recorded
stops the making of the package.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import IO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from councilflow.documents.sip import mets, premis
from councilflow.documents.sip.values import XML, Altered, File, Metadata, Package, of_bytes

ROOT_METS = "METS.xml"


def write(package: Package, to: IO[bytes]) -> None:
    """Write the package to `to`, which can be sought in. Altered for a file that is not what it says."""
    with ZipFile(to, "w", ZIP_STORED) as archive:
        for file in contents(package):
            _copy(archive, f"{package.identifier}/{file.path}", file, package.made_at)


def contents(package: Package) -> Iterator[File]:
    """Every file of the package in the order of the ZIP, with its path from the root of the package."""
    placed = _placed(package)
    inside = f"representations/{placed.representation.name}"
    data = [replace(file, path=f"data/{file.path}") for file in placed.representation.files]
    story = _made("metadata/preservation/premis.xml", premis.of_representation(placed, data), placed)
    inner = _made(ROOT_METS, mets.of_representation(placed, data, preservation=story), placed)
    whole = _made("metadata/preservation/premis.xml", premis.of_package(placed), placed)
    inner_placed = replace(inner, path=f"{inside}/{inner.path}")
    yield _made(ROOT_METS, mets.of_package(placed, preservation=whole, representation=inner_placed), placed)
    yield from (one.file for one in placed.descriptive)
    yield whole
    yield from (one.file for one in placed.provenance)
    yield inner_placed
    for file in (story, *data):
        yield replace(file, path=f"{inside}/{file.path}")
    yield from placed.schemas
    yield from placed.documentation


def _placed(package: Package) -> Package:
    """The same package, its files with their paths from its root."""

    def metadata(folder: str, files: tuple[Metadata, ...]) -> tuple[Metadata, ...]:
        return tuple(
            replace(one, file=replace(one.file, path=f"metadata/{folder}/{one.file.path}")) for one in files
        )

    def plain(folder: str, files: tuple[File, ...]) -> tuple[File, ...]:
        return tuple(replace(one, path=f"{folder}/{one.path}") for one in files)

    return replace(
        package,
        descriptive=metadata("descriptive", package.descriptive),
        provenance=metadata("other", package.provenance),
        documentation=plain("documentation", package.documentation),
        schemas=plain("schemas", package.schemas),
    )


def _made(path: str, content: bytes, package: Package) -> File:
    return of_bytes(path, content, media_type="application/xml", at=package.made_at, format=XML)


def _copy(archive: ZipFile, path: str, file: File, made_at: datetime) -> None:
    entry = ZipInfo(path, made_at.astimezone(UTC).timetuple()[:6])
    entry.create_system = 3  # so that the permissions are read, and the same on every machine
    entry.external_attr = 0o100644 << 16
    entry.file_size = file.size
    size, digest = 0, hashlib.sha256()
    with archive.open(entry, "w") as target:
        for piece in file.read():
            size += len(piece)
            digest.update(piece)
            target.write(piece)
    if (size, digest.hexdigest()) != (file.size, file.sha256):
        raise Altered(file.path)
