"""A correction of signed minutes (rättelse): a document of its own, which says what changes and why.

Signed minutes are never replaced. The correction names the exact file it belongs to by its SHA-256.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from councilflow.process import values
from councilflow.process.errors import RuleBroken
from councilflow.process.minutes import Minutes, Signatory


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One place in the minutes."""

    paragraph: int | None
    """The number of the §; None: outside the paragraphs, in the roll for example."""
    said: str
    should_say: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    council: str
    host: str
    language: str
    """Of the document: sv, nb, nn or en (H.16)."""
    number: int
    """The meeting's first, second … correction."""
    days: tuple[date, ...]
    """Of the meeting."""
    meeting_number: int
    year: int
    minutes_signed_on: date
    minutes_sha256: str
    reason: str
    changes: tuple[Change, ...]
    decided_on: date
    signatories: tuple[Signatory, ...]
    format: int = 1


def check(changes: tuple[Change, ...], reason: str, minutes: Minutes) -> None:
    """RuleBroken: correction-empty, correction-without-reason, correction-changes-nothing (with the §),
    correction-of-unknown-paragraph (with the §)."""
    if not changes:
        raise RuleBroken("correction-empty")
    if not reason.strip():
        raise RuleBroken("correction-without-reason")
    known = {paragraph.number for paragraph in minutes.paragraphs}
    for change in changes:
        if change.paragraph is not None and change.paragraph not in known:
            raise RuleBroken("correction-of-unknown-paragraph", paragraph=change.paragraph)
        if change.said.strip() == change.should_say.strip():
            raise RuleBroken("correction-changes-nothing", paragraph=change.paragraph)


def from_json(text: str) -> Correction:
    """The correction that `values.as_json` wrote. KeyError, TypeError or ValueError for anything else."""
    correction: Correction = values.read(text, Correction)
    return correction
