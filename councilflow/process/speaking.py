"""The list of speakers: who may ask for the floor, and in which order it is given.

Only who has the right to speak asks for it (A.7); who presents an item speaks on that item alone (A68). A
reply comes directly after the speech it answers, before everybody else who waits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from councilflow.process.councils import Category
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import PRESENT, Presence
from councilflow.process.rights import Right, Settled, may
from councilflow.process.sitting import SpeechKind


@dataclass(frozen=True, slots=True)
class AtTheTable:
    """Somebody on the roll, as far as speaking on an item goes."""

    category: Category
    presence: Presence | None
    """None: the roll has not been called."""
    serves: bool = False
    has_jav: bool = False


def check_speaker(one: AtTheTable, settled: Settled | None = None) -> None:
    """RuleBroken: no-right-to-speak, speaker-is-away, speaker-has-jav."""
    if not may(one.category, Right.SPEAK, serving=one.serves, settled=settled):
        raise RuleBroken("no-right-to-speak")
    if one.presence is not None and one.presence not in PRESENT:
        raise RuleBroken("speaker-is-away")
    if one.has_jav:
        raise RuleBroken("speaker-has-jav")


def may_speak(one: AtTheTable, settled: Settled | None = None) -> bool:
    try:
        check_speaker(one, settled)
    except RuleBroken:
        return False
    return True


def place_of(kind: SpeechKind, waiting: Sequence[SpeechKind]) -> int:
    """Where somebody new comes among those who wait: a reply after the replies that stand first, anything
    else at the end."""
    if kind is not SpeechKind.REPLY:
        return len(waiting)
    return next((place for place, one in enumerate(waiting) if one is not SpeechKind.REPLY), len(waiting))


def moved(queue: Sequence[int], who: int, by: int) -> list[int]:
    """The queue with one of it a step nearer (-1) or further (1); at its end it stays."""
    rest = [one for one in queue if one != who]
    place = min(max(queue.index(who) + by, 0), len(rest))
    return [*rest[:place], who, *rest[place:]]
