"""What has happened to the files of a meeting, as PREMIS tells it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from councilflow.documents.sip.names import plain
from councilflow.documents.sip.premis import software_key
from councilflow.documents.sip.values import Agent, AgentKind, Event
from councilflow.process.record import FileKind
from councilflow.services.archive.checking import Checked
from councilflow.services.archive.gathering import Contents, Piece

_HOST = "host"
_SIGNED = "digital signature generation"
KINDS: dict[FileKind, tuple[str, str]] = {
    FileKind.BASE: ("creation", "The unsigned file was laid out"),
    FileKind.SEAL: (_SIGNED, "The seal of the council"),
    FileKind.SIGNATURE: (_SIGNED, "A personal signature"),
    FileKind.TIMESTAMP: (_SIGNED, "A document timestamp"),
}
"""The type of event of a revision, a term of the Library of Congress, and what it was."""


def agents(inside: Contents) -> Iterator[Agent]:
    """The host, and everybody who signed, attested or put a file there."""
    yield Agent(key=_HOST, kind=AgentKind.ORGANISATION, name=inside.meeting.host)
    for name, key in _people(inside).items():
        yield Agent(key=key, kind=AgentKind.PERSON, name=name)


def of_files(
    inside: Contents, checked: Sequence[Checked], *, software: str, now: datetime
) -> Iterator[Event]:
    """How each file came about, and that it was checked `now` (aware)."""
    people, tool = _people(inside), software_key(software)
    for number, piece in enumerate(inside.pieces, start=1):
        yield from _of(piece, number, people, tool)
    for number, one in enumerate(checked, start=1):
        yield Event(
            key=f"validated-{number}",
            kind="digital signature validation",
            at=now,
            agents=(tool,),
            files=(one.piece.path,),
            detail="Every signature, and everything added after it; see metadata/other/validation.xml",
            outcome="success" if one.validation.holds else "failure",
        )
    attached = tuple(piece.path for piece in inside.of("attachment"))
    if attached:
        yield Event(
            key="fixity",
            kind="fixity check",
            at=now,
            agents=(tool,),
            files=attached,
            detail="SHA-256 compared with what was recorded when the file came in",
            outcome="success",
        )


def _of(piece: Piece, number: int, people: dict[str, str], tool: str) -> Iterator[Event]:
    for one in piece.revisions:
        kind, what = KINDS[one.kind]
        who = people[one.name] if one.name else tool if one.kind is FileKind.BASE else _HOST
        yield Event(
            key=f"file-{number}-{one.number}",
            kind=kind,
            at=one.made_at,
            agents=(who,),
            files=(piece.path,),
            detail=f"{what}: the first {one.size} bytes, SHA-256 {one.sha256}",
        )
    if not piece.revisions:
        yield Event(
            key=f"file-{number}",
            kind=_SIGNED if piece.is_signed else "transfer",
            at=piece.made_at,
            agents=(people[piece.by],),
            files=(piece.path,),
            detail="Attested by the secretary" if piece.is_signed else "Put beside its item",
        )


def _people(inside: Contents) -> dict[str, str]:
    """A key for each name, in the order they appear."""
    found: dict[str, str] = {}
    for piece in inside.pieces:
        for name in (*(one.name for one in piece.revisions), piece.by):
            if name and name not in found:
                found[name] = f"person-{len(found) + 1}-{plain(name, instead='x')[:30].strip('-')}"
    return found
