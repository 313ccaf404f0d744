"""Reports to a funder or to the council, by a template with its own headings (B4.1)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from councilflow.models.base import Base
from councilflow.process.plans.values import ReportKind, ReportState


class ReportTemplate(Base):
    """The headings that a funder asks for, in order."""

    __tablename__ = "report_template"

    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    name: Mapped[str]
    funder: Mapped[str] = mapped_column(default="")
    kind: Mapped[ReportKind] = mapped_column(default=ReportKind.FINAL)
    language: Mapped[str] = mapped_column(default="sv")
    headings: Mapped[list[Any]] = mapped_column(default=list)  # {title, hint, content}: what is filled in


class PlanReport(Base):
    """A report of a plan or of one project in it, written until it is submitted."""

    __tablename__ = "plan_report"

    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    node_id: Mapped[int | None] = mapped_column(ForeignKey("plan_node.id"), index=True)
    template_id: Mapped[int | None] = mapped_column(ForeignKey("report_template.id"))
    kind: Mapped[ReportKind]
    state: Mapped[ReportState] = mapped_column(default=ReportState.DRAFT)
    title: Mapped[str]
    funder: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="sv")
    from_on: Mapped[date | None]
    to_on: Mapped[date | None]
    sections: Mapped[list[Any]] = mapped_column(default=list)  # {title, text, content}
    version: Mapped[int] = mapped_column(default=1)  # a save over a newer one is refused
    content: Mapped[dict[str, Any]] = mapped_column(default=dict)  # its facts, kept when it is submitted
    submitted_at: Mapped[datetime | None]
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]


class Evaluation(Base):
    """What somebody says of the work from where they stand (B4.13)."""

    __tablename__ = "evaluation"

    report_id: Mapped[int] = mapped_column(ForeignKey("plan_report.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    viewpoint: Mapped[str]  # "Prosjektleder", "Næringsansvarlige"
    name: Mapped[str] = mapped_column(default="")
    text: Mapped[str]
