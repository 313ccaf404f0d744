"""The pages where a council comes to what it says, and that an advisory one has no trace of votes (H.12)."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from councilflow.extensions import db
from councilflow.i18n import speaking
from councilflow.models import Amendment, Dissent, MinutesDocument, Vote
from councilflow.process.agenda import ItemKind
from councilflow.process.consensus import Outcome
from councilflow.process.councils import Side
from councilflow.process.meeting import MeetingState, Presence
from councilflow.process.record import MinutesProfile
from councilflow.process.sitting import AmendmentState
from councilflow.process.values import as_json
from councilflow.services import desk
from councilflow.services.desk import amendments, table
from councilflow.services.minutes import record, sentences
from councilflow.services.minutes.compose import compose

pytestmark = pytest.mark.one_database

NOW = datetime(2026, 12, 4, 8, 0, tzinfo=UTC)


class Room:
    def __init__(self, make, profile):
        self.council = make.council(minutes_profile=profile, advisory=profile is MinutesProfile.ADVISORY)
        self.timrå = make.organisation("Timrå kommun")
        at = {"organisation_id": self.timrå.id}
        self.chair = make.chair(self.council, party="S")
        self.secretary = make.secretary(self.council)
        self.member = make.seat(self.council, name="Ledamot", party="S", **at)
        self.opposition = make.seat(self.council, name="Opposition", party="M", side=Side.OPPOSITION, **at)
        self.adjunct = make.seat(self.council, name="Observatör", category="observer")
        self.meeting = make.meeting(self.council, state=MeetingState.INVITED)
        self.item = make.item(self.meeting, preparation_closed_at=NOW, presented_at=NOW)
        desk.open_meeting(self.meeting, self.secretary, NOW)
        desk.call_roll(self.meeting, {}, others=Presence.ON_SITE, by=self.secretary, now=NOW)
        desk.elect(self.meeting, [self.member.id], by=self.secretary, now=NOW)
        db.session.commit()
        self.at = f"/items/{self.item.id}"


@pytest.fixture
def room(make):
    return Room(make, MinutesProfile.ADVISORY)


@pytest.fixture
def deciding(make):
    return Room(make, MinutesProfile.KL)


def test_a_member_changes_the_stance_from_the_own_place(client, room):
    client.sign_in(room.member)
    answer = client.post(f"{room.at}/stance", data={"stance": "dissent"})
    assert answer.status_code == 422  # a differing view has words
    client.post(f"{room.at}/stance", data={"stance": "support_yielding"}, follow_redirects=True)
    assert "Uppdaterad på mötet" in client.get(f"{room.at}/stance").text
    client.sign_in(room.secretary)
    assert "Uppdaterad på mötet" in client.get(f"{room.at}/desk").text


def test_a_wording_goes_from_a_members_place_to_the_text_that_is_read_out(client, room):
    client.sign_in(room.opposition)
    line = next(one.id for one in room.meeting.attendances if one.person_id == room.opposition.id)
    text = "Rådet ställer sig bakom planen."
    client.post(f"{room.at}/wording", data={"whose": line, "text": text})
    page = client.get(f"{room.at}/wording").text
    assert "<ins>" in page
    assert "Ta in" not in page
    made = db.session.query(Amendment).one()
    client.sign_in(room.adjunct)
    assert client.post(f"{room.at}/wording", data={"whose": line, "text": "Nej."}).status_code == 403
    assert client.post(f"{room.at}/wording/{made.id}", data={"step": "leave-out"}).status_code == 403
    client.sign_in(room.secretary)
    answer = client.post(f"{room.at}/wording/{made.id}/take-in", data={"text": text})
    assert answer.location == f"{room.at}/read-out"
    assert text in client.get(answer.location).text
    assert text in client.get(f"{room.at}/desk").text


def test_a_form_opened_before_a_wording_was_taken_in_does_not_write_over_it(client, room):
    made = amendments.suggest(room.item, "Det nya.", by=room.member, now=NOW)
    amendments.take_in(made, "Det nya.", by=room.chair, now=NOW)
    db.session.commit()
    client.sign_in(room.secretary)
    old = {"wording": room.item.proposal, "wording_seen": room.item.proposal, "step": "record"}
    assert client.post(f"{room.at}/desk", data=old | {"outcome": "consensus"}).status_code == 302
    db.session.refresh(room.item)
    assert room.item.adopted == "Det nya."


def test_no_outcome_is_stated_while_another_wording_waits(client, room):
    made = amendments.suggest(room.item, "Det nya.", by=room.member, now=NOW)
    db.session.commit()
    client.sign_in(room.secretary)
    page = client.get(f"{room.at}/desk").text
    assert "Ett förslag till annan ordalydelse väntar." in page
    sent = {"wording": room.item.proposal, "step": "record", "outcome": "consensus"}
    refused = client.post(f"{room.at}/desk", data=sent)
    assert refused.status_code == 409
    assert "väntar på att ordföranden säger om de tas in: 1." in refused.text
    assert client.post(f"{room.at}/desk", data=sent | {"left_out": "y"}).status_code == 302
    db.session.expire_all()
    assert (made.state, room.item.outcome) == (AmendmentState.LEFT_OUT, Outcome.CONSENSUS)


def test_a_question_that_is_put_off_takes_what_waits_along(client, room):
    made = amendments.suggest(room.item, "Det nya.", by=room.member, now=NOW)
    db.session.commit()
    client.sign_in(room.secretary)
    assert client.post(f"{room.at}/desk", data={"step": "record", "outcome": "postponed"}).status_code == 302
    assert "tas inte in" not in course_of(room)
    # Taken up again after all, what waits is settled first.
    assert client.post(f"{room.at}/desk", data={"step": "record", "outcome": "none"}).status_code == 302
    assert client.post(f"{room.at}/wording/{made.id}", data={"step": "leave-out"}).status_code == 302
    assert "tas inte in" in course_of(room)


def course_of(room):
    db.session.expire_all()
    with speaking("sv"):
        read = record.read(room.meeting.id)
        return " ".join(sentences.course(read, read.items[0]))


def test_what_is_asked_for_on_a_standing_item_goes_into_the_minutes(client, deciding):
    room = deciding
    room.item.kind = ItemKind.STANDING
    db.session.commit()
    client.sign_in(room.member)
    assert "Begär till protokollet" in client.get(f"{room.at}/dissent").text
    voice = f"{room.timrå.id}-{room.member.id}"
    sent = {"voice": voice, "kind": "minute_note", "text": "Protokollet saknar min fråga."}
    assert client.post(f"{room.at}/dissent", data=sent).status_code == 302
    assert db.session.query(Dissent).one().text == "Protokollet saknar min fråga."
    client.sign_in(room.secretary)
    assert "Protokollet saknar min fråga." in client.get(f"{room.at}/desk").text


def test_a_body_that_decides_votes_by_party_and_by_person(client, deciding):
    room = deciding
    client.sign_in(room.opposition)
    line = next(one.id for one in room.meeting.attendances if one.person_id == room.opposition.id)
    client.post(f"{room.at}/motions", data={"whose": line, "text": "Rådet avslår förslaget."})
    assert client.get(f"{room.at}/votes/new").status_code == 403
    client.sign_in(room.secretary)
    page = client.get(f"{room.at}/votes/new?way=by_party").text
    motion = re.search(r'<option[^>]*value="(\d+)"[^>]*>Yrkande 1', page)[1]
    asked = {"first": 0, "against": motion, "question": "Ja för förslaget, nej för avslag."}
    by_party = {"party_0_for": 0, "party_0_against": 1, "party_1_for": 2, "party_1_against": 0}
    wrong = client.post(f"{room.at}/votes/new?way=by_party", data=asked | by_party | {"party_1_for": 3})
    assert wrong.status_code == 409
    assert "Rösterna stämmer inte för S" in wrong.text
    client.post(f"{room.at}/votes/new?way=by_party", data=asked | by_party)
    page = client.get(f"{room.at}/motions").text
    assert "Har fallit" in page
    assert "Allt är avgjort" in page
    vote = db.session.query(Vote).one()
    client.post(f"{room.at}/votes/{vote.id}/remove")
    by_person = {f"line_{one.id}": "for" for one in room.meeting.attendances if one.category != "secretary"}
    by_person = {name: said for name, said in by_person.items() if name in _fields(client, room)}
    client.post(f"{room.at}/votes/new?way=by_person", data=asked | by_person)
    assert "Enhälligt." in client.get(f"{room.at}/motions").text
    for address in ("desk", "dissent", "read-out"):
        assert client.get(f"{room.at}/{address}").status_code == 200


def test_a_question_that_nobody_wrote_is_about_the_alternatives_that_were_chosen(client, deciding):
    room = deciding
    line = next(one.id for one in room.meeting.attendances if one.person_id == room.opposition.id)
    client.sign_in(room.secretary)
    client.post(f"{room.at}/motions", data={"whose": line, "text": "Rådet avslår förslaget."})
    page = client.get(f"{room.at}/votes/new").text
    motion = re.search(r'<option[^>]*value="(\d+)"[^>]*>Yrkande 1', page)[1]
    suggested = re.search(r'name="suggested"[^>]*value="([^"]*)"', page)[1]
    asked = {"first": motion, "against": -1, "question": suggested, "suggested": suggested, "carried": "no"}
    client.post(f"{room.at}/votes/new", data=asked)
    assert db.session.query(Vote).one().question.startswith("Ja för bifall till: Yrkande 1")


def _fields(client, room):
    return set(re.findall(r'name="(line_\d+)"', client.get(f"{room.at}/votes/new?way=by_person").text))


def test_the_reasons_of_a_reservation_follow_after_the_meeting(client, deciding):
    room = deciding
    client.sign_in(room.opposition)
    own = {"kind": "reservation", "voice": f"{room.timrå.id}-{room.opposition.id}"}
    assert client.post(f"{room.at}/dissent", data={"voice": own["voice"], "text": "Nej."}).status_code == 422
    assert client.post(f"{room.at}/dissent", data=own).status_code == 302
    assert "Skälen är inte skrivna än" in client.get(f"{room.at}/dissent").text
    desk.record_outcome(room.item, Outcome.DECIDED, wording="Så.", by=room.secretary, now=NOW)
    desk.close_meeting(room.meeting, room.secretary, NOW)
    db.session.commit()
    page = client.get(f"{room.at}/dissent").text
    reasons = re.search(r'href="(/items/\d+/dissent/\d+/reasons)"', page)[1]
    client.post(reasons, data={"text": "Pengarna saknas."})
    assert "Pengarna saknas." in client.get(f"{room.at}/dissent").text
    assert client.sign_in(room.member).get(reasons).status_code == 404
    draft = client.sign_in(room.secretary).get(f"/meetings/{room.meeting.id}/minutes").text
    assert "Pengarna saknas." in draft


TRACES = re.compile(
    r"omröst|röst(?!lä)|votering|yrka|propositionsordning|\bvot(e|ing)|motions?\b|ballot", re.IGNORECASE
)


def test_an_advisory_council_has_no_trace_of_votes(client, room):
    """Every page of a meeting from the desk to the minutes, and the minutes as data."""
    pages = ["desk", "dissent", "stance", "wording", "read-out", ""]
    client.sign_in(room.secretary)
    for address in ("motions", "votes/new", "votes/1/remove"):
        assert client.get(f"{room.at}/{address}").status_code == 404
    assert client.post(f"{room.at}/motions/1").status_code == 404
    seen = {one: client.get(f"{room.at}/{one}".rstrip("/")) for one in pages}
    meeting = f"/meetings/{room.meeting.id}"
    ongoing = ("", "/roll", "/close", "/live", "/live/screen", "/live/state")
    seen |= {one: client.get(f"{meeting}{one}") for one in ongoing}
    desk.record_outcome(room.item, Outcome.CONSENSUS, wording="Så.", by=room.secretary, now=NOW)
    desk.close_meeting(room.meeting, room.secretary, NOW)
    db.session.commit()
    later = (f"{meeting}/minutes", f"/councils/{room.council.id}/journal", room.at, f"{meeting}/minutes/edit")
    seen |= {f"{one} after": client.get(one) for one in later}
    assert {address: answer.status_code for address, answer in seen.items()} == dict.fromkeys(seen, 200)
    for address, answer in seen.items():
        said = answer.get_data(as_text=True)
        found = TRACES.search(re.sub(r"<head>.*?</head>", "", said, flags=re.DOTALL))
        assert found is None, (address, said[max(0, found.start() - 80) : found.end() + 40])
    document = db.session.query(MinutesDocument).one()
    text = as_json(compose(document, document.revisions[-1]))
    assert TRACES.search(text) is None


@pytest.mark.parametrize(
    ("profile", "who", "ways"),
    [
        (MinutesProfile.ADVISORY, "member", ["stance", "wording", "dissent"]),
        (MinutesProfile.ADVISORY, "opposition", ["wording", "dissent"]),
        (MinutesProfile.ADVISORY, "adjunct", ["wording"]),
        (MinutesProfile.ADVISORY, "secretary", ["wording"]),
        (MinutesProfile.KL, "member", ["stance", "motions", "dissent"]),
    ],
)
def test_from_the_meeting_just_now_each_goes_to_what_is_theirs_on_the_item_and_back(
    client, make, profile, who, ways
):
    room = Room(make, profile)
    table.take_up(room.item, by=room.secretary, now=datetime.now(UTC))
    db.session.commit()
    live = f"/meetings/{room.meeting.id}/live"
    client.sign_in(getattr(room, who))
    page = client.get(live).text
    assert re.findall(rf'href="{room.at}/(stance|wording|motions|dissent)"', page) == ways
    for way in ways:
        answer = client.get(f"{room.at}/{way}")
        assert answer.status_code == 200
        assert f'href="{live}"' in answer.text
    room.item.outcome = Outcome.CONSENSUS
    db.session.commit()
    assert f"{room.at}/stance" not in client.get(f"{live}/own").text
