"""Efforts as pages list them: what is done for a standpoint, in a council, and what it comes to."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, or_, select

from councilflow.extensions import db
from councilflow.models import (
    AdvocacyIssue,
    AgendaItem,
    EffortContribution,
    Implementation,
    JointEffort,
    Organisation,
    Plan,
    PlanNode,
    Standpoint,
)
from councilflow.process.afterwards import EffortState
from councilflow.process.efforts import OPEN
from councilflow.process.plans.values import ContributionKind, NodeKind
from councilflow.services.efforts.access import is_no_secret, rests_on_no_secret
from councilflow.services.plans.access import plans_for
from councilflow.services.searching import about
from councilflow.services.visibility import Viewer

PAGE = 50
MOST = 200

Rows = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is cut to. `words`: in what is written of the work, its joint effort and its standpoint.
    `due_by`: only what is to be followed up by that day, and is not over."""

    organisation_id: int | None = None
    state: EffortState | None = None
    due_by: date | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    rows: Rows
    older: int | None
    """The row after which the next page goes on."""


def _work() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Implementation.id,
            Implementation.organisation_id,
            Implementation.effort_id,
            Implementation.text,
            Implementation.responsible,
            Implementation.state,
            Implementation.follow_up_on,
            Implementation.done_on,
            Implementation.note,
            Implementation.version,
            Organisation.name.label("organisation"),
            Standpoint.item_id,
            Standpoint.number,
            Standpoint.year,
            AgendaItem.title,
            JointEffort.title.label("effort"),
            func.coalesce(Standpoint.council_id, JointEffort.body_id).label("council_id"),
        )
        .join(Organisation, Organisation.id == Implementation.organisation_id)
        .outerjoin(Standpoint, Standpoint.id == Implementation.standpoint_id)
        .outerjoin(AgendaItem, AgendaItem.id == Standpoint.item_id)
        .outerjoin(JointEffort, JointEffort.id == Implementation.effort_id)
        .where(is_no_secret(), rests_on_no_secret())
    )


def _of(council_ids: Collection[int]) -> ColumnElement[bool]:
    return or_(Standpoint.council_id.in_(council_ids), JointEffort.body_id.in_(council_ids))


def work_in_council(
    council_id: int, wanted: Wanted, *, before: int | None = None, size: int | None = PAGE
) -> Page:
    """What organisations do for the standpoints and joint efforts of a council, the latest entered first;
    `size` None: all of it. One statement."""
    query = _work().where(_of([council_id])).order_by(Implementation.id.desc())
    if wanted.organisation_id is not None:
        query = query.where(Implementation.organisation_id == wanted.organisation_id)
    if wanted.state is not None:
        query = query.where(Implementation.state == wanted.state)
    if wanted.due_by is not None:
        query = query.where(Implementation.state.in_(OPEN), Implementation.follow_up_on <= wanted.due_by)
    if wanted.words:
        written = (Implementation.text, Implementation.responsible, Implementation.note)
        query = query.where(about(wanted.words, *written, JointEffort.title, AgendaItem.title))
    if before is not None:
        query = query.where(Implementation.id < before)
    if size is None:
        return Page(db.session.execute(query).all(), None)
    rows = db.session.execute(query.limit(size + 1)).all()
    return Page(rows[:size], rows[size - 1].id if len(rows) > size else None)


def work_for(*, standpoint_id: int | None = None, effort_id: int | None = None) -> Rows:
    """What is done for one standpoint, or for one joint effort, by organisation. One statement."""
    which = (
        Implementation.standpoint_id == standpoint_id
        if standpoint_id is not None
        else Implementation.effort_id == effort_id
    )
    return db.session.execute(_work().where(which).order_by(Organisation.name, Implementation.id)).all()


def _joint(who: Viewer | None = None) -> Select[*tuple[Any, ...]]:
    """Joint efforts, with the part of a plan that each belongs to where `who` reads that plan."""
    node = (
        select(PlanNode.id, PlanNode.plan_id, PlanNode.title)
        .join(Plan, Plan.id == PlanNode.plan_id)
        .where(plans_for(who) if who else false())
        .subquery()
    )
    return (
        select(
            JointEffort.id,
            JointEffort.body_id.label("council_id"),
            JointEffort.title,
            JointEffort.text,
            JointEffort.state,
            JointEffort.starts_on,
            JointEffort.ends_on,
            JointEffort.follow_up_on,
            JointEffort.result,
            Standpoint.item_id,
            Standpoint.number,
            Standpoint.year,
            AgendaItem.title.label("standpoint"),
            node.c.id.label("node_id"),
            node.c.plan_id,
            node.c.title.label("node"),
            JointEffort.advocacy_id,
            AdvocacyIssue.title.label("advocacy"),
        )
        .outerjoin(AdvocacyIssue, AdvocacyIssue.id == JointEffort.advocacy_id)
        .outerjoin(Standpoint, Standpoint.id == JointEffort.standpoint_id)
        .outerjoin(AgendaItem, AgendaItem.id == Standpoint.item_id)
        .outerjoin(node, node.c.id == JointEffort.node_id)
        .where(is_no_secret())
    )


