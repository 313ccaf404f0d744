"""One cell of a plan's money, written by hand: on a node or beside the tree (B1.8, B3.15)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select

from councilflow.extensions import db
from councilflow.models import Person, Plan, PlanMoney, PlanNode, Reallocation
from councilflow.process.errors import RuleBroken
from councilflow.process.plans.money import read
from councilflow.process.plans.values import MoneyKind, MoneyState, NodeKind
from councilflow.services import journal
from councilflow.services.plans.money.reallocations import moved_in
from councilflow.services.plans.money.sources import source_named
from councilflow.services.plans.writing import open_for_changes
from councilflow.services.rows import is_still_there


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody writes in a cell. `raw` is read as a cell of a document is, and kept as written.

    `node_id` None stands beside the tree, where `title` says what the line is. A sum that the plan states has
    `is_sum`; beside the tree it is of the tree, of the lines beside it, or of both.
    """

    kind: MoneyKind
    raw: str
    node_id: int | None = None
    title: str = ""
    year: int | None = None
    source: str = ""
    note: str = ""
    is_sum: bool = False
    of_tree: bool = False
    of_lines: bool = False


def add_cell(plan: Plan, written: Written, *, by: Person, now: datetime) -> PlanMoney:
    """RuleBroken: plan-adopted, money-unread."""
    open_for_changes(plan)
    last = db.session.scalar(select(func.max(PlanMoney.position)).where(PlanMoney.plan_id == plan.id))
    row = PlanMoney(plan_id=plan.id, position=(last or 0) + 1, kind=written.kind, state=MoneyState.NOT_STATED)
    _read_into(row, written.raw)
    _fill(row, plan, written)
    db.session.add(row)
    db.session.flush()
    journal.note("plan-money-added", by=by, now=now, council=plan.body_id, about=plan.title, after=_said(row))
    return row


def change_cell(row: PlanMoney, written: Written, *, by: Person, now: datetime) -> None:
    """A cell whose words are the same keeps what was read of it, also where nobody could.

    RuleBroken: plan-adopted, money-unread, money-moved where it becomes the plan's own sum or of another
    kind, money-below-moved where less would be left than what was moved from it.
    """
    plan = db.session.get_one(Plan, row.plan_id)
    open_for_changes(plan)
    is_moved = _is_moved(row)
    if is_moved and (written.is_sum or written.kind is not row.kind):
        raise RuleBroken("money-moved")
    before, said = _said(row), row.amount or 0
    if written.raw.strip() != row.raw.strip():
        _read_into(row, written.raw)
    _fill(row, plan, written)
    if is_moved:
        _refuse_less_than_moved(row, said)
    journal.note(
        "plan-money-changed",
        by=by,
        now=now,
        council=plan.body_id,
        about=plan.title,
        before=before,
        after=_said(row),
    )


def remove_cell(row: PlanMoney, *, by: Person, now: datetime) -> None:
    """RuleBroken: plan-adopted, money-moved."""
    if not is_still_there(row):
        return
    plan = db.session.get_one(Plan, row.plan_id)
    open_for_changes(plan)
    if _is_moved(row):
        raise RuleBroken("money-moved")
    journal.note(
        "plan-money-removed", by=by, now=now, council=plan.body_id, about=plan.title, before=_said(row)
    )
    db.session.delete(row)


def _refuse_less_than_moved(row: PlanMoney, before: int) -> None:
    """RuleBroken: money-below-moved. A decision may have moved more than there was; that goes on."""
    amount, moved = row.amount or 0, moved_in(row.plan_id).get(row.id, 0)
    if amount < before and amount + moved < 0:
        raise RuleBroken("money-below-moved", moved=-moved)


def _is_moved(row: PlanMoney) -> bool:
    ends = or_(Reallocation.from_money_id == row.id, Reallocation.to_money_id == row.id)
    return db.session.scalar(select(Reallocation.id).where(ends).limit(1)) is not None


def _read_into(row: PlanMoney, raw: str) -> None:
    found = read(raw)
    if found.state is MoneyState.UNREAD:
        raise RuleBroken("money-unread", raw=raw.strip())
    row.raw, row.state, row.amount = raw.strip(), found.state, found.amount


def _fill(row: PlanMoney, plan: Plan, written: Written) -> None:
    row.kind, row.node_id, row.year = written.kind, written.node_id, written.year
    row.title = written.title.strip() if written.node_id is None else ""
    row.note, row.is_sum = written.note.strip(), written.is_sum
    row.source_id = source_named(plan.body_id, written.source).id if written.source.strip() else None
    beside = written.is_sum and written.node_id is None
    row.covers_outside = beside and written.of_lines
    row.covers = _covered(row, plan) if beside and written.of_tree else []


def _covered(row: PlanMoney, plan: Plan) -> list[str]:
    """The nodes that a sum beside the tree is of; one that names its nodes already goes on naming them."""
    if row.covers:
        return row.covers
    tops = select(PlanNode.key).where(PlanNode.plan_id == plan.id, PlanNode.parent_id.is_(None))
    return list(db.session.scalars(tops.where(PlanNode.kind != NodeKind.THEME)))


def _said(row: PlanMoney) -> dict[str, Any]:
    node = db.session.get(PlanNode, row.node_id) if row.node_id else None
    return {
        "money-kind": row.kind,
        "money-on": node.title if node else row.title,
        "money-raw": row.raw,
        "money-amount": row.amount,
        "year": row.year,
    }
