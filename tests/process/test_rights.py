"""The five rights at the table and the works around the meeting (A.7)."""

from __future__ import annotations

import pytest

from councilflow.process.councils import Category, Office, Side
from councilflow.process.rights import (
    AT_THE_TABLE,
    BY_CATEGORY,
    Act,
    Holding,
    Right,
    acts,
    home_organisations,
    may,
    stance_organisations,
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


def held(category=Category.MEMBER, side=None, office=None, organisation=TIMRÅ):
    return Holding(1, organisation, category, side, office)


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
