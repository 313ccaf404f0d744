"""One standpoint with its whole story, as far as the viewer may know it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import aliased

from councilflow.extensions import db
from councilflow.models import (
    AgendaItem,
    Body,
    Dissent,
    Meeting,
    Plan,
    PlanNode,
    Standpoint,
    StrategyLink,
)
from councilflow.process.afterwards import StandpointState
from councilflow.process.profiles import PROFILES, OutcomeWord
from councilflow.process.standpoints import Progress
from councilflow.services.plans.access import plans_for
from councilflow.services.standpoints.facts import counted, progress_in, state_in
from councilflow.services.visibility import Viewer, closed_standpoints_for, standpoints_for

_NEWER, _NEWER_ITEM = aliased(Standpoint), aliased(AgendaItem)


@dataclass(frozen=True, slots=True)
class Story:
    """`row` holds what stands in the standpoint and its item; `dissents` are organisation, person, kind and
    text; `links` id, title, level, plan_id, plan and `reads`, whether the viewer reads that plan; `replaces`
    item_id, number, year, title and replaced_on."""

    row: Row[*tuple[Any, ...]]
    state: StandpointState
    progress: Progress
    called: OutcomeWord
    dissents: Sequence[Any]
    links: Sequence[Any]
    replaces: Sequence[Any]


def story(viewer: Viewer, item_id: int, *, today: date, closed: bool = False) -> Story | None:
    """The standpoint that was taken in an item; None when there is none that the viewer may read. `today`
    says what is late; `closed`: one under secrecy, for who is to decide on it at home. Four statements."""
    readable = closed_standpoints_for(viewer) if closed else standpoints_for(viewer)
    row = db.session.execute(
        select(
            Standpoint.id,
            Standpoint.item_id,
            Standpoint.council_id,
            Standpoint.number,
            Standpoint.year,
            Standpoint.taken_on,
            Standpoint.carried_out,
            Standpoint.follow_up_on,
            Standpoint.message,
            Standpoint.replaced_on,
            AgendaItem.meeting_id,
            AgendaItem.title,
            AgendaItem.is_secret,
            AgendaItem.secrecy_section,
            AgendaItem.outcome,
            AgendaItem.adopted,
            AgendaItem.registry_no,
            AgendaItem.shared_value,
            AgendaItem.strategy_sentence,
            Body.name.label("council"),
            func.coalesce(Meeting.minutes_profile, Body.minutes_profile).label("minutes_profile"),
            _NEWER.item_id.label("newer_item_id"),
            _NEWER.number.label("newer_number"),
            _NEWER.year.label("newer_year"),
            _NEWER_ITEM.title.label("newer_title"),
            _NEWER_ITEM.is_secret.label("newer_is_secret"),
            *counted(today),
        )
        .join(AgendaItem, AgendaItem.id == Standpoint.item_id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .join(Body, Body.id == Standpoint.council_id)
        .outerjoin(_NEWER, _NEWER.id == Standpoint.replaced_by_id)
        .outerjoin(_NEWER_ITEM, _NEWER_ITEM.id == _NEWER.item_id)
        .where(Standpoint.item_id == item_id, readable)
    ).one_or_none()
    if row is None:
        return None
    return Story(
        row=row,
        state=state_in(row),
        progress=progress_in(row),
        called=PROFILES[row.minutes_profile].outcome,
        dissents=_dissents(item_id),
        links=_links(item_id, viewer),
        replaces=_replaces(row.id),
    )


def standing(item_id: int) -> Standpoint | None:
    """The row of a standpoint, for what changes it. Who calls has asked `story` whether it may be read."""
    return db.session.scalar(select(Standpoint).where(Standpoint.item_id == item_id))


def _dissents(item_id: int) -> Sequence[Any]:
    return db.session.execute(
        select(Dissent.organisation, Dissent.person, Dissent.kind, Dissent.text)
        .where(Dissent.item_id == item_id)
        .order_by(Dissent.id)
    ).all()


def _links(item_id: int, viewer: Viewer) -> Sequence[Any]:
    return db.session.execute(
        select(
            PlanNode.id,
            PlanNode.title,
            PlanNode.level,
            Plan.id.label("plan_id"),
            Plan.title.label("plan"),
            plans_for(viewer).label("reads"),
        )
        .join(StrategyLink, StrategyLink.node_id == PlanNode.id)
        .join(Plan, Plan.id == PlanNode.plan_id)
        .where(StrategyLink.item_id == item_id)
        .order_by(StrategyLink.id)
    ).all()


def _replaces(standpoint_id: int) -> Sequence[Any]:
    return db.session.execute(
        select(
            Standpoint.item_id, Standpoint.number, Standpoint.year, Standpoint.replaced_on, AgendaItem.title
        )
        .join(AgendaItem, AgendaItem.id == Standpoint.item_id)
        .where(Standpoint.replaced_by_id == standpoint_id, AgendaItem.is_secret.is_(False))
        .order_by(Standpoint.taken_on, Standpoint.id)
    ).all()


def later_ones(row: Any) -> Sequence[Any]:
    """The standpoints that can replace one: of the same council, not older, the newest first; id, number,
    year, title."""
    return db.session.execute(
        select(Standpoint.id, Standpoint.number, Standpoint.year, AgendaItem.title)
        .join(AgendaItem, AgendaItem.id == Standpoint.item_id)
        .where(
            Standpoint.council_id == row.council_id,
            Standpoint.taken_on >= row.taken_on,
            Standpoint.id != row.id,
            AgendaItem.is_secret.is_(False),
        )
        .order_by(Standpoint.taken_on.desc(), Standpoint.number.desc(), Standpoint.id.desc())
        .limit(200)
    ).all()
