"""Whether a file is a document that this installation signed, unchanged to the last byte (D.5)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from councilflow.documents.gate import findings
from councilflow.services.minutes.known import Known, known
from councilflow.services.minutes.place import SigningPlace
from councilflow.signing.check import Verdict, check


@dataclass(frozen=True, slots=True)
class Finding:
    """Everything that is known of a file."""

    sha256: str
    known: Known | None
    """The file is byte for byte one that was stored here."""
    verdict: Verdict
    shortcomings: tuple[str, ...] | None
    """What keeps it from being archival and accessible (the gate); None when it was not looked at, which is
    so for a file that neither lies here nor bears signatures that are believed."""

    @property
    def is_whole(self) -> bool:
        """It is a document that everybody has signed, and that still counts."""
        return self.known is not None and self.known.is_whole

    @property
    def holds(self) -> bool:
        return self.is_whole and self.verdict.holds and not self.shortcomings


def examine(content: bytes, *, place: SigningPlace, now: datetime) -> Finding:
    """Judge any file: against what was stored here, and by its own signatures with no trust but our own.

    The secret of the signing authority is not needed.
    """
    ours = known(hashlib.sha256(content).hexdigest())
    verdict = check(content, trust=place.trust, time_trust=place.time_roots, now=now)
    looked_at = ours is not None or verdict.holds_so_far
    return Finding(verdict.sha256, ours, verdict, _shortcomings(content) if looked_at else None)


def _shortcomings(content: bytes) -> tuple[str, ...]:
    try:
        return tuple(findings(content))
    except Exception:  # a parser may fail in any way on a file that somebody has tampered with
        return ("not readable",)
