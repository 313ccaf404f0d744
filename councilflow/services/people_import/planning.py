"""The plan of an import: what becomes of every row, everything that is wrong, and a fingerprint of it all.

The preview shows a plan and the second step makes it anew; only when the two have the same fingerprint is
anything done.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from councilflow.models import Body, Person, Seat
from councilflow.process.councils import Category
from councilflow.process.errors import RuleBroken
from councilflow.process.imports import Column, PersonFate, Remark, SeatFate
from councilflow.process.seats import SeatFlaw, seat_flaws
from councilflow.services import people
from councilflow.services.people_import import columns, values
from councilflow.services.people_import.matching import Match, matched
from councilflow.services.people_import.register import Register, known
from councilflow.services.people_import.rows import Flaw, Said, said_in
from councilflow.services.people_import.table import Table, tidy
from councilflow.services.visibility import today

PERSONAL = (Column.NAME, Column.TITLE, Column.PHONE, Column.LANGUAGE)
_AT = {
    SeatFlaw.CATEGORY: Column.CATEGORY,
    SeatFlaw.ORGANISATION: Column.ORGANISATION,
    SeatFlaw.FUNCTION: Column.FUNCTION,
    SeatFlaw.OFFICE: Column.OFFICE,
    SeatFlaw.TERM: Column.ENDS_ON,
}


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of one row. `changes` is what the register will say instead, by column."""

    said: Said
    person: PersonFate
    fate: SeatFate
    seat: Seat | None
    changes: dict[Column, tuple[str, str]] = field(default_factory=dict)

    @property
    def does_something(self) -> bool:
        return self.fate is not SeatFate.UNCHANGED or self.person in (PersonFate.NEW, PersonFate.CHANGED)


