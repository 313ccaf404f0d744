"""A body that decides says decision wherever an advisory council says standpoint (D, process/profiles.py)."""

from __future__ import annotations

import pytest

from councilflow.extensions import db
from councilflow.process.agenda import ItemKind
from councilflow.process.consensus import Outcome
from councilflow.process.councils import Country
from councilflow.process.meeting import MeetingState, Presence
from councilflow.process.profiles import OutcomeWord
from councilflow.process.record import MinutesProfile
from councilflow.process.sitting import Ballot, VoteWay
from councilflow.process.votes import FROM_THE_PAPERS
from councilflow.services import desk
from councilflow.services.desk import table as table_of
from councilflow.services.desk import votes
from councilflow.services.invitations.papers import agenda_paper
from councilflow.words import word
from tests.conftest import NOW
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
    assert "Beslut, enhälligt" in said
    assert "Återstår" not in said  # no gate of A81 stands before a vote
    assert "trots att något återstår" not in said
    stated = {"step": "record", "outcome": "consensus", "wording": "Avtalen godkjennes."}
    assert client.post(f"/items/{item.id}/desk", data=stated).status_code == 302


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


@pytest.fixture
def table(make, body):
    """A meeting of the body that goes on with one item on the table, its secretary and a member."""

    class Table:
        secretary = make.secretary(body)
        home = make.organisation("Gol kommune")
        member = make.seat(body, name="Medlem, Gol", party="Sp", organisation_id=home.id)
        meeting = make.meeting(body, state=MeetingState.INVITED)
        item = make.item(meeting, title="Ny avtale", proposal="Avtalen godkjennes.")

    desk.open_meeting(Table.meeting, Table.secretary, NOW)
    desk.call_roll(Table.meeting, {}, others=Presence.ON_SITE, by=Table.secretary, now=NOW)
    table_of.take_up(Table.item, by=Table.secretary, now=NOW)
    db.session.commit()
    return Table


@pytest.mark.parametrize(
    "address",
    [
        "/meetings/{meeting}/live",
        "/meetings/{meeting}",
        "/items/{item}",
        "/items/{item}/dissent",
        "/meetings/{meeting}/preparation",
        "/items/{item}/preparation",
    ],
)
def test_a_member_of_a_norwegian_council_asks_for_a_note_to_the_minutes(client, table, address):
    client.sign_in(table.member)
    said = words(client, address.format(meeting=table.meeting.id, item=table.item.id))
    assert "vvikande synpunkt till" not in said
    assert "eservation" not in said
    assert "onsensus" not in said
    if address != "/meetings/{meeting}":
        assert "rotokollsanteckning" in said


def test_what_is_asked_into_the_minutes_is_a_note_there(client, table):
    client.sign_in(table.member)
    voice = f"{table.home.id}-{table.member.id}"
    asked = {"voice": voice, "kind": "minute_note", "text": "Vi ville vente."}
    at = f"/items/{table.item.id}/dissent"
    told = text_of(html.fromstring(client.post(at, data=asked, follow_redirects=True).get_data()))
    assert "Det är begärt till protokollet" in told
    client.sign_in(table.secretary)
    stated = {"step": "record", "outcome": "consensus", "wording": "Avtalen godkjennes."}
    refused = client.post(f"/items/{table.item.id}/desk", data=stated)
    assert refused.status_code == 409
    assert "annan mening" in refused.text
    assert "onsensus, avvikande" not in text_of(html.fromstring(refused.get_data()))


@pytest.mark.parametrize(
    ("profile", "said", "shows"),
    [
        (MinutesProfile.IPR, {Ballot.FOR: 1}, False),
        (MinutesProfile.KL, {Ballot.FOR: 1}, False),
        (MinutesProfile.KL, {Ballot.ABSTAINS: 1}, True),
    ],
)
def test_only_where_somebody_abstained_is_there_a_column_for_it(client, make, profile, said, shows):
    council = make.council(minutes_profile=profile, advisory=False)
    secretary, chair = make.secretary(council), make.chair(council, party="S")
    member = make.seat(council, name="Ledamot", party="M", organisation_id=make.organisation("Gol").id)
    meeting = make.meeting(council, state=MeetingState.INVITED)
    item = make.item(meeting)
    desk.open_meeting(meeting, secretary, NOW)
    desk.call_roll(meeting, {}, others=Presence.ON_SITE, by=secretary, now=NOW)
    counted = votes.Said(by_party={"S": {Ballot.FOR: 1}, "M": said})
    first = {"first": FROM_THE_PAPERS, "against": None, "by": chair, "now": NOW}
    votes.put(item, "Ja?", VoteWay.BY_PARTY, counted, **first)
    db.session.commit()
    client.sign_in(secretary)
    page = html.fromstring(client.get(f"/items/{item.id}/motions").get_data())
    assert ("Avstår" in text_of(page.xpath("//table")[0])) is shows
    desk.record_outcome(item, Outcome.DECIDED, wording="Ja.", by=secretary, now=NOW)
    desk.elect(meeting, [member.id], by=secretary, now=NOW)
    desk.close_meeting(meeting, secretary, NOW)
    db.session.commit()
    told = text_of(html.fromstring(client.get(f"/meetings/{meeting.id}/minutes").get_data()))
    assert ("avstår" in told) is shows
