"""The page of the notice: only for a council that keeps one, with its days in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from lxml import html

from councilflow.extensions import db
from councilflow.models import MinutesDocument, Notice
from councilflow.process.record import MinutesProfile
from councilflow.services.minutes import SigningPlace
from councilflow.services.visibility import today
from tests.documents import reading
from tests.held import Held, locked_meeting, signed_meeting

# What the database answers is tried on both by the tests of the services.
pytestmark = pytest.mark.one_database


@pytest.fixture
def place(app) -> SigningPlace:
    return SigningPlace(app.config["DATA_DIR"], app.config["SIGNING_SECRET"])


@pytest.fixture
def signed(make, place) -> Held:
    """Signed today by everybody, whatever day it is."""
    return approved_ago(signed_meeting(make, place), 0)


def approved_ago(held: Held, days: int) -> Held:
    """Signed so many days ago; past the wall that the application puts up for itself."""
    signed_at = now() - timedelta(days=days)
    db.session.execute(sa.update(MinutesDocument).values(signed_at=signed_at))
    held.meeting.minutes_profile = MinutesProfile.KL
    db.session.commit()
    return held


def now() -> datetime:
    return datetime.now(UTC)


def url(held: Held, page: str = "") -> str:
    return f"/meetings/{held.meeting.id}/minutes/notice{page}"


def day(ago: int) -> str:
    return (today(now()) - timedelta(days=ago)).isoformat()


def post(client, held: Held, ago: int = 0, **changes):
    facts = {"posted_on": day(ago), "kept_at": "Regionens registratur"}
    return client.sign_in(held.secretary).post(url(held, "/up"), data=facts | changes)


def take_down(client, held: Held, ago: int = 0, **changes):
    return client.post(url(held, "/down"), data={"taken_down_on": day(ago)} | changes)


def notice() -> Notice | None:
    db.session.expire_all()
    return db.session.scalar(sa.select(Notice))


# --- Who comes in ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("profile", [MinutesProfile.ADVISORY, MinutesProfile.IPR])
def test_no_other_council_has_such_a_page_or_a_link_to_it(client, signed, profile):
    signed.meeting.minutes_profile = profile
    client.sign_in(signed.secretary)
    assert client.get(url(signed)).status_code == 404
    assert client.get(url(signed, "/file")).status_code == 404
    assert client.post(url(signed, "/up"), data={"posted_on": day(0), "kept_at": "x"}).status_code == 404
    assert client.post(url(signed, "/down"), data={"taken_down_on": day(0)}).status_code == 404
    assert "/minutes/notice" not in client.get(f"/meetings/{signed.meeting.id}/minutes").text


def test_everybody_reads_it_and_the_secretary_alone_keeps_it(client, signed, make):
    for who in (signed.chair, signed.member):
        client.sign_in(who)
        assert client.get(url(signed)).status_code == 200
        assert client.post(url(signed, "/up"), data={"posted_on": day(0)}).status_code == 403
        assert client.post(url(signed, "/down"), data={"taken_down_on": day(0)}).status_code == 403
    assert url(signed) in client.get(f"/meetings/{signed.meeting.id}/minutes").text
    stranger = make.secretary(make.council("Annat råd"))
    assert client.sign_in(stranger).get(url(signed)).status_code == 404


def test_before_the_minutes_are_signed_the_page_says_why(client, make, place):
    held = locked_meeting(make, place)
    held.meeting.minutes_profile = MinutesProfile.KL
    answer = client.sign_in(held.secretary).get(url(held))
    assert answer.status_code == 409
    assert "Protokollet är inte justerat än, så det finns inget att anslå." in answer.text


# --- The days -------------------------------------------------------------------------------------------

BEFORE_POSTING = [
    (0, "Det är 2 dagar kvar."),
    (1, "Det är en dag kvar."),
    (2, "Sista dagen är i dag."),
    (3, "Det är en dag för sent."),
    (5, "Det är 3 dagar för sent."),
]


@pytest.mark.parametrize(("ago", "words"), BEFORE_POSTING)
def test_how_near_the_last_day_for_posting_is(client, signed, ago, words):
    approved_ago(signed, ago)
    page = client.sign_in(signed.secretary).get(url(signed)).text
    assert "Anslaget ska vara uppe senast" in page
    assert words in page


AFTER_POSTING = [
    (0, "Det är 21 dagar kvar."),
    (20, "Det är en dag kvar."),
    (21, "Anslaget får tas ner sedan"),
    (40, "Anslaget får tas ner sedan"),
]


@pytest.mark.parametrize(("ago", "words"), AFTER_POSTING)
def test_how_near_the_day_for_taking_it_down_is(client, signed, ago, words):
    approved_ago(signed, 50)
    post(client, signed, ago)
    page = client.get(url(signed)).text
    assert words in page
    assert ("Notera anslaget som nedtaget" in page) is (ago >= 21)


# --- What a click does ----------------------------------------------------------------------------------


def test_it_is_put_up_read_and_taken_down(client, signed):
    approved_ago(signed, 30)
    assert post(client, signed, 25).status_code == 302
    page = client.get(url(signed)).text
    assert "Regionens registratur" in page
    told = reading.text(client.get(url(signed, "/file")).data)
    assert "Protokollet finns hos Regionens registratur" in told
    tree = html.fromstring(page)
    assert "Regionens registratur" in tree.xpath("//textarea[@id='som-text']")[0].text_content()
    copied = html.fragment_fromstring(tree.xpath("//textarea[@id='som-html']")[0].text_content().strip())
    assert "Anslag och bevis om justering" in copied.text_content()
    assert take_down(client, signed, 4).status_code == 302
    assert notice().taken_down_on.isoformat() == day(4)
    assert "Anslaget är nedtaget." in client.get(url(signed)).text


REFUSED_UP = [
    ({"posted_on": ""}, "Skriv vilken dag anslaget sattes upp."),
    ({"posted_on": "i går"}, "Skriv ett datum, till exempel 2026-12-04 eller 4/12 2026."),
    ({"kept_at": " "}, "Skriv var protokollet finns att läsa."),
    ({"posted_on": "2020-01-01"}, "Välj den dagen eller en senare."),
    ({"posted_on": "2120-01-01"}, "Dagen har inte varit än. Välj i dag eller en tidigare dag."),
]


@pytest.mark.parametrize(("changes", "sentence"), REFUSED_UP)
def test_what_is_wrong_is_said_at_the_field(client, signed, changes, sentence):
    answer = post(client, signed, **changes)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert notice() is None


REFUSED_DOWN = [
    ({"taken_down_on": ""}, "Skriv vilken dag anslaget togs ner."),
    ({"taken_down_on": "2020-01-01"}, "Anslaget får tas ner tidigast"),
    ({"taken_down_on": "2120-01-01"}, "Dagen har inte varit än."),
]


@pytest.mark.parametrize(("changes", "sentence"), REFUSED_DOWN)
def test_it_is_not_taken_down_on_a_day_that_cannot_be(client, signed, changes, sentence):
    approved_ago(signed, 30)
    post(client, signed, 25)
    answer = take_down(client, signed, **changes)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert notice().taken_down_on is None


def test_a_step_that_is_taken_is_refused_with_a_page(client, signed):
    approved_ago(signed, 30)
    first = client.sign_in(signed.secretary).post(url(signed, "/down"), data={"taken_down_on": day(0)})
    assert first.status_code == 409
    assert "Anslaget är inte noterat som uppsatt än." in first.text
    assert client.get(url(signed, "/file")).status_code == 409
    post(client, signed, 25)
    assert "Anslaget är redan noterat som uppsatt." in post(client, signed, 24).text
    take_down(client, signed)
    again = take_down(client, signed)
    assert again.status_code == 409
    assert "Anslaget är redan noterat som nedtaget." in again.text