@dataclass(frozen=True, slots=True)
class Plan:
    steps: list[Step]
    flaws: list[Flaw]
    remarks: list[tuple[Remark, dict[str, object]]]
    register: Register
    rows: int

    @property
    def holds(self) -> bool:
        return not self.flaws

    @property
    def does_something(self) -> bool:
        return any(step.does_something for step in self.steps)

    @property
    def counts(self) -> dict[str, int]:
        """How many people and seats of each fate, for a summary and for the journal."""
        people = Counter(f"people_{step.person}" for step in self.steps)
        seats = Counter(f"seats_{step.fate}" for step in self.steps)
        return {"rows": self.rows, **people, **seats}

    @property
    def fingerprint(self) -> str:
        """SHA-256 over everything that will be done; the same plan has the same."""
        done = [_as_plain(step) for step in self.steps]
        flaws = [[flaw.row, flaw.column, flaw.error.code] for flaw in self.flaws]
        canonical = json.dumps([done, flaws], sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(canonical.encode()).hexdigest()


def planned(council: Body, table: Table, *, may_correct: bool, now: datetime) -> Plan:
    """What a table would do to a council; nothing is changed.

    `may_correct`: whether names and titles of people who are in the register already are taken from the file;
    else the register's stay, and a remark says so. RuleBroken, for the file as a whole: import-no-rows,
    import-column-twice, import-columns-missing.
    """
    places = columns.placed(table.headings)
    if not table.rows:
        raise RuleBroken("import-no-rows")
    at = places[Column.EMAIL]
    register = known(council, {people.address(row.at(at).text) for row in table.rows} - {""})
    said = [said_in(row, places, len(table.headings), register) for row in table.rows]
    _refuse_two_faced(said)
    for one in said:
        _refuse_no_address(one, register)
    whole = [one for one in said if not one.flaws]
    matches = matched(whole, register.seats, _holders(whole, register))
    for one in whole:
        _refuse_newly(one, matches.get(one.row), register, today(now))
    steps = _steps(whole, matches, register, may_correct=may_correct)
    order = [*Column, None]
    flaws = [flaw for one in said for flaw in sorted(one.flaws, key=lambda flaw: order.index(flaw.column))]
    remarks = _remarks(table, steps, register, may_correct=may_correct)
    return Plan(steps, flaws, remarks, register, len(table.rows))


# --- What is refused --------------------------------------------------------------------------------------


def _refuse_two_faced(said: Iterable[Said]) -> None:
    """One address is one person: whatever two rows say of it must agree."""
    first: dict[tuple[str, Column], tuple[str, int]] = {}
    for one in said:
        for column in PERSONAL if one.email else ():
            words = getattr(one, column)
            before, row = first.setdefault((one.email, column), (words, one.row)) if words else (words, 0)
            if before != words:
                one.blame(column, RuleBroken("import-person-differs", row=row, text=before))


def _refuse_no_address(said: Said, register: Register) -> None:
    if said.email and said.email not in register.people:
        try:
            values.address_of(said.email)
        except RuleBroken as error:
            said.blame(Column.EMAIL, error)


def _refuse_newly(said: Said, match: Match | None, register: Register, day: date) -> None:
    """What the rules say of a seat that is new, or new from a day; what stands already may stand."""
    if match is None or match.fate is SeatFate.UNCHANGED:
        return
    for flaw in _seat_flaws(said, match):
        said.blame(_AT[flaw], RuleBroken("seat-flawed", flaws=[flaw]))
    if match.seat is not None:
        _refuse_touching_the_past(said, match.seat, register, day)
    if match.fate is SeatFate.ENDED:
        return
    person = register.people.get(said.email)
    if person and not person.is_active:
        said.blame(Column.EMAIL, RuleBroken("import-account-closed", name=person.name))
    for thing, column in ((said.organisation, Column.ORGANISATION), (said.body, Column.BODY)):
        if thing and thing.closed_on and (said.ends_on is None or said.ends_on > thing.closed_on):
            error = RuleBroken("import-closed-then", name=thing.name, closed_on=thing.closed_on)
            said.blame(column, error)


def _seat_flaws(said: Said, match: Match) -> list[SeatFlaw]:
    if said.body is None or said.category is None or said.starts_on is None:
        return []
    goes_on = match.seat is not None and match.seat.category is Category.SUBSTITUTE
    return seat_flaws(
        said.body.kind,
        said.category,
        has_organisation=said.organisation is not None,
        office=said.office,
        function=said.function,
        starts_on=said.starts_on,
        ends_on=said.ends_on,
        has_substitutes=said.body.has_substitutes or goes_on,
    )


def _refuse_touching_the_past(said: Said, seat: Seat, register: Register, day: date) -> None:
    """A seat that has ended stays so, and one that was called to a meeting was held that day."""
    if said.starts_on is None:
        return
    follows = said.starts_on > seat.starts_on
    column = Column.STARTS_ON if follows else Column.ENDS_ON
    if seat.ends_on is not None and seat.ends_on < day:
        said.blame(column, RuleBroken("seat-has-ended", ends_on=seat.ends_on))
        return
    last = said.starts_on - timedelta(days=1) if follows else said.ends_on
    called = register.called.get(seat.id)
    if called is not None and last is not None and last < called:
        said.blame(column, RuleBroken("seat-was-called", day=called))


# --- What is done -----------------------------------------------------------------------------------------


def _holders(said: Iterable[Said], register: Register) -> dict[str, Hashable]:
    people = register.people
    return {one.email: people[one.email].id if one.email in people else one.email for one in said}


def _steps(
    said: Iterable[Said], matches: dict[int, Match], register: Register, *, may_correct: bool
) -> list[Step]:
    seen: set[str] = set()
    steps = []
    for one in said:
        if one.flaws or one.row not in matches:
            continue
        match = matches[one.row]
        person, changes = _person(one, register, may_correct=may_correct)
        if one.email in seen and person is PersonFate.NEW:
            person = PersonFate.KNOWN  # a row before has said who it is
        seen.add(one.email)
        steps.append(Step(one, person, match.fate, match.seat, changes))
    return steps


def _person(
    said: Said, register: Register, *, may_correct: bool
) -> tuple[PersonFate, dict[Column, tuple[str, str]]]:
    if said.is_vacant:
        return PersonFate.NOBODY, {}
    person = register.people.get(said.email)
    if person is None:
        return PersonFate.NEW, {}
    changes = differing(said, person) if may_correct else {}
    return (PersonFate.CHANGED if changes else PersonFate.KNOWN), changes


def differing(said: Said, person: Person) -> dict[Column, tuple[str, str]]:
    """What the row says otherwise of a person than the register does, by column: before and after."""
    return {
        column: (getattr(person, column), getattr(said, column))
        for column in PERSONAL
        if getattr(said, column) and tidy(getattr(person, column)) != getattr(said, column)
    }


def _remarks(
    table: Table, steps: Iterable[Step], register: Register, *, may_correct: bool
) -> list[tuple[Remark, dict[str, object]]]:
    found: list[tuple[Remark, dict[str, object]]] = []
    if table.guessed:
        found.append((Remark.ENCODING_GUESSED, {"encoding": table.guessed}))
    if ignored := columns.unknown(table.headings):
        found.append((Remark.COLUMNS_IGNORED, {"columns": ", ".join(ignored)}))
    if table.other_sheets:
        found.append((Remark.SHEETS_IGNORED, {"sheets": ", ".join(table.other_sheets)}))
    if not may_correct:
        rows = [str(step.said.row) for step in steps if _keeps_something(step.said, register)]
        if rows:
            found.append((Remark.REGISTER_KEPT, {"rows": ", ".join(rows)}))
    return found


def _keeps_something(said: Said, register: Register) -> bool:
    """Whether the register stays otherwise than the row says; a hidden number is not to be guessed here."""
    person = register.people.get(said.email)
    if person is None:
        return False
    hidden = {Column.PHONE} if person.phone_hidden else set()
    return bool(set(differing(said, person)) - hidden)


def _as_plain(step: Step) -> list[Any]:
    said = step.said
    facts = [getattr(said, column) for column in Column if column not in (Column.BODY, Column.ORGANISATION)]
    places = [said.body.id if said.body else None, said.organisation.id if said.organisation else None]
    before = step.seat.ends_on if step.seat else None
    seat = [step.fate, step.seat.id if step.seat else None, before]
    shown = [fact.isoformat() if isinstance(fact, date) else fact for fact in facts]
    changes = {column.value: list(pair) for column, pair in step.changes.items()}
    return [said.row, step.person, changes, seat, places, shown]
