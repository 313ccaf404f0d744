"""Decisions as pages show them: chains by standpoint and organisation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, or_, select

from councilflow.extensions import db
from councilflow.models import (
    AgendaItem,
    Body,
    FormalDecision,
    Organisation,
    Person,
    Standpoint,
)
from councilflow.process.afterwards import FormalState
from councilflow.process.formal_decisions import MADE, is_late, is_silent, standing
from councilflow.services.visibility import (
    Viewer,
    closed_decisions_for,
    closed_standpoints_for,
    formal_decisions_for,
    standpoints_for,
)

Found = Row[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Chain:
    """The steps of one organisation, or of the council itself (`organisation_id` None), in order."""

    standpoint_id: int
    organisation_id: int | None
    organisation: str
    short_name: str
    steps: Sequence[Found]
    in_force_on: date | None
    today: date

    @property
    def state(self) -> FormalState:
        return standing([one.state for one in self.steps])

    @property
    def current(self) -> Found:
        """The step that is waited for, or the last one made."""
        return next((one for one in self.steps if one.state not in MADE), self.steps[-1])

    @property
    def is_late(self) -> bool:
        return any(is_late(one.state, one.planned_on, self.today) for one in self.steps)

    @property
    def is_silent(self) -> bool:
        return is_silent(self.state, self.in_force_on, self.today)

    @property
    def is_open(self) -> bool:
        return self.state in (FormalState.UNSETTLED, FormalState.PLANNED)


STEP = (
    FormalDecision.id,
    FormalDecision.standpoint_id,
    FormalDecision.organisation_id,
    FormalDecision.position,
    FormalDecision.version,
    FormalDecision.state,
    FormalDecision.deciding_body,
    FormalDecision.planned_on,
    FormalDecision.decided_on,
    FormalDecision.reference,
    FormalDecision.note,
    FormalDecision.link,
    FormalDecision.file_name,
    FormalDecision.size,
    FormalDecision.updated_at,
    FormalDecision.reminded_at,
    Organisation.name.label("organisation"),
    Organisation.short_name,
    Standpoint.in_force_on,
    Person.name.label("updated_by"),
)


def _open(who: Viewer) -> ColumnElement[bool]:
    return and_(standpoints_for(who), formal_decisions_for(who))


def _closed(who: Viewer) -> ColumnElement[bool]:
    return and_(closed_standpoints_for(who), closed_decisions_for(who))


def steps(who: Viewer, *, closed: bool = False) -> Select[*tuple[Any, ...]]:
    """Every step that the viewer may read, with what a page says of it; `closed`: those under secrecy."""
    return (
        select(*STEP)
        .join(Standpoint, Standpoint.id == FormalDecision.standpoint_id)
        .join(AgendaItem, AgendaItem.id == Standpoint.item_id)
        .outerjoin(Organisation, Organisation.id == FormalDecision.organisation_id)
        .outerjoin(Person, Person.id == FormalDecision.updated_by_id)
        .where(_closed(who) if closed else _open(who))
        .order_by(FormalDecision.standpoint_id, Organisation.name, FormalDecision.position)
    )


def chains(who: Viewer, standpoint_ids: Collection[int], *, today: date, closed: bool = False) -> list[Chain]:
    """The chains of these standpoints, the council's own first and then by organisation. One statement."""
    if not standpoint_ids:
        return []
    rows = db.session.execute(
        steps(who, closed=closed).where(FormalDecision.standpoint_id.in_(standpoint_ids))
    )
    return chained(rows, today)


def chained(rows: Iterable[Found], today: date) -> list[Chain]:
    """Steps put together to chains, in their order."""
    by_chain: dict[tuple[int, int | None], list[Found]] = defaultdict(list)
    for row in rows:
        by_chain[(row.standpoint_id, row.organisation_id)].append(row)
    found = [
        Chain(
            standpoint_id,
            organisation_id,
            of_chain[0].organisation or "",
            of_chain[0].short_name or "",
            of_chain,
            of_chain[0].in_force_on,
            today,
        )
        for (standpoint_id, organisation_id), of_chain in by_chain.items()
    ]
    return sorted(found, key=lambda one: (one.standpoint_id, one.organisation_id is not None))


def step_of(who: Viewer, decision_id: int) -> FormalDecision | None:
    """One step as a row, when the viewer may read it, under secrecy or not."""
    return db.session.scalar(
        select(FormalDecision)
        .join(Standpoint, Standpoint.id == FormalDecision.standpoint_id)
        .join(AgendaItem, AgendaItem.id == Standpoint.item_id)
        .where(FormalDecision.id == decision_id, or_(_open(who), _closed(who)))
    )


LINE = (
    Standpoint.item_id,
    Standpoint.number,
    Standpoint.year,
    Standpoint.taken_on,
    Standpoint.council_id,
    AgendaItem.title,
    Body.name.label("council"),
    Body.time_zone,
)
"""What a line about a step says of its standpoint."""
