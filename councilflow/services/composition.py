"""What bodies are composed of, on any day: the rules they have, who fills them, and what is missing.

The rules of composition are kept as seats are: each holds from a day to a day, and a change is a new row in
the old one's place, so that any past day can be looked at as it was (A42–A48, B3.23, B4.3).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, and_, or_, select

from councilflow.extensions import db
from councilflow.models import Body, Membership, Organisation, Seat, SeatRule
from councilflow.process.composition import Composition, Slot, composed, could_fill
from councilflow.process.councils import Category, SeatFacts, Side, breaches, in_term
from councilflow.process.profiles import PROFILES
from councilflow.services import councils
from councilflow.services.bodies import kept_with
from councilflow.services.visibility import held_on

Found = Row[*tuple[Any, ...]]
Rows = Sequence[Found]


class Lack(StrEnum):
    SIDE = "side"  # a body without rules lacks a side of an organisation (A42)
    VACANT = "vacant"
    TOO_MANY = "too-many"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """One thing that the composition of a body is not as it should be in."""

    lack: Lack
    body_id: int
    organisation: str = ""
    organisation_id: int | None = None
    category: Category = Category.MEMBER
    side: Side | None = None
    title: str = ""
    function: str = ""
    rule_id: int | None = None
    seat_id: int | None = None
    """The empty seat to fill, or the one that should not be there."""
    person: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True)
class Layout:
    """A body on a day, laid against its rules."""

    body_id: int
    composition: Composition[Any, Any]
    names: dict[int, str]
    """Of the organisations that the rules ask, by id."""
    missing: list[Missing]


def rules_of(body_id: int) -> Rows:
    """Every rule of a body, former and coming ones too, each place together and the newest first."""
    return _rules(SeatRule.body_id == body_id)


def rule_holds_on(day: date) -> Any:
    return and_(SeatRule.starts_on <= day, or_(SeatRule.ends_on.is_(None), SeatRule.ends_on >= day))


def _rules(*which: Any) -> Rows:
    return db.session.execute(
        select(*SeatRule.__table__.c, Organisation.name.label("organisation"))
        .outerjoin(Organisation, Organisation.id == SeatRule.organisation_id)
        .where(*which)
        .order_by(SeatRule.position, SeatRule.starts_on.desc(), SeatRule.id.desc())
    ).all()


def layout_on(body: Body, day: date) -> Layout:
    """One body on a day."""
    return layouts({body.id: councils.rows_of([body.id], held_on(day))}, day)[body.id]


def missing_in(council_id: int, day: date) -> list[Missing]:
    """What a council and the groups that do nothing but prepare it lack on a day."""
    bodies = councils.bodies_with_seats(council_id, day)
    found = layouts({body.id: body.held for body in bodies}, day)
    return [one for body in bodies for one in found[body.id].missing]


def layouts(seats: Mapping[int, Sequence[Any]], day: date) -> dict[int, Layout]:
    """Bodies on a day, by id. `seats` are those held then in each, as `councils.rows_of` gives them."""
    rules = _rules(SeatRule.body_id.in_(seats), rule_holds_on(day))
    bodies = db.session.execute(
        select(Body.id, Body.kind, Body.council_id, Body.includes_id, Body.minutes_profile).where(
            Body.id.in_(seats)
        )
    ).all()
    belonging = _belonging(bodies, day)
    included = _through_included(bodies, day)
    of_both_sides = {body.id for body in bodies if PROFILES[body.minutes_profile].both_sides}
    found = {}
    for body_id, rows in seats.items():
        own_rules = [rule for rule in rules if rule.body_id == body_id]
        asked, may_sit = belonging[body_id]
        composition = composed(own_rules, rows, asked, may_sit=may_sit)
        names = {one.id: one.name for one in asked}
        missing = [*_missing(body_id, composition, names), *_outside(body_id, composition)]
        if not own_rules and body_id in of_both_sides:
            missing = [*_sides(body_id, rows, included.get(body_id, [])), *missing]
        found[body_id] = Layout(body_id, composition, names, missing)
    return found


def _through_included(bodies: Rows, day: date) -> dict[int, list[Any]]:
    """By wider council: the seats that hold on a day in the council it includes (A54)."""
    wider = {body.id: body.includes_id for body in bodies if body.includes_id is not None}
    rows = councils.rows_of(set(wider.values()), held_on(day)) if wider else []
    return {body_id: [row for row in rows if row.body_id == included] for body_id, included in wider.items()}


def _belonging(bodies: Rows, day: date) -> dict[int, tuple[list[Any], set[int] | None]]:
    """By body: the organisations its rules are asked of on a day, and those its seats may be for.

    A group that keeps no list of its own asks those of its council; the organisations of an included council
    may sit as well, but sit there already (A54). Without any list: nobody to ask, and anybody may sit.
    """
    near = {one for body in bodies for one in (body.id, body.council_id, body.includes_id) if one is not None}
    rows = db.session.execute(
        select(
            Organisation.id,
            Organisation.name,
            Organisation.kind,
            Membership.body_id,
            Membership.starts_on,
            Membership.ends_on,
        )
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(Membership.body_id.in_(near))
        .order_by(Organisation.name, Membership.id)
    ).all()
    listed = {row.body_id for row in rows}

    def on_day(*ids: int | None) -> list[Any]:
        there = [row for row in rows if row.body_id in ids and in_term(row.starts_on, row.ends_on, day)]
        return list({row.id: row for row in there}.values())

    found: dict[int, tuple[list[Any], set[int] | None]] = {}
    for body in bodies:
        keeper = body.id if body.id in listed else body.council_id
        if keeper in listed:
            found[body.id] = on_day(keeper), {row.id for row in on_day(keeper, body.includes_id)}
        else:
            found[body.id] = [], None
    return found


def _missing(body_id: int, composition: Composition[Any, Any], names: Mapping[int, str]) -> Iterator[Missing]:
    for slot in composition.slots:
        facts: dict[str, Any] = {
            "body_id": body_id,
            "organisation": organisation_of(slot, names),
            "organisation_id": slot.organisation_id,
            "category": slot.rule.category,
            "title": slot.rule.title,
            "function": slot.rule.function,
            "rule_id": slot.rule.id,
        }
        vacancies = slot.vacancies
        for side in dict.fromkeys(vacancy.side for vacancy in vacancies):
            alike = [vacancy for vacancy in vacancies if vacancy.side is side]
            waiting = next((one.seat_id for one in alike if one.seat_id is not None), None)
            yield Missing(lack=Lack.VACANT, side=side, count=len(alike), seat_id=waiting, **facts)
        if slot.too_many:
            yield Missing(lack=Lack.TOO_MANY, count=slot.too_many, **facts)


def organisation_of(slot: Slot[Any, Any], names: Mapping[int, str]) -> str:
    """The name of the organisation that a rule is asked of; empty when it asks the whole body."""
    if slot.organisation_id is None:
        return ""
    return names.get(slot.organisation_id) or slot.rule.organisation or ""


def _outside(body_id: int, composition: Composition[Any, Any]) -> Iterator[Missing]:
    for seat in composition.outside:
        yield Missing(
            lack=Lack.OUTSIDE,
            body_id=body_id,
            organisation=seat.organisation,
            organisation_id=seat.organisation_id,
            category=seat.category,
            seat_id=seat.id,
            person=seat.person or "",
        )


def _sides(body_id: int, rows: Sequence[Any], included: Sequence[Any]) -> Iterator[Missing]:
    """What those who sit here lack of either side; whoever sits through an included council counts."""
    ids = {row.organisation: row.organisation_id for row in rows}
    facts = (
        SeatFacts(row.organisation, row.organisation_kind, row.category, row.side, vacant=row.person is None)
        for row in [*rows, *included]
        if row.organisation in ids and row.organisation
    )
    for breach in breaches(facts):
        yield Missing(
            lack=Lack.SIDE,
            body_id=body_id,
            organisation=breach.organisation,
            organisation_id=ids[breach.organisation],
            side=breach.side,
        )


def rule_in(council_id: int, rule_id: int) -> SeatRule | None:
    """The rule, when it is one of this council or of the group that prepares it."""
    return db.session.scalar(
        select(SeatRule)
        .join(Body, Body.id == SeatRule.body_id)
        .where(SeatRule.id == rule_id, kept_with(council_id))
    )


def holders(rule: SeatRule) -> Rows:
    """Everybody who has held a seat by the rule or by those before it in its place, or one that it fits: by
    organisation, the latest first (A48)."""
    rows = councils.rows_of([rule.body_id], Seat.category == rule.category)
    held = [row for row in rows if could_fill(row, row.organisation_kind, rule)]
    return sorted(held, key=lambda row: (row.organisation or "", -row.starts_on.toordinal()))
