"""After the last gavel the record stands: no step of any page changes what the minutes tell (A86, D.4)."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from councilflow.extensions import db
from councilflow.models import (
    Adjournment,
    AgendaItem,
    Amendment,
    Attachment,
    Attendance,
    Dissent,
    ItemTime,
    Motion,
    PresenceChange,
    Presenter,
    Recusal,
    Service,
    SpeakerRequest,
    StrategyLink,
    Submission,
    Vote,
)
from councilflow.process.minutes import MinutesState
from councilflow.services.minutes import SigningPlace
from tests.held import held_meeting, locked_meeting
from tests.test_attacks import WORDS, address, steps

pytestmark = [pytest.mark.one_database, pytest.mark.no_cover]

RECORD = (
    *(Adjournment, AgendaItem, Amendment, Attachment, Attendance, Dissent, ItemTime, Motion, PresenceChange),
    *(Presenter, Recusal, Service, SpeakerRequest, StrategyLink, Submission, Vote),
)
"""What the minutes are made from."""

SENT = WORDS | {
    "outcome": "noted",
    "discussion": "Kapad",
    "wording": "Kapad",
    "kind": "standpoint",
    "minutes": "5",
    "who": "1",
    "presence": "absent",
    "day": "2026-12-04",
    "clock": "09:00",
    "item": "1",
    "reason": "x",
    "organisation": "1",
    "whose": "1",
    "voice": "1",
    "is_secret": "y",
    "until": "11:00",
    "others": "on_site",
    "substitute": "1",
    "member": "1",
    "position": "1",
    "carried_out_on": "2026-12-05",
    "proposal": "Kapad",
}
REASON_GIVEN = "desk.correcting"
STEPS = {
    "": [""],
    "floor": ["ask", "reply", "take-back"],
    "speakers": ["next", "close", "put-up"],
    "gate": ["presented", "close", "reopen"],
    "desk": ["record", "stay", "mine"],
}


def record() -> dict[str, list[Any]]:
    """The rows behind the minutes, but for the marks that may be set at any time."""
    marks = ("is_secret", "secrecy_section")
    db.session.rollback()
    found = {}
    for table in (kind.__table__ for kind in RECORD):
        kept = [one for one in table.c if one.name not in marks]
        found[table.name] = list(db.session.execute(sa.select(*kept).order_by(table.c.id)).all())
    db.session.rollback()
    return found


@pytest.mark.parametrize("state", ["draft", "in_review", "locked"])
def test_no_page_changes_the_record_of_a_closed_meeting(app, client, make, state):
    """While the minutes are a draft it can be corrected, by whoever has given a reason (tests/web/
    test_correcting.py); here nobody has. From the review on no reason opens it."""
    place = SigningPlace(app.config["DATA_DIR"], app.config["SIGNING_SECRET"])
    held = locked_meeting(make, place) if state == "locked" else held_meeting(make)
    if state == "in_review":
        held.document.state = MinutesState.IN_REVIEW
        db.session.commit()
    item, dissent = held.standpoint, db.session.scalars(sa.select(Dissent)).one()
    line = held.meeting.attendances[0]
    ids = {name: 1 for rule in steps(app) for name in rule.arguments} | {
        "meeting_id": held.meeting.id,
        "item_id": item.id,
        "dissent_id": dissent.id,
        "attachment_id": item.attachments[0].id,
        "council_id": held.council.id,
        "organisation_id": line.organisation_id,
    }
    about = [one for one in steps(app) if one.arguments & {"meeting_id", "item_id", "attachment_id"}]
    about = [one for one in about if not one.endpoint.startswith("minutes.")]
    if state == "draft":
        about = [one for one in about if one.endpoint != REASON_GIVEN]
    people = [held.secretary] if state == "locked" else [held.secretary, held.member]
    numbers = {"item": item.id, "who": line.id, "organisation": line.organisation_id, "whose": line.id}
    before = record()
    for person in people:
        client.sign_in(person)
        for rule in about:
            for step in STEPS.get(rule.rule.rpartition("/")[2], ["", "remove"]):
                answer = client.post(address(rule, **ids), data=SENT | numbers | {"step": step, "version": 1})
                assert answer.status_code < 500, (rule.endpoint, step)
    assert record() == before
