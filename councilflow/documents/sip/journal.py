"""The journal of a meeting as it goes into the archive: the steps, never the drafts behind them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from councilflow.documents.sip.own import ARCHIVE, LOCATION, own
from councilflow.documents.sip.xml import XSI, as_bytes, at, put


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One step. `hash` and `previous_hash` are its place in the chain of the installation's journal."""

    number: int
    at: datetime
    event: str
    words: str
    """The step as a sentence, in the language of the council's documents."""
    facts: tuple[tuple[str, str], ...]
    hash: str
    previous_hash: str


def as_xml(identifier: str, entries: Iterable[Entry]) -> bytes:
    """`identifier`: of the package. The entries stand in the order they were written."""
    root = own.root("journal", {None: ARCHIVE, "xsi": XSI}, identifier=identifier)
    put(root, {f"{{{XSI}}}schemaLocation": LOCATION})
    for entry in entries:
        one = own.add(
            root,
            "entry",
            number=entry.number,
            at=at(entry.at),
            event=entry.event,
            hash=entry.hash,
            previousHash=entry.previous_hash,
        )
        own.add(one, "words", entry.words)
        for name, value in entry.facts:
            put(own.add(one, "fact", value), {"name": name})
    return as_bytes(root)
