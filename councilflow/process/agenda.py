"""From a proposed issue to an agenda that may go out.

Every organisation proposes issues, all year (A10, A72). The preparatory group answers each of them and
builds the agenda (A65). An item must say whether it is for information or for a standpoint, how it links
to the regional development strategy, and what one needs to read; until then no document goes out (A87–A90).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from councilflow.process.errors import RuleBroken


class IssueState(StrEnum):
    PROPOSED = "proposed"
    IN_PREPARATION = "in_preparation"
    PREPARED = "prepared"
    ON_AGENDA = "on_agenda"
    HANDLED = "handled"
    IN_FOLLOW_UP = "in_follow_up"
    CLOSED = "closed"
    RESTING = "resting"
    DECLINED = "declined"
    REFERRED_BACK = "referred_back"
    POSTPONED = "postponed"


class IssueStep(StrEnum):
    TAKE_UP = "take_up"
    FINISH = "finish"
    PUT_ON_AGENDA = "put_on_agenda"
    TAKE_OFF_AGENDA = "take_off_agenda"
    REST = "rest"
    DECLINE = "decline"
    HANDLE = "handle"
    REFER_BACK = "refer_back"
    POSTPONE = "postpone"
    FOLLOW_UP = "follow_up"
    CLOSE = "close"
    LOSE_MEETING = "lose_meeting"  # its meeting is cancelled; it is as ready as it was


_OPEN = (
    IssueState.PROPOSED,
    IssueState.IN_PREPARATION,
    IssueState.PREPARED,
    IssueState.REFERRED_BACK,
    IssueState.POSTPONED,
)

ISSUE_STEPS: dict[tuple[IssueState, IssueStep], IssueState] = {
    (IssueState.PROPOSED, IssueStep.TAKE_UP): IssueState.IN_PREPARATION,
    (IssueState.RESTING, IssueStep.TAKE_UP): IssueState.IN_PREPARATION,
    (IssueState.DECLINED, IssueStep.TAKE_UP): IssueState.IN_PREPARATION,
    (IssueState.REFERRED_BACK, IssueStep.TAKE_UP): IssueState.IN_PREPARATION,
    (IssueState.POSTPONED, IssueStep.TAKE_UP): IssueState.IN_PREPARATION,
    (IssueState.IN_PREPARATION, IssueStep.FINISH): IssueState.PREPARED,
    **{(state, IssueStep.PUT_ON_AGENDA): IssueState.ON_AGENDA for state in _OPEN},
    (IssueState.ON_AGENDA, IssueStep.TAKE_OFF_AGENDA): IssueState.IN_PREPARATION,
    **{(state, IssueStep.REST): IssueState.RESTING for state in _OPEN},
    **{(state, IssueStep.DECLINE): IssueState.DECLINED for state in (*_OPEN, IssueState.RESTING)},
    (IssueState.ON_AGENDA, IssueStep.HANDLE): IssueState.HANDLED,
    (IssueState.HANDLED, IssueStep.FOLLOW_UP): IssueState.IN_FOLLOW_UP,
    **{
        (state, IssueStep.CLOSE): IssueState.CLOSED for state in (IssueState.HANDLED, IssueState.IN_FOLLOW_UP)
    },
    (IssueState.ON_AGENDA, IssueStep.REFER_BACK): IssueState.REFERRED_BACK,
    (IssueState.ON_AGENDA, IssueStep.POSTPONE): IssueState.POSTPONED,
    (IssueState.ON_AGENDA, IssueStep.LOSE_MEETING): IssueState.PREPARED,
}

ANSWERS = {
    IssueStep.PUT_ON_AGENDA: IssueState.ON_AGENDA,
    IssueStep.REST: IssueState.RESTING,
    IssueStep.DECLINE: IssueState.DECLINED,
}
"""The three answers a proposer can get (A72): till agendan, vilar, avböjd."""

NEEDS_REASON = frozenset({IssueStep.REST, IssueStep.DECLINE})


class Taker(StrEnum):
    """Who takes a step with an issue (A65, A72)."""

    PREPARERS = "preparers"  # the preparatory group, on the issue or on the agenda
    MEETING = "meeting"  # what came of it at the meeting, or that there was none


TAKERS: dict[IssueStep, Taker] = {
    IssueStep.TAKE_UP: Taker.PREPARERS,
    IssueStep.FINISH: Taker.PREPARERS,
    IssueStep.PUT_ON_AGENDA: Taker.PREPARERS,
    IssueStep.TAKE_OFF_AGENDA: Taker.PREPARERS,
    IssueStep.REST: Taker.PREPARERS,
    IssueStep.DECLINE: Taker.PREPARERS,
    IssueStep.HANDLE: Taker.MEETING,
    IssueStep.REFER_BACK: Taker.MEETING,
    IssueStep.POSTPONE: Taker.MEETING,
    IssueStep.FOLLOW_UP: Taker.PREPARERS,
    IssueStep.CLOSE: Taker.PREPARERS,
    IssueStep.LOSE_MEETING: Taker.MEETING,
}

ON_THE_AGENDA = frozenset({IssueStep.PUT_ON_AGENDA, IssueStep.TAKE_OFF_AGENDA})
"""The steps that are taken by changing an agenda, and not on the issue itself."""


def steps_to_choose(state: IssueState) -> list[IssueStep]:
    """What the preparatory group can do with an issue as it stands, beside putting it on an agenda."""
    return [
        step
        for step in open_issue_steps(state)
        if TAKERS[step] is Taker.PREPARERS and step not in ON_THE_AGENDA
    ]


OPEN_TO_CHANGES = frozenset({*_OPEN, IssueState.RESTING})
"""While it is so, the preparatory group may still work on what the proposal says."""


def issue_after(state: IssueState, step: IssueStep) -> IssueState:
    """The state that `step` leads to; RuleBroken("issue-step-not-allowed") when there is none."""
    try:
        return ISSUE_STEPS[state, step]
    except KeyError:
        raise RuleBroken("issue-step-not-allowed", state=state, step=step) from None


def open_issue_steps(state: IssueState) -> list[IssueStep]:
    """The steps to offer, in the order they normally happen."""
    return [step for step in IssueStep if (state, step) in ISSUE_STEPS]


class ItemKind(StrEnum):
    STANDPOINT = "standpoint"
    INFORMATION = "information"
    CONSULTATION = "consultation"  # samråd: one answer per organisation (A37)
    STANDING = "standing"
    HEADING = "heading"  # divides the agenda; nothing is dealt with under it


ANSWERED_BY_EACH = (ItemKind.STANDPOINT, ItemKind.CONSULTATION)
"""The kinds on which the council waits for a word from every organisation (A37, A73)."""

NOT_ASKED_AT_HOME = frozenset({ItemKind.STANDING, ItemKind.HEADING})
"""The kinds that no organisation prepares at home and that link to no strategy."""


def numbered(kinds: Iterable[ItemKind | None]) -> list[int | None]:
    """The numbers on the agenda, in its order, from 1; a heading has none and takes none."""
    numbers: list[int | None] = []
    last = 0
    for kind in kinds:
        last += kind is not ItemKind.HEADING
        numbers.append(None if kind is ItemKind.HEADING else last)
    return numbers


def takes(kind: ItemKind | None, minutes: int | None) -> int | None:
    """How many minutes an item takes of the meeting; None while nobody has said. A heading takes none, unless
    it is a break with minutes of its own."""
    return (minutes or 0) if kind is ItemKind.HEADING else minutes


class Purpose(StrEnum):
    """What an item is taken up for, besides its kind (A57)."""

    DISCUSSION = "discussion"
    PRIORITISATION = "prioritisation"
    FOLLOW_UP = "follow_up"


class Reach(StrEnum):
    """How much of the county a question is about (A93)."""

    WHOLE = "whole"
    PARTS = "parts"


class StandingItem(StrEnum):
    """What a standing item is about; decides the sentences that the minutes begin with."""

    OPENING = "opening"
    ELECTION = "election"  # of those who adjust the minutes, apart from the opening
    AGENDA = "agenda"  # approving it, apart from the opening
    PREVIOUS_MINUTES = "previous_minutes"
    FOLLOW_UP = "follow_up"
    OTHER = "other"
    CLOSING = "closing"


USUAL_STANDING: dict[StandingItem, int] = {
    StandingItem.OPENING: 10,
    StandingItem.PREVIOUS_MINUTES: 5,
    StandingItem.FOLLOW_UP: 10,
    StandingItem.CLOSING: 5,
}
"""The standing items of a meeting, and their minutes, in a council that has not settled its own."""

LOOKS_BACK = frozenset({StandingItem.PREVIOUS_MINUTES, StandingItem.FOLLOW_UP})
"""What there is nothing to say about at a council's first meeting."""


