"""Whom one meeting invites without a seat: invitation, calendar, roll and minutes (A55, B4.17)."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import SMTP
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from icalendar import Calendar

from councilflow.extensions import db
from councilflow.models import Attendance, ExtraInvitee, Invitee, JournalEntry, Mail
from councilflow.process.councils import Category, OrganisationKind
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import InvitationAnswer, MeetingState, Presence
from councilflow.process.rights import Act
from councilflow.services import desk, invitations
from councilflow.services.desk import course
from councilflow.services.meetings import extras
from councilflow.services.minutes.record import mailboxes, read
from tests.conftest import NOW

pytestmark = pytest.mark.one_database


@pytest.fixture
def scene(make):
    council = make.council()
    timra = make.organisation("Timrå kommun", mailbox="kommun@timra.example")
    chair, secretary = make.chair(council), make.secretary(council)
    member = make.seat(council, organisation_id=timra.id, name="Ledamot i Timrå")
    meeting = make.meeting(council, state=MeetingState.SET)
    make.item(meeting, title="Bredband")
    return SimpleNamespace(
        council=council, timra=timra, chair=chair, secretary=secretary, member=member, meeting=meeting
    )


def guest(name="Rektor", email="rektor@universitetet.example", **facts):
    usual = {"category": Category.ACTOR, "organisation": "Mittuniversitetet", "function": "rektor"}
    return extras.Entry(name=name, email=email, **usual | facts)


def add(scene, entry=None):
    made = extras.add(scene.meeting, entry or guest(), by=scene.secretary, now=NOW)
    db.session.commit()
    return made


def invite(scene):
    invitations.invite(scene.meeting, by=scene.chair, now=NOW)
    db.session.commit()


def mails_to(address):
    rows = db.session.scalars(sa.select(Mail).where(Mail.to_address == address).order_by(Mail.id)).all()
    return [message_from_bytes(row.message, policy=SMTP) for row in rows]


def calendar_of(message):
    [part] = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    calendar = Calendar.from_ical(part.get_content())
    [event] = calendar.walk("VEVENT")
    return str(calendar["METHOD"]), str(event["UID"]), int(event["SEQUENCE"])


def refused(call, *arguments, **facts):
    with pytest.raises(RuleBroken) as broken:
        call(*arguments, **facts)
    db.session.rollback()
    return broken.value.code


@pytest.mark.both_databases
def test_they_are_invited_like_the_others_and_answer_by_their_link(scene):
    add(scene)
    invite(scene)
    invitee = db.session.scalars(sa.select(Invitee).where(Invitee.name == "Rektor")).one()
    assert (invitee.category, invitee.person_id) == (Category.ACTOR, None)
    [message] = mails_to("rektor@universitetet.example")
    text = message.get_body(("plain",)).get_content()
    assert f"/answer/{invitee.secret}" in text
    assert "du är inbjuden till det här mötet" in text
    assert "/meetings/" not in text, "without an account there is no page to open"
    assert "Förbered frågorna" not in text
    invitations.answer(invitee, InvitationAnswer.COMES, now=NOW)
    assert [one.answer for one in extras.listed(scene.meeting.id)] == [InvitationAnswer.COMES]


def test_who_is_added_later_gets_the_same_invitation_and_who_is_removed_gets_a_cancellation(scene):
    invite(scene)
    line = add(scene)
    invitation = scene.meeting.invitation
    [message] = mails_to("rektor@universitetet.example")
    assert calendar_of(message) == ("REQUEST", invitation.uid, 0)
    extras.remove(line, by=scene.secretary, now=NOW)
    db.session.commit()
    _first, second = mails_to("rektor@universitetet.example")
    assert calendar_of(second) == ("CANCEL", invitation.uid, 1)
    assert "gäller inte längre" in second.get_body(("plain",)).get_content()
    assert db.session.scalars(sa.select(ExtraInvitee)).all() == []
    invitee = db.session.scalars(sa.select(Invitee).where(Invitee.name == "Rektor")).one()
    assert invitee.withdrawn_at == NOW
    assert len(mails_to(scene.member.email)) == 1, "nobody else is disturbed"
    again = add(scene)
    assert calendar_of(mails_to("rektor@universitetet.example")[-1]) == ("REQUEST", invitation.uid, 1)
    assert again.invitee_id != invitee.id


def test_who_is_removed_before_the_invitation_hears_nothing(scene):
    extras.remove(add(scene), by=scene.secretary, now=NOW)
    invite(scene)
    assert mails_to("rektor@universitetet.example") == []


@pytest.mark.both_databases
def test_they_stand_in_the_roll_under_their_category_and_in_the_minutes(scene):
    add(scene)
    add(scene, guest("Oppositionsledare", "opp@example.org", category=Category.SPEAKING_FUNCTION))
    add(
        scene, guest("Åhörare", "hor@example.org", category=Category.OBSERVER, organisation_id=scene.timra.id)
    )
    invite(scene)
    invitee = db.session.scalars(sa.select(Invitee).where(Invitee.name == "Rektor")).one()
    invitations.answer(invitee, InvitationAnswer.ABSENT, now=NOW)
    desk.open_meeting(scene.meeting, scene.secretary, NOW)
    db.session.commit()
    lines = course.roll(scene.meeting.id)
    assert [line.name for line in lines] == [
        "Ordförande", "Ledamot i Timrå", "Oppositionsledare", "Rektor", "Sekreterare", "Åhörare",
    ]  # fmt: skip
    said = {line.name: line.answer for line in lines}
    assert said["Rektor"] is InvitationAnswer.ABSENT
    assert said["Åhörare"] is None
    rector = next(line for line in lines if line.name == "Rektor")
    assert (rector.organisation, rector.function, rector.category) == (
        "Mittuniversitetet", "rektor", Category.ACTOR,
    )  # fmt: skip
    desk.call_roll(scene.meeting, {}, others=Presence.REMOTE, by=scene.secretary, now=NOW)
    db.session.commit()
    in_minutes = {line.name: (line.category, line.presence) for line in read(scene.meeting.id).roll.lines}
    assert in_minutes["Rektor"] == (Category.ACTOR, Presence.REMOTE)
    assert in_minutes["Åhörare"] == (Category.OBSERVER, Presence.REMOTE)


def test_nobody_without_a_seat_approves_the_minutes_or_gets_them(scene, make):
    university = make.organisation(
        "Universitetet", mailbox="uni@example.org", kind=OrganisationKind.UNIVERSITY
    )
    make.person("Rektor", email="rektor@universitetet.example")
    add(scene, guest(category=Category.ADJUNCT, organisation_id=university.id, organisation=""))
    invite(scene)
    desk.open_meeting(scene.meeting, scene.secretary, NOW)
    desk.call_roll(scene.meeting, {}, others=Presence.REMOTE, by=scene.secretary, now=NOW)
    db.session.commit()
    line = db.session.scalars(sa.select(Attendance).where(Attendance.name == "Rektor")).one()
    elected = [line.person_id]
    assert refused(desk.elect, scene.meeting, elected, by=scene.secretary, now=NOW) == "cannot-be-elected"
    assert [box.name for box in mailboxes(scene.meeting.id)] == ["Timrå kommun"]


def test_who_has_a_seat_as_well_is_invited_and_called_once(scene, make):
    add(scene)
    seated = make.person("Rektor", email="rektor@universitetet.example")
    make.seat(scene.council, Category.ADJUNCT, person=seated)
    invite(scene)
    assert len(mails_to("rektor@universitetet.example")) == 1
    desk.open_meeting(scene.meeting, scene.secretary, NOW)
    called = [line for line in course.roll(scene.meeting.id) if line.name == "Rektor"]
    assert [line.category for line in called] == [Category.ADJUNCT]


def test_the_same_address_is_not_invited_twice(scene):
    add(scene)
    again = guest("Rektorn", "Rektor@Universitetet.example")
    assert refused(extras.add, scene.meeting, again, by=scene.secretary, now=NOW) == "already-invited"
    own = guest("Ledamot", scene.member.email.upper())
    assert refused(extras.add, scene.meeting, own, by=scene.secretary, now=NOW) == "already-invited"


@pytest.mark.parametrize("category", [one for one in Category if one not in extras.CATEGORIES])
def test_a_list_gives_nobody_what_only_a_seat_gives(scene, category):
    entry = guest(category=category)
    assert refused(extras.add, scene.meeting, entry, by=scene.secretary, now=NOW) == "not-invited-as"
    kind = OrganisationKind.MUNICIPALITY
    code = refused(extras.add_kind, scene.meeting, kind, category, by=scene.secretary, now=NOW)
    assert code == "not-invited-as"


@pytest.mark.parametrize("state", [MeetingState.ONGOING, MeetingState.HELD, MeetingState.CANCELLED])
def test_the_list_closes_when_the_meeting_opens(scene, state):
    line = add(scene)
    scene.meeting.state = state
    db.session.commit()
    late = guest("Sen", "sen@example.org")
    assert refused(extras.add, scene.meeting, late, by=scene.secretary, now=NOW) == "invitation-list-closed"
    assert refused(extras.remove, line, by=scene.secretary, now=NOW) == "invitation-list-closed"
    assert refused(extras.check_changeable, scene.meeting, frozenset(Act)) == "invitation-list-closed"


def test_who_only_prepares_does_not_invite_in_the_name_of_the_chair(scene):
    preparing = frozenset({Act.PREPARE_AGENDA})
    extras.check_changeable(scene.meeting, preparing)
    scene.meeting.state = MeetingState.INVITED
    assert refused(extras.check_changeable, scene.meeting, preparing) == "only-those-who-invite-add"


@pytest.mark.both_databases
def test_the_list_of_an_earlier_meeting_can_be_taken_over(scene, make):
    add(scene)
    add(scene, guest("Andra", "andra@example.org", category=Category.OBSERVER))
    later = make.meeting(scene.council)
    extras.add(later, guest("Andra", "andra@example.org"), by=scene.secretary, now=NOW)
    assert extras.copy(later, scene.meeting, by=scene.secretary, now=NOW) == 1
    assert [line.name for line in extras.listed(later.id)] == ["Andra", "Rektor"]
    assert extras.copy(later, scene.meeting, by=scene.secretary, now=NOW) == 0
    elsewhere = make.meeting(make.council("Annat råd"))
    code = refused(extras.copy, elsewhere, scene.meeting, by=scene.secretary, now=NOW)
    assert code == "list-of-another-council"


@pytest.mark.both_databases
def test_all_organisations_of_a_kind_get_a_line_when_they_have_a_mailbox(scene, make):
    kind = OrganisationKind.UNIVERSITY
    for name, mailbox in (("Alfa", "alfa@example.org"), ("Beta", ""), ("Gamma", "gamma@example.org")):
        make.organisation(name, kind=kind, mailbox=mailbox)
    make.organisation("Delta", kind=kind, mailbox="delta@example.org", closed_on=NOW.date())
    added = extras.add_kind(scene.meeting, kind, Category.ACTOR, by=scene.secretary, now=NOW)
    assert added == 2
    assert [(line.name, line.email) for line in extras.listed(scene.meeting.id)] == [
        ("Alfa", "alfa@example.org"), ("Gamma", "gamma@example.org"),
    ]  # fmt: skip
    invite(scene)
    assert len(mails_to("alfa@example.org")) == 1
    noted = db.session.scalars(sa.select(JournalEntry.event)).all()
    assert "extra-invitees-added" in noted
