"""The chair's invitation: whom it reaches, what each of them sees, and how they answer (A68, A69, A87)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from icalendar import Calendar

from config import for_tests
from councilflow.app import create_app
from councilflow.extensions import db
from councilflow.mailroom import transport_of
from councilflow.models import Attachment, Invitation, Invitee, JournalEntry, Mail, Meeting, Presenter, Seat
from councilflow.process.councils import BodyKind, Category, Office
from councilflow.process.errors import RuleBroken
from councilflow.process.mail import MailState
from councilflow.process.meeting import InvitationAnswer, MeetingState
from councilflow.services import invitations, mail
from councilflow.services.mail.compose import compose
from tests.conftest import NOW
from tests.postman import texts


@pytest.fixture
def county(make):
    """A council with people in every category, a meeting whose agenda is set, and a presenter of one item."""
    council = make.council()
    timra = make.organisation("Timrå kommun", mailbox="kommun@timra.example")
    people = SimpleNamespace(
        chair=make.chair(council),
        secretary=make.secretary(council),
        member=make.seat(council, organisation_id=timra.id, name="Ledamot i Timrå"),
        adjunct=make.seat(council, Category.ADJUNCT, name="Landshövding"),
        director=make.seat(council, Category.SPEAKING_FUNCTION, name="Regiondirektör"),
    )
    official = make.seat(council, Category.OFFICIAL, organisation_id=timra.id)
    meeting = make.meeting(
        council, state=MeetingState.SET, place="Residenset, Härnösand", link="https://mote.example/rad"
    )
    make.item(meeting, title="Vuxenutbildning", minutes=30)
    item = make.item(
        meeting, title="Bredband i glesbygd", minutes=20, background="Fiber saknas i väglöst land."
    )
    make.save(Presenter(item=item, name="Föredragande", email="Foredragande@lansstyrelsen.example"))
    make.save(
        Attachment(
            item=item,
            title="Karta över fiber",
            file_name="karta.pdf",
            media_type="application/pdf",
            size=10,
            sha256="0",
            uploaded_by_id=people.chair.id,
            uploaded_at=NOW,
        )
    )
    return SimpleNamespace(
        council=council, meeting=meeting, item=item, official=official, timra=timra, **vars(people)
    )


def send(county) -> None:
    invitations.invite(county.meeting, by=county.chair, now=NOW)
    db.session.commit()


def deliver(postman) -> None:
    # Pages live by the machine's own clock, which may be before or after the instant of the tests.
    mail.deliver_due(mail.Smtp(postman.server, tls="none"), clock=lambda: max(NOW, datetime.now(UTC)))


def link_in(message) -> str:
    return re.search(r"http://localhost(/answer/\S+)", message.get_body(("plain",)).get_content()).group(1)


def test_the_chair_sees_whom_it_goes_to_and_sends_it(client, county):
    client.sign_in(county.chair)
    page = client.get(f"/meetings/{county.meeting.id}/invitation").text
    assert "Skicka kallelsen till 6 personer?" in page
    for name in (
        "Ledamöter (2)",
        "Landshövding",
        "Regiondirektör",
        "Föredragande (1)",
        "kommun@timra.example",
    ):
        assert name in page
    answer = client.post(f"/meetings/{county.meeting.id}/invitation", follow_redirects=True)
    assert answer.status_code == 200
    assert "Kallelsen är skickad" in answer.text
    assert db.session.get(Meeting, county.meeting.id).state is MeetingState.INVITED


def test_everybody_gets_it_in_the_chairs_name_with_agenda_and_calendar(county, postman):
    send(county)
    deliver(postman)
    invited = [county.chair, county.secretary, county.member, county.adjunct, county.director]
    expected = [person.email for person in invited]
    assert postman.addresses == sorted(
        [*expected, "Foredragande@lansstyrelsen.example", "kommun@timra.example"]
    )
    (message,) = postman.to(county.member.email)
    assert message["From"].addresses[0].display_name == "Ordförande"
    assert message["Reply-To"] == county.chair.email
    assert message["Subject"] == "Kallelse till Regionala samverkansrådet 4 december 2026"
    for words in (
        "Residenset, Härnösand",
        "1. Vuxenutbildning (ställningstagande)",
        "senast onsdag 2 december",
    ):
        assert words in texts(message)
    files = {part.get_filename(): part.get_content() for part in message.iter_attachments()}
    assert files["Dagordning 2026-12-04.pdf"].startswith(b"%PDF-")
    (event,) = Calendar.from_ical(files["invite.ics"]).walk("VEVENT")
    uid = db.session.scalar(sa.select(Invitation.uid))
    assert event["uid"] == uid
    assert event.decoded("dtstart") == county.meeting.starts_at
    (request,) = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    assert request.get_param("method") == "REQUEST"


def test_each_reads_it_in_the_own_language(county, make, postman):
    county.member.language = "en"
    make.save(county.member)
    send(county)
    deliver(postman)
    (message,) = postman.to(county.member.email)
    assert message["Content-Language"] == "en"
    assert "4 December 2026" in message["Subject"]


def test_a_presenter_sees_the_own_item_and_no_word_of_another(client, county, postman):
    send(county)
    deliver(postman)
    (message,) = postman.to("Foredragande@lansstyrelsen.example")
    page = client.get(link_in(message)).text
    calendar = [part.get_content() for part in message.walk() if part.get_content_type() == "text/calendar"]
    for seen in (texts(message), page, *calendar):
        assert "Bredband i glesbygd" in seen
        assert "Vuxenutbildning" not in seen
    for seen in (texts(message), page):
        assert "Fiber saknas i väglöst land." in seen
        assert "Karta över fiber" in seen
        assert "9.30–9.50" in seen
    assert [part.get_filename() for part in message.iter_attachments()] == ["invite.ics"]


def test_a_presenter_with_an_account_opens_the_own_item_alone(client, county, make):
    presenter = make.person("Föredragande", email="foredragande@lansstyrelsen.example")
    client.sign_in(presenter)
    assert client.get(f"/presenting/{county.item.id}").status_code == 404
    send(county)
    page = client.get(f"/presenting/{county.item.id}")
    assert page.status_code == 200
    assert "Bredband i glesbygd" in page.text
    assert "Vuxenutbildning" not in page.text
    assert client.get(f"/presenting/{county.meeting.items[0].id}").status_code == 404
    assert client.get(f"/meetings/{county.meeting.id}").status_code in (403, 404)


def test_the_seats_are_those_of_the_meetings_date_and_each_person_once(make, county):
    council = county.council
    make.seat(council, name="Har slutat", ends_on=date(2026, 12, 3))
    new = make.seat(council, name="Har börjat", starts_on=date(2026, 12, 4))
    make.seat(council, Category.SUBSTITUTE, person=new)
    make.seat(council, Category.PREPARER, name="Bereder bara")
    make.save(Seat(body_id=council.id, category=Category.MEMBER, starts_on=date(2023, 1, 1), person_id=None))
    guests = invitations.expected(county.meeting)
    names = [one.name for one in guests.guests]
    assert names.count("Har börjat") == 1
    assert not {"Har slutat", "Bereder bara", county.official.name} & set(names)
    assert guests.vacant == 1


def test_a_wider_council_invites_those_of_the_narrower_one_too(make, county):
    wide = make.council("Stora samverkansrådet", kind=BodyKind.WIDE_COUNCIL, includes_id=county.council.id)
    make.seat(wide, Category.ACTOR, name="Mittuniversitetet")
    meeting = make.meeting(wide, state=MeetingState.SET)
    make.item(meeting, is_prepared=True)
    names = [one.name for one in invitations.expected(meeting).guests]
    assert {"Mittuniversitetet", "Ordförande", "Landshövding"} <= set(names)
    assert invitations.invite(meeting, by=county.chair, now=NOW).in_name_of == "Ordförande"


def test_somebody_without_an_address_is_told_before_sending(client, make, county):
    make.save(Presenter(item=county.item, name="Föredragande utan adress", email=""))
    page = client.sign_in(county.chair).get(f"/meetings/{county.meeting.id}/invitation").text
    assert "De här kan inte kallas med mejl" in page
    assert "Föredragande utan adress" in page


def test_while_an_item_lacks_something_it_does_not_go_out(client, make, county):
    item = make.item(county.meeting, title="Kollektivtrafik", strategy=False)
    page = client.sign_in(county.chair).get(f"/meetings/{county.meeting.id}/invitation")
    assert "Kallelsen kan inte skickas än" in page.text
    assert f"/items/{item.id}/edit" in page.text
    assert "Välj minst ett mål eller fokusområde i RUS." in page.text
    answer = client.post(f"/meetings/{county.meeting.id}/invitation")
    assert answer.status_code == 409
    assert "Välj minst ett mål eller fokusområde i RUS." in answer.text
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Mail)) == 0


def test_it_is_sent_once(client, county):
    client.sign_in(county.chair)
    assert client.post(f"/meetings/{county.meeting.id}/invitation").status_code == 302
    before = db.session.scalar(sa.select(sa.func.count()).select_from(Mail))
    assert client.post(f"/meetings/{county.meeting.id}/invitation").status_code == 409
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Mail)) == before


def test_before_the_agenda_is_set_nothing_goes_out(client, make, county):
    county.meeting.state = MeetingState.PREPARED
    make.save(county.meeting)
    assert client.sign_in(county.chair).post(f"/meetings/{county.meeting.id}/invitation").status_code == 409


def test_a_late_invitation_is_warned_of_and_goes_out(make, county):
    county.meeting.starts_at = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
    county.meeting.ends_at = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
    make.save(county.meeting)
    assert invitations.invite(county.meeting, by=county.chair, now=NOW)


def test_the_secretary_sends_it_on_the_chairs_order_in_words(client, county):
    client.sign_in(county.secretary)
    refused = client.post(f"/meetings/{county.meeting.id}/invitation", data={"on_order": " "})
    assert refused.status_code == 422
    assert "Skriv hur ordföranden har gett dig uppdraget." in refused.text
    client.post(
        f"/meetings/{county.meeting.id}/invitation", data={"on_order": "Per telefon den 20 november."}
    )
    invitation = db.session.scalar(sa.select(Invitation))
    assert (invitation.in_name_of, invitation.on_order) == ("Ordförande", "Per telefon den 20 november.")
    noted = db.session.scalar(sa.select(JournalEntry.after).where(JournalEntry.event == "invitation-sent"))
    assert noted["on_order"] == "Per telefon den 20 november."


@pytest.mark.parametrize(
    ("who", "code"), [("member", "only-the-chair-invites"), ("secretary", "order-of-chair-missing")]
)
def test_nobody_else_invites(county, who, code):
    with pytest.raises(RuleBroken, match=code):
        invitations.invite(county.meeting, by=getattr(county, who), now=NOW)


def test_the_vice_chair_sends_it_on_order_too(make, county):
    vice = make.seat(county.council, name="Vice ordförande", office=Office.VICE_CHAIR)
    assert invitations.invite(county.meeting, by=vice, now=NOW, on_order="Ordföranden ringde.").on_order


def test_a_member_cannot_open_the_confirm_page_or_the_recipients(client, county):
    client.sign_in(county.member)
    assert client.get(f"/meetings/{county.meeting.id}/invitation").status_code == 403
    assert client.get(f"/meetings/{county.meeting.id}/recipients").status_code == 403
    assert client.get(f"/meetings/{county.meeting.id}/mail").status_code == 403


def test_the_answer_is_given_by_the_link_and_changed_until_the_meeting_opens(client, make, county, postman):
    send(county)
    deliver(postman)
    link = link_in(postman.to(county.member.email)[0])
    assert "Kommer du till mötet?" in client.get(f"{link}?answer=comes").text
    assert invitee_of(county.member).answer is None  # looking answers nothing
    assert "Ditt svar är sparat" in client.post(link, data={"answer": "remotely"}, follow_redirects=True).text
    client.post(link, data={"answer": "absent"})
    assert invitee_of(county.member).answer is InvitationAnswer.ABSENT
    page = client.sign_in(county.secretary).get(f"/meetings/{county.meeting.id}/recipients").text
    assert "Kommer inte" in page

    county.meeting.state = MeetingState.ONGOING
    make.save(county.meeting)
    assert client.post(link, data={"answer": "comes"}).status_code == 409
    assert "kan inte ändras" in client.get(link).text


def test_the_word_about_not_coming_is_not_kept_by_one_who_comes_after_all(client, county, postman):
    send(county)
    deliver(postman)
    link = link_in(postman.to(county.member.email)[0])
    client.post(link, data={"answer": "absent", "note": "Jag är på studieresa."})
    assert invitee_of(county.member).answer_note == "Jag är på studieresa."
    client.post(link, data={"answer": "comes", "note": "Jag är på studieresa."})  # as it stood in the field
    assert invitee_of(county.member).answer_note == ""
    client.post(link, data={"answer": "remotely", "note": "Till klockan tio."})
    client.post(link, data={"answer": "comes", "note": "Till klockan tio."})
    assert invitee_of(county.member).answer_note == "Till klockan tio."


@pytest.mark.parametrize(
    ("by_itself", "words"),
    [(True, "en i taget i sin ordning"), (False, "Sekreteraren frågar en ersättare")],
)
def test_a_member_who_does_not_come_is_told_that_a_substitute_is_asked(
    client, county, make, postman, by_itself, words
):
    send(county)
    deliver(postman)
    link = link_in(postman.to(county.member.email)[0])
    assert words not in client.post(link, data={"answer": "absent"}, follow_redirects=True).text
    county.council.has_substitutes, county.council.calls_substitutes = True, by_itself
    make.seat(county.council, Category.SUBSTITUTE, organisation_id=county.timra.id)
    db.session.commit()
    client.post(link, data={"answer": "comes"})
    assert words in client.post(link, data={"answer": "absent"}, follow_redirects=True).text


def invitee_of(person) -> Invitee:
    db.session.expire_all()
    return db.session.scalar(sa.select(Invitee).where(Invitee.person_id == person.id))


@pytest.mark.parametrize(
    "change",
    [
        lambda s: s[:-1],
        lambda s: s + "x",
        lambda s: s.swapcase(),
        lambda s: "x",
        lambda s: "999999999999-x",
        lambda s: s.split("-")[0] + "-",
        lambda s: "²-å",
    ],
)
def test_an_unknown_link_leads_nowhere(client, county, change):
    send(county)
    secret = invitee_of(county.member).secret
    assert client.get(f"/answer/{secret}").status_code == 200
    assert client.get(f"/answer/{change(secret)}").status_code == 404
    assert client.post(f"/answer/{change(secret)}", data={"answer": "comes"}).status_code == 404


def test_an_answer_that_is_none_is_refused(client, county):
    send(county)
    assert (
        client.post(f"/answer/{invitee_of(county.member).secret}", data={"answer": "kanske"}).status_code
        == 400
    )


def test_the_mail_log_tells_every_mail_and_sends_one_again(client, county, postman):
    postman.refused_addresses[county.adjunct.email] = "550 5.1.1 No such user"
    send(county)
    deliver(postman)
    client.sign_in(county.secretary)
    page = client.get(f"/meetings/{county.meeting.id}/mail").text
    assert "Ett mejl gick inte att skicka." in page
    assert "Adressen finns inte hos mottagaren." in page
    failed = db.session.scalar(sa.select(Mail).where(Mail.state == MailState.FAILED))
    assert failed.to_address == county.adjunct.email

    postman.refused_addresses.clear()
    client.post(f"/meetings/{county.meeting.id}/mail/{failed.id}/again")
    deliver(postman)
    assert "Skickat igen" in client.get(f"/meetings/{county.meeting.id}/mail").text
    recipients = client.get(f"/meetings/{county.meeting.id}/recipients").text
    assert "Skickat igen" in recipients
    assert len(postman.to(county.adjunct.email)) == 1


def test_a_mail_of_another_meeting_is_not_sent_again(client, make, county):
    send(county)
    other = make.meeting(county.council, state=MeetingState.SET)
    row = db.session.scalar(sa.select(Mail))
    client.sign_in(county.secretary)
    assert client.post(f"/meetings/{other.id}/mail/{row.id}/again").status_code == 404


def test_while_developing_the_mail_is_caught_and_read(tmp_path):
    app = create_app(replace(for_tests(tmp_path), ENVIRONMENT="development"))
    transport = transport_of(app)
    message = compose(
        mail.Recipient("Ledamot", "ledamot@timra.example"),
        "password",
        {"name": "Åsa Đižžeŋ", "until": NOW.date(), "url": "http://localhost/password/hemlig"},
        sender=mail.Sender(),
        enclosures=[mail.Enclosure("Karta.pdf", "application/pdf", b"%PDF-1.7")],
        calendar=None,
        now=NOW,
    )
    with transport as folder:
        folder.send(message.as_bytes(), sender="", to="", message_id=message["Message-ID"])
    client = app.test_client()
    name = re.search(r"/caught/([\w-]+)", client.get("/caught").text).group(1)
    page = client.get(f"/caught/{name}").text
    assert "Välj ett lösenord i Councilflow" in page
    assert '<a href="http://localhost/password/hemlig"' in page
    assert "Hej Åsa Đižžeŋ." in client.get(f"/caught/{name}/html").text
    assert client.get(f"/caught/{name}/file/0").data == b"%PDF-1.7"
    for missing in ("x", "..%2Fsecret", f"{name}/file/1"):
        assert client.get(f"/caught/{missing}").status_code == 404


def test_outside_development_no_mail_is_shown(client, make):
    client.sign_in(make.person(is_administrator=True))
    for path in ("/caught", "/caught/x", "/caught/x/html", "/caught/x/file/0"):
        assert client.get(path).status_code == 404
