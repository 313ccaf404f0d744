"""What has been made of an item since its meeting, and would stand on nothing if its outcome were another."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select

from councilflow.extensions import db
from councilflow.models import (
    Communication,
    FundApplication,
    Implementation,
    JointEffort,
    Measure,
    PhaseStep,
    PlanApproval,
    PlanReview,
    PlanVersion,
    Reallocation,
    Representation,
    Standpoint,
    Statement,
    StatusReport,
)
from councilflow.process.plans.values import StatementState
from councilflow.process.restating import BuiltOn

_IN_PLANS = (
    FundApplication.item_id,
    Measure.decided_item_id,
    PhaseStep.item_id,
    PlanApproval.item_id,
    PlanReview.item_id,
    PlanVersion.item_id,
    Reallocation.item_id,
    StatusReport.item_id,
)
"""Where a plan says at which § something was decided or told."""


def built_on(item_id: int) -> list[BuiltOn]:
    """What stands on an item and on the standpoint taken in it. A draft of a letter, and a question of the
    påverkansagenda, may name an item before the council has met: they say themselves that it has agreed on
    nothing."""
    mine = select(Standpoint.id).where(Standpoint.item_id == item_id).scalar_subquery()
    own = Standpoint.item_id == item_id
    followed = or_(Standpoint.follow_up_on.is_not(None), Standpoint.message != "")
    out = Statement.state.in_((StatementState.ADOPTED, StatementState.SENT))
    conditions: dict[BuiltOn, ColumnElement[Any]] = {
        BuiltOn.WORK: exists().where(Implementation.standpoint_id == mine),
        BuiltOn.EFFORT: exists().where(JointEffort.standpoint_id == mine),
        BuiltOn.TELLING: exists().where(Communication.standpoint_id == mine),
        BuiltOn.REPLACES: _replaces(mine),
        BuiltOn.FOLLOWED: exists().where(own, followed),
        BuiltOn.STATEMENT: exists().where(Statement.item_id == item_id, out, Statement.decided_by == ""),
        BuiltOn.REPRESENTATION: exists().where(Representation.item_id == item_id),
        BuiltOn.PLAN: or_(*(exists().where(column == item_id) for column in _IN_PLANS)),
    }
    row = db.session.execute(select(*(one.label(name) for name, one in conditions.items()))).one()
    return [name for name in BuiltOn if row._mapping[name]]


def _replaces(mine: Any) -> ColumnElement[bool]:
    """Whether it has taken the place of an earlier one, or a later one has been said to take its."""
    return or_(
        exists().where(Standpoint.replaced_by_id == mine),
        exists().where(Standpoint.id == mine, Standpoint.replaced_by_id.is_not(None)),
    )
