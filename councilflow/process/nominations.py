"""Asking the organisations for names (B1.16).

A body asks those that belong to it for names to a kind of seat, by a day. Each answers for itself: with names
– as many as were asked for, or fewer – or it declines and says why. It may answer anew until the request is
closed; whoever has been given a seat by then stays named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from councilflow.process.councils import Category, Side
from councilflow.process.errors import RuleBroken

MOST_NAMES = 20

WITH_SIDE = (Category.MEMBER, Category.SUBSTITUTE)
"""The seats for which it matters whether somebody belongs to the majority or the opposition (A42)."""


class AnswerState(StrEnum):
    """How an organisation stands to a request."""

    OWED = "owed"
    LATE = "late"
    NAMED = "named"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Nominee:
    """Somebody an organisation has named; `seat_id` once a seat has been given."""

    name: str
    email: str
    title: str = ""
    side: Side | None = None
    party: str = ""
    seat_id: int | None = None
    person_id: int | None = None

    @classmethod
    def of(cls, stored: dict[str, Any]) -> Nominee:
        return cls(**stored | {"side": Side(stored["side"]) if stored.get("side") else None})

    def stored(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if value}


def answer_state(*, is_answered: bool, declines: bool, due_on: date, day: date) -> AnswerState:
    """How an organisation stands on a day; the due day itself is not late."""
    if is_answered:
        return AnswerState.DECLINED if declines else AnswerState.NAMED
    return AnswerState.LATE if day > due_on else AnswerState.OWED


def check_answer(nominees: Sequence[Nominee], *, declines: bool, note: str, names_wanted: int) -> None:
    """RuleBroken: names-missing, names-too-many, named-twice, named-and-declined, reason-for-declining."""
    if declines:
        if nominees:
            raise RuleBroken("named-and-declined")
        if not note.strip():
            raise RuleBroken("reason-for-declining")
        return
    if not nominees:
        raise RuleBroken("names-missing")
    if len(nominees) > names_wanted:
        raise RuleBroken("names-too-many", wanted=names_wanted)
    addresses = [nominee.email for nominee in nominees]
    twice = next((one for one in addresses if addresses.count(one) > 1), None)
    if twice:
        raise RuleBroken("named-twice", email=twice)
