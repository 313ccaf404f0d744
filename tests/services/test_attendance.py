"""What is typed once at the desk: who is there, for which §, in whose place, on which day (KL 5:17, 5:66)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from councilflow.documents.attendance import presence_words, recusal_words, rest_words, serving_words
from councilflow.extensions import db
from councilflow.i18n import speaking
from councilflow.models import (
    Adjournment,
    Attendance,
    JournalEntry,
    MinutesDocument,
    MinutesRevision,
    Person,
    PresenceChange,
    Recusal,
    Service,
    Signatory,
)
from councilflow.process.agenda import ItemKind
from councilflow.process.consensus import Outcome
from councilflow.process.councils import Category, Office, Side
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import MeetingState, Presence, SignatoryRole
from councilflow.process.minutes import MinutesState
from councilflow.services import attendance, desk, dissents
from councilflow.services.desk import guests, presence, recusals, serving
from councilflow.services.minutes import record
from councilflow.services.minutes.compose import from_record
from councilflow.services.minutes.passages import TIMES

pytestmark = pytest.mark.one_database

START = datetime(2026, 12, 4, 8, 0, tzinfo=UTC)  # nine o'clock in Härnösand
SITE, LINE, AWAY, EXCUSED = Presence.ON_SITE, Presence.REMOTE, Presence.ABSENT, Presence.EXCUSED


class Table:
    """Five items from nine o'clock, one an hour; everybody was called on site, and two were elected."""

    def __init__(self, make, days=1, absent=()):
        self.make = make
        self.council = make.council()
        self.timra = make.organisation("Timrå kommun")
        self.ange = make.organisation("Ånge kommun")
        self.chair = make.chair(self.council)
        self.vice = make.chair(self.council, name="Vice", office=Office.VICE_CHAIR)
        self.secretary = make.secretary(self.council)
        for name, home, side in [
            ("Timrå", self.timra, Side.MAJORITY),
            ("Ånge", self.ange, Side.MAJORITY),
            ("Ånge, opposition", self.ange, Side.OPPOSITION),
        ]:
            make.seat(self.council, name=name, organisation_id=home.id, side=side)
        for name, home in [("Första", self.ange), ("Andra", self.timra)]:
            make.seat(self.council, Category.SUBSTITUTE, name=f"Ersättare {name}", organisation_id=home.id)
        self.meeting = make.meeting(
            self.council,
            state=MeetingState.INVITED,
            starts_at=START,
            ends_at=START + timedelta(days=days - 1, hours=5),
        )
        self.items = [
            make.item(self.meeting, kind=ItemKind.INFORMATION, title=f"Punkt {number}", proposal="")
            for number in range(1, 6)
        ]
        desk.open_meeting(self.meeting, self.secretary, START)
        self.call({self.line(name): EXCUSED for name in absent}, at=START)
        desk.elect(
            self.meeting,
            [line.person_id for line in self.lines().values() if line.name == "Ånge, opposition"],
            by=self.secretary,
            now=START,
        )
        db.session.commit()

    def lines(self):
        rows = db.session.scalars(sa.select(Attendance).where(Attendance.meeting_id == self.meeting.id))
        return {line.name: line for line in rows}

    def line(self, name):
        return self.lines()[name].id

    def call(self, answers=None, *, at, others=SITE, day=None):
        desk.call_roll(self.meeting, answers or {}, others=others, day=day, by=self.secretary, now=at)

    def move(self, name, to, now, **facts):
        presence.move(self.meeting, self.line(name), to, by=self.secretary, now=now, **facts)
        db.session.commit()

    def settle(self, number, at):
        """What the chair states ends the item."""
        desk.record_outcome(self.items[number - 1], Outcome.NOTED, by=self.secretary, now=at)

    def close(self, at=START + timedelta(hours=5)):
        for item in self.items:
            if item.outcome is None:
                desk.record_outcome(item, Outcome.NOTED, by=self.secretary, now=at)
        desk.close_meeting(self.meeting, self.secretary, at)
        db.session.commit()

    def minutes(self):
        with speaking("sv"):
            return from_record(record.read(self.meeting.id), {})

    def told(self, name, of=None):
        with speaking("sv"):
            [person] = [one for one in of or self.minutes().attendance if one.name == name]
            words = [presence_words(person), serving_words(person)]
        return " / ".join(part for part in words if part).replace("\u00a0", " ")


