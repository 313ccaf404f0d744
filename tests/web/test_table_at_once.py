"""At the table two press at the same moment: on either database one is told, and nothing happens twice."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from councilflow.extensions import db
from councilflow.models import (
    AgendaItem,
    Amendment,
    Dissent,
    Invitee,
    ItemTime,
    Mail,
    MinutesDocument,
    Recusal,
    Service,
    SpeakerRequest,
    Submission,
    SubstituteCall,
)
from councilflow.process.consensus import Outcome
from councilflow.process.councils import Category
from councilflow.process.meeting import InvitationAnswer, MeetingState, Presence
from councilflow.process.sitting import AmendmentState
from councilflow.services import desk, invitations
from councilflow.services.desk import amendments, recusals, serving, speakers, table
from tests.web.test_two_at_once import counted, in_weeks, pressed


class Room:
    """A meeting that goes on, with somebody at the table who has jäv, and a substitute who serves."""

    def __init__(self, make):
        self.now = datetime.now(UTC)
        self.council = make.council()
        self.home = make.organisation("Sollefteå kommun")
        self.chair, self.secretary = make.chair(self.council), make.secretary(self.council)
        self.member = make.seat(self.council, organisation_id=self.home.id)
        self.away = make.seat(self.council, organisation_id=self.home.id, name="Borta")
        self.substitute = make.seat(self.council, Category.SUBSTITUTE, organisation_id=self.home.id)
        self.meeting = make.meeting(self.council, state=MeetingState.INVITED, starts_at=self.now)
        facts = {"preparation_closed_at": self.now, "presented_at": self.now}
        self.item, self.other = (make.item(self.meeting, **facts) for _ in range(2))
        by = {"by": self.secretary, "now": self.now}
        desk.open_meeting(self.meeting, self.secretary, self.now)
        lines = {line.person_id: line.id for line in self.meeting.attendances}
        away = {lines[self.away.id]: Presence.EXCUSED}
        desk.call_roll(self.meeting, away, others=Presence.ON_SITE, **by)
        desk.elect(self.meeting, [self.member.id], **by)
        table.take_up(self.item, **by)
        recusals.recuse(self.other, lines[self.chair.id], **by)
        serving.serve(self.meeting, lines[self.substitute.id], lines[self.away.id], **by)
        db.session.commit()

    def both(self, app, url, first, second=None, by=None):
        """Two forms at once, from two windows of the secretary's."""
        who = by or self.secretary
        return sorted(pressed(app, (who, url, first), (who, url, second or first)))

    def state_all(self):
        for item in (self.item, self.other):
            wording = {"wording": "Rådet är enigt."}
            desk.record_outcome(item, Outcome.CONSENSUS, by=self.secretary, now=self.now, **wording)
        db.session.commit()


@pytest.fixture
def room(make):
    return Room(make)


def test_one_item_lies_on_the_table(app, room):
    url = f"/meetings/{room.meeting.id}/live/take-up"
    assert room.both(app, url, {"item": room.item.id}, {"item": room.other.id}) == [302, 302]
    assert counted(ItemTime.ended_at.is_(None)) == 1


def test_the_floor_is_asked_for_and_given_once(app, room):
    assert room.both(app, f"/items/{room.item.id}/floor", {"step": "ask"}, by=room.member) == [302, 302]
    assert counted(SpeakerRequest.item_id == room.item.id) == 1
    speakers.ask(room.item, by=room.chair, now=room.now)
    db.session.commit()
    first, second = db.session.scalars(sa.select(SpeakerRequest.id).order_by(SpeakerRequest.id)).all()
    begin = [{"step": "begin", "speaker": one} for one in (first, second)]
    assert room.both(app, f"/items/{room.item.id}/speakers", *begin) == [302, 302]
    assert counted(SpeakerRequest.begun_at.is_not(None), SpeakerRequest.ended_at.is_(None)) == 1


