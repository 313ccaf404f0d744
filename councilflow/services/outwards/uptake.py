"""How each member organisation takes the regional plans up in its own plans, in its own words (B2.17)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from councilflow.extensions import db
from councilflow.models import Body, Organisation, Person, Plan, PlanUptake
from councilflow.process.afterwards import UptakeState
from councilflow.process.outwards import check_link
from councilflow.process.plans.values import PlanKind, PlanStatus
from councilflow.services import journal
from councilflow.services.bodies import organisations_on
from councilflow.services.outwards.keeping import hold
from councilflow.services.register import plain
from councilflow.services.visibility import Viewer, today

ANSWER = ("state", "text", "link")
"""The columns of an answer that are written in a form."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """Plans in rows, organisations in columns. `cells` by (plan id, organisation id); where nobody has
    answered there is none."""

    plans: Sequence[Any]
    organisations: Sequence[Any]
    cells: dict[tuple[int, int], Any]


def matrix(council_id: int, *, now: datetime) -> Matrix:
    """Three statements."""
    plans = db.session.execute(
        select(Plan.id, Plan.title, Plan.period, Plan.status)
        .where(
            Plan.body_id == council_id,
            Plan.kind.not_in([PlanKind.LINKED, PlanKind.PROJECT]),
            Plan.status != PlanStatus.ENDED,
        )
        .order_by(Plan.position, Plan.id)
        .limit(50)
    ).all()
    rows = db.session.execute(
        select(PlanUptake.__table__)
        .join(Plan, Plan.id == PlanUptake.plan_id)
        .where(Plan.body_id == council_id)
    )
    cells = {(row.plan_id, row.organisation_id): row for row in rows}
    return Matrix(plans, organisations_on(council_id, today(now)), cells)


def may_enter(who: Viewer, council_id: int, organisation_id: int) -> bool:
    """The organisation itself answers, by those who hold its stance; nobody else does (B2.17)."""
    return organisation_id in who.stance_homes(council_id)


def place(council_id: int, regional_plan_id: int, organisation_id: int) -> tuple[Plan, Organisation] | None:
    """The plan of this council and the organisation, when there is such a place in the matrix."""
    plan = db.session.scalar(select(Plan).where(Plan.id == regional_plan_id, Plan.body_id == council_id))
    organisation = db.session.get(Organisation, organisation_id)
    return (plan, organisation) if plan and organisation else None


def standing(plan_id: int, organisation_id: int) -> PlanUptake | None:
    return db.session.scalar(
        select(PlanUptake).where(PlanUptake.plan_id == plan_id, PlanUptake.organisation_id == organisation_id)
    )


def enter(
    plan: Plan,
    organisation: Organisation,
    *,
    state: UptakeState,
    text: str,
    link: str,
    version: str = "",
    by: Person,
    now: datetime,
) -> PlanUptake:
    """Say how an organisation takes the plan up, from `version` of what it said before. RuleBroken:
    somebody-saved-first (who), link-unsafe."""
    check_link(link)
    # Two of the same organisation who answer at once wait for each other.
    db.session.execute(select(Body.id).where(Body.id == plan.body_id).with_for_update())
    row = standing(plan.id, organisation.id)
    if row is not None:
        hold(row, ANSWER, version)
    row = row or PlanUptake(plan_id=plan.id, organisation_id=organisation.id)
    before = {"uptake": plain(row.state), "text": row.text or "", "link": row.link or ""}
    row.state, row.text, row.link = state, text, link
    row.updated_by_id, row.updated_at = by.id, now
    db.session.add(row)
    db.session.flush()
    after = {"uptake": state.value, "text": text, "link": link}
    changed = [name for name in after if before[name] != after[name]]
    if changed:
        journal.note(
            "uptake-entered",
            by=by,
            now=now,
            council=plan.body_id,
            about=f"{organisation.name}: {plan.title}",
            before={name: before[name] for name in changed if before[name]},
            after={name: after[name] for name in changed},
        )
    return row
