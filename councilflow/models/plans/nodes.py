"""The tree of a plan, and what its measures say."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from councilflow.models.base import Base
from councilflow.models.plans.plan import Plan
from councilflow.process.plans.keys import new_key
from councilflow.process.plans.values import (
    GoalKind,
    LinkKind,
    MeasureState,
    NodeKind,
    PartyKind,
    PartyRole,
    ProjectPhase,
    Season,
    Settlement,
)


class PlanNode(Base):
    """A theme, an area, a goal, a strategy or a measure, named as its plan names it.

    `key` is its name in exports and versions, unique in the plan and kept for ever. Nodes that share a
    `block` under the same area belong together without a one-to-one (B2.10).
    """

    __tablename__ = "plan_node"
    __table_args__ = (UniqueConstraint("plan_id", "key"),)

    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("plan_node.id"), index=True)
    import_id: Mapped[int | None] = mapped_column(ForeignKey("plan_import.id"), index=True)
    key: Mapped[str] = mapped_column(default=new_key)
    kind: Mapped[NodeKind] = mapped_column(default=NodeKind.AREA)
    level: Mapped[str]  # the plan's own word: Mål, Fokusområde, Delmål …
    code: Mapped[str] = mapped_column(default="")
    title: Mapped[str]
    short_label: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")
    grouping: Mapped[str] = mapped_column(default="")  # "Støtteområder" (B3.9)
    block: Mapped[str] = mapped_column(default="")
    goal_kind: Mapped[GoalKind | None]
    goal_parts: Mapped[list[Any]] = mapped_column(default=list)  # {text, planned, reached} (B3.13)
    agenda_2030: Mapped[list[Any]] = mapped_column(default=list)  # numbers 1–17 (A12)
    reference_body_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"))  # B2.5
    source_line: Mapped[int | None]  # in what was imported
    position: Mapped[int] = mapped_column(default=0)

    plan: Mapped[Plan] = relationship(back_populates="nodes")
    parent: Mapped[PlanNode | None] = relationship(remote_side="PlanNode.id")
    measure: Mapped[Measure | None] = relationship(
        back_populates="node", foreign_keys="Measure.node_id", cascade="all, delete-orphan"
    )


class Measure(Base):
    """What is to be done: the part of a node that only measures have."""

    __tablename__ = "measure"
    __table_args__ = (UniqueConstraint("node_id"),)

    node_id: Mapped[int] = mapped_column(ForeignKey("plan_node.id"))
    period: Mapped[str] = mapped_column(default="")  # as written (B1.5)
    first_year: Mapped[int | None]
    last_year: Mapped[int | None]
    first_season: Mapped[Season | None]
    last_season: Mapped[Season | None]
    state: Mapped[MeasureState] = mapped_column(default=MeasureState.POSSIBLE)
    decided_item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"))  # B3.3
    phase: Mapped[ProjectPhase | None]
    is_placeholder: Mapped[bool] = mapped_column(default=False)
    continues_id: Mapped[int | None] = mapped_column(ForeignKey("plan_node.id"))  # goes on from (B1.9)
    nested_plan: Mapped[str] = mapped_column(default="")  # the plan it carries out, in words (B1.11)
    nested_plan_id: Mapped[int | None] = mapped_column(ForeignKey("plan.id"))
    deliverables: Mapped[str] = mapped_column(default="")
    settlement: Mapped[Settlement] = mapped_column(default=Settlement.NOT_STATED)
    parties_raw: Mapped[str] = mapped_column(default="")  # the cell as written
    follow_up_on: Mapped[date | None]

    node: Mapped[PlanNode] = relationship(back_populates="measure", foreign_keys=node_id)


class MeasureParty(Base):
    """Somebody with a role in a measure; `name` is what the plan calls them, the links are who that is."""

    __tablename__ = "measure_party"

    node_id: Mapped[int] = mapped_column(ForeignKey("plan_node.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    role: Mapped[PartyRole]
    kind: Mapped[PartyKind] = mapped_column(default=PartyKind.TEXT)
    name: Mapped[str]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    body_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)


class NodeLink(Base):
    """Two nodes, of one plan or two, that belong together besides the tree (A4, B3.12)."""

    __tablename__ = "node_link"
    __table_args__ = (UniqueConstraint("first_id", "second_id", "kind"),)

    first_id: Mapped[int] = mapped_column(ForeignKey("plan_node.id"), index=True)
    second_id: Mapped[int] = mapped_column(ForeignKey("plan_node.id"), index=True)
    import_id: Mapped[int | None] = mapped_column(ForeignKey("plan_import.id"), index=True)
    kind: Mapped[LinkKind]
    reason: Mapped[str] = mapped_column(default="")


class AreaCriteria(Base):
    """Why an area was chosen: does it need the highest political leadership, is it urgent (A5, A6)."""

    __tablename__ = "area_criteria"
    __table_args__ = (UniqueConstraint("node_id"),)

    node_id: Mapped[int] = mapped_column(ForeignKey("plan_node.id"))
    needs_leadership: Mapped[bool | None]
    leadership_reason: Mapped[str] = mapped_column(default="")
    is_urgent: Mapped[bool | None]
    urgent_reason: Mapped[str] = mapped_column(default="")
    decide_by: Mapped[date | None]
    other_plan: Mapped[str] = mapped_column(default="")  # the mandatory plan that would own it (A2)
