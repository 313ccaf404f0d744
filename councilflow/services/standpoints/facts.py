"""How far standpoints have come, counted inside the queries that list them.

The rule itself is `process.standpoints.state_of`; `in_state` says the same to the database, so that a list
can be cut before it is read. A test holds the two against each other.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, ScalarSelect, and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from councilflow.models import FormalDecision, Implementation, Standpoint
from councilflow.process.afterwards import EffortState, FormalState, StandpointState
from councilflow.process.formal_decisions import MADE, NEEDED, SETTLE_WITHIN
from councilflow.process.standpoints import Answer, Progress, state_of

_LATER = aliased(FormalDecision)


def is_last() -> ColumnElement[bool]:
    """In a query of formal decisions: the last step of an organisation's chain, which says where it is."""
    later = exists().where(
        _LATER.standpoint_id == FormalDecision.standpoint_id,
        _LATER.organisation_id == FormalDecision.organisation_id,
        _LATER.position > FormalDecision.position,
    )
    return and_(FormalDecision.organisation_id.is_not(None), ~later)


def _organisations(*conditions: ColumnElement[bool]) -> ScalarSelect[int]:
    return (
        select(func.count())
        .select_from(FormalDecision)
        .where(FormalDecision.standpoint_id == Standpoint.id, is_last(), *conditions)
        .correlate(Standpoint)
        .scalar_subquery()
    )


def _efforts(*conditions: ColumnElement[bool]) -> ScalarSelect[int]:
    return (
        select(func.count())
        .select_from(Implementation)
        .where(Implementation.standpoint_id == Standpoint.id, *conditions)
        .correlate(Standpoint)
        .scalar_subquery()
    )


_UNSETTLED = _organisations(FormalDecision.state == FormalState.UNSETTLED)
_NEEDED = _organisations(FormalDecision.state.in_(NEEDED))
_DECIDED = _organisations(FormalDecision.state.in_(MADE))
_CHANGED = _organisations(FormalDecision.state == FormalState.CHANGED)
_REJECTED = _organisations(FormalDecision.state == FormalState.REJECTED)
_EFFORTS = _efforts()
_LEFT = _efforts(Implementation.state != EffortState.DONE)
_IDLE = _organisations(
    FormalDecision.state.in_((FormalState.DECIDED, FormalState.CHANGED)),
    ~exists().where(
        Implementation.standpoint_id == FormalDecision.standpoint_id,
        Implementation.organisation_id == FormalDecision.organisation_id,
    ),
)


def _late(today: date) -> ScalarSelect[int]:
    """Organisations of which something is late on this day: what `waiting` calls late, each counted once."""
    return (
        select(func.count(FormalDecision.organisation_id.distinct()))
        .where(
            FormalDecision.standpoint_id == Standpoint.id,
            Standpoint.in_force_on.is_not(None),
            Standpoint.replaced_by_id.is_(None),
            Standpoint.carried_out_on.is_(None),
            or_(
                and_(FormalDecision.state == FormalState.PLANNED, FormalDecision.planned_on < today),
                and_(
                    FormalDecision.state == FormalState.UNSETTLED,
                    Standpoint.in_force_on < today - timedelta(days=SETTLE_WITHIN),
                ),
            ),
        )
        .correlate(Standpoint)
        .scalar_subquery()
    )


def counted(today: date) -> tuple[Any, ...]:
    """Columns of a query of standpoints from which `progress_in` and `state_in` read."""
    return (
        Standpoint.in_force_on,
        Standpoint.replaced_by_id,
        Standpoint.carried_out_on,
        _organisations().label("organisations"),
        _UNSETTLED.label("unsettled"),
        _NEEDED.label("needed"),
        _DECIDED.label("decided"),
        _CHANGED.label("changed"),
        _REJECTED.label("rejected"),
        _late(today).label("late"),
        _EFFORTS.label("efforts"),
        _LEFT.label("efforts_left"),
        _IDLE.label("idle"),
    )


def progress_in(row: Row[*tuple[Any, ...]]) -> Progress:
    return Progress(
        organisations=row.organisations,
        unsettled=row.unsettled,
        needed=row.needed,
        decided=row.decided,
        changed=row.changed,
        rejected=row.rejected,
        late=row.late,
        efforts=row.efforts,
        efforts_left=row.efforts_left,
        idle=row.idle,
    )


def state_in(row: Row[*tuple[Any, ...]]) -> StandpointState:
    return state_of(
        progress_in(row),
        is_in_force=row.in_force_on is not None,
        is_replaced=row.replaced_by_id is not None,
        is_carried_out=row.carried_out_on is not None,
    )


_ALL_DONE = and_(
    _UNSETTLED == 0, _NEEDED > 0, _DECIDED == _NEEDED, _REJECTED == 0, _EFFORTS > 0, _LEFT == 0, _IDLE == 0
)

STATE: ColumnElement[str] = case(
    (Standpoint.replaced_by_id.is_not(None), StandpointState.REPLACED.value),
    (Standpoint.in_force_on.is_(None), StandpointState.AWAITS_SIGNING.value),
    (or_(Standpoint.carried_out_on.is_not(None), _ALL_DONE), StandpointState.CARRIED_OUT.value),
    (_DECIDED < _NEEDED, StandpointState.IN_FORMAL_DECISION.value),
    else_=StandpointState.IN_FORCE.value,
)


def in_state(state: StandpointState) -> ColumnElement[bool]:
    """The standpoints that have come so far."""
    return STATE.in_([state.value])


def answered(answer: Answer, today: date) -> ColumnElement[bool]:
    """The standpoints that at least one organisation has answered so."""
    return {Answer.CHANGED: _CHANGED, Answer.REJECTED: _REJECTED, Answer.LATE: _late(today)}[answer] > 0
