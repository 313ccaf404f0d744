"""The record of a meeting: the roll of its own date, what the chair states, and the numbers it gets."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from councilflow.extensions import db
from councilflow.models import (
    AgendaItem,
    Dissent,
    Invitation,
    Invitee,
    JournalEntry,
    Meeting,
    NumberSeries,
    Person,
    Seat,
)
from councilflow.process.agenda import IssueState, ItemKind, StandingItem
from councilflow.process.consensus import Outcome
from councilflow.process.councils import BodyKind, Category, Office, OrganisationKind, Side
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import InvitationAnswer, MeetingForm, MeetingState, Presence, SignatoryRole
from councilflow.services import desk, dissents
from councilflow.services.desk import course
from councilflow.services.minutes import record

NOW = datetime(2026, 12, 4, 8, 0, tzinfo=UTC)


@pytest.fixture
def around(make):
    """A council at its table: chair and secretary of the region, two members of Timrå."""
    return Table(make)


class Table:
    def __init__(self, make, **facts):
        self.make = make
        self.council = make.council(**facts)
        self.timra = make.organisation(f"Timrå kommun {make.count}")
        self.chair = make.chair(self.council)
        self.secretary = make.secretary(self.council)
        self.member = make.seat(self.council, name="Ledamot, Timrå", organisation_id=self.timra.id)
        self.opposition = make.seat(
            self.council, name="Opposition, Timrå", organisation_id=self.timra.id, side=Side.OPPOSITION
        )

    def invited(self, **facts):
        return self.make.meeting(self.council, **{"state": MeetingState.INVITED} | facts)

    def opened(self, **facts):
        meeting = self.invited(**facts)
        desk.open_meeting(meeting, self.secretary, NOW)
        db.session.commit()
        return meeting

    def seated(self, **facts):
        """Opened, called – all remote – and with the members of Timrå as justerare."""
        meeting = self.opened(**facts)
        desk.call_roll(meeting, {}, others=Presence.REMOTE, by=self.secretary, now=NOW)
        desk.elect(meeting, [self.member.id, self.opposition.id], by=self.secretary, now=NOW)
        db.session.commit()
        return meeting

    def ready_item(self, meeting, **facts):
        return self.make.item(meeting, **{"preparation_closed_at": NOW, "presented_at": NOW} | facts)

    def state(self, item, outcome=Outcome.CONSENSUS, **facts):
        desk.record_outcome(
            item, outcome, **{"wording": "Rådet ställer sig bakom.", "by": self.secretary, "now": NOW} | facts
        )
        db.session.commit()

    def close(self, meeting):
        desk.close_meeting(meeting, self.secretary, NOW)
        db.session.commit()


def names(meeting):
    return [line.name for line in course.roll(meeting.id)]


def refused(code, step, *args, **facts):
    with pytest.raises(RuleBroken) as error:
        step(*args, **facts)
    db.session.rollback()
    assert error.value.code == code
    return error.value


# --- Opening ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "called"),
    [
        (date(2020, 1, 1), None, True),
        (date(2020, 1, 1), date(2026, 12, 3), False),
        (date(2020, 1, 1), date(2026, 12, 4), True),
        (date(2026, 12, 4), None, True),
        (date(2026, 12, 5), None, False),
    ],
)
def test_the_seats_are_those_of_the_meetings_date(around, make, starts_on, ends_on, called):
    make.seat(around.council, name="Prövad", starts_on=starts_on, ends_on=ends_on)
    assert ("Prövad" in names(around.opened())) is called


@pytest.mark.parametrize(
    ("starts_at", "called"),
    [
        (datetime(2026, 12, 4, 22, 59, tzinfo=UTC), True),  # 23.59 in Härnösand
        (datetime(2026, 12, 4, 23, 0, tzinfo=UTC), False),  # midnight: the fifth
        (datetime(2026, 7, 4, 21, 59, tzinfo=UTC), True),  # summer time is two hours ahead
        (datetime(2026, 7, 4, 22, 0, tzinfo=UTC), False),
    ],
)
def test_the_date_is_that_of_the_councils_own_clock(around, make, starts_at, called):
    last = date(starts_at.year, starts_at.month, 4)
    make.seat(around.council, name="Prövad", ends_on=last)
    assert ("Prövad" in names(around.opened(starts_at=starts_at))) is called


def test_officials_preparers_and_vacant_seats_are_not_called(around, make):
    make.seat(around.council, Category.OFFICIAL, name="Tjänsteperson")
    make.preparer(around.council, name="Beredare")
    make.save(Seat(body_id=around.council.id, category=Category.MEMBER, starts_on=date(2023, 1, 1)))
    assert names(around.opened()) == ["Ordförande", "Ledamot, Timrå", "Opposition, Timrå", "Sekreterare"]


def test_a_wide_council_calls_the_narrower_one_it_includes(around, make):
    wide = make.council("Stora samverkansrådet", kind=BodyKind.WIDE_COUNCIL, includes_id=around.council.id)
    make.seat(wide, Category.ACTOR, name="Mittuniversitetet")
    meeting = make.meeting(wide, state=MeetingState.INVITED)
    desk.open_meeting(meeting, around.secretary, NOW)
    assert names(meeting) == [
        "Ordförande",
        "Ledamot, Timrå",
        "Opposition, Timrå",
        "Mittuniversitetet",
        "Sekreterare",
    ]
    assert course.roll(meeting.id)[0].office is Office.CHAIR


def test_nobody_is_present_before_being_called_but_the_answer_is_suggested(around):
    meeting = around.invited(form=MeetingForm.PHYSICAL)
    invitation = around.make.save(
        Invitation(
            meeting=meeting,
            in_name_of="Ordförande",
            issued_by_id=around.chair.id,
            issued_at=NOW,
            uid="möte-1",
        )
    )
    for person, answer in (
        (around.member, InvitationAnswer.REMOTELY),
        (around.opposition, InvitationAnswer.ABSENT),
    ):
        facts = {"name": person.name, "email": person.email, "language": "sv", "secret": person.name}
        around.make.save(Invitee(invitation=invitation, person_id=person.id, answer=answer, **facts))
    desk.open_meeting(meeting, around.secretary, NOW)
    lines = course.roll(meeting.id)
    assert {line.presence for line in lines} == {None}
    likely = course.suggestions(lines, meeting.form)
    assert [likely[line.id] for line in lines] == [None, Presence.REMOTE, Presence.EXCUSED, None]


@pytest.mark.parametrize("state", [one for one in MeetingState if one is not MeetingState.INVITED])
def test_only_an_invited_meeting_opens(around, state):
    meeting = around.invited(state=state)
    refused("meeting-step-not-allowed", desk.open_meeting, meeting, around.secretary, NOW)


# --- The roll and those who sign -------------------------------------------------------------------------


def test_the_record_stays_when_a_seat_changes_afterwards(around):
    meeting = around.opened()
    around.member.name = "Nytt namn"
    db.session.commit()
    assert "Ledamot, Timrå" in names(meeting)


def test_calling_some_leaves_the_others_uncalled(around):
    meeting = around.opened()
    first = course.roll(meeting.id)[0]
    left = desk.call_roll(meeting, {first.id: Presence.REMOTE}, by=around.secretary, now=NOW)
    assert left == ["Ledamot, Timrå", "Opposition, Timrå", "Sekreterare"]
    assert desk.call_roll(meeting, {}, others=Presence.REMOTE, by=around.secretary, now=NOW) == []


def test_secretary_chair_and_elected_sign_in_that_order(around):
    signing = course.signatories(around.seated().id)
    assert [(one.role, one.name) for one in signing] == [
        (SignatoryRole.SECRETARY, "Sekreterare"),
        (SignatoryRole.CHAIR, "Ordförande"),
        (SignatoryRole.ELECTED, "Ledamot, Timrå"),
        (SignatoryRole.ELECTED, "Opposition, Timrå"),
    ]


def test_the_election_can_be_made_anew_until_the_meeting_closes(around):
    meeting = around.seated()
    desk.elect(meeting, [around.opposition.id], by=around.secretary, now=NOW)
    assert [one.name for one in course.signatories(meeting.id)][2:] == ["Opposition, Timrå"]


def test_the_vice_chair_signs_when_the_chair_turns_out_to_be_away(around, make):
    make.seat(around.council, name="Vice ordförande", office=Office.VICE_CHAIR)
    meeting = around.seated()
    chair = next(line for line in course.roll(meeting.id) if line.name == "Ordförande")
    desk.call_roll(meeting, {chair.id: Presence.EXCUSED}, by=around.secretary, now=NOW)
    assert course.signatories(meeting.id)[1].name == "Vice ordförande"


def test_the_chair_cannot_be_elected(around):
    meeting = around.seated()
    refused("cannot-be-elected", desk.elect, meeting, [around.chair.id], by=around.secretary, now=NOW)


# --- What the chair states -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "outcome", "wording", "code"),
    [
        ({"preparation_closed_at": None}, Outcome.CONSENSUS, "Ja.", "standpoint-before-its-time"),
        ({"presented_at": None}, Outcome.CONSENSUS, "Ja.", "standpoint-before-its-time"),
        ({}, Outcome.CONSENSUS, " ", "standpoint-without-wording"),
        ({}, Outcome.CONSENSUS_NOTED, "Ja.", "no-dissent-to-note"),
        ({}, Outcome.NOTED, "Ja.", "outcome-not-for-this-kind"),
        ({"kind": ItemKind.INFORMATION}, Outcome.CONSENSUS, "Ja.", "outcome-not-for-this-kind"),
        ({"kind": ItemKind.STANDING}, Outcome.REFERRED_BACK, "", "outcome-not-for-this-kind"),
        ({"kind": None}, Outcome.NOTED, "", "item-without-kind"),
    ],
)
def test_an_outcome_that_the_rules_do_not_allow_is_refused(around, facts, outcome, wording, code):
    item = around.ready_item(around.seated(), **facts)
    refused(code, desk.record_outcome, item, outcome, wording=wording, by=around.secretary, now=NOW)
    assert db.session.get_one(type(item), item.id).outcome is None


def test_the_chair_may_let_a_standpoint_be_taken_before_its_time_for_a_reason(around):
    item = around.ready_item(around.seated(), presented_at=None)
    around.state(item, override="föredraganden har fått förhinder")
    assert item.outcome is Outcome.CONSENSUS
    assert item.override_reason == "föredraganden har fått förhinder"


def test_a_reason_that_was_not_needed_is_not_kept(around):
    item = around.ready_item(around.seated())
    around.state(item, override="för säkerhets skull")
    assert item.override_reason == ""


@pytest.mark.parametrize("outcome", [Outcome.NONE, Outcome.POSTPONED, Outcome.REFERRED_BACK])
def test_without_consensus_there_is_no_adopted_wording_and_no_gate(around, outcome):
    item = around.make.item(around.seated())
    around.state(item, outcome)
    assert (item.outcome, item.adopted) == (outcome, "")


def test_the_outcome_can_be_corrected_and_the_journal_shows_both(around):
    item = around.ready_item(around.seated())
    around.state(item)
    around.state(item, Outcome.POSTPONED)
    entry = db.session.scalars(
        sa.select(JournalEntry)
        .where(JournalEntry.event == "outcome-recorded")
        .order_by(JournalEntry.id.desc())
    ).first()
    assert entry.before["outcome"] == "consensus"
    assert entry.after["outcome"] == "postponed"


def test_what_came_before_can_be_taken_back_until_there_is_an_outcome(around):
    item = around.ready_item(around.seated())
    desk.unmark_presented(item, by=around.secretary, now=NOW)
    desk.reopen_preparation(item, by=around.secretary, now=NOW)
    assert (item.presented_at, item.preparation_closed_at) == (None, None)
    desk.mark_presented(item, by=around.secretary, now=NOW)
    around.state(item, override="frågan brådskar")
    refused("outcome-already-stated", desk.unmark_presented, item, by=around.secretary, now=NOW)
    refused("outcome-already-stated", desk.reopen_preparation, item, by=around.secretary, now=NOW)


def test_a_view_noted_after_the_outcome_shows_in_it_and_goes_with_it(around):
    item = around.ready_item(around.seated())
    around.state(item)
    noted = dissents.note_dissent(
        item, organisation_id=around.timra.id, text="Inte utan Ådalsbanan.", by=around.member, now=NOW
    )
    db.session.commit()
    assert item.outcome is Outcome.CONSENSUS_NOTED
    dissents.withdraw(noted, by=around.member, now=NOW)
    db.session.commit()
    assert item.outcome is Outcome.CONSENSUS


def test_a_noted_view_must_show_in_the_outcome(around):
    item = around.ready_item(around.seated())
    dissents.note_dissent(
        item,
        organisation_id=around.timra.id,
        person=around.opposition,
        text="Jag hade hellre sett en senare start.",
        by=around.opposition,
        now=NOW,
    )
    db.session.commit()
    refused("dissent-must-show", around.state, item)
    around.state(item, Outcome.CONSENSUS_NOTED)
    [noted] = course.dissents(item.id)
    assert (noted.person, noted.side) == ("Opposition, Timrå", Side.OPPOSITION)


@pytest.mark.parametrize("category", [Category.ADJUNCT, Category.SPEAKING_FUNCTION, Category.ACTOR])
def test_nobody_without_the_right_has_a_view_noted(around, make, category):
    county_board = make.organisation("Länsstyrelsen", kind=OrganisationKind.STATE_COUNTY_BOARD)
    make.seat(around.council, category, organisation_id=county_board.id)
    item = around.ready_item(around.seated())
    refused(
        "may-not-have-noted",
        dissents.note_dissent,
        item,
        organisation_id=county_board.id,
        text="Nej.",
        by=around.secretary,
        now=NOW,
    )


# --- The last gavel --------------------------------------------------------------------------------------


def test_a_meeting_with_an_item_without_outcome_does_not_close(around):
    meeting = around.seated()
    around.ready_item(meeting, title="Bostäder")
    error = refused("items-without-outcome", desk.close_meeting, meeting, around.secretary, NOW)
    assert error.facts["names"] == "Bostäder"


def test_a_meeting_where_somebody_is_not_called_does_not_close(around):
    meeting = around.opened()
    error = refused("people-not-called", desk.close_meeting, meeting, around.secretary, NOW)
    assert "Opposition, Timrå" in error.facts["names"]


def test_a_meeting_without_justerare_does_not_close(around):
    meeting = around.opened()
    desk.call_roll(meeting, {}, others=Presence.REMOTE, by=around.secretary, now=NOW)
    db.session.commit()
    refused("nobody-elected", desk.close_meeting, meeting, around.secretary, NOW)


@pytest.mark.parametrize(
    ("name", "code"), [("Ordförande", "nobody-leads"), ("Sekreterare", "nobody-records")]
)
def test_a_meeting_without_chair_or_secretary_does_not_close(around, name, code):
    meeting = around.seated()
    line = next(one for one in course.roll(meeting.id) if one.name == name)
    desk.call_roll(meeting, {line.id: Presence.ABSENT}, by=around.secretary, now=NOW)
    db.session.commit()
    refused(code, desk.close_meeting, meeting, around.secretary, NOW)


def test_numbers_follow_the_agenda_and_run_over_the_year(around):
    first, second = around.seated(), around.seated()
    for meeting in (first, second):
        opening = {"kind": ItemKind.STANDING, "standing": StandingItem.OPENING, "strategy": False}
        around.state(around.make.item(meeting, position=1, **opening), Outcome.NOTED)
        around.state(around.ready_item(meeting, position=3))
        around.state(around.ready_item(meeting, position=2), Outcome.POSTPONED)
        around.close(meeting)
    assert [(one.position, one.number) for one in first.items] == [(1, 1), (2, 2), (3, 3)]
    assert [one.number for one in second.items] == [4, 5, 6]
    assert (first.number, second.number) == (1, 2)
    assert second.closed_at == NOW


@pytest.mark.parametrize(
    ("starts_at", "year"),
    [
        (datetime(2026, 12, 31, 22, 59, tzinfo=UTC), 2026),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), 2027),  # New Year's Day in Härnösand
    ],
)
def test_the_year_is_that_of_the_councils_own_clock(around, starts_at, year):
    meeting = around.seated(starts_at=starts_at)
    around.close(meeting)
    assert db.session.scalars(sa.select(NumberSeries.year)).all() == [year]


def test_each_council_has_numbers_of_its_own(around, make):
    other = Table(make, name="Annat råd")
    for table in (around, other):
        meeting = table.seated()
        table.state(table.ready_item(meeting))
        table.close(meeting)
        assert [item.number for item in meeting.items] == [1]


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Outcome.CONSENSUS, IssueState.HANDLED),
        (Outcome.NONE, IssueState.HANDLED),
        (Outcome.POSTPONED, IssueState.POSTPONED),
        (Outcome.REFERRED_BACK, IssueState.REFERRED_BACK),
    ],
)
def test_the_issue_goes_on_as_the_chair_stated(around, make, outcome, state):
    meeting = around.seated()
    issue = make.issue(around.council, by=around.member, state=IssueState.ON_AGENDA)
    around.state(around.ready_item(meeting, issue_id=issue.id), outcome)
    around.close(meeting)
    assert issue.state is state


def test_after_the_gavel_nothing_gets_into_the_record(around):
    meeting = around.seated()
    item = around.ready_item(meeting)
    around.state(item)
    around.close(meeting)
    by = {"by": around.secretary, "now": NOW}
    words = {"organisation_id": around.timra.id, "text": "För sent."}
    for code, step, args, facts in (
        ("meeting-not-ongoing", desk.record_outcome, (item, Outcome.NONE), by),
        ("meeting-not-ongoing", desk.note_discussion, (item, "Efteråt."), by),
        ("meeting-not-ongoing", desk.mark_presented, (item,), by),
        ("meeting-not-ongoing", desk.unmark_presented, (item,), by),
        ("meeting-not-ongoing", desk.reopen_preparation, (item,), by),
        ("correction-unexplained", desk.call_roll, (meeting, {}), by),
        ("meeting-not-ongoing", desk.elect, (meeting, [around.member.id]), by),
        ("meeting-step-not-allowed", desk.close_meeting, (meeting, around.secretary, NOW), {}),
        ("meeting-is-closed", dissents.note_dissent, (item,), by | words),
    ):
        refused(code, step, *args, **facts)
    assert db.session.scalar(sa.select(sa.func.count(Dissent.id))) == 0


def test_two_who_close_at_once_leave_no_gap_and_no_duplicate(app, around):
    """Four meetings of a council, each closed in a thread of its own at the same moment."""
    meetings = [around.seated() for _ in range(4)]
    for meeting in meetings:
        for _ in range(3):
            around.state(around.ready_item(meeting), Outcome.NONE)
    ids, secretary = [meeting.id for meeting in meetings], around.secretary.id
    db.session.commit()
    db.session.remove()
    start = threading.Barrier(len(ids))
    failures = _at_once(app, start, [(one, secretary) for one in ids])
    assert failures == []
    numbers = db.session.scalars(sa.select(AgendaItem.number).order_by(AgendaItem.number)).all()
    assert numbers == list(range(1, 13))
    assert sorted(db.session.scalars(sa.select(Meeting.number))) == [1, 2, 3, 4]


def test_one_meeting_closed_twice_at_once_closes_once(app, around):
    meeting = around.seated()
    around.state(around.ready_item(meeting))
    ids = [(meeting.id, around.secretary.id)] * 2
    db.session.commit()
    db.session.remove()
    failures = _at_once(app, threading.Barrier(2), ids)
    assert failures == ["meeting-step-not-allowed"]
    assert db.session.scalars(sa.select(NumberSeries.last_paragraph)).all() == [1]


def _at_once(app, start, closings):
    """Close every (meeting id, person id) in its own thread; the codes of those that were refused."""
    failures = []

    def close(meeting_id, person_id):
        with app.app_context():
            start.wait(timeout=20)
            try:
                meeting = db.session.get_one(Meeting, meeting_id)
                desk.close_meeting(meeting, db.session.get_one(Person, person_id), NOW)
                db.session.commit()
            except RuleBroken as error:
                db.session.rollback()
                failures.append(error.code)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=close, args=closing) for closing in closings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return failures


# --- Headings and consultations --------------------------------------------------------------------------


def test_a_heading_is_not_dealt_with_and_takes_no_paragraph(around, make):
    meeting = around.seated()
    first = around.ready_item(meeting)
    heading = make.item(meeting, kind=ItemKind.HEADING, title="Gemensamma frågor", strategy=False)
    asked = make.item(meeting, kind=ItemKind.CONSULTATION, title="Regionplanen")
    assert [(stop.position, stop.title) for stop in course.course(meeting.id)] == [
        (1, first.title),
        (2, "Regionplanen"),
    ]
    refused("outcome-not-for-this-kind", around.state, heading, Outcome.NOTED)
    around.state(first)
    around.state(asked, Outcome.NOTED, wording="")
    around.close(meeting)
    assert [item.number for item in (first, heading, asked)] == [1, None, 2]
    listed = record.items(meeting.id)
    assert [(one.number, one.title) for one in listed] == [(1, first.title), (2, "Regionplanen")]
