"""The value of the minutes: its life cycle, its text and its fingerprint."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from councilflow.process.errors import RuleBroken
from councilflow.process.minutes import (
    Minutes,
    MinutesState,
    MinutesStep,
    Range,
    after,
    from_json,
    open_steps,
)
from councilflow.process.values import as_json, fingerprint
from tests.documents.samples import minutes

DRAFT, REVIEW, LOCKED, SIGNED = MinutesState
WAY = [
    (DRAFT, MinutesStep.SEND_FOR_REVIEW, REVIEW),
    (REVIEW, MinutesStep.SEND_BACK, DRAFT),
    (REVIEW, MinutesStep.LOCK, LOCKED),
    (LOCKED, MinutesStep.UNLOCK, DRAFT),
    (LOCKED, MinutesStep.SIGN_LAST, SIGNED),
]


@pytest.mark.parametrize(("state", "step", "then"), WAY)
def test_minutes_go_from_draft_by_review_to_signed(
    state: MinutesState, step: MinutesStep, then: MinutesState
) -> None:
    assert after(state, step) is then
    assert step in open_steps(state)


@pytest.mark.parametrize("state", MinutesState)
@pytest.mark.parametrize("step", MinutesStep)
def test_every_other_step_is_refused(state: MinutesState, step: MinutesStep) -> None:
    if (state, step) in {(state, step) for state, step, _then in WAY}:
        return
    with pytest.raises(RuleBroken) as refused:
        after(state, step)
    assert refused.value.code == "minutes-step-not-allowed"
    assert refused.value.facts == {"state": state, "step": step}


def test_nothing_can_be_done_with_signed_minutes() -> None:
    assert open_steps(SIGNED) == []


def test_the_text_of_minutes_gives_back_the_same_minutes() -> None:
    assert from_json(as_json(minutes())) == minutes()
    assert as_json(from_json(as_json(minutes()))) == as_json(minutes())


def test_letters_stand_in_the_text_as_they_are() -> None:
    assert "Åŋŧđ čšž" in as_json(minutes())


def test_minutes_know_their_paragraphs() -> None:
    assert minutes().range == Range(45, 56)
    assert minutes(paragraphs=()).range is None


def test_any_other_word_gives_another_fingerprint() -> None:
    """Each text, figure, date and choice in turn is changed or taken away."""
    original = minutes()
    seen = {fingerprint(original)}
    for number, changed in enumerate(_changed(original)):
        seen.add(fingerprint(changed))
        assert len(seen) == number + 2
    assert len(seen) > 300


def test_the_same_minutes_have_the_same_fingerprint() -> None:
    assert fingerprint(minutes()) == fingerprint(minutes())


def _changed(value: Any) -> list[Any]:
    """`value` with one thing changed, in every way there is."""
    if is_dataclass(value) and not isinstance(value, type):
        return [
            replace(value, **{part.name: other})
            for part in fields(value)
            for other in _changed(getattr(value, part.name))
        ]
    if isinstance(value, tuple):
        return [
            (*value[:at], other, *value[at + 1 :])
            for at, item in enumerate(value)
            for other in _changed(item)
        ] + ([value[:-1]] if value else [])
    if isinstance(value, str):
        return [str(value) + " "]
    if isinstance(value, int):
        return [value + 1000]
    return [] if value is None else [None]


def test_minutes_are_one_value() -> None:
    assert isinstance(minutes(), Minutes)
    assert hash(minutes()) == hash(minutes())


FORMAT_1 = Path(__file__).parent.parent / "documents" / "minutes-format-1.json"


def test_minutes_of_an_earlier_format_keep_their_text_and_fingerprint() -> None:
    """What was signed before the value grew is read, and gives the fingerprint that was signed."""
    text = FORMAT_1.read_text("utf-8").strip()
    old = from_json(text)
    assert (old.format, old.immediate, old.paragraphs[0].approved_on) == (1, False, None)
    assert as_json(old) == text
    assert fingerprint(old) == "27520af0e328273a0928c883d8f6fbfc9c0d6f7782b6523cec0feebf06ea85fc"
