"""A project as its page reads it, and the projects that nobody has reported on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Row, func, select

from councilflow.extensions import db
from councilflow.models import (
    AgendaItem,
    Indicator,
    IndicatorValue,
    Measure,
    MeasureParty,
    Meeting,
    Milestone,
    Person,
    PhaseStep,
    PlanNode,
    StatusReport,
)
from councilflow.process.plans.following import ANSWERING
from councilflow.process.plans.projects import REPORTS, ROLES, PhaseStanding, Step, openable, standings
from councilflow.process.plans.values import MeasureState, PartyRole, ProjectPhase
from councilflow.services import secrecy

Rows = Sequence[Row[*tuple[Any, ...]]]


@dataclass(slots=True)
class Reported:
    """A report of the project leader with its figures: (indicator, dimension, year, value)."""

    id: int
    reported_on: date
    from_on: date | None
    to_on: date | None
    state: MeasureState | None
    text: str
    by: str
    figures: list[tuple[str, str, int, float | None]] = field(default_factory=list)


@dataclass(frozen=True)
class Project:
    """Everything that a project's page shows."""

    measure: Measure
    phases: Rows  # with item_title, item_number, meeting_id and meeting_at of the decision
    parties: Rows
    milestones: Rows
    reports: Sequence[Reported]

    @property
    def steps(self) -> list[Step]:
        return [Step(row.phase, row.decision) for row in self.phases]

    @property
    def openable(self) -> tuple[ProjectPhase, ...]:
        return openable(self.steps)

    @property
    def ongoing(self) -> Any:
        """The phase that waits for its decision, or None."""
        return self.phases[-1] if self.phases and self.phases[-1].decision is None else None

    @property
    def table(self) -> list[tuple[ProjectPhase, PhaseStanding, Any]]:
        """Every phase, where it stands, and what is known of it."""
        rows = {row.phase: row for row in self.phases}
        return [(phase, where, rows.get(phase)) for phase, where in standings(self.steps).items()]

    @property
    def roles(self) -> list[tuple[PartyRole, list[Any]]]:
        """The roles that somebody has."""
        found = [(role, [row for row in self.parties if row.role is role]) for role in ROLES]
        return [(role, rows) for role, rows in found if rows]

    @property
    def figures(self) -> dict[tuple[str, str, int], float]:
        """What the project has reported in all, corrections counted in."""
        found: dict[tuple[str, str, int], float] = {}
        for one in self.reports:
            for name, dimension, year, value in one.figures:
                key = (name, dimension, year)
                found[key] = found.get(key, 0) + (value or 0)
        return dict(sorted(found.items(), key=lambda pair: (pair[0][0], pair[0][2], pair[0][1])))


def project_of(node: PlanNode) -> Project:
    """Six statements. NoResultFound for a node that is no measure."""
    return Project(
        db.session.scalars(select(Measure).where(Measure.node_id == node.id)).one(),
        steps_of(node.id),
        db.session.execute(
            select(MeasureParty.__table__)
            .where(MeasureParty.node_id == node.id)
            .order_by(MeasureParty.position, MeasureParty.id)
        ).all(),
        db.session.execute(
            select(Milestone.__table__)
            .where(Milestone.node_id == node.id)
            .order_by(Milestone.position, Milestone.id)
        ).all(),
        _reports(node.id),
    )


def steps_of(node_id: int) -> Rows:
    return db.session.execute(
        select(
            PhaseStep.__table__,
            secrecy.open_title().label("item_title"),
            AgendaItem.number.label("item_number"),
            Meeting.starts_at.label("meeting_at"),
        )
        .outerjoin(AgendaItem, AgendaItem.id == PhaseStep.item_id)
        .outerjoin(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(PhaseStep.node_id == node_id)
        .order_by(PhaseStep.id)
    ).all()


def _reports(node_id: int) -> list[Reported]:
    """The newest first."""
    found = {
        row.id: Reported(
            row.id,
            row.reported_on,
            row.from_on,
            row.to_on,
            row.state,
            row.text,
            row.person or row.author,
        )
        for row in db.session.execute(
            select(StatusReport.__table__, Person.name.label("person"))
            .outerjoin(Person, Person.id == StatusReport.author_id)
            .where(StatusReport.node_id == node_id)
            .order_by(StatusReport.reported_on.desc(), StatusReport.id.desc())
        )
    }
    figures = db.session.execute(
        select(
            IndicatorValue.report_id,
            Indicator.name,
            IndicatorValue.dimension,
            IndicatorValue.year,
            IndicatorValue.value,
        )
        .join(Indicator, Indicator.id == IndicatorValue.indicator_id)
        .join(StatusReport, StatusReport.id == IndicatorValue.report_id)
        .where(StatusReport.node_id == node_id)
        .order_by(IndicatorValue.id)
    )
    for report_id, name, dimension, year, value in figures:
        found[report_id].figures.append((name, dimension, year, value))
    return list(found.values())


@dataclass(frozen=True, slots=True)
class Waiting:
    """A measure that nobody has reported on in the period, with who answers for it."""

    id: int
    title: str
    state: MeasureState
    phase: ProjectPhase | None
    last_on: date | None
    answering: tuple[str, ...]


def waiting(plan_id: int, from_on: date, to_on: date) -> list[Waiting]:
    """The measures that are expected to report and have no report for a day of the period. Two statements.

    A report counts by the period that it is about, or by its own day when it says none.
    """
    last = (
        select(
            StatusReport.node_id,
            func.max(func.coalesce(StatusReport.to_on, StatusReport.reported_on)).label("last_on"),
        )
        .join(PlanNode, PlanNode.id == StatusReport.node_id)
        .where(
            PlanNode.plan_id == plan_id,
            func.coalesce(StatusReport.from_on, StatusReport.reported_on) <= to_on,
        )
        .group_by(StatusReport.node_id)
        .subquery()
    )
    rows = db.session.execute(
        select(PlanNode.id, PlanNode.title, Measure.state, Measure.phase, last.c.last_on)
        .join(Measure, Measure.node_id == PlanNode.id)
        .outerjoin(last, last.c.node_id == PlanNode.id)
        .where(
            PlanNode.plan_id == plan_id,
            Measure.is_placeholder.is_(False),
            Measure.state.in_(REPORTS),
            (last.c.last_on.is_(None)) | (last.c.last_on < from_on),
        )
        .order_by(PlanNode.position, PlanNode.id)
    ).all()
    names = _answering(plan_id)
    return [
        Waiting(row.id, row.title, row.state, row.phase, row.last_on, tuple(dict.fromkeys(names[row.id])))
        for row in rows
    ]


def _answering(plan_id: int) -> dict[int, list[str]]:
    """Who answers for each measure of a plan."""
    names: dict[int, list[str]] = defaultdict(list)
    rows = db.session.execute(
        select(MeasureParty.node_id, MeasureParty.name)
        .join(PlanNode, PlanNode.id == MeasureParty.node_id)
        .where(PlanNode.plan_id == plan_id, MeasureParty.role.in_(ANSWERING))
        .order_by(MeasureParty.position)
    )
    for node_id, name in rows:
        names[node_id].append(name)
    return names
