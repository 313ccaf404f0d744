"""What the council says outwards, as far as a plan touches it: advocacy and statements (A20, A40, B1.18)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from councilflow.models.base import Base
from councilflow.process.plans.values import AdvocacyState, StatementState, TargetLevel


class AdvocacyIssue(Base):
    """A question of the påverkansagenda, and the standpoint it rests on (A20)."""

    __tablename__ = "advocacy_issue"

    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    title: Mapped[str]
    message: Mapped[str] = mapped_column(default="")
    target_level: Mapped[TargetLevel]
    policy_area: Mapped[str] = mapped_column(default="")
    recipients: Mapped[str] = mapped_column(default="")
    period: Mapped[str] = mapped_column(default="")
    state: Mapped[AdvocacyState] = mapped_column(default=AdvocacyState.PLANNED)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"))
    position: Mapped[int] = mapped_column(default=0)


class Statement(Base):
    """A statement, letter or answer to a consultation (A40, B1.18)."""

    __tablename__ = "statement"

    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    title: Mapped[str]
    addressee: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")
    state: Mapped[StatementState] = mapped_column(default=StatementState.DRAFT)
    due_on: Mapped[date | None]
    sent_on: Mapped[date | None]
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"))  # adopted at its §


class NodeMention(Base):
    """A node that an advocacy issue or a statement is about."""

    __tablename__ = "node_mention"
    __table_args__ = (CheckConstraint("(advocacy_id is null) <> (statement_id is null)", name="one_side"),)

    node_id: Mapped[int] = mapped_column(ForeignKey("plan_node.id"), index=True)
    advocacy_id: Mapped[int | None] = mapped_column(ForeignKey("advocacy_issue.id"), index=True)
    statement_id: Mapped[int | None] = mapped_column(ForeignKey("statement.id"), index=True)
