"""What the council says outwards: what may be sent, who may speak, what is late (A40, A98, B1.18)."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from councilflow.process.afterwards import Channel, EffortState, HearingState
from councilflow.process.errors import RuleBroken
from councilflow.process.plans.values import StatementState

UNANSWERED: Final = frozenset({HearingState.RECEIVED, HearingState.ANSWERING})
"""A hearing whose deadline still counts."""

UNTOLD: Final = frozenset({EffortState.PLANNED, EffortState.ONGOING})
"""What is to be told and has not been."""

SPOKEN: Final = frozenset({Channel.PRESS, Channel.MEETING})
"""Where somebody speaks in person, and so needs the right to (B1.19)."""

ASK_AHEAD: Final = timedelta(days=14)
"""So long before its day a hearing or something to tell is on somebody's list."""

ENDS_SOON: Final = timedelta(days=90)
"""So long before its last day the council is asked to choose again (B2.20)."""

MOST_RECIPIENTS: Final = 50
"""So many addresses one statement is mailed to."""


class Standing(StrEnum):
    """Where somebody's place in a forum outside stands today (B2.20)."""

    HOLDS = "holds"
    COMING = "coming"
    ENDS_SOON = "ends-soon"
    ENDED = "ended"
    VACANT = "vacant"


def is_current(starts_on: date, ends_on: date | None, day: date) -> bool:
    """Whether something with a first and a last day holds on a day, both included."""
    return starts_on <= day and (ends_on is None or ends_on >= day)


def check_period(starts_on: date | None, ends_on: date | None) -> None:
    """RuleBroken: ends-before-it-begins."""
    if starts_on and ends_on and ends_on < starts_on:
        raise RuleBroken("ends-before-it-begins")


def check_link(link: str) -> None:
    """RuleBroken: link-unsafe, for anything but an address of the web."""
    if link and not link.lower().startswith(("https://", "http://")):
        raise RuleBroken("link-unsafe")


def check_may_change(state: StatementState) -> None:
    """What has been sent stays as it was sent. RuleBroken: statement-is-sent."""
    if state is StatementState.SENT:
        raise RuleBroken("statement-is-sent")


def is_adopted_in(text: str, wording: str) -> bool:
    """Whether a text says what was agreed on, spaces and line breaks aside: it holds the whole wording, or is
    the wording without the sentence that introduces it."""
    said, agreed = " ".join(text.split()), " ".join(wording.split())
    introduced = " ".join(wording.partition("\n\n")[2].split())
    return bool(agreed) and (agreed in said or (bool(introduced) and introduced == said))


def check_decided(*, is_taken: bool, decided_by: str, decided_on: date | None, today: date) -> None:
    """What is adopted was decided somewhere: at a § where the council agreed, or by somebody who may, on a
    day. RuleBroken: statement-without-decision, statement-decision-to-come."""
    if decided_on is not None and decided_on > today:
        raise RuleBroken("statement-decision-to-come")
    if bool(decided_by.strip()) is not (decided_on is not None):
        raise RuleBroken("statement-without-decision")
    if not is_taken and not decided_by.strip():
        raise RuleBroken("statement-without-decision")


def check_may_send(state: StatementState, *, text: str, signatory: str, is_decided: bool) -> None:
    """Whether a statement may leave the house (A40, B1.18).

    RuleBroken: statement-is-sent, statement-not-adopted, statement-without-decision, statement-without-text,
    statement-without-signatory.
    """
    check_may_change(state)
    if state is not StatementState.ADOPTED:
        raise RuleBroken("statement-not-adopted")
    if not is_decided:
        raise RuleBroken("statement-without-decision")
    if not text.strip():
        raise RuleBroken("statement-without-text")
    if not signatory.strip():
        raise RuleBroken("statement-without-signatory")


def check_sent(signed_on: date, sent_on: date, *, today: date) -> None:
    """The days of something sent. RuleBroken: sent-day-to-come, sent-before-signed."""
    if sent_on > today:
        raise RuleBroken("sent-day-to-come")
    if sent_on < signed_on:
        raise RuleBroken("sent-before-signed")


def check_told(state: EffortState, told_on: date | None, *, today: date) -> None:
    """Something told has its day. RuleBroken: told-without-day, told-day-to-come, told-but-not-done."""
    if state is EffortState.DONE and told_on is None:
        raise RuleBroken("told-without-day")
    if told_on is not None and told_on > today:
        raise RuleBroken("told-day-to-come")
    if told_on is not None and state is not EffortState.DONE:
        raise RuleBroken("told-but-not-done")


def is_hearing_late(state: HearingState, due_on: date, today: date) -> bool:
    return state in UNANSWERED and due_on < today


def is_telling_late(state: EffortState, planned_on: date | None, today: date) -> bool:
    return state in UNTOLD and planned_on is not None and planned_on < today


def standing(starts_on: date, ends_on: date | None, *, is_named: bool, today: date) -> Standing:
    """Where a place in a forum stands. One that nobody holds is vacant, whatever its days; one that has ended
    is vacant as well until it is filled, and is told as ended."""
    if ends_on is not None and ends_on < today:
        return Standing.ENDED
    if not is_named:
        return Standing.VACANT
    if starts_on > today:
        return Standing.COMING
    if ends_on is not None and ends_on <= today + ENDS_SOON:
        return Standing.ENDS_SOON
    return Standing.HOLDS