def after(hours):
    return START + timedelta(hours=hours)


def refused(code, step, *args, **facts):
    with pytest.raises(RuleBroken) as error:
        step(*args, **facts)
    db.session.rollback()
    assert error.value.code == code


@pytest.fixture
def table(make, database):
    return Table(make)


def test_whoever_comes_late_and_leaves_early_stands_so_in_the_minutes(make, database):
    table = Table(make, absent=["Timrå"])
    table.settle(1, after(1))
    table.move("Timrå", SITE, after(1.25))
    table.settle(2, after(2))
    table.settle(3, after(3))
    table.move("Timrå", AWAY, after(3.5))
    table.close()
    assert table.told("Timrå") == (
        "på plats, § 2–3, kom kl. 10.15 mellan § 1 och § 2, gick kl. 12.30 mellan § 3 och § 4"
    )
    assert table.told("Ånge") == "på plats"
    assert table.lines()["Timrå"].presence is SITE  # the roll says that the member was there


def test_a_given_time_finds_its_place_among_the_items(table):
    table.settle(1, after(1))
    table.settle(2, after(2))
    table.move("Timrå", AWAY, after(2.5), at=after(1.5))
    table.close()
    assert table.told("Timrå") == "på plats, § 1, gick kl. 10.30 mellan § 1 och § 2"


def test_what_was_noted_is_corrected_until_the_meeting_closes(table):
    table.settle(1, after(1))
    table.move("Timrå", AWAY, after(1.5))
    change = db.session.scalars(sa.select(PresenceChange).where(PresenceChange.is_call.is_(False))).one()
    presence.correct(change, AWAY, at=after(1.5), item_id=table.items[3].id, by=table.secretary, now=after(2))
    assert table.told("Timrå") == "på plats, § 1–3, gick kl. 10.30 mellan § 3 och § 4"
    presence.remove(change, by=table.secretary, now=after(2))
    assert table.told("Timrå") == "på plats"
    assert table.lines()["Timrå"].presence is SITE
    noted = db.session.scalars(sa.select(JournalEntry.event)).all()
    db.session.commit()
    noted = db.session.scalars(sa.select(JournalEntry.event)).all()
    assert {"presence-changed", "presence-corrected", "presence-removed"} <= set(noted)
    table.move("Timrå", AWAY, after(3))
    table.close()
    change = db.session.scalars(sa.select(PresenceChange).where(PresenceChange.is_call.is_(False))).one()
    refused("correction-unexplained", presence.remove, change, by=table.secretary, now=after(6))


def test_nobody_comes_in_the_time_to_come_or_from_another_meeting(table, make):
    facts = {"by": table.secretary, "now": after(1)}
    line = table.line("Timrå")
    refused("moment-to-come", presence.move, table.meeting, line, AWAY, at=after(2), **facts)
    refused("not-on-the-roll", presence.move, table.meeting, line + 1000, AWAY, **facts)
    other = make.item(make.meeting(table.council))
    refused("not-on-the-agenda", presence.move, table.meeting, line, AWAY, item_id=other.id, **facts)
    call = db.session.scalars(sa.select(PresenceChange)).first()
    refused("roll-call-stays", presence.remove, call, **facts)


def test_a_second_day_has_a_roll_call_and_a_list_of_its_own(make, database):
    table = Table(make, days=2, absent=["Timrå"])
    for number in (1, 2):
        table.settle(number, after(number))
    morning = after(24)
    table.call({table.line("Timrå"): LINE, table.line("Ånge"): AWAY}, at=morning)
    table.close(after(26))
    minutes = table.minutes()
    first, second = minutes.sittings
    assert (table.told("Timrå", first.attendance), table.told("Timrå", second.attendance)) == (
        "anmält förhinder",
        "på distans",
    )
    assert (table.told("Ånge", first.attendance), table.told("Ånge", second.attendance)) == (
        "på plats",
        "frånvarande",
    )
    assert table.told("Timrå") == "på distans, § 3–5"
    assert table.told("Ånge") == "på plats, § 1–2"


