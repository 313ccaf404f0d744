"""Files beside the items: judged by what they hold, and kept in the data folder under their own hash.

A file is judged while it lies in a corner of its own; only then does it get its name, in one movement, so
that a kill at any moment leaves either no file or a whole one. The same content is kept once. What cannot
be judged from outside is refused: files with macros, with a password, or that unfold to something huge.
"""

from __future__ import annotations

import hashlib
import html
import lzma
import os
import tempfile
import zlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NamedTuple
from zipfile import BadZipFile, ZipFile

import pikepdf

from councilflow.process.errors import RuleBroken
from councilflow.services.clamd import scan

CHUNK = 1024 * 1024
UNFOLDED = 40
"""An office file may hold this many times its own size, and `UNFOLDED_BYTES` at most."""
UNFOLDED_BYTES = 400 * 1024 * 1024
PARTS = 5000
"""An office file has at most this many parts."""


class Kind(NamedTuple):
    media_type: str
    suffixes: tuple[str, ...]


PDF = Kind("application/pdf", (".pdf",))
PNG = Kind("image/png", (".png",))
JPEG = Kind("image/jpeg", (".jpg", ".jpeg"))
_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
OFFICE = {
    f"{_OOXML}wordprocessingml.document": Kind(f"{_OOXML}wordprocessingml.document", (".docx",)),
    f"{_OOXML}spreadsheetml.sheet": Kind(f"{_OOXML}spreadsheetml.sheet", (".xlsx",)),
    f"{_OOXML}presentationml.presentation": Kind(f"{_OOXML}presentationml.presentation", (".pptx",)),
    f"{_ODF}text": Kind(f"{_ODF}text", (".odt",)),
    f"{_ODF}spreadsheet": Kind(f"{_ODF}spreadsheet", (".ods",)),
    f"{_ODF}presentation": Kind(f"{_ODF}presentation", (".odp",)),
}
SUFFIXES = [suffix for kind in (PDF, *OFFICE.values(), PNG, JPEG) for suffix in kind.suffixes]
"""What a chooser of files may offer."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that lies safely in the data folder. `size` in bytes, `sha256` in hexadecimal."""

    file_name: str
    media_type: str
    size: int
    sha256: str


def store(stream: BinaryIO, name: str, *, folder: Path, limit: int, clamd: str) -> Stored:
    """Judge a file and keep it; `folder` is the data folder, `limit` the largest size in bytes,
    `clamd` where the virus scanner listens, empty for none.

    RuleBroken, each with the file's `name`: file-too-large (limit in MB), file-empty, file-kind-refused,
    file-locked, file-has-macros, file-unfolds, file-broken, and with a scanner file-has-virus,
    file-not-scanned.
    """
    name = plain_name(name)
    corner = folder / "attachments" / "arriving"
    corner.mkdir(parents=True, exist_ok=True)
    handle, arriving = tempfile.mkstemp(dir=corner)
    try:
        with os.fdopen(handle, "wb") as file:
            size, digest = _copy(stream, file, name, limit)
        kind = judge(Path(arriving), name)
        if clamd:
            scan(Path(arriving), name, clamd=clamd)
        _settle(Path(arriving), where(digest, folder=folder))
    finally:
        with suppress(FileNotFoundError):
            Path(arriving).unlink()
    return Stored(_with_suffix(name, kind), kind.media_type, size, digest)


def where(sha256: str, *, folder: Path) -> Path:
    """Where the bytes with this hash lie."""
    return folder / "attachments" / sha256[:2] / sha256


