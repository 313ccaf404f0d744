"""Another wording than the one on the table: suggested by anybody with the right to propose, and settled by
whoever leads or keeps the record (A77, A79). Nothing is adopted until the chair has read it out."""

from __future__ import annotations

from councilflow.process.consensus import STANDPOINT_TAKEN, Outcome
from councilflow.process.errors import RuleBroken
from councilflow.process.sitting import AmendmentState

SETTLED = frozenset({AmendmentState.TAKEN_IN, AmendmentState.LEFT_OUT, AmendmentState.WITHDRAWN})


def check_suggestion(base: str, text: str) -> None:
    """RuleBroken: amendment-without-text, amendment-changes-nothing."""
    if not text.strip():
        raise RuleBroken("amendment-without-text")
    if text.split() == base.split():
        raise RuleBroken("amendment-changes-nothing")


def settled(state: AmendmentState, to: AmendmentState) -> AmendmentState:
    """The state that a suggestion comes to; one that is settled stays. RuleBroken: amendment-is-settled."""
    if state in SETTLED or to not in SETTLED:
        raise RuleBroken("amendment-is-settled", state=state)
    return to


def check_nothing_waits(outcome: Outcome, waiting: int) -> None:
    """No wording is stated while another one waits for somebody to say whether it is taken in. With a
    question that is put off or sent back they are put off too, and nothing is said of them.

    RuleBroken: wordings-wait (count).
    """
    if waiting and outcome in STANDPOINT_TAKEN:
        raise RuleBroken("wordings-wait", count=waiting)


def check_wording_seen(now: str, seen: str | None, text: str) -> None:
    """Refuse to write over a wording that somebody else has changed meanwhile; None: nobody looked.

    RuleBroken: wording-changed-meanwhile.
    """
    if seen is not None and seen.split() != now.split() and text.split() not in (now.split(), seen.split()):
        raise RuleBroken("wording-changed-meanwhile")


def wording_to_keep(now: str, seen: str | None, text: str) -> str:
    """What was typed; what stands now, when the one who saved had left the wording as it was seen."""
    return now if seen is not None and text.split() == seen.split() != now.split() else text
