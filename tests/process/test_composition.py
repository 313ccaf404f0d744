"""How a body is composed: what its rules ask for, who fills it, what is missing (A42–A48, B3.23, B4.3)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from councilflow.process.composition import RuleFlaw, composed, could_fill, rule_flaws
from councilflow.process.councils import BodyKind, Category, OrganisationKind, Scope, Side

TIMRA, ANGE, REGION, BOARD = 1, 2, 3, 4
MAJORITY, OPPOSITION = Side.MAJORITY, Side.OPPOSITION
MEMBER, ADJUNCT = Category.MEMBER, Category.ADJUNCT
FUNCTION = Category.SPEAKING_FUNCTION
MUNICIPALITY = OrganisationKind.MUNICIPALITY


@dataclass(frozen=True)
class Rule:
    position: int = 1
    category: Category = MEMBER
    function: str = ""
    scope: Scope = Scope.EACH_ORGANISATION
    organisation_kind: OrganisationKind | None = MUNICIPALITY
    organisation_id: int | None = None
    least: int = 1
    most: int | None = None
    both_sides: bool = False


@dataclass(frozen=True)
class Seat:
    id: int
    person_id: int | None
    organisation_id: int | None = TIMRA
    category: Category = MEMBER
    side: Side | None = None
    function: str = ""
    rule_position: int | None = None


@dataclass(frozen=True)
class Organisation:
    id: int
    kind: OrganisationKind


COUNTY = [
    Organisation(TIMRA, MUNICIPALITY),
    Organisation(ANGE, MUNICIPALITY),
    Organisation(REGION, OrganisationKind.REGION),
]

BOTH_SIDES = Rule(both_sides=True, least=2)
MAYORS = Rule(function="Ordförare", most=1)
FIVE = Rule(least=5, most=5)
BOARD_LEADS = Rule(
    category=ADJUNCT, scope=Scope.ONCE, organisation_kind=None, organisation_id=BOARD, function=""
)
PARTNERSHIP = Rule(
    category=FUNCTION, scope=Scope.ONCE, organisation_kind=None, function="Ordförande i SFP", most=1
)


def seats(*facts: Seat) -> list[Seat]:
    return list(facts)


def vacant(rule: Rule, *held: Seat) -> dict[int | None, list[Side | None]]:
    """What is vacant, by organisation; those where nothing is are left out."""
    found = composed([rule], held, COUNTY)
    sides = {slot.organisation_id: [one.side for one in slot.vacancies] for slot in found.slots}
    return {organisation: vacancies for organisation, vacancies in sides.items() if vacancies}


COMPOSITIONS = [
    (
        "both sides of each municipality, and of nobody else",
        BOTH_SIDES,
        [],
        {TIMRA: [MAJORITY, OPPOSITION], ANGE: [MAJORITY, OPPOSITION]},
    ),
    (
        "one side is there",
        BOTH_SIDES,
        [Seat(1, 1, side=MAJORITY), Seat(2, 2, ANGE, side=OPPOSITION), Seat(3, 3, ANGE, side=MAJORITY)],
        {TIMRA: [OPPOSITION]},
    ),
    (
        "two of one side do not make up for the other",
        BOTH_SIDES,
        [
            Seat(1, 1, side=MAJORITY),
            Seat(2, 2, side=MAJORITY),
            *(Seat(n, n, ANGE, side=s) for n, s in ((3, MAJORITY), (4, OPPOSITION))),
        ],
        {TIMRA: [OPPOSITION]},
    ),
    ("all mayors", MAYORS, [Seat(1, 1, function="Ordførar")], {TIMRA: [None], ANGE: [None]}),
    ("the mayor in whatever case", MAYORS, [Seat(1, 1, function="ordförare")], {ANGE: [None]}),
    (
        "five from each",
        FIVE,
        [Seat(n, n) for n in range(1, 4)],
        {TIMRA: [None] * 2, ANGE: [None] * 5},
    ),
    (
        "an empty seat fills nothing",
        MAYORS,
        [Seat(1, None, function="Ordförare")],
        {TIMRA: [None], ANGE: [None]},
    ),
    (
        "the governor and/or the county director: neither",
        BOARD_LEADS,
        [],
        {BOARD: [None]},
    ),
    ("either is enough", BOARD_LEADS, [Seat(1, 1, BOARD, ADJUNCT, function="Länsråd")], {}),
    (
        "or both",
        BOARD_LEADS,
        [Seat(1, 1, BOARD, ADJUNCT, function="Länsråd"), Seat(2, 2, BOARD, ADJUNCT, function="Landshövding")],
        {},
    ),
    (
        "the chair of an outside partnership",
        PARTNERSHIP,
        [Seat(1, 1, 99, FUNCTION, function="Ordförande i SFP")],
        {},
    ),
    (
        "another category fills nothing",
        MAYORS,
        [Seat(1, 1, category=Category.OFFICIAL, function="Ordförare")],
        {TIMRA: [None], ANGE: [None]},
    ),
]


@pytest.mark.parametrize(
    ("rule", "held", "missing"), [case[1:] for case in COMPOSITIONS], ids=[c[0] for c in COMPOSITIONS]
)
def test_what_nobody_fills_is_vacant(rule, held, missing):
    assert vacant(rule, *held) == missing


def test_an_empty_seat_waits_for_somebody_on_its_side():
    [slot, _ange] = composed(
        [BOTH_SIDES], [Seat(7, None, side=OPPOSITION), Seat(8, 1, side=MAJORITY)], COUNTY
    ).slots
    assert [(one.side, one.seat_id) for one in slot.vacancies] == [(OPPOSITION, 7)]


def test_more_than_the_rule_allows_is_too_many():
    slot = composed([MAYORS], [Seat(n, n, function="Ordförare") for n in (1, 2, 3)], COUNTY).slots[0]
    assert slot.too_many == 2


def test_a_seat_follows_its_rule_whatever_it_is_called_now():
    renamed = replace(MAYORS, function="Kommunestyrets leiar")
    named = Seat(1, 1, function="Ordførar", rule_position=1)
    assert vacant(renamed, named) == {ANGE: [None]}


def test_a_seat_whose_rule_is_gone_counts_where_it_fits():
    assert vacant(replace(MAYORS, position=2), Seat(1, 1, function="Ordförare", rule_position=1)) == {
        ANGE: [None]
    }


def test_a_seat_counts_once_in_the_first_rule_that_has_room():
    leader = Rule(1, function="", least=1, most=1)
    others = Rule(2, least=1, most=None)
    found = composed([leader, others], [Seat(1, 1), Seat(2, 2)], COUNTY[:1])
    assert [[seat.id for seat in slot.seats] for slot in found.slots] == [[1], [2]]


def test_what_no_rule_asks_for_stands_beside():
    assert [seat.id for seat in composed([MAYORS], [Seat(5, 1, category=ADJUNCT)], COUNTY).beside] == [5]
    assert composed([], [Seat(5, 1)], COUNTY).beside == [], "without rules there is nothing to be beside"


OUTSIDERS = [
    (Category.MEMBER, True),
    (Category.SUBSTITUTE, True),
    (Category.OFFICIAL, True),
    (Category.ACTOR, True),
    (Category.ADJUNCT, False),
    (Category.SPEAKING_FUNCTION, False),
    (Category.OBSERVER, False),
    (Category.SECRETARY, False),
]


@pytest.mark.parametrize(("category", "is_outside"), OUTSIDERS)
def test_a_member_comes_from_an_organisation_that_belongs(category, is_outside):
    held = [Seat(1, 1, 99, category), Seat(2, 2, TIMRA, category), Seat(3, 3, None, category)]
    found = composed([], held, COUNTY, may_sit=[TIMRA, ANGE])
    assert [seat.id for seat in found.outside] == ([1] if is_outside else [])
    assert composed([], held, []).outside == [], "a body without a list of its organisations"


SEATS = st.builds(
    Seat,
    id=st.integers(1, 10_000),
    person_id=st.none() | st.integers(1, 50),
    organisation_id=st.sampled_from([None, TIMRA, ANGE, REGION, 99]),
    category=st.sampled_from([MEMBER, ADJUNCT, FUNCTION]),
    side=st.sampled_from([None, *Side]),
    function=st.sampled_from(["", "Ordförare"]),
    rule_position=st.sampled_from([None, 1, 2, 9]),
)
RULES = st.builds(
    Rule,
    category=st.sampled_from([MEMBER, ADJUNCT, FUNCTION]),
    function=st.sampled_from(["", "Ordförare"]),
    scope=st.sampled_from(list(Scope)),
    organisation_kind=st.sampled_from([None, MUNICIPALITY]),
    organisation_id=st.sampled_from([None, TIMRA, 99]),
    least=st.integers(0, 5),
    most=st.none() | st.integers(5, 9),
    both_sides=st.booleans(),
)


@given(st.lists(RULES, max_size=4), st.lists(SEATS, max_size=25))
def test_every_seat_is_counted_once_and_no_vacancy_is_invented(rules, held):
    rules = [replace(rule, position=place) for place, rule in enumerate(rules, start=1)]
    found = composed(rules, held, COUNTY)
    counted = [seat for slot in found.slots for seat in slot.seats] + found.beside
    assert sorted(counted, key=repr) == (sorted(held, key=repr) if rules else [])
    for slot in found.slots:
        wanted = len(slot.vacancies)
        assert len(slot.filled) + wanted >= slot.rule.least
        given_away = [one.seat_id for one in slot.vacancies if one.seat_id is not None]
        assert len(given_away) <= len(slot.seats) - len(slot.filled)


USUAL = {"function": "", "least": 1, "most": None, "both_sides": False, "starts_on": date(2023, 1, 1)}
RULE_FLAWS = [
    (MEMBER, {}, []),
    (MEMBER, {"least": 0, "most": 1}, []),
    (Category.PREPARER, {}, [RuleFlaw.CATEGORY]),
    (FUNCTION, {}, [RuleFlaw.FUNCTION]),
    (MEMBER, {"least": -1}, [RuleFlaw.LEAST]),
    (MEMBER, {"least": 3, "most": 2}, [RuleFlaw.MOST]),
    (MEMBER, {"least": 0, "most": 0}, [RuleFlaw.MOST]),
    (ADJUNCT, {"both_sides": True}, [RuleFlaw.SIDES]),
    (MEMBER, {"both_sides": True, "most": 1}, [RuleFlaw.SIDES_MOST]),
    (MEMBER, {"ends_on": date(2022, 12, 31)}, [RuleFlaw.TERM]),
]


@pytest.mark.parametrize(("category", "facts", "flaws"), RULE_FLAWS)
def test_a_rule_says_something_that_can_be_filled(category, facts, flaws):
    assert rule_flaws(BodyKind.COUNCIL, category, **USUAL | facts) == flaws


HOLDERS = [
    (Seat(1, 1, function="Ordförare"), MUNICIPALITY, MAYORS, True),
    (Seat(1, 1, function="Ordförare"), OrganisationKind.REGION, MAYORS, False),
    (Seat(1, 1, function="Rådmann"), MUNICIPALITY, MAYORS, False),
    (Seat(1, 1, function="Ordförar", rule_position=1), MUNICIPALITY, MAYORS, True),
    (Seat(1, 1, function="Ordförare", rule_position=2), MUNICIPALITY, MAYORS, False),
    (Seat(1, 1, BOARD, ADJUNCT), OrganisationKind.STATE_COUNTY_BOARD, BOARD_LEADS, True),
    (Seat(1, 1, TIMRA, ADJUNCT), MUNICIPALITY, BOARD_LEADS, False),
]


@pytest.mark.parametrize(("seat", "kind", "rule", "is_one"), HOLDERS)
def test_the_holders_of_a_rule_are_those_who_name_it_or_fit_it(seat, kind, rule, is_one):
    assert could_fill(seat, kind, rule) is is_one
