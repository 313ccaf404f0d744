"""The pages by which a meeting is moved and cancelled, and what a cancelled one looks like (A69)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from councilflow.extensions import db
from councilflow.models import Invitation, Invitee, Mail, Meeting
from councilflow.process.agenda import IssueState
from councilflow.process.councils import Category
from councilflow.process.meeting import InvitationAnswer, MeetingState
from councilflow.services import invitations

pytestmark = pytest.mark.one_database


def in_weeks(weeks: int) -> datetime:
    """A moment to come at eight in the morning, whenever the tests run."""
    day = datetime.now(UTC) + timedelta(weeks=weeks)
    return day.replace(hour=8, minute=0, second=0, microsecond=0)


@pytest.fixture
def county(make):
    council = make.council()
    people = SimpleNamespace(
        chair=make.chair(council),
        vice=make.seat(council, office="vice_chair", name="Vice ordförande"),
        secretary=make.secretary(council),
        preparer=make.preparer(council),
        member=make.seat(council, organisation_id=make.organisation("Timrå kommun").id, name="Ledamot"),
        director=make.seat(council, Category.SPEAKING_FUNCTION, name="Regiondirektör"),
    )
    meeting = make.meeting(council, state=MeetingState.SET, starts_at=in_weeks(3))
    issue = make.issue(council, people.member, state=IssueState.ON_AGENDA)
    item = make.item(meeting, title="Vuxenutbildning")
    item.issue = issue
    db.session.commit()
    return SimpleNamespace(council=council, meeting=meeting, item=item, issue=issue, **vars(people))


@pytest.fixture
def invited(county):
    invitations.invite(county.meeting, by=county.chair, now=datetime.now(UTC))
    db.session.commit()
    return county


def moved(county, **facts):
    starts = in_weeks(4).astimezone(county.council.zone)
    return {
        "sequence": "0",
        "day": starts.date().isoformat(),
        "begins": "09:00",
        "ends": "12:00",
        "form": "digital",
        "reason": "Lokalen är översvämmad.",
        **facts,
    }


def test_the_chair_sees_whom_it_reaches_and_then_moves_it(client, invited):
    url = f"/meetings/{invited.meeting.id}/move"
    client.sign_in(invited.chair)
    assert f'href="{url}"' in client.get(f"/meetings/{invited.meeting.id}").text
    first = client.post(url, data=moved(invited))
    assert "Flytta mötet och skriv till 5 personer?" in first.text
    assert "Regiondirektör" in first.text
    assert db.session.scalar(sa.select(Invitation.sequence)) == 0, "looking sends nothing"
    answer = client.post(url, data=moved(invited) | {"send": "yes"}, follow_redirects=True)
    assert "Mötet är flyttat" in answer.text
    assert "5 personer får besked med mejl inom kort." in answer.text
    db.session.expire_all()
    assert db.session.scalar(sa.select(Invitation.sequence)) == 1
    assert invited.meeting.starts_at.astimezone(invited.council.zone).hour == 9


def test_the_same_press_twice_moves_it_once(client, invited):
    url, data = f"/meetings/{invited.meeting.id}/move", moved(invited) | {"send": "yes"}
    client.sign_in(invited.chair)
    assert client.post(url, data=data).status_code == 302
    again = client.post(url, data=data)
    assert again.status_code in (409, 422)
    assert db.session.scalar(sa.select(sa.func.count()).where(Mail.kind == "moved")) == 5


def test_somebody_elses_move_in_between_is_told(client, invited):
    url = f"/meetings/{invited.meeting.id}/move"
    client.sign_in(invited.chair)
    client.post(url, data=moved(invited) | {"send": "yes"})
    late = client.post(url, data=moved(invited, begins="10:00") | {"send": "yes"})
    assert late.status_code == 409
    assert "Någon annan har flyttat mötet eller ändrat kallelsen" in late.text


def test_the_secretary_and_the_vice_chair_say_who_ordered_it(client, invited):
    url = f"/meetings/{invited.meeting.id}/move"
    for person in (invited.vice, invited.secretary):
        client.sign_in(person)
        page = client.post(url, data=moved(invited))
        assert page.status_code == 422
        assert "Skriv hur ordföranden har gett dig uppdraget." in page.text
    ordered = moved(invited) | {"on_order": "Per telefon i dag.", "send": "yes"}
    assert client.post(url, data=ordered).status_code == 302


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"reason": ""}, "Skriv varför mötet flyttas."),
        ({"day": "31/2 2027"}, "februari har ingen dag 31."),
        ({"day": "2020-01-03"}, "Den tiden har redan varit."),
        ({"ends": "08:00"}, "Mötet slutar innan det börjar."),
        ({"form": "physical"}, "Skriv var ni träffas."),
    ],
)
def test_what_cannot_be_is_said_at_the_field(client, invited, wrong, sentence):
    answer = client.sign_in(invited.chair).post(
        f"/meetings/{invited.meeting.id}/move", data=moved(invited) | wrong
    )
    assert answer.status_code == 422
    assert sentence in answer.text


def test_the_same_time_and_place_is_no_move(client, invited):
    meeting, zone = invited.meeting, invited.council.zone
    starts, ends = meeting.starts_at.astimezone(zone), meeting.ends_at.astimezone(zone)
    same = {
        "day": starts.date().isoformat(),
        "begins": starts.strftime("%H:%M"),
        "ends": ends.strftime("%H:%M"),
    }
    answer = client.sign_in(invited.chair).post(f"/meetings/{meeting.id}/move", data=moved(invited) | same)
    assert "Mötet har redan den tiden och platsen." in answer.text


def test_before_the_invitation_it_is_changed_and_not_moved(client, county):
    client.sign_in(county.secretary)
    page = client.get(f"/meetings/{county.meeting.id}").text
    assert "Ändra tid och plats" in page
    assert client.get(f"/meetings/{county.meeting.id}/move").status_code == 409


def test_who_may_not_invite_neither_moves_nor_cancels(client, invited):
    for person in (invited.preparer, invited.member, invited.director):
        client.sign_in(person)
        for step in ("move", "cancel"):
            url = f"/meetings/{invited.meeting.id}/{step}"
            assert client.get(url).status_code == 403
            assert client.post(url, data=moved(invited)).status_code == 403


def test_the_old_answer_is_shown_where_the_new_one_is_given(client, invited):
    invitee = db.session.scalars(sa.select(Invitee).where(Invitee.name == "Ledamot")).one()
    invitations.answer(invitee, InvitationAnswer.COMES, now=datetime.now(UTC))
    db.session.commit()
    client.sign_in(invited.chair).post(
        f"/meetings/{invited.meeting.id}/move", data=moved(invited) | {"send": "yes"}
    )
    page = client.get(f"/answer/{invitee.secret}").text
    assert "Mötet är ändrat sedan du svarade kommer." in page
    recipients = client.get(f"/meetings/{invited.meeting.id}/recipients").text
    assert "Svarade om den förra tiden: kommer" in recipients


# --- Cancelling ------------------------------------------------------------------------------------------


def test_the_page_says_how_many_get_a_mail_and_what_becomes_of_the_issues(client, invited):
    url = f"/meetings/{invited.meeting.id}/cancel"
    page = client.sign_in(invited.chair).get(url).text
    assert "5 personer får ett mejl som tar bort mötet ur kalendern." in page
    assert invited.issue.title in page
    assert client.post(url, data={"reason": ""}).status_code == 422
    answer = client.post(url, data={"reason": "Ordföranden är sjuk."}, follow_redirects=True)
    assert "5 personer får besked med mejl inom kort." in answer.text
    db.session.expire_all()
    assert invited.meeting.state is MeetingState.CANCELLED
    assert invited.issue.state is IssueState.PREPARED
    again = client.post(url, data={"reason": "Igen."})
    assert again.status_code == 409
    assert "Mötet är inställt." in again.text


def test_before_the_invitation_the_preparatory_group_cancels_it_and_nobody_is_written_to(client, county):
    url = f"/meetings/{county.meeting.id}/cancel"
    page = client.sign_in(county.preparer).get(url).text
    assert "ingen får något mejl" in page
    assert "Det står i mejlet" not in page
    assert client.post(url, data={"reason": "För få frågor."}).status_code == 302
    assert "Kallade" not in client.get(f"/meetings/{county.meeting.id}").text, "nobody was called"
    assert db.session.scalar(sa.select(sa.func.count(Mail.id))) == 0
    member = client.sign_in(county.member).get(f"/meetings/{county.meeting.id}").text
    assert "Mötet är inställt" in member
    assert "För få frågor." in member
    assert "Vuxenutbildning" not in member, "its agenda never went out"


def test_a_cancelled_meeting_can_be_read_and_not_changed(client, invited):
    client.sign_in(invited.chair).post(
        f"/meetings/{invited.meeting.id}/cancel", data={"reason": "Ordföranden är sjuk."}
    )
    meeting = f"/meetings/{invited.meeting.id}"
    for person in (invited.member, invited.director, invited.secretary):
        page = client.sign_in(person).get(meeting).text
        for words in ("Mötet är inställt", "Ordföranden är sjuk.", "Vuxenutbildning"):
            assert words in page
        assert "btn-primary" not in page
        for address in ("/edit", "/move", "/cancel", "/desk", "/agenda"):
            assert f'href="{meeting}{address}"' not in page
    client.sign_in(invited.secretary)
    for address in ("/edit", "/desk", "/agenda", "/roll", "/close"):
        assert client.get(f"{meeting}{address}").status_code in (403, 409), address
    assert client.post(f"{meeting}/open").status_code == 409
    assert "Mötet är inställt" in client.get(f"{meeting}/recipients").text
    home = client.sign_in(invited.member).get(f"{meeting}/preparation").text
    assert "Mötet är inställt. Här ser ni vad ni skrev och lämnade in." in home
    assert client.get(f"/items/{invited.item.id}").status_code == 200


def test_it_stands_apart_from_the_meetings_to_come(client, invited):
    client.sign_in(invited.chair).post(
        f"/meetings/{invited.meeting.id}/cancel", data={"reason": "Ordföranden är sjuk."}
    )
    client.sign_in(invited.member)
    page = client.get("/meetings").text
    coming, _heading, off = page.partition("Inställda möten")
    link = f'href="/meetings/{invited.meeting.id}"'
    assert link not in coming
    assert link in off
    assert link not in client.get("/").text
    assert link not in client.get(f"/councils/{invited.council.id}").text


def test_no_answer_is_taken_to_a_cancelled_meeting(client, invited):
    secret = db.session.scalar(sa.select(Invitee.secret).where(Invitee.name == "Ledamot"))
    client.sign_in(invited.chair).post(
        f"/meetings/{invited.meeting.id}/cancel", data={"reason": "Ordföranden är sjuk."}
    )
    page = client.get(f"/answer/{secret}").text
    assert "Mötet är inställt, så inget svar behövs." in page
    assert client.post(f"/answer/{secret}", data={"answer": "comes"}).status_code == 409
    assert db.session.scalar(sa.select(Meeting.state)) is MeetingState.CANCELLED
