"""What was found when the signed files were checked, once for machines and once for people.

Certificates run out and algorithms weaken; what an archive keeps is the evidence that a signature was genuine
when it was checked (D.5, 6). The report says as plainly what is not proved.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from councilflow.documents.sip.own import ARCHIVE, LOCATION, own
from councilflow.documents.sip.xml import XSI, as_bytes, at, put, writable
from councilflow.i18n import date_time
from councilflow.i18n import gettext as _


@dataclass(frozen=True, slots=True)
class Found:
    """Something that does not hold: its code, and what it means in words."""

    code: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Timestamp:
    """What somebody outside attests about a time."""

    field: str
    authority: str
    at: datetime | None
    found: tuple[Found, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    field: str
    name: str
    role: str
    organisation: str
    at: datetime | None
    """When the signer's side says it was signed."""
    timestamp: Timestamp | None = None
    found: tuple[Found, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """The file as it stood after one step: its first `size` bytes, which have this SHA-256."""

    number: int
    kind: str
    at: datetime
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Validation:
    """One signed file. `path`: from the root of the package."""

    path: str
    title: str
    sha256: str
    holds: bool
    level: str
    """How far the file is on the ladder of PAdES: B-B, B-T, B-LT or B-LTA."""
    found: tuple[Found, ...]
    signatures: tuple[Signature, ...]
    timestamps: tuple[Timestamp, ...] = ()
    """Those of the document as a whole."""
    revisions: tuple[Revision, ...]
    not_proved: tuple[Found, ...]


def as_xml(identifier: str, validations: Sequence[Validation], *, now: datetime, software: str) -> bytes:
    """`identifier`: of the package; `now`: when it was checked, aware."""
    root = own.root(
        "validations", {None: ARCHIVE, "xsi": XSI}, identifier=identifier, at=at(now), software=software
    )
    put(root, {f"{{{XSI}}}schemaLocation": LOCATION})
    for one in validations:
        _validation(root, one)
    return as_bytes(root)


def _validation(root: Any, validation: Validation) -> None:
    one = own.add(
        root,
        "validation",
        path=validation.path,
        sha256=validation.sha256,
        holds=_boolean(validation.holds),
        level=validation.level,
    )
    own.add(one, "title", validation.title)
    _problems(one, validation.found)
    for signature in validation.signatures:
        _signature(one, signature)
    for timestamp in validation.timestamps:
        _timestamp(one, timestamp)
    for revision in validation.revisions:
        own.add(
            one,
            "revision",
            number=revision.number,
            kind=revision.kind,
            at=at(revision.at),
            size=revision.size,
            sha256=revision.sha256,
        )
    for unproved in validation.not_proved:
        own.add(one, "notProved", unproved.words, code=unproved.code)


def _signature(parent: Any, signature: Signature) -> None:
    one = own.add(parent, "signature", **_when(signature))
    own.add(one, "name", signature.name)
    own.add_if(one, "role", signature.role)
    own.add_if(one, "organisation", signature.organisation)
    _problems(one, signature.found)
    if signature.timestamp:
        _timestamp(one, signature.timestamp)


def _timestamp(parent: Any, timestamp: Timestamp) -> None:
    one = own.add(parent, "timestamp", **_when(timestamp))
    own.add_if(one, "authority", timestamp.authority)
    _problems(one, timestamp.found)


def _when(signed: Signature | Timestamp) -> dict[str, Any]:
    moment = at(signed.at) if signed.at else None
    return {"field": signed.field, "at": moment, "holds": _boolean(not signed.found)}


def _problems(parent: Any, found: Sequence[Found]) -> None:
    for one in found:
        own.add(parent, "problem", one.words, code=one.code)


def _boolean(value: bool) -> str:
    return "true" if value else "false"


def as_text(label: str, validations: Sequence[Validation], *, now: datetime, zone: ZoneInfo) -> str:
    """The same for people, in the language that is spoken; times in `zone`."""
    lines = [label, _("Kontrollerat %(moment)s", moment=date_time(now, zone)), ""]
    for one in validations:
        lines += [*_told(one, zone), ""]
    return writable("\n".join(lines))


def _told(validation: Validation, zone: ZoneInfo) -> Iterator[str]:
    yield validation.title
    yield f"  {validation.path}"
    yield f"  SHA-256 {validation.sha256}"
    yield "  " + (
        _("Filen är oförändrad och alla underskrifter håller.")
        if validation.holds
        else _("Filen håller inte.")
    )
    yield from (f"  {one.words}" for one in validation.found)
    for signature in validation.signatures:
        yield f"  – {_signed(signature, zone)}"
    for timestamp in validation.timestamps:
        yield f"  – {_attested(timestamp, zone)}"
    if validation.not_proved:
        yield "  " + _("Det här är inte bevisat:")
        yield from (f"  – {one.words}" for one in validation.not_proved)


def _signed(signature: Signature, zone: ZoneInfo) -> str:
    who = ", ".join(part for part in (signature.name, signature.role, signature.organisation) if part)
    told = f"{who}, {_moment(signature.at, zone)}: {_result(signature.found)}"
    return f"{told} {_attested(signature.timestamp, zone)}" if signature.timestamp else told


def _attested(timestamp: Timestamp, zone: ZoneInfo) -> str:
    moment, authority = _moment(timestamp.at, zone), timestamp.authority or _("okänd")
    told = _("Tidsstämpel %(moment)s av %(authority)s", moment=moment, authority=authority)
    return f"{told}: {_result(timestamp.found)}"


def _moment(moment: datetime | None, zone: ZoneInfo) -> str:
    return date_time(moment, zone) if moment else _("okänd tid")


def _result(found: Sequence[Found]) -> str:
    return " ".join(one.words for one in found) or _("Giltig")
