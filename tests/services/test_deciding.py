"""At the table: where organisations stand now, other wordings, other opinions, and votes where there are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from councilflow.extensions import db
from councilflow.models import Dissent, JournalEntry, MinutesDocument, Preparation, Submission, Vote
from councilflow.process.consensus import Outcome
from councilflow.process.councils import Side
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import MeetingState, Presence
from councilflow.process.preparation import Stance
from councilflow.process.profiles import DissentKind
from councilflow.process.record import MinutesProfile
from councilflow.process.sitting import AmendmentState, Ballot, VoteWay
from councilflow.process.votes import FROM_THE_PAPERS
from councilflow.services import desk, dissents, minutes, preparation
from councilflow.services.desk import amendments, motions, presence, recusals, speakers, standpoint, votes
from councilflow.services.minutes.compose import compose

NOW = datetime(2026, 12, 4, 8, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=30)


class Room:
    """A meeting that goes on: chair (S), and from Sollefteå a member (S) and the opposition (M)."""

    def __init__(self, make, profile=MinutesProfile.ADVISORY, **facts):
        self.make = make
        self.council = make.council(minutes_profile=profile, **facts)
        self.sollefteå = make.organisation("Sollefteå kommun")
        self.chair = make.chair(self.council, party="S")
        self.secretary = make.secretary(self.council)
        at = {"organisation_id": self.sollefteå.id}
        self.member = make.seat(self.council, name="Ledamot", party="S", **at)
        self.opposition = make.seat(self.council, name="Opposition", party="M", side=Side.OPPOSITION, **at)
        self.meeting = make.meeting(self.council, state=MeetingState.INVITED)
        self.item = make.item(self.meeting, preparation_closed_at=NOW, presented_at=NOW)

    def open(self):
        desk.open_meeting(self.meeting, self.secretary, NOW)
        desk.call_roll(self.meeting, {}, others=Presence.ON_SITE, by=self.secretary, now=NOW)
        desk.elect(self.meeting, [self.member.id], by=self.secretary, now=NOW)
        db.session.commit()
        return self

    def line(self, person):
        return next(one for one in self.meeting.attendances if one.person_id == person.id)

    def move(self, person, to):
        presence.move(
            self.meeting, self.line(person).id, to, item_id=self.item.id, by=self.secretary, now=NOW
        )
        db.session.commit()

    def state(self, outcome, wording="Rådet beslutar så.", item=None, now=NOW):
        desk.record_outcome(item or self.item, outcome, wording=wording, by=self.secretary, now=now)
        db.session.commit()

    def close(self):
        desk.close_meeting(self.meeting, self.secretary, LATER)
        db.session.commit()

    def told(self):
        """The § of the item in the draft of the minutes."""
        document = db.session.scalars(sa.select(MinutesDocument)).one()
        whole = compose(document, document.revisions[-1])
        return next(one for one in whole.paragraphs if one.title == self.item.title)


@pytest.fixture
def room(make):
    return Room(make).open()


@pytest.fixture
def deciding(make):
    return Room(make, MinutesProfile.KL, advisory=False).open()


def refused(code, step, *args, **facts):
    with pytest.raises(RuleBroken) as error:
        step(*args, **facts)
    db.session.rollback()
    assert error.value.code == code


def test_a_stance_changed_at_the_meeting_stands_beside_what_was_handed_in(make):
    room = Room(make)
    make.draft(room.item, room.member, room.sollefteå, note="Vi talade länge.", now=NOW)
    room.item.preparation_closed_at = None
    preparation.submit(room.item, room.sollefteå.id, by=room.member, now=NOW)
    db.session.commit()
    room.open()
    before = db.session.scalars(sa.select(Preparation)).one().version

    standpoint.change_stance(
        room.item,
        room.sollefteå.id,
        Stance.DISSENT,
        dissent="Inte så här.",
        requested=True,
        by=room.member,
        now=LATER,
    )
    db.session.commit()
    first, second = db.session.scalars(sa.select(Submission).order_by(Submission.version)).all()
    assert (first.stance, first.is_latest, first.at_meeting) == (Stance.SUPPORT, False, False)
    assert (second.stance, second.is_latest, second.at_meeting) == (Stance.DISSENT, True, True)
    assert second.note == "Vi talade länge."  # what was handed in goes on holding
    assert db.session.scalars(sa.select(Preparation)).one().version == before  # the room is not touched
    assert db.session.scalars(sa.select(Dissent.text)).one() == "Inte så här."
    assert "stance-changed-at-meeting" in db.session.scalars(sa.select(JournalEntry.event)).all()


def test_who_carries_the_stance_or_keeps_the_record_changes_it(room):
    change = standpoint.change_stance
    at = (room.item, room.sollefteå.id, Stance.SUPPORT)
    refused("not-your-organisation", change, *at, by=room.opposition, now=NOW)
    change(*at, by=room.secretary, now=NOW)
    room.state(Outcome.CONSENSUS)
    refused("outcome-already-stated", change, *at, by=room.member, now=NOW)


def test_another_wording_is_suggested_taken_in_and_stands(room):
    made = amendments.suggest(room.item, "Rådet ställer sig bakom planen.", by=room.opposition, now=NOW)
    own = amendments.suggest(room.item, "Rådet ställer sig inte bakom.", by=room.member, now=NOW)
    db.session.commit()
    refused(
        "amendment-changes-nothing",
        amendments.suggest,
        room.item,
        room.item.proposal,
        by=room.member,
        now=NOW,
    )
    refused("may-not-propose", amendments.suggest, room.item, "Annat.", by=room.secretary, now=NOW)
    amendments.take_in(made, "Rådet ställer sig helt bakom planen.", by=room.chair, now=NOW)
    amendments.withdraw(own, by=room.member, now=NOW)
    db.session.commit()
    assert amendments.wording_of(room.item) == "Rådet ställer sig helt bakom planen."
    assert [made.state, own.state] == [AmendmentState.TAKEN_IN, AmendmentState.WITHDRAWN]
    refused("amendment-is-settled", amendments.leave_out, made, by=room.chair, now=NOW)


def test_nobody_writes_over_a_wording_that_was_taken_in_meanwhile(room):
    seen = room.item.proposal
    made = amendments.suggest(room.item, "Det nya.", by=room.member, now=NOW)
    amendments.take_in(made, "Det nya.", by=room.chair, now=NOW)
    db.session.commit()
    desk.note_discussion(room.item, "", wording=seen, seen=seen, by=room.secretary, now=NOW)
    assert room.item.adopted == "Det nya."
    refused(
        "wording-changed-meanwhile",
        desk.note_discussion,
        room.item,
        "",
        wording="Mitt eget.",
        seen=seen,
        by=room.secretary,
        now=NOW,
    )


def test_a_reservation_is_for_who_took_part_and_its_reasons_may_follow(deciding):
    room = deciding
    note = dissents.note_dissent
    facts = {"organisation_id": room.sollefteå.id, "kind": DissentKind.RESERVATION, "now": NOW}
    refused("dissent-only-by-person", note, room.item, text="Nej.", by=room.member, **facts)
    refused("not-your-view", note, room.item, text="", person=room.member, by=room.opposition, **facts)
    room.move(room.member, Presence.ABSENT)
    refused(
        "dissent-only-who-took-part", note, room.item, text="", person=room.member, by=room.member, **facts
    )
    room.state(Outcome.CONSENSUS)
    noted = note(room.item, text="", person=room.opposition, by=room.opposition, **facts)
    db.session.commit()
    assert room.item.outcome is Outcome.CONSENSUS_NOTED  # never shown as unanimous
    room.move(room.member, Presence.ON_SITE)
    room.close()
    dissents.add_reasons(noted, "Pengarna saknas.", by=room.opposition, now=LATER)
    db.session.commit()
    [told] = room.told().dissents
    assert (told.kind, told.text, told.person) == (DissentKind.RESERVATION, "Pengarna saknas.", "Opposition")
    late = facts | {"now": LATER}
    refused("meeting-is-closed", note, room.item, text="", person=room.member, by=room.member, **late)
    statement = facts | {"kind": DissentKind.SEPARATE_STATEMENT, "now": LATER}
    note(room.item, text="Vi vill förklara oss.", person=room.member, by=room.member, **statement)
    db.session.commit()
    assert [one.kind for one in room.told().dissents][-1] is DissentKind.SEPARATE_STATEMENT


def test_an_advisory_council_knows_its_own_kind_alone(room):
    refused(
        "dissent-kind-unknown-here",
        dissents.note_dissent,
        room.item,
        organisation_id=room.sollefteå.id,
        person=room.member,
        kind=DissentKind.RESERVATION,
        text="Nej.",
        by=room.member,
        now=NOW,
    )
    refused("no-votes-here", motions.propose, room.item, "Avslag.", by=room.member, now=NOW)


@pytest.mark.parametrize(
    ("profile", "waits"),
    [(MinutesProfile.ADVISORY, True), (MinutesProfile.KL, False), (MinutesProfile.IPR, False)],
)
def test_only_a_council_in_consensus_waits_for_preparation_and_presentation(make, profile, waits):
    room = Room(make, profile, advisory=profile is MinutesProfile.ADVISORY)
    room.item.preparation_closed_at = room.item.presented_at = None
    room.open()
    state = {"wording": "Rådet beslutar så.", "by": room.secretary, "now": NOW}
    if waits:
        refused("standpoint-before-its-time", desk.record_outcome, room.item, Outcome.CONSENSUS, **state)
    desk.record_outcome(room.item, Outcome.CONSENSUS, override="Det brådskar.", **state)
    db.session.commit()
    room.close()
    assert room.told().override_reason == ("Det brådskar." if waits else "")


def test_a_vote_by_party_decides_and_the_chair_decides_a_tie(deciding):
    room = deciding
    motion = motions.propose(room.item, "Rådet avslår förslaget.", by=room.opposition, now=NOW)
    db.session.commit()
    refused(
        "questions-remain",
        desk.record_outcome,
        room.item,
        Outcome.DECIDED,
        wording="x",
        by=room.chair,
        now=NOW,
    )
    room.move(room.member, Presence.EXCUSED)
    even = {"S": {Ballot.FOR: 1}, "M": {Ballot.AGAINST: 1}}
    asked = {"first": FROM_THE_PAPERS, "against": motion.id, "by": room.secretary, "now": NOW}
    put = votes.put
    wrong = votes.Said(by_party={"S": {Ballot.FOR: 2}, "M": {Ballot.AGAINST: 1}})
    refused("votes-do-not-add-up", put, room.item, "Ja eller nej?", VoteWay.BY_PARTY, wrong, **asked)
    tied = votes.Said(by_party=even)
    refused("vote-is-tied", put, room.item, "Ja eller nej?", VoteWay.BY_PARTY, tied, **asked)
    vote = put(
        room.item,
        "Ja för förslaget, nej för avslag.",
        VoteWay.BY_PARTY,
        votes.Said(by_party=even, chair=Ballot.AGAINST),
        **asked,
    )
    db.session.commit()
    assert (vote.carried, vote.casting, vote.unanimous, motion.adopted) == (False, True, False, True)
    assert room.item.adopted == "Rådet avslår förslaget."
    refused(
        "not-by-all", desk.record_outcome, room.item, Outcome.CONSENSUS, wording="x", by=room.chair, now=NOW
    )
    room.state(Outcome.DECIDED, room.item.adopted)
    room.close()
    told = room.told().voting
    assert [one.text for one in told.proposals] == ["Rådet avslår förslaget."]
    assert [(one.party, one.behind, one.against) for one in told.votes[0].counted] == [
        ("S", 1, 0),
        ("M", 0, 1),
    ]


def test_a_vote_by_person_is_of_those_who_are_there(deciding):
    room = deciding
    lines = {one: room.line(one).id for one in (room.chair, room.member, room.opposition)}
    asked = {"first": FROM_THE_PAPERS, "against": None, "by": room.secretary, "now": NOW}
    short = votes.Said(by_person={lines[room.chair]: Ballot.FOR})
    refused("ballots-missing", votes.put, room.item, "Ja?", VoteWay.BY_PERSON, short, **asked)
    said = votes.Said(by_person=dict.fromkeys(lines.values(), Ballot.FOR))
    vote = votes.put(room.item, "Ja?", VoteWay.BY_PERSON, said, **asked)
    db.session.commit()
    assert vote.carried
    assert vote.unanimous
    room.state(Outcome.CONSENSUS, room.item.adopted)
    room.close()
    assert {one.name for one in room.told().voting.votes[0].counted} == {
        "Ordförande",
        "Ledamot",
        "Opposition",
    }


def test_a_withdrawn_proposal_is_in_no_minutes_and_a_wrong_vote_is_taken_away(deciding):
    room = deciding
    motion = motions.propose(room.item, "Återremiss.", by=room.opposition, now=NOW)
    asked = {"first": FROM_THE_PAPERS, "against": motion.id, "by": room.secretary, "now": NOW}
    found = votes.Said(carried=True, unanimous=True)
    vote = votes.put(room.item, "Ja eller nej?", VoteWay.ACCLAMATION, found, **asked)
    db.session.commit()
    refused("motion-is-put", votes.withdraw, motion, by=room.opposition, now=NOW)
    db.session.commit()
    votes.undo(vote, by=room.secretary, now=NOW)
    db.session.commit()
    refused("may-not-propose", votes.withdraw, motion, by=room.member, now=NOW)
    votes.withdraw(motion, by=room.opposition, now=NOW)
    room.state(Outcome.CONSENSUS)
    room.close()
    assert room.told().voting is None


@pytest.mark.parametrize(
    ("profile", "propose"),
    [(MinutesProfile.ADVISORY, amendments.suggest), (MinutesProfile.KL, motions.propose)],
)
def test_who_has_jav_proposes_nothing_on_the_item(make, profile, propose):
    room = Room(make, profile, advisory=profile is MinutesProfile.ADVISORY).open()
    line = room.line(room.opposition).id
    speakers.ask(room.item, by=room.opposition, now=NOW)
    recusals.recuse(room.item, line, by=room.secretary, now=NOW)
    db.session.commit()
    refused("may-not-propose", propose, room.item, "Rådet avslår.", by=room.opposition, now=NOW)
    refused("may-not-propose", propose, room.item, "Nej.", line_id=line, by=room.secretary, now=NOW)
    assert speakers.listed(room.item.id) == []


def test_a_vote_that_is_gone_already_is_not_taken_away_again(deciding):
    found = votes.Said(carried=True)
    asked = {"first": FROM_THE_PAPERS, "against": None, "by": deciding.secretary, "now": NOW}
    vote = votes.put(deciding.item, "Ja?", VoteWay.ACCLAMATION, found, **asked)
    db.session.commit()
    db.session.refresh(vote)
    gone = sa.delete(Vote).where(Vote.id == vote.id)  # by another window, while this one waited for its turn
    db.session.execute(gone, execution_options={"synchronize_session": False})
    refused("only-the-last-vote", votes.undo, vote, by=deciding.secretary, now=NOW)


def test_nothing_gets_into_minutes_that_all_have_approved(deciding):
    room = deciding
    noted = dissents.note_dissent(
        room.item,
        organisation_id=room.sollefteå.id,
        person=room.opposition,
        kind=DissentKind.RESERVATION,
        text="Nej.",
        by=room.opposition,
        now=NOW,
    )
    room.state(Outcome.DECIDED)
    room.close()
    minutes.send_for_review(minutes.hold(room.meeting.id), url="/", by=room.secretary, now=LATER)
    minutes.answer(minutes.hold(room.meeting.id), approved=True, by=room.member, now=LATER)
    db.session.commit()
    more = "Skäl som ingen har läst."
    refused("dissent-too-late", dissents.add_reasons, noted, more, by=room.opposition, now=LATER)
    facts = {"organisation_id": room.sollefteå.id, "kind": DissentKind.SEPARATE_STATEMENT, "now": LATER}
    refused(
        "dissent-too-late",
        dissents.note_dissent,
        room.item,
        text=more,
        person=room.member,
        by=room.member,
        **facts,
    )
