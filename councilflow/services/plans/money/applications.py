"""Applications for funds: of a project to the programme, of the council to a funder (B2.19, B3.18).

They follow a plan up, so they go on when it is adopted. Whole kroner.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, select

from councilflow.extensions import db
from councilflow.models import AgendaItem, FundApplication, Meeting, Person, Plan, PlanNode
from councilflow.process.errors import RuleBroken
from councilflow.process.plans.values import ApplicationState, ProjectPhase
from councilflow.services import journal, secrecy
from councilflow.services.rows import is_still_there


@dataclass(frozen=True, slots=True)
class Application:
    """What an application says; amounts in whole kroner, None where nothing is said."""

    applicant: str
    funder: str = ""
    programme: str = ""
    node_id: int | None = None
    phase: ProjectPhase | None = None
    applied: int | None = None
    granted: int | None = None
    own: int | None = None
    other: int | None = None
    state: ApplicationState = ApplicationState.PLANNED
    decided_on: date | None = None
    item_id: int | None = None
    note: str = ""


_GRANTED = (ApplicationState.GRANTED, ApplicationState.PARTLY)


def add_application(plan: Plan, said: Application, *, by: Person, now: datetime) -> FundApplication:
    """RuleBroken: application-not-granted, application-without-grant."""
    _hold(said)
    row = FundApplication(plan_id=plan.id, **asdict(said))
    db.session.add(row)
    journal.note(
        "fund-application-added",
        by=by,
        now=now,
        council=plan.body_id,
        about=said.applicant,
        after=_said(row),
    )
    return row


def change_application(row: FundApplication, said: Application, *, by: Person, now: datetime) -> None:
    """RuleBroken: as `add_application`."""
    _hold(said)
    before = _said(row)
    for name, value in asdict(said).items():
        setattr(row, name, value)
    plan = db.session.get_one(Plan, row.plan_id)
    journal.note(
        "fund-application-changed",
        by=by,
        now=now,
        council=plan.body_id,
        about=row.applicant,
        before=before,
        after=_said(row),
    )


def remove_application(row: FundApplication, *, by: Person, now: datetime) -> None:
    if not is_still_there(row):
        return
    plan = db.session.get_one(Plan, row.plan_id)
    journal.note(
        "fund-application-removed",
        by=by,
        now=now,
        council=plan.body_id,
        about=row.applicant,
        before=_said(row),
    )
    db.session.delete(row)


def _hold(said: Application) -> None:
    """What is granted goes with the state that says so."""
    if said.granted and said.state not in _GRANTED:
        raise RuleBroken("application-not-granted")
    if not said.granted and said.state in _GRANTED:
        raise RuleBroken("application-without-grant")


def _said(row: FundApplication) -> dict[str, Any]:
    return {
        "application-state": row.state,
        "applied": row.applied,
        "granted": row.granted,
        "own-money": row.own,
        "other-money": row.other,
    }


def applications_of(plan_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """In the order in which they were written in: all columns, node, code, item, number, meeting_at. One
    statement."""
    return db.session.execute(
        select(
            FundApplication.__table__,
            PlanNode.title.label("node"),
            PlanNode.code,
            secrecy.open_title().label("item"),
            AgendaItem.number,
            Meeting.starts_at.label("meeting_at"),
        )
        .outerjoin(PlanNode, PlanNode.id == FundApplication.node_id)
        .outerjoin(AgendaItem, AgendaItem.id == FundApplication.item_id)
        .outerjoin(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(FundApplication.plan_id == plan_id)
        .order_by(FundApplication.id)
    ).all()
