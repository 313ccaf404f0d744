"""Reminders: who is reminded of what, never twice a day, and never once it is done (A69, A73, H.5, H.7)."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from councilflow.extensions import db
from councilflow.models import Extension, Invitee, Mail, Presenter, Reminder
from councilflow.process.councils import Category, Side
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import InvitationAnswer, MeetingState
from councilflow.process.reminders import ReminderKind
from councilflow.process.timetable import Night
from councilflow.services import invitations, preparation, reminders
from tests.conftest import NOW

TWO_DAYS_BEFORE = datetime(2026, 12, 2, 8, 0, tzinfo=UTC)
"""Nine o'clock in the county, two days before the meeting that `make.meeting` makes."""

PREPARATION_DUE = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
"""Two days before the last day of home preparation."""


@pytest.fixture
def called(make):
    """A meeting that people are called to, with one standpoint item and a presenter."""
    council = make.council()
    timra = make.organisation("Timrå kommun")
    people = SimpleNamespace(
        chair=make.chair(council),
        secretary=make.secretary(council),
        member=make.seat(council, organisation_id=timra.id, name="Ledamot i Timrå"),
        opposition=make.seat(council, organisation_id=timra.id, side=Side.OPPOSITION),
        official=make.seat(council, Category.OFFICIAL, organisation_id=timra.id),
    )
    meeting = make.meeting(council, state=MeetingState.SET)
    item = make.item(meeting, title="Vuxenutbildning")
    make.save(Presenter(item=item, name="Föredragande", email="Foredragande@lansstyrelsen.example"))
    invitations.invite(meeting, by=people.chair, now=NOW)
    db.session.commit()
    return SimpleNamespace(council=council, meeting=meeting, item=item, timra=timra, **vars(people))


def reached(kind: str) -> list[str]:
    rows = db.session.scalars(sa.select(Mail.to_address).where(Mail.kind == kind).order_by(Mail.to_address))
    return list(rows)


def words_to(address: str) -> str:
    """The words of the latest mail to an address."""
    latest = sa.select(Mail.message).where(Mail.to_address == address).order_by(Mail.id.desc()).limit(1)
    body = message_from_bytes(db.session.scalars(latest).one(), policy=default).get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def answer_of(called, person, choice=InvitationAnswer.COMES) -> None:
    invitee = db.session.scalar(sa.select(Invitee).where(Invitee.person_id == person.id))
    invitations.answer(invitee, choice, now=NOW)
    db.session.commit()


def hand_in(make, called) -> None:
    draft = make.draft(called.item, called.member, called.timra)
    preparation.submit(
        called.item,
        called.timra.id,
        by=called.member,
        now=NOW,
        version=draft.version,
        text_version=called.item.version,
    )
    db.session.commit()


def test_two_days_before_those_who_have_not_answered_are_reminded_and_nobody_else(called):
    answer_of(called, called.member)
    answer_of(called, called.chair, InvitationAnswer.ABSENT)
    assert reminders.send_due(TWO_DAYS_BEFORE - timedelta(days=2, hours=3)) == 0
    reminders.send_due(TWO_DAYS_BEFORE)
    assert set(reached("answer-reminder")) == {
        called.secretary.email,
        called.opposition.email,
        "Foredragande@lansstyrelsen.example",
    }


def test_nobody_is_reminded_in_the_night_nor_twice(called):
    assert reminders.send_due(TWO_DAYS_BEFORE.replace(hour=6)) == 0, "seven in the morning in the county"
    assert reminders.send_due(TWO_DAYS_BEFORE) > 0
    for later in (timedelta(minutes=1), timedelta(hours=5), timedelta(days=1)):
        assert reminders.send_due(TWO_DAYS_BEFORE + later) == 0


def test_those_who_carry_the_stance_of_a_silent_organisation_are_reminded_with_a_link(make, called):
    reminders.send_due(PREPARATION_DUE)
    assert set(reached("preparation-reminder")) == {
        called.chair.email,  # of the host, which is silent too
        called.member.email,
        called.official.email,
    }
    text = db.session.scalar(sa.select(Mail.message).where(Mail.to_address == called.official.email)).decode()
    assert "/act/" in text


def test_who_has_handed_in_is_left_alone(make, called):
    hand_in(make, called)
    reminders.send_due(PREPARATION_DUE)
    assert reached("preparation-reminder") == [called.chair.email]


