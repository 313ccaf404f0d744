"""Standpoints down, organisations across: where every organisation is with every standpoint (A82)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from councilflow.services.formal_decisions.reading import Chain, chains
from councilflow.services.standpoints.listing import Listed, Wanted, taken
from councilflow.services.visibility import Viewer

PAGE = 20


@dataclass(frozen=True, slots=True)
class Column:
    organisation_id: int
    name: str
    short_name: str


@dataclass(frozen=True, slots=True)
class Line:
    """A standpoint; `cells` has a chain for each column, or None where the organisation does not count."""

    standpoint: Listed
    own: Chain | None
    """The council's own steps, before the organisations'."""
    cells: Sequence[Chain | None]


@dataclass(frozen=True, slots=True)
class Matrix:
    columns: Sequence[Column]
    lines: Sequence[Line]
    older: int | None

    @property
    def has_own(self) -> bool:
        return any(line.own for line in self.lines)


def matrix(
    who: Viewer, wanted: Wanted, *, today: date, before: int | None = None, size: int | None = PAGE
) -> Matrix:
    """The matrix of the standpoints that are looked for, newest first. Five statements on every page."""
    page = taken(who, wanted, today=today, before=before, size=size)
    found = chains(who, [one.id for one in page.standpoints], today=today)
    by_place = {(one.standpoint_id, one.organisation_id): one for one in found}
    named = {
        one.organisation_id: Column(one.organisation_id, one.organisation, one.short_name)
        for one in found
        if one.organisation_id is not None
    }
    columns = sorted(named.values(), key=lambda one: one.name)
    lines = [
        Line(
            standpoint,
            by_place.get((standpoint.id, None)),
            [by_place.get((standpoint.id, column.organisation_id)) for column in columns],
        )
        for standpoint in page.standpoints
    ]
    return Matrix(columns, lines, page.older)