def efforts_in_council(council_id: int, wanted: Wanted, who: Viewer | None = None) -> Rows:
    """The joint efforts of a council, those that are not over first. One statement."""
    query = _joint(who).where(JointEffort.body_id == council_id)
    if wanted.state is not None:
        query = query.where(JointEffort.state == wanted.state)
    if wanted.due_by is not None:
        query = query.where(JointEffort.state.in_(OPEN), JointEffort.follow_up_on <= wanted.due_by)
    if wanted.organisation_id is not None:
        gives = select(EffortContribution.effort_id).where(
            EffortContribution.organisation_id == wanted.organisation_id
        )
        works = select(Implementation.effort_id).where(
            Implementation.organisation_id == wanted.organisation_id, Implementation.effort_id.is_not(None)
        )
        query = query.where(or_(JointEffort.id.in_(gives), JointEffort.id.in_(works)))
    if wanted.words:
        written = (JointEffort.title, JointEffort.text, JointEffort.result)
        query = query.where(about(wanted.words, *written, AgendaItem.title))
    order = (JointEffort.state.in_(OPEN).desc(), JointEffort.follow_up_on, JointEffort.id.desc())
    return db.session.execute(query.order_by(*order).limit(MOST)).all()


def efforts_for(standpoint_id: int, who: Viewer) -> Rows:
    """The joint efforts that rest on one standpoint. One statement."""
    query = _joint(who).where(JointEffort.standpoint_id == standpoint_id)
    return db.session.execute(query.order_by(JointEffort.id)).all()


def efforts_about(advocacy_id: int, who: Viewer) -> Rows:
    """The joint efforts for one question of the påverkansagenda (A23). One statement."""
    query = _joint(who).where(JointEffort.advocacy_id == advocacy_id)
    return db.session.execute(query.order_by(JointEffort.id)).all()


def given_for(advocacy_ids: Collection[int]) -> dict[int, dict[ContributionKind, float]]:
    """By question, what organisations put into its joint efforts, summed by kind (A23). One statement."""
    rows = db.session.execute(
        select(
            JointEffort.advocacy_id,
            EffortContribution.kind,
            func.sum(EffortContribution.amount).label("amount"),
        )
        .join(JointEffort, JointEffort.id == EffortContribution.effort_id)
        .where(
            JointEffort.advocacy_id.in_(advocacy_ids),
            EffortContribution.amount.is_not(None),
            rests_on_no_secret(),
        )
        .group_by(JointEffort.advocacy_id, EffortContribution.kind)
        .order_by(JointEffort.advocacy_id, EffortContribution.kind)
    )
    found: dict[int, dict[ContributionKind, float]] = {}
    for row in rows:
        found.setdefault(row.advocacy_id, {})[row.kind] = row.amount
    return found


def summed(given: Rows) -> dict[ContributionKind, float]:
    """What was given of each kind; hours, kroner and persons are never added to each other."""
    found: dict[ContributionKind, float] = {}
    for row in given:
        if row.amount is not None:
            found[row.kind] = found.get(row.kind, 0) + row.amount
    return found


def effort(effort_id: int, who: Viewer) -> Any:
    return db.session.execute(_joint(who).where(JointEffort.id == effort_id)).one()


def given_to(effort_id: int) -> Rows:
    """What organisations put into one effort: id, organisation_id, organisation, kind, amount, year, text."""
    return db.session.execute(
        select(
            EffortContribution.id,
            EffortContribution.organisation_id,
            Organisation.name.label("organisation"),
            EffortContribution.kind,
            EffortContribution.amount,
            EffortContribution.year,
            EffortContribution.text,
        )
        .join(Organisation, Organisation.id == EffortContribution.organisation_id)
        .where(EffortContribution.effort_id == effort_id)
        .order_by(Organisation.name, EffortContribution.year, EffortContribution.id)
    ).all()


