"""Who enters what an organisation does: its own people, or the secretariat for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from councilflow.extensions import db
from councilflow.models import AgendaItem, Body, Implementation, JointEffort, Organisation, Seat, Standpoint
from councilflow.process.rights import Act
from councilflow.services.visibility import Viewer, held_on, today


def may_enter(who: Viewer, council_id: int, organisation_id: int) -> bool:
    return organisation_id in who.homes(council_id) or Act.MANAGE_COUNCIL in who.acts_in(council_id)


def organisations_for(who: Viewer, council_id: int, *, now: datetime) -> Sequence[Any]:
    """The organisations that the viewer may enter something for, by name: id, name."""
    sits = (
        select(Seat.organisation_id)
        .join(Body, Body.id == Seat.body_id)
        .where(or_(Body.id == council_id, Body.council_id == council_id), held_on(today(now)))
    )
    offered = select(Organisation.id, Organisation.name).where(Organisation.id.in_(sits))
    if Act.MANAGE_COUNCIL not in who.acts_in(council_id):
        offered = offered.where(Organisation.id.in_(who.homes(council_id)))
    return db.session.execute(offered.order_by(Organisation.name)).all()


def is_no_secret() -> ColumnElement[bool]:
    """In a query that joins standpoints and their items from the outside: what falls under secrecy stands in
    no list (D.8)."""
    return or_(AgendaItem.id.is_(None), AgendaItem.is_secret.is_(False))


def rests_on_no_secret() -> ColumnElement[bool]:
    """In a query that joins joint efforts from the outside: not one that rests on something under secrecy."""
    secret = (
        select(Standpoint.id)
        .join(AgendaItem, AgendaItem.id == Standpoint.item_id)
        .where(AgendaItem.is_secret)
    )
    return or_(JointEffort.standpoint_id.is_(None), JointEffort.standpoint_id.not_in(secret))


def effort_in(council_id: int, effort_id: int) -> JointEffort | None:
    """The joint effort, when it is one of this council and of nothing under secrecy."""
    return db.session.scalar(
        select(JointEffort)
        .outerjoin(Standpoint, Standpoint.id == JointEffort.standpoint_id)
        .outerjoin(AgendaItem, AgendaItem.id == Standpoint.item_id)
        .where(JointEffort.id == effort_id, JointEffort.body_id == council_id, is_no_secret())
    )


def work_in(council_id: int, implementation_id: int) -> Implementation | None:
    """An organisation's work, when it is for a standpoint or a joint effort of this council."""
    return db.session.scalar(
        select(Implementation)
        .outerjoin(Standpoint, Standpoint.id == Implementation.standpoint_id)
        .outerjoin(AgendaItem, AgendaItem.id == Standpoint.item_id)
        .outerjoin(JointEffort, JointEffort.id == Implementation.effort_id)
        .where(
            Implementation.id == implementation_id,
            or_(Standpoint.council_id == council_id, JointEffort.body_id == council_id),
            is_no_secret(),
            rests_on_no_secret(),
        )
    )
