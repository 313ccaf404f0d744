"""The register as a list: cut by what the reader looks for, and read from a place on.

Going on from a place and not from a count costs the same on every page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, exists, false, func, literal, or_, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, aliased

from councilflow.extensions import db
from councilflow.models import (
    AgendaItem,
    Body,
    Dissent,
    FormalDecision,
    Implementation,
    Meeting,
    Organisation,
    Plan,
    PlanNode,
    Standpoint,
    StrategyLink,
)
from councilflow.process.afterwards import FormalState, StandpointState
from councilflow.process.consensus import Outcome
from councilflow.process.plans.values import NodeKind
from councilflow.process.profiles import PROFILES, OutcomeWord
from councilflow.process.standpoints import Answer, Progress
from councilflow.services.plans import choosing
from councilflow.services.plans.access import plans_for
from councilflow.services.searching import about
from councilflow.services.standpoints.facts import answered, counted, in_state, progress_in, state_in
from councilflow.services.visibility import Viewer, standpoints_for

PAGE = 50
OFFERED = 300
"""So many areas and goals are offered to look by."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader looks for; nothing of it: everything."""

    words: str = ""
    council_id: int | None = None
    year: int | None = None
    state: StandpointState | None = None
    answer: Answer | None = None
    organisation_id: int | None = None
    """Those that wait for it, that it has decided on, dissents from or does something for."""
    node_id: int | None = None
    """Those linked to this part of a plan, or to something below it."""

    @property
    def is_all(self) -> bool:
        return self == Wanted()


@dataclass(frozen=True, slots=True)
class Named:
    """Another standpoint, as a line names it."""

    item_id: int
    number: int
    year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One standpoint of the list; `day` is the meeting's date where the council meets."""

    id: int
    item_id: int
    meeting_id: int
    number: int
    year: int
    title: str
    outcome: Outcome
    wording: str
    council: str
    day: date
    state: StandpointState
    progress: Progress
    called: OutcomeWord
    replaced_by: Named | None
    replaces: Sequence[Named] = ()
    dissenting: Sequence[str] = ()
    """Whose views the minutes have, by name."""
    links: Sequence[str] = ()
    """The parts of plans it is about."""


@dataclass(frozen=True, slots=True)
class Page:
    standpoints: Sequence[Listed]
    older: int | None
    """The standpoint after which the next page goes on; None on the last page."""


@dataclass(frozen=True, slots=True)
class Offers:
    """What the list can be cut by: rows of id and name, years, and rows of id, title and plan."""

    councils: Sequence[Any] = field(default_factory=list)
    organisations: Sequence[Any] = field(default_factory=list)
    years: Sequence[int] = field(default_factory=list)
    nodes: Sequence[Any] = field(default_factory=list)


_ORDER: tuple[InstrumentedAttribute[Any], ...] = (Standpoint.taken_on, Standpoint.number, Standpoint.id)
_NEWER = aliased(Standpoint)
_IS_NEWER = and_(
    _NEWER.id == Standpoint.replaced_by_id,
    _NEWER.item_id.not_in(select(AgendaItem.id).where(AgendaItem.is_secret)),
)


def taken(
    viewer: Viewer,
    wanted: Wanted | None = None,
    *,
    today: date,
    before: int | None = None,
    size: int | None = PAGE,
) -> Page:
    """Standpoints of the viewer's own councils, newest first. `today` says what is late; `before` is the one
    that the last page ended with; `size` None gives all of them. Four statements."""
    query = _select(viewer, wanted or Wanted(), today)
    if before is not None:
        query = query.where(_older_than(before))
    rows = db.session.execute(query if size is None else query.limit(size + 1)).all()
    more = size is not None and len(rows) > size
    found = _listed(rows[:size] if more else rows)
    return Page(found, older=found[-1].id if more else None)


def offers(viewer: Viewer) -> Offers:
    """What the viewer's standpoints can be looked for by. Four statements."""
    mine = select(Standpoint.id).join(AgendaItem, AgendaItem.id == Standpoint.item_id)
    mine = mine.where(standpoints_for(viewer))
    councils = select(Body.id, Body.name).where(
        Body.id.in_(select(Standpoint.council_id).where(Standpoint.id.in_(mine)))
    )
    asked = select(FormalDecision.organisation_id).where(FormalDecision.standpoint_id.in_(mine))
    named = select(Organisation.id, Organisation.name).where(Organisation.id.in_(asked))
    years = select(Standpoint.year).where(Standpoint.id.in_(mine)).distinct()
    return Offers(
        councils=db.session.execute(councils.order_by(Body.name)).all(),
        organisations=db.session.execute(named.order_by(Organisation.name)).all(),
        years=db.session.scalars(years.order_by(Standpoint.year.desc())).all(),
        nodes=_nodes(viewer),
    )


def _nodes(viewer: Viewer) -> Sequence[Any]:
    return db.session.execute(
        select(PlanNode.id, PlanNode.title, Plan.title.label("plan"))
        .join(Plan, Plan.id == PlanNode.plan_id)
        .where(PlanNode.kind.in_((NodeKind.AREA, NodeKind.GOAL, NodeKind.THEME)), plans_for(viewer))
        .order_by(Plan.position, Plan.id, PlanNode.position, PlanNode.id)
        .limit(OFFERED)
    ).all()


