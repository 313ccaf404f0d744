"""Who has not handed in, what they lack and by when: the usual day, or the one that they were granted (H.7).

Made from what was handed in and what was granted; what anybody does at home is nowhere behind it (H.5).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from councilflow.process.agenda import ItemKind
from councilflow.process.preparation import due_on
from councilflow.services.preparation.summary import Found, Summary


@dataclass(frozen=True, slots=True)
class Missing:
    """An item that an organisation has not handed in its stance or its answer on."""

    item: Found
    due: date
    is_late: bool
    is_granted: bool
    """Whether the day is one that it asked for."""


@dataclass(frozen=True, slots=True)
class Awaited:
    """An organisation that something is waited from."""

    organisation_id: int
    name: str
    missing: list[Missing]

    @property
    def is_late(self) -> bool:
        return any(one.is_late for one in self.missing)

    @property
    def due(self) -> date:
        """The first day that it should keep."""
        return min(one.due for one in self.missing)


def awaited(
    found: Summary, granted: Mapping[tuple[int, int], date], *, due: date, today: date
) -> list[Awaited]:
    """The organisations that owe a stance or an answer, the late ones first. `granted` as
    `extensions.granted_until` gives it; `due` is the usual day and all days are local."""
    owing = []
    for one in found.organisations:
        missing = []
        for item in found.awaited_from(one.id):
            usual = item.answers_by if item.kind is ItemKind.CONSULTATION and item.answers_by else due
            extra = granted.get((item.id, one.id))
            day = due_on(usual, [extra] if extra else [])
            missing.append(Missing(item, day, today > day, day != usual))
        if missing:
            owing.append(Awaited(one.id, one.name, missing))
    return sorted(owing, key=lambda one: not one.is_late)
