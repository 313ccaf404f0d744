"""What the council says outwards, as far as a plan touches it: advocacy and statements (A20, A40, B1.18)."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from councilflow.models.base import Base
from councilflow.process.afterwards import StatementKind
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
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    result: Mapped[str] = mapped_column(default="")  # what came of it
    version: Mapped[int] = mapped_column(default=1)
    position: Mapped[int] = mapped_column(default=0)


class Statement(Base):
    """A statement, letter or answer to a consultation (A40, B1.18)."""

    __tablename__ = "statement"

    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    title: Mapped[str]
    addressee: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")
    state: Mapped[StatementState] = mapped_column(default=StatementState.DRAFT)
    kind: Mapped[StatementKind] = mapped_column(default=StatementKind.LETTER)
    hearing_id: Mapped[int | None] = mapped_column(ForeignKey("hearing.id"), index=True)  # what it answers
    registry_no: Mapped[str] = mapped_column(default="")
    responsible_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    signatory: Mapped[str] = mapped_column(default="")  # who signs, as printed
    version: Mapped[int] = mapped_column(default=1)
    signed_on: Mapped[date | None]
    sent_to: Mapped[list[Any]] = mapped_column(default=list)  # of str
    is_published: Mapped[bool] = mapped_column(default=False)
    due_on: Mapped[date | None]
    sent_on: Mapped[date | None]
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"))  # adopted at its §
    decided_by: Mapped[str] = mapped_column(default="")  # who decided, where no § did
    decided_on: Mapped[date | None]


class NodeMention(Base):
    """A node that an advocacy issue or a statement is about."""

    __tablename__ = "node_mention"
    __table_args__ = (CheckConstraint("(advocacy_id is null) <> (statement_id is null)", name="one_side"),)

    node_id: Mapped[int] = mapped_column(ForeignKey("plan_node.id"), index=True)
    advocacy_id: Mapped[int | None] = mapped_column(ForeignKey("advocacy_issue.id"), index=True)
    statement_id: Mapped[int | None] = mapped_column(ForeignKey("statement.id"), index=True)
