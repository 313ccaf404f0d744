"""A plan, those who share it, and what happens to it as a whole."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from councilflow.models.base import Base
from councilflow.process.plans.values import (
    ApprovalResult,
    ApprovalStep,
    PlanKind,
    PlanStatus,
    ReviewResult,
    Season,
)

if TYPE_CHECKING:
    from councilflow.models.plans.nodes import PlanNode


class Plan(Base):
    """A strategy, a plan under it, or a year's action plan under that (A1, A2, B2.15, B3.1).

    A plan of somebody else's that is only registered (A14) has the kind `linked`, an owner in words and an
    address. `levels` is the plan's own words from the top, each with the kind of node it names (H.15).
    """

    __tablename__ = "plan"

    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("plan.id"), index=True)
    kind: Mapped[PlanKind] = mapped_column(default=PlanKind.STRATEGY)
    status: Mapped[PlanStatus] = mapped_column(default=PlanStatus.DRAFT)
    title: Mapped[str]
    short_title: Mapped[str]
    period: Mapped[str] = mapped_column(default="")  # as written in the plan
    first_year: Mapped[int | None]
    last_year: Mapped[int | None]
    first_season: Mapped[Season | None]
    last_season: Mapped[Season | None]
    language: Mapped[str] = mapped_column(default="sv")
    currency: Mapped[str] = mapped_column(default="SEK")
    text: Mapped[str] = mapped_column(default="")
    vision: Mapped[str] = mapped_column(default="")
    overall_goal: Mapped[str] = mapped_column(default="")
    core_values: Mapped[str] = mapped_column(default="")
    levels: Mapped[list[Any]] = mapped_column(default=list)  # [kind, word] from the top
    owner: Mapped[str] = mapped_column(default="")  # of a linked plan (A14)
    address: Mapped[str] = mapped_column(default="")  # where its document lies
    area_limit: Mapped[int | None]  # more focus areas than this is a warning (A3)
    acknowledgement: Mapped[str] = mapped_column(default="")  # who has paid for it (A13)
    review_on: Mapped[date | None]  # the next yearly review (A8)
    published_at: Mapped[datetime | None]  # readable by everybody (B3.4, H.13)
    position: Mapped[int] = mapped_column(default=0)

    parent: Mapped[Plan | None] = relationship(remote_side="Plan.id")
    nodes: Mapped[list[PlanNode]] = relationship(back_populates="plan", order_by="PlanNode.position")


class PlanShare(Base):
    """Another council that has the plan as its own (B4.8)."""

    __tablename__ = "plan_share"
    __table_args__ = (UniqueConstraint("plan_id", "body_id"),)

    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)


class PlanGoal(Base):
    """A goal that a linked sub-strategy or programme works for (A14)."""

    __tablename__ = "plan_goal"
    __table_args__ = (UniqueConstraint("plan_id", "node_id"),)

    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    node_id: Mapped[int] = mapped_column(ForeignKey("plan_node.id"), index=True)
    reason: Mapped[str] = mapped_column(default="")


class PlanVersion(Base):
    """The plan as it was: its value as JSON (councilflow-plan), never changed (A8, B1.14)."""

    __tablename__ = "plan_version"
    __table_args__ = (UniqueConstraint("plan_id", "number"),)

    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    number: Mapped[int]
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(default="")
    content: Mapped[dict[str, Any]]
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"))  # adopted or noted at its §
    adopted_on: Mapped[date | None]
    case_no: Mapped[str] = mapped_column(default="")  # "Sak 29/07", "§ 6"


class PlanReview(Base):
    """A year's look at the plan: due, and what came of it (A8)."""

    __tablename__ = "plan_review"

    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    due_on: Mapped[date]
    done_on: Mapped[date | None]
    result: Mapped[ReviewResult | None]
    note: Mapped[str] = mapped_column(default="")
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"))
    version_id: Mapped[int | None] = mapped_column(ForeignKey("plan_version.id"))


class PlanApproval(Base):
    """One assembly's step on the way to adoption (B3.2); each council of a shared plan has one (B4.8)."""

    __tablename__ = "plan_approval"

    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    position: Mapped[int]
    step: Mapped[ApprovalStep]
    body_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    assembly: Mapped[str]  # in words: "Ål kommunestyre"
    result: Mapped[ApprovalResult] = mapped_column(default=ApprovalResult.WAITING)
    decided_on: Mapped[date | None]
    case_no: Mapped[str] = mapped_column(default="")
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"))
    note: Mapped[str] = mapped_column(default="")


class PlanFile(Base):
    """A file beside a plan or one of its nodes: knowledge (A28), a logo of a funder (A13), a report."""

    __tablename__ = "plan_file"

    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    node_id: Mapped[int | None] = mapped_column(ForeignKey("plan_node.id"), index=True)
    title: Mapped[str]  # of a logo: its text alternative
    is_knowledge: Mapped[bool] = mapped_column(default=False)
    is_logo: Mapped[bool] = mapped_column(default=False)
    file_name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]  # bytes
    sha256: Mapped[str]
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    uploaded_at: Mapped[datetime]


class PlanImport(Base):
    """What was pasted or uploaded, the person's answers, and what came of it; a draft until carried out.

    `content` is the bytes as they came. What an import made carries its id and goes when it is undone.
    """

    __tablename__ = "plan_import"

    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    plan_id: Mapped[int | None] = mapped_column(ForeignKey("plan.id"), index=True)  # into which; None: new
    makes_plan: Mapped[bool] = mapped_column(default=False)  # the plan came of it and goes with it
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    file_name: Mapped[str] = mapped_column(default="")  # empty: pasted
    media_type: Mapped[str] = mapped_column(default="text/plain")
    content: Mapped[bytes]
    sha256: Mapped[str]
    language: Mapped[str] = mapped_column(default="sv")
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    found: Mapped[dict[str, Any]] = mapped_column(default=dict)  # counts, sums and doubts, once carried out
    made_at: Mapped[datetime]
    carried_out_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]
