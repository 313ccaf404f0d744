"""What is written about a seat, and how the journal tells it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from councilflow.extensions import db
from councilflow.models import Organisation, Person, Seat, SeatRule
from councilflow.process.councils import Category, Office, Side
from councilflow.services.register import plain


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatEntry:
    """What is written about a seat. `person_id` None: vacant."""

    category: Category
    starts_on: date
    person_id: int | None = None
    organisation_id: int | None = None
    side: Side | None = None
    party: str = ""
    office: Office | None = None
    function: str = ""
    ground: str = ""  # why somebody is adjoined (A45)
    rule_id: int | None = None  # the rule of composition that it fills
    ends_on: date | None = None


def columns_of(entry: SeatEntry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in SeatEntry.__dataclass_fields__}


def name_of(seat: Seat) -> str:
    person = db.session.get(Person, seat.person_id) if seat.person_id else None
    organisation = db.session.get(Organisation, seat.organisation_id) if seat.organisation_id else None
    parts = [person.name if person else "–", seat.function or (organisation.name if organisation else "")]
    return ", ".join(part for part in parts if part)


def in_words(seat: Seat) -> dict[str, Any]:
    """The seat as plain values, for the journal."""
    organisation = db.session.get(Organisation, seat.organisation_id) if seat.organisation_id else None
    person = db.session.get(Person, seat.person_id) if seat.person_id else None
    rule = db.session.get(SeatRule, seat.rule_id) if seat.rule_id else None
    found = {
        "person": person.name if person else None,
        "organisation": organisation.name if organisation else None,
        "category": seat.category,
        "side": seat.side,
        "party": seat.party,
        "office": seat.office,
        "function": seat.function,
        "ground": seat.ground,
        "rule": rule.title if rule else None,
        "starts_on": plain(seat.starts_on),
        "ends_on": plain(seat.ends_on),
    }
    return {name: value for name, value in found.items() if value}
