"""The rules of the checklists: which points there are, what the system can tell, and by when (A.9, H.7)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from councilflow.process.agenda import ItemKind, StandingItem
from councilflow.process.checklists import (
    PHASES,
    ChecklistPoint,
    Facts,
    ItemFacts,
    Phase,
    counted,
    due,
    is_late,
    known,
    phase_of,
    points,
)
from councilflow.process.consensus import Outcome
from councilflow.process.meeting import MeetingForm, MeetingState, deadlines
from councilflow.process.minutes import MinutesState

DAY = date(2026, 12, 4)
DAYS = deadlines(DAY, DAY, invitation=7, preparation=2, draft=5, signing=14)
P, S, M = ChecklistPoint, MeetingState, MinutesState


def facts(**changes: Any) -> Facts:
    usual: dict[str, Any] = {
        "state": S.PREPARING,
        "form": MeetingForm.DIGITAL,
        "starts_on": DAY,
        "ends_on": DAY,
        "days": DAYS,
        "with_notice": False,
        "items": (standpoint(),),
    }
    return Facts(**usual | changes)


def standpoint(**changes: Any) -> ItemFacts:
    return ItemFacts(**{"kind": ItemKind.STANDPOINT, "asked": 8} | changes)


OPENING = ItemFacts(kind=ItemKind.STANDING, standing=StandingItem.OPENING)


def test_every_point_belongs_to_one_phase_and_they_keep_their_order():
    assert [point for phase in Phase for point in PHASES[phase]] == list(ChecklistPoint)


@pytest.mark.parametrize(
    ("point", "changes", "there"),
    [
        (P.BOOK_PLACE, {}, False),
        (P.BOOK_PLACE, {"form": MeetingForm.PHYSICAL}, True),
        (P.BOOK_PLACE, {"form": MeetingForm.HYBRID}, True),
        (P.PUBLISH, {}, False),
        (P.PUBLISH, {"with_notice": True}, True),
        (P.HOME_PREPARATION, {}, True),
        (P.HOME_PREPARATION, {"items": (OPENING,)}, False),
        (P.STANCES_TO_CHAIR, {"items": (OPENING,)}, False),
        (P.PRESENTATIONS_HELD, {"items": (OPENING,)}, False),
        (P.DISSENT_ASKED_FOR, {"items": (OPENING,)}, False),
        (P.FORMAL_DECISIONS, {"items": ()}, False),
        (P.COMMUNICATE, {"items": ()}, False),
        (P.INVITE_PRESENTERS, {}, True),
        (P.INVITE_PRESENTERS, {"state": S.INVITED}, False),
        (P.INVITE_PRESENTERS, {"state": S.INVITED, "items": (standpoint(presenters=1),)}, True),
        (P.ROLL_CALL, {"items": ()}, True),
        (P.ROLL_CALL, {"state": S.CANCELLED}, False),
    ],
)
def test_a_point_that_does_not_apply_is_left_out(point, changes, there):
    assert (point in points(facts(**changes))) is there


KNOWN = [
    (P.COLLECT_PROPOSALS, {}, None),
    (P.COLLECT_PROPOSALS, {"state": S.SET}, True),
    (P.AGENDA_DIALOGUE, {}, False),
    (P.AGENDA_DIALOGUE, {"state": S.PREPARED}, True),
    (P.COMPLETE_ITEMS, {}, True),
    (P.COMPLETE_ITEMS, {"items": (OPENING,)}, False),
    (P.COMPLETE_ITEMS, {"items": (standpoint(), standpoint(is_complete=False))}, False),
    (P.CHAIR_SETS_AGENDA, {"state": S.PREPARED}, False),
    (P.CHAIR_SETS_AGENDA, {"state": S.SET}, True),
    (P.INVITE_PRESENTERS, {}, None),
    (P.INVITE_PRESENTERS, {"items": (standpoint(presenters=1),)}, False),
    (P.INVITE_PRESENTERS, {"items": (standpoint(presenters=1),), "state": S.INVITED}, True),
    (P.ISSUE_INVITATION, {"state": S.SET}, False),
    (P.ISSUE_INVITATION, {"state": S.INVITED}, True),
    (P.DOCUMENTS_OUT, {"state": S.SET}, False),
    (P.DOCUMENTS_OUT, {"state": S.INVITED}, True),
    (P.DOCUMENTS_OUT, {"state": S.INVITED, "items": (standpoint(is_complete=False),)}, False),
    (P.BOOK_PLACE, {"form": MeetingForm.PHYSICAL}, None),
    (P.HOME_PREPARATION, {}, False),
    (P.HOME_PREPARATION, {"state": S.INVITED, "items": (standpoint(handed_in=7),)}, False),
    (P.HOME_PREPARATION, {"state": S.INVITED, "items": (standpoint(handed_in=8),)}, True),
    (P.HOME_PREPARATION, {"state": S.INVITED, "items": (standpoint(is_closed=True),)}, True),
    (P.HOME_PREPARATION, {"state": S.HELD}, True),
    (P.STANCES_TO_CHAIR, {"state": S.INVITED, "items": (standpoint(handed_in=7),)}, False),
    (P.STANCES_TO_CHAIR, {"state": S.INVITED, "items": (standpoint(handed_in=8),)}, True),
    (P.ROLL_CALL, {"state": S.ONGOING}, False),
    (P.ROLL_CALL, {"state": S.ONGOING, "roll": 9, "called": 8}, False),
    (P.ROLL_CALL, {"state": S.ONGOING, "roll": 9, "called": 9}, True),
    (P.ELECT_SIGNATORIES, {}, False),
    (P.ELECT_SIGNATORIES, {"elected": 1}, True),
    (P.APPROVE_AGENDA, {}, None),
    (P.APPROVE_AGENDA, {"items": (OPENING,)}, False),
    (
        P.APPROVE_AGENDA,
        {"items": (ItemFacts(kind=OPENING.kind, standing=OPENING.standing, outcome=Outcome.NOTED),)},
        True,
    ),
    (P.PRESENTATIONS_HELD, {}, False),
    (P.PRESENTATIONS_HELD, {"items": (standpoint(is_presented=True),)}, True),
    (P.PRESENTATIONS_HELD, {"items": (standpoint(outcome=Outcome.POSTPONED),)}, True),
    (P.OUTCOMES_RECORDED, {"items": ()}, False),
    (P.OUTCOMES_RECORDED, {"items": (standpoint(outcome=Outcome.CONSENSUS), OPENING)}, False),
    (P.OUTCOMES_RECORDED, {"items": (standpoint(outcome=Outcome.CONSENSUS),)}, True),
    (P.DISSENT_ASKED_FOR, {}, None),
    (P.DISSENT_ASKED_FOR, {"dissents": 1}, True),
    (P.NEXT_MEETING, {}, False),
    (P.NEXT_MEETING, {"has_next": True}, True),
    (P.DRAFT_MINUTES, {}, False),
    (P.DRAFT_MINUTES, {"minutes": M.DRAFT}, False),
    (P.DRAFT_MINUTES, {"minutes": M.IN_REVIEW}, True),
    (P.REVIEW_MINUTES, {"minutes": M.IN_REVIEW, "elected": 2, "approved": 1}, False),
    (P.REVIEW_MINUTES, {"minutes": M.IN_REVIEW, "elected": 2, "approved": 2}, True),
    (P.REVIEW_MINUTES, {"minutes": M.DRAFT, "elected": 2, "approved": 2}, False),
    (P.REVIEW_MINUTES, {"minutes": M.LOCKED}, True),
    (P.SIGN_MINUTES, {"minutes": M.LOCKED}, False),
    (P.SIGN_MINUTES, {"minutes": M.SIGNED}, True),
    (P.PUBLISH, {"with_notice": True}, False),
    (P.PUBLISH, {"with_notice": True, "is_posted": True}, True),
    (P.SEND_EXTRACTS, {}, None),
    (P.SEND_EXTRACTS, {"extracts": 2, "extracts_sent": 1}, False),
    (P.SEND_EXTRACTS, {"extracts": 2, "extracts_sent": 2}, True),
    (P.REPORT_BACK, {"minutes": M.SIGNED}, None),
    (P.FORMAL_DECISIONS, {"minutes": M.SIGNED}, None),
    (P.COMMUNICATE, {"minutes": M.SIGNED}, None),
    (P.ARCHIVE, {"minutes": M.SIGNED}, None),
]


@pytest.mark.parametrize(("point", "changes", "expected"), KNOWN)
def test_what_the_system_can_tell(point, changes, expected):
    assert known(point, facts(**changes), date(2026, 11, 20)) is expected


def test_the_table_above_leaves_no_point_out():
    assert {point for point, _changes, _expected in KNOWN} == set(ChecklistPoint)


def test_the_chair_has_a_summary_of_what_came_in_time_even_when_not_all_did():
    some = facts(state=S.INVITED, items=(standpoint(handed_in=3),))
    none = facts(state=S.INVITED, items=(standpoint(),))
    assert not known(P.STANCES_TO_CHAIR, some, date(2026, 12, 2))
    assert known(P.STANCES_TO_CHAIR, some, date(2026, 12, 3))
    assert not known(P.STANCES_TO_CHAIR, none, date(2026, 12, 3))


@pytest.mark.parametrize(
    ("point", "day"),
    [
        (P.ISSUE_INVITATION, date(2026, 11, 27)),
        (P.BOOK_PLACE, date(2026, 11, 27)),
        (P.HOME_PREPARATION, date(2026, 12, 2)),
        (P.ROLL_CALL, DAY),
        (P.NEXT_MEETING, DAY),
        (P.DRAFT_MINUTES, date(2026, 12, 9)),
        (P.SIGN_MINUTES, date(2026, 12, 18)),
        (P.PUBLISH, date(2026, 12, 20)),
        (P.ARCHIVE, None),
    ],
)
def test_the_days_are_those_that_the_council_has_set(point, day):
    assert due(point, facts()) == day


def test_a_notice_is_due_two_days_after_the_minutes_were_signed():
    assert due(P.PUBLISH, facts(signed_on=date(2026, 12, 10))) == date(2026, 12, 12)


@pytest.mark.parametrize(
    ("point", "changes", "day", "late"),
    [
        (P.ISSUE_INVITATION, {}, date(2026, 11, 27), False),
        (P.ISSUE_INVITATION, {}, date(2026, 11, 28), True),
        (P.COLLECT_PROPOSALS, {}, date(2026, 11, 28), True),
        (P.DISSENT_ASKED_FOR, {"state": S.ONGOING}, date(2026, 12, 5), True),
        (P.DISSENT_ASKED_FOR, {"state": S.HELD}, date(2026, 12, 5), False),  # nothing gets in any more
        (P.NEXT_MEETING, {"state": S.HELD}, date(2026, 12, 5), True),
        (P.DRAFT_MINUTES, {"state": S.HELD}, date(2026, 12, 10), True),
        (P.ARCHIVE, {"state": S.HELD}, date(2027, 12, 5), False),
    ],
)
def test_a_point_is_late_from_the_day_after_its_own(point, changes, day, late):
    assert is_late(point, facts(**changes), done=False, today=day) is late
    assert not is_late(point, facts(**changes), done=True, today=day)


@pytest.mark.parametrize(
    ("point", "changes", "parts"),
    [
        (P.COMPLETE_ITEMS, {"items": (OPENING, standpoint(), standpoint(is_complete=False))}, (1, 2)),
        (P.HOME_PREPARATION, {"items": (standpoint(handed_in=3), standpoint(handed_in=8))}, (11, 16)),
        (P.INVITE_PRESENTERS, {"items": (standpoint(presenters=2),), "presenters_answered": 1}, None),
        (
            P.INVITE_PRESENTERS,
            {"state": S.INVITED, "items": (standpoint(presenters=2),), "presenters_answered": 1},
            (1, 2),
        ),
        (P.SIGN_MINUTES, {"signing": 3, "signed": 2}, (2, 3)),
        (P.SEND_EXTRACTS, {}, None),
        (P.BOOK_PLACE, {}, None),
    ],
)
def test_what_is_done_in_parts_says_how_many(point, changes, parts):
    assert counted(point, facts(**changes)) == parts


@pytest.mark.parametrize(
    ("state", "phase"),
    [(S.PREPARING, Phase.BEFORE), (S.INVITED, Phase.BEFORE), (S.ONGOING, Phase.AT), (S.HELD, Phase.AFTER)],
)
def test_the_list_that_counts_follows_the_meeting(state, phase):
    assert phase_of(state) is phase
