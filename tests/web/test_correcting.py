"""Correcting what was noted at a meeting, from the page where the minutes are written."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from councilflow.extensions import db
from councilflow.models import Attendance, Dissent, JournalEntry, PassageComment, Presenter
from councilflow.process.meeting import Presence
from councilflow.services import minutes
from councilflow.services.minutes.places import ATTENDANCE, OF_ITEM, place_of
from tests.held import LATER, Held, held_meeting

pytestmark = pytest.mark.one_database

WHY = "Justeraren påpekade att Timrå var med."


@pytest.fixture
def held(make: Any) -> Held:
    return held_meeting(make)


def at(held: Held, page: str) -> str:
    return f"/meetings/{held.meeting.id}/{page}"


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.status
    return str(answer.get_data(as_text=True))


def test_who_writes_the_minutes_says_why_and_then_corrects_who_was_there(client: Any, held: Held) -> None:
    client.sign_in(held.secretary)
    assert at(held, "correcting") in text(client.get(at(held, "minutes/edit")))
    asked = client.get(at(held, "roll"))
    assert asked.headers["Location"] == at(held, "correcting")
    assert client.post(at(held, "correcting"), data={"reason": ""}).status_code == 422
    client.post(at(held, "correcting"), data={"reason": WHY})
    for page in ("correcting", "roll", "presence", "serving", "recusals", "guests", "presence/items"):
        assert WHY in text(client.get(at(held, page))), page
    line = held._line_of(held.opposition, held.meeting)
    assert client.post(at(held, "roll"), data={f"line_{line.id}": "on_site"}).status_code == 302
    db.session.expire_all()
    assert db.session.get_one(Attendance, line.id).presence is Presence.ON_SITE
    reasons = db.session.scalars(
        sa.select(JournalEntry.after).where(JournalEntry.event == "record-corrected")
    ).all()
    assert reasons == [{"reason": WHY}]
    assert "I en av dem har anteckningarna ändrats." in text(client.get(at(held, "minutes/edit")))


def test_a_guest_and_a_presenter_are_removed_by_one_press(client: Any, held: Held) -> None:
    client.sign_in(held.secretary)
    client.post(at(held, "correcting"), data={"reason": WHY})
    guest = {"name": "Fel Namn", "category": "observer", "presence": "on_site"}
    assert client.post(at(held, "guests"), data=guest).status_code == 302
    line = db.session.scalars(sa.select(Attendance).where(Attendance.name == "Fel Namn")).one()
    assert "Ta bort" in text(client.get(at(held, "guests")))
    assert client.post(at(held, f"guests/{line.id}/remove")).status_code == 302
    seat = held._line_of(held.member, held.meeting)
    assert client.post(at(held, f"guests/{seat.id}/remove")).status_code == 409
    presenter = db.session.scalars(sa.select(Presenter)).one()
    assert client.post(at(held, f"presenters/{presenter.id}/remove")).status_code == 302
    assert db.session.scalars(sa.select(Presenter)).all() == []
    assert db.session.scalar(sa.select(Attendance.id).where(Attendance.name == "Fel Namn")) is None


def test_the_wording_and_what_was_asked_for_are_corrected_on_one_page(client: Any, held: Held) -> None:
    client.sign_in(held.secretary)
    client.post(at(held, "correcting"), data={"reason": WHY})
    page, [dissent] = f"/items/{held.standpoint.id}/correcting", db.session.scalars(sa.select(Dissent)).all()
    assert "Rådet ställer sig bakom prioriteringarna." in text(client.get(page))
    assert client.post(page, data={"step": "wording", "wording": "Som den lästes."}).status_code == 302
    sent = {"step": "dissent", "voice": f"{dissent.organisation_id}-", "text": "Rätt ord."}
    wrong = client.post(page, data=sent | {"voice": "nobody"})
    assert wrong.status_code == 422
    gone = f"/items/{held.standpoint.id}/dissent/{dissent.id}/withdraw"
    assert client.post(gone).headers["Location"] == page
    assert "Ingen begärde något till protokollet." in text(client.get(page))


def test_nothing_is_offered_once_the_minutes_lie_before_the_reviewers(client: Any, held: Held) -> None:
    client.sign_in(held.secretary)
    client.post(at(held, "correcting"), data={"reason": WHY})
    client.post(at(held, "minutes/send"))
    for page in ("correcting", "roll", "guests"):
        assert client.get(at(held, page)).status_code == 409
    assert client.post(f"/items/{held.standpoint.id}/correcting", data={"wording": "x"}).status_code == 409
    client.sign_in(held.member)
    assert client.get(at(held, "correcting")).status_code == 403


def test_a_reviewer_says_what_is_wrong_with_the_record_at_its_place(client: Any, held: Held) -> None:
    minutes.send_for_review(held.document, url="/m", by=held.secretary, now=LATER)
    db.session.commit()
    client.sign_in(held.elected)
    page = at(held, "minutes/comments")
    shown = text(client.get(page))
    assert "Begärt till protokollet, § 2" in shown
    assert "Hela § 4" in shown  # which has no passages
    for key in (ATTENDANCE, *(place_of(held.standpoint.id, one) for one in OF_ITEM)):
        assert "Spara kommentaren" in text(client.get(f"{page}?passage={key}")) or key.endswith("recusals")
        assert client.post(page, data={"passage": key, "text": f"Fel i {key}"}).status_code == 302
    elsewhere = client.post(page, data={"passage": place_of(held.standpoint.id + 1000, "whole"), "text": "x"})
    assert elsewhere.status_code == 409
    assert db.session.scalar(sa.select(sa.func.count(PassageComment.id))) == 1 + len(OF_ITEM)
    assert f"Fel i {ATTENDANCE}" in text(client.get(page))
    minutes.answer(held.document, approved=False, comment="x", by=held.elected, now=LATER)
    db.session.commit()
    client.sign_in(held.secretary)
    written = text(client.get(at(held, "minutes/edit")))
    assert all(f"Fel i {key}" in written for key in (ATTENDANCE, place_of(held.standpoint.id, "outcome")))
