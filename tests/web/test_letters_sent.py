"""Letters that have gone: what everybody reads of them, and the very file that was sent (A40)."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from email import message_from_bytes

import pytest
import sqlalchemy as sa
from lxml import html

from councilflow.extensions import db
from councilflow.models import (
    Body,
    Dissent,
    Hearing,
    JournalEntry,
    Mail,
    SentLetter,
    Statement,
)
from councilflow.process.errors import RuleBroken
from councilflow.process.plans.values import StatementState
from tests.outwards import SEND, TODAY, said, standpoint

pytestmark = pytest.mark.one_database


@pytest.fixture
def council(make):
    return make.council()


@pytest.fixture
def secretary(client, make, council):
    person = make.secretary(council)
    client.sign_in(person)
    return person


def sent(make, council, **facts):
    usual = {"state": StatementState.SENT, "sent_on": TODAY, "signed_on": TODAY, "sent_to": ["a@b.example"]}
    return said(make, council, **usual | facts)


def opened_to_all(client, one):
    """What somebody without an account gets of a statement: the page and its letter."""
    client.get("/")
    return [client.get(f"/public/statements/{one.id}{what}").status_code for what in ("", "/letter")]


def test_everybody_reads_what_was_let_out_and_nothing_else_of_the_case(client, make, council):
    item = standpoint(make, council, title="Ärendets rubrik", registry_no="RS 2026/77")
    hearing = make.save(Hearing(body_id=council.id, title="Remissens rubrik", sender="R", due_on=TODAY))
    one = sent(make, council, is_published=True, item_id=item.id, hearing_id=hearing.id)
    page = client.get(f"/public/statements/{one.id}")
    assert "Fler tåg." in page.text
    assert "Eva Berg, ordförande" in page.text
    for hidden in ("Ärendets rubrik", "RS 2026/77", "Remissens rubrik", "a@b.example"):
        assert hidden not in page.text
    assert client.get(f"/public/statements/{one.id}/letter").data.startswith(b"%PDF")
    listing = client.get("/public/statements")
    assert one.title in listing.text
    assert one.title not in client.get("/public/statements?q=buss").text
    assert "/public/statements" in client.get("/sign-in").text


def test_what_becomes_of_the_minutes_after_a_letter_has_gone_shows_on_no_open_page(
    client, make, council, secretary
):
    item = standpoint(make, council, adopted="Fler tåg.")
    home = make.organisation("Timrå kommun")
    asked = {"organisation_id": home.id, "organisation": home.name, "requested_at": datetime.now(UTC)}
    make.save(Dissent(item_id=item.id, text="Inte utan bussar.", requested_by_id=secretary.id, **asked))
    one = said(make, council, state=StatementState.ADOPTED, item_id=item.id, is_published=True)
    page = f"/councils/{council.id}/statements/{one.id}/send"
    client.post(page, data=SEND | {"version": "1", "step": "send"})
    make.save(Dissent(item_id=item.id, text="Begärt efteråt.", requested_by_id=secretary.id, **asked))
    for address in (f"/public/statements/{one.id}", f"/councils/{council.id}/statements/{one.id}/publish"):
        page = client.get(address).text
        assert "Inte utan bussar." in page
        assert "Begärt efteråt." not in page


def test_nobody_outside_reads_what_is_not_sent_not_let_out_or_rests_on_a_secret(client, make, council):
    secret = standpoint(make, council, is_secret=True, secrecy_section="18:1")
    closed = [
        sent(make, council, is_published=False),
        sent(make, council, is_published=True, item_id=secret.id),
        said(make, council, state=StatementState.ADOPTED, is_published=True),
        said(make, council, state=StatementState.DRAFT, is_published=True),
    ]
    assert [opened_to_all(client, one) for one in closed] == [[404, 404]] * 4
    assert "Svar om tågtrafiken" not in client.get("/public/statements").text
    assert "/public/statements" not in client.get("/sign-in").text


def test_the_secretary_lets_a_sent_statement_out_and_closes_it_again(client, make, council, secretary):
    one = sent(make, council)
    page = f"/councils/{council.id}/statements/{one.id}/publish"
    assert client.get(page).status_code == 200
    assert opened_to_all(client, one) == [404, 404], "looking lets nothing out"
    client.post(page, data={"step": "open"})
    assert opened_to_all(client, one) == [200, 200]
    client.post(page, data={"step": "close"})
    assert opened_to_all(client, one) == [404, 404]
    noted = db.session.scalars(sa.select(JournalEntry.event).order_by(JournalEntry.id)).all()
    assert noted == ["statement-published", "statement-unpublished"]
    item = standpoint(make, council, is_secret=True, secrecy_section="18:1")
    hidden = sent(make, council, item_id=item.id)
    refused = client.post(f"/councils/{council.id}/statements/{hidden.id}/publish", data={"step": "open"})
    assert refused.status_code == 409


def test_a_long_public_list_goes_on_where_it_ended(client, make, council):
    for number in range(52):
        sent(make, council, is_published=True, sent_on=TODAY - timedelta(days=number // 2))
    first = html.fromstring(client.get("/public/statements").text)
    further = first.xpath("//a[@rel='next']/@href")
    rest = html.fromstring(client.get(further[0]).text)
    pages = [page.xpath("//a[@class='cf-title']/@href") for page in (first, rest)]
    assert [len(page) for page in pages] == [50, 2]
    assert not set(pages[0]) & set(pages[1])
    assert not rest.xpath("//a[@rel='next']")


def test_the_very_file_that_was_mailed_is_the_one_that_is_kept(client, make, council, secretary):
    """Also when the council changes its name, or the letter would be laid out in another way."""
    one = said(make, council, state=StatementState.ADOPTED, is_published=True)
    page = f"/councils/{council.id}/statements/{one.id}"
    client.post(f"{page}/send", data=SEND | {"version": "1", "step": "send"})
    letter = db.session.scalars(sa.select(Mail)).one()
    mailed = next(
        part.get_payload(decode=True)
        for part in message_from_bytes(letter.message).walk()
        if part.get_content_type() == "application/pdf"
    )
    db.session.get(Body, council.id).name = "Nytt namn"
    db.session.get(Statement, one.id).text = "Andra ord."
    db.session.commit()
    assert client.get(f"{page}/letter").data == mailed
    assert client.get(f"/public/statements/{one.id}/letter").data == mailed
    digest = hashlib.sha256(mailed).hexdigest()
    entry = db.session.scalars(sa.select(JournalEntry).where(JournalEntry.event == "statement-sent")).one()
    assert entry.after["letter_sha256"] == digest
    assert digest in "".join(client.get(page).text.split())


def test_what_rests_on_a_secret_is_handed_over_and_not_mailed(client, make, council, secretary):
    """The mark may come after the text was written; what leaves by mail is read on many screens."""
    item = standpoint(make, council, is_secret=True, secrecy_section="18:1")
    one = said(make, council, state=StatementState.ADOPTED, item_id=item.id)
    page = f"/councils/{council.id}/statements/{one.id}/send"
    for step in ("look", "send"):
        answer = client.post(page, data=SEND | {"version": "1", "step": step})
        assert answer.status_code == 422
        assert "under sekretess och skickas inte med mejl" in answer.text
    assert db.session.scalars(sa.select(Mail)).all() == []
    by_hand = {"way": "other", "otherwise": "Bud till departementet", "addresses": ""}
    assert client.post(page, data=SEND | by_hand | {"version": "1", "step": "send"}).status_code == 302
    assert db.session.scalars(sa.select(Mail)).all() == []


def test_a_letter_that_was_sent_is_neither_changed_nor_removed(client, make, council, secretary):
    one = said(make, council, state=StatementState.ADOPTED)
    sending = SEND | {"version": "1", "step": "send"}
    client.post(f"/councils/{council.id}/statements/{one.id}/send", data=sending)
    for change in ("another", "none"):
        kept = db.session.scalars(sa.select(SentLetter)).one()
        if change == "another":
            kept.content = b"annat"
        else:
            db.session.delete(kept)
        with pytest.raises(RuleBroken, match="statement-is-sent"):
            db.session.flush()
        db.session.rollback()
