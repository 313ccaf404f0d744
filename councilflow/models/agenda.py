"""Proposed issues, and the items that a meeting deals with."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from councilflow.models.base import Base
from councilflow.models.councils import Organisation
from councilflow.models.people import Person
from councilflow.models.plans.nodes import PlanNode
from councilflow.process import agenda
from councilflow.process.agenda import IssueState, ItemKind, Reach, StandingItem
from councilflow.process.consensus import Outcome
from councilflow.process.joint import must_be_prepared

if TYPE_CHECKING:
    from councilflow.models.meetings import Meeting


class Issue(Base):
    """A question that an organisation wants the council to take up (A72)."""

    __tablename__ = "issue"

    council_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    proposed_at: Mapped[datetime]
    title: Mapped[str]
    challenge: Mapped[str]
    why: Mapped[str]
    background: Mapped[str] = mapped_column(default="")
    state: Mapped[IssueState] = mapped_column(default=IssueState.PROPOSED)
    answer: Mapped[str] = mapped_column(default="")  # the reason given to the proposer
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    purposes: Mapped[list[Any]] = mapped_column(default=list)  # of Purpose (A57)
    reach: Mapped[Reach | None]  # A93
    reach_text: Mapped[str] = mapped_column(default="")
    needs_leadership: Mapped[bool | None]  # A5
    leadership_reason: Mapped[str] = mapped_column(default="")
    is_urgent: Mapped[bool | None]  # A6
    urgent_reason: Mapped[str] = mapped_column(default="")
    decide_by: Mapped[date | None]
    other_plan: Mapped[str] = mapped_column(default="")  # the mandatory plan that would own it (A2)
    rests_until: Mapped[date | None]  # asked about again then
    secrecy_section: Mapped[str | None]  # of an item that was taken off its agenda; None: nothing is hidden

    organisation: Mapped[Organisation | None] = relationship()
    proposed_by: Mapped[Person] = relationship(foreign_keys=proposed_by_id)
    items: Mapped[list[AgendaItem]] = relationship(back_populates="issue", order_by="AgendaItem.id")


class IssueTemplate(Base):
    """A way to begin a proposal: it starts with the challenge, not with the answer (A33)."""

    __tablename__ = "issue_template"

    council_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    name: Mapped[str]
    challenge: Mapped[str] = mapped_column(default="")  # what the field begins with, or asks
    why: Mapped[str] = mapped_column(default="")
    background: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)


class Concerned(Base):
    """An organisation that an issue or an item concerns, and what it brings to the answer (A34)."""

    __tablename__ = "concerned"
    __table_args__ = (
        CheckConstraint("(issue_id is null) <> (item_id is null)", name="one_side"),
        UniqueConstraint("issue_id", "organisation_id"),
        UniqueConstraint("item_id", "organisation_id"),
    )

    issue_id: Mapped[int | None] = mapped_column(ForeignKey("issue.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    contribution: Mapped[str] = mapped_column(default="")


class IssueNode(Base):
    """A part of a plan that an issue is about, as whoever proposes it sees it (A89); follows to its item."""

    __tablename__ = "issue_node"
    __table_args__ = (UniqueConstraint("issue_id", "node_id"),)

    issue_id: Mapped[int] = mapped_column(ForeignKey("issue.id"), index=True)
    node_id: Mapped[int] = mapped_column(ForeignKey("plan_node.id"), index=True)


class Earlier(Base):
    """An item of an earlier meeting where the same question was dealt with (A94)."""

    __tablename__ = "earlier"
    __table_args__ = (CheckConstraint("(issue_id is null) <> (item_id is null)", name="one_side"),)

    issue_id: Mapped[int | None] = mapped_column(ForeignKey("issue.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    earlier_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), index=True)


class AgendaItem(Base):
    """One item of a meeting: what goes out before it, and what the record says of it afterwards."""

    __tablename__ = "agenda_item"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    issue_id: Mapped[int | None] = mapped_column(ForeignKey("issue.id"), index=True)
    of_council_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"))  # in a joint meeting (A62)
    position: Mapped[int]
    version: Mapped[int] = mapped_column(
        default=1
    )  # of the prepared text; a save over a newer one is refused
    kind: Mapped[ItemKind | None]
    standing: Mapped[StandingItem | None]
    title: Mapped[str]
    is_prepared: Mapped[bool] = mapped_column(default=False)  # marked förberedd (A58)
    registry_no: Mapped[str] = mapped_column(default="")
    minutes: Mapped[int | None]  # planned time
    background: Mapped[str] = mapped_column(default="")
    strategy_sentence: Mapped[str] = mapped_column(default="")
    proposal: Mapped[str] = mapped_column(default="")
    shared_value: Mapped[str] = mapped_column(default="")  # gemensamt värde (A75)
    summary: Mapped[str] = mapped_column(default="")  # ärendet i korthet (D.3)
    purposes: Mapped[list[Any]] = mapped_column(default=list)  # of Purpose (A57)
    reach: Mapped[Reach | None]  # A93
    reach_text: Mapped[str] = mapped_column(default="")
    ecological: Mapped[str] = mapped_column(default="")  # hållbarhet, printed when filled (A11)
    social: Mapped[str] = mapped_column(default="")
    economic: Mapped[str] = mapped_column(default="")
    agenda_2030: Mapped[list[Any]] = mapped_column(default=list)  # numbers 1–17 (A12)
    acknowledgement: Mapped[str] = mapped_column(default="")  # who has paid (A13)
    recommending_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"))  # tilråding (B1.13)
    recommendation: Mapped[str] = mapped_column(default="")
    consultation: Mapped[str] = mapped_column(default="")  # the question of a samråd (A37)
    answers_by: Mapped[date | None]
    is_secret: Mapped[bool] = mapped_column(default=False)
    secrecy_section: Mapped[str] = mapped_column(default="")  # 20 kap. 3 § OSL
    changed_at: Mapped[datetime | None]  # after the invitation went out
    withdrawn_kind: Mapped[
        ItemKind | None
    ]  # what it was before it was withdrawn; its line then heads nothing

    number: Mapped[int | None]  # §, given when the meeting closes
    added_at_meeting: Mapped[bool] = mapped_column(default=False)
    note_version: Mapped[int] = mapped_column(default=1)  # of the note on the discussion, saved as one types
    speakers_closed_at: Mapped[datetime | None]  # streck i debatten: nobody more asks for the floor
    preparation_closed_at: Mapped[datetime | None]
    presented_at: Mapped[datetime | None]
    discussion: Mapped[str] = mapped_column(default="")
    outcome: Mapped[Outcome | None]
    outcome_at: Mapped[datetime | None]
    immediate_approval_at: Mapped[datetime | None]  # the § is approved before the rest of the minutes (D.1)
    adopted: Mapped[str] = mapped_column(default="")  # the wording as read out
    override_reason: Mapped[str] = mapped_column(default="")

    meeting: Mapped[Meeting] = relationship(back_populates="items")
    issue: Mapped[Issue | None] = relationship(back_populates="items")
    strategy_links: Mapped[list[StrategyLink]] = relationship(
        back_populates="item", order_by="StrategyLink.id", cascade="all, delete-orphan"
    )
    questions: Mapped[list[Question]] = relationship(
        back_populates="item", order_by="Question.position", cascade="all, delete-orphan"
    )
    attachments: Mapped[list[Attachment]] = relationship(
        back_populates="item", order_by="Attachment.position, Attachment.id", cascade="all, delete-orphan"
    )
    presenters: Mapped[list[Presenter]] = relationship(
        back_populates="item", order_by="Presenter.id", cascade="all, delete-orphan"
    )

    @property
    def files(self) -> list[Attachment]:
        """Its files, each in its newest version."""
        return [one for one in self.attachments if one.replaced_by_id is None]

    @property
    def place(self) -> int | None:
        """Its number on the agenda, from 1; a heading has none."""
        return self.meeting.numbers[self.id]

    @property
    def takes(self) -> int | None:
        """Minutes; None while nobody has said. A heading takes none, unless it is a break with minutes."""
        return agenda.takes(self.kind, self.minutes)

    @property
    def gaps(self) -> list[agenda.Gap]:
        council = self.meeting.council
        waits = must_be_prepared(council.kind, council.includes_id, of_council_id=self.of_council_id)
        return agenda.gaps(
            self.kind,
            strategy_links=len(self.strategy_links),
            strategy_sentence=self.strategy_sentence,
            background=self.background,
            questions=len(self.questions),
            attachments=len(self.files),
            proposal=self.proposal,
            consultation=self.consultation,
            answers_by=self.answers_by,
            is_prepared=self.is_prepared or not waits,
        )


DEALT_WITH = or_(AgendaItem.kind.is_(None), AgendaItem.kind != ItemKind.HEADING)
"""The items that the meeting deals with: all but its headings."""


class StrategyLink(Base):
    __tablename__ = "strategy_link"
    __table_args__ = (UniqueConstraint("item_id", "node_id"),)

    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    node_id: Mapped[int] = mapped_column(ForeignKey("plan_node.id"), index=True)

    item: Mapped[AgendaItem] = relationship(back_populates="strategy_links")
    node: Mapped[PlanNode] = relationship()


class Question(Base):
    """What the organisations are asked to think about at home (A90)."""

    __tablename__ = "question"

    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    position: Mapped[int]
    text: Mapped[str]

    item: Mapped[AgendaItem] = relationship(back_populates="questions")


class Attachment(Base):
    """A file beside an item. Its bytes lie in the data folder under their own hash."""

    __tablename__ = "attachment"

    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    title: Mapped[str]
    file_name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]  # bytes
    sha256: Mapped[str]
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    uploaded_at: Mapped[datetime]
    is_knowledge: Mapped[bool] = mapped_column(default=False)  # kunskapsunderlag, listed apart (A28)
    is_secret: Mapped[bool] = mapped_column(default=False)
    secrecy_section: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id"))
    pinned_at: Mapped[datetime | None]  # this version went out with the invitation

    item: Mapped[AgendaItem] = relationship(back_populates="attachments")

    @property
    def is_late(self) -> bool:
        """Whether this version came after the invitation had gone out."""
        invited_at = self.item.meeting.invited_at
        return invited_at is not None and self.pinned_at is None and self.uploaded_at > invited_at


class Presenter(Base):
    """Somebody who presents an item, invited to that item only (A68); need not have an account."""

    __tablename__ = "presenter"

    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    name: Mapped[str]
    title: Mapped[str] = mapped_column(default="")
    organisation: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="", index=True)

    item: Mapped[AgendaItem] = relationship(back_populates="presenters")
