"""Meetings: the invitation, who came, whose view was noted, and who signs."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from councilflow.models.agenda import AgendaItem
from councilflow.models.base import Base, Nights
from councilflow.models.councils import Body
from councilflow.process.agenda import numbered
from councilflow.process.checklists import ChecklistPoint
from councilflow.process.councils import Category, Office, Side
from councilflow.process.meeting import (
    CostKind,
    InvitationAnswer,
    MeetingForm,
    MeetingKind,
    MeetingState,
    Presence,
    SignatoryRole,
)
from councilflow.process.profiles import PROFILES, DissentKind, OutcomeWord, Profile
from councilflow.process.record import MinutesProfile
from councilflow.process.timetable import Day, Night, days


class MeetingSeries(Base):
    """Meetings that recur by a rule: monthly, once a year, two or three times (A55, A59, A61).

    The days are worked out in `process/series.py`; each meeting is then a row of its own, which can be moved
    or cancelled. Times are of the council's own clock.
    """

    __tablename__ = "meeting_series"

    council_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    title: Mapped[str]
    months: Mapped[list[Any]]  # of int, 1 to 12
    weekday: Mapped[int]  # 0 Monday to 6 Sunday
    week: Mapped[int]  # 1 to 4 of the month, -1 the last
    begins: Mapped[time]
    ends: Mapped[time]
    days: Mapped[int] = mapped_column(default=1)  # 2: lunch to lunch
    evening: Mapped[time | None]  # when the first of two days ends, and the second begins
    morning: Mapped[time | None]
    kind: Mapped[MeetingKind] = mapped_column(default=MeetingKind.REGULAR)
    form: Mapped[MeetingForm] = mapped_column(default=MeetingForm.DIGITAL)
    place: Mapped[str] = mapped_column(default="")
    link: Mapped[str] = mapped_column(default="")
    is_joint: Mapped[bool] = mapped_column(default=False)
    ended_on: Mapped[date | None]  # no new meetings are planned from it after that day


class Meeting(Base):
    __tablename__ = "meeting"

    council_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    series_id: Mapped[int | None] = mapped_column(ForeignKey("meeting_series.id"), index=True)
    series_day: Mapped[date | None]  # the day its series gave, wherever the meeting was moved since
    title: Mapped[str] = mapped_column(default="")  # of an assembly or event (B1.23); otherwise its kind
    is_joint: Mapped[bool] = mapped_column(default=False)  # with the council it includes (A62)
    cancelled_at: Mapped[datetime | None]
    cancel_reason: Mapped[str] = mapped_column(default="")
    kind: Mapped[MeetingKind] = mapped_column(default=MeetingKind.REGULAR)
    form: Mapped[MeetingForm] = mapped_column(default=MeetingForm.DIGITAL)
    place: Mapped[str] = mapped_column(default="")
    link: Mapped[str] = mapped_column(default="")
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    nights: Mapped[tuple[Night, ...]] = mapped_column(Nights, default=())  # when each day ends (A61)
    state: Mapped[MeetingState] = mapped_column(default=MeetingState.PREPARING)
    version: Mapped[int] = mapped_column(default=1)  # rises with everything that its pages show
    prepared_at: Mapped[datetime | None]
    set_at: Mapped[datetime | None]
    invited_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    minutes_profile: Mapped[MinutesProfile | None]  # the council's when the meeting was opened (D)
    closed_at: Mapped[datetime | None]
    number: Mapped[int | None]  # the council's first, second … meeting of the year, given at closing

    council: Mapped[Body] = relationship()
    items: Mapped[list[AgendaItem]] = relationship(
        back_populates="meeting",
        order_by="AgendaItem.position, AgendaItem.id",
        cascade="all, delete-orphan",
    )
    invitation: Mapped[Invitation | None] = relationship(back_populates="meeting")
    attendances: Mapped[list[Attendance]] = relationship(
        back_populates="meeting", order_by="Attendance.position, Attendance.id"
    )
    signatories: Mapped[list[Signatory]] = relationship(
        back_populates="meeting", order_by="Signatory.position, Signatory.id"
    )

    @property
    def days(self) -> list[Day]:
        """When each of its days begins and ends, by the council's clock; one while nobody has said."""
        return [
            day.within(self.council.zone) for day in days(self.starts_at, self.ends_at, self.nights or ())
        ]

    @property
    def numbers(self) -> dict[int, int | None]:
        """The number of each item on the agenda, by its id; a heading has none."""
        found = numbered(item.kind for item in self.items)
        return {item.id: number for item, number in zip(self.items, found, strict=True)}

    @property
    def called(self) -> OutcomeWord:
        """What comes of an item is called, by the rules it was opened under or the council's (D)."""
        return self.profile.outcome

    @property
    def profile(self) -> Profile:
        """The rules that its minutes are kept under: those it was opened under, or the council's (D)."""
        return PROFILES[self.minutes_profile or self.council.minutes_profile]


