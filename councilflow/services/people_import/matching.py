"""What the rows mean beside the seats that are there: new, unchanged, changed from a day, ended.

A seat is recognised by its body, its holder and its category. What happened before stays as it was: a row can
end a seat or let another follow it, never rewrite it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from councilflow.models import Seat
from councilflow.process.councils import Category, Office
from councilflow.process.errors import RuleBroken
from councilflow.process.imports import Column, SeatFate
from councilflow.process.seats import at_the_same_time, refuse_double
from councilflow.services.people_import.rows import Said
from councilflow.services.people_import.table import tidy

Facts = dict[Column, object]
"""What a seat says, by column; what a file has no column for is left out."""


@dataclass(slots=True)
class Standing:
    """A seat as it will be when the file is in. `row` is the row that speaks of it, if any does."""

    body_id: int
    person_id: Hashable  # the id, the address of somebody new, or None
    category: Category
    office: Office | None
    starts_on: date
    ends_on: date | None
    facts: Facts
    seat: Seat | None = None
    row: int | None = None

    @property
    def key(self) -> tuple[object, ...]:
        return self.body_id, self.person_id, self.category


@dataclass(frozen=True, slots=True)
class Match:
    """What becomes of the seat that a row speaks of. `seat` is the one that is there already."""

    fate: SeatFate
    seat: Seat | None = None


def matched(said: Iterable[Said], seats: Iterable[Seat], holders: dict[str, Hashable]) -> dict[int, Match]:
    """What becomes of each row, by its number; a row that the rules refuse gets its flaw instead.

    `holders` gives who an address is: the id of somebody known, or the address itself.
    """
    work = _Work(seats)
    rows = [(one, _wanted(one, holders)) for one in said]
    for settle in (work.is_there, work.ends, work.follows_or_begins):
        rows = [(one, wanted) for one, wanted in rows if not settle(one, wanted)]
    work.refuse_doubles()
    return work.found


class _Work:
    def __init__(self, seats: Iterable[Seat]) -> None:
        self.found: dict[int, Match] = {}
        self.said: dict[int, Said] = {}
        self.by_key: dict[tuple[object, ...], list[Standing]] = defaultdict(list)
        for seat in seats:
            standing = _standing(seat)
            self.by_key[standing.key].append(standing)

    def _settle(self, said: Said, standing: Standing, fate: SeatFate, seat: Seat | None) -> bool:
        standing.row = said.row
        self.said[said.row] = said
        self.found[said.row] = Match(fate, seat)
        return True

    def is_there(self, said: Said, wanted: Standing) -> bool:
        """The seat stands as the row says, or has begun before the row's first day and is the same."""
        free = [one for one in self.by_key[wanted.key] if one.row is None and _says(wanted, one)]
        free = [one for one in free if Column.ENDS_ON not in said.told or one.ends_on == wanted.ends_on]
        free = [one for one in free if one.starts_on <= wanted.starts_on and at_the_same_time(one, wanted)]
        free.sort(key=lambda one: one.starts_on != wanted.starts_on)
        return bool(free) and self._settle(said, free[0], SeatFate.UNCHANGED, free[0].seat)

    def ends(self, said: Said, wanted: Standing) -> bool:
        """The same seat from the same day, with another last day."""
        for one in self.by_key[wanted.key]:
            same = one.row is None and _says(wanted, one) and one.starts_on == wanted.starts_on
            if same and wanted.ends_on is not None:
                one.ends_on = wanted.ends_on
                return self._settle(said, one, SeatFate.ENDED, one.seat)
        return False

    def follows_or_begins(self, said: Said, wanted: Standing) -> bool:
        """Something else holds from the row's first day; a vacant seat is filled; or the seat is new."""
        standing, fate = self._before(wanted), SeatFate.CHANGED
        if standing is None:
            standing, fate = self._vacant(wanted), SeatFate.FILLED
        if standing is None:
            fate = SeatFate.NEW
        elif wanted.starts_on > standing.starts_on:
            standing.ends_on = wanted.starts_on - timedelta(days=1)
        else:
            _refuse_rewriting(said, standing, wanted)
            return True
        if standing is not None and standing.seat is not None:
            said.keep(standing.seat)
            wanted.office, wanted.ends_on = said.office, said.ends_on
        self.by_key[wanted.key].append(wanted)
        return self._settle(said, wanted, fate, standing.seat if standing else None)

    def _before(self, wanted: Standing) -> Standing | None:
        """The seat of the same person that no row speaks of and that the wanted one would meet."""
        if wanted.person_id is None:
            return None
        own = self.by_key[wanted.key]
        return next((one for one in own if one.row is None and at_the_same_time(one, wanted)), None)

    def _vacant(self, wanted: Standing) -> Standing | None:
        """A vacant seat of the same organisation, side and function, which somebody takes over."""
        if wanted.person_id is None:
            return None
        empty = self.by_key[wanted.body_id, None, wanted.category]
        alike = [one for one in empty if one.row is None and one.seat is not None and _fits(one, wanted)]
        return next((one for one in alike if one.starts_on < wanted.starts_on), None)

    def refuse_doubles(self) -> None:
        """Hold what the rows bring against all that will stand then."""
        by_body: dict[int, list[Standing]] = defaultdict(list)
        for group in self.by_key.values():
            for one in group:
                by_body[one.body_id].append(one)
        for standing in by_body.values():
            chairs = [one for one in standing if one.office is Office.CHAIR]
            for one in standing:
                if one.row is not None and self.found[one.row].fate is not SeatFate.UNCHANGED:
                    own = self.by_key[one.key] if one.person_id is not None else []
                    others = [*own, *chairs] if one.office is Office.CHAIR else own
                    self._refuse_double(one, [other for other in others if other is not one])

    def _refuse_double(self, one: Standing, others: list[Standing]) -> None:
        said = self.said[one.row or 0]
        try:
            refuse_double(one, others)
        except RuleBroken as error:
            same = [other for other in others if other.key == one.key and at_the_same_time(one, other)]
            rows = [
                other.row for other in same if other.row is not None and error.code == "seat-already-held"
            ]
            if rows:
                said.blame(None, RuleBroken("import-same-seat", row=min(rows)))
            else:
                said.blame(Column.OFFICE if error.code == "office-taken" else Column.CATEGORY, error)


