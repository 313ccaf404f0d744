"""Joint meetings: whose an item is, and whose organisations count (A54, A58, A62, H.8)."""

from __future__ import annotations

import pytest

from councilflow.process.agenda import Gap, ItemKind, gaps
from councilflow.process.councils import BodyKind
from councilflow.process.joint import counting, marks, must_be_prepared

WIDE, NARROW = 1, 2


@pytest.mark.parametrize(
    ("is_joint", "of_council_id", "councils"),
    [
        (True, None, (NARROW,)),  # both councils' item: only Regionala's organisations count
        (True, NARROW, (NARROW,)),
        (True, WIDE, (WIDE, NARROW)),  # unless the item names Stora
        (False, None, (WIDE, NARROW)),
    ],
)
def test_who_counts_in_a_standpoint_follows_the_mark_of_the_item(is_joint, of_council_id, councils):
    assert counting(WIDE, NARROW, is_joint=is_joint, of_council_id=of_council_id) == councils


def test_a_council_that_includes_no_other_counts_its_own():
    assert counting(NARROW, None, is_joint=False, of_council_id=None) == (NARROW,)


def test_only_a_joint_meeting_has_marks():
    assert marks(WIDE, NARROW, is_joint=True) == (NARROW, WIDE)
    assert marks(WIDE, NARROW, is_joint=False) == ()
    assert marks(NARROW, None, is_joint=True) == ()


@pytest.mark.parametrize(
    ("kind", "of_council_id", "waits"),
    [
        (BodyKind.WIDE_COUNCIL, None, True),
        (BodyKind.WIDE_COUNCIL, WIDE, True),
        (BodyKind.WIDE_COUNCIL, NARROW, False),
        (BodyKind.COUNCIL, None, False),
    ],
)
def test_a_wider_council_takes_standpoints_on_what_is_prepared(kind, of_council_id, waits):
    assert must_be_prepared(kind, NARROW, of_council_id=of_council_id) is waits


def test_a_wider_council_without_a_narrower_one_also_waits():
    assert must_be_prepared(BodyKind.WIDE_COUNCIL, None, of_council_id=None)


@pytest.mark.parametrize(
    ("kind", "lacking"),
    [(ItemKind.STANDPOINT, [Gap.NOT_PREPARED]), (ItemKind.INFORMATION, []), (ItemKind.STANDING, [])],
)
def test_only_a_standpoint_must_be_prepared(kind, lacking):
    full = {"strategy_links": 1, "strategy_sentence": "x", "background": "x", "questions": 0}
    assert gaps(kind, **full, attachments=0, proposal="x", is_prepared=False) == lacking
