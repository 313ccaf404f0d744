"""What a council says outwards, one of each kind, for the tests that go everywhere."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from councilflow.extensions import db
from councilflow.models import (
    AdvocacyContact,
    AdvocacyParty,
    Communication,
    ForumReport,
    Hearing,
    Representation,
    Spokesperson,
)
from councilflow.process.afterwards import AdvocacyRole, Channel, ContactKind


def said_by(council_id: int, plan_id: int, node_id: int, advocacy_id: int, person_id: int) -> dict[str, int]:
    """Ids by the names that addresses have for them. The person represents the council in a forum."""
    today = datetime.now(UTC).date()
    hearing = Hearing(body_id=council_id, title="Nationell plan", sender="Regeringskansliet", due_on=today)
    party = AdvocacyParty(advocacy_id=advocacy_id, name="Grannregionen", role=AdvocacyRole.ALLY)
    speaker = Spokesperson(body_id=council_id, person_id=person_id, starts_on=today)
    place = Representation(body_id=council_id, forum="Ostkustbanan", person_id=person_id, starts_on=today)
    told = Communication(body_id=council_id, message="Fler tåg", channel=Channel.WEB, node_id=node_id)
    told.planned_on = today
    rows: dict[str, Any] = {
        "hearing_id": hearing,
        "party_id": party,
        "speaker_id": speaker,
        "representation_id": place,
        "communication_id": told,
    }
    db.session.add_all(rows.values())
    db.session.flush()
    rows["contact_id"] = AdvocacyContact(
        advocacy_id=advocacy_id, on=today, kind=ContactKind.CALL, recipient="Riksdagen", noted_by_id=person_id
    )
    rows["told_id"] = ForumReport(
        representation_id=place.id, on=today, text="Vi var där.", by_id=person_id, at=datetime.now(UTC)
    )
    db.session.add_all(rows.values())
    db.session.commit()
    return {name: row.id for name, row in rows.items()} | {"regional_plan_id": plan_id}