def test_the_roll_of_a_day_is_called_on_a_day_of_the_meeting(table):
    refused("day-not-of-meeting", table.call, at=after(1), day=(START + timedelta(days=1)).date())


def test_everybody_else_is_here_but_not_the_substitutes_whom_no_seat_waits_for(make, database):
    table = Table(make)
    db.session.commit()
    assert {one.presence for name, one in table.lines().items() if name.startswith("Ersättare")} == {
        Presence.ABSENT
    }
    assert table.lines()["Timrå"].presence is SITE


def test_a_substitute_serves_until_the_member_comes(make, database):
    table = Table(make, absent=["Ånge"])
    roll = attendance.read(table.meeting.id)
    [vacant] = serving.vacant(roll)
    assert (vacant.member.name, [one.name for one in vacant.stand_ins]) == (
        "Ånge",
        ["Ersättare Första", "Ersättare Andra"],
    )
    serving.serve(table.meeting, vacant.stand_ins[0].id, vacant.member.id, by=table.secretary, now=after(0.1))
    table.settle(1, after(1))
    table.settle(2, after(2))
    table.move("Ånge", SITE, after(2.5))
    table.close()
    assert table.told("Ersättare Första") == "på plats / för Ånge, § 1–2"
    assert table.told("Ersättare Andra") == "på plats"


@pytest.mark.parametrize(
    ("code", "substitute", "member"),
    [
        ("member-is-there", "Ersättare Första", "Timrå"),
        ("not-a-substitute", "Timrå", "Ånge"),
        ("not-a-member", "Ersättare Första", "Sekreterare"),
        ("substitute-not-there", "Ersättare Andra", "Ånge"),
    ],
)
def test_nobody_serves_against_the_rules(make, database, code, substitute, member):
    table = Table(make, absent=["Ånge", "Ersättare Andra"])
    facts = {"by": table.secretary, "now": START}
    refused(code, serving.serve, table.meeting, table.line(substitute), table.line(member), **facts)


def test_one_who_serves_is_not_called_twice_and_can_be_relieved(make, database):
    table = Table(make, absent=["Ånge", "Timrå"])
    facts = {"by": table.secretary, "now": START}
    one = table.line("Ersättare Första")
    serving.serve(table.meeting, one, table.line("Ånge"), **facts)
    refused("already-serves", serving.serve, table.meeting, one, table.line("Timrå"), **facts)
    serving.serve(table.meeting, one, table.line("Ånge"), **facts)
    db.session.commit()
    table.settle(1, after(1))
    service = db.session.scalars(sa.select(Service)).one()
    serving.relieve(service, by=table.secretary, now=after(1.5))
    table.close()
    assert table.told("Ersättare Första") == "på plats / för Ånge, § 1"


def test_who_has_jav_is_not_there_for_the_item_and_the_vice_chair_leads_and_signs_for_it(table):
    item = table.items[2]
    recusals.recuse(item, table.line("Ordförande"), reason="styrelseledamot", by=table.chair, now=after(2))
    noted = db.session.scalars(sa.select(Recusal)).one()
    recusals.leave_room(noted, by=table.secretary, now=after(2))
    recusals.come_back(noted, by=table.secretary, now=after(2.5))
    db.session.commit()
    refused("back-before-leaving", recusals.come_back, noted, at=after(1), by=table.secretary, now=after(3))
    for number in range(1, 6):
        table.settle(number, after(number * 0.9))
    recusals.come_back(noted, by=table.secretary, now=after(2.75))
    table.close()
    minutes = table.minutes()
    assert table.told("Ordförande") == "på plats, § 1–2 och § 4–5"
    paragraph = minutes.paragraphs[2]
    with speaking("sv"):
        assert recusal_words(paragraph.recusals[0]).endswith(
            "på grund av jäv: styrelseledamot. Lämnade mötet kl. 11.00 och kom tillbaka kl. 11.45."
        )
    assert [one.led_by for one in minutes.paragraphs] == ["", "", "Vice", "", ""]
    chairs = [one for one in minutes.signatories if one.role is SignatoryRole.CHAIR]
    assert [(one.name, [(span.first, span.last) for span in one.paragraphs]) for one in chairs] == [
        ("Ordförande", [(1, 2), (4, 5)]),
        ("Vice", [(3, 3)]),
    ]


