"""After the meeting: what becomes of standpoints, who takes them home, who does what."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Double, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from councilflow.models.agenda import AgendaItem
from councilflow.models.base import Base
from councilflow.models.councils import Organisation
from councilflow.process.afterwards import EffortState, FormalState, ReportBackState
from councilflow.process.plans.values import ContributionKind


class Standpoint(Base):
    """A standpoint once its meeting has closed. What it says and when stands in the item; here is its life.

    `year` and `number` name it within the council. How far formal decisions have come is counted from them.
    """

    __tablename__ = "standpoint"
    __table_args__ = (UniqueConstraint("council_id", "year", "number"),)

    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), unique=True)
    council_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    year: Mapped[int]
    number: Mapped[int]  # of the §
    taken_on: Mapped[date] = mapped_column(index=True)  # where the council meets
    in_force_on: Mapped[date | None]  # from the signing of the minutes, or of its § alone
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("standpoint.id"), index=True)
    replaced_on: Mapped[date | None]
    carried_out_on: Mapped[date | None]
    carried_out: Mapped[str] = mapped_column(default="")  # how
    follow_up_on: Mapped[date | None]
    message: Mapped[str] = mapped_column(default="")  # in a sentence, for everybody

    item: Mapped[AgendaItem] = relationship()


class FormalDecision(Base):
    """A decision of an organisation's own that a standpoint asks for (A82), or one step of it (B3.2).

    Several rows of one organisation are the steps of its chain, in order; its last step decides.
    `organisation_id` None: a step of the council's own, before the organisations (styringsgruppa).
    """

    __tablename__ = "formal_decision"
    __table_args__ = (UniqueConstraint("standpoint_id", "organisation_id", "position"),)

    standpoint_id: Mapped[int] = mapped_column(ForeignKey("standpoint.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    position: Mapped[int] = mapped_column(default=1)
    version: Mapped[int] = mapped_column(default=1)
    state: Mapped[FormalState] = mapped_column(default=FormalState.UNSETTLED)
    deciding_body: Mapped[str] = mapped_column(default="")
    planned_on: Mapped[date | None]
    decided_on: Mapped[date | None]
    reference: Mapped[str] = mapped_column(default="")  # § or registry number, as they write it
    note: Mapped[str] = mapped_column(default="")  # what was changed, or why it was rejected
    link: Mapped[str] = mapped_column(default="")
    file_name: Mapped[str] = mapped_column(default="")
    media_type: Mapped[str] = mapped_column(default="")
    size: Mapped[int] = mapped_column(default=0)  # bytes
    sha256: Mapped[str] = mapped_column(default="")
    updated_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    updated_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]

    standpoint: Mapped[Standpoint] = relationship()
    organisation: Mapped[Organisation | None] = relationship()


class ReportBack(Base):
    """An organisation takes a meeting's results home (A74), to its own assembly (B1.17)."""

    __tablename__ = "report_back"
    __table_args__ = (UniqueConstraint("meeting_id", "organisation_id"),)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    state: Mapped[ReportBackState] = mapped_column(default=ReportBackState.OPEN)
    due_on: Mapped[date]
    forum: Mapped[str] = mapped_column(default="")
    planned_on: Mapped[date | None]
    done_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(default="")  # why it is not applicable
    note: Mapped[str] = mapped_column(default="")  # what was said at home
    updated_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    updated_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship()


class JointEffort(Base):
    """Something that organisations do together (gemensam satsning, A96)."""

    __tablename__ = "joint_effort"

    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    standpoint_id: Mapped[int | None] = mapped_column(ForeignKey("standpoint.id"), index=True)
    advocacy_id: Mapped[int | None] = mapped_column(ForeignKey("advocacy_issue.id"), index=True)
    node_id: Mapped[int | None] = mapped_column(ForeignKey("plan_node.id"), index=True)  # a measure or goal
    title: Mapped[str]
    text: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    state: Mapped[EffortState] = mapped_column(default=EffortState.PLANNED)
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    follow_up_on: Mapped[date | None]
    result: Mapped[str] = mapped_column(default="")


class Implementation(Base):
    """What one organisation does for a standpoint or a joint effort, in its ordinary work (A30, A34)."""

    __tablename__ = "implementation"

    standpoint_id: Mapped[int | None] = mapped_column(ForeignKey("standpoint.id"), index=True)
    effort_id: Mapped[int | None] = mapped_column(ForeignKey("joint_effort.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    text: Mapped[str] = mapped_column(default="")
    responsible: Mapped[str] = mapped_column(default="")
    state: Mapped[EffortState] = mapped_column(default=EffortState.PLANNED)
    follow_up_on: Mapped[date | None]
    done_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(default="")
    updated_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    updated_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship()


class EffortContribution(Base):
    """What an organisation puts into a joint effort: hours, crowns or people (A23, B4.11)."""

    __tablename__ = "effort_contribution"

    effort_id: Mapped[int] = mapped_column(ForeignKey("joint_effort.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    kind: Mapped[ContributionKind]
    amount: Mapped[float | None] = mapped_column(Double)  # hours, whole crowns or persons, by halves
    year: Mapped[int | None]
    text: Mapped[str] = mapped_column(default="")
