"""Calls for views from outside: whose task they are, and how their answer is written."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from councilflow.extensions import db
from councilflow.models import (
    Hearing,
    Statement,
)
from councilflow.process.afterwards import HearingState
from councilflow.process.plans.values import StatementState
from tests.outwards import LETTER, TODAY, both_write, said

pytestmark = pytest.mark.one_database


@pytest.fixture
def council(make):
    return make.council()


@pytest.fixture
def secretary(client, make, council):
    person = make.secretary(council)
    client.sign_in(person)
    return person


def test_whoever_is_responsible_writes_the_answer(client, make, council):
    """The task leads somewhere: to the hearing's state and the text, and to nothing else (B1.18)."""
    official = make.seat(council)
    hearing = make.save(
        Hearing(body_id=council.id, title="Ny plan", due_on=TODAY, responsible_id=official.id, note="Hemma")
    )
    page = f"/councils/{council.id}/hearings/{hearing.id}"
    client.sign_in(official)
    assert "Skriv ett yttrande" in client.get(page).text
    assert client.post(f"{page}/edit", data={"state": "answering", "note": "Bort"}).status_code == 302
    assert (hearing.state, hearing.note) == (HearingState.ANSWERING, "Hemma")
    begun = client.post(f"{page}/answer")
    one = db.session.scalars(sa.select(Statement)).one()
    there = f"/councils/{council.id}/statements/{one.id}"
    assert begun.headers["Location"].endswith(f"{there}/edit")
    assert client.get(f"{there}/edit").status_code == 200
    written = LETTER | {"version": "1", "is_published": "y"}
    assert client.post(f"{there}/edit", data=written).status_code == 302
    assert (one.text, one.state, one.is_published) == ("Vi vill ha fler tåg.", StatementState.DRAFT, False)
    assert client.get(there).status_code == client.get(f"{there}/letter").status_code == 200


def test_whoever_is_responsible_writes_and_does_not_send(client, make, council):
    secretary, official, other = make.secretary(council), make.seat(council), make.seat(council)
    hearing = make.save(
        Hearing(body_id=council.id, title="Ny plan", due_on=TODAY, responsible_id=official.id)
    )
    page = f"/councils/{council.id}/hearings/{hearing.id}"
    client.sign_in(official).post(f"{page}/answer")
    one = db.session.scalars(sa.select(Statement)).one()
    there = f"/councils/{council.id}/statements/{one.id}"
    for closed in (
        f"{there}/send",
        f"{there}/propose",
        f"{there}/publish",
        f"/councils/{council.id}/statements/new",
    ):
        assert client.get(closed).status_code in (403, 404), closed
    client.sign_in(other)
    for closed in (there, f"{there}/edit", f"{page}/edit"):
        assert client.get(closed).status_code in (403, 404), closed
    assert client.post(f"{page}/answer").status_code == 403
    one.state = StatementState.ADOPTED
    db.session.commit()
    client.sign_in(official)
    assert client.get(f"{there}/edit").status_code == 403, "what is adopted is the secretary's"
    client.sign_in(secretary)
    assert client.get(f"{there}/edit").status_code == 200


def test_a_hearing_waits_for_whoever_is_responsible_and_stands_in_the_calendar(
    client, make, council, secretary
):
    member = make.seat(council)
    sent = {"title": "Nationell plan", "sender": "Regeringskansliet", "state": "received"}
    sent |= {"due_on": TODAY.isoformat(), "responsible_id": member.id}
    assert client.post(f"/councils/{council.id}/hearings/new", data=sent).status_code == 302
    assert "Svara på remissen" not in client.get("/").text
    client.sign_in(member)
    assert "Svara på remissen Nationell plan" in client.get("/").text
    month = f"/councils/{council.id}/calendar?month={TODAY:%Y-%m}"
    assert "Nationell plan" in client.get(month).text, "without ticking anything"
    assert "Nationell plan" in client.get(f"/calendar/year?year={TODAY:%Y}").text
    client.sign_in(make.seat(make.council("Grannrådet")))
    assert "Nationell plan" not in client.get(f"/calendar?month={TODAY:%Y-%m}&deadlines=1").text


def test_two_who_change_the_same_hearing_do_not_lose_each_others_words(client, make, council, secretary):
    hearing = make.save(Hearing(body_id=council.id, title="Ny plan", sender="R", due_on=TODAY))
    page = f"/councils/{council.id}/hearings/{hearing.id}/edit"
    saved, refused = both_write(client, page, {"note": "Den första."}, {"note": "Den andra."})
    assert (saved.status_code, refused.status_code) == (302, 422)
    assert db.session.scalars(sa.select(Hearing.note)).one() == "Den första."


@pytest.mark.parametrize("state", [StatementState.DRAFT, StatementState.ADOPTED])
def test_a_hearing_has_one_answer_on_its_way(client, make, council, state):
    """What is begun or adopted is where everybody is led; a second one is refused (B1.18)."""
    secretary, official = make.secretary(council), make.seat(council)
    hearing = make.save(
        Hearing(body_id=council.id, title="Ny plan", sender="R", due_on=TODAY, responsible_id=official.id)
    )
    page = f"/councils/{council.id}/hearings/{hearing.id}"
    client.sign_in(secretary)
    assert "Skriv ett yttrande" in client.get(page).text
    one = said(make, council, state=state, hearing_id=hearing.id)
    assert "Skriv ett yttrande" not in client.get(page).text
    again = client.post(f"/councils/{council.id}/statements/new", data=LETTER | {"hearing_id": hearing.id})
    assert again.status_code == 422
    assert "Remissen besvaras redan av yttrandet Svar om tågtrafiken." in again.text
    client.sign_in(official)
    assert "Skriv ett yttrande" not in client.get(page).text
    led = client.post(f"{page}/answer")
    there = f"/councils/{council.id}/statements/{one.id}"
    assert led.headers["Location"] == (there if state is StatementState.ADOPTED else f"{there}/edit")
    assert client.get(led.headers["Location"]).status_code == 200
    assert db.session.scalars(sa.select(Statement.id)).all() == [one.id]


def test_a_hearing_that_is_opened_again_after_its_answer_takes_another(client, make, council, secretary):
    hearing = make.save(Hearing(body_id=council.id, title="Ny plan", sender="R", due_on=TODAY))
    said(make, council, state=StatementState.SENT, hearing_id=hearing.id, sent_on=TODAY)
    assert "Skriv ett yttrande" in client.get(f"/councils/{council.id}/hearings/{hearing.id}").text
    more = client.post(f"/councils/{council.id}/statements/new", data=LETTER | {"hearing_id": hearing.id})
    assert more.status_code == 302
