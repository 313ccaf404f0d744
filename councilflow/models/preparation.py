"""What organisations write at home, and what they have handed in (A73, H.5).

Two tables stand on two sides of a wall. `Preparation` and its parts are the organisation's own and are read
through `services.visibility` alone. `Submission` is what the organisation handed in: a copy made at that
moment, which later work at home does not touch.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from councilflow.models.agenda import AgendaItem
from councilflow.models.base import Base
from councilflow.models.councils import Organisation
from councilflow.models.people import Person
from councilflow.process.preparation import Stance


class Preparation(Base):
    """An organisation's own work on one item. Private: nobody outside the organisation, by any route."""

    __tablename__ = "preparation"
    __table_args__ = (UniqueConstraint("item_id", "organisation_id"),)

    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    responsible_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # who sees to it at home
    forum: Mapped[str] = mapped_column(default="")
    met_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(default="")
    stance: Mapped[Stance | None]
    gives_and_gains: Mapped[str] = mapped_column(default="")  # vi vinner, vi avstår (A80)
    dissent: Mapped[str] = mapped_column(default="")
    dissent_requested: Mapped[bool] = mapped_column(default=False)
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)  # question id as text → answer
    updated_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    updated_at: Mapped[datetime]
    ready_version: Mapped[int | None]  # klar hos oss: the version that was marked; a later one is not (A.8)

    item: Mapped[AgendaItem] = relationship()
    updated_by: Mapped[Person] = relationship(foreign_keys=updated_by_id)
    responsible: Mapped[Person | None] = relationship(foreign_keys=responsible_id)
    comments: Mapped[list[PreparationComment]] = relationship(
        back_populates="preparation", order_by="PreparationComment.id", cascade="all, delete-orphan"
    )


class PreparationComment(Base):
    """A word between colleagues inside the organisation, from the opposition as well (0.2). Private."""

    __tablename__ = "preparation_comment"

    preparation_id: Mapped[int] = mapped_column(ForeignKey("preparation.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str]
    at: Mapped[datetime]

    preparation: Mapped[Preparation] = relationship(back_populates="comments")
    person: Mapped[Person] = relationship()


class Submission(Base):
    """What an organisation has handed in on one item; the highest version is the one that counts."""

    __tablename__ = "submission"
    __table_args__ = (UniqueConstraint("item_id", "organisation_id", "version"),)

    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    version: Mapped[int]
    is_latest: Mapped[bool] = mapped_column(default=True)
    forum: Mapped[str] = mapped_column(default="")
    met_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(default="")
    stance: Mapped[Stance | None]
    gives_and_gains: Mapped[str] = mapped_column(default="")
    dissent: Mapped[str] = mapped_column(default="")
    dissent_requested: Mapped[bool] = mapped_column(default=False)
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    submitted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    submitted_at: Mapped[datetime]
    item_version: Mapped[int] = mapped_column(default=1)  # of the text that it speaks of
    at_meeting: Mapped[bool] = mapped_column(default=False)  # uppdaterad på mötet (A.8)

    item: Mapped[AgendaItem] = relationship()
    organisation: Mapped[Organisation] = relationship()
