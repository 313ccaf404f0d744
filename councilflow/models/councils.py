"""Organisations, the bodies they meet in, and the seats that people hold there."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from councilflow.models.base import Base
from councilflow.models.people import Person
from councilflow.process.councils import (
    BodyKind,
    Category,
    Country,
    Office,
    OrganisationKind,
    Scope,
    Side,
)
from councilflow.process.record import ArchiveFormat, MinutesProfile


class Organisation(Base):
    __tablename__ = "organisation"

    name: Mapped[str] = mapped_column(unique=True)
    short_name: Mapped[str]
    kind: Mapped[OrganisationKind]
    mailbox: Mapped[str] = mapped_column(default="")  # the official one, for minutes and extracts (D.1)
    language: Mapped[str] = mapped_column(default="")  # what it is written to in; empty: as the council is
    starts_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))  # H.17

    successor: Mapped[Organisation | None] = relationship(remote_side="Organisation.id")


class Body(Base):
    """A council, or another body that meets for it (B1.12).

    `council_id` of such a body is the council it belongs to; one that `prepares` makes the council's agenda
    (A66). `includes_id` of a wider council is the one whose members belong to it as well (A54).
    """

    __tablename__ = "body"

    name: Mapped[str] = mapped_column(unique=True)
    short_name: Mapped[str]
    kind: Mapped[BodyKind]
    host_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    council_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"), index=True)
    includes_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"))
    prepares: Mapped[bool] = mapped_column(default=False)
    starts_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"))  # B4.10
    country: Mapped[Country] = mapped_column(default=Country.SWEDEN)
    advisory: Mapped[bool] = mapped_column(default=True)
    document_language: Mapped[str] = mapped_column(default="sv")
    time_zone: Mapped[str] = mapped_column(default="Europe/Stockholm")
    description: Mapped[str] = mapped_column(default="")
    tasks: Mapped[str] = mapped_column(default="")
    motto: Mapped[str] = mapped_column(default="")
    vision: Mapped[str] = mapped_column(default="")  # B1.1
    overall_goal: Mapped[str] = mapped_column(default="")
    core_values: Mapped[str] = mapped_column(default="")
    cost_rule: Mapped[str] = mapped_column(default="")
    invitation_days: Mapped[int] = mapped_column(default=7)  # H.7, days before or after the meeting
    preparation_days: Mapped[int] = mapped_column(default=2)
    draft_days: Mapped[int] = mapped_column(default=5)
    signing_days: Mapped[int] = mapped_column(default=14)
    reminder_days: Mapped[int] = mapped_column(default=2)  # before what it is about; 0: none by itself
    report_back_days: Mapped[int] = mapped_column(default=30)  # from the signing of the minutes (A74)
    calls_substitutes: Mapped[bool] = mapped_column(default=False)  # by itself, when somebody declines (H.11)
    standing_items: Mapped[list[Any]] = mapped_column(default=list)  # of new meetings; empty: the usual ones
    members_see_stances: Mapped[bool] = mapped_column(default=False)  # H.4
    minutes_profile: Mapped[MinutesProfile] = mapped_column(default=MinutesProfile.ADVISORY)
    archive_format: Mapped[ArchiveFormat] = mapped_column(default=ArchiveFormat.PDFA_3A)
    rights: Mapped[dict[str, Any]] = mapped_column(default=dict)  # by category, where they differ (A.7)
    has_substitutes: Mapped[bool] = mapped_column(default=False)  # H.11
    speakers_in_minutes: Mapped[bool] = mapped_column(default=False)  # the list of speakers is not kept
    speaking_minutes: Mapped[int | None]  # the time a speech is meant to take
    meetings_least: Mapped[int | None]  # in a year (A55)
    meetings_most: Mapped[int | None]

    host: Mapped[Organisation] = relationship()
    seats: Mapped[list[Seat]] = relationship(back_populates="body", order_by="Seat.position, Seat.id")

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


class Seat(Base):
    """Somebody's place in a body, from a day to a day. A change is a new row, never an overwrite.

    A seat without a person is vacant. A function seat carries the words of its office (A46–A48).
    """

    __tablename__ = "seat"

    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    category: Mapped[Category]
    side: Mapped[Side | None]
    party: Mapped[str] = mapped_column(default="")
    office: Mapped[Office | None]
    function: Mapped[str] = mapped_column(default="")
    ground: Mapped[str] = mapped_column(default="")  # why somebody is adjoined (A45)
    rule_id: Mapped[int | None] = mapped_column(ForeignKey("seat_rule.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]

    body: Mapped[Body] = relationship(back_populates="seats")
    person: Mapped[Person | None] = relationship()
    organisation: Mapped[Organisation | None] = relationship()


class Membership(Base):
    """An organisation belongs to a body from a day to a day, whoever sits there for it."""

    __tablename__ = "membership"

    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]

    organisation: Mapped[Organisation] = relationship()


class SeatRule(Base):
    """What seats a body is composed of (A42–A48, B3.23, B4.3): once, or for each organisation that belongs.

    "Somebody from the majority and somebody from the opposition of each municipality", "the mayor of each
    municipality", "five from each", "the governor and/or the county director". A seat says which it fills.
    """

    __tablename__ = "seat_rule"

    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    title: Mapped[str]
    category: Mapped[Category]
    function: Mapped[str] = mapped_column(default="")  # the office whose holder sits here, if any
    scope: Mapped[Scope]
    organisation_kind: Mapped[OrganisationKind | None]  # EACH_ORGANISATION of this kind; None: of every kind
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))  # ONCE: whose office
    least: Mapped[int] = mapped_column(default=1)
    most: Mapped[int | None]  # None: as many as like ("and/or")
    both_sides: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=0)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]


class GoverningDocument(Base):
    """Statutes, agreements, rules of procedure (B2.16): each version a row, the old ones stay."""

    __tablename__ = "governing_document"
    __table_args__ = (UniqueConstraint("body_id", "title", "version"),)

    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    title: Mapped[str]
    version: Mapped[int]
    valid_from: Mapped[date]
    adopted: Mapped[str] = mapped_column(default="")  # by whom and at which paragraph, as they say it
    filename: Mapped[str] = mapped_column(default="")
    media_type: Mapped[str] = mapped_column(default="")
    content: Mapped[bytes | None]
    link: Mapped[str] = mapped_column(default="")  # where it lies, when it is not kept here
    added_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime]


class NominationRequest(Base):
    """A body asks its organisations for names, to a group or to itself (B1.16)."""

    __tablename__ = "nomination_request"

    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)  # where the named will sit
    category: Mapped[Category]
    rule_id: Mapped[int | None] = mapped_column(ForeignKey("seat_rule.id"))
    title: Mapped[str]
    text: Mapped[str] = mapped_column(default="")
    names_wanted: Mapped[int] = mapped_column(default=1)
    due_on: Mapped[date]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    body: Mapped[Body] = relationship()
    answers: Mapped[list[NominationAnswer]] = relationship(
        back_populates="request", order_by="NominationAnswer.id"
    )


class NominationAnswer(Base):
    """What one organisation answers. `answered_at` None: it still owes an answer."""

    __tablename__ = "nomination_answer"
    __table_args__ = (UniqueConstraint("request_id", "organisation_id"),)

    request_id: Mapped[int] = mapped_column(ForeignKey("nomination_request.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    nominees: Mapped[list[Any]] = mapped_column(default=list)  # of {name, email, title, seat_id or None}
    declines: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]

    request: Mapped[NominationRequest] = relationship(back_populates="answers")
    organisation: Mapped[Organisation] = relationship()


class WorkingPrinciples(Base):
    """The council's budkavle: what it has promised itself, in versions (A92)."""

    __tablename__ = "working_principles"
    __table_args__ = (UniqueConstraint("body_id", "version"),)

    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    version: Mapped[int]
    title: Mapped[str]
    principles: Mapped[list[Any]]  # of str, in order
    valid_from: Mapped[date]
