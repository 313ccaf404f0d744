"""An outcome that was written down wrongly, put right while the minutes are a draft (A79; decision 0020).

What the chair stated is what counts; the note of it is put right, and with it all that the closing of the
meeting made of the note: where the question went (A.8), and whether there is a standpoint. What is true of
the item is asked for as at the meeting: its kind, the words, the noted views, the votes. What only the
meeting could wait for – preparation, presentation, wordings that nobody had settled – is told and asked for
no more.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from enum import StrEnum

from councilflow.process.agenda import NOT_ASKED_AT_HOME, IssueState, IssueStep, ItemKind, issue_after
from councilflow.process.consensus import STANDPOINT_TAKEN, Outcome, outcomes_of
from councilflow.process.errors import RuleBroken
from councilflow.process.votes import FROM_THE_PAPERS

AFTERWARDS = {Outcome.POSTPONED: IssueStep.POSTPONE, Outcome.REFERRED_BACK: IssueStep.REFER_BACK}
"""What becomes of the issue behind an item; any other outcome means that it has been dealt with (H.1)."""

SETTLES = STANDPOINT_TAKEN | {Outcome.NOTED}
"""What others may build on: the council has said something, or taken something in."""

IN_THE_POOL = frozenset(
    {IssueState.POSTPONED, IssueState.REFERRED_BACK, IssueState.IN_PREPARATION, IssueState.PREPARED}
)
"""Where an issue stands after a meeting has put it off and until somebody has answered it or put it up."""

DEALT_WITH = frozenset({IssueState.HANDLED, IssueState.IN_FOLLOW_UP, IssueState.CLOSED})


class Following(StrEnum):
    """What else changes when the outcome is put right."""

    ENTERS_REGISTER = "enters_register"
    LEAVES_REGISTER = "leaves_register"
    COMES_BACK_TO_POOL = "comes_back_to_pool"
    STAYS_IN_POOL = "stays_in_pool"
    LEAVES_POOL = "leaves_pool"


class BuiltOn(StrEnum):
    """What somebody has made of an item since the meeting, which would stand on nothing."""

    WORK = "work"
    EFFORT = "effort"
    TELLING = "telling"
    REPLACES = "replaces"
    FOLLOWED = "followed"
    STATEMENT = "statement"
    REPRESENTATION = "representation"
    PLAN = "plan"


def step_of(outcome: Outcome) -> IssueStep:
    """The step that the closing of the meeting takes with the issue behind an item."""
    return AFTERWARDS.get(outcome, IssueStep.HANDLE)


def other_outcomes(kind: ItemKind, noted: Outcome, *, by_majority: bool, dissents: int) -> list[Outcome]:
    """What the chair may have stated instead. Consensus reads with or without a view as the views that are
    noted say, and is put right by them."""
    reads = Outcome.CONSENSUS if dissents else Outcome.CONSENSUS_NOTED
    return [one for one in outcomes_of(kind, by_majority=by_majority) if one not in (noted, reads)]


def follows(kind: ItemKind, noted: Outcome, stated: Outcome) -> list[Following]:
    """What else changes."""
    found = []
    if (stated in STANDPOINT_TAKEN) is not (noted in STANDPOINT_TAKEN):
        taken = stated in STANDPOINT_TAKEN
        found.append(Following.ENTERS_REGISTER if taken else Following.LEAVES_REGISTER)
    if kind in NOT_ASKED_AT_HOME:
        return found  # no question that goes anywhere
    if noted in AFTERWARDS:
        found.append(Following.STAYS_IN_POOL if stated in AFTERWARDS else Following.LEAVES_POOL)
    elif stated in AFTERWARDS:
        found.append(Following.COMES_BACK_TO_POOL)
    return found


def check_other(noted: Outcome | None, seen: Outcome | None, stated: Outcome) -> Outcome:
    """What is noted, when it is what whoever puts it right saw, and something else was stated.

    RuleBroken: outcome-not-stated, outcome-corrected-meanwhile (outcome), outcome-noted-so (outcome).
    """
    if noted is None:
        raise RuleBroken("outcome-not-stated")
    if seen is not noted:
        raise RuleBroken("outcome-corrected-meanwhile", outcome=noted)
    if stated is noted:
        raise RuleBroken("outcome-noted-so", outcome=noted)
    return noted


def check_votes(stated: Outcome, *, votes: int, adopted: Collection[int], remain: bool) -> None:
    """In a body that votes: the outcome is what the votes came to. A proposal that was carried may have been
    to put the question off; the one in the papers was not. `adopted` are the ids of `votes.adopted`;
    `remain`: proposals still stood against each other.

    RuleBroken: questions-remained, votes-say-otherwise.
    """
    if stated in STANDPOINT_TAKEN:
        if remain:
            raise RuleBroken("questions-remained")
        contradicts = not adopted
    else:
        contradicts = FROM_THE_PAPERS in adopted or (stated is Outcome.NONE and bool(adopted))
    if votes and contradicts:
        raise RuleBroken("votes-say-otherwise")


def check_nothing_built(noted: Outcome, stated: Outcome, built: Collection[BuiltOn]) -> None:
    """What the council is now said not to have agreed on, or not to have taken in, bears nothing.

    RuleBroken: outcome-is-built-on (what).
    """
    if built and noted in SETTLES and stated not in SETTLES:
        raise RuleBroken("outcome-is-built-on", what=sorted(built))


def issue_instead(
    state: IssueState,
    noted: Outcome,
    stated: Outcome,
    *,
    again_on: date | None = None,
    is_to_come: bool = False,
) -> IssueState:
    """Where the issue behind an item stands once its outcome is put right. `again_on`: the day of a later
    meeting that has the question on its agenda, and `is_to_come` whether that one has yet to meet.

    RuleBroken: issue-on-another-agenda (day), issue-dealt-with-again (day), issue-went-on (state).
    """
    was_off, is_off = noted in AFTERWARDS, stated in AFTERWARDS
    stands = issue_after(IssueState.ON_AGENDA, step_of(stated))
    if was_off and is_off:
        has_moved = again_on is not None or state is not issue_after(IssueState.ON_AGENDA, step_of(noted))
        return state if has_moved else stands
    if was_off is is_off:
        return state
    if again_on is not None:
        raise RuleBroken("issue-on-another-agenda" if is_to_come else "issue-dealt-with-again", day=again_on)
    if state not in (IN_THE_POOL if was_off else DEALT_WITH):
        raise RuleBroken("issue-went-on", state=state)
    return stands