def test_a_reminder_says_nothing_of_a_draft(make, called):
    make.draft(called.item, called.member, called.timra, note="Vivsta nämns inte.", forum="Gruppmötet")
    (one,) = [
        one
        for one in reminders.awaited_by(called.meeting, ReminderKind.PREPARATION, now=PREPARATION_DUE)
        if one.person_id == called.official.id
    ]
    sender = SimpleNamespace(name="Sekreterare", reply_to="")
    seen = reminders.preview(called.meeting, ReminderKind.PREPARATION, one, sender=sender)
    assert "VUXENUTBILDNING" in seen.text
    assert "senast onsdag 2 december" in seen.text
    assert not [word for word in ("Vivsta", "Gruppmötet", "stöd") if word in seen.text + seen.subject]


def test_more_time_moves_the_reminder(make, called):
    make.save(
        Extension(
            item_id=called.item.id,
            organisation_id=called.timra.id,
            until=date(2026, 12, 4),
            reason="Nämnden möts den 3 december.",
            asked_by_id=called.member.id,
            asked_at=NOW,
            granted=True,
        )
    )
    reminders.send_due(PREPARATION_DUE)
    assert reached("preparation-reminder") == [called.chair.email]
    reminders.send_due(TWO_DAYS_BEFORE)
    assert called.member.email in reached("preparation-reminder")


def test_a_meeting_that_moves_to_an_earlier_day_is_reminded_of_anew(called):
    reminders.send_due(PREPARATION_DUE)
    first = reached("preparation-reminder")
    day_before = called.meeting.starts_at - timedelta(days=1)
    where = {"starts_at": day_before, "ends_at": day_before + timedelta(hours=3), "reason": "Lokalen."}
    kept = {name: getattr(called.meeting, name) for name in ("form", "place", "link")}
    moved = invitations.Move(**where, **kept)
    later = PREPARATION_DUE + timedelta(hours=1)
    invitations.move(called.meeting, moved, sequence=0, by=called.chair, now=later)
    db.session.commit()
    reminders.send_due(PREPARATION_DUE + timedelta(days=1))
    assert reached("preparation-reminder") == sorted(first * 2)


def test_the_secretary_reminds_once_a_day(called):
    assert reminders.send(called.meeting, ReminderKind.ANSWER, by=called.secretary, now=PREPARATION_DUE) == 5
    with pytest.raises(RuleBroken, match="all-have-answered"):
        reminders.send(called.meeting, ReminderKind.ANSWER, by=called.secretary, now=PREPARATION_DUE)
    next_day = PREPARATION_DUE + timedelta(days=1)
    assert reminders.send(called.meeting, ReminderKind.ANSWER, by=called.secretary, now=next_day) == 5


def test_a_presenter_is_reminded_of_the_day_and_time_of_the_own_item(make, called):
    meeting = called.meeting
    evening, morning = meeting.starts_at + timedelta(hours=2), meeting.starts_at + timedelta(days=1)
    meeting.ends_at, meeting.nights = morning + timedelta(hours=3), (Night(evening, morning),)
    called.item.minutes = 30
    make.item(meeting, title="Den första dagens", minutes=120, position=0)
    db.session.commit()
    reminders.send_due(TWO_DAYS_BEFORE)
    text = words_to("Foredragande@lansstyrelsen.example")
    assert "Dag: lördag 5 december 2026" in text
    assert "Din tid: kl. 9.00–9.30" in text
    assert "fredag" not in text
    assert "Den första dagens" not in text
    assert "fredag 4 december kl. 9.00–11.00 och lördag 5 december" in words_to(called.opposition.email)


def test_a_presenter_whose_time_nobody_knows_is_reminded_of_the_days_of_the_meeting(make, called):
    called.meeting.ends_at += timedelta(days=1)
    make.item(called.meeting, title="Den längsta", minutes=None, position=0)
    db.session.commit()
    reminders.send_due(TWO_DAYS_BEFORE)
    text = words_to("Foredragande@lansstyrelsen.example")
    assert "Dag: fredag 4 december 2026 till lördag 5 december 2026" in text
    assert "Din tid: meddelas senare" in text


@pytest.mark.parametrize(
    "change",
    [
        lambda called: setattr(called.council, "reminder_days", 0),
        lambda called: setattr(called.meeting, "state", MeetingState.CANCELLED),
        lambda called: setattr(called.meeting, "state", MeetingState.ONGOING),
    ],
)
def test_by_itself_nothing_goes_when_it_should_not(called, change):
    change(called)
    db.session.commit()
    assert reminders.send_due(TWO_DAYS_BEFORE) == 0


def test_several_workers_at_once_send_one_reminder_to_each(app, called):
    db.session.remove()
    ready = threading.Barrier(3)

    def work() -> None:
        with app.app_context():
            ready.wait()
            reminders.send_due(TWO_DAYS_BEFORE)

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    for kind in ("answer-reminder", "preparation-reminder"):
        found = reached(kind)
        assert found
        assert len(found) == len(set(found))
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Reminder)) == len(
        reached("answer-reminder") + reached("preparation-reminder")
    )
