"""A meeting's way from draft to gavel, and the days it steers by (A65, A69, H.7)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import (
    AGENDA_OPEN,
    DOCUMENTS_OUT,
    Deadline,
    MeetingState,
    MeetingStep,
    check_times,
    deadlines,
    local_date,
    meeting_after,
    missed,
)

STOCKHOLM = ZoneInfo("Europe/Stockholm")

WAY = {
    MeetingStep.FINISH_PREPARING: {"preparing": "prepared"},
    MeetingStep.REOPEN: {"prepared": "preparing", "set": "preparing"},
    MeetingStep.SET_AGENDA: {"preparing": "set", "prepared": "set"},
    MeetingStep.INVITE: {"set": "invited"},
    MeetingStep.OPEN: {"invited": "ongoing"},
    MeetingStep.CLOSE: {"ongoing": "held"},
    MeetingStep.CANCEL: dict.fromkeys(("preparing", "prepared", "set", "invited"), "cancelled"),
}


@pytest.mark.parametrize("state", MeetingState)
@pytest.mark.parametrize("step", MeetingStep)
def test_a_meeting_goes_only_the_way_there_is(state, step):
    if state in WAY[step]:
        assert meeting_after(state, step) == WAY[step][state]
    else:
        with pytest.raises(RuleBroken) as refusal:
            meeting_after(state, step)
        assert refusal.value.code == "meeting-step-not-allowed"
        assert refusal.value.facts == {"state": state, "step": step}


def test_nobody_reads_an_agenda_that_can_still_change():
    assert not AGENDA_OPEN & DOCUMENTS_OUT
    assert MeetingState.SET not in AGENDA_OPEN | DOCUMENTS_OUT


def test_the_days_count_from_the_first_day_and_from_the_last():
    days = deadlines(date(2026, 12, 4), date(2026, 12, 5), invitation=7, preparation=2, draft=5, signing=14)
    assert days == {
        Deadline.INVITATION: date(2026, 11, 27),
        Deadline.PREPARATION: date(2026, 12, 2),
        Deadline.DRAFT: date(2026, 12, 10),
        Deadline.SIGNING: date(2026, 12, 19),
    }


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 12, 3, 22, 59, tzinfo=UTC), date(2026, 12, 3)),
        (datetime(2026, 12, 3, 23, 0, tzinfo=UTC), date(2026, 12, 4)),  # midnight in Härnösand in winter
        (datetime(2026, 6, 3, 22, 0, tzinfo=UTC), date(2026, 6, 4)),  # and in summer
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), date(2026, 10, 25)),  # the night with an hour twice
    ],
)
def test_midnight_is_midnight_in_the_councils_zone(moment, day):
    assert local_date(moment, STOCKHOLM) == day


@pytest.mark.parametrize(
    ("lasts", "refused"),
    [
        (timedelta(0), "meeting-ends-before-it-begins"),
        (timedelta(hours=-1), "meeting-ends-before-it-begins"),
        (timedelta(minutes=1), ""),
        (timedelta(days=4), ""),
        (timedelta(days=4, minutes=1), "meeting-too-long"),
    ],
)
def test_a_meeting_ends_after_it_begins_and_within_four_days(lasts, refused):
    starts_at = datetime(2026, 12, 4, 8, 0, tzinfo=UTC)
    if not refused:
        check_times(starts_at, starts_at + lasts)
        return
    with pytest.raises(RuleBroken) as refusal:
        check_times(starts_at, starts_at + lasts)
    assert refusal.value.code == refused


@pytest.mark.parametrize(
    ("state", "drafted", "signed", "late"),
    [
        (MeetingState.SET, False, False, {"invitation", "preparation", "draft", "signing"}),
        (MeetingState.INVITED, False, False, {"preparation", "draft", "signing"}),
        (MeetingState.HELD, False, False, {"draft", "signing"}),
        (MeetingState.HELD, True, False, {"signing"}),
        (MeetingState.HELD, True, True, set()),
    ],
)
def test_a_day_is_missed_when_it_is_over_and_what_was_due_has_not_come(state, drafted, signed, late):
    days = dict.fromkeys(Deadline, date(2026, 12, 4))
    facts = {"state": state, "is_drafted": drafted, "is_signed": signed}
    assert missed(days, today=date(2026, 12, 4), **facts) == set()
    assert missed(days, today=date(2026, 12, 5), **facts) == late