def test_who_has_jav_has_no_view_noted_on_the_item(table):
    table.make.save(
        Recusal(
            item_id=table.items[0].id,
            attendance_id=table.line("Timrå"),
            by_id=table.secretary.id,
            noted_at=START,
        )
    )
    member = db.session.get_one(Person, table.lines()["Timrå"].person_id)
    facts = {"organisation_id": table.timra.id, "person": member, "text": "Nej.", "now": START}
    refused("recused", dissents.note_dissent, table.items[0], by=member, **facts)
    assert dissents.note_dissent(table.items[1], by=member, **facts).person == "Timrå"


def test_jav_that_was_noted_by_mistake_leaves_no_trace(table):
    recusals.recuse(table.items[0], table.line("Ordförande"), by=table.secretary, now=START)
    noted = db.session.scalars(sa.select(Recusal)).one()
    recusals.withdraw(noted, by=table.secretary, now=START)
    roles = db.session.scalars(sa.select(Signatory.role)).all()
    assert roles.count(SignatoryRole.CHAIR) == 1
    table.close()
    assert table.told("Ordförande") == "på plats"
    assert not any(one.led_by or one.recusals for one in table.minutes().paragraphs)


def test_a_guest_at_the_door_needs_no_account(table):
    table.settle(1, after(1))
    guests.add_guest(
        table.meeting, name="Besökare", organisation="Högskolan", by=table.secretary, now=after(1.5)
    )
    guests.add_presenter(
        table.items[1], name="Föredragare", title="Utredare", by=table.secretary, now=after(1.5)
    )
    table.close()
    assert table.told("Besökare") == "på plats, § 2–5, kom kl. 10.30 mellan § 1 och § 2"
    assert [one.name for one in table.minutes().paragraphs[1].presenters] == ["Föredragare"]
    late = {"name": "Sen", "by": table.secretary, "now": after(6)}
    refused("correction-unexplained", guests.add_guest, table.meeting, **late)


def test_the_meeting_rests_with_its_times(table):
    table.make.save(
        Adjournment(
            meeting_id=table.meeting.id,
            begun_at=after(1),
            ended_at=after(1.25),
            reason="fika",
            by_id=table.secretary.id,
        )
    )
    table.close()
    with speaking("sv"):
        [rest] = table.minutes().sittings[0].adjournments
        assert rest_words(rest) == "Ajournering kl. 10.00–10.15, fika"


def test_why_the_meeting_rested_is_told_overnight_and_when_no_hour_can_be(table):
    def rested(begun: datetime, ended: datetime, reason: str) -> None:
        table.make.save(
            Adjournment(
                meeting_id=table.meeting.id,
                begun_at=begun,
                ended_at=ended,
                reason=reason,
                by_id=table.secretary.id,
            )
        )

    rested(after(1), after(24), "enskilda överläggningar")
    rested(after(2), after(25), "")
    rested(after(-72), after(-71), "strömavbrott.")
    table.close()
    [sitting] = table.minutes().sittings
    with speaking("sv"):
        assert [rest_words(one) for one in sitting.adjournments] == [
            "Ajournering kl. 10.00, enskilda överläggningar"
        ]
    [draft] = db.session.scalars(sa.select(MinutesRevision.passages)).all()
    assert draft[TIMES]["text"] == "Mötet ajourneras. Skäl: strömavbrott."


def test_signed_minutes_stand_against_what_is_noted_of_presence(table):
    table.move("Timrå", AWAY, after(1))
    table.close()
    document = db.session.scalars(sa.select(MinutesDocument)).one()
    document.state = MinutesState.SIGNED
    db.session.commit()
    change = db.session.scalars(sa.select(PresenceChange)).first()
    change.presence = EXCUSED
    refused("minutes-are-signed", db.session.flush)


def test_a_roll_from_before_days_were_told_apart_still_tells_who_was_there(table):
    db.session.execute(sa.delete(PresenceChange))
    db.session.commit()
    assert table.told("Timrå") == "på plats"
    table.close()
    assert table.told("Timrå") == "på plats"
