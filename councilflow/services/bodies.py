"""The bodies as pages ask for them: what belongs to what, and which organisations belong to each.

A council stands alone; every other body belongs to one (B1.12). Which organisations belong to a body is
written down from a day to a day, whoever sits there for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, case, false, func, or_, select, union

from councilflow.extensions import db
from councilflow.models import Body, Membership, Organisation, Seat
from councilflow.process.councils import COUNCILS, BodyKind
from councilflow.process.rights import Act
from councilflow.services.visibility import Viewer

Rows = Sequence[Row[*tuple[Any, ...]]]


def is_open_on(day: date) -> ColumnElement[bool]:
    """The bodies that stand on a day, their last day included (H.17)."""
    return or_(Body.closed_on.is_(None), Body.closed_on >= day)


def council_of(body: Body) -> int:
    """Where a body has its pages and its journal: a group that only prepares has them at its council."""
    return body.council_id if body.kind is BodyKind.PREPARATORY_GROUP and body.council_id else body.id


def prepares(council_id: int) -> ColumnElement[bool]:
    """The groups that do nothing but prepare this council."""
    return and_(Body.council_id == council_id, Body.kind == BodyKind.PREPARATORY_GROUP)


def kept_with(council_id: int) -> ColumnElement[bool]:
    """The bodies whose seats stand on the page of a council: itself, and the group that prepares it (A66)."""
    return or_(Body.id == council_id, prepares(council_id))


# --- Which organisations belong ---------------------------------------------------------------------------


def belongs_on(day: date) -> ColumnElement[bool]:
    """The memberships that hold on a day, both ends included."""
    return and_(Membership.starts_on <= day, or_(Membership.ends_on.is_(None), Membership.ends_on >= day))


def organisations_on(body_id: int, day: date) -> Rows:
    """The organisations that belong to a body on a day, by name; each once.

    A row has id, name, short_name, kind and mailbox. Those of an included council belong as well (A54).
    """
    included = select(Body.includes_id).where(Body.id == body_id).scalar_subquery()
    member = (
        select(Membership.organisation_id)
        .where(or_(Membership.body_id == body_id, Membership.body_id == included), belongs_on(day))
        .scalar_subquery()
    )
    return db.session.execute(
        select(
            Organisation.id,
            Organisation.name,
            Organisation.short_name,
            Organisation.kind,
            Organisation.mailbox,
        )
        .where(Organisation.id.in_(member))
        .order_by(Organisation.name)
    ).all()


def memberships_of(body_id: int) -> Rows:
    """Every membership of a body, former ones too, by organisation: id, organisation_id, name, kind,
    starts_on, ends_on."""
    return db.session.execute(
        select(
            Membership.id,
            Membership.organisation_id,
            Organisation.name,
            Organisation.kind,
            Membership.starts_on,
            Membership.ends_on,
        )
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(Membership.body_id == body_id)
        .order_by(Organisation.name, Membership.starts_on)
    ).all()


# --- What belongs to what ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Around:
    """The bodies around one: its council, the one it includes, those that include it, its groups, the one
    that carries on after it and those that it carries on after."""

    council: Row[*tuple[Any, ...]] | None
    includes: Row[*tuple[Any, ...]] | None
    included_in: list[Row[*tuple[Any, ...]]]
    groups: list[Row[*tuple[Any, ...]]]
    successor: Row[*tuple[Any, ...]] | None
    predecessors: list[Row[*tuple[Any, ...]]]


def around(body: Body) -> Around:
    """What stands around a body. A row has id, name, kind, prepares, tasks, closed_on, council_id,
    includes_id and successor_id."""
    near = [one for one in (body.council_id, body.includes_id, body.successor_id) if one is not None]
    rows = db.session.execute(
        select(
            Body.id,
            Body.name,
            Body.kind,
            Body.prepares,
            Body.tasks,
            Body.closed_on,
            Body.council_id,
            Body.includes_id,
            Body.successor_id,
        )
        .where(
            Body.id != body.id,
            or_(
                Body.id.in_(near),
                Body.council_id == body.id,
                Body.includes_id == body.id,
                Body.successor_id == body.id,
            ),
        )
        .order_by(Body.closed_on.isnot(None), Body.name)
    ).all()
    by_id = {row.id: row for row in rows}
    return Around(
        council=by_id.get(body.council_id or 0),
        includes=by_id.get(body.includes_id or 0),
        included_in=[row for row in rows if row.includes_id == body.id],
        groups=[row for row in rows if row.council_id == body.id],
        successor=by_id.get(body.successor_id or 0),
        predecessors=[row for row in rows if row.successor_id == body.id],
    )


def listed(viewer: Viewer) -> Rows:
    """The bodies the viewer belongs to, councils first and closed ones last: id, name, kind, host, council,
    closed_on."""
    return _listed(Body.id.in_(viewer.councils_with(Act.READ_COUNCIL)))


def others(viewer: Viewer) -> Rows:
    """The councils that an administrator keeps without belonging to them."""
    return _listed(and_(Body.id.not_in(viewer.councils_with(Act.READ_COUNCIL)), Body.kind.in_(COUNCILS)))


def _listed(which: ColumnElement[bool]) -> Rows:
    council = Body.__table__.alias("council")
    return db.session.execute(
        select(
            Body.id,
            Body.name,
            Body.kind,
            Body.closed_on,
            Organisation.name.label("host"),
            council.c.name.label("council"),
        )
        .join(Organisation, Organisation.id == Body.host_id)
        .outerjoin(council, council.c.id == Body.council_id)
        .where(which, Body.kind != BodyKind.PREPARATORY_GROUP)
        .order_by(Body.closed_on.isnot(None), Body.council_id.isnot(None), Body.name)
    ).all()


def everything() -> Rows:
    """Every body, councils before the groups around them: id, name, kind, council_id, host, included,
    closed_on."""
    included = Body.__table__.alias("included")
    return db.session.execute(
        select(
            Body.id,
            Body.name,
            Body.kind,
            Body.council_id,
            Body.closed_on,
            Organisation.name.label("host"),
            included.c.name.label("included"),
        )
        .join(Organisation, Organisation.id == Body.host_id)
        .outerjoin(included, included.c.id == Body.includes_id)
        .order_by(Body.closed_on.isnot(None), Body.name)
    ).all()


def includable(wide: Body | None = None) -> Rows:
    """The councils that a wider one may include, and the one it does include: id, name (A54)."""
    standing = and_(Body.kind == BodyKind.COUNCIL, Body.closed_on.is_(None))
    kept = Body.id == wide.includes_id if wide is not None and wide.includes_id else false()
    return db.session.execute(select(Body.id, Body.name).where(or_(standing, kept)).order_by(Body.name)).all()


def successors(body: Body) -> Rows:
    """The bodies that may carry on after one that closes: id, name (B4.10)."""
    alike = Body.kind.in_(COUNCILS) if body.kind in COUNCILS else Body.council_id == body.council_id
    return db.session.execute(
        select(Body.id, Body.name).where(alike, Body.id != body.id).order_by(Body.name)
    ).all()


def in_sight(viewer: Viewer) -> frozenset[int]:
    """The bodies whose organisations the viewer may know of: the own ones, and those that these include or
    are prepared by."""
    own = viewer.councils_with(Act.READ_COUNCIL)
    included = select(Body.includes_id).where(Body.id.in_(own), Body.includes_id.isnot(None))
    preparing = and_(Body.council_id.in_(own), Body.kind == BodyKind.PREPARATORY_GROUP)
    return frozenset(
        db.session.scalars(select(Body.id).where(or_(Body.id.in_(own), Body.id.in_(included), preparing)))
    )


# --- What an organisation takes part in -------------------------------------------------------------------


def of_organisation(organisation_id: int) -> Rows:
    """Where an organisation sits or sat: body_id, body, kind, closed_on, starts_on, ends_on (None: still),
    and is_host. Its membership counts, and whoever sits there for it."""
    sits = select(Seat.body_id, Seat.starts_on, Seat.ends_on).where(Seat.organisation_id == organisation_id)
    belongs = select(Membership.body_id, Membership.starts_on, Membership.ends_on).where(
        Membership.organisation_id == organisation_id
    )
    place = union(sits, belongs).subquery()
    lasting = func.sum(case((place.c.body_id.isnot(None) & place.c.ends_on.is_(None), 1), else_=0))
    return db.session.execute(
        select(
            Body.id.label("body_id"),
            Body.name.label("body"),
            Body.kind,
            Body.closed_on,
            (Body.host_id == organisation_id).label("is_host"),
            func.min(place.c.starts_on).label("starts_on"),
            case((lasting == 0, func.max(place.c.ends_on))).label("ends_on"),
        )
        .outerjoin(place, place.c.body_id == Body.id)
        .where(or_(place.c.body_id.isnot(None), Body.host_id == organisation_id))
        .group_by(Body.id, Body.name, Body.kind, Body.closed_on, Body.host_id)
        .order_by(Body.closed_on.isnot(None), Body.name)
    ).all()


def line_of(organisation: Organisation) -> tuple[Organisation | None, Sequence[Organisation]]:
    """Who carries on after an organisation, and those that it carries on after (H.17)."""
    before = db.session.scalars(
        select(Organisation).where(Organisation.successor_id == organisation.id).order_by(Organisation.name)
    ).all()
    return organisation.successor, before
