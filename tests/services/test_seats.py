"""Seats through time: a change is a new row, and a meeting keeps the people of its own date (A42, H.17)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from councilflow.extensions import db
from councilflow.models import Attendance, JournalEntry, Seat
from councilflow.process.councils import Category, Scope, Side
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import MeetingState
from councilflow.services import composition, seat_rules, seats
from councilflow.services.desk.opening import open_meeting
from councilflow.services.invitations import guests
from councilflow.services.seat_rules import RuleEntry
from councilflow.services.seats import SeatEntry
from tests.conftest import NOW

pytestmark = pytest.mark.one_database


@pytest.fixture
def council(make):
    return make.council(has_substitutes=True)


@pytest.fixture
def secretary(make, council):
    return make.secretary(council)


def seat_of(person) -> Seat:
    return db.session.scalars(sa.select(Seat).where(Seat.person_id == person.id)).one()


def called(meeting, by) -> list[str]:
    """The names in the roll of a meeting that is opened now."""
    open_meeting(meeting, by, meeting.starts_at)
    db.session.commit()
    return list(
        db.session.scalars(
            sa.select(Attendance.name)
            .where(Attendance.meeting_id == meeting.id)
            .order_by(Attendance.position)
        )
    )


def meeting_on(make, council, day: date, hour: int = 9):
    at = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
    return make.meeting(council, starts_at=at, state=MeetingState.INVITED, invited_at=at - timedelta(days=8))


DAYS = [
    ("the last day itself", date(2026, 12, 4), date(2026, 12, 4), True),
    ("it ended the day before", date(2026, 12, 4), date(2026, 12, 3), False),
    ("leap day is a day", date(2028, 2, 29), date(2028, 2, 29), True),
    ("the day before leap day", date(2028, 2, 29), date(2028, 2, 28), False),
    ("the last of February in another year", date(2027, 3, 1), date(2027, 2, 28), False),
    ("new year's eve", date(2026, 12, 31), date(2026, 12, 31), True),
    ("new year's day", date(2027, 1, 1), date(2026, 12, 31), False),
]


@pytest.mark.parametrize(
    ("day", "ends_on", "is_called"), [one[1:] for one in DAYS], ids=[one[0] for one in DAYS]
)
def test_a_meeting_calls_the_seats_of_its_own_date(make, council, secretary, day, ends_on, is_called):
    make.seat(council, name="Går", organisation_id=council.host_id, ends_on=ends_on)
    make.seat(council, name="Kommer", organisation_id=council.host_id, starts_on=ends_on + timedelta(days=1))
    names = called(meeting_on(make, council, day), secretary)
    assert ("Går" in names, "Kommer" in names) == (is_called, not is_called)


@pytest.mark.parametrize(
    ("day", "ends_on", "is_called"), [one[1:] for one in DAYS], ids=[one[0] for one in DAYS]
)
def test_an_invitation_goes_to_those_who_sit_on_the_day_of_the_meeting(
    make, council, day, ends_on, is_called
):
    make.seat(council, name="Går", organisation_id=council.host_id, ends_on=ends_on)
    names = [one.name for one in guests.expected(meeting_on(make, council, day)).guests]
    assert ("Går" in names) is is_called


def test_the_date_is_that_of_the_council_chamber(make, council, secretary):
    """Half past eleven in the evening of the year's last day in London is another year in Stockholm."""
    make.seat(council, name="Går", organisation_id=council.host_id, ends_on=date(2026, 12, 31))
    assert "Går" not in called(meeting_on(make, council, date(2026, 12, 31), hour=23), secretary)


def entry(seat: Seat, **facts) -> SeatEntry:
    usual = {
        "category": seat.category,
        "person_id": seat.person_id,
        "organisation_id": seat.organisation_id,
        "side": seat.side,
        "starts_on": date(2027, 1, 1),
    }
    return SeatEntry(**usual | facts)


def test_a_change_after_a_meeting_changes_nothing_of_it(make, council, secretary):
    timra = make.organisation("Timrå kommun")
    member = make.seat(council, name="Byter sida", organisation_id=timra.id)
    meeting = meeting_on(make, council, date(2026, 12, 4))
    called(meeting, secretary)
    before = db.session.execute(sa.select(Attendance.__table__)).all()
    later = datetime(2026, 12, 10, tzinfo=UTC)
    seats.change(
        seat_of(member),
        entry(seat_of(member), side=Side.OPPOSITION, starts_on=date(2026, 12, 5)),
        by=secretary,
        now=later,
    )
    db.session.commit()
    assert db.session.execute(sa.select(Attendance.__table__)).all() == before
    was = composition.layout_on(council, date(2026, 12, 4)).missing
    assert [(one.organisation, one.side) for one in was] == [("Timrå kommun", Side.OPPOSITION)]