def _copy(stream: BinaryIO, file: BinaryIO, name: str, limit: int) -> tuple[int, str]:
    size, digest = 0, hashlib.sha256()
    while piece := stream.read(CHUNK):
        size += len(piece)
        if size > limit:
            raise RuleBroken("file-too-large", name=name, limit=limit // CHUNK)
        digest.update(piece)
        file.write(piece)
    if not size:
        raise RuleBroken("file-empty", name=name)
    file.flush()
    os.fsync(file.fileno())
    return size, digest.hexdigest()


def _settle(arriving: Path, target: Path) -> None:
    """Give the file its name in one movement, and make sure that the folder remembers it."""
    target.parent.mkdir(exist_ok=True)
    arriving.chmod(0o640)
    arriving.replace(target)
    for folder in (target.parent, target.parent.parent):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def plain_name(name: str) -> str:
    """The last part of a file's name, 120 characters at most and none that means something to a machine."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(sign for sign in last if sign.isprintable() and sign not in '"<>:|?*').strip(" .")
    stem, dot, suffix = kept.rpartition(".")
    return f"{stem[: 119 - len(suffix)]}{dot}{suffix}" if stem and len(suffix) < 10 else kept[:120] or "fil"


def _with_suffix(name: str, kind: Kind) -> str:
    return name if name.lower().endswith(kind.suffixes) else f"{name}{kind.suffixes[0]}"


def judge(path: Path, name: str) -> Kind:
    """What a file is, by its content alone; the errors are those of `store`."""
    with path.open("rb") as file:
        start = file.read(1024)
    if b"%PDF-" in start:
        return _judge_pdf(path, name)
    if start.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if start.startswith(b"\xff\xd8\xff"):
        return JPEG
    if start.startswith(b"PK\x03\x04"):
        with path.open("rb") as file:
            return judge_office(file, path.stat().st_size, name)
    raise RuleBroken("file-kind-refused", name=name)


def _judge_pdf(path: Path, name: str) -> Kind:
    try:
        with pikepdf.open(path) as pdf:
            if not len(pdf.pages):
                raise RuleBroken("file-broken", name=name)
    except pikepdf.PasswordError:
        raise RuleBroken("file-locked", name=name) from None
    except (pikepdf.PdfError, ValueError, RuntimeError):
        raise RuleBroken("file-broken", name=name) from None
    return PDF


def judge_office(file: BinaryIO, size: int, name: str, *, most: int = UNFOLDED_BYTES) -> Kind:
    """What an office file of `size` bytes is, when it unfolds to `most` bytes or less."""
    try:
        with ZipFile(file) as archive:
            _check_parts(archive, size, name, most)
            kind = _office_kind(archive)
    except _DAMAGE:
        raise RuleBroken("file-broken", name=name) from None
    if kind is None:
        raise RuleBroken("file-kind-refused", name=name)
    return kind


_MACROS = ("vbaproject", "macrosheet")
_DAMAGE = (BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError, OSError, EOFError, ValueError)
"""What reading a damaged archive may raise, by the way its parts are packed."""


def _check_parts(archive: ZipFile, size: int, name: str, most: int) -> None:
    parts = archive.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise RuleBroken("file-locked", name=name)
    unfolded = sum(part.file_size for part in parts)
    if len(parts) > PARTS or unfolded > most or unfolded > max(size * UNFOLDED, 10 * CHUNK):
        raise RuleBroken("file-unfolds", name=name)
    folders = {part.filename.split("/")[0] for part in parts}
    named = " ".join(part.filename.lower() for part in parts)
    types = _types(archive, name)  # a part with macros may be called anything
    if any(sign in named or sign in types for sign in _MACROS) or folders & {"Basic", "Scripts"}:
        raise RuleBroken("file-has-macros", name=name)
    if b"encryption-data" in _part(archive, "META-INF/manifest.xml"):
        raise RuleBroken("file-locked", name=name)


def _types(archive: ZipFile, name: str) -> str:
    """What the parts of an Office Open XML file say they are, in lower case. A list that two programs could
    read in two ways – given twice, in another encoding, with words of its own – is damage."""
    listed = [part for part in archive.infolist() if part.filename.lower() == _TYPES.lower()]
    types = _part(archive, _TYPES)
    if len(listed) > 1 or len(types) == CHUNK or b"\0" in types or b"<!DOCTYPE" in types:
        raise RuleBroken("file-broken", name=name)
    return html.unescape(types.decode("utf-8", "replace")).lower()


_TYPES = "[Content_Types].xml"


def _office_kind(archive: ZipFile) -> Kind | None:
    """OpenDocument says its type in a part of its own, Office Open XML among the types of its parts."""
    declared = _part(archive, "mimetype").decode("ascii", "replace").strip()
    if declared in OFFICE:
        return OFFICE[declared]
    types = _part(archive, "[Content_Types].xml").decode("utf-8", "replace")
    return next((kind for kind in OFFICE.values() if f"{kind.media_type}.main+xml" in types), None)


def _part(archive: ZipFile, name: str) -> bytes:
    """The beginning of one part, a megabyte at most; empty when there is none."""
    try:
        with archive.open(name) as part:
            return part.read(CHUNK)
    except KeyError:
        return b""
