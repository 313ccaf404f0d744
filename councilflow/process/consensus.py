"""How a council arrives at a standpoint.

The councils are advisory and never vote. The chair states the outcome and the secretary records it (A79). A
standpoint may be taken only when the preparation is closed and the presentation held; the chair may decide
otherwise for a reason, which the minutes then show (A81). Bodies that vote know nothing of these gates. A
dissenting view does not stand in the way of consensus; it is put in the minutes when somebody asks for it,
word for word, until the meeting closes (A86).
"""

from __future__ import annotations

from enum import StrEnum

from councilflow.process.agenda import ItemKind
from councilflow.process.errors import RuleBroken


class Outcome(StrEnum):
    CONSENSUS = "consensus"
    CONSENSUS_NOTED = "consensus_noted"
    DECIDED = "decided"  # not by all; only where the body's rules know such a decision (H.12)
    NONE = "none"
    POSTPONED = "postponed"
    REFERRED_BACK = "referred_back"
    NOTED = "noted"  # an information or standing item, to the minutes


OUTCOMES: dict[ItemKind, tuple[Outcome, ...]] = {
    ItemKind.STANDPOINT: (
        Outcome.CONSENSUS,
        Outcome.CONSENSUS_NOTED,
        Outcome.DECIDED,
        Outcome.NONE,
        Outcome.POSTPONED,
        Outcome.REFERRED_BACK,
    ),
    ItemKind.INFORMATION: (Outcome.NOTED, Outcome.POSTPONED, Outcome.REFERRED_BACK),
    ItemKind.CONSULTATION: (Outcome.NOTED, Outcome.POSTPONED, Outcome.REFERRED_BACK),
    ItemKind.STANDING: (Outcome.NOTED, Outcome.POSTPONED),
    ItemKind.HEADING: (),
}

STANDPOINT_TAKEN = frozenset({Outcome.CONSENSUS, Outcome.CONSENSUS_NOTED, Outcome.DECIDED})

BY_ALL = frozenset({Outcome.CONSENSUS, Outcome.CONSENSUS_NOTED})
"""What the whole council came to, even where a differing view is noted."""


def outcomes_of(kind: ItemKind, *, by_majority: bool) -> tuple[Outcome, ...]:
    """What the chair may state: a decision that is not everybody's only in a body that takes such."""
    return tuple(one for one in OUTCOMES[kind] if by_majority or one is not Outcome.DECIDED)


class Gate(StrEnum):
    """What a standpoint waits for (A81)."""

    PREPARATION_OPEN = "preparation_open"
    PRESENTATION_NOT_HELD = "presentation_not_held"


def closed_gates(*, preparation_closed: bool, presentation_held: bool, waits: bool = True) -> list[Gate]:
    """The gates that still stand between the council and a standpoint; none where the profile does not wait
    for them."""
    closed: list[Gate] = []
    if not waits:
        return closed
    if not preparation_closed:
        closed.append(Gate.PREPARATION_OPEN)
    if not presentation_held:
        closed.append(Gate.PRESENTATION_NOT_HELD)
    return closed


def check_outcome(
    kind: ItemKind,
    outcome: Outcome,
    *,
    wording: str,
    dissents: int,
    gates: list[Gate],
    override: str,
    by_majority: bool = False,
    divided: bool = False,
) -> None:
    """Refuse an outcome that the rules do not allow (A79–A81, A86).

    `by_majority`: the body's rules know decisions that are not everybody's; `divided`: this one was not.
    RuleBroken codes: outcome-not-for-this-kind, standpoint-before-its-time (with gates), standpoint-without-
    wording, not-by-all, dissent-must-show, no-dissent-to-note; in a body that takes decisions by majority
    opinion-must-show, no-opinion-to-note.
    """
    if outcome not in outcomes_of(kind, by_majority=by_majority):
        raise RuleBroken("outcome-not-for-this-kind", kind=kind, outcome=outcome)
    if outcome not in STANDPOINT_TAKEN:
        return
    if divided and outcome in BY_ALL:
        raise RuleBroken("not-by-all")
    if gates and not override.strip():
        raise RuleBroken("standpoint-before-its-time", gates=gates)
    if not wording.strip():
        raise RuleBroken("standpoint-without-wording")
    if outcome is Outcome.CONSENSUS and dissents:
        raise RuleBroken("opinion-must-show" if by_majority else "dissent-must-show", dissents=dissents)
    if outcome is Outcome.CONSENSUS_NOTED and not dissents:
        raise RuleBroken("no-opinion-to-note" if by_majority else "no-dissent-to-note")


def with_dissents(outcome: Outcome | None, dissents: int) -> Outcome | None:
    """The outcome as it must read when a view is noted or withdrawn after the chair has stated it."""
    if outcome in BY_ALL:
        return Outcome.CONSENSUS_NOTED if dissents else Outcome.CONSENSUS
    return outcome
