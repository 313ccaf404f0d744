"""Ways into a council's papers that nobody meant: through its groups, and through a page left open."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from councilflow.extensions import db
from councilflow.models import Invitee
from councilflow.process.councils import BodyKind, Category
from councilflow.process.meeting import InvitationAnswer, MeetingForm, MeetingState
from councilflow.process.preparation import Stance
from councilflow.services import invitations, preparation
from councilflow.services.invitations import Move
from tests.conftest import NOW

pytestmark = pytest.mark.one_database

DRAFT, HANDED_IN = "bara-hemma", "inlämnat"
CLOSED = (403, 404)


def in_weeks(weeks):
    day = datetime.now(UTC) + timedelta(weeks=weeks)
    return day.replace(hour=8, minute=0, second=0, microsecond=0)


@pytest.fixture
def county(make):
    """A council with a coming meeting, a draft at home and a stance handed in; a working committee that
    prepares it and a working group that does not."""
    council = make.council()
    chair, secretary = make.chair(council), make.secretary(council)
    timra = make.organisation("Timrå kommun")
    member = make.seat(council, organisation_id=timra.id)
    meeting = make.meeting(council, state=MeetingState.INVITED, invited_at=NOW, starts_at=in_weeks(3))
    later = make.meeting(council, starts_at=in_weeks(8))
    item, open_item = make.item(meeting), make.item(meeting)
    make.draft(item, member, timra, note=HANDED_IN)
    preparation.submit(item, timra.id, by=member, now=NOW)
    make.draft(open_item, member, timra, note=DRAFT, stance=Stance.DISSENT)
    around = {"council_id": council.id, "host": council.host}
    committee = make.council("Arbetsutskottet", kind=BodyKind.WORKING_COMMITTEE, prepares=True, **around)
    group = make.council("Arbetsgruppen", kind=BodyKind.WORKING_GROUP, **around)
    db.session.commit()
    return SimpleNamespace(**locals())


def within(county):
    """What belongs to the council alone."""
    here, coming = f"/councils/{county.council.id}", f"/meetings/{county.meeting.id}"
    return {
        "stances": f"{coming}/stances",
        "draft agenda": f"/meetings/{county.later.id}/agenda",
        "room": f"/items/{county.open_item.id}/preparation?organisation={county.timra.id}",
        "costs": f"{coming}/costs",
        "costs of the year": f"{here}/costs/2026",
        "journal": f"{here}/journal",
        "seats": f"{here}/manage",
        "rights": f"{here}/rights",
        "import": f"{here}/import",
        "people": f"{here}/people.csv",
        "groups": f"{here}/groups/{county.committee.id}",
        "series": f"{here}/series",
        "council": here,
    }


def opened(client, county, person):
    client.sign_in(person)
    found = {name: client.get(url) for name, url in within(county).items()}
    assert not any(DRAFT in answer.text for answer in found.values())
    return {name for name, answer in found.items() if answer.status_code == 200}


def test_a_group_that_does_not_prepare_opens_nothing_of_its_council(client, county, make):
    host = county.council.host_id
    for category in (Category.SECRETARY, Category.MEMBER, Category.OFFICIAL, Category.OBSERVER):
        assert opened(client, county, make.seat(county.group, category, organisation_id=host)) == set()
    assert opened(client, county, make.chair(county.group)) == set()


def test_a_committee_that_prepares_prepares_and_manages_nothing(client, county, make):
    """Neither its secretary nor its chair becomes that of the council, nor does Timrå's member there sit
    in Timrå's room."""
    seats = [
        make.secretary(county.committee),
        make.chair(county.committee),
        make.seat(county.committee, organisation_id=county.timra.id),
        make.seat(county.committee, Category.OFFICIAL, organisation_id=county.timra.id),
    ]
    for person in seats:
        assert opened(client, county, person) == {"stances", "draft agenda", "council"}


def test_an_observer_of_the_committee_only_looks_on_there(client, county, make):
    observer = make.seat(county.committee, Category.OBSERVER)
    assert opened(client, county, observer) == set()
    cancel = client.post(f"/meetings/{county.later.id}/cancel", data={"reason": "Bara för att."})
    assert cancel.status_code in CLOSED
    assert client.get(f"/councils/{county.committee.id}").status_code == 200


def test_the_secretary_of_a_group_reaches_no_other_group(client, county, make):
    client.sign_in(make.secretary(county.group))
    for page in ("", "/manage", "/import", "/rights", "/people.csv", "/costs/2026"):
        assert client.get(f"/councils/{county.committee.id}{page}").status_code in CLOSED
    seat = {"category": "secretary", "person": county.secretary.id, "starts_on": "2026-01-01"}
    for council in (county.council.id, county.group.id):
        for body in (county.council.id, county.committee.id):
            url = f"/councils/{council}/bodies/{body}/seats/new"
            assert client.post(url, data=seat).status_code in CLOSED


@pytest.fixture
def called(county):
    """The meeting with an invitation that is out; gives the answer page of a member."""
    county.meeting.state, county.meeting.invited_at = MeetingState.SET, None
    invitations.invite(county.meeting, by=county.chair, now=datetime.now(UTC))
    db.session.commit()
    invitee = db.session.scalars(sa.select(Invitee).where(Invitee.person_id == county.member.id)).one()
    return SimpleNamespace(url=f"/answer/{invitee.secret}", invitee=invitee)


def test_nobody_answers_about_a_time_not_seen(client, county, called):
    """The page was open while the chair moved the meeting."""
    assert 'name="sequence" value="0"' in client.get(called.url).text
    starts_at = in_weeks(4)
    to = Move(
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=3),
        form=MeetingForm.DIGITAL,
        place="",
        link="",
        reason="Lokalen är översvämmad.",
    )
    invitations.move(county.meeting, to, sequence=0, by=county.chair, now=datetime.now(UTC))
    stale = client.post(called.url, data={"answer": "comes", "sequence": "0"})
    assert stale.status_code == 409
    assert "Öppna sidan igen och se vad som gäller nu." in stale.text
    db.session.refresh(called.invitee)
    assert called.invitee.answer is None
    assert client.post(called.url, data={"answer": "comes", "sequence": "1"}).status_code == 302
    db.session.refresh(called.invitee)
    assert called.invitee.answer is InvitationAnswer.COMES
