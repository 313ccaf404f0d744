"""How an organisation prepares at home (A73, A85, H.5).

What an organisation writes while it prepares is its own: stored for its account, seen by nobody outside it.
Only what it hands in leaves the room, as it was at that moment, and becomes a document received by the host.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from councilflow.process.errors import RuleBroken


class Stance(StrEnum):
    """Where an organisation stands (A77)."""

    SUPPORT = "support"
    SUPPORT_YIELDING = "support_yielding"
    DISSENT = "dissent"
    NEEDS_MORE = "needs_more"


class PreparationState(StrEnum):
    NOT_STARTED = "not_started"
    PRIVATE = "private"
    READY = "ready"  # klar hos oss; as private as the draft
    SUBMITTED = "submitted"
    CHANGED = "changed"  # handed in, and worked on at home since


def preparation_state(
    *, begun: bool, submitted: bool, changed_since: bool, ready: bool = False
) -> PreparationState:
    """What the organisation itself sees; outside it, only submitted or not is ever known."""
    if submitted:
        return PreparationState.CHANGED if changed_since else PreparationState.SUBMITTED
    if ready:
        return PreparationState.READY
    return PreparationState.PRIVATE if begun else PreparationState.NOT_STARTED


class SubmissionGap(StrEnum):
    STANCE = "stance"
    DISSENT_TEXT = "dissent_text"
    ANSWER = "answer"  # to the question of a consultation (A37)


def submission_gaps(stance: Stance | None, *, dissent: str, requested: bool) -> list[SubmissionGap]:
    """What is missing before an organisation can hand in its stance on a standpoint item (A77, A85, A86)."""
    missing = []
    if stance is None:
        missing.append(SubmissionGap.STANCE)
    if (stance is Stance.DISSENT or requested) and not dissent.strip():
        missing.append(SubmissionGap.DISSENT_TEXT)
    return missing


def check_answers_open(due: date, *, today: date) -> None:
    """An answer to a consultation is taken in, and changed, until its day is over (A37).

    RuleBroken: consultation-is-over (with due).
    """
    if today > due:
        raise RuleBroken("consultation-is-over", due=due)


def due_on(usual: date, granted: Iterable[date]) -> date:
    """The day by which an organisation hands in: the usual one (H.7), or the last one that it was granted."""
    return max([usual, *granted])


def check_extension(until: date, *, due: date, meeting_on: date) -> None:
    """More time reaches past the day that holds, and not past the meeting itself (A85).

    RuleBroken: extension-too-short (with due), extension-too-long (with day).
    """
    if until <= due:
        raise RuleBroken("extension-too-short", due=due)
    if until > meeting_on:
        raise RuleBroken("extension-too-long", day=meeting_on)


class ExtensionState(StrEnum):
    """Where a request for more time stands."""

    ASKED = "asked"
    GRANTED = "granted"
    DENIED = "denied"


def extension_state(*, granted: bool | None) -> ExtensionState:
    if granted is None:
        return ExtensionState.ASKED
    return ExtensionState.GRANTED if granted else ExtensionState.DENIED


@dataclass(frozen=True, slots=True)
class StanceSummary:
    """How many organisations stand where on one item (A76)."""

    asked: int
    counts: dict[Stance, int]

    @property
    def submitted(self) -> int:
        return sum(self.counts.values())

    @property
    def silent(self) -> int:
        return self.asked - self.submitted

    @property
    def behind(self) -> int:
        return self.counts[Stance.SUPPORT] + self.counts[Stance.SUPPORT_YIELDING]


def summarise(asked: int, stances: Iterable[Stance]) -> StanceSummary:
    counted = Counter(stances)
    return StanceSummary(asked, {stance: counted[stance] for stance in Stance})
