"""The page on which an outcome that was noted wrongly is put right, and who tries to use it otherwise."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from lxml import html

from councilflow.extensions import db
from councilflow.models import AgendaItem, Implementation, JournalEntry, Standpoint
from councilflow.process.agenda import IssueState
from councilflow.process.consensus import Outcome
from councilflow.services import minutes
from councilflow.services.minutes import SigningPlace
from tests.held import LATER, Held, held_meeting, signed_meeting
from tests.web.test_two_at_once import pressed

WHY = "Ordföranden bordlade punkten."
PUT_OFF = {"step": "outcome", "noted": "consensus_noted", "outcome": "postponed"}


@pytest.fixture
def held(make: Any) -> Held:
    return held_meeting(make)


def page_of(held: Held) -> str:
    return f"/items/{held.standpoint.id}/correcting"


def says_why(client: Any, held: Held) -> None:
    client.sign_in(held.secretary)
    client.post(f"/meetings/{held.meeting.id}/correcting", data={"reason": WHY})


def noted(held: Held) -> Outcome | None:
    db.session.expire_all()
    return db.session.get_one(AgendaItem, held.standpoint.id).outcome


def corrections() -> int:
    asked = sa.select(sa.func.count()).where(JournalEntry.event == "outcome-corrected")
    return db.session.scalar(asked) or 0


def words(answer: Any) -> str:
    return " ".join(html.document_fromstring(answer.get_data(as_text=True)).text_content().split())


@pytest.mark.one_database
def test_the_page_shows_what_was_noted_what_may_be_chosen_and_what_follows(client: Any, held: Held) -> None:
    says_why(client, held)
    shown = client.get(page_of(held))
    read = words(shown)
    assert "Antecknat: Konsensus, avvikande synpunkt antecknad" in read
    assert f"Skäl till rättelsen: {WHY}" in read
    form = html.document_fromstring(shown.get_data(as_text=True)).xpath("//form[.//input[@name='noted']]")[0]
    offered = [one.get("value") for one in form.xpath(".//input[@name='outcome']")]
    assert offered == [
        "none",
        "postponed",
        "referred_back",
    ]  # the view that is noted keeps consensus as it is
    assert form.xpath(".//input[@name='outcome' and @checked] | .//textarea") == []  # no words are needed
    assert "Paragrafen tas bort ur ställningstagandena, och ordalydelsen stryks." in read
    assert "Frågan kommer tillbaka bland de föreslagna frågorna." in read


@pytest.mark.one_database
def test_the_outcome_is_put_right_and_the_page_says_so(client: Any, held: Held) -> None:
    says_why(client, held)
    number = held.standpoint.number
    assert client.post(page_of(held), data=PUT_OFF).headers["Location"] == page_of(held)
    assert noted(held) is Outcome.POSTPONED
    item = db.session.get_one(AgendaItem, held.standpoint.id)
    assert (item.number, item.issue.state) == (number, IssueState.POSTPONED)
    assert db.session.scalars(sa.select(Standpoint)).all() == []
    assert "Antecknat: Bordlagd" in words(client.get(page_of(held)))
    edited = words(client.get(f"/meetings/{held.meeting.id}/minutes/edit"))
    assert "Ordföranden läser upp lydelsen" in edited  # the draft offers the change, and is not written over
    told = words(client.get(f"/councils/{held.council.id}/journal"))
    assert "rättade utfallet i Prioriteringar i länstransportplanen" in told
    assert "Utfall Före: Konsensus, avvikande synpunkt antecknadEfter: Bordlagd" in told


@pytest.mark.one_database
def test_a_form_that_is_wrong_changes_nothing(client: Any, held: Held) -> None:
    says_why(client, held)
    nothing = client.post(page_of(held), data={"step": "outcome", "noted": "consensus_noted"})
    assert (nothing.status_code, noted(held)) == (422, Outcome.CONSENSUS_NOTED)
    assert "Välj det utfall som ordföranden sade." in words(nothing)
    for tried in ("consensus", "noted", "decided", "bogus"):
        assert client.post(page_of(held), data=PUT_OFF | {"outcome": tried}).status_code == 422, tried
    assert client.post(page_of(held), data=PUT_OFF | {"noted": "bogus"}).status_code == 422
    assert (noted(held), corrections()) == (Outcome.CONSENSUS_NOTED, 0)


@pytest.mark.one_database
def test_the_words_of_what_was_taken_are_asked_for_and_kept(client: Any, held: Held) -> None:
    says_why(client, held)
    client.post(page_of(held), data=PUT_OFF)
    back = {"step": "outcome", "noted": "postponed", "outcome": "consensus_noted"}
    asked = words(client.get(page_of(held)))
    assert "Förberedelsen är inte stängd." in asked
    refused = client.post(page_of(held), data=back | {"adopted": " ", "override": "Det brådskade."})
    assert refused.status_code == 422
    assert "Det brådskade." in refused.get_data(as_text=True)
    taken = back | {"adopted": "Så lästes det.", "override": "Det brådskade."}
    assert client.post(page_of(held), data=taken).status_code == 302
    assert noted(held) is Outcome.CONSENSUS_NOTED
    item = db.session.get_one(AgendaItem, held.standpoint.id)
    assert (item.adopted, item.override_reason) == ("Så lästes det.", "Det brådskade.")
    assert db.session.scalars(sa.select(Standpoint.item_id)).all() == [item.id]


@pytest.mark.one_database
def test_what_is_built_on_it_is_named(client: Any, held: Held) -> None:
    says_why(client, held)
    standpoint = db.session.scalars(sa.select(Standpoint)).one()
    organisation = held._line_of(held.member, held.meeting).organisation_id
    db.session.add(Implementation(standpoint_id=standpoint.id, organisation_id=organisation, text="Vägen."))
    db.session.commit()
    answer = client.post(page_of(held), data=PUT_OFF)
    assert answer.status_code == 422
    assert "En organisation har skrivit vad den gör för ställningstagandet." in words(answer)
    assert noted(held) is Outcome.CONSENSUS_NOTED


@pytest.mark.one_database
def test_the_same_form_sent_three_times_counts_once(client: Any, held: Held) -> None:
    says_why(client, held)
    key = {"once": "k" * 22}
    answers = [client.post(page_of(held), data=PUT_OFF | key) for _ in range(3)]
    assert [one.headers.get("Location") for one in answers] == [page_of(held)] * 3
    assert corrections() == 1
    assert client.post(page_of(held), data=PUT_OFF).status_code == 422  # without its key it is an older form
    assert (noted(held), corrections()) == (Outcome.POSTPONED, 1)


def test_of_two_secretaries_with_the_same_page_open_one_is_told(client: Any, app: Any, held: Held) -> None:
    other = held.make.secretary(held.council, name="Den andra sekreteraren")
    browsers = []
    for person in (held.secretary, other):
        browser = app.test_client().sign_in(person)
        browser.post(f"/meetings/{held.meeting.id}/correcting", data={"reason": WHY})
        browsers.append(browser)
    statuses = sorted(
        browser.post(page_of(held), data=PUT_OFF | {"outcome": outcome}).status_code
        for browser, outcome in zip(browsers, ("postponed", "none"), strict=True)
    )
    assert (statuses, noted(held), corrections()) == ([302, 422], Outcome.POSTPONED, 1)


def test_in_the_same_moment_nobody_gets_past_without_a_reason(app: Any, held: Held) -> None:
    """Each comes from a browser that has not said why."""
    posts = [(held.secretary, page_of(held), PUT_OFF), (held.chair, page_of(held), PUT_OFF)]
    assert pressed(app, *posts) == [422, 422]
    assert (noted(held), corrections()) == (Outcome.CONSENSUS_NOTED, 0)


@pytest.mark.one_database
def test_nobody_else_puts_it_right(client: Any, held: Held) -> None:
    stranger = held.make.council("Ett annat råd")
    others = held.make.secretary(stranger, name="Sekreterare i ett annat råd")
    for person in (held.member, held.opposition, held.elected, held.substitute):
        client.sign_in(person)
        assert client.post(page_of(held), data=PUT_OFF).status_code == 403, person.name
    client.sign_in(others)
    assert client.post(page_of(held), data=PUT_OFF).status_code in (403, 404)
    assert (noted(held), corrections()) == (Outcome.CONSENSUS_NOTED, 0)


@pytest.mark.one_database
def test_not_after_the_draft_was_sent_nor_signed(client: Any, make: Any, app: Any, held: Held) -> None:
    says_why(client, held)
    minutes.send_for_review(held.document, url="/m", by=held.secretary, now=LATER)
    db.session.commit()
    assert client.get(page_of(held)).status_code == 409
    assert client.post(page_of(held), data=PUT_OFF).status_code == 409
    assert (noted(held), corrections()) == (Outcome.CONSENSUS_NOTED, 0)


@pytest.mark.one_database
def test_not_once_signed(client: Any, make: Any, app: Any) -> None:
    signed = signed_meeting(make, SigningPlace(app.config["DATA_DIR"], app.config["SIGNING_SECRET"]))
    client.sign_in(signed.secretary)
    assert client.post(page_of(signed), data=PUT_OFF).status_code == 409
    assert noted(signed) is Outcome.CONSENSUS_NOTED


@pytest.mark.one_database
def test_a_paragraph_that_lies_fast_is_shown_without_the_form(client: Any, held: Held) -> None:
    held.standpoint.immediate_approval_at = LATER
    db.session.commit()
    says_why(client, held)
    shown = client.get(page_of(held))
    assert "Paragrafen är justerad för sig" in words(shown)
    assert 'name="noted"' not in shown.get_data(as_text=True)
    assert client.post(page_of(held), data=PUT_OFF).status_code == 422
    assert (noted(held), corrections()) == (Outcome.CONSENSUS_NOTED, 0)
