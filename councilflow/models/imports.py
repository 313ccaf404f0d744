"""A file that somebody is about to import, kept from the preview until it is used."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from councilflow.models.base import Base


class ImportDraft(Base):
    """One at a time for each person and council; gone when it is used, or after a day."""

    __tablename__ = "import_draft"
    __table_args__ = (UniqueConstraint("body_id", "person_id"),)

    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    file_name: Mapped[str]
    content: Mapped[bytes]
    sha256: Mapped[str]
    made_at: Mapped[datetime]
