"""The money of a plan: budget, financing, and what was moved. Whole kroner."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from councilflow.models.base import Base
from councilflow.process.plans.values import MoneyKind, MoneyState


class FundingSource(Base):
    """Where money comes from, reusable across measures (A25, B2.13)."""

    __tablename__ = "funding_source"
    __table_args__ = (UniqueConstraint("body_id", "name"),)

    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    name: Mapped[str]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    text: Mapped[str] = mapped_column(default="")


class PlanMoney(Base):
    """One cell of money, on a node or beside the tree. A stated sum is only compared (H.14)."""

    __tablename__ = "plan_money"

    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    node_id: Mapped[int | None] = mapped_column(ForeignKey("plan_node.id"), index=True)
    source_id: Mapped[int | None] = mapped_column(ForeignKey("funding_source.id"), index=True)
    import_id: Mapped[int | None] = mapped_column(ForeignKey("plan_import.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    kind: Mapped[MoneyKind]
    state: Mapped[MoneyState]
    title: Mapped[str] = mapped_column(default="")
    raw: Mapped[str] = mapped_column(default="")
    amount: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(default="")
    year: Mapped[int | None]
    is_sum: Mapped[bool] = mapped_column(default=False)
    covers: Mapped[list[Any]] = mapped_column(default=list)  # keys of the nodes that a stated sum is of
    covers_outside: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(default="")


class Reallocation(Base):
    """Money moved from one node or line to another, and where that was decided (B3.17)."""

    __tablename__ = "reallocation"

    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    from_money_id: Mapped[int] = mapped_column(ForeignKey("plan_money.id"))
    to_money_id: Mapped[int] = mapped_column(ForeignKey("plan_money.id"))
    amount: Mapped[int] = mapped_column(BigInteger)
    moved_on: Mapped[date]
    reason: Mapped[str] = mapped_column(default="")
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"))
    case_no: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    noted_at: Mapped[datetime]
