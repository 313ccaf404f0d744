"""Who the councils are made of (A42–A48), and when a seat is held."""

from __future__ import annotations

from datetime import date

import pytest

from councilflow.process.councils import (
    Category,
    Office,
    OrganisationKind,
    SeatBreach,
    SeatFacts,
    Side,
    breaches,
    comes_first,
    in_term,
)


def seat(organisation, side=None, **facts):
    usual = {"organisation_kind": OrganisationKind.MUNICIPALITY, "category": Category.MEMBER}
    return SeatFacts(organisation=organisation, side=side, **usual | facts)


MAJORITY, OPPOSITION = Side.MAJORITY, Side.OPPOSITION
REGION = {"organisation_kind": OrganisationKind.REGION}
BOARD = {"organisation_kind": OrganisationKind.STATE_COUNTY_BOARD}

COMPOSITIONS = [
    ("both sides", [seat("Timrå", MAJORITY), seat("Timrå", OPPOSITION)], []),
    ("no opposition", [seat("Timrå", MAJORITY)], [("Timrå", OPPOSITION)]),
    ("no majority", [seat("Ånge", OPPOSITION)], [("Ånge", MAJORITY)]),
    (
        "a vacant seat does not count",
        [seat("Ånge", MAJORITY), seat("Ånge", OPPOSITION, vacant=True)],
        [("Ånge", OPPOSITION)],
    ),
    (
        "a member without a side fills neither",
        [seat("Kramfors")],
        [("Kramfors", MAJORITY), ("Kramfors", OPPOSITION)],
    ),
    (
        "the region as well",
        [seat("Region Västernorrland", MAJORITY, **REGION)],
        [("Region Västernorrland", OPPOSITION)],
    ),
    ("an adjunct is asked for no sides", [seat("Länsstyrelsen", **BOARD)], []),
    (
        "an official fills no side",
        [seat("Timrå", MAJORITY), seat("Timrå", OPPOSITION, category=Category.OFFICIAL)],
        [("Timrå", OPPOSITION)],
    ),
    (
        "two municipalities",
        [seat("Timrå", MAJORITY), seat("Sollefteå", OPPOSITION)],
        [("Timrå", OPPOSITION), ("Sollefteå", MAJORITY)],
    ),
    ("nobody at all", [], []),
]


@pytest.mark.parametrize(
    ("seats", "missing"), [case[1:] for case in COMPOSITIONS], ids=[c[0] for c in COMPOSITIONS]
)
def test_each_municipality_and_the_region_elect_both_sides(seats, missing):
    assert breaches(seats) == [SeatBreach(*one) for one in missing]


MEETING = date(2026, 12, 4)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "held"),
    [
        (date(2023, 1, 1), None, True),
        (MEETING, None, True),
        (date(2026, 12, 5), None, False),
        (date(2023, 1, 1), MEETING, True),
        (date(2023, 1, 1), date(2026, 12, 3), False),
        (MEETING, MEETING, True),
    ],
)
def test_a_seat_is_held_from_its_first_day_to_its_last(starts_on, ends_on, held):
    assert in_term(starts_on, ends_on, MEETING) is held


@pytest.mark.parametrize(
    ("offices", "first"),
    [
        ([Office.VICE_CHAIR, Office.CHAIR], Office.CHAIR),
        ([None, Office.VICE_CHAIR], Office.VICE_CHAIR),
        ([None], None),
        ([], None),
    ],
)
def test_the_chair_comes_before_the_vice_chair(offices, first):
    assert comes_first(offices) is first
