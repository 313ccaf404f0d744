"""Whether a file is minutes that this installation signed, unchanged to the last byte (D.5)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from councilflow.process.minutes import MinutesState
from councilflow.services.minutes import reading
from councilflow.services.minutes.place import SigningPlace
from councilflow.signing.check import Verdict, check


@dataclass(frozen=True, slots=True)
class Finding:
    """Everything that is known of a file."""

    sha256: str
    known: Row[*tuple[Any, ...]] | None
    """A row of `reading.known_file`: the file is byte for byte one that was stored here."""
    verdict: Verdict

    @property
    def is_whole(self) -> bool:
        """It is the last file of minutes that everybody has signed."""
        known = self.known
        return known is not None and known.state is MinutesState.SIGNED and bool(known.number == known.newest)

    @property
    def holds(self) -> bool:
        return self.is_whole and self.verdict.holds


def examine(content: bytes, *, place: SigningPlace, now: datetime) -> Finding:
    """Judge any file: against what was stored here, and by its own signatures with no trust but our own."""
    sha256 = hashlib.sha256(content).hexdigest()
    root = place.authority.root_certificate(now=now)
    return Finding(sha256, reading.known_file(sha256), check(content, trust=[root]))
