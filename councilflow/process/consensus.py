"""How a council arrives at a standpoint.

The councils are advisory and never vote. The chair states the outcome and the secretary records it (A79). A
standpoint may be taken only when the preparation is closed and the presentation held; the chair may decide
otherwise for a reason, which the minutes then show (A81). A dissenting view does not stand in the way of
consensus; it is put in the minutes when somebody asks for it, word for word, until the meeting closes (A86).
"""

from __future__ import annotations

from enum import StrEnum

from councilflow.process.agenda import ItemKind
from councilflow.process.errors import RuleBroken


class Outcome(StrEnum):
    CONSENSUS = "consensus"
    CONSENSUS_NOTED = "consensus_noted"
    NONE = "none"
    POSTPONED = "postponed"
    REFERRED_BACK = "referred_back"
    NOTED = "noted"  # an information or standing item, to the minutes


OUTCOMES: dict[ItemKind, tuple[Outcome, ...]] = {
    ItemKind.STANDPOINT: (
        Outcome.CONSENSUS,
        Outcome.CONSENSUS_NOTED,
        Outcome.NONE,
        Outcome.POSTPONED,
        Outcome.REFERRED_BACK,
    ),
    ItemKind.INFORMATION: (Outcome.NOTED, Outcome.POSTPONED, Outcome.REFERRED_BACK),
    ItemKind.CONSULTATION: (Outcome.NOTED, Outcome.POSTPONED, Outcome.REFERRED_BACK),
    ItemKind.STANDING: (Outcome.NOTED, Outcome.POSTPONED),
    ItemKind.HEADING: (),
}

STANDPOINT_TAKEN = frozenset({Outcome.CONSENSUS, Outcome.CONSENSUS_NOTED})


class Gate(StrEnum):
    """What a standpoint waits for (A81)."""

    PREPARATION_OPEN = "preparation_open"
    PRESENTATION_NOT_HELD = "presentation_not_held"


def closed_gates(*, preparation_closed: bool, presentation_held: bool) -> list[Gate]:
    """The gates that still stand between the council and a standpoint."""
    closed = []
    if not preparation_closed:
        closed.append(Gate.PREPARATION_OPEN)
    if not presentation_held:
        closed.append(Gate.PRESENTATION_NOT_HELD)
    return closed


def check_outcome(
    kind: ItemKind, outcome: Outcome, *, wording: str, dissents: int, gates: list[Gate], override: str
) -> None:
    """Refuse an outcome that the rules do not allow (A79–A81, A86).

    RuleBroken codes: outcome-not-for-this-kind, standpoint-before-its-time (with gates), standpoint-without-
    wording, dissent-must-show, no-dissent-to-note.
    """
    if outcome not in OUTCOMES[kind]:
        raise RuleBroken("outcome-not-for-this-kind", kind=kind, outcome=outcome)
    if outcome not in STANDPOINT_TAKEN:
        return
    if gates and not override.strip():
        raise RuleBroken("standpoint-before-its-time", gates=gates)
    if not wording.strip():
        raise RuleBroken("standpoint-without-wording")
    if outcome is Outcome.CONSENSUS and dissents:
        raise RuleBroken("dissent-must-show", dissents=dissents)
    if outcome is Outcome.CONSENSUS_NOTED and not dissents:
        raise RuleBroken("no-dissent-to-note")


def with_dissents(outcome: Outcome | None, dissents: int) -> Outcome | None:
    """The outcome as it must read when a view is noted or withdrawn after the chair has stated it."""
    if outcome in STANDPOINT_TAKEN:
        return Outcome.CONSENSUS_NOTED if dissents else Outcome.CONSENSUS
    return outcome