def given_in(council_id: int, *, year: int | None = None) -> Rows:
    """What each organisation puts into the joint efforts of a council, summed: organisation, kind, amount.
    Hours, kroner and persons are never added to each other. One statement."""
    query = (
        select(
            Organisation.name.label("organisation"),
            EffortContribution.kind,
            func.sum(EffortContribution.amount).label("amount"),
        )
        .join(Organisation, Organisation.id == EffortContribution.organisation_id)
        .join(JointEffort, JointEffort.id == EffortContribution.effort_id)
        .outerjoin(Standpoint, Standpoint.id == JointEffort.standpoint_id)
        .outerjoin(AgendaItem, AgendaItem.id == Standpoint.item_id)
        .where(JointEffort.body_id == council_id, EffortContribution.amount.is_not(None), is_no_secret())
        .group_by(Organisation.id, Organisation.name, EffortContribution.kind)
        .order_by(Organisation.name, EffortContribution.kind)
    )
    if year is not None:
        query = query.where(EffortContribution.year == year)
    return db.session.execute(query).all()


def organisations_in(council_id: int) -> Rows:
    """The organisations that do or give something in a council: id, name. One statement."""
    working = (
        select(Implementation.organisation_id)
        .outerjoin(Standpoint, Standpoint.id == Implementation.standpoint_id)
        .outerjoin(AgendaItem, AgendaItem.id == Standpoint.item_id)
        .outerjoin(JointEffort, JointEffort.id == Implementation.effort_id)
        .where(_of([council_id]), is_no_secret(), rests_on_no_secret())
    )
    giving = (
        select(EffortContribution.organisation_id)
        .join(JointEffort, JointEffort.id == EffortContribution.effort_id)
        .where(JointEffort.body_id == council_id, rests_on_no_secret())
    )
    named = select(Organisation.id, Organisation.name)
    some = or_(Organisation.id.in_(working), Organisation.id.in_(giving))
    return db.session.execute(named.where(some).order_by(Organisation.name)).all()


def due(who: Viewer, kept: Collection[int], *, by: date) -> Rows:
    """What is to be followed up by a day: the viewer's own organisations' work, and in the councils that
    they keep (`kept`) the joint efforts: follow_up_on, title, council_id. Two statements."""
    homes = [
        (council_id, organisation_id)
        for council_id in who.councils
        for organisation_id in who.homes(council_id)
    ]
    own = or_(
        false(),
        *(
            _of([council_id]) & (Implementation.organisation_id == organisation_id)
            for council_id, organisation_id in sorted(homes)
        ),
    )
    work = _work().where(own, Implementation.state.in_(OPEN), Implementation.follow_up_on <= by)
    joint = _joint().where(
        JointEffort.body_id.in_(kept), JointEffort.state.in_(OPEN), JointEffort.follow_up_on <= by
    )
    return [
        *db.session.execute(work.order_by(Implementation.follow_up_on).limit(100)).all(),
        *db.session.execute(joint.order_by(JointEffort.follow_up_on).limit(100)).all(),
    ]


def offered_standpoints(council_id: int) -> Rows:
    """The standpoints that an effort can rest on: id, number, year, title."""
    return db.session.execute(
        select(Standpoint.id, Standpoint.number, Standpoint.year, AgendaItem.title)
        .join(AgendaItem, AgendaItem.id == Standpoint.item_id)
        .where(Standpoint.council_id == council_id, AgendaItem.is_secret.is_(False))
        .order_by(Standpoint.taken_on.desc(), Standpoint.number.desc())
        .limit(MOST)
    ).all()


def offered_questions(council_id: int) -> Rows:
    """The questions of the påverkansagenda that an effort can be for: id, title."""
    return db.session.execute(
        select(AdvocacyIssue.id, AdvocacyIssue.title)
        .where(AdvocacyIssue.body_id == council_id)
        .order_by(AdvocacyIssue.position, AdvocacyIssue.id)
        .limit(MOST)
    ).all()


def offered_nodes(who: Viewer, council_id: int) -> Rows:
    """The goals and measures of the council's plans that the viewer reads: id, title, level."""
    return db.session.execute(
        select(PlanNode.id, PlanNode.title, PlanNode.level)
        .join(Plan, Plan.id == PlanNode.plan_id)
        .where(
            Plan.body_id == council_id,
            plans_for(who),
            PlanNode.kind.in_([NodeKind.GOAL, NodeKind.AREA, NodeKind.MEASURE]),
        )
        .order_by(Plan.id, PlanNode.position, PlanNode.id)
        .limit(500)
    ).all()
