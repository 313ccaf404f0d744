"""What the tests of what a council says outwards begin with: a standpoint, a statement, and what is sent."""

from __future__ import annotations

from datetime import UTC, date, datetime

import sqlalchemy as sa
from lxml import html

from councilflow.extensions import db
from councilflow.models import (
    JournalEntry,
    Statement,
)
from councilflow.process.consensus import Outcome
from councilflow.process.meeting import MeetingState
from councilflow.services.visibility import today

TODAY = today(datetime.now(UTC))

LETTER = {
    "kind": "answer",
    "title": "Svar om tågtrafiken",
    "addressee": "Regeringskansliet",
    "text": "Vi vill ha fler tåg.",
    "state": "adopted",
    "decided_by": "Ordföranden",
    "decided_on": "2026-10-12",
    "version": "0",
}

SEND = {"way": "mail", "addresses": "registrator@riksdagen.example\n", "signed_on": TODAY.isoformat()}


def standpoint(make, council, **facts):
    """An item of a held meeting in which the council agreed."""
    usual = {"outcome": Outcome.CONSENSUS, "number": 6, "title": "Gemensam vuxenutbildning"}
    return make.item(make.meeting(council, state=MeetingState.HELD), **usual | facts)


def said(make, council, **facts):
    usual = {"addressee": "Riksdagen", "text": "Fler tåg.", "signatory": "Eva Berg, ordförande"}
    usual |= {"decided_by": "Ordföranden", "decided_on": date(2026, 10, 12)}
    return make.save(Statement(body_id=council.id, title="Svar om tågtrafiken", **usual | facts))


def both_write(client, page, first, second):
    """Two open the same form at once, and save it one after the other: the answers to both."""
    form = html.fromstring(client.get(page).get_data()).xpath("//main//form[.//input[@name='version']]")[0]
    begun = dict(form.form_values()) | {"version": form.fields["version"]}
    return [client.post(page, data=begun | sent) for sent in (first, second)]


def last_events(most: int) -> list[str]:
    """The last ones of the journal."""
    return list(db.session.scalars(sa.select(JournalEntry.event).order_by(JournalEntry.id)))[-most:]
