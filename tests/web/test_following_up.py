"""Following the invitation up: reminders, substitutes, one invitation at a time, and answers with a word."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from councilflow.extensions import db
from councilflow.i18n import LANGUAGES
from councilflow.models import Invitee, Mail, Presenter, Reminder, SubstituteCall
from councilflow.process.councils import Category
from councilflow.process.meeting import InvitationAnswer, MeetingForm, MeetingState
from councilflow.services import invitations, mail, meetings
from tests.conftest import NOW
from tests.postman import texts

pytestmark = pytest.mark.one_database


@pytest.fixture
def county(make):
    """A council whose meeting people are called to, with a presenter and a substitute."""
    council = make.council(has_substitutes=True)
    timra = make.organisation("Timrå kommun")
    people = SimpleNamespace(
        chair=make.chair(council),
        secretary=make.secretary(council),
        member=make.seat(council, organisation_id=timra.id, name="Ledamot i Timrå"),
        substitute=make.seat(council, Category.SUBSTITUTE, organisation_id=timra.id, name="Ersättare"),
    )
    starts_at = datetime(2027, 3, 12, 8, 0, tzinfo=UTC)  # the pages live by the machine's own clock
    meeting = make.meeting(council, state=MeetingState.SET, starts_at=starts_at, form=MeetingForm.HYBRID)
    make.item(meeting, title="Vuxenutbildning")
    item = make.item(meeting, title="Bredband i glesbygd")
    make.save(Presenter(item=item, name="Föredragande", email="presenter@lansstyrelsen.example"))
    invitations.invite(meeting, by=people.chair, now=NOW)
    db.session.commit()
    return SimpleNamespace(council=council, meeting=meeting, item=item, timra=timra, **vars(people))


def invited(person) -> Invitee:
    db.session.expire_all()
    return db.session.scalar(sa.select(Invitee).where(Invitee.person_id == person.id))


def presenter() -> Invitee:
    db.session.expire_all()
    return db.session.scalar(sa.select(Invitee).where(Invitee.item_id.is_not(None)))


def deliver(postman) -> None:
    mail.deliver_due(mail.Smtp(postman.server, tls="none"), clock=lambda: max(NOW, datetime.now(UTC)))


def test_programs_that_follow_every_link_of_a_mail_answer_for_nobody(client, county, postman):
    deliver(postman)
    (message,) = postman.to(county.member.email)
    links = re.findall(r"http://localhost(/answer/[^\s\"<]+)", texts(message))
    assert {link.partition("?")[2] for link in links} == {"answer=comes", "answer=remotely", "answer=absent"}
    for link in links:
        assert client.head(link).status_code == 200
        assert client.get(link).status_code == 200
    assert invited(county.member).answer is None
    assert invited(county.member).answered_at is None
    page = client.get(next(link for link in links if link.endswith("absent"))).text
    assert re.search(r'btn-primary"[^>]*value="absent"', page), "the answer of the link stands first"


def test_an_answer_has_a_word_with_it_and_is_changed(client, county):
    link = f"/answer/{invited(county.member).secret}"
    client.post(link, data={"answer": "comes", "note": "Kommer kl. 10."})
    client.post(link, data={"answer": "remotely", "note": "Tåget är inställt."})
    answered = invited(county.member)
    assert (answered.answer, answered.answer_note) == (InvitationAnswer.REMOTELY, "Tåget är inställt.")
    page = client.sign_in(county.secretary).get(f"/meetings/{county.meeting.id}/recipients").text
    assert "Tåget är inställt." in page
    assert client.post(link, data={"answer": "comes", "note": "x" * 301}).status_code == 422


def test_every_mail_says_that_a_program_sent_it_and_which_council_it_is_about(county, postman):
    deliver(postman)
    for _to, message in postman.received:
        assert message["Auto-Submitted"] == "auto-generated"
        assert f"council-{county.council.id}." in message["List-Id"]
        assert "<img" not in message.get_body(("html",)).get_content()


def test_the_secretary_reads_the_reminder_before_it_goes_and_sends_it(client, county):
    client.sign_in(county.secretary)
    page = client.get(f"/meetings/{county.meeting.id}/reminders").text
    for seen in ("5 personer får mejlet", "Föredrar Bredband i glesbygd", "Vi har inte fått ditt svar"):
        assert seen in page
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Reminder)) == 0
    sent = client.post(f"/meetings/{county.meeting.id}/reminders/answer", follow_redirects=True)
    assert "5 påminnelser är på väg" in sent.text
    assert "har redan fått en påminnelse i dag" in sent.text
    assert client.post(f"/meetings/{county.meeting.id}/reminders/answer").status_code == 409


def test_a_presenter_is_reminded_of_the_own_item_and_of_nothing_else(client, county, postman):
    client.sign_in(county.secretary).post(f"/meetings/{county.meeting.id}/reminders/answer")
    deliver(postman)
    reminder = postman.to("presenter@lansstyrelsen.example")[-1]
    assert "Bredband i glesbygd" in texts(reminder)
    assert "Vuxenutbildning" not in texts(reminder)


def test_a_substitute_is_asked_after_a_look_and_answers_by_the_own_link(client, county, postman):
    client.post(f"/answer/{invited(county.member).secret}", data={"answer": "absent"})
    client.sign_in(county.secretary)
    recipients = f"/meetings/{county.meeting.id}/recipients"
    assert "Fråga Ersättare" in client.get(recipients).text
    step = f"/meetings/{county.meeting.id}/invitees/{invited(county.member).id}/substitute"
    assert "Fråga Ersättare om att tjänstgöra?" in client.get(step).text
    assert db.session.scalar(sa.select(sa.func.count()).select_from(SubstituteCall)) == 0
    client.post(step)
    deliver(postman)
    message = postman.to(county.substitute.email)[-1]
    assert message["Subject"] == "Kan du tjänstgöra för Ledamot i Timrå den 12 mars 2027?"
    link = re.search(r"http://localhost(/answer/\S+)", texts(message)).group(1)
    assert "Kan du tjänstgöra i stället?" in client.get(link).text
    client.post(link, data={"answer": "comes"})
    assert "Du tjänstgör i stället för Ledamot i Timrå." in client.get(link).text
    assert "Tjänstgör" in client.get(recipients).text
    assert client.post(step).status_code == 409


def test_one_gets_the_invitation_again_where_the_mail_is_read_today(client, county, postman):
    deliver(postman)
    county.member.email = "ny@timra.example"
    db.session.commit()
    client.sign_in(county.secretary)
    step = f"/meetings/{county.meeting.id}/invitees/{invited(county.member).id}/resend"
    assert client.post(step).status_code == 302
    deliver(postman)
    (message,) = postman.to("ny@timra.example")
    assert message["Subject"].startswith("Kallelse till")


def test_an_invitation_is_withdrawn_with_a_reason_and_a_seat_is_not(client, county, postman):
    client.sign_in(county.secretary)
    one = presenter()
    step = f"/meetings/{county.meeting.id}/invitees/{one.id}/withdraw"
    assert client.post(step, data={"reason": " "}).status_code == 422
    assert client.post(step, data={"reason": "Punkten skjuts upp."}).status_code == 302
    deliver(postman)
    message = postman.to("presenter@lansstyrelsen.example")[-1]
    assert "Punkten skjuts upp." in texts(message)
    assert "METHOD:CANCEL" in next(
        part.get_content() for part in message.walk() if part.get_content_type() == "text/calendar"
    )
    assert client.get(f"/answer/{presenter().secret}").status_code == 200
    seat = f"/meetings/{county.meeting.id}/invitees/{invited(county.member).id}/withdraw"
    assert client.post(seat, data={"reason": "Nej."}).status_code == 409


def test_who_comes_to_sit_after_the_invitation_is_called_as_well(client, make, county):
    new = make.seat(county.council, organisation_id=county.timra.id, name="Nyvald")
    client.sign_in(county.secretary)
    page = client.get(f"/meetings/{county.meeting.id}/recipients").text
    assert "Har tillkommit och är inte kallade: Nyvald." in page
    client.post(f"/meetings/{county.meeting.id}/recipients/catch-up")
    (queued,) = db.session.scalars(sa.select(Mail).where(Mail.to_address == new.email))
    assert queued.kind == "invitation"
    assert "Platserna har ändrats" not in client.get(f"/meetings/{county.meeting.id}/recipients").text


def test_somebody_of_another_meeting_is_not_reached_from_this_one(client, make, county):
    other = make.meeting(county.council, state=MeetingState.SET)
    client.sign_in(county.secretary)
    for step in ("resend", "withdraw", "substitute"):
        where = f"/meetings/{other.id}/invitees/{invited(county.member).id}/{step}"
        assert client.post(where, data={"reason": "x"}).status_code == 404


def test_a_moved_meeting_asks_the_substitutes_anew(client, county):
    client.post(f"/answer/{invited(county.member).secret}", data={"answer": "absent"})
    client.sign_in(county.secretary)
    client.post(f"/meetings/{county.meeting.id}/invitees/{invited(county.member).id}/substitute")
    move = invitations.Move(
        starts_at=datetime(2027, 3, 19, 8, 0, tzinfo=UTC),
        ends_at=datetime(2027, 3, 19, 11, 0, tzinfo=UTC),
        form=MeetingForm.HYBRID,
        place="",
        link="",
        reason="Ordföranden är sjuk.",
    )
    meeting = meetings.locked(county.meeting.id)
    invitations.move(meeting, move, sequence=meeting.invitation.sequence, by=county.chair, now=NOW)
    db.session.commit()
    assert db.session.scalar(sa.select(SubstituteCall.ended_at)) is not None


WARNED = [
    ({"starts_at": datetime(2027, 3, 12, 8, 0, tzinfo=UTC)}, "har inga bilagor"),
    ({"place": ""}, "Mötet har ingen plats."),
    ({"link": ""}, "Mötet har ingen länk för dem som deltar på distans."),
    ({"ends_at": datetime(2027, 3, 12, 8, 20, tzinfo=UTC)}, "Punkterna tar 20 minuter mer än mötet."),
]


@pytest.mark.parametrize(("change", "sentence"), WARNED)
def test_before_sending_one_is_told_what_to_be_aware_of_and_may_send(client, make, change, sentence):
    council = make.council()
    chair = make.chair(council)
    usual = {"starts_at": datetime(2027, 3, 12, 8, 0, tzinfo=UTC), "place": "Residenset", "link": "https://x"}
    starts_at = (usual | change)["starts_at"]
    meeting = make.meeting(council, state=MeetingState.SET, form=MeetingForm.HYBRID, starts_at=starts_at)
    for name, value in (usual | change).items():
        setattr(meeting, name, value)
    make.save(meeting)
    make.item(meeting), make.item(meeting)
    client.sign_in(chair)
    page = client.get(f"/meetings/{meeting.id}/invitation").text
    assert sentence in page
    assert client.post(f"/meetings/{meeting.id}/invitation").status_code == 302


def test_the_addresses_languages_and_what_each_gets_are_shown_before_sending(client, make):
    council = make.council()
    chair = make.chair(council)
    timra = make.organisation("Timrå kommun", mailbox="kommun@timra.example")
    member = make.seat(council, organisation_id=timra.id)
    member.language = "nn"
    make.save(member)
    make.seat(council, Category.OFFICIAL, organisation_id=timra.id, name="Tjänsteperson")
    meeting = make.meeting(council, state=MeetingState.SET)
    make.item(meeting)
    page = client.sign_in(chair).get(f"/meetings/{meeting.id}/invitation").text
    for seen in (
        member.email,
        LANGUAGES["nn"],
        "kommun@timra.example",
        "utan något att svara på",
        "Tjänsteperson",
    ):
        assert seen in page
    assert "En person med en plats får ingen kallelse" in page