def _select(viewer: Viewer, wanted: Wanted, today: date) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Standpoint.id,
            Standpoint.item_id,
            Standpoint.number,
            Standpoint.year,
            Standpoint.taken_on,
            AgendaItem.meeting_id,
            AgendaItem.title,
            AgendaItem.outcome,
            AgendaItem.adopted,
            Body.name.label("council"),
            func.coalesce(Meeting.minutes_profile, Body.minutes_profile).label("minutes_profile"),
            _NEWER.item_id.label("newer_item_id"),
            _NEWER.number.label("newer_number"),
            _NEWER.year.label("newer_year"),
            *counted(today),
        )
        .join(AgendaItem, AgendaItem.id == Standpoint.item_id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .join(Body, Body.id == Standpoint.council_id)
        .outerjoin(_NEWER, _IS_NEWER)
        .where(standpoints_for(viewer), *_looked_for(wanted, today))
        .order_by(*(column.desc() for column in _ORDER))
    )


def _looked_for(wanted: Wanted, today: date) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.words:
        conditions.append(about(wanted.words, AgendaItem.title, AgendaItem.adopted, AgendaItem.registry_no))
    if wanted.council_id is not None:
        conditions.append(Standpoint.council_id == wanted.council_id)
    if wanted.year is not None:
        conditions.append(Standpoint.year == wanted.year)
    if wanted.state is not None:
        conditions.append(in_state(wanted.state))
    if wanted.answer is not None:
        conditions.append(answered(wanted.answer, today))
    if wanted.organisation_id is not None:
        conditions.append(_concerns(wanted.organisation_id))
    if wanted.node_id is not None:
        linked = select(StrategyLink.item_id).where(StrategyLink.node_id.in_(choosing.below(wanted.node_id)))
        conditions.append(Standpoint.item_id.in_(linked))
    return conditions


def _concerns(organisation_id: int) -> ColumnElement[bool]:
    return or_(
        exists().where(
            FormalDecision.standpoint_id == Standpoint.id,
            FormalDecision.organisation_id == organisation_id,
            FormalDecision.state != FormalState.NOT_NEEDED,
        ),
        exists().where(Dissent.item_id == Standpoint.item_id, Dissent.organisation_id == organisation_id),
        exists().where(
            Implementation.standpoint_id == Standpoint.id,
            Implementation.organisation_id == organisation_id,
        ),
    )


def _listed(rows: Sequence[Row[*tuple[Any, ...]]]) -> list[Listed]:
    dissenting = _dissenting({row.item_id for row in rows})
    links = _links({row.item_id for row in rows})
    replaces = _replaces({row.id for row in rows})
    return [
        Listed(
            id=row.id,
            item_id=row.item_id,
            meeting_id=row.meeting_id,
            number=row.number,
            year=row.year,
            title=row.title,
            outcome=row.outcome,
            wording=row.adopted,
            council=row.council,
            day=row.taken_on,
            state=state_in(row),
            progress=progress_in(row),
            called=PROFILES[row.minutes_profile].outcome,
            replaced_by=_named(row.newer_item_id, row.newer_number, row.newer_year),
            replaces=replaces[row.id],
            dissenting=dissenting[row.item_id],
            links=links[row.item_id],
        )
        for row in rows
    ]


def _named(item_id: int | None, number: int, year: int) -> Named | None:
    return Named(item_id, number, year) if item_id is not None else None


def _dissenting(item_ids: Collection[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = db.session.execute(
        select(Dissent.item_id, Dissent.organisation, Dissent.person)
        .where(Dissent.item_id.in_(item_ids))
        .order_by(Dissent.id)
    )
    for row in rows:
        name = ", ".join(filter(None, (row.person, row.organisation)))
        if name not in found[row.item_id]:
            found[row.item_id].append(name)
    return found


def _links(item_ids: Collection[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = db.session.execute(
        select(StrategyLink.item_id, PlanNode.title)
        .join(PlanNode, PlanNode.id == StrategyLink.node_id)
        .where(StrategyLink.item_id.in_(item_ids))
        .order_by(StrategyLink.id)
    )
    for item_id, title in rows:
        found[item_id].append(title)
    return found


def _replaces(ids: Collection[int]) -> dict[int, list[Named]]:
    found: dict[int, list[Named]] = defaultdict(list)
    rows = db.session.execute(
        select(Standpoint.replaced_by_id, Standpoint.item_id, Standpoint.number, Standpoint.year)
        .join(AgendaItem, AgendaItem.id == Standpoint.item_id)
        .where(Standpoint.replaced_by_id.in_(ids), AgendaItem.is_secret.is_(False))
        .order_by(Standpoint.taken_on, Standpoint.id)
    )
    for row in rows:
        found[row.replaced_by_id or 0].append(Named(row.item_id, row.number, row.year))
    return found


def _older_than(standpoint_id: int) -> ColumnElement[bool]:
    """What comes after a standpoint in the list; nothing when it is gone."""
    place = db.session.execute(select(*_ORDER).where(Standpoint.id == standpoint_id)).one_or_none()
    if place is None:
        return false()
    there = [literal(value, column.type) for value, column in zip(place, _ORDER, strict=True)]
    return and_(tuple_(*_ORDER) < tuple_(*there))
