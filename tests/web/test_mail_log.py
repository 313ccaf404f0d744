"""The mail log of a council: found by person, address, meeting, kind, state and day, by those who may."""

from __future__ import annotations

from datetime import timedelta

import pytest

from councilflow.extensions import db
from councilflow.models import Mail
from councilflow.process.mail import MailState
from councilflow.process.meeting import MeetingState
from tests.conftest import NOW


@pytest.fixture
def log(make):
    """Two meetings with mail, and one mail of another council."""
    council, other = make.council(), make.council("Ett annat råd")
    first = make.meeting(council, state=MeetingState.INVITED, invited_at=NOW)
    second = make.meeting(
        council, state=MeetingState.INVITED, invited_at=NOW, starts_at=NOW + timedelta(days=90)
    )
    elsewhere = make.meeting(other, state=MeetingState.INVITED, invited_at=NOW)

    def put(meeting, name, address, kind="invitation", state=MailState.SENT, days=0) -> Mail:
        at = NOW + timedelta(days=days)
        return make.save(
            Mail(
                meeting_id=meeting.id,
                kind=kind,
                to_name=name,
                to_address=address,
                subject=f"Till {name}",
                message=b"Subject: x\r\nTo: x\r\nDate: x\r\nMessage-ID: x\r\n\r\n",
                message_id=f"<{name}@example>",
                state=state,
                queued_at=at,
                sent_at=at if state is MailState.SENT else None,
                last_error="refused: 550 5.1.1 No such user" if state is MailState.FAILED else "",
            )
        )

    put(first, "Åsa Ågren", "asa@timra.example")
    put(first, "Örjan", "orjan@ange.example", state=MailState.FAILED)
    put(second, "Siv", "siv@timra.example", kind="answer-reminder", days=3)
    put(elsewhere, "Hemlig", "hemlig@timra.example")
    return council, first, second, make.secretary(council), make.seat(council)


def names(page) -> set[str]:
    return {name for name in ("Åsa Ågren", "Örjan", "Siv", "Hemlig") if f">{name}<" in page.text}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, {"Åsa Ågren", "Örjan", "Siv"}),
        ({"q": "åGREN"}, {"Åsa Ågren"}),
        ({"q": "timra.example"}, {"Åsa Ågren", "Siv"}),
        ({"q": "100%"}, set()),
        ({"kind": "answer-reminder"}, {"Siv"}),
        ({"state": "failed"}, {"Örjan"}),
        ({"since": "2026-11-21"}, {"Siv"}),
        ({"until": "2026-11-20"}, {"Åsa Ågren", "Örjan"}),
        ({"q": "timra", "until": "20/11 2026"}, {"Åsa Ågren"}),
    ],
)
def test_mail_is_found_by_what_one_knows_of_it(client, log, asked, found):
    council, _first, _second, secretary, _member = log
    page = client.sign_in(secretary).get(f"/councils/{council.id}/mail", query_string=asked)
    assert (page.status_code, names(page)) == (200, found)


def test_mail_is_found_by_its_meeting(client, log):
    council, _first, second, secretary, _member = log
    page = client.sign_in(secretary).get(f"/councils/{council.id}/mail?meeting={second.id}")
    assert names(page) == {"Siv"}


def test_a_failed_mail_says_why_and_is_sent_again_from_there(client, log):
    council, first, _second, secretary, _member = log
    page = client.sign_in(secretary).get(f"/councils/{council.id}/mail?state=failed").text
    assert "Adressen finns inte hos mottagaren." in page
    failed = db.session.query(Mail).filter_by(state=MailState.FAILED).one()
    answer = client.post(f"/meetings/{first.id}/mail/{failed.id}/again", data={"back": "search"})
    assert answer.location.endswith(f"/councils/{council.id}/mail")
    assert db.session.query(Mail).filter_by(is_resend=True).one().to_address == "orjan@ange.example"


def test_a_day_that_is_none_is_said_at_its_field(client, log):
    council, _first, _second, secretary, _member = log
    page = client.sign_in(secretary).get(f"/councils/{council.id}/mail?since=igår&q=siv")
    assert page.status_code == 422
    assert "Skriv ett datum" in page.text


def test_members_and_people_of_other_councils_do_not_read_it(client, make, log):
    council, _first, _second, _secretary, member = log
    assert client.sign_in(member).get(f"/councils/{council.id}/mail").status_code == 403
    assert client.sign_in(make.person()).get(f"/councils/{council.id}/mail").status_code == 404
