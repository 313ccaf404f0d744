"""A day that is over is not told as if it were to come: in the line, the sentence and the days (H.7)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine

from councilflow.extensions import db
from councilflow.process.meeting import MeetingState
from tests.conftest import NOW

pytestmark = pytest.mark.one_database


@pytest.fixture
def scene(make):
    council = make.council()
    meeting = make.meeting(
        council, state=MeetingState.SET
    )  # 4 December; the invitation is due a fortnight before
    make.item(meeting)
    return make.chair(council), make.seat(council, organisation_id=make.organisation("Timrå").id), meeting


def page_of(client, person, meeting, at):
    with time_machine.travel(at, tick=False):
        return client.sign_in(person).get(f"/meetings/{meeting.id}").text


def test_an_invitation_that_should_have_gone_says_so_everywhere(client, scene):
    chair, member, meeting = scene
    early = page_of(client, chair, meeting, datetime(2026, 11, 2, 9, tzinfo=UTC))
    assert "ordföranden skickar kallelsen, senast" in early
    assert "skulle ha" not in early
    late = page_of(client, chair, meeting, datetime(2026, 12, 1, 9, tzinfo=UTC))
    assert "ordföranden skickar kallelsen. Den skulle ha gått ut" in late
    assert "ordföranden skickar kallelsen, senast" not in late
    assert "Kallelse och handlingar ute, försenat" in late
    line = late[late.index('class="cf-line"') : late.index("cf-line-now")]
    assert line.count("skulle ha varit") == 1
    waiting = page_of(client, member, meeting, datetime(2026, 12, 1, 9, tzinfo=UTC))
    assert "handlingar skulle ha skickats" in waiting


def test_the_other_days_are_told_the_same_way(client, scene):
    chair, _member, meeting = scene
    meeting.state, meeting.invited_at = MeetingState.INVITED, NOW
    db.session.commit()
    page = page_of(client, chair, meeting, datetime(2026, 12, 4, 7, tzinfo=UTC))
    assert "Organisationernas hållning skulle vara inlämnad" in page
    assert "Kallelse och handlingar ute, försenat" not in page
    meeting.state = MeetingState.HELD
    db.session.commit()
    page = page_of(client, chair, meeting, datetime(2027, 2, 1, 9, tzinfo=UTC))
    assert "Utkastet skulle ha varit klart" in page
    assert "Protokollet justerat, försenat" in page
