"""Who may ask for the floor, and in which order it is given."""

from __future__ import annotations

import pytest

from councilflow.process.councils import Category
from councilflow.process.errors import RuleBroken
from councilflow.process.meeting import Presence
from councilflow.process.sitting import SpeechKind
from councilflow.process.speaking import AtTheTable, check_speaker, moved, place_of

pytestmark = pytest.mark.one_database
HERE = Presence.REMOTE
SPEECH, REPLY = SpeechKind.SPEECH, SpeechKind.REPLY


@pytest.mark.parametrize(
    ("one", "settled", "code"),
    [
        (AtTheTable(Category.MEMBER, HERE), {}, None),
        (AtTheTable(Category.MEMBER, None), {}, None),  # before the roll call nobody is away
        (AtTheTable(Category.MEMBER, Presence.ABSENT), {}, "speaker-is-away"),
        (AtTheTable(Category.MEMBER, HERE, has_jav=True), {}, "speaker-has-jav"),
        (AtTheTable(Category.ADJUNCT, HERE), {}, None),
        (AtTheTable(Category.SPEAKING_FUNCTION, HERE), {}, None),
        (AtTheTable(Category.OBSERVER, HERE), {}, "no-right-to-speak"),
        (AtTheTable(Category.SECRETARY, HERE), {}, "no-right-to-speak"),
        (AtTheTable(Category.SUBSTITUTE, HERE), {}, "no-right-to-speak"),
        (AtTheTable(Category.SUBSTITUTE, HERE, serves=True), {}, None),
        (AtTheTable(Category.SUBSTITUTE, HERE), {"substitute": ["speak"]}, None),
    ],
)
def test_who_may_speak(one, settled, code):
    if code is None:
        check_speaker(one, settled)
        return
    with pytest.raises(RuleBroken, match=code):
        check_speaker(one, settled)


@pytest.mark.parametrize(
    ("kind", "waiting", "place"),
    [
        (SPEECH, [], 0),
        (SPEECH, [SPEECH, SPEECH], 2),
        (REPLY, [SPEECH, SPEECH], 0),
        (REPLY, [REPLY, SPEECH], 1),
        (REPLY, [REPLY], 1),
    ],
)
def test_a_reply_comes_before_those_who_wait_to_speak(kind, waiting, place):
    assert place_of(kind, waiting) == place


@pytest.mark.parametrize(
    ("who", "by", "after"), [(2, -1, [2, 1, 3]), (2, 1, [1, 3, 2]), (1, -1, [1, 2, 3]), (3, 1, [1, 2, 3])]
)
def test_moving_stops_at_the_ends(who, by, after):
    assert moved([1, 2, 3], who, by) == after
