"""The rules of the minutes, where they reach the meetings: each keeps those it was opened under (D)."""

from __future__ import annotations

import pytest

from councilflow.extensions import db
from councilflow.process.profiles import OutcomeWord
from councilflow.process.record import MinutesProfile
from councilflow.services import founding
from councilflow.services.minutes import notices, record
from councilflow.services.minutes.compose import from_record
from tests.conftest import NOW
from tests.held import Held

ADVISORY, KL, IPR = MinutesProfile.ADVISORY, MinutesProfile.KL, MinutesProfile.IPR


def change(held: Held, profile: MinutesProfile) -> None:
    founding.change_body(held.council, minutes_profile=profile, by=held.secretary, now=NOW)
    db.session.commit()


def called(held: Held) -> set[OutcomeWord]:
    return {one.called for one in from_record(record.read(held.meeting.id), {}).paragraphs}


@pytest.mark.parametrize(
    ("profile", "word", "announces"),
    [
        (ADVISORY, OutcomeWord.STANDPOINT, False),
        (KL, OutcomeWord.DECISION, True),
        (IPR, OutcomeWord.DECISION, False),
    ],
)
def test_a_meeting_is_minuted_by_the_rules_it_was_opened_under(make, profile, word, announces):
    held = Held(make, minutes_profile=profile)
    other = KL if profile is ADVISORY else ADVISORY
    change(held, other)
    assert held.meeting.minutes_profile is profile
    assert called(held) == {word}
    assert notices.are_kept(held.meeting.id) is announces


def test_a_change_holds_for_the_meetings_that_are_not_opened_yet(make):
    council = make.council()
    meeting = make.meeting(council)
    assert not notices.are_kept(meeting.id)
    founding.change_body(council, minutes_profile=KL, by=make.secretary(council), now=NOW)
    db.session.commit()
    assert notices.are_kept(meeting.id)
