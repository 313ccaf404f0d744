"""What becomes of each row of a file: who is new, which seats begin, change and end, and what is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from councilflow import i18n
from councilflow.extensions import db
from councilflow.models import Attendance, Body, ImportDraft, JournalEntry, Person, Seat
from councilflow.process.councils import BodyKind, Category, Office, Side
from councilflow.process.errors import RuleBroken
from councilflow.process.imports import Column, PersonFate, Remark, SeatFate
from councilflow.services import people_import
from councilflow.services.people_import import Plan, carry_out, planned, read, seats_of, written
from councilflow.services.people_import.table import Cell, Row, Table
from tests.asked import asked
from tests.conftest import NOW, Make
from tests.spreadsheets import separated

TODAY = NOW.date()


class County:
    """A council with a group, two municipalities and somebody who imports."""

    def __init__(self, make: Make) -> None:
        self.make = make
        self.council = make.council()
        self.timra = make.organisation("Timrå kommun")
        self.ange = make.organisation("Ånge kommun")
        self.group = make.council(
            "Beredningsgruppen",
            kind=BodyKind.PREPARATORY_GROUP,
            council_id=self.council.id,
            host=self.council.host,
        )
        self.by = make.person("Sekreteraren")

    def plan(self, *rows: dict[str, str], may_correct: bool = True) -> Plan:
        headings = list(dict.fromkeys(name for row in rows for name in row))
        table = read(
            separated(*([row.get(name, "") for name in headings] for row in rows), headings=headings), "f"
        )
        return planned(self.council, table, may_correct=may_correct, now=NOW)

    def take_in(self, *rows: dict[str, str], may_correct: bool = True) -> Plan:
        plan = self.plan(*rows, may_correct=may_correct)
        assert plan.flaws == []
        carry_out(self.council, plan, file_name="fil.csv", by=self.by, now=NOW)
        db.session.commit()
        return plan


@pytest.fixture
def county(make: Make) -> County:
    return County(make)


def row(**facts: str) -> dict[str, str]:
    """A row of somebody from Timrå, by heading; only what the test is about is named."""
    usual = {
        "name": "Anna Berg",
        "email": "anna@example.org",
        "category": "Ledamot",
        "organisation": "Timrå",
        "starts": "2027-01-01",
    }
    names = {
        "name": "Namn",
        "email": "E-postadress",
        "category": "Sitter som",
        "organisation": "Organisation",
        "starts": "Första dag",
        "ends": "Sista dag",
        "title": "Titel",
        "phone": "Telefon",
        "language": "Språk",
        "body": "Organ",
        "side": "Majoritet eller opposition",
        "party": "Parti",
        "office": "Uppdrag",
        "function": "Funktion",
        "ground": "Skäl",
    }
    return {names[name]: text for name, text in (usual | facts).items()}


def seat(**facts: Any) -> dict[str, Any]:
    return {"category": Category.MEMBER, "side": None, "starts_on": date(2023, 1, 1)} | facts


def seats(body: Body) -> list[Seat]:
    return list(db.session.scalars(sa.select(Seat).where(Seat.body_id == body.id).order_by(Seat.id)))


# --- What becomes of a row ----------------------------------------------------------------------------------


def test_somebody_new_gets_an_account_without_a_password_and_a_seat(county: County) -> None:
    plan = county.take_in(
        row(
            side="Majoritet",
            party="S",
            office="Ordförande",
            title="Kommunalråd",
            phone="070",
            language="nynorsk",
            ends="31.12.2030",
        )
    )
    assert [(step.person, step.fate) for step in plan.steps] == [(PersonFate.NEW, SeatFate.NEW)]
    person = db.session.scalars(sa.select(Person).where(Person.email == "anna@example.org")).one()
    assert (person.name, person.title, person.phone, person.language) == (
        "Anna Berg",
        "Kommunalråd",
        "070",
        "nn",
    )
    assert (person.password_hash, person.is_administrator, person.is_active) == (None, False, True)
    (given,) = seats(county.council)
    assert (given.person_id, given.organisation_id, given.category) == (
        person.id,
        county.timra.id,
        Category.MEMBER,
    )
    assert (given.side, given.party, given.office) == (Side.MAJORITY, "S", Office.CHAIR)
    assert (given.starts_on, given.ends_on) == (date(2027, 1, 1), date(2030, 12, 31))


def test_the_journal_tells_of_the_import_and_of_each_seat(county: County) -> None:
    county.take_in(row())
    noted = db.session.scalars(sa.select(JournalEntry).order_by(JournalEntry.id)).all()
    assert [entry.event for entry in noted] == ["people-imported", "person-added", "seat-added"]
    assert noted[0].after == {"rows": 1, "people_new": 1, "seats_new": 1}
    assert noted[2].after["person"] == "Anna Berg"
    assert noted[2].council_id == county.council.id


def test_a_known_person_keeps_the_account_and_gets_the_seat(county: County) -> None:
    anna = county.make.person("Anna Berg", email="anna@example.org", password_hash="hash")
    plan = county.take_in(row(email="  ANNA@example.org "))
    assert plan.steps[0].person is PersonFate.KNOWN
    assert seats(county.council)[0].person_id == anna.id
    assert db.session.get_one(Person, anna.id).password_hash == "hash"


def test_one_person_may_stand_on_several_rows(county: County) -> None:
    plan = county.take_in(
        row(title="Direktör"), row(category="Beredningsgrupp", body="beredningsgruppen", phone="070")
    )
    assert [step.person for step in plan.steps] == [PersonFate.NEW, PersonFate.KNOWN]
    person = db.session.scalars(sa.select(Person).where(Person.email == "anna@example.org")).one()
    assert (person.title, person.phone) == ("Direktör", "070")
    assert [one.person_id for one in (*seats(county.council), *seats(county.group))] == [person.id] * 2


def test_a_row_without_anybody_is_a_vacant_seat(county: County) -> None:
    plan = county.take_in(row(name="", email=""))
    assert plan.steps[0].person is PersonFate.NOBODY
    assert seats(county.council)[0].person_id is None


def test_a_seat_changes_from_a_day_and_the_old_one_stays(county: County) -> None:
    county.make.seat(county.council, **seat(organisation_id=county.timra.id, person=_anna(county)))
    plan = county.take_in(row(organisation="Ånge kommun"))
    assert plan.steps[0].fate is SeatFate.CHANGED
    old, new = seats(county.council)
    assert (old.organisation_id, old.ends_on) == (county.timra.id, date(2026, 12, 31))
    assert (new.organisation_id, new.starts_on, new.position) == (
        county.ange.id,
        date(2027, 1, 1),
        old.position,
    )


def test_what_the_file_has_no_column_for_goes_on_in_a_changed_seat(county: County) -> None:
    facts = seat(organisation_id=county.timra.id, side=Side.OPPOSITION, party="M", office=Office.VICE_CHAIR)
    county.make.seat(county.council, person=_anna(county), **facts | {"ends_on": date(2030, 12, 31)})
    county.take_in(row(party="KD"))
    new = seats(county.council)[1]
    assert (new.side, new.party, new.office) == (Side.OPPOSITION, "KD", Office.VICE_CHAIR)
    assert new.ends_on == date(2030, 12, 31)


def test_a_seat_that_stands_as_the_row_says_is_left_alone(county: County) -> None:
    county.make.seat(county.council, person=_anna(county), **seat(organisation_id=county.timra.id))
    for starts in ("2023-01-01", "2027-01-01"):
        plan = county.plan(row(starts=starts))
        assert [step.fate for step in plan.steps] == [SeatFate.UNCHANGED]
        assert not plan.does_something


def test_a_seat_gets_a_last_day_and_another_follows_in_the_same_file(county: County) -> None:
    county.make.seat(
        county.council,
        person=_anna(county),
        **seat(organisation_id=county.timra.id, office=Office.CHAIR),
    )
    bo = row(name="Bo Ek", email="bo@example.org", office="Ordförande", ends="")
    plan = county.take_in(bo, row(office="Ordförande", starts="2023-01-01", ends="2026-12-31"))
    assert [step.fate for step in plan.steps] == [SeatFate.NEW, SeatFate.ENDED]
    old, new = seats(county.council)
    assert (old.ends_on, new.starts_on) == (date(2026, 12, 31), date(2027, 1, 1))


def test_somebody_fills_a_vacant_seat_of_the_same_organisation(county: County) -> None:
    place = Seat(body_id=county.council.id, organisation_id=county.timra.id, position=7, **seat())
    county.make.save(place)
    plan = county.take_in(row(side="opposition"))
    assert plan.steps[0].fate is SeatFate.FILLED
    vacant, filled = seats(county.council)
    assert (vacant.ends_on, filled.position) == (date(2026, 12, 31), 7)


def test_who_is_not_in_the_file_sits_on(county: County) -> None:
    county.make.seat(county.council, organisation_id=county.ange.id)
    county.take_in(row())
    assert [one.ends_on for one in seats(county.council)] == [None, None]


def _anna(county: County, **facts: Any) -> Person:
    return county.make.person("Anna Berg", email="anna@example.org", **facts)


# --- People who are in the register -------------------------------------------------------------------------


def test_an_administrator_corrects_people_and_a_secretary_does_not(county: County) -> None:
    anna = _anna(county, title="Rektor")
    said = row(name="Anna Bergh", title="Kommunalråd")
    kept = county.plan(said, may_correct=False)
    assert (kept.steps[0].person, kept.steps[0].changes) == (PersonFate.KNOWN, {})
    assert kept.remarks == [(Remark.REGISTER_KEPT, {"rows": "2"})]
    plan = county.take_in(said)
    assert plan.steps[0].changes == {
        Column.NAME: ("Anna Berg", "Anna Bergh"),
        Column.TITLE: ("Rektor", "Kommunalråd"),
    }
    assert (anna.name, anna.title, anna.email) == ("Anna Bergh", "Kommunalråd", "anna@example.org")


def test_a_number_that_somebody_hides_is_not_to_be_found_out(county: County) -> None:
    _anna(county, phone="070", phone_hidden=True)
    assert county.plan(row(phone="071"), may_correct=False).remarks == []
    county.take_in(row(phone="071"), may_correct=False)
    lines = seats_of(county.council, day=date(2027, 1, 1))
    assert [line[Column.PHONE] for line in lines] == [""]


def test_an_empty_cell_takes_nothing_from_anybody(county: County) -> None:
    anna = _anna(county, title="Rektor", phone="070")
    county.take_in(row(title="", phone="", language=""))
    assert (anna.title, anna.phone, anna.language) == ("Rektor", "070", "sv")


def test_no_column_makes_an_administrator_or_gives_a_password(county: County) -> None:
    names = (
        "is_administrator",
        "Administratör",
        "password_hash",
        "session_key",
        "is_active",
        "id",
        "body_id",
    )
    plan = county.take_in(row() | dict.fromkeys(names, "1"))
    assert plan.remarks == [(Remark.COLUMNS_IGNORED, {"columns": ", ".join(names)})]
    person = db.session.scalars(sa.select(Person).where(Person.email == "anna@example.org")).one()
    assert (person.is_administrator, person.password_hash, person.is_active) == (False, None, True)


def test_a_file_reaches_no_other_council(county: County) -> None:
    other = county.make.council("Grannrådet")
    county.make.council("Grannens grupp", kind=BodyKind.WORKING_GROUP, council_id=other.id, host=other.host)
    for name in ("Grannrådet", "Grannens grupp"):
        (flaw,) = county.plan(row(body=name)).flaws
        assert (flaw.column, flaw.error.code) == (Column.BODY, "import-unknown-body")


# --- What is refused, row by row ----------------------------------------------------------------------------

VERA = {"email": "vera@example.org", "name": "Vera"}

ROWS: dict[str, tuple[dict[str, str], str, str]] = {
    "no name": (row(name=""), "name", "import-cell-missing"),
    "no address": (row(email=""), "email", "import-cell-missing"),
    "a title of nobody": (row(name="", email="", title="Rektor"), "name", "import-cell-missing"),
    "no address of mail": (row(email="anna.example.org"), "email", "import-address-wrong"),
    "two addresses": (row(email="a@example.org, b@example.org"), "email", "import-address-wrong"),
    "a long name": (row(name="a" * 121), "name", "import-too-long"),
    "a formula": (row(name="=1+1"), "name", "import-formula"),
    "a formula for a day": (row(starts="=TODAY()"), "starts_on", "import-formula"),
    "no category": (row(category=""), "category", "import-cell-missing"),
    "an unknown category": (row(category="Kung"), "category", "import-unknown-word"),
    "an unknown side": (row(side="vänster"), "side", "import-unknown-word"),
    "an unknown office": (row(office="Kassör"), "office", "import-unknown-word"),
    "an unknown language": (row(language="suomi"), "language", "import-unknown-word"),
    "an unknown organisation": (row(organisation="Åre"), "organisation", "import-unknown-organisation"),
    "an organisation of two": (row(organisation="Region"), "organisation", "import-organisation-unclear"),
    "an unknown body": (row(body="Kören"), "body", "import-unknown-body"),
    "no first day": (row(starts=""), "starts_on", "import-cell-missing"),
    "no such day": (row(starts="2027-02-30"), "starts_on", "import-day-unreadable"),
    "an ambiguous day": (row(ends="2/1 2028"), "ends_on", "import-day-ambiguous"),
    "no organisation": (row(organisation=""), "organisation", "seat-flawed"),
    "no function": (row(category="Funktion med yttranderätt"), "function", "seat-flawed"),
    "a chair who is no member": (
        row(category="Adjungerad", office="Vice ordförande"),
        "office",
        "seat-flawed",
    ),
    "ends before it begins": (row(ends="2026-12-31"), "ends_on", "seat-flawed"),
    "a preparer in the council": (row(category="Beredningsgrupp"), "category", "seat-flawed"),
    "a substitute where there are none": (row(category="Ersättare"), "category", "seat-flawed"),
    "a second chair": (row(office="Ordförande"), "office", "office-taken"),
    "the same day as the seat": (
        row(email="vera@example.org", name="Vera"),
        "starts_on",
        "change-must-come-later",
    ),
    "a closed account": (row(email="stina@example.org", name="Stina"), "email", "import-account-closed"),
    "a closed organisation": (row(organisation="Gamla"), "organisation", "import-closed-then"),
}


@pytest.mark.one_database
@pytest.mark.parametrize("why", ROWS)
def test_a_row_that_cannot_be_is_refused_at_its_column(county: County, why: str) -> None:
    make = county.make
    make.organisation("Region Nord", short_name="Region")
    make.organisation("Region Syd", short_name="Region")
    make.organisation("Gamla kommunen", closed_on=date(2027, 6, 30))
    make.chair(county.council)
    make.person("Stina", email="stina@example.org", is_active=False)
    vera = make.person("Vera", email="vera@example.org")
    make.seat(county.council, person=vera, starts_on=date(2027, 1, 1), organisation_id=county.ange.id)
    said, column, code = ROWS[why]
    flaws = county.plan(said).flaws
    assert [(flaw.row, flaw.column, flaw.error.code) for flaw in flaws] == [(2, column, code)]


def test_every_flaw_of_every_row_is_told_at_once(county: County) -> None:
    flaws = county.plan(row(category="Kung", starts="x"), row(), row(organisation="Åre")).flaws
    assert [(flaw.row, flaw.column) for flaw in flaws] == [
        (2, Column.CATEGORY),
        (2, Column.STARTS_ON),
        (4, Column.ORGANISATION),
    ]


def test_one_address_is_one_person(county: County) -> None:
    (flaw,) = county.plan(
        row(), row(name="Berta", body="Beredningsgruppen", category="Beredningsgrupp")
    ).flaws
    assert (flaw.row, flaw.column, flaw.error.code) == (3, Column.NAME, "import-person-differs")
    assert flaw.error.facts["row"] == 2


@pytest.mark.parametrize("again", [{}, {"starts": "2028-01-01"}, {"organisation": "Ånge"}])
def test_the_same_seat_twice_is_refused(county: County, again: dict[str, str]) -> None:
    flaws = county.plan(row(ends=""), row(ends="", **again)).flaws
    assert {flaw.error.code for flaw in flaws} == {"import-same-seat"}


def test_terms_that_follow_each_other_are_two_seats(county: County) -> None:
    plan = county.take_in(row(ends="2027-12-31"), row(starts="2028-01-01", organisation="Ånge"))
    assert [step.fate for step in plan.steps] == [SeatFate.NEW] * 2


def test_two_chairs_in_one_file_are_refused(county: County) -> None:
    bo = row(name="Bo", email="bo@example.org", office="Ordförande")
    flaws = county.plan(row(office="Ordförande"), bo).flaws
    assert {flaw.error.code for flaw in flaws} == {"office-taken"}


def test_a_seat_that_begins_before_the_one_that_stands_is_refused(county: County) -> None:
    county.make.seat(county.council, person=_anna(county), **seat(organisation_id=county.timra.id))
    (flaw,) = county.plan(row(starts="2020-01-01")).flaws
    assert (flaw.column, flaw.error.code) == (Column.STARTS_ON, "seat-already-held")


def test_a_last_day_is_not_taken_back(county: County) -> None:
    facts = seat(organisation_id=county.timra.id, ends_on=date(2027, 6, 30))
    county.make.seat(county.council, person=_anna(county), **facts)
    (flaw,) = county.plan(row(starts="2023-01-01", ends="")).flaws
    assert flaw.error.code == "import-seat-has-end"


def test_what_has_been_stays_as_it_was(county: County) -> None:
    anna = _anna(county)
    facts = seat(organisation_id=county.timra.id, ends_on=TODAY - timedelta(days=1))
    county.make.seat(county.council, person=anna, **facts)
    (flaw,) = county.plan(row(starts="2023-01-01", ends="2030-01-01")).flaws
    assert flaw.error.code == "seat-has-ended"


def test_a_seat_that_is_called_to_a_meeting_does_not_end_before_it(county: County) -> None:
    county.make.seat(county.council, person=_anna(county), **seat(organisation_id=county.timra.id))
    meeting = county.make.meeting(county.council, starts_at=datetime(2027, 1, 15, 8, tzinfo=UTC))
    (held,) = seats(county.council)
    line = Attendance(meeting_id=meeting.id, seat_id=held.id, name="Anna Berg", organisation="Timrå kommun")
    line.category, line.position = Category.MEMBER, 1
    county.make.save(line)
    (flaw,) = county.plan(row(organisation="Ånge")).flaws
    assert (flaw.column, flaw.error.code) == (Column.STARTS_ON, "seat-was-called")
    assert county.plan(row(organisation="Ånge", starts="2027-01-16")).flaws == []


# --- All or nothing -----------------------------------------------------------------------------------------


def test_a_flaw_in_the_last_row_keeps_all_of_them_out(county: County) -> None:
    rows = [row(name=f"Person {n}", email=f"p{n}@example.com") for n in range(20)]
    plan = county.plan(*rows, row(organisation="Åre"))
    with pytest.raises(ValueError, match="flaws"):
        carry_out(county.council, plan, file_name="f", by=county.by, now=NOW)


def test_a_failure_while_it_is_done_leaves_nothing(county: County) -> None:
    """The last row meets somebody whom another has entered since the plan was made."""
    rows = [row(name=f"Person {n}", email=f"p{n}@example.com") for n in range(20)]
    plan, council_id, by_id = county.plan(*rows), county.council.id, county.by.id
    county.make.person("Kom emellan", email="p19@example.com")
    council, by = db.session.get_one(Body, council_id), db.session.get_one(Person, by_id)
    with pytest.raises(sa.exc.IntegrityError):
        carry_out(council, plan, file_name="f", by=by, now=NOW)
    db.session.rollback()
    assert db.session.scalar(sa.select(sa.func.count(Seat.id))) == 0
    assert db.session.scalar(sa.select(sa.func.count(JournalEntry.id))) == 0
    came = db.session.scalars(sa.select(Person.name).where(Person.email.like("p%@example.com"))).all()
    assert came == ["Kom emellan"]


def test_the_fingerprint_tells_whether_the_register_changed(county: County) -> None:
    said = row()
    before = county.plan(said).fingerprint
    assert county.plan(said).fingerprint == before
    _anna(county)
    assert county.plan(said).fingerprint != before
    assert county.plan(row(party="S")).fingerprint != county.plan(row(party="M")).fingerprint


# --- Five hundred at once -----------------------------------------------------------------------------------


def crowd(n: int, **facts: str) -> list[dict[str, str]]:
    return [row(name=f"Person {i}", email=f"p{n}-{i}@example.com", **facts) for i in range(n)]


def looked_up(statements: list[str]) -> int:
    """All but the rows that are written: SQLite gives each its own INSERT, PostgreSQL one to them all."""
    return sum(
        not statement.startswith(("INSERT INTO person", "INSERT INTO seat")) for statement in statements
    )


def test_five_hundred_rows_cost_no_more_queries_than_five(county: County) -> None:
    costs = []
    for n in (5, 500):
        with asked() as planning:
            plan = county.plan(*crowd(n))
        with asked() as doing:
            carry_out(county.council, plan, file_name="f", by=county.by, now=NOW)
            db.session.commit()
        with asked() as changing:
            county.take_in(*crowd(n, organisation="Ånge", starts="2028-01-01"))
        costs.append((looked_up(planning), looked_up(doing), looked_up(changing)))
        assert plan.counts == {"rows": n, "people_new": n, "seats_new": n}
    assert costs[1] <= costs[0]
    assert len(seats(county.council)) == 2 * 505


# --- Out and in again ---------------------------------------------------------------------------------------


def again(county: County, kind: str, language: str = "sv") -> Plan:
    with i18n.speaking(language):
        content = written(seats_of(county.council, day=TODAY), kind)
    return planned(county.council, read(content, f"ut.{kind}"), may_correct=True, now=NOW)


@pytest.mark.parametrize("kind", people_import.KINDS)
@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_what_goes_out_comes_in_again_without_a_change(county: County, kind: str, language: str) -> None:
    make = county.make
    make.chair(county.council)
    make.secretary(county.council)
    make.seat(county.group, Category.PREPARER)
    make.seat(county.council, Category.SUBSTITUTE, organisation_id=county.timra.id)
    make.seat(county.council, Category.ADJUNCT, ground="Kan frågan", ends_on=date(2027, 5, 31))
    make.seat(county.council, Category.SPEAKING_FUNCTION, function="Regiondirektör")
    make.seat(
        county.council, organisation_id=county.ange.id, side=Side.OPPOSITION, party="=M", starts_on=TODAY
    )
    closed = make.person(
        "Stängd", is_active=False, phone="+46 70 123 45 67", phone_hidden=True, language="nn"
    )
    make.seat(county.council, person=closed)
    for _ in range(2):
        make.save(Seat(body_id=county.council.id, organisation_id=county.ange.id, **seat()))
    make.seat(county.council, ends_on=TODAY - timedelta(days=1))
    plan = again(county, kind, language)
    assert plan.flaws == []
    assert plan.counts["rows"] == plan.counts["seats_unchanged"] == 10
    assert not plan.does_something


WORDS = st.text(
    st.one_of(
        st.sampled_from("åäöÅÄÖæøÆØŋŧčšžđ'\"=+-@;,\t\r\n\0\u00a0\u202e\uff1d|\\^~ Aa1"),
        st.characters(exclude_categories=("Cs", "Cc")),
    ),
    max_size=40,
)


@pytest.mark.one_database
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(name=WORDS, title=WORDS, party=WORDS, function=WORDS)
def test_any_text_goes_out_and_comes_in_again(
    county: County, name: str, title: str, party: str, function: str
) -> None:
    person = Person(name=f"N{name}", title=title, email="x@example.com", session_key="k", created_at=NOW)
    body, organisation = county.council, county.timra
    db.session.add(person)
    db.session.flush()
    db.session.add(
        Seat(
            body_id=body.id,
            person_id=person.id,
            organisation_id=organisation.id,
            party=party,
            function=function,
            position=1,
            **seat(),
        )
    )
    db.session.flush()
    try:
        for kind in people_import.KINDS:
            plan = again(county, kind)
            assert plan.flaws == [], [(flaw.column, flaw.error.code, flaw.error.facts) for flaw in plan.flaws]
            assert not plan.does_something
    finally:
        db.session.rollback()


def test_no_cell_of_an_export_is_run_by_a_spreadsheet(county: County) -> None:
    for number, text in enumerate(("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\uff1d1")):
        county.make.seat(county.council, name=text, function=f"f{number}")
    text = written(seats_of(county.council, day=TODAY), "csv").decode("utf-8-sig")
    cells = [cell for line in text.splitlines()[1:] for cell in line.split(";")]
    assert not [cell for cell in cells if cell.strip('"')[:1] in tuple("=+-@\t\uff1d") and cell.strip('"')]
    content = written(seats_of(county.council, day=TODAY), "xlsx")
    assert all(cell.odd is None for one in read(content, "f.xlsx").rows for cell in one.cells)


# --- The file between the two steps -------------------------------------------------------------------------


def test_a_draft_is_its_owners_for_that_council_and_for_a_day(county: County) -> None:
    other, stranger = county.make.council("Ett annat råd"), county.make.person()
    people_import.keep(county.council, b"one", "ett.csv", by=county.by, now=NOW)
    draft = people_import.keep(county.council, b"two", "../tva.csv", by=county.by, now=NOW)
    assert db.session.scalar(sa.select(sa.func.count(ImportDraft.id))) == 1
    assert people_import.draft_of(county.council, county.by, now=NOW) is draft
    assert (draft.content, draft.file_name) == (b"two", "tva.csv")
    assert people_import.draft_of(other, county.by, now=NOW) is None
    assert people_import.draft_of(county.council, stranger, now=NOW) is None
    later = NOW + timedelta(days=1, seconds=1)
    assert people_import.draft_of(county.council, county.by, now=later) is None
    people_import.keep(other, b"three", "tre.csv", by=stranger, now=later)
    assert db.session.scalars(sa.select(ImportDraft.content)).all() == [b"three"]


def test_a_table_without_rows_has_nothing_to_import(county: County) -> None:
    for kind in people_import.KINDS:
        with pytest.raises(RuleBroken) as refused:
            planned(county.council, read(written([], kind), "mall"), may_correct=True, now=NOW)
        assert refused.value.code == "import-no-rows"


def test_cells_beyond_the_headings_are_told(county: County) -> None:
    headings = ["Namn", "E-post", "Sitter som", "Första dag"]
    cells = [Cell(text) for text in ("Anna", "a@example.org", "Observatör", "2027-01-01", "Timrå")]
    plan = planned(county.council, Table(headings, [Row(2, cells)]), may_correct=True, now=NOW)
    assert [(flaw.column, flaw.error.code) for flaw in plan.flaws] == [(None, "import-cells-beyond")]
