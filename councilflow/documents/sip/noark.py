"""The meeting in the words of Noark 5, for councils in Norway (process.md E).

A `moetemappe` with its `moeteregistrering` for each case and each file, under the names and in the order of
the standard's archive structure. It is what the receiving Noark core needs to register the meeting, not a
complete extraction (arkivuttrekk) of an archive. The numbers (M008 …) are those of the metadata catalogue.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from councilflow.documents.sip.describe import Document, Meeting
from councilflow.documents.sip.xml import XSI, Writer, as_bytes, at, put
from councilflow.process.agenda import ItemKind
from councilflow.process.consensus import Outcome
from councilflow.process.meeting import PRESENT
from councilflow.process.minutes import Minutes, Paragraph
from councilflow.words import word

NOARK = "http://www.arkivverket.no/standarder/noark5/arkivstruktur"
_write = Writer(NOARK)

CASE_KINDS: dict[ItemKind, str] = {
    ItemKind.STANDPOINT: "Politisk sak",
    ItemKind.INFORMATION: "Referatsak",
    ItemKind.CONSULTATION: "Politisk sak",
}
"""M088 moetesakstype; a standing item is no case."""

_DONE = "Ferdig behandlet av utvalget"
STATES: dict[Outcome, str] = {
    Outcome.CONSENSUS: _DONE,
    Outcome.CONSENSUS_NOTED: _DONE,
    Outcome.DECIDED: _DONE,
    Outcome.NONE: _DONE,
    Outcome.NOTED: _DONE,
    Outcome.POSTPONED: "Utsatt til nytt møte i samme utvalg",
    Outcome.REFERRED_BACK: "Sendt tilbake til foregående utvalg",
}
"""M055 moeteregistreringsstatus."""

RECORD_KINDS: dict[str, str] = {
    "minutes": "Møteprotokoll",
    "immediate": "Møteprotokoll",
    "correction": "Møteprotokoll",
    "extract": "Særutskrift",
    "attachment": "Vedlegg til møtesak",
}
"""M085 moeteregistreringstype, by the kind of file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identities:
    """What a Noark core knows things by (M001 systemID): UUIDs that stay the same in every package."""

    meeting: str
    previous: str = ""
    """The council's meeting before this one, and after."""
    following: str = ""
    cases: dict[int, str]
    """By number of paragraph."""
    earlier: dict[int, tuple[str, ...]]
    """By number of paragraph: the same case in earlier meetings (M224)."""
    later: dict[int, tuple[str, ...]]
    """… and in later ones (M223)."""
    files: dict[str, str]
    """By path."""


def as_xml(meeting: Meeting, known: Identities, *, closed_at: datetime) -> bytes:
    """`closed_at`: when the meeting was closed, aware. Speaks the language that is spoken."""
    minutes = meeting.minutes
    root = _write.root("mappe", {None: NOARK, "xsi": XSI})
    put(root, {f"{{{XSI}}}type": "moetemappe"})
    _write.add(root, "systemID", known.meeting)
    _write.add(root, "mappeID", f"{minutes.year}/{minutes.number}")
    title = f"{minutes.council}, møte {minutes.number}/{minutes.year}"
    _write.add(root, "tittel", title)
    _write.add(root, "offentligTittel", title)
    _write.add(root, "dokumentmedium", "Elektronisk arkiv")
    _write.add(root, "opprettetDato", at(closed_at))
    _write.add(root, "opprettetAv", minutes.secretary)
    _write.add(root, "avsluttetDato", at(meeting.signed_at))
    _write.add(root, "avsluttetAv", minutes.secretary)
    for paragraph in minutes.paragraphs:
        _case(root, meeting, paragraph, known, closed_at)
    for document in meeting.documents:
        if document.kind in RECORD_KINDS:
            _record(root, meeting, document, known)
    _meeting(root, minutes, known)
    return as_bytes(root)


