"""Substitutes: the next in order is asked, serves after a yes, and stands on the roll (A42, D.1, H.11)."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from councilflow.extensions import db
from councilflow.models import Attendance, Invitee, Mail, Service
from councilflow.process.councils import Category, Side
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import InvitationAnswer, MeetingState
from councilflow.process.reminders import ReminderKind
from councilflow.process.substitutes import CallState
from councilflow.services import desk, invitations, reminders, start, substitutes, visibility
from councilflow.services.start import Task
from tests.conftest import NOW

ABSENT, COMES = InvitationAnswer.ABSENT, InvitationAnswer.COMES


@pytest.fixture
def county(make):
    """A council with substitutes: two of Timrå, in order, and one of Ånge."""
    council = make.council(has_substitutes=True)
    timra, ange = make.organisation("Timrå kommun"), make.organisation("Ånge kommun")
    people = SimpleNamespace(
        chair=make.chair(council),
        secretary=make.secretary(council),
        member=make.seat(council, organisation_id=timra.id, name="Ledamot"),
        opposition=make.seat(council, organisation_id=timra.id, side=Side.OPPOSITION, name="Opposition"),
        other=make.seat(council, Category.SUBSTITUTE, organisation_id=ange.id, name="I Ånge"),
        first=make.seat(council, Category.SUBSTITUTE, organisation_id=timra.id, name="Första"),
        second=make.seat(council, Category.SUBSTITUTE, organisation_id=timra.id, name="Andra"),
    )
    meeting = make.meeting(council, state=MeetingState.SET)
    make.item(meeting)
    invitations.invite(meeting, by=people.chair, now=NOW)
    db.session.commit()
    return SimpleNamespace(council=council, meeting=meeting, **vars(people))


def invited(person) -> Invitee:
    return db.session.scalar(sa.select(Invitee).where(Invitee.person_id == person.id))


def answer(person, choice) -> None:
    invitations.answer(invited(person), choice, now=NOW)
    db.session.commit()


def asked() -> list[str]:
    rows = db.session.scalars(sa.select(Mail.to_name).where(Mail.kind == "substitute").order_by(Mail.id))
    return list(rows)


def call(county, member) -> None:
    substitutes.call(invited(member), by=county.secretary, now=NOW)
    db.session.commit()


def standing(county) -> list[tuple[str, list[tuple[str, CallState]]]]:
    return [
        (place.name, [(one.name, one.state) for one in place.calls])
        for place in substitutes.places(county.meeting)
    ]


def test_the_invitation_says_to_a_substitute_and_nobody_else_when_they_serve(county):
    told = {}
    for one in db.session.scalars(sa.select(Mail).where(Mail.kind == "invitation")):
        letter = message_from_bytes(one.message, policy=default)
        told[one.to_name] = "Du är ersättare" in letter.get_body(("plain",)).get_content()
    assert {name for name, is_told in told.items() if is_told} == {"Första", "Andra", "I Ånge"}
    assert "Ledamot" in told


def test_the_secretary_asks_the_next_in_the_order_of_the_organisation(county):
    answer(county.member, ABSENT)
    assert asked() == [], "nobody is asked before the secretary says so"
    call(county, county.member)
    assert asked() == ["Första"]
    answer(county.first, ABSENT)
    call(county, county.member)
    answer(county.second, COMES)
    assert standing(county) == [("Ledamot", [("Första", CallState.CANNOT), ("Andra", CallState.SERVES)])]
    assert substitutes.serving_at(county.meeting.id) == {county.member.id: county.second.id}


def test_where_the_council_says_so_it_happens_by_itself(county):
    county.council.calls_substitutes = True
    answer(county.member, ABSENT)
    answer(county.first, ABSENT)
    assert asked() == ["Första", "Andra"]


def test_nobody_serves_for_two_and_who_has_said_no_is_not_asked(county):
    county.council.calls_substitutes = True
    answer(county.first, ABSENT)
    answer(county.member, ABSENT)
    answer(county.opposition, ABSENT)
    assert asked() == ["Andra"]
    with pytest.raises(RuleBroken, match="no-substitute-left"):
        call(county, county.opposition)


def test_a_member_who_comes_after_all_gets_the_place_back(county):
    answer(county.member, ABSENT)
    call(county, county.member)
    answer(county.first, COMES)
    answer(county.member, COMES)
    assert substitutes.serving_at(county.meeting.id) == {}
    assert db.session.scalar(sa.select(Mail.to_name).where(Mail.kind == "substitute-not-needed")) == "Första"
    answer(county.member, ABSENT)
    call(county, county.member)
    assert asked() == ["Första", "Första"]


def test_who_has_said_that_they_come_as_a_substitute_is_asked_as_if_for_the_first_time(county):
    answer(county.first, COMES)
    answer(county.member, ABSENT)
    call(county, county.member)
    found = invited(county.first)
    assert (found.answer, found.answer_before) == (None, None), "the meeting has no other time than before"


def test_the_mail_says_of_which_kind_each_item_is(county):
    answer(county.member, ABSENT)
    call(county, county.member)
    one = db.session.scalars(sa.select(Mail).where(Mail.kind == "substitute")).one()
    text = message_from_bytes(one.message, policy=default).get_body(("plain",)).get_content()
    assert "(ställningstagande)" in text
    assert "Länkarna öppnar en sida där du bekräftar ditt svar." in text


def test_who_is_asked_to_serve_is_reminded_of_whom_it_is_for(county):
    answer(county.member, ABSENT)
    call(county, county.member)
    reminders.send(county.meeting, ReminderKind.ANSWER, by=county.secretary, now=NOW)
    db.session.commit()
    told = {
        one.to_name: message_from_bytes(one.message, policy=default).get_body(("plain",)).get_content()
        for one in db.session.scalars(sa.select(Mail).where(Mail.kind == "answer-reminder"))
    }
    assert "KAN DU TJÄNSTGÖRA FÖR LEDAMOT?" in told["Första"]
    assert "KOMMER DU?" in told["Andra"]


def test_a_place_that_somebody_is_asked_to_fill_is_not_filled_twice(county):
    with pytest.raises(RuleBroken, match="no-place-to-fill"):
        call(county, county.member)
    answer(county.member, ABSENT)
    call(county, county.member)
    with pytest.raises(RuleBroken, match="no-place-to-fill"):
        call(county, county.member)


def test_a_council_without_substitutes_asks_nobody(county):
    county.council.has_substitutes, county.council.calls_substitutes = False, True
    answer(county.member, ABSENT)
    assert (asked(), substitutes.places(county.meeting)) == ([], [])


def test_the_roll_knows_who_serves_for_whom(county):
    answer(county.member, ABSENT)
    call(county, county.member)
    answer(county.first, COMES)
    desk.open_meeting(county.meeting, county.secretary, NOW)
    db.session.commit()
    names = dict(db.session.execute(sa.select(Attendance.id, Attendance.name)).all())
    (service,) = db.session.scalars(sa.select(Service)).all()
    assert (names[service.substitute_id], names[service.member_id]) == ("Första", "Ledamot")


def test_a_place_to_fill_waits_for_those_who_invite_until_somebody_is_asked_or_nobody_is_left(county):
    def waits(person) -> list[int]:
        viewer = visibility.viewer(person.id, person.session_key, now=NOW)
        found = start.waiting(viewer, now=NOW)
        return [one.count for one in found if one.task is Task.CALL_SUBSTITUTE]

    assert waits(county.secretary) == []
    answer(county.member, ABSENT)
    answer(county.opposition, ABSENT)
    assert (waits(county.secretary), waits(county.other)) == ([2], [])
    call(county, county.member)
    assert waits(county.secretary) == [1]
    answer(county.first, ABSENT)
    assert waits(county.secretary) == [2], "another is left to ask"
    call(county, county.member)
    assert waits(county.secretary) == [], "nobody is left for the other place"
