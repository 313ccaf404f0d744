"""The notice of signed minutes: kept for a body under kommunallagen, and never taken down too early."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from councilflow.extensions import db
from councilflow.models import JournalEntry
from councilflow.process.errors import RuleBroken
from councilflow.process.minutes import Range
from councilflow.process.record import MinutesProfile
from councilflow.services.minutes import SigningPlace, notices
from tests.held import Held, locked_meeting, signed_meeting

APPROVED = date(2026, 12, 7)
AFTERWARDS = datetime(2027, 2, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def place(app) -> SigningPlace:
    return SigningPlace(app.config["DATA_DIR"], app.config["SIGNING_SECRET"])


def under_kl(held: Held) -> Held:
    held.meeting.minutes_profile = MinutesProfile.KL
    db.session.commit()
    return held


@pytest.fixture
def signed(make, place) -> Held:
    return under_kl(signed_meeting(make, place))


def post(held: Held, on: date = APPROVED, now: datetime = AFTERWARDS) -> None:
    notices.post(held.meeting.id, on=on, kept_at="Regionens hus", by=held.secretary, now=now)
    db.session.commit()


def take_down(held: Held, on: date, now: datetime = AFTERWARDS) -> None:
    notices.take_down(held.meeting.id, on=on, by=held.secretary, now=now)
    db.session.commit()


def test_a_notice_goes_up_and_comes_down_and_both_are_in_the_journal(signed):
    post(signed)
    take_down(signed, date(2026, 12, 28))
    found = notices.of(signed.meeting.id)
    assert (found.posted_on, found.taken_down_on) == (APPROVED, date(2026, 12, 28))
    assert (found.kept_at, found.posted_by) == ("Regionens hus", "Sekreterare, regionen")
    noted = db.session.execute(
        sa.select(JournalEntry.event, JournalEntry.after)
        .where(JournalEntry.event.startswith("notice-"))
        .order_by(JournalEntry.id)
    ).all()
    assert noted == [
        ("notice-posted", {"posted_on": "2026-12-07", "kept_at": "Regionens hus"}),
        ("notice-taken-down", {"taken_down_on": "2026-12-28"}),
    ]


def test_the_notice_says_what_the_law_asks_for(signed):
    post(signed)
    paper = notices.paper(signed.meeting.id)
    assert (paper.council, paper.paragraphs) == ("Regionala samverkansrådet", Range(1, 4))
    assert (paper.approved_on, paper.posted_on, paper.taken_down_on) == (APPROVED, APPROVED, None)
    assert (paper.kept_at, paper.posted_by) == ("Regionens hus", "Sekreterare, regionen")


def test_a_council_of_another_kind_keeps_no_notice(make, place):
    held = signed_meeting(make, place)
    assert not notices.are_kept(held.meeting.id)
    with pytest.raises(RuleBroken, match="notice-not-kept"):
        post(held)


def test_minutes_that_somebody_has_not_signed_are_not_announced(make, place):
    with pytest.raises(RuleBroken, match="notice-before-signing"):
        post(under_kl(locked_meeting(make, place)))


@pytest.mark.parametrize(
    ("on", "now", "code"),
    [
        (date(2026, 12, 6), AFTERWARDS, "notice-before-approval"),
        (date(2026, 12, 9), datetime(2026, 12, 8, 22, 30, tzinfo=UTC), "notice-day-to-come"),
    ],
)
def test_a_day_that_cannot_be_is_refused(signed, on, now, code):
    with pytest.raises(RuleBroken, match=code):
        post(signed, on, now)
    db.session.rollback()
    assert notices.of(signed.meeting.id) is None


def test_the_day_is_the_councils_own(signed):
    """Half past midnight in the county is still the day before in UTC."""
    post(signed, date(2026, 12, 9), datetime(2026, 12, 8, 23, 30, tzinfo=UTC))
    assert notices.of(signed.meeting.id).posted_on == date(2026, 12, 9)


def test_it_stays_up_for_three_weeks(signed):
    post(signed)
    with pytest.raises(RuleBroken, match="notice-down-too-early") as refused:
        take_down(signed, date(2026, 12, 27))
    assert refused.value.facts["earliest"] == date(2026, 12, 28)
    db.session.rollback()
    assert notices.of(signed.meeting.id).taken_down_on is None


def test_each_step_is_taken_once(signed):
    with pytest.raises(RuleBroken, match="notice-not-posted"):
        take_down(signed, date(2027, 1, 20))
    post(signed)
    with pytest.raises(RuleBroken, match="notice-already-posted"):
        post(signed)
    take_down(signed, date(2027, 1, 20))
    with pytest.raises(RuleBroken, match="notice-already-down"):
        take_down(signed, date(2027, 1, 21))


def test_where_the_minutes_are_kept_is_remembered(signed):
    assert notices.usual_place(signed.meeting.id) == "Region Västernorrland"
    post(signed)
    assert notices.usual_place(signed.meeting.id) == "Regionens hus"
