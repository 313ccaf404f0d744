"""Who has which role in a project, and what it is to reach by when (B3.21, B4.3, B4.5, B4.12).

The roles of a project are filled while it goes on, so they may change in an adopted plan as well. Who is
responsible by the plan itself is no business of this module.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select

from councilflow.extensions import db
from councilflow.models import (
    Body,
    Measure,
    MeasureParty,
    Milestone,
    Organisation,
    Person,
    Plan,
    PlanNode,
    Seat,
)
from councilflow.process.plans.projects import ROLES
from councilflow.process.plans.values import PartyKind, PartyRole
from councilflow.services import journal
from councilflow.services.plans.projects.phases import council_of
from councilflow.services.visibility import held_on, today


def set_roles(node: PlanNode, names: Mapping[PartyRole, Sequence[str]], *, by: Person, now: datetime) -> None:
    """Who has each of the fixed roles, instead of who had it. A name that the register knows is tied to it:
    an organisation, the council or a group of it, somebody with a seat there."""
    known = _known(db.session.get_one(Plan, node.plan_id), today(now))
    before = _said(node.id)
    rows = db.session.scalars(
        select(MeasureParty).where(MeasureParty.node_id == node.id).order_by(MeasureParty.position)
    ).all()
    place = max((row.position for row in rows), default=-1) + 1
    for row in rows:
        if row.role in ROLES:
            db.session.delete(row)
    for role in ROLES:
        for name in names.get(role, ()):
            who = known.get(name.lower()) or {"kind": PartyKind.TEXT}
            db.session.add(MeasureParty(node_id=node.id, position=place, role=role, name=name, **who))
            place += 1
    db.session.flush()
    after = _said(node.id)
    if after != before:
        journal.note(
            "project-roles-set",
            by=by,
            now=now,
            council=council_of(node),
            about=node.title,
            before={"roles": before},
            after={"roles": after},
        )


def _said(node_id: int) -> list[list[str]]:
    rows = db.session.execute(
        select(MeasureParty.role, MeasureParty.name)
        .where(MeasureParty.node_id == node_id, MeasureParty.role.in_(ROLES))
        .order_by(MeasureParty.position, MeasureParty.id)
    )
    return [[row.role, row.name] for row in rows]


def _known(plan: Plan, day: date) -> dict[str, dict[str, Any]]:
    """Who goes by which name, in small letters. A name that two go by is nobody's."""
    found: dict[str, dict[str, Any]] = {}
    around = or_(Body.id == plan.body_id, Body.council_id == plan.body_id)
    people = (
        select(Person.id, Person.name)
        .join(Seat, Seat.person_id == Person.id)
        .join(Body, Body.id == Seat.body_id)
        .where(around, held_on(day))
        .distinct()
    )
    for row in db.session.execute(people):
        name = row.name.lower()
        found[name] = {} if name in found else {"person_id": row.id, "kind": PartyKind.PERSON}
    organisations = select(Organisation.id, Organisation.name, Organisation.short_name)
    bodies = select(Body.id, Body.name, Body.short_name).where(around)
    for column, kind, query in (
        ("organisation_id", PartyKind.ORGANISATION, organisations),
        ("body_id", PartyKind.BODY, bodies),
    ):
        for number, *names in db.session.execute(query):
            found.update({name.lower(): {column: number, "kind": kind} for name in names})
    return found


@dataclass(frozen=True, slots=True)
class Milestones:
    """What a project is to reach, each as (title, planned, reached), and what is to come out of it."""

    milestones: tuple[tuple[str, date | None, date | None], ...] = ()
    deliverables: str = ""
    follow_up_on: date | None = None  # effects are asked for after the end


def set_milestones(node: PlanNode, said: Milestones, *, by: Person, now: datetime) -> None:
    """What stands in the form, instead of what stood there."""
    measure = db.session.scalars(select(Measure).where(Measure.node_id == node.id).with_for_update()).one()
    rows = db.session.scalars(
        select(Milestone).where(Milestone.node_id == node.id).order_by(Milestone.position, Milestone.id)
    ).all()
    before = _in_words(
        ((row.title, row.planned_on, row.reached_on) for row in rows),
        measure.deliverables,
        measure.follow_up_on,
    )
    for row in rows:
        db.session.delete(row)
    for place, (title, planned, reached) in enumerate(said.milestones):
        days = {"planned_on": planned, "reached_on": reached}
        db.session.add(Milestone(node_id=node.id, position=place, title=title, **days))
    measure.deliverables, measure.follow_up_on = said.deliverables, said.follow_up_on
    db.session.flush()
    after = _in_words(said.milestones, said.deliverables, said.follow_up_on)
    if after != before:
        council = council_of(node)
        journal.note(
            "milestones-set", by=by, now=now, council=council, about=node.title, before=before, after=after
        )


def _in_words(
    milestones: Iterable[tuple[str, date | None, date | None]], deliverables: str, follow_up: date | None
) -> dict[str, Any]:
    lines = [
        " · ".join(str(part) for part in (title, planned or "–", reached or "–"))
        for title, planned, reached in milestones
    ]
    told = follow_up.isoformat() if follow_up else ""
    return {"milestones": lines, "deliverables": deliverables, "follow_up_on": told}
