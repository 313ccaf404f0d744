"""A device on a bad line sends a form three times, and it counts once – wherever a form makes something."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from councilflow.extensions import db
from councilflow.models import (
    AgendaItem,
    Attendance,
    Base,
    Dissent,
    Motion,
    PassageComment,
    PresenceChange,
    Presenter,
    Recusal,
)
from councilflow.process.record import MinutesProfile
from councilflow.services import minutes
from councilflow.services.minutes.passages import SUMMARY, key_of
from tests.held import LATER, held_meeting
from tests.web.test_standpoints_at_the_table import Room

pytestmark = pytest.mark.one_database
KEY = "a-key-of-the-form-0001"


def sent_three_times(client: Any, page: str, data: dict[str, Any], made: type[Base]) -> int:
    """How many more rows of a kind there are; and the answer is each time the same."""
    before = db.session.scalar(sa.select(sa.func.count()).select_from(made)) or 0
    answers = [client.post(page, data=data | {"once": KEY}) for _time in range(3)]
    assert [one.status_code for one in answers] == [302] * 3, page
    assert len({one.headers["Location"] for one in answers}) == 1
    db.session.rollback()
    return (db.session.scalar(sa.select(sa.func.count()).select_from(made)) or 0) - before


def line_of(room: Room, person: Any) -> int:
    return next(one.id for one in room.meeting.attendances if one.person_id == person.id)


AT_THE_TABLE: list[tuple[type[Base], Callable[[Room], tuple[str, dict[str, Any]]]]] = [
    (
        Motion,
        lambda room: (f"{room.at}/motions", {"whose": line_of(room, room.opposition), "text": "Avslag."}),
    ),
    (
        Attendance,
        lambda room: (
            f"/meetings/{room.meeting.id}/guests",
            {"name": "Besökare", "category": "observer", "presence": "on_site"},
        ),
    ),
    (
        Presenter,
        lambda room: (
            f"/meetings/{room.meeting.id}/guests",
            {"name": "Utredare", "category": "presents", "item": room.item.id, "presence": "on_site"},
        ),
    ),
    (
        Dissent,
        lambda room: (
            f"{room.at}/dissent",
            {"voice": f"{room.timrå.id}-{room.member.id}", "kind": "minute_note", "text": "Min fråga."},
        ),
    ),
    (
        PresenceChange,
        lambda room: (
            f"/meetings/{room.meeting.id}/presence",
            {"who": line_of(room, room.opposition), "presence": "absent", "clock": "", "item": ""},
        ),
    ),
    (
        Recusal,
        lambda room: (
            f"/meetings/{room.meeting.id}/recusals",
            {"who": line_of(room, room.member), "item": room.item.id},
        ),
    ),
    (
        AgendaItem,
        lambda room: (
            f"/meetings/{room.meeting.id}/desk/agenda",
            {"title": "Ny punkt", "kind": "information", "after": 0, "reason": "Brådskar."},
        ),
    ),
]


def test_at_the_meeting_each_form_counts_once(client: Any, make: Any) -> None:
    room = Room(make, MinutesProfile.KL)
    found = {}
    for made, form in AT_THE_TABLE:
        client.sign_in(room.member if made is Dissent else room.secretary)
        found[made.__name__] = sent_three_times(client, *form(room), made)
    assert found == {made.__name__: 1 for made, _form in AT_THE_TABLE}


SAME_EACH_TIME = {
    # What is written stands, or the page says itself which version it began from.
    "agenda.arrange",
    "agenda.earlier",
    "agenda.edit",
    "agenda.finish",
    "agenda.item_secrecy",
    "agenda.place",
    "agenda.reopen",
    "agenda.settle",
    "agenda.standing",
    "desk.correcting",
    "desk.gate",
    "desk.keep_note",
    "invitations.answer",
    "minutes.edit",
    "minutes.keep",
    # Only ever goes once, and says so: the state of the meeting or of the file has moved on.
    "desk.close",
    "desk.open_",
    "minutes.outside_ask",
    "minutes.outside_hand_in",
    "minutes.outside_take_in",
    "minutes.sign",
    "minutes.supplement",
}
HOUSES = ("agenda", "desk", "invitations", "live", "minutes")


def test_every_form_of_the_meeting_and_the_minutes_counts_once(app: Any) -> None:
    several = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or ())
        and rule.endpoint.partition(".")[0] in HOUSES
        and not getattr(app.view_functions[rule.endpoint], "happens_once", False)
    }
    assert several == SAME_EACH_TIME


def test_a_reviewers_comment(client: Any, make: Any) -> None:
    held = held_meeting(make)
    minutes.send_for_review(held.document, url="/m", by=held.secretary, now=LATER)
    db.session.commit()
    client.sign_in(held.elected)
    data = {"passage": key_of(held.standpoint.id, SUMMARY), "text": "Det sades inte."}
    assert (
        sent_three_times(client, f"/meetings/{held.meeting.id}/minutes/comments", data, PassageComment) == 1
    )