def _meeting(root: Any, minutes: Minutes, known: Identities) -> None:
    """M008, M370, M102, M371, M221, M222, M372, M373."""
    _write.add(root, "moetenummer", str(minutes.number))
    _write.add(root, "utvalg", minutes.council)
    _write.add(root, "moetedato", minutes.sittings[0].day.isoformat())
    _write.add_if(root, "moetested", minutes.place)
    _write.add_if(root, "referanseForrigeMoete", known.previous)
    _write.add_if(root, "referanseNesteMoete", known.following)
    told = {minutes.chair: "Møteleder", minutes.secretary: "Referent"}
    for person in minutes.attendance:
        if person.presence in PRESENT:
            _participant(root, person.name, told.pop(person.name, "") or word(person.category))
    for name, function in told.items():
        if name:
            _participant(root, name, function)


def _participant(root: Any, name: str, function: str) -> None:
    one = _write.add(root, "moetedeltaker")
    _write.add(one, "moetedeltakerNavn", name)
    _write.add(one, "moetedeltakerFunksjon", function)


def _case(root: Any, meeting: Meeting, paragraph: Paragraph, known: Identities, closed_at: datetime) -> None:
    """M085, M088, M055, M223, M224 of one case."""
    number = paragraph.number
    one = _registration(
        root,
        known.cases[number],
        meeting,
        made_at=closed_at,
        key=f"{number}/{meeting.minutes.year}",
        title=paragraph.title,
    )
    _write.add(one, "moeteregistreringstype", "Saksframlegg")
    _write.add_if(one, "moetesakstype", CASE_KINDS.get(paragraph.kind))
    _write.add(one, "moeteregistreringsstatus", STATES[paragraph.outcome])
    _served(one, meeting)
    files = [
        known.files[document.path]
        for document in meeting.documents
        if document.paragraph == number and document.kind in RECORD_KINDS
    ]
    _references(one, [*files, *known.later.get(number, ())], known.earlier.get(number, ()))


def _record(root: Any, meeting: Meeting, document: Document, known: Identities) -> None:
    """A file as a registration of its own, with where it lies and its checksum."""
    identity = known.files[document.path]
    one = _registration(
        root,
        identity,
        meeting,
        made_at=document.at,
        key=identity,
        title=document.title,
        document=document,
    )
    _write.add(one, "moeteregistreringstype", RECORD_KINDS[document.kind])
    _served(one, meeting)
    case = known.cases.get(document.paragraph) if document.paragraph is not None else None
    _references(one, (), (case,) if case else ())


def _registration(
    root: Any,
    identity: str,
    meeting: Meeting,
    *,
    made_at: datetime,
    key: str,
    title: str,
    document: Document | None = None,
) -> Any:
    one = put(_write.add(root, "registrering"), {f"{{{XSI}}}type": "moeteregistrering"})
    secretary = meeting.minutes.secretary
    _write.add(one, "systemID", identity)
    _write.add(one, "opprettetDato", at(made_at))
    _write.add(one, "opprettetAv", secretary)
    _write.add(one, "arkivertDato", at(meeting.signed_at))
    _write.add(one, "arkivertAv", secretary)
    if document is not None:
        _file(one, document, secretary)
    _write.add(one, "registreringsID", key)
    _write.add(one, "tittel", title)
    return one


def _file(parent: Any, document: Document, by: str) -> None:
    one = _write.add(parent, "dokumentobjekt")
    _write.add(one, "versjonsnummer", "1")
    _write.add(one, "variantformat", "Arkivformat" if document.kind != "attachment" else "Produksjonsformat")
    _write.add(one, "format", document.media_type)
    _write.add(one, "opprettetDato", at(document.at))
    _write.add(one, "opprettetAv", by)
    _write.add(one, "referanseDokumentfil", document.path)
    _write.add(one, "sjekksum", document.sha256)
    _write.add(one, "sjekksumAlgoritme", "SHA-256")
    _write.add(one, "filstoerrelse", str(document.size))


def _served(one: Any, meeting: Meeting) -> None:
    _write.add(one, "administrativEnhet", meeting.minutes.host or meeting.minutes.council)
    _write.add(one, "saksbehandler", meeting.minutes.secretary)


def _references(one: Any, to: Any, back: Any) -> None:
    """M223 and M224."""
    for identity in to:
        _write.add(one, "referanseTilMoeteregistrering", identity)
    for identity in back:
        _write.add(one, "referanseFraMoeteregistrering", identity)
