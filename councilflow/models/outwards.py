"""What the council says outwards: hearings, advocacy contacts, communication, where it is represented."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from councilflow.models.base import Base
from councilflow.models.councils import Organisation
from councilflow.process.afterwards import (
    AdvocacyRole,
    Channel,
    ContactKind,
    EffortState,
    HearingState,
    TellingKind,
    UptakeState,
)


class Hearing(Base):
    """A call for views from outside, with its last day (remiss, høring; B1.18)."""

    __tablename__ = "hearing"

    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    title: Mapped[str]
    sender: Mapped[str] = mapped_column(default="")
    registry_no: Mapped[str] = mapped_column(default="")
    link: Mapped[str] = mapped_column(default="")
    received_on: Mapped[date | None]
    due_on: Mapped[date] = mapped_column(index=True)
    responsible_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    state: Mapped[HearingState] = mapped_column(default=HearingState.RECEIVED)
    note: Mapped[str] = mapped_column(default="")


class SentLetter(Base):
    """A statement as it was sent, byte for byte. It is kept in the step that sends it, and never changes."""

    __tablename__ = "sent_letter"

    statement_id: Mapped[int] = mapped_column(ForeignKey("statement.id"), unique=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str] = mapped_column(index=True)
    dissents: Mapped[list[list[str]]] = mapped_column(JSON)  # as the letter has them: heading, text
    made_at: Mapped[datetime]


class AdvocacyParty(Base):
    """Who leads, contributes to or stands beside a question of the påverkansagenda (A20, A22)."""

    __tablename__ = "advocacy_party"
    __table_args__ = (CheckConstraint("organisation_id is not null or name <> ''", name="somebody"),)

    advocacy_id: Mapped[int] = mapped_column(ForeignKey("advocacy_issue.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str] = mapped_column(default="")  # of somebody outside the register
    role: Mapped[AdvocacyRole]


class AdvocacyContact(Base):
    """Somebody was reached: a letter, a meeting, a visit (A20, B1.21)."""

    __tablename__ = "advocacy_contact"

    advocacy_id: Mapped[int] = mapped_column(ForeignKey("advocacy_issue.id"), index=True)
    on: Mapped[date]
    kind: Mapped[ContactKind]
    recipient: Mapped[str]
    text: Mapped[str] = mapped_column(default="")
    link: Mapped[str] = mapped_column(default="")
    statement_id: Mapped[int | None] = mapped_column(ForeignKey("statement.id"))
    noted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


class Spokesperson(Base):
    """Who may speak for the council, on everything or on one subject (B1.19)."""

    __tablename__ = "spokesperson"

    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    topic: Mapped[str] = mapped_column(default="")  # empty: on everything
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]


class Communication(Base):
    """What is told of a standpoint, where, by whom and when (A98)."""

    __tablename__ = "communication"

    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    kind: Mapped[TellingKind] = mapped_column(default=TellingKind.MESSAGE)
    standpoint_id: Mapped[int | None] = mapped_column(ForeignKey("standpoint.id"), index=True)
    node_id: Mapped[int | None] = mapped_column(ForeignKey("plan_node.id"), index=True)  # of a result
    message: Mapped[str]
    audience: Mapped[str] = mapped_column(default="")
    channel: Mapped[Channel]
    spokesperson_id: Mapped[int | None] = mapped_column(ForeignKey("spokesperson.id"))
    responsible: Mapped[str] = mapped_column(default="")
    planned_on: Mapped[date | None] = mapped_column(index=True)
    told_on: Mapped[date | None]
    link: Mapped[str] = mapped_column(default="")
    state: Mapped[EffortState] = mapped_column(default=EffortState.PLANNED)
    version: Mapped[int] = mapped_column(default=1)


class Representation(Base):
    """Where somebody speaks for the council, until when (B2.20)."""

    __tablename__ = "representation"

    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    forum: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(default="")  # of somebody without an account
    role: Mapped[str] = mapped_column(default="")
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"))  # chosen at this §
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    link: Mapped[str] = mapped_column(default="")


class ForumReport(Base):
    """What somebody tells from where the council is represented (B2.20)."""

    __tablename__ = "forum_report"

    representation_id: Mapped[int] = mapped_column(ForeignKey("representation.id"), index=True)
    on: Mapped[date]
    text: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class PlanUptake(Base):
    """How an organisation takes a plan up in its own plans (B2.17)."""

    __tablename__ = "plan_uptake"
    __table_args__ = (UniqueConstraint("plan_id", "organisation_id"),)

    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    state: Mapped[UptakeState] = mapped_column(default=UptakeState.NOT_YET)
    text: Mapped[str] = mapped_column(default="")
    link: Mapped[str] = mapped_column(default="")
    updated_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    updated_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship()
