"""A small package with one of everything, for the tests of the archive format."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zipfile import ZipFile

from lxml import etree

from councilflow.documents.sip import (
    Agent,
    AgentKind,
    Event,
    File,
    Metadata,
    MetadataKind,
    Package,
    Representation,
    of_bytes,
    write,
)
from councilflow.documents.sip.values import JSON, PDFA_3A, PLAIN, XML, XSD

ODT = "application/vnd.oasis.opendocument.text"
NOW = datetime(2026, 12, 8, 9, 0, 1, tzinfo=UTC)
IDENTIFIER = "regionala-2026-12-04-9f3c20d1b7aa"


def xml(path: str, content: bytes = b"<a/>", format: Any = XML) -> File:
    return of_bytes(path, content, media_type="application/xml", at=NOW, format=format)


def pdf(path: str, content: bytes = b"%PDF-1.7 \xe5") -> File:
    return of_bytes(path, content, media_type="application/pdf", at=NOW, title="Protokoll", format=PDFA_3A)


def representation(**facts: Any) -> Representation:
    usual: dict[str, Any] = {
        "name": "rep1",
        "files": (
            pdf("minutes/protokoll.pdf"),
            of_bytes("minutes/protokoll.json", b"{}", media_type="application/json", at=NOW, format=JSON),
            replace(
                of_bytes(
                    "attachments/002-plan.odt",
                    b"PK",
                    media_type="application/vnd.oasis.opendocument.text",
                    at=NOW,
                ),
                original_name="Förslag <slutligt> & «bilaga».odt",
            ),
        ),
        "events": (
            Event(
                key="signed",
                kind="digital signature generation",
                at=NOW,
                agents=("person-1",),
                files=("minutes/protokoll.pdf",),
                detail="A personal signature",
            ),
            Event(
                key="checked",
                kind="digital signature validation",
                at=NOW,
                agents=("software-councilflow",),
                outcome="success",
                outcome_note="Every signature",
            ),
        ),
        "agents": (Agent(key="person-1", kind=AgentKind.PERSON, name="Ordföranden", note="Ordförande"),),
    }
    return Representation(**usual | facts)


def package(**facts: Any) -> Package:
    usual: dict[str, Any] = {
        "identifier": IDENTIFIER,
        "label": "Protokoll med bilagor, Regionala samverkansrådet, 2026-12-04",
        "made_at": NOW,
        "software": "Councilflow",
        "software_version": "0",
        "archivist": "Region Västernorrland",
        "content_type": "Councilflow meeting 1",
        "representation": representation(),
        "descriptive": (
            Metadata(xml("dc.xml"), MetadataKind.DUBLIN_CORE),
            Metadata(xml("meeting.xml", b"<b/>"), MetadataKind.OTHER, "COUNCILFLOW-MEETING"),
        ),
        "provenance": (Metadata(xml("journal.xml"), MetadataKind.OTHER, "COUNCILFLOW-JOURNAL"),),
        "documentation": (
            of_bytes("readme.txt", "Läs mig".encode(), media_type="text/plain", at=NOW, format=PLAIN),
        ),
        "schemas": (xml("own.xsd", format=XSD),),
    }
    return Package(**usual | facts)


def written(package: Package) -> bytes:
    file = io.BytesIO()
    write(package, file)
    return file.getvalue()


def unpacked(content: bytes) -> dict[str, bytes]:
    """Every file of a ZIP, by its name."""
    with ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def parsed(content: bytes, name: str) -> Any:
    return etree.fromstring(unpacked(content)[name])
