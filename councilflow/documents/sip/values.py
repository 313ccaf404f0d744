"""What an archive package consists of, as frozen values.

A file does not hold its bytes: it says how to read them, so that a package of many large attachments is
never in memory as a whole.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Altered(Exception):
    """A file does not have the bytes that were recorded for it. `path`: within its folder of the package."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


@dataclass(frozen=True, slots=True)
class Format:
    """A file format by name and version, and its key in PRONOM, where it is known for certain."""

    name: str
    version: str = ""
    pronom: str = ""


PLAIN = Format("Plain text", "", "x-fmt/111")
XML = Format("Extensible Markup Language", "1.0", "fmt/101")
XSD = Format("XML Schema Definition", "", "x-fmt/280")
JSON = Format("JSON Data Interchange Format", "", "fmt/817")
PDFA_3A = Format("Acrobat PDF/A - Portable Document Format", "3a", "fmt/479")
PDFA_2A = Format("Acrobat PDF/A - Portable Document Format", "2a", "fmt/476")


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One file of a package.

    `path` is relative to the folder that the list it stands in belongs to, with forward slashes and letters
    that every machine takes (see `names`); `size` in bytes, `sha256` in hexadecimal, `created_at` aware.
    """

    path: str
    media_type: str
    size: int
    sha256: str
    created_at: datetime
    read: Callable[[], Iterable[bytes]]
    title: str = ""
    """What people call it."""
    original_name: str = ""
    """The name it came with."""
    format: Format | None = None


class MetadataKind(StrEnum):
    """What a file of metadata holds; the words of the METS vocabulary."""

    DUBLIN_CORE = "DC"
    PREMIS = "PREMIS"
    OTHER = "OTHER"


@dataclass(frozen=True, slots=True)
class Metadata:
    """A file of metadata; `other` names the kind that METS has no word for."""

    file: File
    kind: MetadataKind
    other: str = ""


class AgentKind(StrEnum):
    """The words of PREMIS."""

    PERSON = "person"
    ORGANISATION = "organization"
    SOFTWARE = "software"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """Somebody or something that did something to a file. `key` is unique within the package."""

    key: str
    kind: AgentKind
    name: str
    version: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened to files. `kind` is a term of the Library of Congress' list of event types."""

    key: str
    kind: str
    at: datetime
    agents: tuple[str, ...]
    """Keys."""
    files: tuple[str, ...] = ()
    """Paths of files of the representation; empty: the whole of it."""
    detail: str = ""
    outcome: str = ""
    outcome_note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Representation:
    """The content: paths are relative to `representations/<name>/data`."""

    name: str
    files: tuple[File, ...]
    events: tuple[Event, ...] = ()
    agents: tuple[Agent, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A submission information package. `identifier` becomes the name of its only folder."""

    identifier: str
    label: str
    made_at: datetime
    """Aware."""
    software: str
    software_version: str
    archivist: str
    """The organisation whose records these are, and which submits them."""
    content_type: str
    """What kind of content this is, in the words of the one who makes it (CSIP5)."""
    representation: Representation
    descriptive: tuple[Metadata, ...] = ()
    """In `metadata/descriptive`."""
    provenance: tuple[Metadata, ...] = ()
    """In `metadata/other`."""
    documentation: tuple[File, ...] = ()
    """In `documentation`."""
    schemas: tuple[File, ...] = ()
    """In `schemas`."""


def of_bytes(
    path: str,
    content: bytes,
    *,
    media_type: str,
    at: datetime,
    title: str = "",
    format: Format | None = None,
) -> File:
    """A small file whose bytes are at hand."""
    return File(
        path=path,
        media_type=media_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        created_at=at,
        read=lambda: (content,),
        title=title,
        format=format,
    )
