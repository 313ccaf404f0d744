"""Moving money within a plan, also one that is adopted, and where that was decided (B3.17)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, case, func, or_, select
from sqlalchemy.orm import aliased

from councilflow.extensions import db
from councilflow.models import AgendaItem, Meeting, Person, Plan, PlanMoney, PlanNode, Reallocation
from councilflow.process.errors import RuleBroken
from councilflow.process.plans.reallocation import Line, may_move, moved
from councilflow.process.plans.values import MoneyKind, MoneyState
from councilflow.services import journal, secrecy
from councilflow.services.plans.writing import hold


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided: whole kroner, the day, and the § or the case where it was."""

    amount: int
    moved_on: date
    reason: str = ""
    item_id: int | None = None
    case_no: str = ""
    beyond: bool = False  # more than there is, said in so many words


def reallocate(
    plan: Plan,
    giver: PlanMoney,
    taker: PlanMoney | PlanNode,
    decision: Decision,
    *,
    by: Person,
    now: datetime,
) -> Reallocation:
    """Move money from a cell to another, or to a node that has none of that kind yet.

    The cells keep what the plan says; only what is in force changes. RuleBroken: reallocation-undecided,
    -nothing, -same, -sum, -unlike, -too-much.
    """
    if decision.item_id is None and not decision.case_no.strip():
        raise RuleBroken("reallocation-undecided")
    hold(plan)  # two at once must not move the same money
    giver = _as_it_stands(giver)
    to = _cell_on(plan, taker, like=giver) if isinstance(taker, PlanNode) else _as_it_stands(taker)
    standing = moved_in(plan.id)
    may_move(_line(giver, standing), _line(to, standing), decision.amount, beyond=decision.beyond)
    row = Reallocation(
        plan_id=plan.id,
        from_money_id=giver.id,
        to_money_id=to.id,
        amount=decision.amount,
        moved_on=decision.moved_on,
        reason=decision.reason.strip(),
        item_id=decision.item_id,
        case_no=decision.case_no.strip(),
        by_id=by.id,
        noted_at=now,
    )
    db.session.add(row)
    after = {
        "money-from": _called(giver),
        "money-to": _called(to),
        "money-amount": decision.amount,
        "reason": decision.reason,
    }
    journal.note("money-moved", by=by, now=now, council=plan.body_id, about=plan.title, after=after)
    return row


def _as_it_stands(cell: PlanMoney) -> PlanMoney:
    """NoResultFound: somebody has taken the row away."""
    wanted = select(PlanMoney).where(PlanMoney.id == cell.id).with_for_update(key_share=True)
    return db.session.scalars(wanted, execution_options={"populate_existing": True}).one()


def _cell_on(plan: Plan, node: PlanNode, *, like: PlanMoney) -> PlanMoney:
    """A cell on the node that says nothing by itself, so that something can be moved to it."""
    found = db.session.scalar(
        select(PlanMoney)
        .where(
            PlanMoney.node_id == node.id,
            PlanMoney.kind == like.kind,
            PlanMoney.is_sum.is_(False),
            PlanMoney.currency == like.currency,
        )
        .order_by(PlanMoney.position)
        .limit(1)
    )
    if found is not None:
        return found
    last = db.session.scalar(select(func.max(PlanMoney.position)).where(PlanMoney.plan_id == plan.id))
    made = PlanMoney(
        plan_id=plan.id,
        node_id=node.id,
        position=(last or 0) + 1,
        kind=like.kind,
        state=MoneyState.NOT_STATED,
        currency=like.currency,
        year=like.year,
        is_sum=False,
    )
    db.session.add(made)
    db.session.flush()
    return made


def moved_in(plan_id: int) -> dict[int, int]:
    """What was moved to each cell of a plan, less what was moved from it. One statement."""
    rows = db.session.execute(
        select(Reallocation.from_money_id, Reallocation.to_money_id, Reallocation.amount).where(
            Reallocation.plan_id == plan_id
        )
    )
    return dict(moved((row.from_money_id, row.to_money_id, row.amount) for row in rows))


def _line(cell: PlanMoney, standing: dict[int, int]) -> Line:
    in_force = (cell.amount or 0) + standing.get(cell.id, 0)
    return Line(cell.id, cell.plan_id, cell.kind, in_force, cell.currency, cell.is_sum)


def _called(cell: PlanMoney) -> str:
    node = db.session.get(PlanNode, cell.node_id) if cell.node_id else None
    return node.title if node else cell.title


def moved_on(node_id: int) -> int:
    """What was moved to the cells of a node, less what was moved from them. One statement."""
    cells = select(PlanMoney.id).where(PlanMoney.node_id == node_id)
    come, gone = Reallocation.to_money_id.in_(cells), Reallocation.from_money_id.in_(cells)
    net = func.sum(case((come, Reallocation.amount), else_=0) - case((gone, Reallocation.amount), else_=0))
    return int(db.session.scalar(select(net).where(or_(come, gone))) or 0)


def reallocations_of(plan_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """The history, newest first: what was moved between which nodes or lines, and the § that decided it.

    One statement. Columns: id, amount, moved_on, noted_at (aware), reason, case_no, kind, from_title,
    from_code, to_title, to_code, item_id, item, number, meeting_at (aware), by.
    """
    giver, taker = aliased(PlanMoney), aliased(PlanMoney)
    first, second = aliased(PlanNode), aliased(PlanNode)
    return db.session.execute(
        select(
            Reallocation.id,
            Reallocation.amount,
            Reallocation.moved_on,
            Reallocation.noted_at,
            Reallocation.reason,
            Reallocation.case_no,
            giver.kind,
            func.coalesce(first.title, giver.title).label("from_title"),
            first.code.label("from_code"),
            func.coalesce(second.title, taker.title).label("to_title"),
            second.code.label("to_code"),
            AgendaItem.id.label("item_id"),
            secrecy.open_title().label("item"),
            AgendaItem.number,
            Meeting.starts_at.label("meeting_at"),
            Person.name.label("by"),
        )
        .join(giver, giver.id == Reallocation.from_money_id)
        .join(taker, taker.id == Reallocation.to_money_id)
        .join(Person, Person.id == Reallocation.by_id)
        .outerjoin(first, first.id == giver.node_id)
        .outerjoin(second, second.id == taker.node_id)
        .outerjoin(AgendaItem, AgendaItem.id == Reallocation.item_id)
        .outerjoin(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(Reallocation.plan_id == plan_id)
        .order_by(Reallocation.moved_on.desc(), Reallocation.id.desc())
    ).all()


def has_budget(plan_id: int) -> bool:
    """Whether the plan has an amount that something could be moved from."""
    found = select(PlanMoney.id).where(
        PlanMoney.plan_id == plan_id,
        PlanMoney.kind == MoneyKind.BUDGET,
        PlanMoney.amount.is_not(None),
        PlanMoney.is_sum.is_(False),
    )
    return db.session.scalar(found.limit(1)) is not None
