"""The rules of following an invitation up, as tables (A42, A69, D.1, H.7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from councilflow.process.invitation import Before, Caution, cautions
from councilflow.process.meeting import InvitationAnswer
from councilflow.process.reminders import goes_by_itself
from councilflow.process.substitutes import Substitute, next_in_order

HERE = ZoneInfo("Europe/Stockholm")
DUE = date(2026, 12, 4)


@pytest.mark.parametrize(
    ("days", "at", "goes"),
    [
        (2, datetime(2026, 12, 1, 22, 0, tzinfo=UTC), False),  # three days before, by the council's clock
        (2, datetime(2026, 12, 2, 6, 59, tzinfo=UTC), False),  # a minute to eight in the morning
        (2, datetime(2026, 12, 2, 7, 0, tzinfo=UTC), True),
        (2, datetime(2026, 12, 4, 20, 0, tzinfo=UTC), True),
        (2, datetime(2026, 12, 5, 9, 0, tzinfo=UTC), False),  # too late to be of use
        (7, datetime(2026, 11, 27, 9, 0, tzinfo=UTC), True),
        (0, datetime(2026, 12, 4, 9, 0, tzinfo=UTC), False),
    ],
)
def test_a_reminder_goes_so_many_days_before_and_never_in_the_night(days, at, goes):
    assert goes_by_itself(DUE, days=days, now=at, zone=HERE) is goes


FIRST = Substitute(1, 11, "Första", None)
SECOND = Substitute(2, 12, "Andra", InvitationAnswer.COMES)
UNABLE = Substitute(3, 13, "Tredje", InvitationAnswer.ABSENT)


@pytest.mark.parametrize(
    ("order", "asked", "serving", "found"),
    [
        ([FIRST, SECOND], (), (), FIRST),
        ([SECOND, FIRST], (), (), SECOND),
        ([FIRST, SECOND], (1,), (), SECOND),
        ([FIRST, SECOND], (), (11,), SECOND),
        ([UNABLE, SECOND], (), (), SECOND),
        ([UNABLE], (), (), None),
        ([FIRST, SECOND], (1,), (12,), None),
    ],
)
def test_the_first_in_the_order_who_is_free_is_asked(order, asked, serving, found):
    assert next_in_order(order, asked=asked, serving=serving) == found


SOUND = Before(
    today=date(2026, 11, 20),
    invite_by=date(2026, 11, 27),
    prepare_by=date(2026, 12, 2),
    waits_for_organisations=True,
    without_papers=(),
    without_time=(),
    over_already=(),
    beyond=0,
    lacks_place=False,
    lacks_link=False,
)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({}, []),
        ({"today": date(2026, 11, 27)}, []),
        ({"today": date(2026, 11, 29)}, [(Caution.LATE, 2)]),
        ({"today": date(2026, 12, 1)}, [(Caution.LATE, 4), (Caution.PREPARATION_SHORT, 1)]),
        ({"today": date(2026, 12, 3)}, [(Caution.LATE, 6), (Caution.PREPARATION_OVER, 0)]),
        ({"today": date(2026, 12, 3), "waits_for_organisations": False}, [(Caution.LATE, 6)]),
        ({"without_papers": ("Fiber",)}, [(Caution.PAPERS_MISSING, 1)]),
        ({"beyond": 1}, [(Caution.TOO_LONG, 1)]),
        ({"lacks_place": True, "lacks_link": True}, [(Caution.PLACE_MISSING, 0), (Caution.LINK_MISSING, 0)]),
    ],
)
def test_before_sending_one_is_told_and_never_forbidden(change, told):
    assert [(one.caution, one.n) for one in cautions(replace(SOUND, **change))] == told