def test_nobody_is_taken_out_of_a_meeting_afterwards(make, council, secretary):
    member = make.seat(council, organisation_id=council.host_id)
    called(meeting_on(make, council, date(2026, 12, 4)), secretary)
    seat, later = seat_of(member), datetime(2026, 12, 10, tzinfo=UTC)
    with pytest.raises(RuleBroken, match="seat-was-called"):
        seats.end(seat, on=date(2026, 12, 3), by=secretary, now=later)
    with pytest.raises(RuleBroken, match="seat-was-called"):
        seats.change(seat, entry(seat, starts_on=date(2026, 12, 4)), by=secretary, now=later)
    seats.end(seat, on=date(2026, 12, 4), by=secretary, now=later)
    assert seat.ends_on == date(2026, 12, 4)


def test_what_has_ended_stays_as_it_was(make, council, secretary):
    member = make.seat(council, organisation_id=council.host_id, ends_on=date(2024, 6, 30))
    seat = seat_of(member)
    with pytest.raises(RuleBroken, match="seat-has-ended"):
        seats.change(seat, entry(seat, starts_on=date(2026, 12, 1)), by=secretary, now=NOW)
    with pytest.raises(RuleBroken, match="seat-has-ended"):
        seats.end(seat, on=date(2026, 12, 1), by=secretary, now=NOW)
    assert seat.ends_on == date(2024, 6, 30)


def test_a_change_after_the_term_does_not_make_the_term_longer(make, council, secretary):
    member = make.seat(council, organisation_id=council.host_id, ends_on=date(2026, 12, 31))
    seat = seat_of(member)
    new = seats.change(seat, entry(seat, starts_on=date(2027, 3, 1)), by=secretary, now=NOW)
    assert (seat.ends_on, new.starts_on) == (date(2026, 12, 31), date(2027, 3, 1))


# --- Substitutes -----------------------------------------------------------------------------------------


@pytest.fixture
def substitutes(make, council):
    timra, ange = make.organisation("Timrå kommun"), make.organisation("Ånge kommun")
    sides = (Side.OPPOSITION, Side.MAJORITY, Side.OPPOSITION)
    for name, side in zip(("Första", "Andra", "Tredje"), sides, strict=True):
        make.seat(council, Category.SUBSTITUTE, name=name, organisation_id=timra.id, side=side)
    make.seat(council, Category.SUBSTITUTE, name="I Ånge", organisation_id=ange.id)
    return timra


def order(council, organisation) -> list[str]:
    rows = composition.councils.rows_of([council.id], Seat.organisation_id == organisation.id)
    return [row.person for row in rows]


def named(name: str) -> Seat:
    return db.session.scalars(sa.select(Seat).where(Seat.person.has(name=name))).one()


@pytest.mark.parametrize(
    ("name", "up", "expected"),
    [
        ("Tredje", True, ["Första", "Tredje", "Andra"]),
        ("Första", False, ["Andra", "Första", "Tredje"]),
        ("Första", True, ["Första", "Andra", "Tredje"]),
        ("Tredje", False, ["Första", "Andra", "Tredje"]),
    ],
)
def test_substitutes_serve_in_the_order_they_are_put_in(
    make, council, secretary, substitutes, name, up, expected
):
    seats.move(named(name), up=up, by=secretary, now=NOW)
    db.session.commit()
    assert order(council, substitutes) == expected
    roll = called(meeting_on(make, council, date(2026, 12, 4)), secretary)
    assert [one for one in roll if one in expected] == expected