def test_what_was_noted_by_mistake_is_taken_away_once(app, room):
    at = f"/meetings/{room.meeting.id}"
    recusal, service = (db.session.scalars(sa.select(kind.id)).one() for kind in (Recusal, Service))
    noted = room.both(app, f"{at}/recusals/{recusal}", {"step": "withdraw"})
    ended = room.both(app, f"{at}/serving/{service}/end", {})
    assert noted[0] == ended[0] == 302
    assert max(noted + ended) < 500
    assert counted(Recusal.id == recusal) == 0


def test_a_wording_is_settled_in_one_way(app, room):
    amendments.suggest(room.item, "En annan text.", by=room.member, now=room.now)
    db.session.commit()
    url = f"/items/{room.item.id}/wording/{db.session.scalars(sa.select(Amendment.id)).one()}"
    take_in = (room.secretary, f"{url}/take-in", {"text": "En annan text."})
    statuses = pressed(app, take_in, (room.chair, url, {"step": "leave-out"}))
    assert sorted(statuses) == [302, 409]
    state, adopted = db.session.execute(
        sa.select(Amendment.state, AgendaItem.adopted).join(AgendaItem, AgendaItem.id == Amendment.item_id)
    ).one()
    assert (state is AmendmentState.TAKEN_IN) == (adopted == "En annan text.")


def test_a_stance_that_changes_while_the_outcome_is_stated_is_told_or_refused(app, room):
    stated = {"outcome": "consensus", "wording": "Rådet är enigt.", "step": "record"}
    changed = {"stance": "dissent", "dissent": "Inte vi.", "requested": "y"}
    statuses = pressed(
        app,
        (room.secretary, f"/items/{room.item.id}/desk", stated),
        (room.member, f"/items/{room.item.id}/stance", changed),
    )
    outcome = db.session.scalar(sa.select(AgendaItem.outcome).where(AgendaItem.id == room.item.id))
    assert max(statuses) < 500
    assert not (outcome is Outcome.CONSENSUS and counted(Dissent.item_id == room.item.id))
    assert counted(Submission.is_latest, Submission.item_id == room.item.id) == (statuses[1] == 302)


def test_a_meeting_is_closed_once_and_nothing_comes_in_after_it(app, room):
    room.state_all()
    view = {"voice": f"organisation-{room.home.id}", "kind": "dissenting_view", "text": "Nej."}
    close = f"/meetings/{room.meeting.id}/close"
    statuses = pressed(
        app,
        (room.secretary, close, {}),
        (room.chair, close, {}),
        (room.member, f"/items/{room.item.id}/dissent", view),
    )
    assert sorted(statuses[:2]) == [302, 409]
    assert counted(MinutesDocument.meeting_id == room.meeting.id) == 1
    numbers = sorted(db.session.scalars(sa.select(AgendaItem.number)))
    assert numbers == [1, 2]
    outcome = db.session.scalar(sa.select(AgendaItem.outcome).where(AgendaItem.id == room.item.id))
    assert (outcome is Outcome.CONSENSUS_NOTED) == bool(counted(Dissent.item_id == room.item.id))


def test_the_next_substitute_is_asked_once(app, make):
    council = make.council(has_substitutes=True)
    home, chair = make.organisation("Timrå kommun"), make.chair(council)
    member = make.seat(council, organisation_id=home.id)
    for _ in range(2):
        make.seat(council, Category.SUBSTITUTE, organisation_id=home.id)
    meeting = make.meeting(council, state=MeetingState.SET, starts_at=in_weeks(3))
    make.item(meeting)
    now = datetime.now(UTC)
    invitations.invite(meeting, by=chair, now=now)
    db.session.flush()
    invitee = db.session.scalars(sa.select(Invitee).where(Invitee.person_id == member.id)).one()
    invitations.answer(invitee, InvitationAnswer.ABSENT, now=now)
    db.session.commit()
    url = f"/meetings/{meeting.id}/invitees/{invitee.id}/substitute"
    assert sorted(pressed(app, (chair, url, {}), (chair, url, {}))) == [302, 409]
    assert counted(SubstituteCall.invitee_id == invitee.id) == counted(Mail.kind == "substitute") == 1
