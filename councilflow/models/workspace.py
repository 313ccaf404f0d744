"""The work on an agenda before the meeting: comments, changes told, the package, what organisations rank."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from councilflow.models.base import Base
from councilflow.process.links import LinkPurpose
from councilflow.process.packages import PackageState
from councilflow.process.reminders import ReminderKind


class AgendaComment(Base):
    """A word between those who prepare, on an item or on the agenda as a whole (A65)."""

    __tablename__ = "agenda_comment"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str]
    at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]  # whoever wrote it can put it back
    done_at: Mapped[datetime | None]  # when it was settled
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class LateChange(Base):
    """A change after the invitation: ändrad efter kallelse, and when those concerned were told (A.8)."""

    __tablename__ = "late_change"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    title: Mapped[str]  # of the item, also when it has gone
    what: Mapped[list[Any]] = mapped_column(default=list)  # names of what changed
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    told_at: Mapped[datetime | None]


class MeetingPackage(Base):
    """All papers of a meeting as one PDF and one ZIP, made in the background.

    The files lie in the data folder under their hash; the row holds until something in the meeting changes.
    """

    __tablename__ = "meeting_package"
    __table_args__ = (UniqueConstraint("meeting_id", "fingerprint"),)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    fingerprint: Mapped[str]  # of everything that goes in
    state: Mapped[PackageState] = mapped_column(default=PackageState.WAITING)
    done: Mapped[int] = mapped_column(default=0)  # of `parts`
    parts: Mapped[int] = mapped_column(default=0)
    pdf_sha256: Mapped[str] = mapped_column(default="")
    zip_sha256: Mapped[str] = mapped_column(default="")
    left_out: Mapped[list[Any]] = mapped_column(default=list)  # what could not be merged, and why
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    begun_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)  # the number also tells one worker from the next
    claimed_until: Mapped[datetime | None]  # a worker that has not been heard of by then has died
    pages: Mapped[int] = mapped_column(default=0)  # of the PDF


class SubstituteCall(Base):
    """A substitute asked to come in somebody's place, in order (A.7)."""

    __tablename__ = "substitute_call"

    invitee_id: Mapped[int] = mapped_column(ForeignKey("invitee.id"), index=True)  # who declined
    substitute_id: Mapped[int | None] = mapped_column(ForeignKey("invitee.id"), index=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"))
    position: Mapped[int]
    asked_at: Mapped[datetime]
    answer: Mapped[bool | None]
    answered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]  # when the one who declined came after all, or the call was taken back


class Reminder(Base):
    """That somebody was reminded of something on a day; the key keeps several workers from doing it twice."""

    __tablename__ = "reminder"
    __table_args__ = (UniqueConstraint("meeting_id", "kind", "address", "sent_on"),)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    kind: Mapped[ReminderKind]
    address: Mapped[str]  # in lower case
    sent_on: Mapped[date]  # by the council's clock
    due_on: Mapped[date]  # the day it was about; a meeting that is moved is reminded of anew
    sent_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # None: by itself, n days before


class Extension(Base):
    """More time that an organisation asks for to prepare an item at home (A85)."""

    __tablename__ = "extension"

    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    until: Mapped[date]
    reason: Mapped[str]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    granted: Mapped[bool | None]
    answer: Mapped[str] = mapped_column(default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]


class PriorityList(Base):
    """Things to rank on an item: each organisation for itself, and all together (A35, A39)."""

    __tablename__ = "priority_list"

    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), unique=True)
    question: Mapped[str]
    joint: Mapped[list[Any]] = mapped_column(default=list)  # ids of the entries in the joint order
    how: Mapped[str] = mapped_column(default="")  # how the joint order was reached
    settled_at: Mapped[datetime | None]


class PriorityEntry(Base):
    __tablename__ = "priority_entry"

    list_id: Mapped[int] = mapped_column(ForeignKey("priority_list.id"), index=True)
    node_id: Mapped[int | None] = mapped_column(ForeignKey("plan_node.id"))
    position: Mapped[int]
    title: Mapped[str]


class PriorityRanking(Base):
    """One organisation's order, handed in; the highest version counts."""

    __tablename__ = "priority_ranking"
    __table_args__ = (UniqueConstraint("list_id", "organisation_id", "version"),)

    list_id: Mapped[int] = mapped_column(ForeignKey("priority_list.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    version: Mapped[int]
    entries: Mapped[list[Any]]  # ids in order
    note: Mapped[str] = mapped_column(default="")
    submitted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    submitted_at: Mapped[datetime]


class ActionLink(Base):
    """A link in a mail by which one thing can be done once, for a short while, by one person."""

    __tablename__ = "action_link"

    secret_hash: Mapped[str] = mapped_column(unique=True)  # SHA-256 of what stands in the mail
    purpose: Mapped[LinkPurpose]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
