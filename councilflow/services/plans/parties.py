"""Who has a role in a measure: by a name as the plan has it, and by who that is in the register (B1.6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select

from councilflow.extensions import db
from councilflow.models import Body, MeasureParty, Organisation, Person, Plan, Seat
from councilflow.process.plans.values import PartyKind, PartyRole


@dataclass(frozen=True, slots=True)
class Named:
    """A party as somebody writes it: `who` is a choice of the register ("o12", "b3", "p9") or empty."""

    role: PartyRole
    name: str
    who: str = ""
    kind: PartyKind = PartyKind.TEXT


_COLUMNS = {"o": "organisation_id", "b": "body_id", "p": "person_id"}
_KINDS = {"o": PartyKind.ORGANISATION, "b": PartyKind.BODY, "p": PartyKind.PERSON}


def register(plan: Plan) -> list[tuple[str, str, PartyKind]]:
    """Everybody who can be chosen: organisations, the council with its groups, and the people there."""
    bodies = or_(Body.id == plan.body_id, Body.council_id == plan.body_id)
    found = [
        *_rows("o", select(Organisation.id, Organisation.name).where(Organisation.closed_on.is_(None))),
        *_rows("b", select(Body.id, Body.name).where(bodies)),
        *_rows(
            "p",
            select(Person.id, Person.name)
            .join(Seat, Seat.person_id == Person.id)
            .join(Body, Body.id == Seat.body_id)
            .where(bodies, Person.is_active)
            .distinct(),
        ),
    ]
    return sorted(found, key=lambda one: (list(PartyKind).index(one[2]), one[1].casefold()))


def _rows(letter: str, statement: Any) -> list[tuple[str, str, PartyKind]]:
    return [(f"{letter}{row.id}", row.name, _KINDS[letter]) for row in db.session.execute(statement)]


def parties_of(node_id: int) -> Sequence[MeasureParty]:
    return db.session.scalars(
        select(MeasureParty)
        .where(MeasureParty.node_id == node_id)
        .order_by(MeasureParty.position, MeasureParty.id)
    ).all()


def who_of(party: MeasureParty) -> str:
    """The choice of the register that a party stands for."""
    for letter, column in _COLUMNS.items():
        if getattr(party, column) is not None:
            return f"{letter}{getattr(party, column)}"
    return ""


def write_parties(plan: Plan, node_id: int, named: Sequence[Named]) -> None:
    """Replace the parties of a measure. A name that is somebody's in the register stands for them, unless
    another was chosen."""
    offered = register(plan)
    by_value = {value: name for value, name, _kind in offered}
    by_name = {name.casefold(): value for value, name, kind in offered if kind is not PartyKind.PERSON}
    by_name |= {short.casefold(): value for short, value in _short_names(plan)}
    standing = {who_of(party): party.name for party in parties_of(node_id)}
    for party in parties_of(node_id):
        db.session.delete(party)
    db.session.flush()
    for place, one in enumerate(named):
        known = one.who if one.who in by_value or one.who in standing else ""
        who = known or by_name.get(one.name.casefold(), "")
        name = one.name or by_value.get(who) or standing.get(who, "")
        facts = {_COLUMNS[who[0]]: int(who[1:]), "kind": _KINDS[who[0]]} if who else {"kind": one.kind}
        db.session.add(MeasureParty(node_id=node_id, position=place, role=one.role, name=name, **facts))


def _short_names(plan: Plan) -> list[tuple[str, str]]:
    bodies = or_(Body.id == plan.body_id, Body.council_id == plan.body_id)
    found = [
        (row.short_name, f"o{row.id}")
        for row in db.session.execute(select(Organisation.id, Organisation.short_name))
    ]
    found += [
        (row.short_name, f"b{row.id}")
        for row in db.session.execute(select(Body.id, Body.short_name).where(bodies))
    ]
    return [(name, value) for name, value in found if name]
