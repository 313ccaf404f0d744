"""The five rights at the table and the works around the meeting (A.7)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from councilflow.process.councils import Category, Office, Side
from councilflow.process.rights import (
    ADJUSTABLE,
    AT_THE_TABLE,
    BY_CATEGORY,
    Act,
    Holding,
    Right,
    acts,
    differing,
    home_organisations,
    may,
    rights_of,
    stance_organisations,
    with_right,
)

TIMRÅ, ÅNGE = 1, 2

MATRIX = {
    Category.MEMBER: "attend speak propose take_part have_noted",
    Category.SUBSTITUTE: "attend",
    Category.ADJUNCT: "attend speak propose",
    Category.SPEAKING_FUNCTION: "attend speak",
    Category.ACTOR: "attend speak propose",
    Category.OBSERVER: "attend",
    Category.SECRETARY: "attend",
    Category.OFFICIAL: "",
    Category.PREPARER: "",
}


@pytest.mark.parametrize("category", Category)
@pytest.mark.parametrize("right", Right)
def test_each_category_has_its_rights_at_the_table_and_no_others(category, right):
    assert may(category, right) is (right in MATRIX[category].split())


@pytest.mark.parametrize("right", Right)
def test_a_serving_substitute_has_the_rights_of_the_member(right):
    assert may(Category.SUBSTITUTE, right, serving=True)


@pytest.mark.parametrize("category", [one for one in Category if one is not Category.SUBSTITUTE])
def test_serving_changes_nothing_for_anybody_else(category):
    assert {right for right in Right if may(category, right, serving=True)} == AT_THE_TABLE[category]


def held(category=Category.MEMBER, side=None, office=None, organisation=TIMRÅ, rights=None):
    return Holding(1, organisation, category, side, office, rights)


WORKS = [
    # who                                             may                      may not
    (held(side=Side.MAJORITY), {Act.SET_STANCE, Act.NOTE_DISSENT, Act.PROPOSE_ISSUE}, {Act.READ_DRAFT}),
    (held(side=Side.OPPOSITION), {Act.NOTE_DISSENT, Act.PREPARE_AT_HOME}, {Act.SET_STANCE, Act.SEE_STANCES}),
    (held(Category.OFFICIAL), {Act.SET_STANCE, Act.PREPARE_AT_HOME}, {Act.NOTE_DISSENT, Act.RECORD_MEETING}),
    (held(Category.ADJUNCT), {Act.READ_MEETING, Act.PROPOSE_ISSUE}, {Act.NOTE_DISSENT, Act.PREPARE_AT_HOME}),
    (held(Category.SPEAKING_FUNCTION), {Act.READ_MEETING}, {Act.PROPOSE_ISSUE, Act.NOTE_DISSENT}),
    (held(Category.PREPARER), {Act.PREPARE_AGENDA, Act.SEE_STANCES}, {Act.SET_AGENDA, Act.INVITE}),
    (held(Category.SECRETARY), {Act.RECORD_MEETING, Act.WRITE_MINUTES, Act.INVITE}, {Act.SET_AGENDA}),
    (
        held(side=Side.MAJORITY, office=Office.CHAIR),
        {Act.SET_AGENDA, Act.INVITE, Act.RECORD_MEETING, Act.SET_STANCE},
        {Act.WRITE_MINUTES, Act.MANAGE_COUNCIL},
    ),
    (
        held(side=Side.MAJORITY, office=Office.VICE_CHAIR),
        {Act.READ_DRAFT, Act.SEE_STANCES, Act.INVITE},
        {Act.SET_AGENDA, Act.RECORD_MEETING},
    ),
]


@pytest.mark.parametrize(("holding", "can", "cannot"), WORKS)
def test_the_works_around_the_meeting_follow_from_the_seat(holding, can, cannot):
    granted = acts([holding])
    assert can <= granted
    assert not cannot & granted


@pytest.mark.parametrize("category", Category)
@pytest.mark.parametrize("office", [None, *Office])
def test_no_seat_administers_the_installation(category, office):
    assert Act.ADMINISTER not in acts([held(category, office=office)])


def test_two_seats_add_up():
    assert acts([held(Category.OFFICIAL), held(Category.PREPARER)]) == (
        BY_CATEGORY[Category.OFFICIAL] | BY_CATEGORY[Category.PREPARER]
    )


def test_without_a_seat_there_is_nothing_to_do():
    assert acts([]) == frozenset()


@pytest.mark.parametrize(
    ("holding", "home", "stance"),
    [
        (held(side=Side.MAJORITY), {TIMRÅ}, {TIMRÅ}),
        (held(side=Side.OPPOSITION), {TIMRÅ}, set()),
        (held(Category.OFFICIAL), {TIMRÅ}, {TIMRÅ}),
        (held(Category.SECRETARY), set(), set()),
        (held(Category.PREPARER), set(), set()),
        (held(Category.ADJUNCT), set(), set()),
        (held(Category.SUBSTITUTE), set(), set()),
        (held(organisation=None), set(), set()),
    ],
)
def test_the_private_room_is_for_members_and_officials_and_the_stance_for_the_majority(holding, home, stance):
    assert home_organisations([holding]) == home
    assert stance_organisations([holding]) == stance


def test_somebody_who_sits_for_two_organisations_belongs_to_both():
    seats = [held(organisation=TIMRÅ), held(Category.OFFICIAL, organisation=ÅNGE)]
    assert home_organisations(seats) == {TIMRÅ, ÅNGE}


# --- What a council settles for itself ------------------------------------------------------------------

EVERYTHING = {category.value: [right.value for right in Right] for category in Category}
NOTHING: dict[str, list[str]] = {category.value: [] for category in Category}


@pytest.mark.parametrize("category", Category)
def test_a_council_settles_what_is_left_to_it_and_nothing_else(category):
    free = ADJUSTABLE.get(category, frozenset())
    assert rights_of(category, EVERYTHING) == AT_THE_TABLE[category] | free
    assert rights_of(category, NOTHING) == AT_THE_TABLE[category] - free
    assert rights_of(category, {}) == AT_THE_TABLE[category]


@given(
    st.dictionaries(st.sampled_from([*Category, "king"]), st.lists(st.sampled_from([*Right, "rule", ""]))),
    st.sampled_from(Category),
)
def test_whatever_is_settled_a_fixed_right_stays_as_it_is(settled, category):
    free = ADJUSTABLE.get(category, frozenset())
    assert rights_of(category, settled) - free == AT_THE_TABLE[category] - free


PRIVATE = {
    Act.READ_DRAFT,
    Act.SEE_STANCES,
    Act.PREPARE_AT_HOME,
    Act.SET_STANCE,
    Act.WRITE_MINUTES,
    Act.RECORD_MEETING,
    Act.MANAGE_COUNCIL,
    Act.READ_JOURNAL,
    Act.SEE_MAIL,
}


@pytest.mark.parametrize("category", Category)
def test_no_choice_of_rights_opens_drafts_stances_or_minutes(category):
    usual, full = held(category), held(category, rights=rights_of(category, EVERYTHING))
    assert acts([full]) & PRIVATE == acts([usual]) & PRIVATE
    assert home_organisations([full]) == home_organisations([usual])
    assert stance_organisations([full]) == stance_organisations([usual])


def test_a_right_brings_its_work_and_takes_it_along():
    adjunct = held(Category.ADJUNCT, rights=rights_of(Category.ADJUNCT, {"adjunct": ["have_noted"]}))
    assert Act.NOTE_DISSENT in acts([adjunct])
    assert Act.PROPOSE_ISSUE not in acts([adjunct])


def test_what_is_as_usual_is_not_kept():
    assert differing({Category.ADJUNCT: [Right.PROPOSE], Category.ACTOR: []}) == {
        "actor": ["attend", "speak"]
    }
    assert with_right(Right.TAKE_PART, {"actor": ["take_part"]}) == [Category.MEMBER, Category.ACTOR]
