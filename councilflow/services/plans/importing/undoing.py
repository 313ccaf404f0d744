"""Taking back a whole import, as long as nothing has been built on it.

Everything that the import made carries its id. What it filled in on what stood before is emptied. A plan that
it made goes with it. Where somebody has gone on from there since, nothing is taken back at all.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Select, Table, delete, or_, select, update

from councilflow.extensions import db
from councilflow.models import (
    Base,
    FundingSource,
    GoalAssessment,
    Indicator,
    IndicatorTarget,
    IndicatorValue,
    Measure,
    MeasureParty,
    Milestone,
    NodeLink,
    Person,
    PhaseStep,
    Plan,
    PlanImport,
    PlanMoney,
    PlanNode,
    StatusReport,
    StrategyLink,
)
from councilflow.process.errors import RuleBroken
from councilflow.services import journal
from councilflow.services.plans.writing import empty_again, open_for_changes

_ON_NODES: tuple[Any, ...] = (Measure, MeasureParty, StatusReport, PhaseStep, Milestone, GoalAssessment)
"""What an import writes on its own nodes without its id, and what goes with them."""
_WRITTEN_AGAIN: tuple[Any, ...] = (StatusReport, GoalAssessment)
"""Of these people write more ones later, and then the node stays."""


def undo(done: PlanImport, *, by: Person | None, now: datetime) -> None:
    """Take back everything that an import stored.

    RuleBroken: plan-import-not-done, plan-adopted, plan-import-linked (title), plan-import-reported (title),
    plan-import-later, plan-import-in-use.
    """
    db.session.refresh(done, with_for_update=True)
    if done.carried_out_at is None or done.undone_at is not None or done.plan_id is None:
        raise RuleBroken("plan-import-not-done")
    plan = db.session.scalars(select(Plan).where(Plan.id == done.plan_id).with_for_update()).one()
    open_for_changes(plan)
    _hold_nodes(done)
    _refuse_built_on(done, plan)
    journal.note("plan-import-undone", by=by, now=now, council=plan.body_id, about=plan.title)
    done.undone_at = now
    _empty_gains(done, plan)
    _delete(done)
    if done.makes_plan:
        _delete_plan(done, plan)
    db.session.expire_all()


def _hold_nodes(done: PlanImport) -> None:
    """Whoever reports on one of them at this moment waits, and then finds it gone."""
    nodes = select(PlanNode.id).where(PlanNode.import_id == done.id).order_by(PlanNode.id)
    db.session.execute(nodes.with_for_update()).all()


# --- What keeps it ----------------------------------------------------------------------------------------


def _refuse_built_on(done: PlanImport, plan: Plan) -> None:
    nodes = select(PlanNode.id).where(PlanNode.import_id == done.id)
    linked = _title_of(select(StrategyLink.node_id).where(StrategyLink.node_id.in_(nodes)))
    if linked is not None:
        raise RuleBroken("plan-import-linked", title=linked)
    for table in _WRITTEN_AGAIN:
        later = table.noted_at != done.carried_out_at
        reported = _title_of(select(table.node_id).where(table.node_id.in_(nodes), later))
        if reported is not None:
            raise RuleBroken("plan-import-reported", title=reported)
    if _has_later(done, plan):
        raise RuleBroken("plan-import-later")
    if any(db.session.execute(query).first() for query in _uses(done)):
        raise RuleBroken("plan-import-in-use")


def _title_of(node_ids: Select[int]) -> str | None:
    return db.session.scalar(select(PlanNode.title).where(PlanNode.id.in_(node_ids)).limit(1))


def _has_later(done: PlanImport, plan: Plan) -> bool:
    """Whether a later import into the plan stands, or something that people have put under what came in."""
    later = select(PlanImport.id).where(
        PlanImport.plan_id == plan.id,
        PlanImport.id > done.id,
        PlanImport.carried_out_at.is_not(None),
        PlanImport.undone_at.is_(None),
    )
    return db.session.scalar(later.limit(1)) is not None


def _uses(done: PlanImport) -> list[Select[Any]]:
    """For each table that may point at what the import made: the rows that do, and are not of the import."""
    made: dict[str, Any] = {
        "plan_node": select(PlanNode.id).where(PlanNode.import_id == done.id),
        "plan_money": select(PlanMoney.id).where(PlanMoney.import_id == done.id),
        "indicator": select(Indicator.id).where(Indicator.import_id == done.id),
    }
    if done.makes_plan:
        made["plan"] = select(Plan.id).where(Plan.id == done.plan_id)
    return [
        select(table.c.id).where(column.in_(made[target]), *_not_of(table, done)).limit(1)
        for table in Base.metadata.sorted_tables
        for column, target in _pointers(table)
        if target in made and table.name != PlanImport.__tablename__
    ]


def _pointers(table: Table) -> list[tuple[Column[Any], str]]:
    return [(key.parent, key.column.table.name) for key in table.foreign_keys]


def _not_of(table: Table, done: PlanImport) -> list[Any]:
    """What makes a row of the table somebody else's than the import's."""
    if "import_id" in table.c:
        return [or_(table.c.import_id.is_(None), table.c.import_id != done.id)]
    nodes = select(PlanNode.id).where(PlanNode.import_id == done.id)
    if any(table is one.__table__ for one in _ON_NODES):
        return [table.c.node_id.not_in(nodes)]
    if table is IndicatorValue.__table__:
        return [table.c.noted_at != done.carried_out_at]
    return []


# --- Taking it away ---------------------------------------------------------------------------------------


def _empty_gains(done: PlanImport, plan: Plan) -> None:
    keys = [gain["key"] for gain in done.found.get("gains", ())]
    rows = select(PlanNode).where(PlanNode.plan_id == plan.id, PlanNode.key.in_(keys))
    nodes = {node.key: node for node in db.session.scalars(rows)}
    for gain in done.found.get("gains", ()):
        target = nodes.get(gain["key"]) if gain["key"] else plan
        if target is not None:
            empty_again(target, gain["name"])
    db.session.flush()


def _delete(done: PlanImport) -> None:
    nodes = select(PlanNode.id).where(PlanNode.import_id == done.id)
    indicators = select(Indicator.id).where(Indicator.import_id == done.id)
    statements = [
        delete(NodeLink).where(NodeLink.import_id == done.id),
        delete(IndicatorTarget).where(IndicatorTarget.import_id == done.id),
        delete(IndicatorValue).where(IndicatorValue.indicator_id.in_(indicators)),
        delete(Indicator).where(Indicator.import_id == done.id),
        delete(PlanMoney).where(PlanMoney.import_id == done.id),
        *(delete(table).where(table.node_id.in_(nodes)) for table in reversed(_ON_NODES)),
        delete(PlanNode).where(PlanNode.import_id == done.id),
        *_sources_gone(done),
    ]
    for statement in statements:
        db.session.execute(statement, execution_options={"synchronize_session": False})


def _sources_gone(done: PlanImport) -> list[Any]:
    """The sources of funding that came with the import and that nothing else names by now."""
    made = list(done.found.get("sources", ()))
    if not made:
        return []
    named = [
        FundingSource.id.not_in(select(column).where(column.is_not(None)))
        for table in Base.metadata.sorted_tables
        for column, target in _pointers(table)
        if target == FundingSource.__tablename__
    ]
    return [delete(FundingSource).where(FundingSource.id.in_(made), *named)]


def _delete_plan(done: PlanImport, plan: Plan) -> None:
    """The plan that came of it; drafts for it go, and what was undone before remembers it no longer."""
    drafts = (PlanImport.plan_id == plan.id) & PlanImport.carried_out_at.is_(None)
    loose = {"synchronize_session": False}
    db.session.execute(delete(PlanImport).where(drafts), execution_options=loose)
    forget = update(PlanImport).where(PlanImport.plan_id == plan.id).values(plan_id=None)
    done.plan_id = None
    db.session.flush()
    db.session.execute(forget, execution_options=loose)
    db.session.execute(delete(Plan).where(Plan.id == plan.id), execution_options=loose)
