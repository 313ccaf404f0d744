"""Who the councils are made of.

A council brings organisations together; people sit in it for their organisation, in a category that
decides what they may do. The councils are advisory (A78). A preparatory group makes the agenda (A66) and
a wider council may include a narrower one (A54). Around a council stand further bodies of its own: an
assembly, a working committee, groups and networks (B1.12). Each meets and keeps its own papers; only those
that prepare the council read its drafts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class OrganisationKind(StrEnum):
    MUNICIPALITY = "municipality"
    REGION = "region"
    COUNTY = "county"  # fylkeskommune
    STATE_COUNTY_BOARD = "state_county_board"
    MUNICIPAL_ASSOCIATION = "municipal_association"
    PARTNERSHIP = "partnership"
    STATE_AGENCY = "state_agency"
    UNIVERSITY = "university"
    BUSINESS_PROMOTION = "business_promotion"
    CIVIL_SOCIETY = "civil_society"
    ASSOCIATION = "association"
    COMPANY = "company"
    NETWORK = "network"
    CATEGORY = "category"  # of actors that nobody has named yet (A50–A53)
    OTHER = "other"


class BodyKind(StrEnum):
    COUNCIL = "council"
    WIDE_COUNCIL = "wide_council"
    ASSEMBLY = "assembly"
    PREPARATORY_GROUP = "preparatory_group"
    WORKING_COMMITTEE = "working_committee"  # arbeidsutvalg
    WORKING_GROUP = "working_group"
    REFERENCE_GROUP = "reference_group"
    STEERING_GROUP = "steering_group"
    PROJECT_GROUP = "project_group"
    PROGRAMME_BOARD = "programme_board"
    OFFICIALS_GROUP = "officials_group"
    NETWORK = "network"


COUNCILS = (BodyKind.COUNCIL, BodyKind.WIDE_COUNCIL, BodyKind.ASSEMBLY)
"""The bodies that can stand alone; every other belongs to one of these."""

WIDER = (BodyKind.WIDE_COUNCIL, BodyKind.ASSEMBLY)
"""The councils that may include another, whose members then belong to them as well (A54)."""


class Country(StrEnum):
    """Whose holidays a council keeps."""

    SWEDEN = "SE"
    NORWAY = "NO"


class Category(StrEnum):
    """What a person sits as (A42–A48, A67)."""

    MEMBER = "member"
    SUBSTITUTE = "substitute"
    ADJUNCT = "adjunct"
    SPEAKING_FUNCTION = "speaking_function"
    ACTOR = "actor"
    OBSERVER = "observer"
    SECRETARY = "secretary"
    OFFICIAL = "official"  # prepares at home in a member organisation, has no place at the table
    PREPARER = "preparer"  # belongs to the preparatory group


class Side(StrEnum):
    MAJORITY = "majority"
    OPPOSITION = "opposition"


class Office(StrEnum):
    CHAIR = "chair"
    VICE_CHAIR = "vice_chair"


class Scope(StrEnum):
    """How often a rule of composition asks for its seats (A47, B3.23, B4.3)."""

    ONCE = "once"
    EACH_ORGANISATION = "each_organisation"


INVITED = (
    Category.MEMBER,
    Category.SUBSTITUTE,
    Category.ADJUNCT,
    Category.SPEAKING_FUNCTION,
    Category.ACTOR,
    Category.SECRETARY,
)
"""The categories that the chair's invitation goes to (A69), in the order of the attendance list (F.1)."""


@dataclass(frozen=True, slots=True)
class SeatFacts:
    """One seat as the rules see it."""

    organisation: str
    organisation_kind: OrganisationKind
    category: Category
    side: Side | None
    vacant: bool = False


@dataclass(frozen=True, slots=True)
class SeatBreach:
    """Something the composition asks for that is not there."""

    organisation: str
    side: Side


def breaches(seats: Iterable[SeatFacts]) -> list[SeatBreach]:
    """The municipalities and regions that lack a member from the majority or the opposition (A42, A43)."""
    electing = (OrganisationKind.MUNICIPALITY, OrganisationKind.REGION)
    sides: dict[str, set[Side]] = {}
    for seat in seats:
        if seat.category is Category.MEMBER and seat.organisation_kind in electing:
            filled = sides.setdefault(seat.organisation, set())
            if seat.side and not seat.vacant:
                filled.add(seat.side)
    return [SeatBreach(name, side) for name, filled in sides.items() for side in Side if side not in filled]


def in_term(starts_on: date, ends_on: date | None, day: date) -> bool:
    """A seat is held from its first day to its last, both included."""
    return starts_on <= day and (ends_on is None or day <= ends_on)


def comes_first(offices: Collection[Office | None]) -> Office | None:
    """The office that leads: the chair, else the vice chair."""
    return next((office for office in Office if office in offices), None)
