"""The nodes of plans that something can link to: a few are all shown, of many one looks for what one wants
(A32, A89). A page costs the same however large the plans are.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, or_, select, true
from sqlalchemy.orm import aliased

from councilflow.extensions import db
from councilflow.models import Body, Plan, PlanNode, PlanShare
from councilflow.process.plans.values import PlanStatus
from councilflow.services.plans.access import plans_for
from councilflow.services.visibility import Viewer

SHOWN = 60
"""So many nodes can be looked through in one go; of more there is a search."""
LONGEST = 200
"""Signs of a search, and links of one thing."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A node as one chooses it: its plan, and the area at the top of the tree that it stands in."""

    id: int
    title: str
    level: str
    code: str
    plan_id: int
    plan: str
    area: str = ""  # empty for what stands at the top itself
    is_open: bool = False  # whether its plan is read by the one who looks, where that was asked


@dataclass(frozen=True, slots=True)
class Within:
    """A plan or one of its areas, to look in: `value` is what a form sends."""

    value: str
    title: str
    plan: str


@dataclass(frozen=True)
class Offer:
    """What a form offers. When `is_whole`, everything there is; else what was found, `more` when not all."""

    chosen: Sequence[Choice] = ()
    found: Sequence[Choice] = ()
    is_whole: bool = False
    more: bool = False
    looked: bool = False
    places: Sequence[Within] = field(default_factory=list)


def within_reach(council_id: int) -> ColumnElement[bool]:
    """The plans that the things of a council may link to: its own, those of its groups, of the council it is
    a group of, of the one it includes and of the one that includes it; and what these share (B4.8)."""
    own = select(Body.id, Body.includes_id, Body.council_id).where(Body.id == council_id).subquery()
    around = select(Body.id).where(
        or_(
            Body.id == council_id,
            Body.council_id == council_id,
            Body.includes_id == council_id,
            Body.id.in_(select(own.c.includes_id)),
            Body.id.in_(select(own.c.council_id)),
        )
    )
    shared = select(PlanShare.plan_id).where(PlanShare.body_id.in_(around))
    return or_(Plan.body_id.in_(around), Plan.id.in_(shared))


def permitted(council_id: int, node_ids: Collection[int], *, kept: Collection[int] = ()) -> list[int]:
    """Those of the nodes that may be linked to, in the order asked for; what is linked already stays."""
    asked = [one for one in dict.fromkeys(node_ids) if 0 < one < 2**31][:LONGEST]
    if not asked:
        return []
    found = set(
        db.session.scalars(
            select(PlanNode.id)
            .join(Plan, Plan.id == PlanNode.plan_id)
            .where(PlanNode.id.in_(asked), _open(council_id))
        )
    )
    return [one for one in asked if one in found or one in kept]


def offer(
    council_id: int, chosen: Collection[int] = (), *, words: str = "", within: str = "", looks: bool = False
) -> Offer:
    """What to choose among, six statements at most. `within` is the value of a place; what nobody offered
    leads nowhere. `chosen` are shown first, whatever else is found."""
    first = _rows(_nodes(council_id).limit(SHOWN + 1))
    is_whole = len(first) <= SHOWN
    looked = not is_whole and looks
    found = first if is_whole else _rows(_sought(council_id, words, within)) if looked else []
    missing = set(chosen) - ({row.id for row in found} if is_whole else set())
    picked = _rows(_select().where(PlanNode.id.in_(missing)).order_by(*_ORDER)) if missing else []
    areas = _areas([row.id for row in (*picked, *found[:SHOWN])])
    return Offer(
        chosen=[_choice(row, areas) for row in picked],
        found=[_choice(row, areas) for row in found[:SHOWN] if is_whole or row.id not in chosen],
        is_whole=is_whole,
        more=not is_whole and len(found) > SHOWN,
        looked=looked,
        places=[] if is_whole else _places(council_id),
    )


def links(node_ids: Collection[int], who: Viewer) -> list[Choice]:
    """These nodes with level, plan and area, in the order of their plans, two statements."""
    if not node_ids:
        return []
    is_open = true() if who.is_administrator else plans_for(who)
    query = _select().add_columns(is_open.label("is_open")).where(PlanNode.id.in_(node_ids))
    rows = _rows(query.order_by(*_ORDER))
    areas = _areas([row.id for row in rows])
    return [replace(_choice(row, areas), is_open=bool(row.is_open)) for row in rows]


_ORDER = (Plan.position, Plan.id, PlanNode.position, PlanNode.id)