def _says(wanted: Standing, other: Standing) -> bool:
    """Whether a seat is what a row says, as far as the row says anything."""
    return all(other.facts[column] == said for column, said in wanted.facts.items())


def _fits(vacant: Standing, wanted: Standing) -> bool:
    """Whether the wanted seat is the one that is vacant, with somebody in it."""
    same = (Column.ORGANISATION, Column.OFFICE, Column.FUNCTION)
    sides = (None, wanted.facts.get(Column.SIDE))
    return (
        at_the_same_time(vacant, wanted)
        and all(vacant.facts[column] == wanted.facts.get(column) for column in same if column in wanted.facts)
        and vacant.facts[Column.SIDE] in sides
    )


def _refuse_rewriting(said: Said, standing: Standing, wanted: Standing) -> None:
    same_day = standing.starts_on == wanted.starts_on
    if same_day and _says(wanted, standing):
        said.blame(Column.ENDS_ON, RuleBroken("import-seat-has-end", ends_on=standing.ends_on))
    elif same_day:
        error = RuleBroken("change-must-come-later", starts_on=standing.starts_on)
        said.blame(Column.STARTS_ON, error)
    else:
        said.blame(Column.STARTS_ON, RuleBroken("seat-already-held", category=standing.category))


def _wanted(said: Said, holders: dict[str, Hashable]) -> Standing:
    if said.body is None or said.category is None or said.starts_on is None:
        raise ValueError("a row is matched when it has been understood")
    return Standing(
        body_id=said.body.id,
        person_id=holders[said.email] if said.email else None,
        category=said.category,
        office=said.office,
        starts_on=said.starts_on,
        ends_on=said.ends_on,
        facts={column: fact for column, fact in _facts(said).items() if column in said.told},
    )


def _facts(said: Said) -> Facts:
    return {
        Column.ORGANISATION: said.organisation.id if said.organisation else None,
        Column.SIDE: said.side,
        Column.PARTY: said.party,
        Column.OFFICE: said.office,
        Column.FUNCTION: said.function,
        Column.GROUND: said.ground,
    }


def _standing(seat: Seat) -> Standing:
    return Standing(
        body_id=seat.body_id,
        person_id=seat.person_id,
        category=seat.category,
        office=seat.office,
        starts_on=seat.starts_on,
        ends_on=seat.ends_on,
        facts={
            Column.ORGANISATION: seat.organisation_id,
            Column.SIDE: seat.side,
            Column.PARTY: tidy(seat.party),
            Column.OFFICE: seat.office,
            Column.FUNCTION: tidy(seat.function),
            Column.GROUND: tidy(seat.ground),
        },
        seat=seat,
    )
