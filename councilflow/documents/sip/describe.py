"""What a package tells of its meeting: Dublin Core for any archive, and the meeting itself in full.

The words are those of the frozen minutes; nothing is taken from anywhere else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from councilflow.documents.sip.own import ARCHIVE, LOCATION, own
from councilflow.documents.sip.people import (
    write_part_in,
    write_participant,
    write_signatories,
    write_sitting,
)
from councilflow.documents.sip.xml import XSI, Writer, as_bytes, at, put
from councilflow.i18n import gettext as _
from councilflow.process.minutes import Minutes, Paragraph

_DC = "http://purl.org/dc/elements/1.1/"
_OAI = "http://www.openarchives.org/OAI/2.0/oai_dc/"
_dc = Writer(_DC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file of the package as people know it. `path`: from the root of the package."""

    path: str
    title: str
    kind: str
    """minutes, minutes-data, immediate, correction, extract or attachment."""
    paragraph: int | None = None
    recipient: str = ""
    secrecy: str = ""
    """Its mark of secrecy in words, of its own or of its §; empty when it is open."""
    sha256: str = ""
    size: int = 0
    media_type: str = ""
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A meeting whose minutes are signed."""

    identifier: str
    """Of the package."""
    minutes: Minutes
    fingerprint: str
    signed_at: datetime
    profile: str
    archive_format: str
    documents: tuple[Document, ...]
    secrecy: Mapping[int, str] = field(default_factory=dict)
    """The marks in words, by the number of the § that has one."""


def label(minutes: Minutes) -> str:
    """What the package is called, in the language that is spoken."""
    days = " – ".join(dict.fromkeys(sitting.day.isoformat() for sitting in minutes.sittings))
    return _("Protokoll med bilagor, %(council)s, %(days)s", council=minutes.council, days=days)


def dublin_core(meeting: Meeting) -> bytes:
    """The fifteen elements as far as they have something to say."""
    minutes = meeting.minutes
    root = put(
        Writer(_OAI).root("dc", {"oai_dc": _OAI, "dc": _DC, "xsi": XSI}),
        {f"{{{XSI}}}schemaLocation": f"{_OAI} http://www.openarchives.org/OAI/2.0/oai_dc.xsd"},
    )
    _dc.add(root, "title", label(minutes))
    _dc.add(root, "creator", minutes.council)
    for paragraph in minutes.paragraphs:
        # This is what a catalogue shows to anybody: of what is secret, the mark alone.
        title = meeting.secrecy.get(paragraph.number, paragraph.title)
        _dc.add(root, "description", f"§ {paragraph.number} {title}")
    _dc.add_if(root, "publisher", minutes.host)
    for day in dict.fromkeys(sitting.day for sitting in minutes.sittings):
        _dc.add(root, "date", day.isoformat())
    _dc.add(root, "type", "Text")
    _dc.add(root, "format", "application/pdf")
    _dc.add(root, "identifier", meeting.identifier)
    _dc.add(root, "language", minutes.language)
    for registered in dict.fromkeys(one.registry_no for one in minutes.paragraphs):
        _dc.add_if(root, "relation", registered)
    return as_bytes(root)


def as_xml(meeting: Meeting) -> bytes:
    """The meeting with its people, paragraphs and files."""
    minutes = meeting.minutes
    root = own.root("meeting", {None: ARCHIVE, "xsi": XSI}, identifier=meeting.identifier)
    put(root, {f"{{{XSI}}}schemaLocation": LOCATION})
    own.add(root, "council", minutes.council)
    own.add_if(root, "host", minutes.host)
    own.add(root, "language", minutes.language)
    own.add(root, "number", str(minutes.number), year=minutes.year)
    own.add(root, "kind", minutes.kind)
    own.add(root, "form", minutes.form)
    own.add_if(root, "place", minutes.place)
    own.add(root, "profile", meeting.profile)
    own.add(root, "archiveFormat", meeting.archive_format)
    own.add(root, "fingerprint", meeting.fingerprint)
    own.add(root, "signedAt", at(meeting.signed_at))
    for sitting in minutes.sittings:
        write_sitting(root, sitting)
    own.add(root, "chair", minutes.chair)
    own.add(root, "secretary", minutes.secretary)
    for person in minutes.attendance:
        write_participant(root, person)
    write_signatories(root, minutes)
    for paragraph in minutes.paragraphs:
        _paragraph(root, paragraph, meeting)
    _documents(root, meeting, None)
    return as_bytes(root)


def _paragraph(root: Any, paragraph: Paragraph, meeting: Meeting) -> None:
    """A §: what it came to and who had a part in it. What is secret is told without its words; these stand in
    the minutes themselves and in their data."""
    mark = meeting.secrecy.get(paragraph.number, "")
    one = own.add(
        root,
        "paragraph",
        number=paragraph.number,
        kind=paragraph.kind,
        outcome=paragraph.outcome,
        approvedOn=paragraph.approved_on,
    )
    _mark(one, mark)
    own.add(one, "title", paragraph.title)
    own.add_if(one, "registryNumber", paragraph.registry_no)
    own.add_if(one, "wording", "" if mark else paragraph.wording)
    write_part_in(one, paragraph, in_words=not mark)
    _documents(one, meeting, paragraph.number)


def _documents(parent: Any, meeting: Meeting, paragraph: int | None) -> None:
    """The files of one §, or those that belong to the whole meeting."""
    for document in meeting.documents:
        if document.paragraph == paragraph:
            one = own.add(parent, "document", kind=document.kind, path=document.path)
            _mark(one, document.secrecy)
            own.add(one, "title", document.title)
            own.add_if(one, "recipient", document.recipient)


def _mark(element: Any, secrecy: str) -> None:
    if secrecy:
        put(element, {"secrecy": secrecy})
