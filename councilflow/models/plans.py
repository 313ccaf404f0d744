"""The strategy that every item links to: a plan and the nodes of its tree (A1–A4, B.6)."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from councilflow.models.base import Base


class Plan(Base):
    __tablename__ = "plan"

    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("plan.id"))
    title: Mapped[str]
    short_title: Mapped[str]
    period: Mapped[str] = mapped_column(default="")  # as written in the plan
    position: Mapped[int] = mapped_column(default=0)

    nodes: Mapped[list[PlanNode]] = relationship(back_populates="plan", order_by="PlanNode.position")


class PlanNode(Base):
    """A goal or a focus area, named as its plan names it."""

    __tablename__ = "plan_node"

    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("plan_node.id"))
    level: Mapped[str]  # the plan's own word: Mål, Fokusområde, Delmål …
    title: Mapped[str]
    text: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)

    plan: Mapped[Plan] = relationship(back_populates="nodes")
