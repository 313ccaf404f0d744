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

from councilflow.documents.sip.describe import ARCHIVE, LOCATION, own
from councilflow.documents.sip.xml import XSI, as_bytes, at, put, writable
from councilflow.i18n import date_time
from councilflow.i18n import gettext as _


@dataclass(frozen=True, slots=True)
class Found:
    """Something that does not hold: its code, and what it means in words."""

    code: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    field: str
    name: str
    role: str
    organisation: str
    at: datetime | None
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
    found: tuple[Found, ...]
    signatures: tuple[Signature, ...]
    revisions: tuple[Revision, ...]
    not_proved: tuple[str, ...]


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
    )
    own.add(one, "title", validation.title)
    _problems(one, validation.found)
    for signature in validation.signatures:
        signed = own.add(
            one,
            "signature",
            field=signature.field,
            at=at(signature.at) if signature.at else None,
            holds=_boolean(not signature.found),
        )
        own.add(signed, "name", signature.name)
        own.add_if(signed, "role", signature.role)
        own.add_if(signed, "organisation", signature.organisation)
        _problems(signed, signature.found)
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
    for sentence in validation.not_proved:
        own.add(one, "notProved", sentence)


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
        yield f"  – {_signature(signature, zone)}"
    if validation.not_proved:
        yield "  " + _("Det här är inte bevisat:")
        yield from (f"  – {sentence}" for sentence in validation.not_proved)


def _signature(signature: Signature, zone: ZoneInfo) -> str:
    moment = date_time(signature.at, zone) if signature.at else _("okänd tid")
    who = ", ".join(part for part in (signature.name, signature.role, signature.organisation) if part)
    result = " ".join(one.words for one in signature.found) or _("Giltig")
    return f"{who}, {moment}: {result}"
