"""Two people who press at the same moment: whoever comes second is told, and nothing is done twice."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from lxml import html

from councilflow.extensions import db
from councilflow.models import (
    Body,
    ChecklistMark,
    ExtraInvitee,
    Invitation,
    JournalEntry,
    Mail,
    Meeting,
    MeetingCost,
    Membership,
    NominationAnswer,
    NominationRequest,
    Person,
    Seat,
)
from councilflow.process.councils import Category
from councilflow.process.meeting import MeetingState
from councilflow.services import invitations, visibility
from tests.conftest import NOW, Make
from tests.spreadsheets import ROW, separated

TODAY = visibility.today(datetime.now(UTC))
Post = tuple[Person, str, dict[str, Any]]


def in_weeks(weeks: int) -> datetime:
    day = datetime.now(UTC) + timedelta(weeks=weeks)
    return day.replace(hour=8, minute=0, second=0, microsecond=0)


def pressed(app: Flask, *posts: Post) -> list[int]:
    """Let each form be sent from a browser of its own, all at the same moment; gives the statuses."""
    browsers = [app.test_client().sign_in(person) for person, _url, _data in posts]
    statuses = [0] * len(posts)
    ready = threading.Barrier(len(posts))
    sent = [(url, data) for _person, url, data in posts]
    db.session.commit()

    def press(at: int) -> None:
        ready.wait()
        url, data = sent[at]
        statuses[at] = browsers[at].post(url, data=data).status_code

    threads = [threading.Thread(target=press, args=(at,)) for at in range(len(posts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statuses


def counted(*which: Any) -> int:
    return db.session.scalar(sa.select(sa.func.count()).where(*which)) or 0


class County:
    def __init__(self, make: Make) -> None:
        self.council = make.council()
        self.chair, self.secretary = make.chair(self.council), make.secretary(self.council)
        self.timra = make.organisation("Timrå kommun")
        make.seat(self.council, organisation_id=self.timra.id)
        self.meeting = make.meeting(self.council, state=MeetingState.SET, starts_at=in_weeks(3))
        make.item(self.meeting)

    @property
    def here(self) -> str:
        return f"/meetings/{self.meeting.id}"

    def invite(self) -> None:
        invitations.invite(self.meeting, by=self.chair, now=datetime.now(UTC))
        db.session.commit()


@pytest.fixture
def county(make: Make) -> County:
    return County(make)


def test_one_moves_while_another_cancels(app: Flask, county: County) -> None:
    county.invite()
    day = in_weeks(4).date().isoformat()
    moved = {"sequence": "0", "day": day, "begins": "09:00", "ends": "12:00", "form": "digital"}
    moved |= {"reason": "Lokalen är översvämmad.", "send": "yes"}
    move, cancel = pressed(
        app,
        (county.chair, f"{county.here}/move", moved),
        (county.secretary, f"{county.here}/cancel", {"reason": "Sjuk.", "on_order": "Per telefon."}),
    )
    assert cancel == 302
    assert move in (302, 409)
    moves = 1 if move == 302 else 0
    assert db.session.scalars(sa.select(Meeting.state)).one() is MeetingState.CANCELLED
    assert db.session.scalars(sa.select(Invitation.sequence)).one() == moves + 1
    assert counted(Mail.kind == "moved") == 3 * moves
    assert counted(Mail.kind == "cancelled") == 3


def test_one_invites_while_another_cancels(app: Flask, county: County) -> None:
    invite, cancel = pressed(
        app,
        (county.chair, f"{county.here}/invitation", {}),
        (county.secretary, f"{county.here}/cancel", {"reason": "Sjuk."}),
    )
    invited = counted(Mail.kind == "invitation")
    state = db.session.scalars(sa.select(Meeting.state)).one()
    if cancel == 302:
        assert (invite, state, invited) == (409, MeetingState.CANCELLED, 0)
    else:  # the invitation was out: the secretary needs the chair's order by now
        assert (invite, state, invited) == (302, MeetingState.INVITED, 3)
        assert counted(Mail.kind == "cancelled") == 0


def test_the_same_guest_is_invited_once(app: Flask, county: County) -> None:
    county.invite()
    guest = {"name": "Gäst", "email": "gast@example.org", "category": "observer"}
    post = (county.chair, f"{county.here}/extras", guest)
    assert sorted(pressed(app, post, post)) == [302, 422]
    assert counted(ExtraInvitee.id.is_not(None)) == 1
    assert counted(Mail.to_address == "gast@example.org") == 1


def test_a_guest_is_taken_off_once(app: Flask, county: County) -> None:
    county.invite()
    guest = {"name": "Gäst", "email": "gast@example.org", "category": "observer"}
    app.test_client().sign_in(county.chair).post(f"{county.here}/extras", data=guest)
    extra_id = db.session.scalars(sa.select(ExtraInvitee.id)).one()
    post = (county.chair, f"{county.here}/extras/{extra_id}/remove", {})
    statuses = pressed(app, post, post)
    assert min(statuses) == 302
    assert max(statuses) < 500
    assert counted(Mail.kind == "invitation-withdrawn") == 1


def test_a_point_is_ticked_once_and_its_tick_taken_away_once(app: Flask, county: County) -> None:
    for step, left in (("tick", 1), ("untick", 0)):
        post = (county.secretary, f"{county.here}/checklist/{step}", {"point": "dissent-asked-for"})
        assert pressed(app, post, post) == [302, 302]
        assert counted(ChecklistMark.id.is_not(None)) == left
        assert counted(JournalEntry.event == f"checklist-{step}ed") == 1


def test_a_cost_is_taken_away_once(app: Flask, county: County) -> None:
    cost = {"kind": "venue", "amount": "500"}
    app.test_client().sign_in(county.secretary).post(f"{county.here}/costs", data=cost)
    cost_id = db.session.scalars(sa.select(MeetingCost.id)).one()
    post = (county.secretary, f"{county.here}/costs/{cost_id}/remove", {})
    assert max(pressed(app, post, post)) < 500
    assert counted(JournalEntry.event == "cost-removed") == 1


def test_what_was_entered_by_mistake_is_taken_away_once(app: Flask, make: Make, county: County) -> None:
    here = f"/councils/{county.council.id}"
    seat_id = db.session.scalars(sa.select(sa.func.max(Seat.id))).one()
    belongs = Membership(body_id=county.council.id, organisation_id=county.timra.id, starts_on=TODAY)
    rule, belongs = make.rule(county.council), make.save(belongs)
    steps = {
        "seat-withdrawn": f"{here}/seats/{seat_id}/withdraw",
        "seat-rule-withdrawn": f"{here}/rules/{rule.id}/withdraw",
        "membership-withdrawn": f"{here}/organisations/{belongs.id}/withdraw",
    }
    for event, url in steps.items():
        post = (county.secretary, url, {})
        assert max(pressed(app, post, post)) < 500
        assert counted(JournalEntry.event == event) == 1, event


def test_nobody_plans_a_meeting_while_the_council_is_closed(app: Flask, make: Make, county: County) -> None:
    county.meeting.state = MeetingState.CANCELLED
    times = {"day": in_weeks(9).date().isoformat(), "begins": "09:00", "ends": "12:00"}
    planned = times | {"form": "digital", "kind": "regular"}
    statuses = pressed(
        app,
        (
            make.person(is_administrator=True),
            f"/administration/councils/{county.council.id}/close",
            {"closed_on": TODAY.isoformat(), "successor": ""},
        ),
        (county.secretary, f"/councils/{county.council.id}/meetings/new", planned),
    )
    assert sorted(statuses) == [302, 422]
    is_closed = sa.select(Body.closed_on.is_not(None)).where(Body.id == county.council.id)
    after = counted(Meeting.state == MeetingState.PREPARING)
    assert (db.session.scalars(is_closed).one(), after) in ((True, 0), (False, 1))


def test_a_file_is_read_in_once(app: Flask, county: County) -> None:
    here = f"/councils/{county.council.id}/import"
    client = app.test_client().sign_in(county.secretary)
    data = {"file": (BytesIO(separated(ROW)), "fil.csv")}
    page = client.post(here, data=data, follow_redirects=True)
    plan = html.fromstring(page.get_data()).xpath("string(//input[@name='plan']/@value)")
    post = (county.secretary, f"{here}/preview", {"plan": plan})
    statuses = pressed(app, post, post)
    assert 302 in statuses
    assert max(statuses) < 500
    anna = db.session.scalars(sa.select(Person.id).where(Person.email == "anna@example.org")).one()
    assert counted(Seat.person_id == anna) == 1


def test_a_nominee_gets_one_seat(app: Flask, county: County) -> None:
    asked = NominationRequest(
        body_id=county.council.id,
        category=Category.OBSERVER,
        title="Namn",
        asked_by_id=county.secretary.id,
        asked_at=NOW,
        due_on=TODAY,
    )
    answer = NominationAnswer(organisation_id=county.timra.id, answered_at=NOW)
    answer.nominees = [{"name": "Anna Berg", "email": "anna@timra.example"}]
    asked.answers.append(answer)
    db.session.add(asked)
    db.session.commit()
    url = f"/councils/{county.council.id}/nominations/{asked.id}/answers/{answer.id}/seat"
    post = (county.secretary, url, {"email": "anna@timra.example", "number": "0"})
    assert sorted(pressed(app, post, post)) == [302, 409]
    anna = db.session.scalars(sa.select(Person.id).where(Person.email == "anna@timra.example")).one()
    assert counted(Seat.person_id == anna) == 1


def test_an_organisation_joins_once(app: Flask, county: County) -> None:
    url = f"/councils/{county.council.id}/organisations"
    data = {"organisations": [county.timra.id], "starts_on": TODAY.isoformat()}
    post = (county.secretary, url, data)
    statuses = pressed(app, post, post)
    assert max(statuses) < 500
    assert counted(Membership.organisation_id == county.timra.id) == 1


def test_an_address_is_made_once(app: Flask, county: County) -> None:
    post = (county.secretary, "/profile/calendar", {})
    assert pressed(app, post, post) == [302, 302]
    version = sa.select(Person.feed_version).where(Person.id == county.secretary.id)
    assert db.session.scalars(version).one() == 1
