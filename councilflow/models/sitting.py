"""What happens while a meeting goes on: presence, speakers, time, proposals and votes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from councilflow.models.base import Base
from councilflow.process.meeting import Presence
from councilflow.process.sitting import AmendmentState, Ballot, SpeechKind, VoteWay


class PresenceChange(Base):
    """Somebody is called, arrives, leaves or changes between the room and the line (KL 5:66).

    One attendance list per day is what these rows say of that day (A61). `item_id` is the item that was on
    the table: the change holds from it on; None: before the first item of the day.
    """

    __tablename__ = "presence_change"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    attendance_id: Mapped[int] = mapped_column(ForeignKey("attendance.id"), index=True)
    day: Mapped[date]  # where the council meets
    at: Mapped[datetime]
    presence: Mapped[Presence]
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    is_call: Mapped[bool] = mapped_column(default=False)  # at the roll call of that day
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


class Service(Base):
    """A substitute serves in a member's place, from an item up to, and not including, another (KL 5:17)."""

    __tablename__ = "service"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    substitute_id: Mapped[int] = mapped_column(ForeignKey("attendance.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("attendance.id"), index=True)
    from_item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"))  # None: from the beginning
    until_item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"))  # None: to the end
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class Recusal(Base):
    """Somebody takes no part in an item because of jäv, and leaves the room for it (KL 6:28–30)."""

    __tablename__ = "recusal"
    __table_args__ = (UniqueConstraint("item_id", "attendance_id"),)

    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    attendance_id: Mapped[int] = mapped_column(ForeignKey("attendance.id"), index=True)
    reason: Mapped[str] = mapped_column(default="")
    left_at: Mapped[datetime | None]
    returned_at: Mapped[datetime | None]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    noted_at: Mapped[datetime]


class Adjournment(Base):
    """The meeting rests (ajournering), from a moment to a moment."""

    __tablename__ = "adjournment"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"))
    reason: Mapped[str] = mapped_column(default="")
    begun_at: Mapped[datetime]
    until: Mapped[datetime | None]  # when it was said to go on
    ended_at: Mapped[datetime | None]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


class ItemTime(Base):
    """A stretch of time during which an item was on the table; an item may come back."""

    __tablename__ = "item_time"

    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    begun_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class SpeakerRequest(Base):
    """Somebody asks for the floor on an item, holds it and leaves it. The list is the chair's."""

    __tablename__ = "speaker_request"

    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    attendance_id: Mapped[int | None] = mapped_column(ForeignKey("attendance.id"), index=True)
    presenter_id: Mapped[int | None] = mapped_column(ForeignKey("presenter.id"))  # on the own item only
    name: Mapped[str]
    organisation: Mapped[str] = mapped_column(default="")
    kind: Mapped[SpeechKind] = mapped_column(default=SpeechKind.SPEECH)
    reply_to_id: Mapped[int | None] = mapped_column(ForeignKey("speaker_request.id"))
    position: Mapped[int]
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    begun_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]


class Amendment(Base):
    """Another wording that somebody suggests for what the council is about to say."""

    __tablename__ = "amendment"

    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    suggested_by: Mapped[str]  # the name, as the record keeps it
    suggested_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    base: Mapped[str]  # the wording that it changes
    text: Mapped[str]
    state: Mapped[AmendmentState] = mapped_column(default=AmendmentState.SUGGESTED)
    suggested_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]


class Motion(Base):
    """A proposal to decide on (yrkande, forslag), in a body that votes (KL 5:67)."""

    __tablename__ = "motion"

    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    position: Mapped[int]  # the order in which the chair puts them
    text: Mapped[str]
    proposed_by: Mapped[str]
    party: Mapped[str] = mapped_column(default="")
    attendance_id: Mapped[int | None] = mapped_column(ForeignKey("attendance.id"))
    withdrawn_at: Mapped[datetime | None]
    adopted: Mapped[bool | None]
    at: Mapped[datetime]


class Vote(Base):
    """One question that was put, and how it ended (KL 5:53–56, 5:67; kommuneloven)."""

    __tablename__ = "vote"
    __table_args__ = (UniqueConstraint("item_id", "position"),)

    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    position: Mapped[int]
    question: Mapped[str]  # the proposals as the chair put them
    way: Mapped[VoteWay]
    motion_id: Mapped[int | None] = mapped_column(ForeignKey("motion.id"))  # what it was about
    against_id: Mapped[int | None] = mapped_column(ForeignKey("motion.id"))  # what stood against it
    unanimous: Mapped[bool] = mapped_column(default=False)
    carried: Mapped[bool | None]
    casting: Mapped[bool] = mapped_column(default=False)  # the chair's own vote decided
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


class VoteCount(Base):
    """What a party, or a person, said in a vote."""

    __tablename__ = "vote_count"
    __table_args__ = (CheckConstraint("count >= 0", name="not_negative"),)

    vote_id: Mapped[int] = mapped_column(ForeignKey("vote.id"), index=True)
    attendance_id: Mapped[int | None] = mapped_column(ForeignKey("attendance.id"))  # by person
    party: Mapped[str] = mapped_column(default="")  # by party
    ballot: Mapped[Ballot]
    count: Mapped[int] = mapped_column(default=1)


class TextModule(Base):
    """A sentence that the secretary uses again, with places that the record fills in."""

    __tablename__ = "text_module"

    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    title: Mapped[str]
    text: Mapped[str]
    position: Mapped[int] = mapped_column(default=0)


class RequestKey(Base):
    """A request that has been carried out, by the key its page gave it: a second one with it does nothing."""

    __tablename__ = "request_key"

    key: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answer: Mapped[dict[str, Any]] = mapped_column(default=dict)  # where it led: status and location
    at: Mapped[datetime] = mapped_column(index=True)