def test_the_journal_keeps_the_order_that_was(council, secretary, substitutes):
    seats.move(named("Tredje"), up=True, by=secretary, now=NOW)
    db.session.commit()
    noted = db.session.scalars(sa.select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert (noted.event, noted.about) == ("substitutes-ordered", "Timrå kommun")
    assert [one.split(",")[0] for one in noted.after["order"]] == ["Första", "Tredje", "Andra"]
    assert noted.before["order"] != noted.after["order"]


def test_substitutes_who_came_to_stand_at_one_place_can_still_be_ordered(council, secretary, substitutes):
    db.session.execute(sa.update(Seat).where(Seat.organisation_id == substitutes.id).values(position=3))
    db.session.commit()
    last = order(council, substitutes)[-1]
    seats.move(named(last), up=True, by=secretary, now=NOW)
    db.session.commit()
    assert order(council, substitutes)[1] == last


def test_only_substitutes_have_an_order(make, council, secretary):
    with pytest.raises(RuleBroken, match="only-substitutes"):
        seats.move(seat_of(make.seat(council)), up=True, by=secretary, now=NOW)


def test_a_council_without_substitutes_seats_none(make, secretary):
    council = make.council("Utan ersättare")
    facts = {"category": Category.SUBSTITUTE, "organisation_id": council.host_id}
    with pytest.raises(RuleBroken) as refused:
        seats.add(council, SeatEntry(starts_on=date(2026, 1, 1), **facts), by=secretary, now=NOW)
    assert refused.value.facts["flaws"] == ["category"]


# --- Rules -----------------------------------------------------------------------------------------------


def rule_entry(**facts) -> RuleEntry:
    usual = {
        "title": "Strukturfondspartnerskapets ordförande",
        "category": Category.SPEAKING_FUNCTION,
        "scope": Scope.ONCE,
        "function": "Ordförande i partnerskapet",
        "most": 1,
        "starts_on": date(2024, 1, 1),
    }
    return RuleEntry(**usual | facts)


def test_a_seat_by_a_rule_takes_its_function_and_the_holders_are_kept(make, council, secretary):
    rule = seat_rules.add(council, rule_entry(), by=secretary, now=NOW)
    first, second = make.person("Förste"), make.person("Andre")
    facts = {"category": Category.SPEAKING_FUNCTION, "rule_id": rule.id}
    seat = seats.add(
        council, SeatEntry(person_id=first.id, starts_on=date(2024, 1, 1), **facts), by=secretary, now=NOW
    )
    assert seat.function == "Ordförande i partnerskapet"
    seats.change(
        seat, SeatEntry(person_id=second.id, starts_on=date(2026, 12, 1), **facts), by=secretary, now=NOW
    )
    assert [row.person for row in composition.holders(rule)] == ["Andre", "Förste"]
    assert [row.person for row in seats.before_and_after(seat)] == ["Andre", "Förste"]


def test_a_rule_of_another_body_or_category_is_not_filled(make, council, secretary):
    other = make.rule(make.council("Annat råd"))
    own = make.rule(council, category=Category.ADJUNCT, scope=Scope.ONCE)
    for rule_id in (other.id, own.id, 2**31 - 1):
        facts = {"category": Category.MEMBER, "organisation_id": council.host_id, "rule_id": rule_id}
        with pytest.raises(RuleBroken) as refused:
            seats.add(council, SeatEntry(starts_on=date(2026, 1, 1), **facts), by=secretary, now=NOW)
        assert refused.value.facts["flaws"] == ["rule"]


def test_a_changed_rule_is_a_new_row_and_past_days_keep_the_old(make, council, secretary):
    rule = seat_rules.add(council, rule_entry(), by=secretary, now=NOW)
    new = seat_rules.change(
        rule,
        rule_entry(title="Nytt namn", least=2, most=3, starts_on=date(2027, 1, 1)),
        by=secretary,
        now=NOW,
    )
    assert (rule.ends_on, new.starts_on, new.position) == (
        date(2026, 12, 31),
        date(2027, 1, 1),
        rule.position,
    )
    vacant = {day: composition.layout_on(council, day).composition.vacant for day in YEARS}
    assert list(vacant.values()) == [0, 1, 1, 2]


YEARS = (date(2023, 12, 31), date(2024, 2, 29), date(2026, 12, 31), date(2027, 1, 1))


def test_an_old_wording_cannot_be_changed_again(council, secretary):
    rule = seat_rules.add(council, rule_entry(), by=secretary, now=NOW)
    seat_rules.change(rule, rule_entry(starts_on=date(2027, 1, 1)), by=secretary, now=NOW)
    with pytest.raises(RuleBroken, match="rule-has-ended"):
        seat_rules.change(rule, rule_entry(starts_on=date(2026, 1, 1)), by=secretary, now=NOW)
    with pytest.raises(RuleBroken, match="rule-has-ended"):
        seat_rules.end(rule, on=date(2028, 1, 1), by=secretary, now=NOW)


def test_an_ended_rule_is_not_lengthened(council, secretary):
    rule = seat_rules.add(council, rule_entry(), by=secretary, now=NOW)
    seat_rules.end(rule, on=date(2025, 12, 31), by=secretary, now=NOW)
    with pytest.raises(RuleBroken, match="rule-has-ended"):
        seat_rules.change(rule, rule_entry(starts_on=date(2026, 6, 1)), by=secretary, now=NOW)
    with pytest.raises(RuleBroken, match="rule-ends-before"):
        seat_rules.end(rule, on=date(2023, 12, 31), by=secretary, now=NOW)


def test_a_rule_in_use_is_ended_and_not_withdrawn(make, council, secretary):
    rule = seat_rules.add(council, rule_entry(), by=secretary, now=NOW)
    make.seat(council, Category.SPEAKING_FUNCTION, rule_id=rule.id)
    with pytest.raises(RuleBroken, match="rule-is-used"):
        seat_rules.withdraw(rule, by=secretary, now=NOW)


def test_a_vacant_seat_is_filled_from_its_first_day(make, council, secretary):
    facts = {"category": Category.MEMBER, "organisation_id": council.host_id, "starts_on": date(2026, 11, 20)}
    vacant = seats.add(council, SeatEntry(**facts), by=secretary, now=NOW)
    somebody = make.person("Någon")
    seats.change(vacant, SeatEntry(person_id=somebody.id, **facts), by=secretary, now=NOW)
    db.session.commit()
    found = db.session.scalars(sa.select(Seat).where(Seat.category == Category.MEMBER)).all()
    assert [(one.person_id, one.starts_on, one.ends_on) for one in found] == [
        (somebody.id, date(2026, 11, 20), None)
    ]


def test_a_seat_that_somebody_holds_cannot_change_on_its_first_day(make, council, secretary):
    seat = seat_of(make.seat(council, organisation_id=council.host_id, starts_on=date(2026, 11, 20)))
    with pytest.raises(RuleBroken, match="change-must-come-later"):
        seats.change(seat, entry(seat, starts_on=date(2026, 11, 20)), by=secretary, now=NOW)