class ExtraInvitee(Base):
    """Somebody invited to one meeting without holding a seat (A55, B4.17)."""

    __tablename__ = "extra_invitee"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str]
    email: Mapped[str] = mapped_column(default="")
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    organisation: Mapped[str] = mapped_column(default="")
    category: Mapped[Category]
    function: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)
    invitee_id: Mapped[int | None] = mapped_column(ForeignKey("invitee.id"))  # once the invitation is out


class MeetingCost(Base):
    """What a meeting cost its host (A64): whole kronor of the council's country."""

    __tablename__ = "meeting_cost"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    kind: Mapped[CostKind]
    text: Mapped[str] = mapped_column(default="")
    amount: Mapped[int]
    noted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


class ChecklistMark(Base):
    """A point of the secretariat's checklists (A.9) that somebody has ticked; what the system knows it ticks
    itself, and keeps no row of."""

    __tablename__ = "checklist_mark"
    __table_args__ = (UniqueConstraint("meeting_id", "point"),)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    point: Mapped[ChecklistPoint]
    done_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    done_at: Mapped[datetime]
    note: Mapped[str] = mapped_column(default="")


class NumberSeries(Base):
    """The last paragraph and meeting number that a council has used in a calendar year (D.4)."""

    __tablename__ = "number_series"
    __table_args__ = (UniqueConstraint("council_id", "year"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    year: Mapped[int]
    last_paragraph: Mapped[int] = mapped_column(default=0)
    last_meeting: Mapped[int] = mapped_column(default=0)
    last_extract: Mapped[int] = mapped_column(default=0)


class Invitation(Base):
    """The chair's invitation (A69), issued by the chair or by somebody on the chair's order."""

    __tablename__ = "invitation"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), unique=True)
    in_name_of: Mapped[str]
    issued_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    on_order: Mapped[str] = mapped_column(default="")  # the chair's order, when somebody else issued it
    issued_at: Mapped[datetime]
    uid: Mapped[str] = mapped_column(unique=True)  # of the calendar request, for as long as the meeting lives
    sequence: Mapped[int] = mapped_column(default=0)

    meeting: Mapped[Meeting] = relationship(back_populates="invitation")
    invitees: Mapped[list[Invitee]] = relationship(back_populates="invitation", order_by="Invitee.id")


class Invitee(Base):
    """One recipient of the invitation: to the whole meeting, or a presenter to one item (A68)."""

    __tablename__ = "invitee"

    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitation.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    name: Mapped[str]
    email: Mapped[str]
    language: Mapped[str]
    category: Mapped[Category | None]  # None: a presenter
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    secret: Mapped[str] = mapped_column(unique=True)  # in the link by which the answer is given
    answer: Mapped[InvitationAnswer | None]
    answered_at: Mapped[datetime | None]
    answer_note: Mapped[str] = mapped_column(default="")  # a word with the answer, to those who invite
    answer_before: Mapped[InvitationAnswer | None]  # to a time that the meeting has been moved from
    withdrawn_at: Mapped[datetime | None]  # when a move left this one without a seat on the new day
    slot_starts_at: Mapped[datetime | None]  # the time of the own item that a presenter was last told
    slot_ends_at: Mapped[datetime | None]

    invitation: Mapped[Invitation] = relationship(back_populates="invitees")
    item: Mapped[AgendaItem | None] = relationship()


class Attendance(Base):
    """One line of the roll: a seat as it was on the meeting's date, and whether its holder came.

    The names are copied when the meeting opens, so that the record stays as it was (H.17).
    """

    __tablename__ = "attendance"
    __table_args__ = (UniqueConstraint("meeting_id", "seat_id"),)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("seat.id"))
    extra_id: Mapped[int | None] = mapped_column(ForeignKey("extra_invitee.id"))  # who has no seat (A55)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str]
    organisation: Mapped[str]
    category: Mapped[Category]
    side: Mapped[Side | None]
    party: Mapped[str] = mapped_column(default="")
    office: Mapped[Office | None]
    function: Mapped[str] = mapped_column(default="")
    position: Mapped[int]
    presence: Mapped[Presence | None]  # None until called

    meeting: Mapped[Meeting] = relationship(back_populates="attendances")


class Signatory(Base):
    """Who signs the minutes: the secretary, the chair and the elected justerare (H.6)."""

    __tablename__ = "signatory"
    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[SignatoryRole]
    name: Mapped[str]
    organisation: Mapped[str]
    position: Mapped[int]
    instead_of: Mapped[str] = mapped_column(default="")  # whom the chair let this person replace, and why

    meeting: Mapped[Meeting] = relationship(back_populates="signatories")


class Dissent(Base):
    """A view that somebody wants in the minutes, word for word (A86). What is not asked for is not here."""

    __tablename__ = "dissent"

    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    organisation: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # a single member's view (H.2)
    person: Mapped[str] = mapped_column(default="")
    side: Mapped[Side | None]
    kind: Mapped[DissentKind] = mapped_column(default=DissentKind.DISSENTING_VIEW)  # D.2
    text: Mapped[str]
    requested_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    requested_at: Mapped[datetime]
    from_preparation: Mapped[bool] = mapped_column(default=False)

    item: Mapped[AgendaItem] = relationship()
