"""Making the archive package of a meeting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import resources
from pathlib import Path
from typing import IO
from zoneinfo import ZoneInfo

from asn1crypto import pem

from councilflow.documents import sip
from councilflow.documents.sip import describe, journal, names, noark, validation, values
from councilflow.documents.sip import own as vocabulary
from councilflow.documents.sip.values import Event, File, Metadata, MetadataKind, of_bytes
from councilflow.i18n import gettext as _
from councilflow.i18n import speaking
from councilflow.process.errors import RuleBroken
from councilflow.process.minutes import Minutes, from_json
from councilflow.process.profiles import PROFILES
from councilflow.services.archive import events, identities, story
from councilflow.services.archive.checking import Checked, checked
from councilflow.services.archive.gathering import Contents, Piece, contents, days_of
from councilflow.services.minutes import SigningPlace

SOFTWARE, VERSION = "Councilflow", "0"
CONTENT_TYPE = "Councilflow meeting 1"
REPRESENTATION = "rep1"
_INSIDE = f"representations/{REPRESENTATION}/data"
XML = "application/xml"


@dataclass(frozen=True, slots=True)
class _Work:
    """What every part of the making needs."""

    inside: Contents
    minutes: Minutes
    identifier: str
    checked: tuple[Checked, ...]
    roots: bytes
    """PEM."""
    now: datetime

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.inside.meeting.time_zone)

    @property
    def is_norwegian(self) -> bool:
        meeting = self.inside.meeting
        return PROFILES[meeting.minutes_profile].is_norwegian_record or meeting.language in ("nb", "nn")


def export(meeting_id: int, to: IO[bytes], *, place: SigningPlace, folder: Path, now: datetime) -> str:
    """Write the package to `to`, which can be sought in; gives its identifier.

    `folder` is the data folder, `now` aware. RuleBroken: minutes-not-begun, archive-before-signing,
    archive-file-missing, archive-file-changed (both with its name), and those of the signing authority.
    """
    gathered = contents(meeting_id, folder=folder)
    with speaking(gathered.meeting.language):
        package = _package(gathered, place=place, folder=folder, now=now)
    try:
        sip.write(package, to)
    except sip.Altered as altered:
        raise RuleBroken("archive-file-changed", name=_named(gathered, altered.path)) from None
    return package.identifier


def identifier_of(gathered: Contents) -> str:
    """regionala-2026-12-04-9f3c20d1b7aa: readable, and by the fingerprint of the minutes unlike any other."""
    meeting = gathered.meeting
    council = names.plain(meeting.short_name, instead="council")[:30].strip("-")
    return f"{council}-{days_of(meeting).name}-{meeting.fingerprint[:12]}"


def _package(gathered: Contents, *, place: SigningPlace, folder: Path, now: datetime) -> sip.Package:
    work = _Work(
        inside=gathered,
        minutes=from_json(gathered.meeting.snapshot),
        identifier=identifier_of(gathered),
        checked=tuple(
            checked(piece, inside=_INSIDE, place=place, now=now)
            for piece in gathered.pieces
            if piece.is_signed
        ),
        roots=_roots(place, now),
        now=now,
    )
    return sip.Package(
        identifier=work.identifier,
        label=describe.label(work.minutes),
        made_at=now,
        software=SOFTWARE,
        software_version=VERSION,
        archivist=gathered.meeting.host,
        content_type=CONTENT_TYPE,
        representation=_representation(work),
        descriptive=tuple(_descriptive(work)),
        provenance=tuple(_provenance(work)),
        documentation=tuple(_documentation(work)),
        schemas=tuple(_schemas(folder, now)),
    )


def _roots(place: SigningPlace, now: datetime) -> bytes:
    """Every root certificate that the installation believes signers and timestamps by, its own first."""
    others = dict.fromkeys((*place.further, *place.time_roots))
    own = place.authority.root_certificate(now=now)
    return b"".join((own, *(pem.armor("CERTIFICATE", one) for one in others)))


def _representation(work: _Work) -> sip.Representation:
    formats = {one.piece.path: one.format for one in work.checked}
    files = [_file(piece, formats.get(piece.path)) for piece in work.inside.pieces]
    happened: list[Event] = list(events.of_files(work.inside, work.checked, software=SOFTWARE, now=work.now))
    return sip.Representation(
        name=REPRESENTATION,
        files=(files[0], _data(work), *files[1:]),
        events=tuple(happened),
        agents=tuple(events.agents(work.inside)),
    )


def _file(piece: Piece, known: values.Format | None) -> File:
    return File(
        path=piece.path,
        media_type=piece.media_type,
        size=piece.size,
        sha256=piece.sha256,
        created_at=piece.made_at,
        read=piece.read,
        title=piece.title,
        original_name=piece.original_name,
        format=known,
    )


def _data(work: _Work) -> File:
    """The minutes for machines: the very text whose fingerprint was signed."""
    meeting = work.inside.meeting
    return of_bytes(
        f"{work.inside.pieces[0].path.removesuffix('.pdf')}.json",
        meeting.snapshot.encode("utf-8", "surrogatepass"),
        media_type="application/json",
        at=meeting.signed_at,
        title=_("Protokollet som data"),
        format=values.JSON,
    )


def _descriptive(work: _Work) -> Iterator[Metadata]:
    meeting = work.inside.meeting
    data = _data(work)
    told = describe.Meeting(
        identifier=work.identifier,
        minutes=work.minutes,
        fingerprint=meeting.fingerprint,
        signed_at=meeting.signed_at,
        profile=meeting.minutes_profile,
        archive_format=meeting.archive_format,
        documents=(
            *(_document(piece) for piece in work.inside.pieces),
            describe.Document(
                path=f"{_INSIDE}/{data.path}", title=data.title, kind="minutes-data", at=data.created_at
            ),
        ),
        secrecy=work.inside.secrecy,
    )
    yield Metadata(_xml(work, "dc.xml", describe.dublin_core(told)), MetadataKind.DUBLIN_CORE)
    yield Metadata(
        _xml(work, "meeting.xml", describe.as_xml(told)), MetadataKind.OTHER, "COUNCILFLOW-MEETING"
    )
    if work.is_norwegian:
        known = identities.of(work.inside, told.documents)
        content = noark.as_xml(told, known, closed_at=meeting.closed_at or meeting.signed_at)
        yield Metadata(_xml(work, "noark5.xml", content), MetadataKind.OTHER, "NOARK5")


def _document(piece: Piece) -> describe.Document:
    return describe.Document(
        path=f"{_INSIDE}/{piece.path}",
        title=piece.title,
        kind=piece.kind,
        paragraph=piece.paragraph,
        recipient=piece.recipient,
        secrecy=piece.secrecy,
        sha256=piece.sha256,
        size=piece.size,
        media_type=piece.media_type,
        at=piece.made_at,
    )


def _provenance(work: _Work) -> Iterator[Metadata]:
    entries = story.entries(work.inside.meeting.id)
    found = [one.validation for one in work.checked]
    yield Metadata(
        _xml(work, "journal.xml", journal.as_xml(work.identifier, entries)),
        MetadataKind.OTHER,
        "COUNCILFLOW-JOURNAL",
    )
    told = validation.as_xml(work.identifier, found, now=work.now, software=f"{SOFTWARE} {VERSION}")
    yield Metadata(_xml(work, "validation.xml", told), MetadataKind.OTHER, "COUNCILFLOW-VALIDATION")


def _xml(work: _Work, path: str, content: bytes) -> File:
    return of_bytes(path, content, media_type=XML, at=work.now, format=values.XML)


def _documentation(work: _Work) -> Iterator[File]:
    found = [one.validation for one in work.checked]
    label = describe.label(work.minutes)
    report = validation.as_text(label, found, now=work.now, zone=work.zone)
    for path, text in (("readme.txt", "\n".join(_readme(label))), ("validation.txt", report)):
        yield of_bytes(path, text.encode(), media_type="text/plain", at=work.now, format=values.PLAIN)
    yield of_bytes(
        "root-certificates.pem", work.roots, media_type="application/pem-certificate-chain", at=work.now
    )


def _readme(label: str) -> Sequence[str]:
    """What is in the package, for somebody who opens it in a hundred years."""
    return (
        label,
        "",
        _("Paketet följer E-ARK SIP 2.1.0, i Sverige FGS Paketstruktur 2.0. METS.xml nämner varje fil."),
        "",
        _("I mappen representations/rep1/data ligger handlingarna:"),
        _("minutes: det undertecknade protokollet (PDF), och samma text som data (JSON)"),
        _("supplements: undertecknade rättelser och omedelbart justerade paragrafer"),
        _("extracts: protokollsutdrag, vart och ett bestyrkt av sekreteraren"),
        _("attachments: bilagor till punkterna, med paragrafens nummer först i namnet"),
        "",
        _("I mappen metadata/descriptive beskrivs mötet, i metadata/preservation vad som har hänt filerna."),
        _("metadata/other/journal.xml är ett utdrag ur journalen över mötet, utan utkast."),
        _("validation.txt säger vad en kontroll av underskrifterna visade, och vad som inte är bevisat."),
        _("root-certificates.pem behövs för att kontrollera underskrifterna igen."),
        "",
    )


def _schemas(folder: Path, now: datetime) -> Iterator[File]:
    """Our own, and those that the archive wants along: `archive/schemas` in the data folder."""
    own = resources.files(sip) / "schemas" / vocabulary.SCHEMA
    yield of_bytes(vocabulary.SCHEMA, own.read_bytes(), media_type=XML, at=now, format=values.XSD)
    given = names.Folder()
    given.name(Path(vocabulary.SCHEMA).stem, ".xsd")
    for path in sorted((folder / "archive" / "schemas").glob("*.xsd")):
        name = given.name(path.stem, ".xsd")
        yield of_bytes(name, path.read_bytes(), media_type=XML, at=now, format=values.XSD)


def _named(gathered: Contents, path: str) -> str:
    """What people call the file at a path of the package."""
    return next((piece.title for piece in gathered.pieces if path == f"{_INSIDE}/{piece.path}"), path)