class Gap(StrEnum):
    """Something the documents must say and that an item does not (A88–A90)."""

    KIND = "kind"
    STRATEGY_LINK = "strategy_link"
    STRATEGY_SENTENCE = "strategy_sentence"
    BACKGROUND = "background"
    CONSULTATION = "consultation"
    ANSWERS_BY = "answers_by"
    PROPOSAL = "proposal"
    NOT_PREPARED = "not_prepared"


def gaps(
    kind: ItemKind | None,
    *,
    strategy_links: int,
    strategy_sentence: str,
    background: str,
    questions: int,
    attachments: int,
    proposal: str,
    consultation: str = "",
    answers_by: date | None = None,
    is_prepared: bool = True,
) -> list[Gap]:
    """What an item still lacks before its documents may go out (A87–A90).

    `is_prepared` is False for an item of a wider council that nobody has marked: it cannot be for a
    standpoint (A58). A heading is not dealt with, and a consultation asks instead of proposing (A37).
    """
    if kind in (ItemKind.STANDING, ItemKind.HEADING):
        return []
    lacking = (
        (Gap.KIND, kind is None),
        (Gap.STRATEGY_LINK, not strategy_links),
        (Gap.STRATEGY_SENTENCE, not strategy_sentence.strip()),
        (Gap.BACKGROUND, not (background.strip() or questions or attachments)),
        (Gap.CONSULTATION, kind is ItemKind.CONSULTATION and not consultation.strip()),
        (Gap.ANSWERS_BY, kind is ItemKind.CONSULTATION and answers_by is None),
        (Gap.PROPOSAL, kind is ItemKind.STANDPOINT and not proposal.strip()),
        (Gap.NOT_PREPARED, kind is ItemKind.STANDPOINT and not is_prepared),
    )
    return [gap for gap, lacks in lacking if lacks]
