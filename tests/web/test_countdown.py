"""By which day the minutes must be signed, and how near that is, wherever somebody looks (KL 5:69, H.7)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
import sqlalchemy as sa

from councilflow.extensions import db
from councilflow.i18n import speaking
from councilflow.models import Meeting, MinutesDocument, Notice
from councilflow.process.record import MinutesProfile
from councilflow.services import minutes
from councilflow.services.minutes import SigningPlace, notices
from councilflow.services.visibility import today
from councilflow.web.countdown import left, until_signed
from tests.held import LATER, Held, held_meeting, locked_meeting, signed_meeting

# What the database answers is tried on both by the tests of the services.
pytestmark = pytest.mark.one_database

DUE = date(2026, 12, 18)

WORDS = [
    # days until the last day, how near, by when
    (14, "Det är 14 dagar kvar.", "senast fredag 18 december"),
    (2, "Det är 2 dagar kvar.", "ska vara justerat senast"),
    (1, "Det är en dag kvar.", "ska vara justerat senast"),
    (0, "Sista dagen är i dag.", "ska vara justerat senast"),
    (-1, "Det är en dag för sent.", "skulle ha varit justerat senast"),
    (-30, "Det är 30 dagar för sent.", "skulle ha varit justerat senast"),
]


@pytest.mark.parametrize(("days", "near", "by"), WORDS)
def test_the_days_are_counted_in_words(app, days: int, near: str, by: str) -> None:
    day = DUE - timedelta(days=days)
    with speaking("sv"):
        assert left(DUE, day) == near
        assert by in until_signed(DUE, day)
        assert until_signed(DUE, day).endswith(near)


@pytest.fixture
def place(app) -> SigningPlace:
    return SigningPlace(app.config["DATA_DIR"], app.config["SIGNING_SECRET"])


def ended_ago(held: Held, days: int) -> Held:
    """The meeting ended so many days ago; past the wall that the application puts up for itself."""
    noon = datetime.combine(today(datetime.now(UTC)) - timedelta(days=days), time(11), tzinfo=UTC)
    db.session.execute(sa.update(Meeting).values(starts_at=noon - timedelta(hours=3), ends_at=noon))
    db.session.commit()
    return held


def page_of(client, held: Held, who, page: str = "") -> str:
    return client.sign_in(who).get(f"/meetings/{held.meeting.id}/minutes{page}").text


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (0, "Det är 14 dagar kvar."),
        (13, "Det är en dag kvar."),
        (14, "Sista dagen är i dag."),
        (17, "3 dagar"),
    ],
)
def test_every_page_of_the_minutes_counts_the_days(client, make, place, ago, words):
    held = ended_ago(locked_meeting(make, place), ago)
    assert words in page_of(client, held, held.secretary)
    assert words in page_of(client, held, held.elected, "/sign")
    assert words in page_of(client, held, held.member)


def test_a_council_with_another_number_of_days_counts_those(client, make):
    held = ended_ago(held_meeting(make), 0)
    held.council.signing_days = 30
    page = page_of(client, held, held.secretary)
    assert "Det är 30 dagar kvar." in page
    assert "Protokollet ska vara justerat senast" in page


def test_signed_minutes_wait_for_nothing(client, make, place):
    held = ended_ago(signed_meeting(make, place), 40)
    page = page_of(client, held, held.secretary)
    assert "kvar." not in page
    assert "för sent." not in page


# --- The start page -------------------------------------------------------------------------------------


def start(client, who) -> str:
    return client.sign_in(who).get("/").text


def test_who_writes_the_draft_sees_both_days(client, make):
    held = ended_ago(held_meeting(make), 0)
    page = start(client, held.secretary)
    assert "Skriv klart protokollet" in page
    assert "Protokollet ska vara justerat senast" in page
    assert "Det är 14 dagar kvar." in page


@pytest.mark.parametrize(("ago", "reminded"), [(10, False), (11, True), (14, True), (20, True)])
def test_the_secretary_is_asked_to_remind_when_the_day_is_near(client, make, place, ago, reminded):
    held = ended_ago(locked_meeting(make, place), ago)
    page = start(client, held.secretary)
    assert ("Påminn om underskrifterna" in page) is reminded
    assert ("2 personer har inte skrivit under än." in page) is reminded
    assert "Påminn om underskrifterna" not in start(client, held.chair)


def test_nobody_is_reminded_of_what_is_done(client, make, place):
    held = ended_ago(locked_meeting(make, place), 13)
    for person in (held.chair, held.elected):
        minutes.sign(held.meeting.id, place=place, by=person, now=LATER)
        db.session.commit()
    assert "Påminn om underskrifterna" not in start(client, held.secretary)


def test_a_justerare_who_does_not_answer_is_waited_for_aloud(client, make):
    held = ended_ago(held_meeting(make), 13)
    assert "Påminn om granskningen" not in start(client, held.secretary)
    minutes.send_for_review(held.document, url="/minutes", by=held.secretary, now=LATER)
    db.session.commit()
    assert "En justerare har inte godkänt det än." in start(client, held.secretary)
    minutes.answer(held.document, approved=True, by=held.elected, now=LATER)
    db.session.commit()
    assert "Påminn om granskningen" not in start(client, held.secretary)


def test_the_notice_stands_among_what_waits_until_it_is_down(client, make, place):
    held = signed_meeting(make, place)
    now = datetime.now(UTC)
    db.session.execute(sa.update(MinutesDocument).values(signed_at=now - timedelta(days=30)))
    db.session.commit()
    assert "Sätt upp anslaget" not in start(client, held.secretary)
    held.meeting.minutes_profile = MinutesProfile.KL
    db.session.commit()
    assert "Sätt upp anslaget" in start(client, held.secretary)
    assert "Sätt upp anslaget" not in start(client, held.member)

    posted = today(now) - timedelta(days=20)
    notices.post(held.meeting.id, on=posted, kept_at="Registraturen", by=held.secretary, now=now)
    db.session.commit()
    page = start(client, held.secretary)
    assert "Sätt upp anslaget" not in page
    assert "får tas ner" not in page
    db.session.execute(sa.update(Notice).values(posted_on=posted - timedelta(days=1)))
    db.session.commit()
    assert "får tas ner" in start(client, held.secretary)
    notices.take_down(held.meeting.id, on=today(now), by=held.secretary, now=now)
    db.session.commit()
    assert "får tas ner" not in start(client, held.secretary)
