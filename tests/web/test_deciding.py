"""A body that decides says decision wherever an advisory council says standpoint (D, process/profiles.py)."""

from __future__ import annotations

import pytest

from councilflow.process.agenda import ItemKind
from councilflow.process.consensus import Outcome
from councilflow.process.councils import Country
from councilflow.process.meeting import MeetingState
from councilflow.process.profiles import OutcomeWord
from councilflow.process.record import MinutesProfile
from councilflow.services.invitations.papers import agenda_paper
from councilflow.words import word
from tests.reader import html
from tests.reader import words as text_of

pytestmark = pytest.mark.one_database

STANDPOINT, DECISION = "tällningstagande", "eslut"


@pytest.fixture
def body(make):
    return make.council(
        "Regionrådet for Hallingdal",
        minutes_profile=MinutesProfile.IPR,
        country=Country.NORWAY,
        advisory=False,
    )


def words(client, address: str) -> str:
    """What the page itself says, without the menu around it."""
    page = html.fromstring(client.get(address).get_data())
    return text_of(page.xpath("//main")[0])


@pytest.mark.parametrize("state", [MeetingState.PREPARING, MeetingState.INVITED])
def test_the_meeting_and_its_items_say_decision(client, make, body, state):
    meeting = make.meeting(body, state=state)
    item = make.item(meeting, title="Ny avtale", proposal="Avtalen godkjennes.")
    client.sign_in(make.secretary(body))
    pages = [f"/meetings/{meeting.id}", f"/items/{item.id}"]
    if state is MeetingState.PREPARING:
        pages += [
            f"/meetings/{meeting.id}/agenda",
            f"/items/{item.id}/edit",
            f"/meetings/{meeting.id}/items/new",
        ]
    for address in pages:
        said = words(client, address)
        assert STANDPOINT not in said, address
        assert DECISION in said, address


def test_the_desk_offers_decisions(client, make, body):
    meeting = make.meeting(body, state=MeetingState.ONGOING, minutes_profile=MinutesProfile.IPR)
    item = make.item(meeting, kind=ItemKind.STANDPOINT, proposal="Avtalen godkjennes.")
    client.sign_in(make.secretary(body))
    said = words(client, f"/items/{item.id}/desk")
    assert STANDPOINT not in said
    assert "Beslut i enighet" in said
    assert "Rådet röstar inte" not in said


def test_what_was_decided_under_old_rules_keeps_its_word(client, make, body):
    meeting = make.meeting(body, state=MeetingState.HELD, minutes_profile=MinutesProfile.ADVISORY)
    item = make.item(meeting, outcome=Outcome.NONE, number=4)
    client.sign_in(make.secretary(body))
    assert "Inget ställningstagande" in words(client, f"/items/{item.id}")


def test_the_invitation_calls_it_what_the_rules_do(make, body):
    deciding = make.meeting(body, state=MeetingState.SET)
    advisory = make.meeting(make.council(), state=MeetingState.SET)
    assert agenda_paper(deciding, chair="", issued_on=None).called is OutcomeWord.DECISION
    assert agenda_paper(advisory, chair="", issued_on=None).called is OutcomeWord.STANDPOINT
    assert word(ItemKind.STANDPOINT, deciding.called) == "Beslut"
