"""What is measured: indicators, their targets, and what they were."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from councilflow.models.base import Base
from councilflow.process.plans.keys import new_key


class Indicator(Base):
    """Something that is counted, and how (B3.7, B3.19)."""

    __tablename__ = "indicator"
    __table_args__ = (UniqueConstraint("plan_id", "key"),)

    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    node_id: Mapped[int | None] = mapped_column(ForeignKey("plan_node.id"), index=True)
    import_id: Mapped[int | None] = mapped_column(ForeignKey("plan_import.id"), index=True)
    key: Mapped[str] = mapped_column(default=lambda: new_key("i"))
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str]
    unit: Mapped[str] = mapped_column(default="")
    dimension: Mapped[str] = mapped_column(default="")  # what its rows are: "Næring"
    definition: Mapped[str] = mapped_column(default="")
    counting_rule: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(default="")
    cadence: Mapped[str] = mapped_column(default="")


class IndicatorTarget(Base):
    """What it should reach; a stated sum leaves empty what it adds up over (B3.6)."""

    __tablename__ = "indicator_target"

    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"), index=True)
    node_id: Mapped[int | None] = mapped_column(ForeignKey("plan_node.id"), index=True)
    import_id: Mapped[int | None] = mapped_column(ForeignKey("plan_import.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    dimension: Mapped[str] = mapped_column(default="")
    year: Mapped[int | None]
    value: Mapped[float | None]
    raw: Mapped[str] = mapped_column(default="")
    is_sum: Mapped[bool] = mapped_column(default=False)


class IndicatorValue(Base):
    """What it was in a year. What a project reports adds up to the programme's (B3.8)."""

    __tablename__ = "indicator_value"

    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"), index=True)
    node_id: Mapped[int | None] = mapped_column(ForeignKey("plan_node.id"), index=True)  # who reports it
    report_id: Mapped[int | None] = mapped_column(ForeignKey("status_report.id"), index=True)
    dimension: Mapped[str] = mapped_column(default="")
    year: Mapped[int]
    value: Mapped[float | None]
    text: Mapped[str] = mapped_column(default="")  # a place in a ranking, say
    comment: Mapped[str] = mapped_column(default="")
    noted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    noted_at: Mapped[datetime]
