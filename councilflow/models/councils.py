"""Organisations, the bodies they meet in, and the seats that people hold there."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from councilflow.models.base import Base
from councilflow.models.people import Person
from councilflow.process.councils import BodyKind, Category, Office, OrganisationKind, Side
from councilflow.process.record import ArchiveFormat, MinutesProfile


class Organisation(Base):
    __tablename__ = "organisation"

    name: Mapped[str] = mapped_column(unique=True)
    short_name: Mapped[str]
    kind: Mapped[OrganisationKind]
    mailbox: Mapped[str] = mapped_column(default="")  # the official one, for minutes and extracts (D.1)
    closed_on: Mapped[date | None]


class Body(Base):
    """A council, a wider council or a preparatory group.

    `council_id` of a preparatory group is the council it prepares (A66); `includes_id` of a wider council is
    the one whose members belong to it as well (A54).
    """

    __tablename__ = "body"

    name: Mapped[str] = mapped_column(unique=True)
    short_name: Mapped[str]
    kind: Mapped[BodyKind]
    host_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    council_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"), index=True)
    includes_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"))
    advisory: Mapped[bool] = mapped_column(default=True)
    document_language: Mapped[str] = mapped_column(default="sv")
    time_zone: Mapped[str] = mapped_column(default="Europe/Stockholm")
    description: Mapped[str] = mapped_column(default="")
    motto: Mapped[str] = mapped_column(default="")
    cost_rule: Mapped[str] = mapped_column(default="")
    invitation_days: Mapped[int] = mapped_column(default=7)  # H.7, days before or after the meeting
    preparation_days: Mapped[int] = mapped_column(default=2)
    draft_days: Mapped[int] = mapped_column(default=5)
    signing_days: Mapped[int] = mapped_column(default=14)
    members_see_stances: Mapped[bool] = mapped_column(default=False)  # H.4
    minutes_profile: Mapped[MinutesProfile] = mapped_column(default=MinutesProfile.ADVISORY)
    archive_format: Mapped[ArchiveFormat] = mapped_column(default=ArchiveFormat.PDFA_3A)

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
    position: Mapped[int] = mapped_column(default=0)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]

    body: Mapped[Body] = relationship(back_populates="seats")
    person: Mapped[Person | None] = relationship()
    organisation: Mapped[Organisation | None] = relationship()


class WorkingPrinciples(Base):
    """The council's budkavle: what it has promised itself, in versions (A92)."""

    __tablename__ = "working_principles"
    __table_args__ = (UniqueConstraint("body_id", "version"),)

    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    version: Mapped[int]
    title: Mapped[str]
    principles: Mapped[list[Any]]  # of str, in order
    valid_from: Mapped[date]
