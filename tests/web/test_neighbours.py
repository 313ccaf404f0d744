"""An address names a meeting and something of it: of the meeting next door, or another council's, there is
no such page, also for whoever keeps both."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from typing import Any

import pytest
import sqlalchemy as sa

from councilflow import models
from councilflow.extensions import db
from councilflow.process.councils import Category
from councilflow.process.meeting import MeetingState
from tests.conftest import NOW
from tests.test_attacks import REFUSED, WORDS, address, contents

pytestmark = [pytest.mark.one_database, pytest.mark.no_cover]

OF_MEETING = {
    "amendment_id": "Amendment",
    "change_id": "PresenceChange",
    "comment_id": "AgendaComment",
    "cost_id": "MeetingCost",
    "dissent_id": "Dissent",
    "extra_id": "ExtraInvitee",
    "invitee_id": "Invitee",
    "mail_id": "Mail",
    "motion_id": "Motion",
    "recusal_id": "Recusal",
    "service_id": "Service",
    "step_id": "FormalDecision",
    "supplement_id": "Supplement",
    "vote_id": "Vote",
}
OF_COUNCIL = {
    "advocacy_id": "AdvocacyIssue",
    "communication_id": "Communication",
    "effort_id": "JointEffort",
    "given_id": "EffortContribution",
    "hearing_id": "Hearing",
    "implementation_id": "Implementation",
    "module_id": "TextModule",
    "party_id": "AdvocacyParty",
    "representation_id": "Representation",
    "speaker_id": "Spokesperson",
    "statement_id": "Statement",
}


class Beside:
    """Makes a row of any table, as short as the table lets it be."""

    def __init__(self, make: Any, council: Any, secretary: Any) -> None:
        self.council, self.secretary = council, secretary
        self.meeting = make.meeting(council, state=MeetingState.ONGOING, opened_at=NOW)
        self.item = make.item(self.meeting)
        self.known = {"meeting": self.meeting.id, "agenda_item": self.item.id, "body": council.id}
        self.known |= {"person": secretary.id, "organisation": council.host_id}
        for name in ("Attendance", "Invitation", "Standpoint", "MinutesDocument"):
            self.row(name)

    def row(self, name: str) -> int:
        kind = getattr(models, name)
        table = kind.__table__
        if table.name in self.known:
            return self.known[table.name]
        facts = {one.name: self._value(one) for one in table.c if self._needs(one)}
        made = db.session.execute(sa.insert(table).values(**facts)).inserted_primary_key[0]
        db.session.commit()
        self.known[table.name] = made
        return made

    def _needs(self, column: Any) -> bool:
        if column.primary_key:
            return False
        points = [key.column.table.name for key in column.foreign_keys]
        return (bool(points) and points[0] in self.known) or not (
            column.nullable or column.default is not None or column.server_default is not None
        )

    def _value(self, column: Any) -> Any:
        for key in column.foreign_keys:
            kind = next(one for one in models.__dict__.values() if _is_of(one, key.column.table))
            return self.row(kind.__name__)
        plain = getattr(column.type, "impl", column.type)
        if isinstance(plain, sa.JSON):
            return []
        wanted = plain.python_type
        if issubclass(wanted, Enum):
            return next(iter(wanted))
        usual = {
            datetime: NOW,
            date: NOW.date(),
            bool: False,
            int: self.meeting.id,
            str: f"grannens-{self.meeting.id}",
        }
        return usual.get(wanted, b"x")


def _is_of(one: Any, table: Any) -> bool:
    return isinstance(one, type) and getattr(one, "__table__", None) is table


def test_nothing_next_door_is_reached(app, client, make):
    council = make.council()
    secretary, other = make.secretary(council), make.council("Rådet bredvid")
    make.seat(other, Category.SECRETARY, person=secretary)
    here = Beside(make, council, secretary)
    next_door, elsewhere = Beside(make, council, secretary), Beside(make, other, secretary)
    ids = {name: next_door.row(kind) for name, kind in OF_MEETING.items()}
    ids |= {name: elsewhere.row(kind) for name, kind in OF_COUNCIL.items()}
    places = {"meeting_id": here.meeting.id, "item_id": here.item.id, "council_id": council.id}
    client.sign_in(secretary)
    db.session.commit()
    before, reached, tried = contents_now(), [], 0
    for rule in app.url_map.iter_rules():
        if not (rule.arguments & set(ids) and rule.arguments & set(places)):
            continue
        if rule.arguments - set(ids) - set(places):
            continue
        url = address(rule, **ids | places)
        for method in (rule.methods or set()) & {"GET", "POST"}:
            tried += 1
            for step in ("", "withdraw", "settle", "remove"):
                data = WORDS | {"step": step} if method == "POST" else None
                status = client.open(url, method=method, data=data).status_code
                if status not in (*REFUSED, 409):
                    reached.append((rule.endpoint, method, step, status))
    assert reached == []
    assert contents_now() == before
    assert tried > 40


def contents_now() -> dict[str, list[Any]]:
    db.session.rollback()
    return contents()
