"""Moving and cancelling a meeting that people are invited to, as their mail and calendars see it (A69)."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from icalendar import Calendar

from councilflow.extensions import db
from councilflow.models import (
    ExtraInvitee,
    Invitation,
    Invitee,
    JournalEntry,
    Mail,
    Meeting,
    NumberSeries,
    Presenter,
    Submission,
)
from councilflow.process.agenda import IssueState
from councilflow.process.councils import Category
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import Deadline, InvitationAnswer, MeetingForm, MeetingState
from councilflow.process.timetable import Night
from councilflow.services import agenda, desk, first_steps, invitations, mail, meetings, preparation, start
from councilflow.services.invitations import Move
from councilflow.services.meetings import reading
from councilflow.services.visibility import viewer
from tests.conftest import NOW
from tests.postman import texts

pytestmark = pytest.mark.one_database

WEEK_LATER = datetime(2026, 12, 11, 8, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=3)


@pytest.fixture
def county(make):
    """A council whose people are invited to a meeting; its first item has a presenter and an issue."""
    council = make.council()
    timra = make.organisation("Timrå kommun", mailbox="kommun@timra.example")
    people = SimpleNamespace(
        chair=make.chair(council),
        secretary=make.secretary(council),
        member=make.seat(council, organisation_id=timra.id, name="Ledamot i Timrå"),
        leaving=make.seat(
            council, organisation_id=timra.id, name="Den som slutar", ends_on=date(2026, 12, 7)
        ),
        coming=make.seat(
            council, organisation_id=timra.id, name="Den som börjar", starts_on=date(2026, 12, 8)
        ),
    )
    issue = make.issue(council, people.member)
    meeting = make.meeting(council, state=MeetingState.SET, place="Residenset, Härnösand")
    item = make.item(meeting, title="Vuxenutbildning", minutes=30)
    item.issue, issue.state = issue, IssueState.ON_AGENDA
    make.save(Presenter(item=item, name="Föredragande", email="foredragande@lst.example"))
    make.item(meeting, title="Bredband", minutes=20)
    invitations.invite(meeting, by=people.chair, now=NOW)
    db.session.commit()
    return SimpleNamespace(
        council=council, meeting=meeting, item=item, issue=issue, timra=timra, **vars(people)
    )


def where(county, **facts) -> Move:
    usual = {
        "starts_at": WEEK_LATER,
        "ends_at": WEEK_LATER + timedelta(hours=3),
        "form": county.meeting.form,
        "place": county.meeting.place,
        "link": county.meeting.link,
        "reason": "Lokalen är översvämmad.",
    }
    return Move(**usual | facts)


def move(county, *, sequence=0, by=None, on_order="", now=LATER, **facts):
    reach = invitations.move(
        county.meeting,
        where(county, **facts),
        sequence=sequence,
        by=by or county.chair,
        now=now,
        on_order=on_order,
    )
    db.session.commit()
    return reach


def cancel(county, *, by=None, on_order="", now=LATER, reason="Ordföranden är sjuk.") -> int:
    people = invitations.cancel(
        county.meeting, reason=reason, by=by or county.chair, now=now, on_order=on_order
    )
    db.session.commit()
    return people


def deliver(postman) -> None:
    mail.deliver_due(mail.Smtp(postman.server, tls="none"), clock=lambda: NOW + timedelta(days=1))


def event_of(message):
    (part,) = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    calendar = Calendar.from_ical(part.get_content())
    (event,) = calendar.walk("VEVENT")
    return part.get_param("method"), str(calendar["method"]), event


def invitee(name: str) -> Invitee:
    return db.session.scalars(
        sa.select(Invitee).where(Invitee.name == name).execution_options(populate_existing=True)
    ).one()


# --- Moving ----------------------------------------------------------------------------------------------


@pytest.mark.both_databases
def test_everybody_gets_the_new_time_under_the_same_uid_and_a_higher_sequence(county, postman):
    deliver(postman)
    first = event_of(postman.to(county.member.email)[-1])[2]
    move(county)
    deliver(postman)
    message = postman.to(county.member.email)[-1]
    method, calendar_method, event = event_of(message)
    assert (method, calendar_method) == ("REQUEST", "REQUEST")
    assert (event["uid"], event["sequence"]) == (first["uid"], 1)
    assert event.decoded("dtstart") == WEEK_LATER
    assert event["organizer"] == first["organizer"]
    assert message["Subject"] == "Ändrat möte: Regionala samverkansrådet 11 december 2026"
    for words in ("fredag 11 december 2026", "fredag 4 december 2026", "Lokalen är översvämmad."):
        assert words in texts(message)
    assert "senast onsdag 9 december" in texts(message)
    assert [part.get_filename() for part in message.iter_attachments()] == [
        "invite.ics",
        "Dagordning 2026-12-11.pdf",
    ]


def test_a_presenter_gets_the_new_time_of_the_own_item_and_reads_of_no_other(county, postman):
    move(county)
    deliver(postman)
    message = postman.to("foredragande@lst.example")[-1]
    _method, _calendar, event = event_of(message)
    assert event.decoded("dtstart") == WEEK_LATER
    assert event.decoded("dtend") == WEEK_LATER + timedelta(minutes=30)
    assert event["sequence"] == 1
    assert "Vuxenutbildning" in texts(message)
    assert "Bredband" not in texts(message)
    assert [part.get_filename() for part in message.iter_attachments()] == ["invite.ics"]


def test_the_official_mailbox_gets_a_copy_with_nothing_to_answer(county, postman):
    move(county)
    deliver(postman)
    message = postman.to("kommun@timra.example")[-1]
    assert "För kännedom, ändrat möte" in message["Subject"]
    assert "/answer/" not in texts(message)


def test_each_reads_what_changed_in_the_own_language(county, make, postman):
    county.member.language = "en"
    make.save(county.member)
    move(county)
    deliver(postman)
    message = postman.to(county.member.email)[-1]
    assert message["Content-Language"] == "en"
    assert "11 December 2026" in message["Subject"]
    assert "Friday 4 December 2026" in texts(message)


@pytest.mark.both_databases
def test_who_holds_a_seat_on_the_new_day_alone_is_invited_and_who_does_no_longer_gets_it_cancelled(
    county, postman
):
    reach = move(county)
    assert [one.name for one in reach.coming.guests] == ["Den som börjar"]
    assert [one.name for one in reach.leaving] == ["Den som slutar"]
    deliver(postman)
    (first,) = postman.to(county.coming.email)
    assert first["Subject"] == "Kallelse till Regionala samverkansrådet 11 december 2026"
    method, _calendar, event = event_of(first)
    assert (method, event["sequence"]) == ("REQUEST", 1)
    assert "/answer/" in texts(first)
    let_go = postman.to(county.leaving.email)[-1]
    method, calendar_method, event = event_of(let_go)
    assert (method, calendar_method, event["sequence"]) == ("CANCEL", "CANCEL", 1)
    assert event["status"] == "CANCELLED"
    assert "ingen plats i rådet" in texts(let_go)
    assert "/answer/" not in texts(let_go)


def test_somebody_invited_without_a_seat_gets_the_new_time_as_well(make, postman):
    council = make.council()
    chair = make.chair(council)
    meeting = make.meeting(council, state=MeetingState.SET)
    make.save(
        ExtraInvitee(
            meeting_id=meeting.id,
            name="Mittuniversitetet",
            email="rektor@miun.example",
            category=Category.ACTOR,
        )
    )
    invitations.invite(meeting, by=chair, now=NOW)
    db.session.commit()
    reach = move(SimpleNamespace(meeting=meeting, chair=chair))
    assert (len(reach.staying), reach.coming.guests, reach.leaving) == (2, [], [])
    deliver(postman)
    message = postman.to("rektor@miun.example")[-1]
    assert event_of(message)[2]["sequence"] == 1
    assert "/answer/" in texts(message)
    assert "Öppna mötets sida" not in texts(message), "without an account there is no page to open"
    assert "din organisation" not in texts(message), "nobody asked it to prepare"


def test_who_was_let_go_cannot_answer_until_the_meeting_moves_back(county, postman):
    move(county)
    with pytest.raises(RuleBroken) as refusal:
        invitations.answer(invitee("Den som slutar"), InvitationAnswer.COMES, now=LATER)
    assert refusal.value.code == "no-longer-invited"
    db.session.rollback()
    back = WEEK_LATER - timedelta(days=7, hours=1)
    move(county, sequence=1, starts_at=back, ends_at=back + timedelta(hours=2))
    assert invitee("Den som slutar").withdrawn_at is None
    assert invitee("Den som börjar").withdrawn_at is not None
    assert db.session.scalar(sa.select(sa.func.count(Invitee.id))) == 6  # nobody stands there twice


def test_answers_are_asked_for_again_and_the_old_one_is_kept_in_sight(county, postman):
    invitations.answer(invitee("Ledamot i Timrå"), InvitationAnswer.REMOTELY, now=NOW)
    db.session.commit()
    move(county)
    again = invitee("Ledamot i Timrå")
    assert (again.answer, again.answered_at) == (None, None)
    assert again.answer_before is InvitationAnswer.REMOTELY
    deliver(postman)
    assert "Du svarade förut: deltar på distans" in texts(postman.to(county.member.email)[-1])
    tasks = start.waiting(viewer(county.member.id, county.member.session_key, now=LATER), now=LATER)
    assert start.Task.ANSWER_INVITATION in {one.task for one in tasks}


def test_deadlines_follow_the_new_day_and_what_was_handed_in_stays(county, make):
    make.draft(county.item, county.member, county.timra)
    preparation.submit(county.item, county.timra.id, by=county.member, now=NOW)
    db.session.commit()
    move(county)
    assert db.session.scalar(sa.select(sa.func.count(Submission.id))) == 1
    assert invitations.latest_days(county.meeting)[Deadline.PREPARATION] == date(2026, 12, 9)


def test_only_the_place_can_change_as_well(county, postman):
    starts_at, ends_at = county.meeting.starts_at, county.meeting.ends_at
    reach = move(county, starts_at=starts_at, ends_at=ends_at, place="Skeppsbron 2", form=MeetingForm.HYBRID)
    assert not reach.coming.guests
    assert not reach.leaving
    deliver(postman)
    message = postman.to(county.member.email)[-1]
    assert "samma tid" in texts(message)
    assert "Residenset, Härnösand" in texts(message)
    assert event_of(message)[2]["location"] == "Skeppsbron 2"


def test_the_secretary_moves_it_on_the_chairs_order_and_the_journal_says_so(county):
    with pytest.raises(RuleBroken) as refusal:
        move(county, by=county.secretary)
    assert refusal.value.code == "order-of-chair-missing"
    db.session.rollback()
    move(county, by=county.secretary, on_order="Per telefon i dag.")
    entry = db.session.scalars(sa.select(JournalEntry).where(JournalEntry.event == "meeting-moved")).one()
    assert entry.who == "Sekreterare"
    assert entry.before == {
        "starts_at": "2026-12-04T09:00:00+01:00",
        "ends_at": "2026-12-04T12:00:00+01:00",
    }
    assert entry.after == {
        "starts_at": "2026-12-11T09:00:00+01:00",
        "ends_at": "2026-12-11T12:00:00+01:00",
        "reason": "Lokalen är översvämmad.",
        "told": 4,
        "newly_invited": 1,
        "no_longer_invited": 1,
        "on_order": "Per telefon i dag.",
    }


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"reason": "  "}, "why-missing"),
        ({"starts_at": datetime(2026, 12, 4, 8, 0, tzinfo=UTC), "ends_at": None}, "nothing-moved"),
        ({"starts_at": datetime(2026, 11, 1, 8, 0, tzinfo=UTC), "ends_at": None}, "meeting-in-the-past"),
        ({"starts_at": datetime(2036, 11, 1, 8, 0, tzinfo=UTC), "ends_at": None}, "meeting-too-far-ahead"),
        ({"ends_at": WEEK_LATER}, "meeting-ends-before-it-begins"),
        ({"ends_at": WEEK_LATER + timedelta(days=5)}, "meeting-too-long"),
        ({"sequence": 7}, "somebody-moved-first"),
    ],
)
def test_a_move_that_cannot_be_is_refused_and_nobody_hears_of_it(county, facts, code):
    if facts.get("ends_at", 0) is None:
        facts = facts | {"ends_at": facts["starts_at"] + timedelta(hours=3)}
    before = db.session.scalar(sa.select(sa.func.count(Mail.id)))
    with pytest.raises(RuleBroken) as refusal:
        move(county, **facts)
    assert refusal.value.code == code
    db.session.rollback()
    assert db.session.scalar(sa.select(sa.func.count(Mail.id))) == before
    assert db.session.scalar(sa.select(Invitation.sequence)) == 0


def test_a_council_that_closes_is_not_moved_beyond_its_last_day(county, make):
    county.council.closed_on = date(2026, 12, 10)
    make.save(county.council)
    with pytest.raises(RuleBroken) as refusal:
        move(county)
    assert refusal.value.code == "council-closed"


def test_a_meeting_under_way_or_over_is_not_moved(county, make):
    for state in (MeetingState.ONGOING, MeetingState.HELD, MeetingState.CANCELLED, MeetingState.SET):
        county.meeting.state = state
        make.save(county.meeting)
        with pytest.raises(RuleBroken) as refusal:
            move(county)
        cancelled = state is MeetingState.CANCELLED
        assert refusal.value.code == ("meeting-is-cancelled" if cancelled else "meeting-cannot-be-moved")
        db.session.rollback()


def test_looking_at_whom_a_move_reaches_changes_nothing(county):
    reach = invitations.reach_of(county.meeting, where(county))
    assert reach.people == 6
    db.session.commit()
    db.session.expire_all()
    assert county.meeting.starts_at == datetime(2026, 12, 4, 8, 0, tzinfo=UTC)
    assert invitee("Den som slutar").withdrawn_at is None


@contextmanager
def pressed_at_once(app, *steps):
    """Let each step be taken in a transaction of its own, all of them begun before the first has ended."""
    outcomes: list[str] = []
    ready = threading.Barrier(len(steps))

    def take(step) -> None:
        with app.app_context():
            ready.wait()
            try:
                step()
                db.session.commit()
                outcomes.append("")
            except RuleBroken as error:
                db.session.rollback()
                outcomes.append(error.code)
            finally:
                db.session.remove()

    db.session.commit()
    db.session.remove()
    threads = [threading.Thread(target=take, args=(step,)) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    yield outcomes


@pytest.mark.both_databases
def test_two_who_move_at_once_write_one_mail_and_raise_the_sequence_once(app, county):
    meeting_id, chair_id = county.meeting.id, county.chair.id
    to = where(county)

    def press() -> None:
        chair = db.session.get_one(type(county.chair), chair_id)
        invitations.move(db.session.get_one(Meeting, meeting_id), to, sequence=0, by=chair, now=LATER)

    with pressed_at_once(app, press, press) as outcomes:
        assert sorted(outcomes) == ["", "somebody-moved-first"]
    assert db.session.scalar(sa.select(Invitation.sequence)) == 1
    moved = db.session.scalars(sa.select(Mail.to_name).where(Mail.kind == "moved")).all()
    assert sorted(moved) == ["Föredragande", "Ledamot i Timrå", "Ordförande", "Sekreterare"]


@pytest.mark.both_databases
def test_two_who_cancel_at_once_write_one_mail(app, county):
    meeting_id, chair_id = county.meeting.id, county.chair.id

    def press() -> None:
        chair = db.session.get_one(type(county.chair), chair_id)
        invitations.cancel(db.session.get_one(Meeting, meeting_id), reason="Sjuk.", by=chair, now=LATER)

    with pressed_at_once(app, press, press) as outcomes:
        assert sorted(outcomes) == ["", "meeting-is-cancelled"]
    assert db.session.scalar(sa.select(Invitation.sequence)) == 1
    assert db.session.scalar(sa.select(sa.func.count()).where(Mail.kind == "cancelled")) == 5


# --- Cancelling ------------------------------------------------------------------------------------------


def test_a_cancelled_meeting_leaves_every_calendar(county, postman):
    move(county)
    assert cancel(county) == 5
    deliver(postman)
    everybody = (
        county.chair.email,
        county.secretary.email,
        county.member.email,
        county.coming.email,
        "foredragande@lst.example",
    )
    for address in everybody:
        message = postman.to(address)[-1]
        method, calendar_method, event = event_of(message)
        assert (method, calendar_method, str(event["status"])) == ("CANCEL", "CANCEL", "CANCELLED")
        assert event["sequence"] == 2
        assert message["Subject"] == "Inställt möte: Regionala samverkansrådet 11 december 2026"
        assert "Ordföranden är sjuk." in texts(message)
    # Who was let go by the move hears no more of the meeting.
    assert "Inställt" not in postman.to(county.leaving.email)[-1]["Subject"]
    assert "Bredband" not in texts(postman.to("foredragande@lst.example")[-1])
    assert "inställt" in postman.to("kommun@timra.example")[-1]["Subject"]


@pytest.mark.both_databases
def test_its_issues_go_back_as_ready_as_they_were(county):
    cancel(county)
    assert county.issue.state is IssueState.PREPARED
    assert county.item.issue is county.issue  # the agenda of the cancelled meeting stays as it was
    entry = db.session.scalars(sa.select(JournalEntry).where(JournalEntry.event == "meeting-cancelled")).one()
    assert entry.after == {
        "state": "cancelled",
        "reason": "Ordföranden är sjuk.",
        "told": 5,
        "issues_returned": 1,
    }


def test_an_issue_of_a_cancelled_meeting_goes_up_on_the_next_one(county, make):
    cancel(county)
    coming = make.meeting(county.council, starts_at=WEEK_LATER)
    agenda.put_up(county.issue, coming, by=county.secretary, now=LATER)
    db.session.commit()
    assert county.issue.state is IssueState.ON_AGENDA


@pytest.mark.parametrize("state", [MeetingState.PREPARING, MeetingState.PREPARED, MeetingState.SET])
def test_before_the_invitation_it_is_cancelled_without_a_word_to_anybody(make, state):
    council = make.council()
    secretary, meeting = make.secretary(council), make.meeting(council, state=state)
    assert invitations.cancel(meeting, reason="För få frågor.", by=secretary, now=NOW) == 0
    db.session.commit()
    assert meeting.state is MeetingState.CANCELLED
    assert (meeting.cancelled_at, meeting.cancel_reason) == (NOW, "För få frågor.")
    assert db.session.scalar(sa.select(sa.func.count(Mail.id))) == 0


@pytest.mark.parametrize("state", [MeetingState.ONGOING, MeetingState.HELD])
def test_what_has_begun_is_not_cancelled(make, state):
    council = make.council()
    chair, meeting = make.chair(council), make.meeting(council, state=state)
    with pytest.raises(RuleBroken) as refusal:
        invitations.cancel(meeting, reason="Nej.", by=chair, now=NOW)
    assert refusal.value.code == "meeting-step-not-allowed"


def test_a_reason_is_needed_and_the_chairs_order_from_who_is_not_the_chair(county):
    for by, reason, order, code in (
        (county.chair, " ", "", "why-missing"),
        (county.secretary, "Sjuk.", "", "order-of-chair-missing"),
        (county.member, "Sjuk.", "Ja.", "only-the-chair-invites"),
    ):
        with pytest.raises(RuleBroken) as refusal:
            cancel(county, by=by, reason=reason, on_order=order)
        assert refusal.value.code == code
        db.session.rollback()
    assert cancel(county, by=county.secretary, on_order="Per telefon.") == 5


def test_nothing_more_happens_to_a_cancelled_meeting(county, make):
    cancel(county)
    meeting, by = county.meeting, county.chair
    facts = {
        "starts_at": meeting.starts_at,
        "ends_at": meeting.ends_at,
        "kind": meeting.kind,
        "form": meeting.form,
        "place": "",
        "link": "",
    }
    steps = {
        "change": lambda: meetings.change(meeting, by=by, now=LATER, **facts),
        "add an item": lambda: agenda.add(meeting, agenda.Draft(title="Ny"), by=by, now=LATER),
        "answer": lambda: invitations.answer(invitee("Ledamot i Timrå"), InvitationAnswer.COMES, now=LATER),
        "save at home": lambda: make.draft(county.item, county.member, county.timra),
        "cancel": lambda: cancel(county),
        "invite": lambda: invitations.invite(meeting, by=by, now=LATER),
        "open": lambda: desk.open_meeting(meeting, by, LATER),
        "close": lambda: desk.close_meeting(meeting, by, LATER),
        "set": lambda: meetings.set_agenda(meeting, by=by, now=LATER),
        "reopen": lambda: meetings.reopen(meeting, by=by, now=LATER),
    }
    for name, step in steps.items():
        with pytest.raises(RuleBroken) as refusal:
            step()
        assert refusal.value.code in ("meeting-is-cancelled", "meeting-step-not-allowed"), name
        db.session.rollback()


def test_a_cancelled_meeting_is_no_task_no_coming_meeting_and_no_number(county, make):
    make.draft(county.item, county.member, county.timra)
    cancel(county)
    for person in (county.chair, county.secretary, county.member):
        who = viewer(person.id, person.session_key, now=LATER)
        assert [one for one in start.waiting(who, now=LATER) if one.meeting_id == county.meeting.id] == []
        assert start.next_meeting(who, now=LATER) is None
        assert reading.coming(who, now=LATER) == []
        assert [row.id for row in reading.called_off(who, now=LATER)] == [county.meeting.id]
        after = WEEK_LATER + timedelta(days=30)
        assert [row.id for row in reading.past(who, now=after)] == [county.meeting.id]
    assert county.meeting.number is None
    assert db.session.scalar(sa.select(sa.func.count(NumberSeries.id))) == 0
    (council,) = [one for one in first_steps.progress(LATER) if one.council_id == county.council.id]
    assert first_steps.FirstStep.MEETING not in council.done


@pytest.mark.both_databases
def test_a_meeting_over_midnight_of_new_year_is_one_entry_and_its_days_are_those_of_the_council(
    county, postman
):
    starts_at = datetime(2026, 12, 31, 22, 30, tzinfo=UTC)  # half past eleven in the council's zone
    move(county, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2))
    deliver(postman)
    message = postman.to(county.member.email)[-1]
    _method, _calendar, event = event_of(message)
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (starts_at, starts_at + timedelta(hours=2))
    assert "torsdag 31 december 2026 till fredag 1 januari 2027" in texts(message)
    days = invitations.latest_days(county.meeting)
    assert (days[Deadline.PREPARATION], days[Deadline.DRAFT]) == (date(2026, 12, 29), date(2027, 1, 6))


def test_a_meeting_of_two_days_tells_when_each_begins_and_ends(county, postman):
    """Summer time begins in the night between them."""
    starts_at, ends_at = datetime(2027, 3, 27, 11, 0, tzinfo=UTC), datetime(2027, 3, 28, 10, 0, tzinfo=UTC)
    evening, morning = datetime(2027, 3, 27, 16, 0, tzinfo=UTC), datetime(2027, 3, 28, 6, 30, tzinfo=UTC)
    move(county, starts_at=starts_at, ends_at=ends_at, nights=(Night(evening, morning),))
    deliver(postman)
    message = postman.to(county.member.email)[-1]
    assert message["Subject"].endswith(" 27–28 mars 2027")
    assert "lördag 27 mars kl. 12.00–17.00 och söndag 28 mars kl. 8.30–12.00" in texts(message)
    (part,) = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    events = Calendar.from_ical(part.get_content()).walk("VEVENT")
    assert [(one.decoded("dtstart"), one.decoded("dtend")) for one in events] == [
        (starts_at, evening),
        (morning, ends_at),
    ]
    row = db.session.scalars(sa.select(JournalEntry).where(JournalEntry.event == "meeting-moved")).one()
    assert row.after["nights"] == ["2027-03-27T17:00:00+01:00", "2027-03-28T08:30:00+02:00"]


def test_lunch_to_lunch_over_the_night_the_clocks_change_is_one_entry(county, postman):
    starts_at, ends_at = (
        datetime(2027, 3, 27, 11, 0, tzinfo=UTC),  # twelve in winter
        datetime(2027, 3, 28, 10, 0, tzinfo=UTC),  # twelve in summer
    )
    move(county, starts_at=starts_at, ends_at=ends_at)
    deliver(postman)
    message = postman.to(county.member.email)[-1]
    assert "börjar kl. 12.00 den första dagen, slutar kl. 12.00 den sista" in texts(message)
    _method, _calendar, event = event_of(message)
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (starts_at, ends_at)