def _select() -> Select[*tuple[Any, ...]]:
    return select(
        PlanNode.id,
        PlanNode.title,
        PlanNode.level,
        PlanNode.code,
        PlanNode.parent_id,
        PlanNode.plan_id,
        Plan.title.label("plan"),
    ).join(Plan, Plan.id == PlanNode.plan_id)


def _open(council_id: int) -> ColumnElement[bool]:
    return (Plan.status != PlanStatus.ENDED) & within_reach(council_id)


def _nodes(council_id: int) -> Select[*tuple[Any, ...]]:
    return _select().where(_open(council_id)).order_by(*_ORDER)


def _rows(query: Select[*tuple[Any, ...]]) -> Sequence[Any]:
    return db.session.execute(query).all()


def _sought(council_id: int, words: str, within: str) -> Select[*tuple[Any, ...]]:
    query = _nodes(council_id).limit(SHOWN + 1).where(*(holds(one) for one in words[:LONGEST].split()[:8]))
    kind, _dash, number = within.partition("-")
    if not within:
        return query
    if not (number.isdecimal() and len(number) < 10):
        return query.where(false())
    if kind == "plan":
        return query.where(Plan.id == int(number))
    return query.where(PlanNode.id.in_(below(int(number))))


def offer_places(council_id: int) -> list[Within]:
    """The areas within a council's reach, to look by."""
    return [one for one in _places(council_id) if one.title]


def holds(word: str) -> ColumnElement[bool]:
    """A word anywhere in a node, in whatever case. SQLite folds no letter beyond z, so each is tried."""
    places = (PlanNode.title, PlanNode.short_label, PlanNode.code, PlanNode.level, PlanNode.text)
    written = dict.fromkeys([word, word.lower(), word.upper(), word.capitalize()])
    return or_(*(place.icontains(one, autoescape=True) for place in places for one in written))


def below(node_id: int) -> Select[tuple[int]]:
    """The node and everything below it, as a select of ids."""
    tree = select(PlanNode.id).where(PlanNode.id == node_id).cte("below", recursive=True)
    lower = aliased(PlanNode)
    tree = tree.union(select(lower.id).join(tree, lower.parent_id == tree.c.id))
    return select(tree.c.id)


def _places(council_id: int) -> list[Within]:
    """The plans, and what stands at the top of each; of a plan with very many the first."""
    place = func.row_number().over(partition_by=PlanNode.plan_id, order_by=(PlanNode.position, PlanNode.id))
    top = (
        select(PlanNode.id, PlanNode.plan_id, PlanNode.title, PlanNode.code, place.label("place"))
        .join(Plan, Plan.id == PlanNode.plan_id)
        .where(PlanNode.parent_id.is_(None), _open(council_id))
        .subquery()
    )
    rows = db.session.execute(
        select(Plan.id.label("plan_id"), Plan.title.label("plan"), top.c.id, top.c.title, top.c.code)
        .join(top, top.c.plan_id == Plan.id)
        .where(top.c.place <= SHOWN)
        .order_by(Plan.position, Plan.id, top.c.place)
    )
    found: list[Within] = []
    for row in rows:
        if not found or found[-1].plan != row.plan:
            found.append(Within(f"plan-{row.plan_id}", "", row.plan))
        found.append(Within(f"node-{row.id}", coded(row.code, row.title), row.plan))
    return found


def coded(code: str, title: str) -> str:
    """A. Rekruttering"""
    return f"{code.rstrip('.')}. {title}" if code else title


def _areas(node_ids: Collection[int]) -> dict[int, str]:
    """What stands at the top of the tree above each node; nothing for those that stand there."""
    if not node_ids:
        return {}
    start = select(PlanNode.id.label("start"), PlanNode.id, PlanNode.parent_id).where(
        PlanNode.id.in_(node_ids)
    )
    path = start.cte("path", recursive=True)
    above = aliased(PlanNode)
    path = path.union(
        select(path.c.start, above.id, above.parent_id).join(path, above.id == path.c.parent_id)
    )
    rows = db.session.execute(
        select(path.c.start, PlanNode.id, PlanNode.code, PlanNode.title)
        .join(PlanNode, PlanNode.id == path.c.id)
        .where(PlanNode.parent_id.is_(None))
    )
    return {row.start: coded(row.code, row.title) for row in rows if row.start != row.id}


def _choice(row: Any, areas: dict[int, str]) -> Choice:
    return Choice(row.id, row.title, row.level, row.code, row.plan_id, row.plan, areas.get(row.id, ""))
