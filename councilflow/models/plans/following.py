"""How a measure or a goal gets on: reports, phases, milestones, assessments, contributions."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from councilflow.models.base import Base
from councilflow.process.plans.values import (
    ApplicationState,
    ContributionKind,
    GoalResult,
    MeasureState,
    PhaseDecision,
    ProjectPhase,
)


class StatusReport(Base):
    """How a measure stands on a day; the newest is its state, the earlier ones its history."""

    __tablename__ = "status_report"

    node_id: Mapped[int] = mapped_column(ForeignKey("plan_node.id"), index=True)
    reported_on: Mapped[date]
    from_on: Mapped[date | None]  # the period that a project leader reports (B3.8)
    to_on: Mapped[date | None]
    state: Mapped[MeasureState | None]
    text: Mapped[str] = mapped_column(default="")
    author: Mapped[str] = mapped_column(default="")
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"))
    noted_at: Mapped[datetime]


class GoalAssessment(Base):
    """How far a goal was met, with reasons (B4.2, B4.9)."""

    __tablename__ = "goal_assessment"

    node_id: Mapped[int] = mapped_column(ForeignKey("plan_node.id"), index=True)
    assessed_on: Mapped[date]
    result: Mapped[GoalResult]
    text: Mapped[str] = mapped_column(default="")
    author: Mapped[str] = mapped_column(default="")
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    noted_at: Mapped[datetime]


class PhaseStep(Base):
    """A phase of a project, and what was decided at its end (PLP, B3.21)."""

    __tablename__ = "phase_step"

    node_id: Mapped[int] = mapped_column(ForeignKey("plan_node.id"), index=True)
    phase: Mapped[ProjectPhase]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    decision: Mapped[PhaseDecision | None]
    decided_on: Mapped[date | None]
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"))
    note: Mapped[str] = mapped_column(default="")


class Milestone(Base):
    __tablename__ = "milestone"

    node_id: Mapped[int] = mapped_column(ForeignKey("plan_node.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    title: Mapped[str]
    planned_on: Mapped[date | None]
    reached_on: Mapped[date | None]


class Contribution(Base):
    """What an organisation puts into a measure: hours, kroner or people (A23, B4.11)."""

    __tablename__ = "contribution"

    node_id: Mapped[int] = mapped_column(ForeignKey("plan_node.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    kind: Mapped[ContributionKind]
    amount: Mapped[int | None] = mapped_column(BigInteger)
    year: Mapped[int | None]
    text: Mapped[str] = mapped_column(default="")


class FundApplication(Base):
    """An application for funds: of a project to the programme, of the council to a funder (B2.19, B3.18)."""

    __tablename__ = "fund_application"

    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    node_id: Mapped[int | None] = mapped_column(ForeignKey("plan_node.id"), index=True)
    applicant: Mapped[str]
    funder: Mapped[str] = mapped_column(default="")
    programme: Mapped[str] = mapped_column(default="")
    phase: Mapped[ProjectPhase | None]
    applied: Mapped[int | None] = mapped_column(BigInteger)  # whole kroner, as the three below
    granted: Mapped[int | None] = mapped_column(BigInteger)
    own: Mapped[int | None] = mapped_column(BigInteger)
    other: Mapped[int | None] = mapped_column(BigInteger)
    state: Mapped[ApplicationState] = mapped_column(default=ApplicationState.PLANNED)
    decided_on: Mapped[date | None]
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"))
    note: Mapped[str] = mapped_column(default="")
