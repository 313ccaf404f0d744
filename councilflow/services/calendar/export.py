"""All meetings of a council as a file, to put up where anybody may see it."""

from __future__ import annotations

from councilflow.documents.feed import published
from councilflow.extensions import db
from councilflow.i18n import speaking
from councilflow.models import Body, Meeting
from councilflow.services.calendar import entries


def calendar_of_council(council: Body) -> bytes:
    """Every meeting the council has had or planned, the cancelled ones too, in the council's own language
    and without the way into a digital meeting. One query."""
    query = entries.rows().where(Meeting.council_id == council.id)
    with speaking(council.document_language):
        found = [entries.of_meeting(row, with_link=False) for row in db.session.execute(query)]
    return published(council.name, found)
