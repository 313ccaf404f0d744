"""A signed meeting with an attachment that lies in the data folder, and its archive package taken apart."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from lxml import etree

from councilflow.extensions import db
from councilflow.models import (
    Attachment,
)
from councilflow.services import archive, files
from councilflow.services.minutes import SigningPlace
from tests.documents.packages import unpacked
from tests.held import Held

NOW = datetime(2027, 1, 11, 8, 0, tzinfo=UTC)
PAPER = b"\x89PNG\r\n\x1a\n" + b"stapeldiagram" * 50
STANDPOINT = 2
"""The § of the standpoint."""
DATA = "representations/rep1/data"


def with_paper(held: Held, place: SigningPlace, content: bytes = PAPER) -> Held:
    """The attachment of the standpoint gets bytes in the data folder."""
    stored = files.store(
        io.BytesIO(content), "Förslag – länstransportplan.png", folder=place.folder, limit=10**6, clamd=""
    )
    facts = {"sha256": stored.sha256, "size": stored.size, "file_name": stored.file_name}
    db.session.execute(sa.update(Attachment).values(media_type=stored.media_type, **facts))
    db.session.commit()
    return held


def packed(held: Held, place: SigningPlace, now: datetime = NOW) -> bytes:
    file = io.BytesIO()
    archive.export(held.meeting.id, file, place=place, folder=place.folder, now=now)
    db.session.rollback()
    return file.getvalue()


def inside(held: Held, place: SigningPlace) -> dict[str, bytes]:
    """Every file by its path from the root of the package."""
    return {name.split("/", 1)[1]: content for name, content in unpacked(packed(held, place)).items()}


def tree(content: bytes) -> Any:
    return etree.fromstring(content)


def texts(root: Any, name: str) -> list[str]:
    return [one.text for one in root.iter(f"{{*}}{name}")]
