"""From what was noted at the desk to who was there for which § (KL 5:17, 5:66, 6:28)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from councilflow.process.councils import Category
from councilflow.process.meeting import PRESENT, Presence
from councilflow.process.presence import (
    Change,
    Move,
    Serving,
    Stretch,
    at_items,
    in_course,
    movements,
    on_the_table,
    quorate,
    ranges,
    serving_at,
    stand_ins,
    through,
    told_of,
)
from councilflow.process.profiles import Quorum

DAY, NEXT = date(2026, 12, 4), date(2026, 12, 5)
SITE, LINE, AWAY, EXCUSED = Presence.ON_SITE, Presence.REMOTE, Presence.ABSENT, Presence.EXCUSED
ITEMS = range(1, 8)


def at(hour: float, day: date = DAY) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=hour)


COURSE = in_course(
    [Stretch(item, DAY, at(8 + item), at(9 + item)) for item in ITEMS]
)  # item 1 from nine to ten, item 2 from ten to eleven …


def call(presence: Presence, day: date = DAY, item: int | None = None) -> Change:
    return Change(1, day, at(8.5, day), presence, item, is_call=True)


def change(presence: Presence, hour: float, item: int | None = None, day: date = DAY) -> Change:
    return Change(1, day, at(hour, day), presence, item)


def present_in(changes: list[Change], course: list[Stretch], recused: dict[int, set[int]] | None = None):
    there = at_items(course, through({1: None}, changes, course), recused or {})
    numbers = sorted({one.item for one in course})
    return ranges(numbers, {item for item, lines in there.items() if 1 in lines})


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([call(SITE)], ((1, 7),)),
        ([call(EXCUSED)], ()),
        ([], ()),
        ([call(AWAY), change(SITE, 12.25, 4)], ((4, 7),)),  # came while § 4 was on the table
        ([call(AWAY), change(SITE, 12.25)], ((4, 7),)),  # which follows from the time
        ([change(SITE, 12.25)], ((4, 7),)),  # and from no call at all
        ([call(SITE), change(AWAY, 12.25)], ((1, 3),)),  # left before § 4 was settled
        ([call(SITE), change(AWAY, 11), change(LINE, 13.5)], ((1, 2), (5, 7))),
        ([call(SITE), change(AWAY, 15.9, 3)], ((1, 2),)),  # the correction counts, whatever the clock says
        ([call(SITE), change(AWAY, 16.5)], ((1, 7),)),  # after the last
        ([change(AWAY, 12), call(SITE)], ((1, 3),)),  # noted in another order than it happened
    ],
)
def test_who_was_there_for_which_paragraphs(changes, expected):
    assert present_in(changes, list(COURSE)) == expected


def test_whoever_has_a_conflict_of_interest_is_not_there_for_the_item():
    assert present_in([call(SITE)], list(COURSE), {3: {1}}) == ((1, 2), (4, 7))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([call(SITE), call(SITE, NEXT)], ((1, 7),)),
        ([call(SITE), call(AWAY, NEXT)], ((1, 4),)),
        ([call(AWAY), call(LINE, NEXT)], ((5, 7),)),
        ([call(SITE), change(AWAY, 11), call(SITE, NEXT)], ((1, 2), (5, 7))),  # back the next morning
        ([call(SITE), call(AWAY, NEXT, item=3)], ((1, 2),)),  # the second day began with § 3
    ],
)
def test_the_second_day_begins_with_its_own_roll_call(changes, expected):
    first = [Stretch(item, DAY, at(8 + item), at(9 + item)) for item in range(1, 5)]
    second = [Stretch(item, NEXT, at(4 + item, NEXT), at(5 + item, NEXT)) for item in range(5, 8)]
    assert present_in(changes, in_course([*first, *second])) == expected


def test_an_item_that_comes_back_is_settled_by_those_who_are_there_then():
    course = in_course(
        [
            Stretch(1, DAY, at(9), at(10)),
            Stretch(1, DAY, at(15), at(16)),
            Stretch(2, DAY, at(10), at(11)),
            Stretch(3, DAY, at(11), at(12)),
        ]
    )
    assert [one.item for one in course] == [1, 2, 3, 1]
    assert present_in([call(SITE), change(AWAY, 13)], course) == ((2, 3),)
    assert present_in([call(SITE), change(AWAY, 9.5, 1), change(SITE, 10.5, 2)], course) == ((1, 3),)


def test_an_item_whose_time_nobody_noted_stays_behind_the_one_before_it():
    course = in_course(
        [Stretch(1), Stretch(2, DAY, at(10), at(11)), Stretch(3), Stretch(4, DAY, at(9), at(10))]
    )
    assert [one.item for one in course] == [1, 4, 2, 3]


@pytest.mark.parametrize(("hour", "item"), [(8, 1), (9, 1), (9.99, 1), (10, 2), (15.5, 7), (16, None)])
def test_the_item_on_the_table_follows_from_the_time(hour, item):
    assert on_the_table(at(hour), COURSE) == item


def test_a_line_that_nothing_is_noted_of_stands_as_the_roll_says():
    assert {on[1] for on in through({1: SITE}, [], COURSE)} == {SITE}


def test_comings_and_goings_are_told_between_two_items():
    noted = [
        call(AWAY),
        change(SITE, 10.25),
        change(LINE, 12.5),
        change(LINE, 12.6),
        change(AWAY, 17),
        change(AWAY, 17.5),
    ]
    told = [(one.move, one.after, one.before) for one in movements(noted, COURSE)]
    assert told == [(Move.ARRIVES, 1, 2), (Move.TO_LINE, 3, 4), (Move.LEAVES, 7, None)]


@pytest.mark.parametrize(
    ("services", "away", "expected"),
    [
        ([Serving(10, 1)], {}, {}),  # nobody serves for a member who is there
        ([Serving(10, 1)], {1: ITEMS}, {10: {1: ITEMS}}),
        ([Serving(10, 1)], {1: {1, 2, 3}}, {10: {1: {1, 2, 3}}}),  # ends when the member arrives
        ([Serving(10, 1, 3, 5)], {1: ITEMS}, {10: {1: {3, 4}}}),
        ([Serving(10, 1)], {1: ITEMS, 10: {6, 7}}, {10: {1: {1, 2, 3, 4, 5}}}),  # the substitute leaves
        ([Serving(10, 1), Serving(10, 2)], {1: ITEMS, 2: ITEMS}, {10: {1: ITEMS}}),  # not for two at once
        ([Serving(10, 1), Serving(11, 1)], {1: ITEMS}, {10: {1: ITEMS}}),  # nor two for one
    ],
)
def test_who_serves_for_whom(services, away, expected):
    there = {item: {line for line in (1, 2, 10, 11) if item not in away.get(line, ())} for item in ITEMS}
    found: dict[int, dict[int, set[int]]] = {}
    for item, pairs in serving_at(services, there, list(ITEMS)).items():
        for substitute, member in pairs.items():
            found.setdefault(substitute, {}).setdefault(member, set()).add(item)
    assert found == {one: {of: set(items) for of, items in whom.items()} for one, whom in expected.items()}


@dataclass(frozen=True)
class Line:
    id: int
    category: Category
    organisation_id: int | None


def test_substitutes_are_called_in_the_set_order_the_own_organisation_first():
    member = Line(1, Category.MEMBER, 7)
    others = [
        Line(2, Category.SUBSTITUTE, 8),
        Line(3, Category.SUBSTITUTE, 7),
        Line(4, Category.SUBSTITUTE, 7),
    ]
    lines = [member, *others, Line(5, Category.ADJUNCT, 7), Line(6, Category.SUBSTITUTE, 7)]
    assert [one.id for one in stand_ins(member, lines, there={1, 2, 3, 4, 5}, busy={3})] == [4, 2]


@pytest.mark.parametrize(
    ("rule", "here", "of", "enough"),
    [
        (Quorum.MORE_THAN_HALF, 7, 14, False),
        (Quorum.MORE_THAN_HALF, 8, 14, True),
        (Quorum.MORE_THAN_HALF, 8, 15, True),
        (Quorum.HALF, 7, 14, True),
        (Quorum.HALF, 7, 15, False),
    ],
)
def test_enough_are_there_to_decide(rule, here, of, enough):
    assert quorate(rule, here, of) is enough


@pytest.mark.parametrize(
    ("noted", "told"), [([EXCUSED], EXCUSED), ([AWAY, LINE, SITE], LINE), ([SITE, AWAY], SITE)]
)
def test_what_the_list_says_of_somebody(noted, told):
    assert told_of(noted) is told
    assert (told in PRESENT) == any(one in PRESENT for one in noted)
